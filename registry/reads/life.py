"""The life (沿革) of documents: their dated events as the rules of law take them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from base.db import Moment
from registry.law.events import Act, Event
from registry.law.terms import EventKind
from registry.reads.visibility import visible
from registry.tables import Document, EventRow


def _events() -> Select[tuple[Any, ...]]:
    """All events, each with what may be shown of its act."""
    act = select(Document.id, Document.title, Document.address).where(visible()).subquery()
    return (
        select(
            EventRow.document_id,
            EventRow.kind,
            EventRow.on,
            EventRow.provisions,
            EventRow.area,
            EventRow.evidence,
            EventRow.rule,
            EventRow.act_title,
            EventRow.act_number,
            act.c.title,
            act.c.address,
        )
        .outerjoin(act, act.c.id == EventRow.act_document_id)
        .order_by(EventRow.document_id, EventRow.on, EventRow.id)
    )


@cache
def _standing() -> Select[tuple[Any, ...]]:
    """The standing events of all documents.

    Kept: to build it anew for each document takes longer than to run it.
    """
    return _events().where(EventRow.withdrawn_at.is_(None))


@cache
def _standing_of() -> Select[tuple[Any, ...]]:
    return _standing().where(EventRow.document_id.in_(bindparam("ids", expanding=True)))


@cache
def _recorded_by() -> Select[tuple[Any, ...]]:
    """The events that stood in the record at the moment `at`, whatever became of them since."""
    at = bindparam("at", type_=Moment)
    stood = or_(EventRow.withdrawn_at.is_(None), EventRow.withdrawn_at > at)
    return _events().where(EventRow.recorded_at <= at, stood)


@cache
def _recorded_by_of() -> Select[tuple[Any, ...]]:
    return _recorded_by().where(EventRow.document_id.in_(bindparam("ids", expanding=True)))


def lives(
    session: Session, ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dict[int, tuple[Event, ...]]:
    """The standing events of these documents (of all, when `ids` is None), by document.

    Withdrawn events are left out; an act that may not be shown keeps its title but not its address. With
    `known_at` the events are those that stood in the record at that moment.
    """
    asked: dict[str, object] = {} if ids is None else {"ids": [*ids]}
    if known_at is None:
        statement = _standing() if ids is None else _standing_of()
    else:
        statement, asked = _recorded_by() if ids is None else _recorded_by_of(), asked | {"at": known_at}
    rows = session.execute(statement, asked)
    found: dict[int, list[Event]] = defaultdict(list)
    for key, kind, on, provisions, area, evidence, rule, *cause in rows:
        found[key].append(
            Event(EventKind(kind), on, tuple(provisions or ()), area, _act(*cause), evidence, rule)
        )
    return {key: tuple(events) for key, events in found.items()}


def _act(printed: str, number: str, title: str | None, address: str | None) -> Act | None:
    name = printed or title or ""
    return Act(name, number, address or "") if name or number else None
