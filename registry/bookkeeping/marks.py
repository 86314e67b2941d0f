"""Marks (标注): the events that a person records in a document's life, each held against the rules."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from registry.bookkeeping.cases import allowed
from registry.bookkeeping.orders import Order
from registry.bookkeeping.records import record
from registry.bookkeeping.succession import bear, succeed
from registry.law.condition import ENDINGS
from registry.law.events import Act
from registry.law.terms import EventKind, RelationKind
from registry.tables import EventRow

# What an act that is in the registry is then shown to have done, on its own page too.
BORNE = {
    EventKind.REPEAL: RelationKind.REPEALS,
    EventKind.PARTIAL_REPEAL: RelationKind.REPEALS,
    EventKind.LAPSE: RelationKind.REPEALS,
    EventKind.AMENDMENT: RelationKind.AMENDS,
    EventKind.SUSPENSION: RelationKind.SUSPENDS,
}


def commence(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a commencement (施行) that the text itself does not state; raises Objected, see `mark`."""
    return mark(session, key, EventKind.COMMENCEMENT, order, by=by)


def amend(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record an amendment (修改) by another act; raises AlreadyRepealed, Objected, see `mark`."""
    return mark(session, key, EventKind.AMENDMENT, order, by=by)


def repeal(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a repeal (废止), partial where the order names provisions; raises as `mark`."""
    kind = EventKind.PARTIAL_REPEAL if order.provisions else EventKind.REPEAL
    return mark(session, key, kind, order, by=by)


def lapse(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record that a clean-up declared the document lapsed (宣布失效); raises as `mark`."""
    return mark(session, key, EventKind.LAPSE, order, by=by)


def annul(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record that a higher authority set the document aside (撤销, 立法法 107-108); raises as `mark`."""
    return mark(session, key, EventKind.ANNULMENT, order, by=by)


def expire(session: Session, key: int, through: date, evidence: str, *, by: str) -> EventRow:
    """Record the last day as printed (有效期至) of a document, which ends with the day after; as `mark`."""
    order = Order(through + timedelta(days=1), Act(""), evidence=evidence)
    return mark(session, key, EventKind.EXPIRY, order, by=by)


def suspend(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a suspension (停止执行), of the whole, of provisions, or in an area only; raises as `mark`."""
    return mark(session, key, EventKind.SUSPENSION, order, by=by)


def resume(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record that what was suspended is applied again (恢复执行); raises NotSuspended, see `mark`."""
    return mark(session, key, EventKind.RESUMPTION, order, by=by)


def note(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a correction (更正) that the issuer published of the text; raises as `mark`."""
    return mark(session, key, EventKind.CORRECTION, order, by=by)


def mark(session: Session, key: int, kind: EventKind, order: Order, *, by: str) -> EventRow:
    """Record an event of this kind, unless a rule of registry/law/objections.py stands against it.

    Raises AlreadyRepealed, NotSuspended and NotPublished for what others may have done meanwhile, Objected
    with all that is wrong with the order, NotFound and Withdrawn for a document that is not there.
    """
    document = allowed(session, key, kind, order)
    row = record(session, document, kind, order, by)
    if kind in BORNE:
        bear(session, row, BORNE[kind])
    if order.successor and kind in ENDINGS:
        succeed(session, row, order.successor)
    return row
