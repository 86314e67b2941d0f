"""Records (沿革记录): the rows of the books, found, locked and written."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import NotFound, Withdrawn
from registry.bookkeeping.orders import HAND, Order
from registry.law.events import Act
from registry.law.terms import EventKind, Publication
from registry.tables import Document, EventRow
from registry.works.shelving import TOPIC


def get(session: Session, key: int) -> Document:
    """The document with this id; raises NotFound, or Withdrawn with the reason."""
    return _standing(session.get(Document, key), key)


def locked(session: Session, key: int) -> Document:
    """The document with this id, which nobody else can mark until this transaction ends; raises as `get`.

    SQLite lets one transaction write at a time; PostgreSQL locks the row, and what is read after that is
    what the one before left.
    """
    query = select(Document).where(Document.id == key).with_for_update()
    found = session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    return _standing(found, key)


def lock_all(session: Session, keys: Iterable[int]) -> None:
    """Lock several documents before the first of them is marked, in one order that all keep to.

    Who locks one after the other waits for whoever holds the second and wants the first: PostgreSQL would
    end one of the two.
    """
    query = select(Document.id).where(Document.id.in_(sorted(set(keys)))).order_by(Document.id)
    session.execute(query.with_for_update()).all()


def _standing(document: Document | None, key: int) -> Document:
    if document is None:
        raise NotFound(f"没有编号为 {key} 的文件")
    if document.publication == Publication.WITHDRAWN.value:
        raise Withdrawn(f"《{document.title}》已撤回：{document.withdrawal_reason}")
    return document


def record(session: Session, document: Document, kind: EventKind, order: Order, by: str) -> EventRow:
    """Write one event down and tell the outbox; raises NotFound for an act at an address that is none."""
    row = EventRow(
        document_id=document.id,
        kind=kind.value,
        on=order.on,
        provisions=list(order.provisions),
        area=order.area,
        act_document_id=act_id(session, order.act),
        act_title=order.act.title,
        act_number=order.act.number,
        evidence=order.evidence,
        rule=HAND,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    outbox.post(session, TOPIC, [document.id])
    return row


def act_id(session: Session, act: Act) -> int | None:
    """The id of an act that is in the registry; raises NotFound when nothing is at its address."""
    if not act.address:
        return None
    found = session.execute(select(Document.id).where(Document.address == act.address)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"登记中没有地址为 {act.address} 的文件，请改填标题")
    return found
