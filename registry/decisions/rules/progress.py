"""How steps and items stand on a day (程序进展): read off their days, never stored."""

from collections.abc import Mapping
from datetime import date

from registry.decisions.rules.course import NO_STEP, Step
from registry.decisions.rules.terms import ItemState, StepKind, StepState


def step_state(step: Step, on: date) -> StepState:
    """How a step stands on a day; a step not finished by its planned day is late from the day after.

    >>> planned = Step(planned_on=date(2026, 6, 30))
    >>> step_state(planned, date(2026, 6, 30)), step_state(planned, date(2026, 7, 1))
    (<StepState.AHEAD: 'ahead'>, <StepState.LATE: 'late'>)
    """
    if step.omitted:
        return StepState.OMITTED
    if step.done_on and step.done_on <= on:
        return StepState.DONE
    if step.planned_on and step.planned_on < on:
        return StepState.LATE
    return StepState.UNDER_WAY if step.began_on and step.began_on <= on else StepState.AHEAD


def item_state(steps: Mapping[StepKind, Step], on: date, *, listed: bool = True) -> ItemState:
    """How an item stands on a day: decided when published, or when discussed where that is secret."""
    if not listed:
        return ItemState.REMOVED
    if step_state(_last(steps), on) is StepState.DONE:
        return ItemState.DECIDED
    happened = (day for step in steps.values() for day in step.days)
    begun = any(day <= on for day in happened)
    return ItemState.UNDER_WAY if begun else ItemState.PLANNED


def current(steps: Mapping[StepKind, Step], on: date) -> StepKind | None:
    """The step at which an item stands (当前环节): the last under way or late, else the last finished."""
    states = {kind: step_state(steps.get(kind, NO_STEP), on) for kind in StepKind}
    for wanted in (StepState.UNDER_WAY, StepState.DONE):
        at = [
            kind
            for kind, state in states.items()
            if state is wanted or (wanted is StepState.UNDER_WAY and _late_under_way(steps, kind, state, on))
        ]
        if at:
            return at[-1]
    return None


def late(steps: Mapping[StepKind, Step], on: date) -> tuple[StepKind, ...]:
    """The steps that are later than planned (晚于计划)."""
    return tuple(kind for kind, step in steps.items() if step_state(step, on) is StepState.LATE)


def overdue(steps: Mapping[StepKind, Step], planned_through: date | None, on: date) -> bool:
    """Whether the day on which the decision was planned has passed without it."""
    past = planned_through is not None and planned_through < on
    return past and item_state(steps, on) is not ItemState.DECIDED


def _last(steps: Mapping[StepKind, Step]) -> Step:
    publication = steps.get(StepKind.PUBLICATION, NO_STEP)
    return steps.get(StepKind.DELIBERATION, NO_STEP) if publication.omitted else publication


def _late_under_way(steps: Mapping[StepKind, Step], kind: StepKind, state: StepState, on: date) -> bool:
    began = steps.get(kind, NO_STEP).began_on
    return state is StepState.LATE and began is not None and began <= on
