"""How a consultation stands on a day: announced, open, closed, its outcome due, and how it ends."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.standing import (
    Course,
    Extension,
    accepts_comments,
    countdown,
    days_left,
    extendable,
    next_change,
    overdue,
    owes_outcome,
    state,
)
from registry.consultations.rules.terms import ConsultationState

S = ConsultationState
MADE = Course(date(2026, 11, 28), date(2026, 12, 1), date(2026, 12, 30), 30)
ENDS = {"outcome_on": S.OUTCOME_PUBLISHED, "adopted_on": S.ADOPTED, "dropped_on": S.DROPPED}


def test_is_announced_until_its_first_day() -> None:
    assert state(MADE, date(2026, 11, 30)) is S.ANNOUNCED
    assert state(MADE, date(2026, 12, 1)) is S.OPEN


def test_is_open_through_its_printed_last_day() -> None:
    assert accepts_comments(MADE, date(2026, 12, 30))
    assert not accepts_comments(MADE, date(2026, 12, 31))


def test_opens_when_it_is_out_though_its_first_day_has_passed() -> None:
    late = replace(MADE, published_on=date(2026, 12, 4))
    assert state(late, date(2026, 12, 3)) is S.ANNOUNCED
    assert state(late, date(2026, 12, 4)) is S.OPEN


def test_its_outcome_is_due_after_the_promised_days() -> None:
    assert MADE.due_on(date(2026, 12, 31)) == date(2027, 1, 29)
    assert state(MADE, date(2027, 1, 29)) is S.CLOSED
    assert state(MADE, date(2027, 1, 30)) is S.OUTCOME_DUE
    assert overdue(MADE, date(2027, 1, 30))


def test_an_extension_counts_from_the_day_it_was_made() -> None:
    longer = replace(MADE, extensions=(Extension(date(2026, 12, 20), date(2027, 1, 10)),))
    assert longer.last_day(date(2026, 12, 19)) == date(2026, 12, 30)
    assert accepts_comments(longer, date(2027, 1, 10))
    assert longer.due_on(date(2027, 1, 11)) == date(2027, 2, 9)


def test_nothing_is_extended_once_it_has_ended() -> None:
    assert extendable(MADE, date(2026, 12, 30))
    assert not extendable(MADE, date(2026, 12, 31))


def test_what_was_adopted_before_its_outcome_still_owes_it() -> None:
    early = replace(MADE, adopted_on=date(2027, 1, 5))
    assert state(early, date(2027, 1, 30)) is S.ADOPTED
    assert owes_outcome(early, date(2027, 1, 5))
    assert overdue(early, date(2027, 1, 30))


def test_what_was_dropped_owes_no_outcome() -> None:
    assert not owes_outcome(replace(MADE, dropped_on=date(2026, 12, 5)), date(2027, 3, 1))


def test_says_how_long_one_can_still_comment() -> None:
    assert days_left(MADE, date(2026, 12, 25)) == 5
    assert days_left(MADE, date(2026, 12, 31)) is None
    assert countdown(MADE, date(2026, 12, 30)) == "今天 24 时截止"


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    first = draw(DAYS)
    through = first + timedelta(days=draw(st.integers(0, 60)))
    published = draw(st.dates(first - timedelta(days=30), through))
    later = [Extension(draw(DAYS), draw(DAYS)) for _ in range(draw(st.integers(0, 3)))]
    return Course(published, first, through, draw(st.integers(1, 60)), tuple(later))


@given(courses(), DAYS, DAYS)
def test_an_extension_only_lengthens(course: Course, on: date, to: date) -> None:
    longer = replace(course, extensions=(*course.extensions, Extension(on, to)))
    for day in (on - timedelta(days=1), on, to, on + timedelta(days=90)):
        assert longer.last_day(day) >= course.last_day(day) >= course.through_on
        assert accepts_comments(longer, day) or not accepts_comments(course, day)


@given(courses(), DAYS)
def test_stands_the_same_until_its_next_change(course: Course, on: date) -> None:
    still = replace(course, extensions=())
    change = next_change(still, on)
    if change is None:
        assert state(still, on + timedelta(days=400)) is state(still, on)
        return
    assert change > on
    assert state(still, change - timedelta(days=1)) is state(still, on)
    assert state(still, change) is not state(still, on)


@given(courses(), DAYS, st.sampled_from(sorted(ENDS)), st.integers(0, 60))
def test_an_end_holds_from_its_day_on(course: Course, on: date, which: str, later: int) -> None:
    ended = replace(course, **{which: on})
    assert state(ended, on + timedelta(days=later)) is ENDS[which]
    assert state(ended, on - timedelta(days=1)) is state(course, on - timedelta(days=1))


@given(courses(), DAYS)
def test_comments_are_taken_exactly_while_days_are_left(course: Course, on: date) -> None:
    left = days_left(course, on)
    assert (left is not None) == accepts_comments(course, on)
    assert left is None or left >= 0
    assert bool(countdown(course, on)) == (state(course, on) in {S.ANNOUNCED, S.OPEN})


@given(courses(), DAYS)
def test_overdue_means_that_an_outcome_is_owed(course: Course, on: date) -> None:
    assert owes_outcome(course, on) or not overdue(course, on)
    assert overdue(course, on) == (state(course, on) is S.OUTCOME_DUE)
