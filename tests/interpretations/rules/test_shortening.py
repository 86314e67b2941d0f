"""Words cleaned and shortened: at the end of a sentence, else at a comma, never inside a character."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.shortening import ELLIPSIS, clean, cut, plain, sentences, shortened

WORDS = st.text("先领证再排污，。；！？、ab1 \u0301\u200d", max_size=200)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("各地**做法不一**。", "各地做法不一。"),
        ("# 标题\n\n- 一\n- 二", "标题一二"),
        ("见[第三条](/documents/1#art-3)。", "见第三条。"),
        ("![图](/a.png)说明", "图说明"),
        ("<script>alert(1)</script>正文", "alert(1)正文"),
        ("| 项目 | 时限 |\n|---|---|\n| 受理 | 3日 |", "项目时限受理 3日"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_markdown_is_read_as_its_words(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_what_turns_or_hides_is_left_out() -> None:
    assert clean("许\u200b可\u202e证\ufeff😀\ue000\n正 本") == "许可证正本"


def test_latin_words_keep_their_spaces() -> None:
    assert clean("PM  2.5 监测") == "PM 2.5 监测"


@pytest.mark.parametrize(
    "hostile", ["*" * 20_000, "<" * 20_000, "[" * 20_000, "| " * 10_000, "\u0301" * 20_000]
)
def test_hostile_words_take_no_time(hostile: str, within: Callable[..., Any]) -> None:
    with within(6):
        shortened(plain(hostile), 100)


@given(st.text(max_size=300))
def test_sentences_joined_are_the_words(words: str) -> None:
    assert "".join(sentences(words)) == words


@given(WORDS, st.integers(1, 60))
def test_shortened_is_never_longer_and_ends_whole(words: str, most: int) -> None:
    made = shortened(words, most)
    assert len(made) <= most
    if made and made != words and not made.endswith(ELLIPSIS):
        assert words.startswith(made) or words.strip().startswith(made)
        assert made[-1] in "。；！？;!?”’」』）》】" or made[-1].isspace() or made in words


@given(WORDS, st.integers(1, 60))
def test_no_mark_is_parted_from_its_sign(words: str, most: int) -> None:
    made = cut(words, most).removesuffix(ELLIPSIS)
    following = (
        words[len(made)] if made != words and len(made) < len(words) and words.startswith(made) else "一"
    )
    assert not made or not unicodedata.combining(following) or following == "\u200d"


def test_a_number_is_not_cut_in_two() -> None:
    assert cut("补助标准由原来的15000元提高到20000元整", 12) == "补助标准由原来的…"
