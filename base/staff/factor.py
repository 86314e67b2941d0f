"""The second factor (动态口令): six digits that change every 30 seconds (TOTP, RFC 6238); each works once."""

import base64
import hashlib
import hmac
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

SECONDS = 30
# A clock may go a little wrong: the step before and the one after are taken, too.
DRIFT = 1
DIGITS = 6


def new_secret() -> str:
    """A secret of 160 bits, as the apps on a phone take it."""
    return pyotp.random_base32()


def sealed(secret: str, account_id: int, secret_key: str) -> str:
    """The secret so that only this installation can read it, and only for this account."""
    return _fernet(secret_key).encrypt(f"{account_id}:{secret}".encode()).decode()


def opened(seal: str, account_id: int, secret_key: str) -> str:
    """The secret of this account; empty where the seal is somebody else's, broken, or of another key."""
    try:
        owner, _, secret = _fernet(secret_key).decrypt(seal.encode()).decode().partition(":")
    except (InvalidToken, UnicodeError):
        return ""
    return secret if owner == str(account_id) else ""


def step_of(secret: str, code: str, at: datetime, after: int = 0) -> int | None:
    """The time step whose code this is, later than the step used last; None for a wrong code."""
    typed = "".join(code.split())
    if not secret or not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return None
    now = int(at.timestamp()) // SECONDS
    maker = pyotp.TOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(maker.generate_otp(step), typed):
            return step
    return None


def picture(secret: str, name: str, site: str) -> str:
    """The QR code an app takes the secret from, as a data: address of an SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4)


def _fernet(secret_key: str) -> Fernet:
    # A key of its own for this purpose: whoever learns it can sign no cookies, and the other way round.
    derived = hmac.new(secret_key.encode(), b"second factor", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
