"""Checking the audit trail (审计核验): every altered, missing, reordered or added row is named."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.audit import SEAL, AuditRow, AuditSeal, key, linked, sealed

# Rows read at once, and how many rows that do not fit are compared with each other's places.
BATCH = 1_000
COMPARED = 200
# More than this say nothing new.
MOST_FINDINGS = 100


@dataclass(slots=True)
class Findings:
    """What a check found (核验结果): how many rows, the link of the last, and each fault in a sentence."""

    count: int = 0
    link: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """One pass along the chain."""

    key: bytes
    place: int = 0
    link: str = ""
    faults: list[str] = field(default_factory=list)
    # Rows that do not fit where they stand, and where each link of the chain stands.
    strays: list[AuditRow] = field(default_factory=list)
    unsure: int = 0

    def step(self, row: AuditRow) -> None:
        if row.id > self.place + 1:
            self.faults.append(f"{_rows(self.place + 1, row.id - 1)}缺失")
        elif not hmac.compare_digest(linked(self.key, row, self.link), row.link):
            self.strays.append(row)
        self.place, self.link = row.id, row.link


def check(session: Session, expect: str = "") -> Findings:
    """Read the whole trail and name what is wrong; `expect` is a link that an earlier check printed.

    An old copy of the whole database is whole in itself: only a link kept elsewhere tells that the rows
    after it were cut off.
    """
    walk = _Walk(key(session))
    count, met = 0, not expect
    for row in _rows_in_order(session):
        walk.step(row)
        count += 1
        met = met or row.link == expect
    faults = [*walk.faults, *_strays(session, walk), *_seal_faults(session, walk, count)]
    if not met:
        faults.append(f"记录中没有链值 {expect[:64]}：其后的记录被整段删去，或者数据库被换成了旧的备份")
    return Findings(count, walk.link, faults[:MOST_FINDINGS])


def _rows_in_order(session: Session) -> Iterator[AuditRow]:
    asked = select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=BATCH)
    for row in session.scalars(asked):
        yield row
        session.expunge(row)


def _strays(session: Session, walk: _Walk) -> Iterator[str]:
    compared = walk.strays[:COMPARED]
    places = _proper_places(session, walk.key, compared)
    for row in compared:
        place = places.get(row.id)
        if place is None:
            yield f"第 {row.id} 条与链值不符：内容被改动，或者是外加的记录"
        elif place != row.id:
            yield f"第 {row.id} 条应在第 {place} 条的位置：顺序被调换"
    if len(walk.strays) > COMPARED:
        yield f"另有 {len(walk.strays) - COMPARED} 条与链值不符"


def _proper_places(session: Session, key: bytes, strays: list[AuditRow]) -> dict[int, int]:
    """Where each stray belongs whose contents are whole: one after the row whose link it was made with."""
    made_after: dict[int, str] = {}
    ids = {row.id - 1 for row in strays} | {row.id for row in strays}
    links = {link: place for place, link in _links(session, ids)} | {"": 0}
    for row in strays:
        fitting = (link for link in links if hmac.compare_digest(linked(key, row, link), row.link))
        found = next(fitting, None)
        if found is not None:
            made_after[row.id] = found
    places: dict[int, int] = {}
    for start in made_after:
        # Along the chain of strays, back to a row that stands where it should.
        steps, at = 1, links[made_after[start]]
        while at in made_after and steps <= len(strays):
            steps, at = steps + 1, links[made_after[at]]
        places[start] = at + steps
    return places


def _links(session: Session, ids: set[int]) -> list[tuple[int, str]]:
    asked = select(AuditRow.id, AuditRow.link).where(AuditRow.id.in_(ids))
    return [(place, link) for place, link in session.execute(asked)]


def _seal_faults(session: Session, walk: _Walk, count: int) -> Iterator[str]:
    held = session.get(AuditSeal, SEAL, populate_existing=True)
    if held is None:
        if count:
            yield "封条缺失：无法确认最后的记录是否齐全"
        return
    if not hmac.compare_digest(held.seal, sealed(walk.key, held.count, held.link)):
        yield "封条不符：封条被改动或者曾被破坏，无法确认最后的记录是否齐全"
    if walk.place < held.count:
        yield f"{_rows(walk.place + 1, held.count)}缺失（封条记有 {held.count} 条）"
    elif walk.place > held.count:
        yield f"{_rows(held.count + 1, walk.place)}是外加的（封条只记有 {held.count} 条）"
    elif walk.link != held.link:
        yield f"最后一条（第 {walk.place} 条）的链值与封条不符"


def _rows(first: int, last: int) -> str:
    return f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
