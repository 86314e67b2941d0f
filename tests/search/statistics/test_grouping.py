"""Searches for the same are grouped, and shown under words that three asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.statistics.grouping import Group, Wording, groups
from search.statistics.reading import is_gap

WORDS = st.text(alphabet="排污许可证环评批复有效期怎么办多久", min_size=1, max_size=20)
ASKED = st.dictionaries(WORDS, st.integers(1, 5), max_size=30).map(
    lambda found: [Wording(words, many, many) for words, many in found.items()]
)


def test_the_same_in_other_words_is_one_group() -> None:
    asked = [
        Wording("环评批复有效期多久", 2, 2),
        Wording("环评批复的有效期是几年", 2, 0),
        Wording("放鞭炮罚多少", 3, 3),
    ]
    assert [(each.searches, each.wordings) for each in groups(asked, 3)] == [(3, 1), (4, 2)]


def test_a_wording_that_few_asked_for_is_not_shown_as_such() -> None:
    asked = [Wording("张小三的环评批复", 1, 1), Wording("李大四的环评批复", 1, 1), Wording("环评批复", 1, 1)]
    assert groups(asked, 3) == (Group("环评批复", 3, 3, 3),)


def test_a_group_without_common_words_is_not_shown() -> None:
    assert groups([Wording("张小三", 2, 2), Wording("李大四", 1, 1)], 3) == ()


def test_a_particle_is_no_beginning_of_what_is_shown() -> None:
    asked = [Wording(f"{name}的案子", 1, 1) for name in ("张小三", "李大四", "王阿五")]
    assert [each.label for each in groups(asked, 3)] == []
    asked = [Wording(f"{name}的案子怎么立", 1, 1) for name in ("甲", "乙", "丙")]
    assert [each.label for each in groups(asked, 3)] == ["案子立"]


@given(ASKED)
def test_every_label_was_asked_for_often_enough(asked: list[Wording]) -> None:
    for each in groups(asked, 3):
        # Signs and words that only ask are left out where no single wording is shown.
        holding = sum(one.searches for one in asked if each.label in one.words)
        whole = any(one.words == each.label and one.searches >= 3 for one in asked)
        assert whole or each.searches >= 3
        assert holding <= sum(one.searches for one in asked)


@given(ASKED, st.randoms(use_true_random=False))
def test_the_groups_do_not_depend_on_the_order(asked: list[Wording], chance: object) -> None:
    mixed = [*asked]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert groups(mixed, 3) == groups(asked, 3)


@pytest.mark.parametrize(
    ("words", "empty", "gap"),
    [
        ("放鞭炮罚多少", 0, True),
        ("能不能晚上施工?", 0, True),
        ("银河系漫游", 2, True),
        ("水污染防治条例", 0, False),
        ("国办发〔2018〕99号", 2, False),
    ],
)
def test_what_is_to_be_explained(words: str, empty: int, gap: bool) -> None:
    assert is_gap(Wording(words, 2, empty)) is gap
