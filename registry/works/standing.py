"""What the registry computes beside what a source claims (来源标注)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.law.claims import claimed
from registry.law.events import Event
from registry.law.terms import EventKind
from registry.law.validity import validity
from registry.tables import EventRow


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
