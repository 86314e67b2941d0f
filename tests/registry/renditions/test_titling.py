"""Lines of a title."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.renditions.pdf import title_words
from registry.renditions.titling import NEVER_FIRST, NEVER_LAST, WIDEST, fault, title_lines, width

WORDS = st.lists(st.text(alphabet="甲乙丙丁的《》（）、A1 ", min_size=1, max_size=5), min_size=1, max_size=25)


@given(WORDS)
def test_lines_joined_are_the_title(words: list[str]) -> None:
    assert "".join(title_lines(words)) == "".join(words)


@given(WORDS)
def test_no_line_begins_or_ends_where_it_must_not(words: list[str]) -> None:
    lines = title_lines(words)
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


@given(WORDS)
def test_words_are_never_split(words: list[str]) -> None:
    ends, place = set(), 0
    for word in words:
        place += len(word)
        ends.add(place)
    place = 0
    for line in title_lines(words):
        place += len(line)
        assert place in ends


@given(st.lists(st.sampled_from(["甲", "乙丙", "丁戊己"]), min_size=1, max_size=40))
def test_line_is_as_wide_as_the_page_allows(words: list[str]) -> None:
    lines = title_lines(words)
    assert len(lines) == 1 or max(map(width, lines)) <= WIDEST + 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("水污染防治条例", ("水污染防治条例",)),
        ("澄江省生态环境厅关于危险废物跨市转移有关问题的复函", 2),
        (
            "澄江省人民代表大会常务委员会关于政府规章设定罚款限额的规定",
            ("澄江省人民代表大会常务委员会", "关于政府规章设定罚款限额的规定"),
        ),
        (
            "最高人民法院关于适用《涉外民事关系法律适用法》若干问题的解释（一）",
            ("最高人民法院关于适用", "《涉外民事关系法律适用法》", "若干问题的解释（一）"),
        ),
    ],
)
def test_titles_break_where_words_end(title: str, lines: tuple[str, ...] | int) -> None:
    found = title_lines(title_words(title))
    assert found == lines if isinstance(lines, tuple) else len(found) == lines


def test_hour_glass_is_worse_than_trapezium_and_diamond() -> None:
    hourglass = ["甲" * 14, "甲" * 8, "甲" * 14]
    assert fault(hourglass) > fault(["甲" * 10, "甲" * 12, "甲" * 14])
    assert fault(hourglass) > fault(["甲" * 10, "甲" * 16, "甲" * 10])


def test_title_of_four_hundred_characters_takes_no_time(within: Callable[..., Any]) -> None:
    with within(3):
        title_lines(["甲"] * 400)
        title_lines(["甲"] * 88)
