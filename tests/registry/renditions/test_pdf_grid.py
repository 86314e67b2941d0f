"""The grid of GB/T 9704-2012, measured in the finished PDF."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from registry.law.provisions import Provision
from registry.renditions.sheet import Sheet

pytestmark = pytest.mark.pdf
MM = 72 / 25.4
TOLERANCE = 0.3
Printed = Callable[[Sheet], Any]


@pytest.fixture
def full(make_sheet: Callable[..., Sheet], provision: Callable[..., Provision], printed: Printed) -> Any:
    """Four pages of nothing but one character."""
    return printed(make_sheet(provision("paragraph", "para-1", body="国" * 28 * 70)))


def glyphs(page: Any, words: str = "国") -> list[dict[str, Any]]:
    return [char for char in page.chars if char["text"] in words]


def millimetres(points: float) -> float:
    return points / MM


def test_full_page_has_22_lines_of_28_characters(full: Any) -> None:
    lines = Counter(round(char["top"], 1) for char in glyphs(full.pages[1]))
    assert list(lines.values()) == [28] * 22


def test_lines_stand_a_22nd_of_225_millimetres_apart(full: Any) -> None:
    tops = sorted({round(char["top"], 2) for char in glyphs(full.pages[1])})
    assert all(
        millimetres(low - high) == pytest.approx(225 / 22, abs=TOLERANCE) for high, low in pairwise(tops)
    )
    assert millimetres(tops[-1] - tops[0]) == pytest.approx(225 / 22 * 21, abs=TOLERANCE)


def test_characters_stand_a_28th_of_156_millimetres_apart(full: Any) -> None:
    line = [char for char in glyphs(full.pages[1]) if char["top"] == glyphs(full.pages[1])[0]["top"]]
    for place, char in enumerate(line):
        assert millimetres(char["x0"] - line[0]["x0"]) == pytest.approx(156 / 28 * place, abs=TOLERANCE)


def test_body_is_set_in_size_3(full: Any) -> None:
    assert {round(char["size"]) for char in glyphs(full.pages[1])} == {16}


@pytest.mark.parametrize(("page", "left", "right"), [(2, 28, 184), (1, 26, 182)], ids=["odd", "even"])
def test_binding_margin_is_28_millimetres_on_either_side(
    full: Any, page: int, left: float, right: float
) -> None:
    chars = glyphs(full.pages[page])
    assert millimetres(min(char["x0"] for char in chars)) == pytest.approx(left, abs=TOLERANCE)
    assert millimetres(max(char["x1"] for char in chars)) == pytest.approx(right, abs=TOLERANCE)


def test_text_lies_between_37_and_262_millimetres(full: Any) -> None:
    chars = glyphs(full.pages[1])
    middle_of_first = (chars[0]["top"] + chars[0]["bottom"]) / 2
    middle_of_last = (chars[-1]["top"] + chars[-1]["bottom"]) / 2
    # The middle of a line stands half a line inside; a font's own box is not centred to a hair.
    assert millimetres(middle_of_first) == pytest.approx(37 + 225 / 44, abs=1.5)
    assert millimetres(middle_of_last) == pytest.approx(262 - 225 / 44, abs=1.5)


def test_paper_is_a4(full: Any) -> None:
    for page in full.pages:
        assert (round(millimetres(page.width)), round(millimetres(page.height))) == (210, 297)


def number_of(page: Any) -> list[dict[str, Any]]:
    return [char for char in page.chars if millimetres(char["top"]) > 264]


def test_page_number_stands_outside_one_character_in(full: Any) -> None:
    odd, even = number_of(full.pages[2]), number_of(full.pages[1])
    assert "".join(char["text"] for char in odd) == "— 3 —"
    assert "".join(char["text"] for char in even) == "— 2 —"
    assert millimetres(odd[-1]["x1"]) == pytest.approx(184 - 14 / MM, abs=1)
    assert millimetres(even[0]["x0"]) == pytest.approx(26 + 14 / MM, abs=1)
    assert {round(char["size"]) for char in odd + even} == {14}


def test_paragraph_is_indented_by_two_characters(
    make_sheet: Callable[..., Sheet], article: Callable[..., Provision], printed: Printed
) -> None:
    page = printed(make_sheet(article(1, "国" * 40))).pages[0]
    first, second = glyphs(page, "第")[0], glyphs(page)[-1]
    left = min(char["x0"] for char in glyphs(page))
    assert millimetres(first["x0"] - left) == pytest.approx(156 / 28 * 2, abs=TOLERANCE)
    assert second["top"] > first["top"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    make_sheet: Callable[..., Sheet], article: Callable[..., Provision], printed: Printed
) -> None:
    words = "依照《国国国国国国国国国》（国国〔2021〕5号）第一条、第二条的规定，“国国”：国国；国国。"
    document = printed(make_sheet(*(article(number, words * 3) for number in range(1, 30))))
    for page in document.pages:
        lines = [line["text"].strip() for line in page.extract_text_lines()]
        assert not [line for line in lines if line and line[0] in "，。；：、》）〕”"]
        assert not [line for line in lines if line and line[-1] in "《（〔“"]
