"""The books (登记簿): what the legal division does with a document. Verbs, which never commit.

What a person enters stands beside what was read from texts: a new reading never touches it. Each verb
tells the outbox whose look it changed, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, RegistryError, Withdrawn
from registry.intake.parsed import Parsed
from registry.law.events import Act, Event
from registry.law.provisions import Provision
from registry.law.reading import flatten
from registry.law.terms import EventKind, Publication
from registry.law.titles import title_key
from registry.law.validity import validity
from registry.reads.life import lives
from registry.tables import Document, EventRow, ProvisionRow, Source, Text
from registry.works import loading
from registry.works.shapes import Arrival, Placed
from registry.works.shelving import TOPIC, shelve

HAND = "hand"
FAR = date(2999, 12, 31)


class AlreadyRepealed(RegistryError):
    """The document, or the provision, has already ended; it cannot end again."""

    code = "already-repealed"
    status = 409


class NotSuspended(RegistryError):
    """Nothing is suspended here, so nothing can be resumed."""

    code = "not-suspended"
    status = 409


@dataclass(frozen=True, slots=True)
class Order:
    """What an act orders: from which day, by which act, for which provisions, in which area.

    `on` is the first day of its effect, None while the day is not known; `provisions` are stable ids,
    none for the whole document; `evidence` is the sentence of the act that says so.
    """

    on: date | None
    act: Act
    provisions: tuple[str, ...] = ()
    area: str = ""
    evidence: str = ""


def enter(session: Session, parsed: Parsed, *, by: str) -> Placed:
    """Enter (登记) a document or another of its versions, read from a file.

    Raises BadInput when a file of this path is entered already: that is an `update`.
    """
    if session.get(Source, parsed.path):
        raise BadInput(f"{parsed.path} 已登记：如内容有变，请用更新")
    return _take_in(session, parsed, by)


def join_version(session: Session, key: int, parsed: Parsed, *, by: str) -> Placed:
    """Enter (并入) a file as another version of this very document.

    Raises BadInput when its title names another work.
    """
    document = get(session, key)
    if title_key(parsed.title) != document.title_key:
        raise BadInput(f"《{parsed.title}》与《{document.title}》标题不同，不能并为同一文件的版本")
    return enter(session, replace(parsed, region=document.region), by=by)


def update(session: Session, parsed: Parsed, *, by: str) -> Placed:
    """Update (更新) what was read from a file that is entered already; the former wording is kept.

    Raises NotFound when no file of this path is entered.
    """
    if not session.get(Source, parsed.path):
        raise NotFound(f"{parsed.path} 尚未登记，无从更新")
    return _take_in(session, parsed, by)


def commence(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a commencement (施行) that the text itself does not state."""
    return _record(session, get(session, key), EventKind.COMMENCEMENT, order, by)


