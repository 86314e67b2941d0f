"""The geometry of the progress pictures (进度图): days as parts of a hundred along one axis.

The pictures are as wide as the page, so that places are percentages; heights are the style sheet's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from registry.decisions.rules.course import Step
from registry.decisions.rules.progress import step_state
from registry.decisions.rules.terms import StepKind, StepState

# So many marks of months fit a page; on a telephone so many, of more every third is shown.
MOST_TICKS, FEW_TICKS = 14, 5
QUARTER, DECEMBER = 3, 12
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month on the axis; `major` where a narrow page names it too."""

    at: float
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One step on the axis: where it lasted, where it was planned, where it was finished.

    None for what did not happen, or happened beyond the ends of the axis.
    """

    kind: StepKind
    state: StepState
    start: float | None = None
    width: float = 0.0
    planned: float | None = None
    done: float | None = None
    # From the planned day to today, where it is late.
    late_from: float | None = None
    late_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from the first to the last, both of them on it."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """The place of the middle of a day in parts of a hundred, within the axis.

        >>> Axis(date(2026, 1, 1), date(2026, 12, 31)).at(date(2026, 7, 2))
        50.0
        """
        days = (self.last - self.first).days + 1
        inside = min(max((day - self.first).days + 0.5, 0.0), days)
        return round(inside * 100 / days, 3)

    def holds(self, day: date | None) -> bool:
        """Whether the day is on the axis."""
        return day is not None and self.first <= day <= self.last

    def ticks(self) -> tuple[Tick, ...]:
        """The months, or the quarters of a longer time."""
        months = [*_months(self.first, self.last)]
        apart = 1 if len(months) <= MOST_TICKS else QUARTER * (1 + len(months) // (QUARTER * MOST_TICKS))
        kept = [month for month in months if (month.month - 1) % apart == 0]
        few = len(kept) <= FEW_TICKS
        return tuple(
            Tick(self._edge(month), _label(month, first=place == 0), few or (month.month - 1) % QUARTER == 0)
            for place, month in enumerate(kept)
        )

    def bar(self, kind: StepKind, step: Step, on: date) -> Bar:
        """The step as it is drawn on a day."""
        state = step_state(step, on)
        start, end = self._span(step, on)
        tardy = step.planned_on if state is StepState.LATE else None
        late_from = self.at(tardy) if tardy else None
        return Bar(
            kind,
            state,
            start,
            round(end - start, 3) if start is not None else 0.0,
            self.at(step.planned_on) if step.planned_on and self.holds(step.planned_on) else None,
            self.at(step.done_on) if step.done_on and self.holds(step.done_on) else None,
            late_from,
            round(max(self.at(on) - late_from, 0.0), 3) if late_from is not None else 0.0,
        )

    def _span(self, step: Step, on: date) -> tuple[float | None, float]:
        began = step.began_on or step.done_on
        if step.omitted or began is None or began > min(self.last, on):
            return None, 0.0
        ended = step.done_on or min(on, self.last)
        if ended < self.first:
            return None, 0.0
        return self.at(began), max(self.at(ended), self.at(began))

    def _edge(self, day: date) -> float:
        return round((day - self.first).days * 100 / ((self.last - self.first).days + 1), 3)


def year_axis(year: int) -> Axis:
    """The axis of a year."""
    return Axis(date(year, 1, 1), date(year, DECEMBER, 31))


def item_axis(steps: Mapping[StepKind, Step], year: int) -> Axis:
    """The axis of an item: the whole months of its days; its year where it has none."""
    days = [day for step in steps.values() for day in (step.planned_on, *step.days) if day]
    if not days:
        return year_axis(year)
    return Axis(min(days).replace(day=1), _month_end(max(days)))


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        if month >= first:
            yield month
        month = _month_end(month) + ONE


def _month_end(day: date) -> date:
    following = date(day.year + day.month // DECEMBER, day.month % DECEMBER + 1, 1)
    return following - ONE


def _label(month: date, *, first: bool) -> str:
    # The year is said where it begins, as it changes.
    return f"{month.year}年" if month.month == 1 and not first else f"{month.month}月"
