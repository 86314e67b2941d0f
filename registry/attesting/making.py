"""Making a day snapshot (制作行为日快照): read, sign, keep; the same asked for again is the same snapshot."""

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import Unavailable
from base.guarding import TooMany
from base.staff import audit
from base.staff.roles import Actor
from registry.attesting import keys
from registry.attesting.codes import code_of
from registry.attesting.records import Taken, entry, record
from registry.attesting.rules.canonical import Value, canonical, digest
from registry.attesting.rules.envelope import FORMAT, Object, in_letters
from registry.attesting.tables import DaySnapshot

# Nobody's account: the audit says that a snapshot was made, not for whom.
PUBLIC = Actor(None, "公众", "公众", None)
# All readers together: a flood fills neither the disk nor the day of the typesetter.
DAILY, DAY = 2_000, timedelta(days=1)
MOST_KEPT = 8 * 2**30


@dataclass(frozen=True, slots=True)
class Registry:
    """Whose record it is (登记机关): the name of the site and its public address, "" where none is set."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A snapshot before it is signed: all it says but the moment."""

    day: date
    said: Object
    records: tuple[Object, ...]


def unsigned(found: tuple[Taken, ...], day: date, registry: Registry) -> Unsigned:
    """What the snapshot of these documents says."""
    records = tuple(record(each, day) for each in found)
    entries: list[Value] = [entry(each, written, day) for each, written in zip(found, records, strict=True)]
    said: Object = {
        "format": FORMAT,
        "day": day.isoformat(),
        "registry": {"name": registry.name, "address": registry.address},
        "documents": entries,
    }
    return Unsigned(day, said, records)


def make(session: Session, ready: Unsigned, data: Path) -> DaySnapshot:
    """Make the snapshot (制作), or give the one that says the same; raises TooMany, Unavailable."""
    # One at a time: two that ask for the same get the same.
    audit.turn(session)
    said = digest(ready.said)
    known = session.scalars(select(DaySnapshot).where(DaySnapshot.said == said)).first()
    if known is not None:
        return known
    hold_off(session)
    private, now = keys.present(session, data), clock.now()
    manifest: Object = {**ready.said, "made_at": stamped(now), "recorded_through": stamped(now)}
    signed = keys.sign(private, manifest)
    content = packed(manifest, ready.records)
    row = DaySnapshot(
        code=code_of(digest(manifest)),
        day=ready.day,
        made_at=now,
        digest=digest(manifest),
        said=said,
        signature=in_letters(signed.signature),
        key_id=signed.key_id,
        content=content,
        size=len(content),
    )
    session.add(row)
    session.flush()
    after = {"day": ready.day.isoformat(), "documents": len(ready.records), "size": row.size}
    audit.record(session, PUBLIC, "day_snapshot.make", f"day_snapshot:{row.code}", after=after)
    return row


def hold_off(session: Session) -> None:
    """Raises TooMany where all together made too many since yesterday, Unavailable where the room is full."""
    since = clock.now() - DAY
    lately = session.scalar(select(func.count(DaySnapshot.code)).where(DaySnapshot.made_at > since)) or 0
    if lately >= DAILY:
        raise TooMany(
            "今日制作的快照已达上限，请明日再试；已经制作的快照照常可以查看、核验。", clock.now() + DAY
        )
    if (session.scalar(select(func.sum(DaySnapshot.size))) or 0) >= MOST_KEPT:
        raise Unavailable("保存快照的空间已满，暂时不能制作；已经制作的快照照常可以查看、核验。")


def stamped(moment: datetime) -> str:
    """A moment as snapshots write it: UTC, to the second.

    >>> stamped(datetime(2026, 12, 1, 4, 0, 0, 5, tzinfo=UTC))
    '2026-12-01T04:00:00Z'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def packed(manifest: Object, records: tuple[Object, ...]) -> bytes:
    """Manifest and records as they are kept."""
    return zlib.compress(canonical({"manifest": manifest, "records": list(records)}), 9)


def unpacked(content: bytes) -> tuple[Object, list[Object]]:
    """Manifest and records of a row; ours, so that nothing has to be doubted but the disk."""
    held = json.loads(zlib.decompress(content))
    return held["manifest"], held["records"]
