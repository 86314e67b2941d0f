"""The life (沿革) of documents: their dated events as the rules of law take them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registry.law.events import Act, Event
from registry.law.terms import EventKind
from registry.reads.visibility import visible
from registry.tables import Document, EventRow


def lives(session: Session, ids: Sequence[int] | None = None) -> dict[int, tuple[Event, ...]]:
    """The standing events of these documents (of all, when `ids` is None), by document.

    Withdrawn events are left out; an act that may not be shown keeps its title but not its address.
    """
    act = aliased(Document, select(Document).where(visible()).subquery())
    query = (
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
            act.title,
            act.address,
        )
        .outerjoin(act, act.id == EventRow.act_document_id)
        .where(EventRow.withdrawn_at.is_(None))
        .order_by(EventRow.document_id, EventRow.on, EventRow.id)
    )
    if ids is not None:
        query = query.where(EventRow.document_id.in_(ids))
    found: dict[int, list[Event]] = defaultdict(list)
    for key, kind, on, provisions, area, evidence, rule, *cause in session.execute(query):
        found[key].append(
            Event(EventKind(kind), on, tuple(provisions or ()), area, _act(*cause), evidence, rule)
        )
    return {key: tuple(events) for key, events in found.items()}


def _act(printed: str, number: str, title: str | None, address: str | None) -> Act | None:
    name = printed or title or ""
    return Act(name, number, address or "") if name or number else None
