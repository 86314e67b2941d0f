"""The clocks of an enquiry: working days from the day after receipt, with the make-up days of each year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.workdays import Calendar
from interpretations.rules.clocks import RUNNING, ClockState, Course, Promise, Rate, clock, rates
from interpretations.rules.clocks import Clock as Held

# What the notice for 2026 says of the spring festival and of New Year's Day 2027 nobody has announced.
FREE = {date(2026, 2, 15) + timedelta(days=n): False for n in range(9)}
ANNOUNCED = Calendar({**FREE, date(2026, 2, 14): True, date(2026, 2, 28): True}, frozenset({2026}))
PROMISE = Promise(1, 3)


def held(received: date, on: date, answered: date | None = None, stopped: date | None = None) -> Held:
    return clock(Course(received, answered, stopped), PROMISE, on, ANNOUNCED.add, ANNOUNCED.between)


def test_a_saturday_that_is_worked_counts() -> None:
    # Received on Friday 13 February 2026; Saturday the 14th is worked, then nine days are free.
    found = held(date(2026, 2, 13), date(2026, 2, 13))
    assert (found.first_due, found.last_due) == (date(2026, 2, 14), date(2026, 2, 25))


def test_days_are_counted_from_the_day_after_receipt_whatever_the_hour() -> None:
    # Monday; nothing is said of hours: the term begins on Tuesday.
    assert held(date(2026, 11, 23), date(2026, 11, 23)).first_due == date(2026, 11, 24)
    # Friday, Saturday and Sunday have Monday as their first day.
    assert {held(date(2026, 11, day), date(2026, 11, 20)).first_due for day in (20, 21, 22)} == {
        date(2026, 11, 23)
    }


def test_what_comes_in_during_the_holidays_is_due_after_them() -> None:
    assert held(date(2026, 2, 16), date(2026, 2, 16)).first_due == date(2026, 2, 24)


def test_a_term_into_a_year_without_a_notice_is_foreseen() -> None:
    found = held(date(2026, 12, 30), date(2026, 12, 30))
    # New Year's Day is free by the regulation itself; the rest of the year is weekends until it is announced.
    assert (found.first_due, found.last_due, found.foreseen) == (date(2026, 12, 31), date(2027, 1, 5), True)
    assert not held(date(2026, 12, 1), date(2026, 12, 1)).foreseen


def test_the_notice_of_the_year_recounts_it() -> None:
    new = {date(2027, 1, 1): False, date(2027, 1, 2): True, date(2027, 1, 4): False}
    more = Calendar({**ANNOUNCED.days, **new}, frozenset({2026, 2027}))
    found = clock(Course(date(2026, 12, 30)), PROMISE, date(2026, 12, 30), more.add, more.between)
    assert (found.last_due, found.foreseen) == (date(2027, 1, 5), False)


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        (date(2026, 11, 23), ClockState.IN_TIME, 3),
        (date(2026, 11, 25), ClockState.IN_TIME, 1),
        (date(2026, 11, 26), ClockState.DUE_TODAY, 0),
        (date(2026, 11, 27), ClockState.LATE, -1),
        # Over a weekend it is not later.
        (date(2026, 11, 29), ClockState.LATE, -1),
        (date(2026, 11, 30), ClockState.LATE, -2),
    ],
)
def test_an_unanswered_one_runs_out(on: date, state: ClockState, left: int) -> None:
    found = held(date(2026, 11, 23), on)
    assert (found.state, found.left) == (state, left)


@pytest.mark.parametrize(
    ("answered", "state", "kept"),
    [
        (date(2026, 11, 23), ClockState.MET_FIRST, (True, True)),
        (date(2026, 11, 24), ClockState.MET_FIRST, (True, True)),
        (date(2026, 11, 26), ClockState.MET_LAST, (False, True)),
        (date(2026, 11, 27), ClockState.MET_LATE, (False, False)),
    ],
)
def test_an_answer_keeps_what_it_is_in_time_for(
    answered: date, state: ClockState, kept: tuple[bool, bool]
) -> None:
    found = held(date(2026, 11, 23), date(2026, 12, 31), answered)
    assert (found.state, found.within_first, found.within_last) == (state, *kept)


def test_what_is_handed_off_in_time_does_not_count() -> None:
    found = held(date(2026, 11, 23), date(2026, 12, 1), stopped=date(2026, 11, 26))
    assert (found.state, found.within_first, found.within_last) == (ClockState.STOPPED, None, None)


def test_what_is_handed_off_after_its_day_stays_late() -> None:
    found = held(date(2026, 11, 23), date(2026, 12, 1), stopped=date(2026, 11, 27))
    assert (found.state, found.within_last) == (ClockState.MET_LATE, False)


def test_an_open_one_counts_as_missed_once_its_day_has_passed_and_not_before() -> None:
    assert held(date(2026, 11, 23), date(2026, 11, 24)).within_first is None
    late = held(date(2026, 11, 23), date(2026, 11, 27))
    assert (late.within_first, late.within_last) == (False, False)


def test_rates_are_counted_from_what_is_decided() -> None:
    on = date(2026, 11, 27)
    clocks = [
        held(date(2026, 11, 23), on, date(2026, 11, 24)),
        held(date(2026, 11, 23), on, date(2026, 11, 26)),
        held(date(2026, 11, 23), on),
        held(date(2026, 11, 27), on),
        held(date(2026, 11, 23), on, stopped=date(2026, 11, 24)),
    ]
    assert rates(clocks) == (Rate(1, 3), Rate(2, 3))


def test_a_share_is_never_rounded_up_to_a_promise_that_was_missed() -> None:
    assert (Rate(899, 1000).percent, Rate(899, 1000).reaches(90)) == ("89.9%", False)
    assert (Rate(99999, 100000).percent, Rate(99999, 100000).reaches(100)) == ("99.9%", False)
    assert Rate().reaches(100)


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(0, 40), st.none() | st.integers(0, 40), st.none() | st.integers(0, 40))
def test_every_course_has_one_state_and_due_days_in_order(
    received: date, later: int, answered: int | None, stopped: int | None
) -> None:
    def day(after: int | None) -> date | None:
        return None if after is None else received + timedelta(days=after)

    found = held(received, received + timedelta(days=later), day(answered), day(stopped))
    assert received < found.first_due <= found.last_due
    assert ANNOUNCED.works(found.first_due)
    assert ANNOUNCED.works(found.last_due)
    assert found.running is (found.state in RUNNING)
    # Whoever keeps the first promise keeps the last.
    assert not (found.within_first and found.within_last is False)
    if found.running:
        assert (found.left < 0) is (found.state is ClockState.LATE)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_what_is_decided_stays_decided(received: date, answered: int, later: int) -> None:
    day = received + timedelta(days=answered)
    assert held(received, day, day) == held(received, day + timedelta(days=later), day)
