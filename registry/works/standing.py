"""What the registry computes beside what a source claims (来源标注)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.law.days import read_day
from registry.law.events import Event
from registry.law.terms import EventKind, Validity
from registry.law.validity import validity
from registry.tables import EventRow

# What sources call the states; 有效期至… is compared by what it says of today.
CLAIMS = {
    "有效": {Validity.IN_FORCE, Validity.PARTLY_REPEALED},
    "现行有效": {Validity.IN_FORCE, Validity.PARTLY_REPEALED},
    "已修改": {Validity.IN_FORCE, Validity.PARTLY_REPEALED},
    "尚未生效": {Validity.NOT_YET_IN_FORCE},
    "尚未施行": {Validity.NOT_YET_IN_FORCE},
    "部分失效": {Validity.PARTLY_REPEALED},
    "失效": {Validity.EXPIRED, Validity.LAPSED},
    "已失效": {Validity.EXPIRED, Validity.LAPSED},
    "废止": {Validity.REPEALED},
    "已废止": {Validity.REPEALED},
}


def events_of(session: Session, ids: Sequence[int]) -> dict[int, list[Event]]:
    """The standing events of these documents, without their acts."""
    found: dict[int, list[Event]] = {key: [] for key in ids}
    columns = select(EventRow.document_id, EventRow.kind, EventRow.on, EventRow.provisions, EventRow.area)
    rows = columns.where(EventRow.document_id.in_(ids), EventRow.withdrawn_at.is_(None))
    for key, kind, on, provisions, area in session.execute(rows):
        found[key].append(Event(EventKind(kind), on, tuple(provisions), area))
    return found


def differing(
    session: Session, claims: Sequence[tuple[Any, ...]], as_of: date
) -> Iterator[tuple[str, str, str]]:
    """Of (path, document, claim) those whose claim is not what the events say on that day, with both."""
    lives = events_of(session, [key for _, key, _ in claims])
    for path, key, claim in claims:
        computed = validity(lives[key], as_of)
        if computed not in claimed(claim, as_of):
            yield path, claim, computed.label


def claimed(claim: str, as_of: date) -> set[Validity]:
    """The states that a source's words would be right about on that day.

    >>> claimed("有效期至2023/02/28", date(2026, 11, 23)) == {Validity.EXPIRED}
    True
    """
    words = claim.strip()
    through = read_day(words.removeprefix("有效期至")) if words.startswith("有效期至") else None
    if through is None:
        return CLAIMS.get(words, set())
    return CLAIMS["有效"] if as_of <= through else {Validity.EXPIRED}
