"""Corrections (更正): a mistaken event taken back, with its reason; the record keeps both."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound
from registry.bookkeeping.marks import mark
from registry.bookkeeping.orders import LONGEST_REASON, Order
from registry.bookkeeping.records import locked
from registry.law.events import Act, Event
from registry.law.terms import EventKind, RelationKind
from registry.tables import Document, EventRow, RelationRow
from registry.works.shelving import TOPIC

# What a relation says of a document that an event says too.
SAID_TWICE = (RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.SUSPENDS, RelationKind.AMENDS)
Instead = Event | tuple[EventKind, Order]


def correct(
    session: Session, event_id: int, *, by: str, reason: str, instead: Instead | None = None
) -> EventRow | None:
    """Correct (更正) an event of the record: withdraw it, and record another in its place, if any.

    What the record said stays to be seen, with the reason. What was read from a text stays withdrawn when
    that text is read again. Raises NotFound for an event that does not stand, BadInput for no reason, and as
    `registry.bookkeeping.marks.mark` for what is to stand in its place.
    """
    row = _standing(session, event_id)
    if not reason.strip():
        raise BadInput("更正必须说明理由（reason）")
    row.withdrawn_at, row.withdrawn_by = clock.now(), by
    row.withdrawal_reason = reason.strip()[:LONGEST_REASON]
    session.flush()
    outbox.post(session, TOPIC, [row.document_id])
    _retract(session, row, whole=instead is None)
    if instead is None:
        return None
    kind, order = _ordered(session, row, instead) if isinstance(instead, Event) else instead
    return mark(session, row.document_id, kind, order, by=by)


def _standing(session: Session, event_id: int) -> EventRow:
    found = session.get(EventRow, event_id)
    missing = f"沿革中没有编号为 {event_id} 的有效记录"
    if found is None:
        raise NotFound(missing)
    locked(session, found.document_id)
    # Somebody may have corrected it while this waited for the lock.
    session.refresh(found)
    if found.withdrawn_at is not None:
        raise NotFound(f"{missing}：它已由{found.withdrawn_by}更正")
    return found


def _ordered(session: Session, row: EventRow, instead: Event) -> tuple[EventKind, Order]:
    known = session.get(Document, row.act_document_id) if row.act_document_id else None
    act = instead.act or Act(row.act_title, row.act_number, known.address if known else "")
    return instead.kind, Order(instead.on, act, instead.provisions, instead.area, instead.evidence)


def _retract(session: Session, event: EventRow, *, whole: bool) -> None:
    """Take back the relations that were recorded with the event; with `whole`, those that caused it too."""
    meant: ColumnElement[bool] = RelationRow.text_id.is_(None) & (
        RelationRow.recorded_at == event.recorded_at
    )
    if whole:
        meant = or_(meant, RelationRow.id == event.relation_id)
    if whole and event.relation_id and event.act_document_id:
        # 代替 is read from the very words of the repeal: without the one there is not the other.
        replaced = RelationRow.kind == RelationKind.REPLACES.value
        meant = or_(meant, replaced & (RelationRow.source_id == event.act_document_id))
    query = select(RelationRow).where(
        RelationRow.target_id == event.document_id,
        RelationRow.withdrawn_at.is_(None),
        RelationRow.kind.in_([kind.value for kind in SAID_TWICE]),
        meant,
    )
    rows = session.scalars(query).all()
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = event.withdrawn_at, event.withdrawn_by
    session.flush()
    outbox.post(session, TOPIC, sorted({row.source_id for row in rows if row.source_id}))
