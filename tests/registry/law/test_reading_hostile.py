"""Hostile texts are read and compared in time that grows with their length, whatever they contain."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.law.compare import compare
from registry.law.differences import differences
from registry.law.reading import find, flatten, gaps, read_provisions

# The slowest takes two; a quadratic step on these sizes takes more than a minute.
SECONDS = 20.0

HOSTILE: dict[str, Callable[[], list[str]]] = {
    "50,000 spaces": lambda: [" " * 50_000, "第" + " " * 50_000 + "条", "一" * 50_000 + "、"],
    "one line of 2 MB": lambda: ["第一条　" + "甲" * 2_000_000],
    "one line of 2 MB of numerals": lambda: ["第" + "一" * 2_000_000 + "条"],
    "one line of brackets": lambda: ["（" * 1_000_000],
    "one line of hashes": lambda: ["#" * 1_000_000],
    "one line of stars": lambda: ["**" + "*" * 1_000_000],
    "50,000 plain lines": lambda: ["内容。"] * 50_000,
    "50,000 articles of one number": lambda: ["第一条　甲。"] * 50_000,
    "25,000 articles that start anew": lambda: ["第一条　甲。", "第二条　乙。"] * 12_500,
    "50,000 chapters": lambda: ["第一章　总则"] * 50_000,
    "50,000 headings and short lines": lambda: ["第一章　总则", "标题", "第二章　附则", "甲，乙。"] * 12_500,
    "50,000 annexes": lambda: ["附件1：甲"] * 50_000,
    "50,000 lists of annexes": lambda: ["附件：甲", "2021年8月1日"] * 25_000,
    "50,000 dates": lambda: ["2021年8月1日"] * 50_000,
    "50,000 unclosed tables": lambda: ["<table>"] * 50_000,
    "25,000 tables": lambda: ["<table>", "</table>"] * 25_000,
    "50,000 items that go on": lambda: ["第一条　甲：", *["（一）乙。", "丙。"] * 25_000],
    "lists in lists": lambda: ["一、甲：", "（一）乙：", "1.丙：", "（1）丁：", "①戊："] * 10_000,
    "headings in headings": lambda: [f"{'#' * (at % 6 + 1)} 标题" for at in range(50_000)],
    "titles that announce": lambda: ["目录", *["甲"] * 50_000],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_in_linear_time(name: str, within: Callable[..., Any]) -> None:
    lines = HOSTILE[name]()
    with within(SECONDS):
        provisions = read_provisions(lines)
        gaps(provisions)
        assert find(provisions, "art-0") is None


def test_no_nesting_is_deeper_than_a_reader_can_follow() -> None:
    lines = HOSTILE["lists in lists"]() + HOSTILE["headings in headings"]()
    assert max(depth for depth, _ in flatten(read_provisions(lines))) < 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲" * 200_000, "乙" * 200_000),
        ("甲乙" * 100_000, "乙甲" * 100_000),
        ("甲，" * 100_000, "乙，" * 100_000),
        ("甲。乙，" * 1_400, "乙，甲。" * 1_400),
        (" " * 200_000, "　" * 199_999),
    ],
)
def test_a_hostile_paragraph_is_compared_in_bounded_time(
    old: str, new: str, within: Callable[..., Any]
) -> None:
    with within(SECONDS):
        segments = differences(old, new)
    assert sum(len(segment.text) for segment in segments) >= len(new)


@pytest.mark.parametrize(
    "lines",
    [
        lambda name: [f"第{at}条　{name}同样的内容。" for at in range(1, 9999)],
        lambda name: [f"{name}段落{at}。" for at in range(20_000)],
        lambda name: [f"{name}" * 5 + f"{at % 7}" for at in range(20_000)],
    ],
)
def test_hostile_texts_are_aligned_in_bounded_time(
    lines: Callable[[str], list[str]], within: Callable[..., Any]
) -> None:
    old, new = read_provisions(lines("甲")), read_provisions(lines("乙"))
    with within(SECONDS):
        assert len(compare(old, new)) >= len(new)
