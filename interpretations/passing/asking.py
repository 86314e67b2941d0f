"""Asking back (基层反馈): a question from below, the drafter's answer for all who were sent to. Verbs."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.passing import receiving
from interpretations.passing.sending import asked_key, standing, subject
from interpretations.passing.tables import AskedBack, Recipient
from registry.watch import tasks
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

LONGEST_QUESTION, SHORTEST_QUESTION, LONGEST_ANSWER = 1_000, 4, 5_000
MOST_QUESTIONS = 50
SHOWN = 60


def ask_back(session: Session, key: int, question: str, *, by: Actor) -> AskedBack:
    """Ask back (反馈问题); the same words from the same recipient are one question."""
    recipient = receiving.get(session, key)
    dispatch = standing(receiving.dispatch_of(session, recipient))
    query = select(AskedBack).where(AskedBack.recipient_id == key, AskedBack.question == question)
    if (known := session.scalars(query).first()) is not None:
        return known
    asked = session.scalar(select(func.count(AskedBack.id)).where(AskedBack.recipient_id == key)) or 0
    if asked >= MOST_QUESTIONS:
        raise BadInput(f"一次下发最多反馈 {MOST_QUESTIONS} 个问题，请直接联系下发单位")
    row = AskedBack(recipient_id=key, question=question, asked_at=clock.now(), asked_by=by.name)
    session.add(row)
    session.flush()
    unit = session.get_one(Unit, recipient.unit_id)
    wanted = Duty(
        asked_key(row.id),
        TaskCode.ASKED_BACK,
        f"答复{unit.name}对“{dispatch.title}”的提问：{question[:SHOWN]}",
        f"/desk/dispatches/{dispatch.id}",
        document_id=dispatch.document_id,
        unit_id=dispatch.unit_id,
        details={"question": question},
    )
    tasks.open_task(session, wanted, by=by.name)
    audit.record(session, by, "received.ask_back", receiving.subject(key), after={"question": question})
    return row


def unanswered(session: Session, dispatch_id: int, key: int) -> AskedBack:
    """The question back of this dispatch; raises WrongStage once it is answered, or all was withdrawn."""
    row = session.get(AskedBack, key, with_for_update=True, populate_existing=True)
    recipient = session.get(Recipient, row.recipient_id) if row else None
    if row is None or recipient is None or recipient.dispatch_id != dispatch_id:
        raise NotFound(f"这次下发没有编号为 {key} 的反馈问题")
    standing(receiving.dispatch_of(session, recipient))
    if row.answered_at is not None:
        raise WrongStage("这个问题已经答复")
    return row


def answer(session: Session, dispatch_id: int, key: int, words: str, *, by: Actor) -> AskedBack:
    """Answer (答复反馈) a question back; everybody who was sent to reads it. Answered once."""
    row = unanswered(session, dispatch_id, key)
    row.answer, row.answered_at, row.answered_by = words, clock.now(), by.name
    tasks.close_task(session, asked_key(key), by=by.name, outcome="answered")
    audit.record(session, by, "dispatch.answer", subject(dispatch_id), after={"question": key})
    return row
