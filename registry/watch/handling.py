"""Handling tasks (办理任务): a person answers, waits, or drops one; every answer is audited."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, RegistryError
from base.staff import audit
from base.staff.roles import Actor
from base.term import Term
from registry.law.titles import title_key
from registry.watch.tables import LIVE, OutsideChange, Task, TaskCode, TaskState


class Outcome(Term):
    """What came of a task (办理结果)."""

    RENEW = "renew", "延续"
    REVISE = "revise", "修订"
    LET_END = "let_end", "任其失效"
    UNAFFECTED = "unaffected", "不受影响"
    TO_AMEND = "to_amend", "拟修改"
    TO_REPEAL = "to_repeal", "拟废止"
    DONE = "done", "已办理"


# The answers that a kind of task takes; any other takes 已办理.
ANSWERS: dict[TaskCode, tuple[Outcome, ...]] = {
    TaskCode.EXPIRY: (Outcome.RENEW, Outcome.REVISE, Outcome.LET_END),
    TaskCode.UPPER_LAW: (Outcome.UNAFFECTED, Outcome.TO_AMEND, Outcome.TO_REPEAL),
}


class AlreadyEnded(RegistryError):
    """Somebody has ended this task before."""

    code = "task-ended"
    status = 409


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody does with a task: its new state, what came of it, and why."""

    state: TaskState
    outcome: Outcome | None = None
    reason: str = ""


def answers(code: str) -> tuple[Outcome, ...]:
    """The outcomes a task of this kind may have."""
    return ANSWERS.get(TaskCode(code), (Outcome.DONE,))


def handle(session: Session, task_id: int, answer: Answer, *, by: Actor) -> Task:
    """Answer a task; raises AlreadyEnded, BadInput for an answer it does not take or lacks its reason."""
    # Who asked before whose it is has read it without the lock: what somebody wrote since must be seen.
    task = session.get(Task, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise NotFound(f"没有编号为 {task_id} 的任务")
    if task.state not in LIVE:
        raise AlreadyEnded(f"这项任务已由{task.closed_by}办结：{TaskState(task.state).label}")
    _check(task, answer)
    before = {"state": task.state, "reason": task.reason}
    task.state, task.reason = answer.state.value, answer.reason[:500]
    if answer.state not in LIVE:
        task.outcome = answer.outcome.value if answer.outcome else ""
        task.closed_at, task.closed_by = clock.now(), by.name
    after = {"state": task.state, "outcome": task.outcome, "reason": task.reason}
    audit.record(session, by, "watch.handle", f"task:{task.id}", before=before, after=after)
    return task


def _check(task: Task, answer: Answer) -> None:
    if answer.state is TaskState.DONE and answer.outcome not in answers(task.code):
        choices = "、".join(outcome.label for outcome in answers(task.code))
        raise BadInput(f"办结这项任务须选定结果（outcome）：{choices}")
    if answer.state in {TaskState.WAITING, TaskState.DROPPED} and not answer.reason.strip():
        raise BadInput("等待或者不再办理，须写明理由（reason）")
    if answer.state is TaskState.OPEN and task.state == TaskState.OPEN:
        raise BadInput("这项任务本来就是待办")


def enter_outside(session: Session, change: OutsideChange, *, by: Actor) -> OutsideChange:
    """Enter (登记) a change of a law outside the registry; raises BadInput without its title."""
    change.title_key = title_key(change.title)
    if not change.title_key:
        raise BadInput("请填写上位法的标题（title）")
    change.recorded_at, change.recorded_by = clock.now(), by.name
    session.add(change)
    session.flush()
    after = {"title": change.title, "change": change.change, "on": change.on.isoformat() if change.on else ""}
    audit.record(session, by, "watch.outside_change", f"outside_change:{change.id}", after=after)
    return change
