"""Corrections (更正): a mistaken event taken back, with its reason; the record keeps both."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound
from registry.bookkeeping.marks import mark
from registry.bookkeeping.orders import Order
from registry.bookkeeping.records import locked
from registry.law.events import Act, Event
from registry.law.terms import EventKind, RelationKind
from registry.tables import Document, EventRow, RelationRow
from registry.works.shelving import TOPIC

LONGEST_REASON = 500


def correct(
    session: Session, event_id: int, *, by: str, reason: str, instead: Event | Order | None = None
) -> EventRow | None:
    """Correct (更正) an event of the record: withdraw it, and record another in its place, if any.

    What the record said stays to be seen, with the reason. What was read from a text stays withdrawn when
    that text is read again. Raises NotFound for an event that does not stand, BadInput for no reason, and as
    `registry.bookkeeping.marks.mark` for what is to stand in its place; an `Order` keeps the event's kind.
    """
    row, document = _standing(session, event_id)
    if not reason.strip():
        raise BadInput("更正必须说明理由（reason）")
    now = clock.now()
    row.withdrawn_at, row.withdrawn_by = now, by
    row.withdrawal_reason = reason.strip()[:LONGEST_REASON]
    session.flush()
    outbox.post(session, TOPIC, [document.id])
    if instead is None:
        _retract(session, row, by, now)
        return None
    kind, order = _ordered(session, row, instead)
    return mark(session, document.id, kind, order, by=by)


def _standing(session: Session, event_id: int) -> tuple[EventRow, Document]:
    found = session.get(EventRow, event_id)
    missing = f"沿革中没有编号为 {event_id} 的有效记录"
    if found is None:
        raise NotFound(missing)
    document = locked(session, found.document_id)
    # Somebody may have corrected it while this waited for the lock.
    session.refresh(found)
    if found.withdrawn_at is not None:
        raise NotFound(f"{missing}：它已由{found.withdrawn_by}更正")
    return found, document


def _ordered(session: Session, row: EventRow, instead: Event | Order) -> tuple[EventKind, Order]:
    if isinstance(instead, Order):
        return _kind(EventKind(row.kind), instead), instead
    act = instead.act or Act(row.act_title, row.act_number, _address(session, row.act_document_id))
    return instead.kind, Order(instead.on, act, instead.provisions, instead.area, instead.evidence)


def _kind(kind: EventKind, order: Order) -> EventKind:
    if kind not in {EventKind.REPEAL, EventKind.PARTIAL_REPEAL}:
        return kind
    return EventKind.PARTIAL_REPEAL if order.provisions else EventKind.REPEAL


def _address(session: Session, key: int | None) -> str:
    found = session.get(Document, key) if key else None
    return found.address if found else ""


def _retract(session: Session, event: EventRow, by: str, now: datetime) -> None:
    """Take back the relations that say the same as the event: what is not so is not shown as a relation."""
    same = RelationRow.id == event.relation_id
    if event.act_document_id:
        # 代替 follows from the repeal by the same act, or was recorded with it by hand.
        replaced = RelationRow.kind == RelationKind.REPLACES.value
        same = or_(same, replaced & (RelationRow.source_id == event.act_document_id))
    together = RelationRow.text_id.is_(None) & (RelationRow.recorded_at == event.recorded_at)
    rows = session.scalars(
        select(RelationRow).where(
            RelationRow.target_id == event.document_id,
            RelationRow.withdrawn_at.is_(None),
            RelationRow.kind.in_(
                (RelationKind.REPLACES.value, RelationKind.REPEALS.value, RelationKind.SUSPENDS.value)
            ),
            or_(same, together),
        )
    ).all()
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = now, by
    session.flush()
    outbox.post(session, TOPIC, sorted({row.source_id for row in rows if row.source_id}))
