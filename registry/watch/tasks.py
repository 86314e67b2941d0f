"""Tasks (任务): opened by whoever finds something to do, once for each key; ended by a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from registry.watch.tables import LIVE, Task, TaskCode, TaskState


@dataclass(frozen=True, slots=True)
class Duty:
    """What has to be done: `key` makes it one, `unit_id` None leaves it to the legal division."""

    key: str
    code: TaskCode
    title: str
    path: str = ""
    document_id: int | None = None
    unit_id: int | None = None
    due_on: date | None = None
    details: Mapping[str, object] = field(default_factory=dict)


def open_task(session: Session, duty: Duty, *, by: str) -> Task:
    """The task of this duty, opened unless it was before, in whatever state it is now."""
    known = session.execute(select(Task).where(Task.key == duty.key)).scalar_one_or_none()
    if known is not None:
        return known
    task = Task(
        key=duty.key,
        code=duty.code.value,
        title=duty.title[:400],
        details=dict(duty.details),
        path=duty.path,
        document_id=duty.document_id,
        unit_id=duty.unit_id,
        state=TaskState.OPEN.value,
        due_on=duty.due_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    session.add(task)
    session.flush()
    return task


def revive_task(session: Session, duty: Duty, *, by: str) -> Task:
    """Open the task of this duty, anew (重新待办) where it had ended: it is owed again, as it stands now."""
    task = open_task(session, duty, by=by)
    if task.state not in LIVE:
        task.state, task.outcome, task.reason = TaskState.OPEN.value, "", ""
        task.closed_at, task.closed_by = None, ""
        task.title, task.details, task.path = duty.title[:400], dict(duty.details), duty.path
        task.unit_id, task.due_on = duty.unit_id, duty.due_on
    return task


def close_task(session: Session, key: str, *, by: str, outcome: str = "", reason: str = "") -> None:
    """End the task of this key as done; one that is ended already, or never was, stays as it is."""
    task = session.execute(select(Task).where(Task.key == key)).scalar_one_or_none()
    if task is not None and task.state in LIVE:
        _end(task, TaskState.DONE, by, outcome, reason)


def drop_task(session: Session, key: str, *, by: str, reason: str) -> None:
    """End the task of this key without doing it; raises BadInput where no reason is given."""
    if not reason.strip():
        raise BadInput("不再办理的任务必须写明理由（reason）")
    task = session.execute(select(Task).where(Task.key == key)).scalar_one_or_none()
    if task is not None and task.state in LIVE:
        _end(task, TaskState.DROPPED, by, "", reason)


def _end(task: Task, state: TaskState, by: str, outcome: str, reason: str) -> None:
    task.state, task.outcome, task.reason = state.value, outcome[:20], reason[:500]
    task.closed_at, task.closed_by = clock.now(), by
