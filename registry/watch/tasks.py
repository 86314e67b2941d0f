"""Tasks (任务): opened by whoever finds something to do, once for each key; ended by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from registry.watch.tables import LIVE, Task, TaskCode, TaskState

# Fits what SQLite takes of values in one statement.
AT_ONCE = 5_000


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
    task = _task(duty, by)
    session.add(task)
    session.flush()
    return task


def _task(duty: Duty, by: str) -> Task:
    return Task(
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


def revive_tasks(session: Session, duties: Sequence[Duty], *, by: str) -> None:
    """Open the tasks of these duties, those that had ended anew (重新待办): owed as they stand now."""
    held: dict[str, Task] = {}
    keys = [duty.key for duty in duties]
    for first in range(0, len(keys), AT_ONCE):
        query = select(Task).where(Task.key.in_(keys[first : first + AT_ONCE]))
        held |= {task.key: task for task in session.scalars(query)}
    for duty in duties:
        task = held.get(duty.key)
        if task is None:
            session.add(_task(duty, by))
        elif task.state not in LIVE:
            _revive(task, duty)
    session.flush()


def _revive(task: Task, duty: Duty) -> None:
    task.state, task.outcome, task.reason = TaskState.OPEN.value, "", ""
    task.closed_at, task.closed_by = None, ""
    task.title, task.details, task.path = duty.title[:400], dict(duty.details), duty.path
    task.unit_id, task.due_on = duty.unit_id, duty.due_on


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
