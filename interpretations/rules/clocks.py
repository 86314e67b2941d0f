"""The clocks of an enquiry (咨询时限): what was promised, in working days, and how it stands on a day.

浙江省2021年政务公开工作要点: every enquiry is answered within three working days, nine of ten within one.
Days are counted from the day after receipt (民法典 art. 201), whatever the hour of receipt: a question of
Friday evening and one of Saturday both have Monday as their first day. Nothing is stored: when the
holidays of a year are announced, every clock that runs through it is right at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from base.term import Term

# As base.workdays counts: the last day of a term and whether it is only foreseen; working days between.
AddWorkingDays = Callable[[date, int], tuple[date, bool]]
WorkingDaysBetween = Callable[[date, date], int]


class ClockState(Term):
    """How the clock of an enquiry stands (咨询时限状态)."""

    IN_TIME = "in_time", "答复期限内"
    DUE_TODAY = "due_today", "答复今日到期"
    LATE = "late", "逾期未答复"
    MET_FIRST = "met_first", "首期内答复"
    MET_LAST = "met_last", "期限内答复"
    MET_LATE = "met_late", "逾期才答复"
    STOPPED = "stopped", "不计答复时限"


# These still run.
RUNNING = frozenset({ClockState.IN_TIME, ClockState.DUE_TODAY, ClockState.LATE})
# The part of all enquiries, in percent, that the two promises are about.
BARS = (90, 100)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised: nine of ten within `first` working days, all within `last`."""

    first: int = 1
    last: int = 3


@dataclass(frozen=True, slots=True)
class Course:
    """The days of an enquiry: received, first answered, ended without an answer (handed off, taken back)."""

    received_on: date
    answered_on: date | None = None
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """How an enquiry stands: the two due days, whether the last is only foreseen (预计), and what is left.

    `left` counts the working days up to the last due day while the clock runs: 0 on that day, and below
    zero by how much it is late.
    """

    state: ClockState
    first_due: date
    last_due: date
    foreseen: bool
    left: int = 0
    # Answered within the first and the last promise; None while that is not decided, or does not count.
    within_first: bool | None = None
    within_last: bool | None = None

    @property
    def running(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in RUNNING


def clock(
    course: Course, promise: Promise, on: date, add: AddWorkingDays, between: WorkingDaysBetween
) -> Clock:
    """How the clock stands on the day.

    What was handed off, refused or taken back in time does not count; where the last day had passed by
    then it stays late: a term that was missed is not made good by sending the question elsewhere.
    """
    first_due, _ = add(course.received_on, promise.first)
    last_due, foreseen = add(course.received_on, promise.last)
    answered = _by(course.answered_on, on)
    stopped = None if answered else _by(course.stopped_on, on)
    if stopped and stopped <= last_due:
        return Clock(ClockState.STOPPED, first_due, last_due, foreseen)
    told = (_kept(answered, first_due, on), _kept(answered, last_due, on))
    if answered or stopped:
        met = ClockState.MET_FIRST if told[0] else ClockState.MET_LAST if told[1] else ClockState.MET_LATE
        return Clock(met, first_due, last_due, foreseen, 0, *told)
    if on > last_due:
        return Clock(ClockState.LATE, first_due, last_due, foreseen, -between(last_due, on), *told)
    state = ClockState.DUE_TODAY if on == last_due else ClockState.IN_TIME
    return Clock(state, first_due, last_due, foreseen, between(on, last_due), *told)


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def _kept(answered: date | None, due: date, on: date) -> bool | None:
    if answered is not None:
        return answered <= due
    return False if on > due else None


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a promise was kept: `met` of `counted`; nobody is counted whose day has not passed."""

    met: int = 0
    counted: int = 0

    @property
    def percent(self) -> str:
        """The share as it is printed, never rounded up to a promise that was missed; "—" of nothing.

        >>> Rate(9, 10).percent, Rate(1999, 2000).percent, Rate(3, 3).percent, Rate().percent
        ('90%', '99.9%', '100%', '—')
        """
        if not self.counted:
            return "—"
        tenths = self.met * 1000 // self.counted
        return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"

    def reaches(self, bar: int) -> bool:
        """Whether at least so many in a hundred were kept; of nothing, all were."""
        return self.met * 100 >= bar * self.counted


def rates(clocks: Iterable[Clock]) -> tuple[Rate, Rate]:
    """The two rates (一日、三日答复率), computed from the clocks of a day."""
    held = [*clocks]
    return _rate([each.within_first for each in held]), _rate([each.within_last for each in held])


def _rate(kept: list[bool | None]) -> Rate:
    decided = [each for each in kept if each is not None]
    return Rate(sum(decided), len(decided))
