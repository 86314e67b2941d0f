"""Delegation (委托解读): other units explain a document by the act of the unit that leads it. Verbs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.publishing.faults import NotDrafter
from interpretations.rules.terms import Capacity
from interpretations.tables import Explainer
from registry import books
from registry.tables import Document

LONGEST_ACT, MOST_EXPLAINERS = 500, 20


def explainers(session: Session, document_id: int) -> Sequence[tuple[Explainer, Unit]]:
    """The units that may explain a document beside the leading one, in the order they came."""
    query = select(Explainer, Unit).join(Unit, Unit.id == Explainer.unit_id)
    query = query.where(Explainer.document_id == document_id, Explainer.withdrawn_at.is_(None))
    return [(row, unit) for row, unit in session.execute(query.order_by(Explainer.id))]


def delegate(
    session: Session, document_id: int, unit_id: int, capacity: Capacity, act: str, *, by: Actor
) -> Explainer:
    """Let another unit explain (委托) a document, jointly or for the leading unit, by an act of that unit.

    Raises NotDrafter with the reason for anybody else, Faults naming what is wrong with the form.
    """
    document = _led(session, document_id, by)
    standing = explainers(session, document_id)
    faults = {}
    if not act.strip():
        faults["act"] = "请写明委托所依据的文书（委托函、联合发文等）"
    if session.get(Unit, unit_id) is None:
        faults["unit_id"] = f"没有编号为 {unit_id} 的单位"
    elif unit_id == document.drafting_unit_id:
        faults["unit_id"] = "牵头起草单位本来就可以解读，不必委托"
    elif any(row.unit_id == unit_id for row, _unit in standing):
        faults["unit_id"] = "这个单位已经可以解读这份文件"
    elif len(standing) >= MOST_EXPLAINERS:
        faults["unit_id"] = f"一份文件最多由 {MOST_EXPLAINERS} 个其他单位解读"
    if faults:
        raise Faults(faults)
    row = Explainer(
        document_id=document_id,
        unit_id=unit_id,
        capacity=capacity.value,
        act=act.strip()[:LONGEST_ACT],
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(row)
    session.flush()
    outbox.grow(session)
    told = {"unit": unit_id, "capacity": capacity.value, "act": row.act}
    audit.record(session, by, "explainer.delegate", f"document:{document_id}", after=told)
    return row


def take_back(session: Session, document_id: int, explainer_id: int, *, by: Actor) -> Explainer:
    """Take back (收回委托) what a unit was let do; what it published under it stays and counts."""
    _led(session, document_id, by)
    row = session.get(Explainer, explainer_id, with_for_update=True, populate_existing=True)
    if row is None or row.document_id != document_id:
        raise NotFound(f"这份文件没有编号为 {explainer_id} 的委托")
    if row.withdrawn_at is not None:
        raise BadInput("这项委托已经收回")
    row.withdrawn_at, row.withdrawn_by = clock.now(), by.name
    session.flush()
    outbox.grow(session)
    audit.record(session, by, "explainer.take_back", f"document:{document_id}", before={"unit": row.unit_id})
    return row


def _led(session: Session, document_id: int, by: Actor) -> Document:
    document = books.locked(session, document_id)
    if document.drafting_unit_id is None:
        raise NotDrafter(f"《{document.title}》没有登记起草单位；请先指定起草单位，再由其委托")
    if by.unit_id != document.drafting_unit_id:
        raise NotDrafter(f"只有《{document.title}》的起草单位才能委托他人解读（谁起草、谁解读）")
    return document
