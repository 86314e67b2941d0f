"""How steps, items and their pictures stand on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.decisions.rules.course import Step
from registry.decisions.rules.progress import current, item_state, late, overdue, step_state
from registry.decisions.rules.terms import ItemState, StepKind, StepState
from registry.decisions.rules.timeline import Axis, item_axis, year_axis

TODAY = date(2026, 7, 1)
dates = st.dates(date(2025, 1, 1), date(2028, 12, 31))
steps = st.builds(
    Step,
    planned_on=st.none() | dates,
    began_on=st.none() | dates,
    done_on=st.none() | dates,
    ground=st.sampled_from(["", "依照第二十二条"]),
)


def test_a_step_is_in_time_through_its_planned_day_and_late_from_the_next() -> None:
    step = Step(planned_on=TODAY, began_on=date(2026, 6, 1))
    assert step_state(step, TODAY) is StepState.UNDER_WAY
    assert step_state(step, TODAY + timedelta(days=1)) is StepState.LATE


def test_what_was_finished_is_done_though_it_was_planned_earlier() -> None:
    assert step_state(Step(date(2026, 6, 1), None, TODAY), TODAY) is StepState.DONE


def test_what_is_left_out_is_never_late() -> None:
    assert step_state(Step(date(2026, 1, 1), ground="依照第十九条"), TODAY) is StepState.OMITTED


def test_an_item_is_decided_with_its_publication() -> None:
    steps = {StepKind.DELIBERATION: Step(done_on=date(2026, 6, 20))}
    assert item_state(steps, TODAY) is ItemState.UNDER_WAY
    steps[StepKind.PUBLICATION] = Step(done_on=date(2026, 6, 25))
    assert item_state(steps, TODAY) is ItemState.DECIDED
    assert item_state(steps, date(2026, 6, 24)) is ItemState.UNDER_WAY


def test_what_may_not_be_published_is_decided_with_the_discussion() -> None:
    steps = {StepKind.PUBLICATION: Step(ground="依照第三十二条"), StepKind.DELIBERATION: Step(done_on=TODAY)}
    assert item_state(steps, TODAY) is ItemState.DECIDED


def test_an_item_taken_out_says_so_whatever_was_done() -> None:
    assert item_state({}, TODAY, listed=False) is ItemState.REMOVED


def test_an_item_past_its_planned_day_is_overdue_until_it_is_decided() -> None:
    assert not overdue({}, TODAY, TODAY)
    assert overdue({}, TODAY, TODAY + timedelta(days=1))
    decided = {StepKind.PUBLICATION: Step(done_on=TODAY)}
    assert not overdue(decided, TODAY, TODAY + timedelta(days=1))


def test_an_item_stands_at_the_last_step_under_way_then_at_the_last_finished() -> None:
    steps = {
        StepKind.PARTICIPATION: Step(done_on=date(2026, 5, 1)),
        StepKind.RISK: Step(began_on=date(2026, 6, 1)),
    }
    assert current(steps, TODAY) is StepKind.RISK
    steps[StepKind.RISK] = Step(date(2026, 6, 15), began_on=date(2026, 6, 1))
    assert current(steps, TODAY) is StepKind.RISK
    assert current({StepKind.EXPERTS: Step(done_on=TODAY)}, TODAY) is StepKind.EXPERTS
    assert current({}, TODAY) is None


def test_the_year_has_twelve_months_and_a_telephone_reads_the_quarters() -> None:
    ticks = year_axis(2026).ticks()
    assert [tick.label for tick in ticks if tick.major] == ["1月", "4月", "7月", "10月"]
    assert len(ticks) == 12


def test_an_item_is_shown_from_the_month_of_its_first_day_to_that_of_its_last() -> None:
    begun = Step(began_on=date(2026, 3, 5))
    steps = {StepKind.PARTICIPATION: begun, StepKind.EVALUATION: Step(planned_on=date(2028, 2, 10))}
    axis = item_axis(steps, 2026)
    assert (axis.first, axis.last) == (date(2026, 3, 1), date(2028, 2, 29))
    assert item_axis({}, 2026) == year_axis(2026)
    assert len(axis.ticks()) <= 14
    assert "2027年" in [tick.label for tick in axis.ticks()]


def test_a_short_time_names_every_month_also_on_a_telephone() -> None:
    ticks = Axis(date(2026, 8, 1), date(2026, 12, 31)).ticks()
    assert [tick.label for tick in ticks if tick.major] == ["8月", "9月", "10月", "11月", "12月"]


def test_lateness_is_drawn_from_the_planned_day_to_today() -> None:
    bar = year_axis(2026).bar(StepKind.RISK, Step(date(2026, 6, 1)), TODAY)
    assert (bar.planned, bar.late_from) == (41.507, 41.507)
    assert 41.507 + bar.late_width == year_axis(2026).at(TODAY)
    assert bar.start is None


@given(dates, dates, dates)
def test_every_day_has_its_place_on_the_axis_and_later_days_stand_no_earlier(
    a: date, b: date, c: date
) -> None:
    axis = Axis(min(a, b), max(a, b))
    assert 0 <= axis.at(c) <= 100
    assert axis.at(c) <= axis.at(c + timedelta(days=1))


@given(steps, dates)
def test_nothing_is_drawn_beyond_the_axis(step: Step, on: date) -> None:
    bar = year_axis(2026).bar(StepKind.RISK, step, on)
    for start, width in ((bar.start, bar.width), (bar.late_from, bar.late_width)):
        if start is not None:
            assert 0 <= start <= start + width <= 100.001
    assert bar.state is step_state(step, on)


@given(st.dictionaries(st.sampled_from(StepKind), steps), dates)
def test_late_steps_are_those_that_say_so(known: dict[StepKind, Step], on: date) -> None:
    assert set(late(known, on)) == {k for k, s in known.items() if step_state(s, on) is StepState.LATE}
    assert all(known[kind].ground == "" for kind in late(known, on))
    axis = item_axis(known, 2026)
    assert all(axis.holds(day) for step in known.values() for day in step.days)
