"""The round (巡查): finds what has become a duty, and what has ceased to be one.

No job needs to run: whoever opens the list of tasks goes round first. Nothing is written when nothing is new.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff import audit
from base.staff.roles import Actor
from registry.watch import expiring, upper_law
from registry.watch.handling import Outcome
from registry.watch.tables import LIVE, Task, TaskCode, TaskState
from registry.watch.tasks import AT_ONCE, Duty, drop_task, revive_tasks

# Nobody's hand: the registry finds by itself what is owed.
BY = Actor(None, "巡查", "巡查", None)
WATCHED = (TaskCode.EXPIRY.value, TaskCode.UPPER_LAW.value)
CHANGE_GONE = "所依据的变动记录已撤回，或者文件已不再有效"


@dataclass(frozen=True, slots=True)
class Watch:
    """What a floor above finds owed: the duties of a day, under codes that nobody else opens.

    `why` is the reason with which a task is dropped whose duty is there no longer.
    """

    codes: tuple[TaskCode, ...]
    duties: Callable[[Session, date], Iterable[Duty]]
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a round found: duties without a task, tasks without a duty and why, tasks whose day moved.

    A day moves with the calendar of holidays, or with a day that was corrected.
    """

    opened: tuple[Duty, ...]
    dropped: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, date | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.dropped or self.moved)


def look(session: Session, today: date, watches: Sequence[Watch] = ()) -> Round:
    """Look round without changing anything."""
    own = _look(session, today)
    others = [_watched(session, today, watch) for watch in watches]
    return Round(
        (*own.opened, *(duty for each in others for duty in each.opened)),
        (*own.dropped, *(gone for each in others for gone in each.dropped)),
        tuple(moved for each in others for moved in each.moved),
    )


def _watched(session: Session, today: date, watch: Watch) -> Round:
    codes = [code.value for code in watch.codes]
    columns = (Task.key, Task.state, Task.due_on, Task.closed_by)
    rows = session.execute(select(*columns).where(Task.code.in_(codes))).all()
    # What the round itself dropped is opened again when it is owed again; what a person ended stays ended.
    ended = {row.key for row in rows if row.state not in LIVE and not _dropped(row.state, row.closed_by)}
    live = {row.key: row.due_on for row in rows if row.state in LIVE}
    owed = {duty.key: duty for duty in watch.duties(session, today) if duty.key not in ended}
    return Round(
        tuple(duty for key, duty in owed.items() if key not in live),
        tuple((key, watch.why) for key in live if key not in owed),
        tuple(
            (key, owed[key].due_on) for key, day in live.items() if key in owed and owed[key].due_on != day
        ),
    )


def _dropped(state: str, by: str) -> bool:
    return state == TaskState.DROPPED.value and by == BY.name


def _look(session: Session, today: date) -> Round:
    terms = {duty.key: duty for duty in expiring.duties(session, today)}
    owed = terms | {duty.key: duty for duty in upper_law.duties(session, today)}
    rows = session.execute(select(Task.key, Task.state, Task.outcome).where(Task.code.in_(WATCHED))).all()
    # A unit that chose to let a document end is not asked again.
    settled = {_term(key) for key, _, outcome in rows if outcome == Outcome.LET_END}
    known = {key for key, _, _ in rows}
    opened = tuple(duty for key, duty in owed.items() if key not in known and _term(key) not in settled)
    live = [key for key, state, _ in rows if state in LIVE and key not in owed]
    over = [(key, _why(key, terms)) for key in live if key.startswith("expiry:")]
    gone = upper_law.vanished(session, [key for key in live if key.startswith("upper:")], today)
    return Round(opened, (*over, *((key, CHANGE_GONE) for key in gone)))


def go_round(session: Session, today: date, watches: Sequence[Watch] = ()) -> Round:
    """Open and drop the tasks that a look round finds; in the caller's transaction, with its audit row."""
    # Two who open the desk at once: the second looks when it can see what the first one opened.
    audit.turn(session)
    found = look(session, today, watches)
    revive_tasks(session, found.opened, by=BY.name)
    for key, reason in found.dropped:
        drop_task(session, key, by=BY.name, reason=reason)
    _move(session, dict(found.moved))
    if found:
        after: dict[str, object] = {
            "opened": [duty.key for duty in found.opened],
            "dropped": [key for key, _ in found.dropped],
        }
        if found.moved:
            after["moved"] = {key: day.isoformat() if day else "" for key, day in found.moved}
        audit.record(session, BY, "watch.round", "tasks", after=after)
    return found


def _move(session: Session, days: Mapping[str, date | None]) -> None:
    keys = sorted(days)
    for first in range(0, len(keys), AT_ONCE):
        for task in session.scalars(select(Task).where(Task.key.in_(keys[first : first + AT_ONCE]))):
            task.due_on = days[task.key]


def _term(key: str) -> str:
    """What all reminders of one term share; for other tasks the key itself."""
    return key.rsplit(":", 1)[0] if key.startswith("expiry:") else key


def _why(key: str, terms: dict[str, Duty]) -> str:
    later = any(_term(other) == _term(key) for other in terms)
    return "由下一次提醒接替" if later else "有效期已届满、已变更或者已被撤回"
