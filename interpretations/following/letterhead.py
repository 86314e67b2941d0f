"""The letterhead (信头): what letters say of the site, and the secret that their links are made with."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from base.config import Config, Mailing, kept_secret


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the site's name and address, the server that takes the letters, the house's secret."""

    name: str
    organiser: str
    root: str
    mailing: Mailing
    sender: str
    secret: bytes

    def keyed(self, *parts: str) -> str:
        """A name for these parts that nobody can make without the secret."""
        words = "\n".join(parts).encode()
        return urlsafe_b64encode(hmac.new(self.secret, words, hashlib.sha256).digest()).decode().rstrip("=")


def letterhead(config: Config) -> Letterhead:
    """The letterhead of these settings.

    Links are made of the settings alone: the host of a request is what its sender says it is, and a
    stranger who asks in another's name would choose where the other's link leads.
    """
    host = f"[{config.host}]" if ":" in config.host else config.host
    return Letterhead(
        name=config.site.name,
        organiser=config.site.organiser,
        root=config.base_url or f"http://{host}:{config.port}",
        mailing=config.mailing,
        sender=config.mailing.sender or f"no-reply@{config.site.domain}",
        secret=(config.secret_key or kept_secret(config.data)).encode(),
    )


def token_of(head: Letterhead, email: str, followed: str, key: int, asked_at: datetime) -> str:
    """The token of a follower's links: it can be made again for every letter, by the house alone.

    The table holds its hash only, so that whoever reads the database can neither confirm nor leave for
    anybody; the moment of asking makes the token of one row unlike that of any later one.
    """
    return head.keyed("follower", email, followed, str(key), asked_at.isoformat())


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
