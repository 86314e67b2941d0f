"""Asking (提出咨询): the verbs of whoever asks; nothing of theirs goes into the audit but that they did."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, guarding, outbox
from base.config import Config
from base.errors import NotFound, WrongStage
from base.guarding import TooMany
from base.staff import audit
from base.staff.roles import Actor
from interpretations.enquiries.steps import (
    OPEN,
    Counted,
    at,
    counted,
    get,
    more_tasks,
    move_task,
    note,
    steps,
    task_key,
)
from interpretations.enquiries.tables import Enquiry, EnquiryPerson
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from registry.reads.visibility import visible
from registry.tables import Document
from registry.watch import tasks

# Nobody's account: the audit says that somebody of the public did it, not who.
PUBLIC = Actor(None, "公众", "公众", None)
# All addresses together: 300 in ten minutes are no public that asks, and more than a department can read.
BRAKE, BRAKE_SPAN = 300, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and of what; who they are stands apart and may be empty."""

    question: str
    title: str = ""
    document_id: int | None = None
    eid: str = ""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """The form that was sent: its token, and what is kept of where it came from."""

    token: str
    origin_hash: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An enquiry as it was received: its code, which is shown once, and the promised days."""

    enquiry: Enquiry
    code: str
    first_due: date
    last_due: date
    foreseen: bool


def hold_off(session: Session, sender: Sender, config: Config) -> None:
    """Raises TooMany where one address, or all together, ask too much.

    Looked at before anything is written, and again when it is one's turn: a flood costs two indexed reads.
    """
    if asked_before(session, sender) is not None:
        return
    own = select(func.count(Enquiry.id)).where(Enquiry.origin_hash == sender.origin_hash)
    if session.execute(own).scalar_one() >= config.explaining.enquiry_rate:
        midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        raise TooMany(
            f"同一网络今日提出的咨询已达{config.explaining.enquiry_rate}件，这一件没有提交。"
            "请保留所填内容，明日再提交，或者改用电话咨询。",
            midnight + timedelta(days=1),
        )
    since = clock.now() - BRAKE_SPAN
    lately = select(func.count(Enquiry.id), func.min(Enquiry.received_at)).where(Enquiry.received_at > since)
    number, _ = session.execute(lately).one()
    if number >= BRAKE:
        again = clock.now() + BRAKE_SPAN
        raise TooMany(
            f"此刻提交的咨询过多，这一件没有提交。所填内容仍在下方，请于{clock.local(again):%H:%M}以后再按提交。",
            again,
        )


def asked_before(session: Session, sender: Sender) -> Enquiry | None:
    """The enquiry that this form sent before, if it did."""
    query = select(Enquiry).where(Enquiry.token == guarding.hashed(sender.token))
    return session.scalars(query).first()


def ask(session: Session, question: Question, sender: Sender, config: Config, secret: str) -> Asked:
    """Ask (提出咨询); a document with a drafting unit has it at once, any other waits for the office.

    The same form sent twice asks once, and is told the same code.
    """
    audit.turn(session)
    how = counted(session, config.explaining)
    code = guarding.code_of(sender.token, secret)
    known = asked_before(session, sender)
    if known is not None:
        return _asked(known, code, how)
    hold_off(session, sender, config)
    unit_id = drafting_unit(session, question.document_id)
    row = Enquiry(
        token=guarding.hashed(sender.token),
        code_hash=guarding.hashed(code),
        state=(EnquiryState.ASSIGNED if unit_id else EnquiryState.RECEIVED).value,
        received_at=clock.now(),
        document_id=question.document_id,
        eid=question.eid if question.document_id else "",
        title=question.title,
        question=question.question,
        unit_id=unit_id,
        origin_hash=sender.origin_hash,
    )
    session.add(row)
    session.flush()
    if question.name or question.contact:
        session.add(EnquiryPerson(enquiry_id=row.id, name=question.name, contact=question.contact))
    note(session, row, EnquiryDeed.RECEIVE, by=PUBLIC, units=(None, unit_id))
    move_task(session, row, "", how, by=PUBLIC)
    return _asked(row, code, how)


def _asked(row: Enquiry, code: str, how: Counted) -> Asked:
    held = how.clock(row, clock.today())
    return Asked(row, code, held.first_due, held.last_due, held.foreseen)


def drafting_unit(session: Session, document_id: int | None) -> int | None:
    """The unit that drafted the document, and therefore answers (谁起草、谁解读)."""
    query = select(Document.drafting_unit_id).where(Document.id == (document_id or 0), visible())
    return session.scalars(query).first()


def found(session: Session, typed: str) -> Enquiry:
    """The enquiry of this code; raises NotFound. Only hashes are compared, in the index of the database."""
    code = guarding.plain_code(typed)
    row = session.scalars(select(Enquiry).where(Enquiry.code_hash == guarding.hashed(code))).first()
    if row is None:
        raise NotFound("没有这个查询码对应的咨询：请核对后再输入（不区分大小写，可以不输入短横）")
    return row


def may_ask_more(session: Session, row: Enquiry) -> bool:
    """Whether one more question may be added: once, before or after the answer."""
    open_yet = EnquiryState(row.state) in {*OPEN, EnquiryState.ANSWERED}
    return open_yet and all(step.deed != EnquiryDeed.ASK_MORE for step in steps(session, row.id))


def ask_more(session: Session, key: int, words: str, config: Config) -> Enquiry:
    """Ask once more (追问); after the answer it is a duty of its own to the unit that answered."""
    row = get(session, key)
    if not may_ask_more(session, row):
        raise WrongStage("这件咨询已经追问过一次，或者已经办结；有新的问题，请另行提出咨询")
    note(session, row, EnquiryDeed.ASK_MORE, words, by=PUBLIC)
    if row.answered_at:
        # Not closed until it is answered as well.
        row.closed_at = None
        session.flush()
        for duty in more_tasks(session, counted(session, config.explaining)):
            tasks.open_task(session, duty, by=PUBLIC.name)
    return row


def take_back(session: Session, key: int, config: Config) -> Enquiry:
    """Take back (撤回) a question nobody has answered; who asked is forgotten at once."""
    row = at(get(session, key), *OPEN, deed="撤回")
    former = task_key(session, row)
    row.state, row.closed_at = EnquiryState.TAKEN_BACK.value, clock.now()
    if (person := session.get(EnquiryPerson, key)) is not None:
        session.delete(person)
    note(session, row, EnquiryDeed.TAKE_BACK, by=PUBLIC)
    move_task(session, row, former, counted(session, config.explaining), by=PUBLIC)
    outbox.grow(session)
    return row
