"""Working days (工作日) with make-up days (调休): plain functions over a table of holidays.

Every year has its own notice of the State Council (国务院办公厅关于部分节假日安排的通知). A year whose
notice has not been entered is foreseen: weekends are free, and so are the days that the regulation itself
names (全国年节及纪念日放假办法) as far as they fall on fixed days; what was counted through it is 预计.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
# 全国年节及纪念日放假办法 (2024): New Year's Day, Labour Day (two days), National Day (three days).
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
# Terms are counted in days or weeks; a wrong table must not let a loop run for ever.
LONGEST = 3660


@dataclass(frozen=True, slots=True)
class Calendar:
    """The table: `days` maps a day to whether it is worked; `announced` are the years with a notice."""

    days: Mapping[date, bool] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether this is a working day.

        >>> made = Calendar({date(2026, 10, 1): False, date(2026, 10, 10): True}, frozenset({2026}))
        >>> made.works(date(2026, 10, 1)), made.works(date(2026, 10, 10)), made.works(date(2027, 1, 1))
        (False, True, False)
        """
        if day in self.days:
            return self.days[day]
        foreseen = day.year not in self.announced and (day.month, day.day) in FIXED
        return day.weekday() < SATURDAY and not foreseen

    def foreseen(self, day: date) -> bool:
        """Whether the year of this day has no notice yet (预计)."""
        return day.year not in self.announced

    def add(self, day: date, count: int) -> tuple[date, bool]:
        """The last day of a term of so many working days that begins the day after `day` (民法典 art. 201).

        The second value tells whether the term runs through a year without a notice.

        >>> Calendar(announced=frozenset({2026})).add(date(2026, 11, 27), 3)
        (datetime.date(2026, 12, 2), False)
        """
        left, at = count, day
        for _ in range(LONGEST):
            if left == 0:
                break
            at += timedelta(days=1)
            left -= self.works(at)
        return at, any(year not in self.announced for year in range(day.year, at.year + 1))

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; 0 when `last` is not later."""
        days = range(1, min((last - first).days, LONGEST) + 1)
        return sum(self.works(first + timedelta(days=n)) for n in days)
