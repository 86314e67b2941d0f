"""The tables of day snapshots (行为日快照): what was signed, kept for ever; nothing of who asked."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class DaySnapshotKey(Table):
    """A public key (公钥) and when it signed; the private half is in the data folder only."""

    __tablename__ = "day_snapshot_key"

    # The first 16 digits of the SHA-256 of the public key.
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    # 32 bytes, in base64.
    public_key: Mapped[str] = mapped_column(String(44))
    since: Mapped[datetime] = mapped_column("used_since", Moment)
    until: Mapped[datetime | None] = mapped_column("used_until", Moment)


class DaySnapshot(Table):
    """One day snapshot (行为日快照), as it was signed."""

    __tablename__ = "day_snapshot"

    # In its groups of four, as it is printed.
    code: Mapped[str] = mapped_column(String(19), primary_key=True)
    day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    # SHA-256 of the manifest.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # SHA-256 of all it says but the moment: the same asked for again is the same snapshot.
    said: Mapped[str] = mapped_column(String(64), unique=True)
    signature: Mapped[str] = mapped_column(String(88))
    key_id: Mapped[str] = mapped_column(String(16))
    # Manifest and records in the canonical form, deflated.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
