"""The signing key (签名密钥): Ed25519, made when it is first needed, kept in the data folder (0600).

Public keys are kept in the database with their days, for ever: what an old key signed stays to be confirmed.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.config import kept_secret
from base.staff import audit
from base.staff.roles import at_the_console
from registry.attesting.rules.canonical import Value, canonical
from registry.attesting.rules.envelope import Signed, in_letters
from registry.attesting.tables import DaySnapshotKey

# Its 64 digits are the 32 bytes that an Ed25519 key is made of.
FILE = "day-snapshot-key"
ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key (公钥) and the days on which it signed; `until` is None while it signs."""

    id: str
    content: bytes
    since: datetime | None = None
    until: datetime | None = None

    def signed(self, signature: bytes, content: bytes) -> bool:
        """Whether this key made the signature of these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.content).verify(signature, content)
        except InvalidSignature:
            return False
        return True

    def covers(self, moment: datetime) -> bool:
        """Whether this key was in use at the moment, as far as it is known."""
        begun = self.since is None or self.since <= moment
        return begun and (self.until is None or moment <= self.until)

    @property
    def pem(self) -> str:
        """The key as openssl reads it."""
        key = Ed25519PublicKey.from_public_bytes(self.content)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def id_of(public_key: bytes) -> str:
    """By which a public key is named: the first digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:ID_DIGITS]


def public_half(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes that anybody may know."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def present(session: Session, data: Path) -> Ed25519PrivateKey:
    """The key that signs now, made if there is none; whatever signed before is retired.

    The file decides: a key that was taken away (or came back from an old copy of the folder) is noticed here.
    """
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept_secret(data, FILE)))
    public = public_half(private)
    row = session.get(DaySnapshotKey, id_of(public))
    if row is None or row.until is not None:
        _retire(session)
        if row is None:
            row = DaySnapshotKey(id=id_of(public), public_key=in_letters(public), since=clock.now())
            session.add(row)
        row.until = None
        session.flush()
        audit.record(session, at_the_console(), "day_snapshot.key", f"day_snapshot_key:{row.id}")
    return private


def replace(session: Session, data: Path) -> str:
    """Sign with a new key from now on (更换密钥); gives its id. The old private half is gone for ever."""
    (data / FILE).unlink(missing_ok=True)
    return id_of(public_half(present(session, data)))


def _retire(session: Session) -> None:
    for row in session.scalars(select(DaySnapshotKey).where(DaySnapshotKey.until.is_(None))):
        row.until = clock.now()


def sign(private: Ed25519PrivateKey, manifest: dict[str, Value]) -> Signed:
    """The manifest, signed in its canonical form."""
    public = public_half(private)
    return Signed(manifest, private.sign(canonical(manifest)), id_of(public), public)


def all_keys(session: Session) -> tuple[PublicKey, ...]:
    """All public keys, the one in use last."""
    rows = session.scalars(select(DaySnapshotKey).order_by(DaySnapshotKey.since, DaySnapshotKey.id))
    return tuple(of_row(row) for row in rows)


def of_row(row: DaySnapshotKey) -> PublicKey:
    """The public key of a row."""
    return PublicKey(row.id, base64.b64decode(row.public_key), row.since, row.until)


def by_id(known: Iterable[PublicKey]) -> Mapping[str, PublicKey]:
    """The keys by their ids."""
    return {key.id: key for key in known}
