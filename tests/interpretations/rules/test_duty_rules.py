"""Rulings on the duty to explain: which documents, by when, and how it stands as the days go on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.workdays import Calendar
from interpretations.rules.duty import Drafters, Explained, Policy, duty, owes
from interpretations.rules.terms import Capacity, DutyState
from registry.law.terms import Disclosure, Kind

KINDS = frozenset({Kind.NORMATIVE_DOCUMENT, Kind.LOCAL_GOVERNMENT_RULE})
POLICY = Policy(KINDS, 3)
FRIDAY = date(2026, 11, 20)
YEAR_2026 = Calendar(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True}, frozenset({2026})
)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
HOLIDAYS = st.dictionaries(DAYS, st.booleans(), max_size=60)
CALENDARS = st.builds(
    Calendar, HOLIDAYS, st.frozensets(st.sampled_from([2024, 2025, 2026, 2027, 2028, 2029]))
)
PROMISES = st.builds(Policy, st.just(KINDS), st.integers(1, 15), st.none() | DAYS)


def made(**more: Any) -> Explained:
    return replace(Explained(Kind.NORMATIVE_DOCUMENT, Disclosure.OPEN, FRIDAY), **more)


def state(document: Explained, on: date, policy: Policy = POLICY) -> DutyState:
    return duty(document, policy, on, YEAR_2026.add).state


def test_the_term_is_three_working_days_after_publication() -> None:
    assert duty(made(), POLICY, FRIDAY, YEAR_2026.add).due_on == date(2026, 11, 25)


def test_the_last_day_of_the_term_is_still_in_it() -> None:
    assert state(made(), date(2026, 11, 25)) is DutyState.WAITING
    assert state(made(), date(2026, 11, 26)) is DutyState.MISSING


def test_days_off_are_not_counted_and_made_up_days_are() -> None:
    # Published on the eve of National Day 2026: the 8th and 9th are worked, and so is Saturday the 10th.
    before = made(published_on=date(2026, 9, 30))
    assert duty(before, POLICY, before.published_on or FRIDAY, YEAR_2026.add).due_on == date(2026, 10, 10)


def test_a_term_into_a_year_without_a_notice_is_foreseen() -> None:
    late = made(published_on=date(2026, 12, 31))
    assert duty(late, POLICY, date(2026, 12, 31), YEAR_2026.add).foreseen
    assert not duty(made(), POLICY, FRIDAY, YEAR_2026.add).foreseen


def test_an_interpretation_on_the_last_day_is_in_time_and_one_after_it_is_late() -> None:
    after = date(2026, 12, 31)
    assert state(made(first_on=date(2026, 11, 25)), after) is DutyState.MET
    assert state(made(first_on=date(2026, 11, 26)), after) is DutyState.LATE


def test_an_interpretation_before_the_document_meets_it() -> None:
    assert state(made(first_on=date(2026, 11, 19)), FRIDAY) is DutyState.MET


def test_an_interpretation_to_come_does_not_count_yet() -> None:
    assert state(made(first_on=date(2026, 11, 27)), date(2026, 11, 26)) is DutyState.MISSING


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.LOCAL_REGULATION},
        {"disclosure": Disclosure.ON_REQUEST},
        {"published_on": None},
        {"waived": "只涉及内部事务"},
    ],
)
def test_what_is_not_covered_owes_nothing(other: dict[str, object]) -> None:
    assert not owes(made(**other), POLICY)
    assert state(made(**other), date(2027, 1, 1)) is DutyState.NOT_OWED


def test_a_document_published_before_the_promise_owes_nothing() -> None:
    assert not owes(made(), Policy(KINDS, 3, date(2026, 11, 21)))
    assert owes(made(), Policy(KINDS, 3, FRIDAY))


@given(CALENDARS, PROMISES, DAYS, st.integers(0, 400), st.integers(0, 400))
def test_missing_never_becomes_waiting_again(
    calendar: Calendar, policy: Policy, published: date, first: int, more: int
) -> None:
    order = [DutyState.WAITING, DutyState.MISSING]
    states = [
        duty(made(published_on=published), policy, published + timedelta(days=days), calendar.add).state
        for days in (first, first + more)
    ]
    if DutyState.NOT_OWED in states:
        assert len(set(states)) == 1
    else:
        assert order.index(states[0]) <= order.index(states[1])


@given(CALENDARS, PROMISES, DAYS, DAYS, DAYS)
def test_once_met_or_late_it_stays_so(
    calendar: Calendar, policy: Policy, published: date, first: date, on: date
) -> None:
    document = made(published_on=published, first_on=first)
    now, later = (duty(document, policy, day, calendar.add).state for day in (on, on + timedelta(days=500)))
    if now in {DutyState.MET, DutyState.LATE}:
        assert later is now


@given(CALENDARS, PROMISES, DAYS)
def test_the_last_day_is_a_working_day_after_publication(
    calendar: Calendar, policy: Policy, published: date
) -> None:
    due_on = duty(made(published_on=published), policy, published, calendar.add).due_on
    if due_on is not None:
        assert due_on > published
        assert calendar.works(due_on)
        assert calendar.between(published, due_on) == policy.days


@given(CALENDARS, DAYS, st.integers(1, 10))
def test_a_longer_promise_never_ends_earlier(calendar: Calendar, published: date, days: int) -> None:
    ends = [
        duty(made(published_on=published), Policy(KINDS, term), published, calendar.add).due_on
        for term in (days, days + 1)
    ]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] < ends[1]


def test_the_leading_unit_joint_drafters_and_delegates_may_explain() -> None:
    drafters = Drafters(1, ((2, Capacity.JOINT), (3, Capacity.DELEGATE)))
    assert [drafters.refusal(unit) for unit in (1, 2, 3)] == ["", "", ""]


@pytest.mark.parametrize("unit", [4, None])
def test_any_other_unit_is_refused_with_the_reason(unit: int | None) -> None:
    assert "谁起草、谁解读" in Drafters(1, ((2, Capacity.JOINT),)).refusal(unit)


def test_without_a_drafting_unit_nobody_may_and_it_says_what_to_do() -> None:
    assert "先指定起草单位" in Drafters(None).refusal(1)
    assert Drafters(None).refusal(None)