def amend(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record an amendment (修改) by another act."""
    return _record(session, _standing(session, key, order), EventKind.AMENDMENT, order, by)


def repeal(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a repeal (废止), partial where the order names provisions.

    Raises AlreadyRepealed when the document has ended by that day, BadInput for a provision it does
    not have.
    """
    document = _standing(session, key, order)
    _known(session, document, order.provisions)
    kind = EventKind.PARTIAL_REPEAL if order.provisions else EventKind.REPEAL
    return _record(session, document, kind, order, by)


def lapse(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record that a clean-up declared the document lapsed (宣布失效); raises AlreadyRepealed."""
    return _record(session, _standing(session, key, order), EventKind.LAPSE, order, by)


def expire(session: Session, key: int, through: date, evidence: str, *, by: str) -> EventRow:
    """Record the last day as printed (有效期至) of a document; it ends with the day after it."""
    order = Order(through + timedelta(days=1), Act(""), evidence=evidence)
    return _record(session, _standing(session, key, order), EventKind.EXPIRY, order, by)


def suspend(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record a suspension (停止执行), of the whole, of provisions, or in an area only."""
    document = _standing(session, key, order)
    _known(session, document, order.provisions)
    return _record(session, document, EventKind.SUSPENSION, order, by)


def resume(session: Session, key: int, order: Order, *, by: str) -> EventRow:
    """Record that what was suspended is applied again (恢复执行); raises NotSuspended."""
    document = get(session, key)
    halted = [event for event in _life(session, document) if event.kind is EventKind.SUSPENSION]
    if not any(event.provisions == order.provisions and event.area == order.area for event in halted):
        raise NotSuspended(f"《{document.title}》没有相同范围的停止执行记录，无从恢复")
    return _record(session, document, EventKind.RESUMPTION, order, by)


def correct(session: Session, event_id: int, *, by: str, instead: Event | None = None) -> EventRow | None:
    """Correct (更正) an event of the record: withdraw it, and record another in its place, if any.

    What the record said stays to be seen. Raises NotFound for an event that does not stand.
    """
    row = session.get(EventRow, event_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound(f"沿革中没有编号为 {event_id} 的有效记录")
    row.withdrawn_at, row.withdrawn_by = clock.now(), by
    document = get(session, row.document_id)
    if instead is None:
        outbox.post(session, TOPIC, [document.id])
        return None
    act = instead.act or Act(row.act_title, row.act_number)
    order = Order(instead.on, act, instead.provisions, instead.area, instead.evidence)
    return _record(session, document, instead.kind, order, by)


def withdraw(session: Session, key: int, reason: str, *, by: str) -> None:
    """Withdraw (撤回) a document from the public; its page says so and why. Raises BadInput for no reason."""
    document = get(session, key)
    if not reason.strip():
        raise BadInput("撤回必须说明理由（reason）")
    document.publication = Publication.WITHDRAWN.value
    document.withdrawn_at = clock.now()
    document.withdrawal_reason = f"{reason.strip()}（{by}）"[:500]
    session.flush()
    outbox.post(session, TOPIC, [document.id])


def get(session: Session, key: int) -> Document:
    """The document with this id; raises NotFound, or Withdrawn with the reason."""
    document = session.get(Document, key)
    if document is None:
        raise NotFound(f"没有编号为 {key} 的文件")
    if document.publication == Publication.WITHDRAWN.value:
        raise Withdrawn(f"《{document.title}》已撤回：{document.withdrawal_reason}")
    return document


def _take_in(session: Session, parsed: Parsed, by: str) -> Placed:
    flat = tuple(_values(depth, provision) for depth, provision in flatten(parsed.provisions))
    arrival = Arrival(replace(parsed, provisions=()), flat, HAND)
    return shelve(session, [arrival], loading.catalogue(session), by=by)[0]


def _values(depth: int, provision: Provision) -> tuple[str, str, int, str, str, str]:
    return (provision.level.value, provision.eid, depth, provision.number, provision.heading, provision.body)


def _standing(session: Session, key: int, order: Order) -> Document:
    document = get(session, key)
    state = validity(_life(session, document), order.on or FAR)
    if state.ended:
        raise AlreadyRepealed(f"《{document.title}》届时{state.label}，不能再次变更；如原记录有误，请先更正")
    return document


def _life(session: Session, document: Document) -> tuple[Event, ...]:
    return lives(session, [document.id]).get(document.id, ())


def _known(session: Session, document: Document, provisions: Sequence[str]) -> None:
    rows = select(ProvisionRow.eid).join(Text, Text.id == ProvisionRow.text_id)
    standing = rows.where(Text.document_id == document.id, Text.withdrawn_at.is_(None))
    found = set(session.execute(standing.where(ProvisionRow.eid.in_(provisions))).scalars())
    missing = [eid for eid in provisions if eid not in found]
    if missing:
        raise BadInput(f"《{document.title}》没有这些条款（provisions）：{'、'.join(missing)}")


def _record(session: Session, document: Document, kind: EventKind, order: Order, by: str) -> EventRow:
    row = EventRow(
        document_id=document.id,
        kind=kind.value,
        on=order.on,
        provisions=list(order.provisions),
        area=order.area,
        act_document_id=_act_id(session, order.act),
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


def _act_id(session: Session, act: Act) -> int | None:
    if not act.address:
        return None
    found = session.execute(select(Document.id).where(Document.address == act.address)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"登记中没有地址为 {act.address} 的文件，请改填标题")
    return found
