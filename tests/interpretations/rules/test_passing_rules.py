"""What a check comes to, how far somebody came, and who is late: rules that hold for any answers and days."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.passing import (
    LearningState,
    Mastery,
    Progress,
    Question,
    arrangement,
    chosen,
    judge,
    kept,
    missed,
    rates,
    recalled,
    seed,
    state,
)

DUE = date(2026, 12, 4)
days = st.dates(date(2026, 11, 1), date(2027, 1, 31))
maybe_days = st.none() | days
progresses = st.builds(Progress, maybe_days, maybe_days, maybe_days, st.booleans())


@st.composite
def questions(draw: st.DrawFn) -> Question:
    # What the options say plays no part: to make up words would only take time.
    options = "甲乙丙丁戊己"[: draw(st.integers(2, 6))]
    right = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
    return Question("题", tuple(options), frozenset(right), "因为", "art-2", 7, "f" * 64)


# Judging


@given(st.lists(questions(), max_size=5))
def test_all_right_answers_pass_whatever_is_needed(asked: list[Question]) -> None:
    judgement = judge(asked, [each.right for each in asked], len(asked))
    assert judgement.passed
    assert judgement.count == len(asked)


@given(questions(), st.sets(st.integers(0, 5)))
def test_a_question_is_right_only_with_exactly_its_options(asked: Question, answer: set[int]) -> None:
    assert judge([asked], [frozenset(answer)], 1).passed is (answer == set(asked.right))


@given(st.lists(questions(), min_size=1, max_size=5))
def test_what_is_left_open_is_wrong(asked: list[Question]) -> None:
    assert judge(asked, [], 1).right == (False,) * len(asked)


@given(st.lists(questions(), min_size=1, max_size=5), st.integers(0, 5))
def test_more_answers_than_questions_change_nothing(asked: list[Question], more: int) -> None:
    answers = [each.right for each in asked]
    assert judge(asked, [*answers, *[frozenset({0})] * more], 1) == judge(asked, answers, 1)


@given(questions())
def test_a_question_comes_back_as_it_was_kept(asked: Question) -> None:
    assert recalled(kept(asked)) == asked


def test_a_question_kept_without_its_wording_is_read_too() -> None:
    assert recalled({"question": "问", "options": ["甲", "乙"], "right": [1]}).right == {1}


# The order of the options


@given(st.integers(2, 6), st.integers(1, 9), st.integers(1, 9), st.integers(0, 19))
def test_the_order_shows_every_option_once_and_is_always_the_same(
    options: int, who: int, attempt: int, place: int
) -> None:
    order = arrangement(options, seed(who, attempt, place))
    assert sorted(order) == list(range(options))
    assert order == arrangement(options, seed(who, attempt, place))


def test_the_order_differs_between_recipients_and_tries() -> None:
    assert len({arrangement(6, seed(who, attempt, 0)) for who in range(5) for attempt in range(5)}) > 15


@given(questions(), st.integers(1, 99))
def test_who_chooses_the_right_words_is_right_in_any_order(asked: Question, attempt: int) -> None:
    order = arrangement(len(asked.options), seed(1, attempt, 0))
    places = [place for place, option in enumerate(order) if option in asked.right]
    assert judge([asked], [chosen(places, order)], 1).passed


def test_places_that_were_not_shown_choose_nothing() -> None:
    assert chosen([-1, 2, 99], (1, 0)) == frozenset()


# How somebody stands


def test_the_due_day_itself_is_in_time() -> None:
    assert state(Progress(), DUE, DUE) is LearningState.OPEN
    assert state(Progress(), DUE, DUE + timedelta(1)) is LearningState.OVERDUE
    assert state(Progress(DUE, DUE), DUE, DUE) is LearningState.ON_TIME


def test_who_finishes_after_the_due_day_stays_late() -> None:
    assert state(Progress(DUE, DUE + timedelta(1)), DUE, DUE + timedelta(9)) is LearningState.LATE


def test_reading_alone_does_where_there_is_no_check() -> None:
    assert state(Progress(DUE, checked=False), DUE, DUE) is LearningState.ON_TIME
    assert state(Progress(DUE), DUE, DUE + timedelta(1)) is LearningState.OVERDUE


def test_of_a_withdrawn_dispatch_nobody_is_late() -> None:
    assert state(Progress(), DUE, date(2027, 1, 1), withdrawn=True) is LearningState.EXCUSED
    assert rates([Progress()], DUE, date(2027, 1, 1), withdrawn=True).overdue == 0


@given(progresses, days, days)
def test_nobody_becomes_less_able_with_time(progress: Progress, first: date, second: date) -> None:
    earlier, later = sorted((first, second))
    assert progress.reached(earlier) <= progress.reached(later)


@given(progresses, days)
def test_what_comes_later_does_not_count_yet(progress: Progress, on: date) -> None:
    cut = replace(
        progress,
        **{
            name: day if day and day <= on else None
            for name in ("seen_on", "passed_on", "told_on")
            for day in [getattr(progress, name)]
        },
    )
    assert state(progress, DUE, on) is state(cut, DUE, on)
    assert progress.reached(on) == cut.reached(on)


@given(st.lists(progresses, max_size=8), days)
def test_rates_add_up(everybody: list[Progress], on: date) -> None:
    found = rates(everybody, DUE, on)
    assert found.total == len(everybody)
    for mastery in Mastery:
        assert 0 <= found.percent(mastery) <= 100
        everyone = all(mastery in each.reached(on) for each in everybody)
        assert (found.percent(mastery) == 100) is (bool(everybody) and everyone)
    states = [state(each, DUE, on) for each in everybody]
    assert found.overdue == states.count(LearningState.OVERDUE)


# Which question is hard


def test_the_question_most_often_wrong_stands_first() -> None:
    found = missed(3, [(True, False, True), (False, False, True)])
    assert [(each.place, each.wrong, each.percent) for each in found] == [(1, 2, 100), (0, 1, 50), (2, 0, 0)]


def test_tries_of_another_number_of_questions_are_not_counted() -> None:
    assert missed(2, [(True,)])[0].asked == 0
    assert missed(2, [])[0].percent == 0
