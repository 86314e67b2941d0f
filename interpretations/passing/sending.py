"""Sending down (下发): sent once, changed, sent to more, withdrawn. Verbs, which never commit."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.passing.matter import Matter
from interpretations.passing.orders import Addressee, Order, addressee_faults, faults_of, worded
from interpretations.passing.tables import AskedBack, Dispatch, Recipient
from interpretations.publishing.faults import Stale
from interpretations.rules.passing import Question, kept, recalled
from registry.law.days import printed
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty


def get(session: Session, key: int) -> Dispatch:
    """The dispatch with this id, held against others while the transaction lasts; raises NotFound."""
    row = session.get(Dispatch, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的下发")
    return row


def standing(row: Dispatch) -> Dispatch:
    """Raises WrongStage where the dispatch was withdrawn."""
    if row.withdrawn_at is not None:
        raise WrongStage(f"“{row.title}”已于{printed(local_day(row))}撤回：{row.withdrawal_reason}")
    return row


def local_day(row: Dispatch) -> date:
    """The day on which a dispatch was withdrawn or, while it stands, sent."""
    return clock.local(row.withdrawn_at or row.recorded_at).date()


def subject(key: int) -> str:
    """What the audit trail calls a dispatch."""
    return f"dispatch:{key}"


def recipients_of(session: Session, key: int) -> list[Recipient]:
    """Those a dispatch was sent to, unit by unit."""
    query = select(Recipient).join(Unit, Unit.id == Recipient.unit_id).where(Recipient.dispatch_id == key)
    return list(session.scalars(query.order_by(Unit.kind, Unit.name, Unit.id, Recipient.post)))


def sent(session: Session, token: str) -> Dispatch | None:
    """The dispatch that this form sent, if it was sent before."""
    return session.scalars(select(Dispatch).where(Dispatch.token == token)).first()


def send(session: Session, token: str, matter: Matter, order: Order, *, by: Actor) -> Dispatch:
    """Send down (下发) a document; the same `token` sends once. Raises Faults naming all that is wrong."""
    audit.turn(session)
    known = sent(session, token)
    if known is not None:
        return known
    if by.unit_id is None:
        raise BadInput("您的账户没有所在单位，不能下发；请联系系统管理员")
    wrong = faults_of(session, matter, order) | addressee_faults(session, order.addressees, by)
    if wrong or order.due_on is None:
        raise Faults(wrong)
    row = Dispatch(
        token=token,
        document_id=matter.document_id,
        interpretation_id=matter.interpretation_id,
        unit_id=by.unit_id,
        title=order.title,
        note=order.note,
        due_on=order.due_on,
        check=[kept(each) for each in worded(session, matter.document_id, order.questions)],
        needed=order.needed,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(row)
    session.flush()
    count = _address(session, row, order.addressees, by)
    after = {"title": row.title, "due_on": row.due_on, "recipients": count, "document": row.document_id}
    audit.record(session, by, "dispatch.send", subject(row.id), after=after)
    return row


def add_recipients(session: Session, key: int, addressees: Iterable[Addressee], *, by: Actor) -> int:
    """Send a dispatch to more (补发); those who have it already are left out. Gives how many are new."""
    row, chosen = standing(get(session, key)), tuple(addressees)
    if wrong := addressee_faults(session, chosen, by):
        raise Faults(wrong)
    if row.due_on < clock.today():
        raise Faults({"unit": f"完成期限{printed(row.due_on)}已过，请先修改期限再补发"})
    count = _address(session, row, chosen, by)
    if count:
        audit.record(session, by, "dispatch.add_recipients", subject(key), after={"recipients": count})
    return count


def _address(session: Session, row: Dispatch, addressees: Iterable[Addressee], by: Actor) -> int:
    has = {Addressee(each.unit_id, each.post) for each in recipients_of(session, row.id)}
    new = [each for each in dict.fromkeys(addressees) if each not in has]
    for each in new:
        recipient = Recipient(dispatch_id=row.id, unit_id=each.unit_id, post=each.post)
        session.add(recipient)
        session.flush()
        tasks.open_task(session, duty(row, recipient), by=by.name)
    return len(new)


def change(session: Session, key: int, known: str, order: Order, *, by: Actor) -> Dispatch:
    """Change (修改) a dispatch that was seen as `known`; raises Stale when somebody else changed it.

    Once somebody has tried the check its questions stay as they are: tries must stay comparable.
    """
    row = standing(get(session, key))
    if known != state_of(row):
        raise Stale("这份下发已由他人修改，请刷新后再改；您填写的内容请先复制")
    wrong = faults_of(session, Matter(row.document_id, row.interpretation_id), order)
    if order.due_on == row.due_on:
        # A day that has come meanwhile may stay; only a new one must lie ahead.
        wrong.pop("due_on", None)
    questions = [kept(each) for each in worded(session, row.document_id, order.questions)]
    if tried(session, key):
        same = [_asked(each) for each in questions] == [_asked(each) for each in row.check]
        if not same or order.needed != row.needed:
            wrong["question-1"] = "已有单位作答，小测题目和通过标准不能再改；需要换题的，请撤回后重新下发"
        questions = row.check
    if wrong or order.due_on is None:
        raise Faults(wrong)
    before = {"title": row.title, "due_on": row.due_on, "questions": len(row.check)}
    row.title, row.note, row.due_on = order.title, order.note, order.due_on
    row.check, row.needed = questions, order.needed
    _tell_tasks(session, row)
    after = {"title": row.title, "due_on": row.due_on, "questions": len(row.check)}
    audit.record(session, by, "dispatch.change", subject(key), before=before, after=after)
    return row


def _asked(held: dict[str, object]) -> dict[str, object]:
    """A question without the wording it was asked under."""
    return {name: value for name, value in held.items() if name not in {"text", "fingerprint"}}


def state_of(row: Dispatch) -> str:
    """What tells this state of a dispatch from a later one."""
    held = f"{row.title}\n{row.note}\n{row.due_on}\n{row.needed}\n{row.check}"
    return sha256(held.encode()).hexdigest()[:16]


def tried(session: Session, key: int) -> bool:
    """Whether anybody has tried the check."""
    return any(row.tries for row in recipients_of(session, key))


def questions_of(row: Dispatch) -> tuple[Question, ...]:
    """The check of a dispatch."""
    return tuple(map(recalled, row.check))


def withdraw(session: Session, key: int, reason: str, *, by: Actor) -> Dispatch:
    """Withdraw (撤回) a dispatch; its pages say so and why, and nobody is asked for it any more."""
    row = standing(get(session, key))
    if not reason.strip():
        raise BadInput("撤回须写明理由")
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reason.strip()[:500]
    for recipient in recipients_of(session, key):
        for task in live_tasks(session, recipient):
            tasks.drop_task(session, task.key, by=by.name, reason=f"下发单位撤回：{reason}"[:500])
        for asked in session.scalars(select(AskedBack.id).where(AskedBack.recipient_id == recipient.id)):
            tasks.drop_task(session, asked_key(asked), by=by.name, reason="下发已撤回")
    audit.record(session, by, "dispatch.withdraw", subject(key), after={"reason": reason})
    return row


# Tasks


def task_key(recipient: Recipient, occasion: str = "sent") -> str:
    """The key of the task of a recipient: opened when it was sent, and again on a day it was reminded."""
    return f"dispatch:{recipient.dispatch_id}:{recipient.id}:{occasion}"


def asked_key(key: int) -> str:
    """The key of the task to answer a question back."""
    return f"asked_back:{key}"


def duty(row: Dispatch, recipient: Recipient, occasion: str = "sent") -> Duty:
    """What a recipient has to do."""
    post = f"（{recipient.post}）" if recipient.post else ""
    return Duty(
        task_key(recipient, occasion),
        TaskCode.DISPATCH,
        f"学习“{row.title}”{post}",
        f"/desk/received/{recipient.id}",
        document_id=row.document_id,
        unit_id=recipient.unit_id,
        due_on=row.due_on,
    )


def live_tasks(session: Session, recipient: Recipient) -> list[Task]:
    """The tasks of a recipient that still wait."""
    beginning = task_key(recipient, "")
    query = select(Task).where(Task.key.startswith(beginning, autoescape=True), Task.state.in_(LIVE))
    return list(session.scalars(query.order_by(Task.id)))


def _tell_tasks(session: Session, row: Dispatch) -> None:
    for recipient in recipients_of(session, row.id):
        wanted = duty(row, recipient)
        for task in live_tasks(session, recipient):
            task.title, task.due_on = wanted.title[:400], wanted.due_on
