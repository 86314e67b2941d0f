"""Title marks and brackets in running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.marks import VEIL, bare, marks, veiled

MARKED = st.text(alphabet="《》〈〉<>（）()〔〕甲乙。，\n废止", max_size=120)


def titles(text: str) -> list[str]:
    return [mark.title for mark in marks(text)]


def test_finds_every_title_in_order() -> None:
    assert titles("依照《甲法》和《乙条例》执行") == ["甲法", "乙条例"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("《关于修改〈甲法〉的决定》废止", "关于修改〈甲法〉的决定"),
        ("《关于适用《甲法》的解释》废止", "关于适用《甲法》的解释"),
        ("《某省<甲法>实施办法》废止", "某省<甲法>实施办法"),
    ],
)
def test_keeps_a_title_within_a_title(text: str, title: str) -> None:
    assert titles(text) == [title]


def test_finds_the_inner_title_when_the_outer_mark_never_closes() -> None:
    assert titles("《关于适用《甲法》的解释") == ["甲法"]


@pytest.mark.parametrize("text", ["《甲法", "甲法》", "《甲。乙》", "《甲\n乙》", "《" + "甲" * 500 + "》"])
def test_takes_no_open_or_endless_mark_for_a_title(text: str) -> None:
    assert titles(text) == []


def test_hides_titles_and_asides_but_no_other_word() -> None:
    words = bare("原《甲办法》（自2001年1月1日起施行，2008年废止）不再适用")
    assert words.replace(VEIL, "") == "原不再适用"


def test_hides_an_aside_that_holds_another() -> None:
    assert bare("《甲》（法（研）发〔1987〕32号）废止").replace(VEIL, "") == "废止"


@given(MARKED)
def test_a_veil_keeps_every_place(text: str) -> None:
    words = bare(text)
    assert len(words) == len(text)
    assert all(hidden in (VEIL, shown) for hidden, shown in zip(words, text, strict=True))


@given(MARKED)
def test_every_mark_stands_where_it_says(text: str) -> None:
    for mark in marks(text):
        assert text[mark.start] == "《"
        assert text[mark.end - 1] == "》"
        assert mark.title == text[mark.start + 1 : mark.end - 1].strip()


@given(MARKED)
def test_marks_never_overlap(text: str) -> None:
    found = marks(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert len(veiled(text, found)) == len(text)
