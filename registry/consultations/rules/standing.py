"""How a consultation stands on a day (征求意见状态): read off its days and events, never stored.

The last day is in the period as it is printed; it closes at the midnight after it (Asia/Shanghai).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.consultations.rules.terms import ConsultationState

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Extension:
    """The day on which a period was extended (延长期限), and its new last day as printed."""

    on: date
    through_on: date


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a consultation (征求意见进程): what its state is read off.

    `outcome_days` after the end (calendar days) its outcome is due.
    """

    published_on: date
    from_on: date
    through_on: date
    outcome_days: int
    extensions: tuple[Extension, ...] = ()
    outcome_on: date | None = None
    adopted_on: date | None = None
    dropped_on: date | None = None

    def last_day(self, on: date) -> date:
        """The last day of the period as it was known on a day; an extension only lengthens."""
        return max(
            [self.through_on, *(each.through_on for each in self.extensions if each.on <= on)],
        )

    @property
    def opens_on(self) -> date:
        """The first day on which somebody can comment: not before the notice is out."""
        return max(self.from_on, self.published_on)

    def due_on(self, on: date) -> date:
        """The last day for the outcome (采纳情况公布期限), as known on a day."""
        return self.last_day(on) + timedelta(days=self.outcome_days)


def state(course: Course, on: date) -> ConsultationState:
    """How the consultation stands on a day.

    >>> made = Course(date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 30), 30)
    >>> state(made, date(2026, 12, 30)), state(made, date(2026, 12, 31)), state(made, date(2027, 1, 30))
    (<ConsultationState.OPEN: 'open'>, <ConsultationState.CLOSED: 'closed'>, \
<ConsultationState.OUTCOME_DUE: 'outcome_due'>)
    """
    if _since(course.adopted_on, on):
        return ConsultationState.ADOPTED
    if _since(course.dropped_on, on):
        return ConsultationState.DROPPED
    if _since(course.outcome_on, on):
        return ConsultationState.OUTCOME_PUBLISHED
    if on < course.opens_on:
        return ConsultationState.ANNOUNCED
    if on <= course.last_day(on):
        return ConsultationState.OPEN
    return ConsultationState.OUTCOME_DUE if on > course.due_on(on) else ConsultationState.CLOSED


def accepts_comments(course: Course, on: date) -> bool:
    """Whether one may comment (可以提意见) on this day."""
    return state(course, on) is ConsultationState.OPEN


def extendable(course: Course, on: date) -> bool:
    """Whether its period may still be extended (可以延长): not once it has ended."""
    return state(course, on) in {ConsultationState.ANNOUNCED, ConsultationState.OPEN}


def owes_outcome(course: Course, on: date) -> bool:
    """Whether its outcome is still to be published (应当公布采纳情况): it ended, adopted meanwhile or not.

    A consultation that was dropped owes nothing more: its reason is published.
    """
    ended = on > course.last_day(on) or _since(course.adopted_on, on)
    return ended and not _since(course.outcome_on, on) and not _since(course.dropped_on, on)


def overdue(course: Course, on: date) -> bool:
    """Whether its outcome should have been published by now (采纳情况逾期)."""
    return owes_outcome(course, on) and on > course.due_on(on)


def days_left(course: Course, on: date) -> int | None:
    """How many days after this one are open to comments; 0 on the last; None when it is not open."""
    return (course.last_day(on) - on).days if accepts_comments(course, on) else None


def next_change(course: Course, on: date) -> date | None:
    """The next day on which it will stand otherwise by itself; None when none is foreseen."""
    match state(course, on):
        case ConsultationState.ANNOUNCED:
            return course.opens_on
        case ConsultationState.OPEN:
            return course.last_day(on) + ONE
        case ConsultationState.CLOSED:
            return course.due_on(on) + ONE
        case _:
            return None


def countdown(course: Course, on: date) -> str:
    """How long one can still comment, as the page says it; "" when there is nothing to count.

    >>> made = Course(date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 30), 30)
    >>> countdown(made, date(2026, 12, 1)), countdown(made, date(2026, 12, 28))
    ('还有 2 天开始', '还有 2 天截止')
    >>> countdown(made, date(2026, 12, 30)), countdown(made, date(2026, 12, 31))
    ('今天 24 时截止', '')
    """
    match state(course, on):
        case ConsultationState.ANNOUNCED:
            return f"还有 {(course.opens_on - on).days} 天开始"
        case ConsultationState.OPEN:
            left = (course.last_day(on) - on).days
            return f"还有 {left} 天截止" if left else "今天 24 时截止"
        case _:
            return ""


def _since(day: date | None, on: date) -> bool:
    return day is not None and day <= on
