"""Cases (标注情形): what the rules of marking ask of a document, read from the database."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.bookkeeping.orders import AlreadyRepealed, NotPublished, NotSuspended, Objected, Order
from registry.bookkeeping.records import act_id, locked
from registry.bookkeeping.succession import ring
from registry.law.docnumber import key as number_key
from registry.law.events import Act, Event
from registry.law.objections import FAR, Case, Gravity, MarkRule, Objection, objections
from registry.law.terms import EventKind, Publication
from registry.law.titles import title_key
from registry.law.wordings import tiles
from registry.reads.life import lives
from registry.reads.wording import read_wording
from registry.tables import Document, ProvisionRow, Text

# What another person may have done meanwhile is told as a conflict, not as a fault of the form.
CONFLICTS = {
    MarkRule.PUBLISHED: NotPublished,
    MarkRule.ENDED: AlreadyRepealed,
    MarkRule.PROVISIONS_ENDED: AlreadyRepealed,
    MarkRule.RESUMPTION: NotSuspended,
}
DAYS = ("adopted_on", "approved_on", "signed_on", "published_on")


def allowed(session: Session, key: int, kind: EventKind, order: Order) -> Document:
    """The document, locked, when no rule forbids the order; raises as `registry.bookkeeping.marks.mark`."""
    document = locked(session, key)
    against = [
        found
        for found in standing_objections(session, document, kind, order)
        if found.gravity is Gravity.REFUSED
        or (found.gravity is Gravity.CONFIRM and not order.never_commenced)
    ]
    for found in against:
        if found.rule in CONFLICTS:
            raise CONFLICTS[found.rule](found.sentence)
    if against:
        raise Objected(tuple(against))
    return document


def standing_objections(
    session: Session, document: Document, kind: EventKind, order: Order
) -> tuple[Objection, ...]:
    """Everything that stands against the order, of whatever gravity."""
    asked = Event(kind, order.on, order.provisions, order.area, order.act, order.evidence)
    return objections(asked, case(session, document, order))


def case(session: Session, document: Document, order: Order) -> Case:
    """The document as the rules see it."""
    text_id, text_from = _text(session, document, order.on)
    own = act_id(session, order.act) == document.id if order.act.address else _same(document, order.act)
    return Case(
        title=document.title,
        events=lives(session, [document.id]).get(document.id, ()),
        published=document.publication == Publication.PUBLISHED.value,
        made_on=min((day for name in DAYS if (day := getattr(document, name))), default=None),
        eids=_eids(session, document),
        text_from=text_from,
        own_act=own,
        namesake=_namesake(document, order.act),
        says_so=bool(own) and _says(session, text_id, order.evidence),
        ring=ring(session, document, order.successor) if order.successor else "",
        act_on=order.act_on or _made(session, order.act),
    )


def _same(document: Document, act: Act) -> bool:
    # A repealed instrument may bear the repealing document's own title (14 of 270): the number tells.
    numbers = {number for number in (document.number_key, document.order_key) if number}
    return bool(act.number) and number_key(act.number) in numbers


def _namesake(document: Document, act: Act) -> bool:
    same = bool(act.title) and title_key(act.title) == document.title_key
    return same and not act.number and not act.address


def _text(session: Session, document: Document, on: date | None) -> tuple[int | None, date | None]:
    query = (
        select(Text.id, Text.applies_from)
        .where(Text.document_id == document.id, Text.withdrawn_at.is_(None))
        .order_by(Text.position)
    )
    rows = session.execute(query).all()
    for row, tile in zip(rows, tiles([row.applies_from for row in rows]), strict=True):
        if tile and tile.covers(on or FAR):
            return row.id, row.applies_from
    return None, None


def _eids(session: Session, document: Document) -> frozenset[str]:
    rows = select(ProvisionRow.eid).join(Text, Text.id == ProvisionRow.text_id)
    standing = rows.where(Text.document_id == document.id, Text.withdrawn_at.is_(None))
    return frozenset(session.execute(standing).scalars())


def _says(session: Session, text_id: int | None, evidence: str) -> bool:
    if text_id is None or not evidence.strip():
        return False
    words = "".join(provision.text for provision in read_wording(session, text_id))
    return "".join(evidence.split()) in "".join(words.split())


def _made(session: Session, act: Act) -> date | None:
    """The day of an act in the registry: signed or adopted, not the day of its publication."""
    key = act_id(session, act)
    row = session.get(Document, key) if key else None
    if row is None:
        return None
    return min((day for name in DAYS if (day := getattr(row, name))), default=None)
