"""Working days: what every table of holidays must hold, and the days of 2026 as they were announced."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.workdays import Calendar

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TABLES = st.builds(
    Calendar,
    st.dictionaries(DAYS, st.booleans(), max_size=60),
    st.frozensets(st.integers(2024, 2028)),
)
SEEDED = Calendar(
    dict.fromkeys(chinese_calendar.constants.holidays, False)
    | dict.fromkeys(chinese_calendar.constants.workdays, True),
    frozenset(range(2004, 2027)),
)


@given(TABLES, DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_after_its_beginning(made: Calendar, day: date, count: int) -> None:
    last, _ = made.add(day, count)
    assert last > day
    assert made.works(last)


@given(TABLES, DAYS, st.integers(0, 60))
def test_counting_back_gives_what_was_added(made: Calendar, day: date, count: int) -> None:
    last, _ = made.add(day, count)
    assert made.between(day, last) == count


@given(TABLES, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_term_never_ends_earlier(made: Calendar, day: date, one: int, more: int) -> None:
    assert made.add(day, one)[0] <= made.add(day, one + more)[0]


@given(TABLES, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_a_later_beginning_never_ends_earlier(made: Calendar, day: date, later: int, count: int) -> None:
    assert made.add(day, count)[0] <= made.add(day + timedelta(days=later), count)[0]


@given(TABLES, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_terms_can_be_counted_in_two_steps(made: Calendar, day: date, one: int, two: int) -> None:
    assert made.add(made.add(day, one)[0], two)[0] == made.add(day, one + two)[0]


@given(TABLES, DAYS, st.integers(0, 60))
def test_a_term_is_foreseen_just_where_a_year_is_not_announced(made: Calendar, day: date, count: int) -> None:
    last, foreseen = made.add(day, count)
    assert foreseen is not ({*range(day.year, last.year + 1)} <= made.announced)


@given(TABLES, DAYS, DAYS)
def test_between_is_never_negative_nor_more_than_the_days(made: Calendar, one: date, two: date) -> None:
    assert 0 <= made.between(one, two) <= max(0, (two - one).days)


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_the_make_up_days_of_2026_are_worked(day: str) -> None:
    assert SEEDED.works(date.fromisoformat(day))


def test_2026_has_248_working_days_and_agrees_with_the_packaged_notice() -> None:
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(SEEDED.works, year)) == 248
    assert all(SEEDED.works(day) is chinese_calendar.is_workday(day) for day in year)


def test_what_the_regulation_names_is_free_before_the_notice_and_foreseen() -> None:
    assert not SEEDED.works(date(2027, 10, 1))
    assert SEEDED.foreseen(date(2027, 10, 1))
    assert not SEEDED.foreseen(date(2026, 10, 1))
