"""What a source says of the validity (来源标注), held against the states it may mean."""

from datetime import date

import pytest

from registry.law.claims import CLAIMS, claimed
from registry.law.terms import Validity

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "right"),
    [(date(2026, 12, 31), Validity.IN_FORCE), (date(2027, 1, 1), Validity.EXPIRED)],
)
def test_a_printed_term_is_right_through_its_last_day(day: date, right: Validity) -> None:
    assert right in claimed("有效期至2026/12/31", day)


def test_a_term_that_is_over_no_longer_says_in_force() -> None:
    assert Validity.IN_FORCE not in claimed("有效期至2026/12/31", date(2027, 1, 1))


def test_in_force_may_be_said_of_what_was_repealed_in_part() -> None:
    assert claimed("有效", DAY) == claimed(" 现行有效 ", DAY) == {Validity.IN_FORCE, Validity.PARTLY_REPEALED}


def test_repealed_is_not_said_of_what_ran_out() -> None:
    assert not claimed("已废止", DAY) & claimed("失效", DAY)


@pytest.mark.parametrize("words", ["", "不详", "有效期至长期", "有效期至2026/02/30"])
def test_words_that_say_nothing_are_right_about_nothing(words: str) -> None:
    assert claimed(words, DAY) == frozenset()


def test_no_known_word_is_right_about_every_state() -> None:
    assert all(states and states < frozenset(Validity) for states in CLAIMS.values())
