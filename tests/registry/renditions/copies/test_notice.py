"""Rulings on what a marked copy says of itself."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.renditions.copies.notice import BAND, Notice, as_text, sheets
from registry.renditions.titling import width

MakeNotice = Callable[..., Notice]


def test_names_the_original_by_name_size_and_digest(notice: MakeNotice) -> None:
    said = as_text(notice(b"abc"))
    assert "原件文件名：办法.pdf" in said
    assert "原件大小：3 字节" in said
    assert "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" in said


def test_what_may_change_again_says_of_which_day_it_speaks(notice: MakeNotice) -> None:
    assert notice(as_of=date(2026, 11, 23)).standing.startswith("截至2026年11月23日：")
    assert not notice(as_of=None).standing.startswith("截至")


def test_struck_provisions_are_named(notice: MakeNotice) -> None:
    assert ("不再适用的条款", "第二条已废止") in notice(ended=(("第二条", "已废止"),)).rows


@given(st.text(st.characters(codec="utf-8", categories=["Lo", "Nd", "Po"]), max_size=600))
def test_the_band_never_runs_over_two_lines_and_always_bears_the_mark(sentence: str) -> None:
    plain = Notice("已废止", "办法", "", sentence, (), None, "a.pdf", 1, "0" * 64, "", "", "")
    assert width(plain.band) <= BAND
    assert plain.band.startswith("【已废止】")


def test_names_are_escaped_on_the_sheets(notice: MakeNotice) -> None:
    page = sheets(notice(title="<script>alert(1)</script>", filename="<img src=x>.pdf"))
    assert "<script>" not in page
    assert "<img src=x" not in page
