"""What is owed today (解读任务): interpretations that are due, and those whose provisions changed.

The rounds of the registry open and drop the tasks; what is here only says what is owed.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import holidays
from interpretations.reads.duties import Line, duties
from interpretations.reads.stale import Affected, affected
from interpretations.rules.duty import Policy
from interpretations.rules.terms import DutyState
from registry.law.markers import quoted
from registry.watch.rounds import Watch
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty

# Tasks are opened for documents of the last quarter only: whoever loads a whole corpus gets its old debts
# in the list of duties, not as thousands of tasks at once. A task that was opened stays until it is done.
HORIZON = timedelta(days=92)
SETTLED = "已发布解读、已登记无需解读，或者不再由该单位解读"
MENDED = "所解读的条文已重新核对，或者解读已修订、撤回"


def watches(policy: Policy) -> tuple[Watch, ...]:
    """What the rounds look for, under this promise."""

    def due(session: Session, today: date) -> Iterable[Duty]:
        return owed(session, policy, today)

    def changed(session: Session, today: date) -> Iterable[Duty]:
        return to_look_at(session, policy, today)

    return (
        Watch((TaskCode.INTERPRETATION_DUE,), due, SETTLED),
        Watch((TaskCode.STALE_ANCHOR,), changed, MENDED),
    )


def owed(session: Session, policy: Policy, today: date) -> tuple[Duty, ...]:
    """The interpretations that units owe today: those of the last quarter, and those asked for before."""
    asked = select(Task.key).where(Task.code == TaskCode.INTERPRETATION_DUE.value, Task.state.in_(LIVE))
    known = frozenset(session.scalars(asked))
    lines = [
        line
        for line in duties(session, policy, today)
        # Without a drafting unit nobody may explain it: that is set right first, from the list of duties.
        if line.unit_id is not None and line.state in {DutyState.WAITING, DutyState.MISSING}
    ]
    return tuple(_due(line) for line in lines if line.published_on >= today - HORIZON or _key(line) in known)


def _key(line: Line) -> str:
    # Another unit, or something taken back, makes it another task.
    return f"interpretation_due:{line.document_id}:{line.unit_id}:{line.turn}"


def _due(line: Line) -> Duty:
    return Duty(
        _key(line),
        TaskCode.INTERPRETATION_DUE,
        f"发布{quoted(line.title)}的解读",
        f"/desk/duties/{line.document_id}",
        document_id=line.document_id,
        unit_id=line.unit_id,
        due_on=line.duty.due_on,
    )


def to_look_at(session: Session, policy: Policy, today: date) -> tuple[Duty, ...]:
    """The interpretations whose provisions read otherwise today: one for each and each text."""
    found = affected(session, today)
    if not found:
        return ()
    calendar = holidays.calendar(session)
    return tuple(stale(one, calendar.add(one.since, policy.days)[0] if one.since else None) for one in found)


def key_of(one: Affected) -> str:
    """What makes looking at it one task: the interpretation, the text, and the day of the change."""
    since = one.since.isoformat() if one.since else ""
    return f"stale_anchor:{one.interpretation_id}:{one.text_id}:{since}"


def stale(one: Affected, due_on: date | None) -> Duty:
    """The task to look at an interpretation again (核对解读)."""
    return Duty(
        key_of(one),
        TaskCode.STALE_ANCHOR,
        f"核对解读{quoted(one.title)}：{one.named}",
        f"/desk/interpretations/{one.interpretation_id}/anchors",
        document_id=one.document_id,
        unit_id=one.unit_id,
        due_on=due_on,
        details={"provisions": sorted({anchor.number for anchor in one.anchors})},
    )
