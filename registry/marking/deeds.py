"""Deeds (标注事项): what an officer may mark, and the one verb that carries it out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import NotFound
from registry import books
from registry.books import Order
from registry.law.events import Act
from registry.law.terms import EventKind, Term
from registry.tables import Document, EventRow


class Deed(Term):
    """What can be marked (标注事项)."""

    REPEAL = "repeal", "废止"
    LAPSE = "lapse", "宣布失效"
    EXPIRE = "expire", "有效期届满"
    SUSPEND = "suspend", "停止执行"
    RESUME = "resume", "恢复执行"
    AMEND = "amend", "修改"
    ANNUL = "annul", "上级机关撤销"
    COMMENCE = "commence", "施行日期"
    NOTE = "note", "更正公告"
    TAKE_BACK = "take_back", "更正记录"


KINDS = {
    Deed.REPEAL: EventKind.REPEAL,
    Deed.LAPSE: EventKind.LAPSE,
    Deed.EXPIRE: EventKind.EXPIRY,
    Deed.SUSPEND: EventKind.SUSPENSION,
    Deed.RESUME: EventKind.RESUMPTION,
    Deed.AMEND: EventKind.AMENDMENT,
    Deed.ANNUL: EventKind.ANNULMENT,
    Deed.COMMENCE: EventKind.COMMENCEMENT,
    Deed.NOTE: EventKind.CORRECTION,
}
DEEDS = {kind: deed for deed, kind in KINDS.items()} | {EventKind.PARTIAL_REPEAL: Deed.REPEAL}
# In which provisions of a text may be ticked, an area named, a successor given.
IN_PART = frozenset({Deed.REPEAL, Deed.SUSPEND, Deed.RESUME, Deed.AMEND, Deed.COMMENCE})
IN_AREA = frozenset({Deed.SUSPEND, Deed.RESUME})
ENDING = frozenset({Deed.REPEAL, Deed.LAPSE, Deed.EXPIRE, Deed.ANNUL})


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be marked: the deed with its order; `event_id` is the record it corrects, with the reason.

    To take a record back without another in its place needs no order.
    """

    deed: Deed
    order: Order = Order(None, Act(""))  # noqa: RUF009  # frozen: nobody can change the shared one
    event_id: int | None = None
    reason: str = ""

    @property
    def kind(self) -> EventKind:
        """The kind of event that is recorded."""
        partial = self.deed is Deed.REPEAL and self.order.provisions
        return EventKind.PARTIAL_REPEAL if partial else KINDS[self.deed]


def hold(session: Session, key: int, mark: Mark) -> Document:
    """The document, locked with the one that is to take its place; raises as `books.get`.

    Of two officers, each of whom lets the other's document replace their own, the second is refused.
    """
    successor = mark.order.successor
    ends = [key]
    if successor and successor.address:
        ends += session.scalars(select(Document.id).where(Document.address == successor.address))
    books.lock_all(session, ends)
    return books.locked(session, key)


def carry_out(session: Session, key: int, mark: Mark, *, by: str) -> EventRow | None:
    """Do what is to be marked; gives the event that was recorded, None where one was only taken back.

    Raises as `books.mark` and `books.correct`, NotFound for an event of another document.
    """
    if mark.event_id is None:
        return books.mark(session, key, mark.kind, mark.order, by=by)
    of_document(session, key, mark.event_id)
    instead = None if mark.deed is Deed.TAKE_BACK else (mark.kind, mark.order)
    return books.correct(session, mark.event_id, by=by, reason=mark.reason, instead=instead)


def of_document(session: Session, key: int, event_id: int) -> EventRow:
    """The event with this id of this document; raises NotFound when it is another's, or none's."""
    found = session.get(EventRow, event_id)
    if found is None or found.document_id != key:
        raise NotFound(f"这份文件的沿革中没有编号为 {event_id} 的记录")
    return found


def day_of(session: Session, mark: Mark) -> date | None:
    """The day on which the public will see another standing; None where no day is known."""
    if mark.deed is not Deed.TAKE_BACK or mark.event_id is None:
        return mark.order.on
    found = session.get(EventRow, mark.event_id)
    return found.on if found else None
