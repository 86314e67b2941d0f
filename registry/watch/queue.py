"""The queue (任务清单): tasks as somebody sees them, the most pressing first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Unit
from registry.watch.tables import LIVE, Task, TaskCode, TaskState

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; empty asks for all. `late` leaves only what is past its day."""

    state: str = "live"
    code: str = ""
    unit_id: int | None = None
    late: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One task of the list."""

    id: int
    title: str
    code: TaskCode
    state: TaskState
    unit: str
    due_on: date | None
    path: str
    late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE_SIZE)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The tasks that somebody may handle: their unit's, their organ's, or all."""
    reach = actor.reach(Permission.HANDLE_TASKS)
    if reach is Reach.ALL:
        return Task.id.is_not(None)
    if reach is Reach.ORGAN:
        return Task.unit_id.in_(select(Unit.id).where(Unit.organ == actor.organ))
    return Task.unit_id == actor.unit_id if reach is Reach.UNIT else Task.id.is_(None)


def tasks(session: Session, actor: Actor, wanted: Wanted, today: date) -> Page:
    """One page of the tasks that the actor may handle: those with the nearest day first."""
    chosen = _filtered(select(Task.id), actor, wanted, today)
    total = session.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    rows = session.execute(
        _filtered(select(Task, Unit.name).outerjoin(Unit, Unit.id == Task.unit_id), actor, wanted, today)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(PAGE_SIZE)
        .offset((wanted.page - 1) * PAGE_SIZE)
    )
    return Page(tuple(line(task, unit, today) for task, unit in rows), total)


def line(task: Task, unit: str | None, today: date) -> Line:
    """A task as the list shows it; without a unit it is the legal division's."""
    late = task.state in LIVE and task.due_on is not None and task.due_on < today
    return Line(
        task.id,
        task.title,
        TaskCode(task.code),
        TaskState(task.state),
        unit or "法制机构",
        task.due_on,
        task.path,
        late,
    )


def counts(session: Session, actor: Actor, today: date) -> dict[str, int]:
    """How many live tasks there are of each kind, and how many are `late`."""
    rows = session.execute(
        select(Task.code, func.count()).where(Task.state.in_(LIVE), seen_by(actor)).group_by(Task.code)
    )
    late = (
        select(func.count())
        .select_from(Task)
        .where(Task.state.in_(LIVE), seen_by(actor), Task.due_on < today)
    )
    return {"late": session.execute(late).scalar_one(), **{row[0]: row[1] for row in rows}}


def by_unit(session: Session, today: date) -> list[tuple[str, int, int, int]]:
    """For the division's overview: each unit with its open, its late and its ended tasks."""
    rows = session.execute(
        select(Unit.name, Task.state, Task.due_on).select_from(Task).outerjoin(Unit, Unit.id == Task.unit_id)
    )
    found: dict[str, list[int]] = {}
    for unit, state, due_on in rows:
        numbers = found.setdefault(unit or "法制机构", [0, 0, 0])
        if state not in LIVE:
            numbers[2] += 1
            continue
        numbers[0] += 1
        numbers[1] += bool(due_on and due_on < today)
    return [(unit, live, late, ended) for unit, (live, late, ended) in sorted(found.items())]


def _filtered(query: Any, actor: Actor, wanted: Wanted, today: date) -> Any:  # noqa: ANN401  # a select of anything
    query = query.where(seen_by(actor))
    if wanted.state == "live":
        query = query.where(Task.state.in_(LIVE))
    elif wanted.state:
        query = query.where(Task.state == wanted.state)
    if wanted.code:
        query = query.where(Task.code == wanted.code)
    if wanted.unit_id is not None:
        query = query.where(Task.unit_id == wanted.unit_id)
    if wanted.late:
        query = query.where(Task.due_on < today, Task.state.in_(LIVE))
    return query
