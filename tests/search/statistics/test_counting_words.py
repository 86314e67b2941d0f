"""Under which words a search is counted: never under what tells of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.statistics.counts import FARTHEST, Counts
from search.statistics.wording import LONGEST, OTHERS, PERSONAL, counted


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "１３８００１３８０００ 举报",
        "张三 11010519491231002X",
        "1101051949 1231 002X",
        "zhang.san@example.com 回复",
        "我叫张三丰，要投诉",
        "浙A12345 尾号限行",
        "案件 20240012345",
        "环城东路12号3幢502室 噪声",
        "0571-88888888",
    ],
)
def test_what_tells_of_a_person_is_not_recorded(typed: str) -> None:
    assert counted(typed) == PERSONAL


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  危险废物  转移 ", "危险废物 转移"),
        ("危險廢物", "危险废物"),
        ("国办发〔2018〕37号", "国办发〔2018〕37号"),
        ("GB 3838-2002", "gb 3838-2002"),
        ("2015年有效的排污规定", "2015年有效的排污规定"),
        ("？！", ""),
        ("", ""),
    ],
)
def test_words_are_folded_and_nothing_else(typed: str, words: str) -> None:
    assert counted(typed) == words


@given(st.text(max_size=300))
def test_counted_words_are_short_and_their_own_normal_form(typed: str) -> None:
    words = counted(typed)
    assert len(words) <= LONGEST
    assert words in {"", PERSONAL, OTHERS} or counted(words) in {words, PERSONAL}


@given(st.lists(st.integers(1, FARTHEST), max_size=30))
def test_every_opened_place_is_in_one_sort_and_the_mean_is_that_of_the_places(places: list[int]) -> None:
    made = Counts()
    for place in places:
        made.open(place)
    assert made.opened == len(places)
    assert made.opened_first == places.count(1)
    mean = sum(1 / place for place in places) / len(places) if places else None
    assert made.mean_reciprocal == (pytest.approx(mean) if mean else None)
