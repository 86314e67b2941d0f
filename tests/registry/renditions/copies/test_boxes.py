"""Rulings on where a stamp goes on pages of any shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.renditions.copies.boxes import (
    BAND_HEIGHT,
    BAND_WIDTH,
    MOST_WORDS,
    WORD_SIDE,
    Box,
    Matrix,
    box,
    placings,
    shared,
    upright,
)

SIDES = st.floats(1, 20_000)
PLACES = st.floats(-5_000, 5_000)


def put(matrix: Matrix, across: float, up: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * across + c * up + e, b * across + d * up + f


def test_corners_may_come_in_any_order() -> None:
    assert box((595, 0, 0, 842)) == Box(0, 0, 595, 842)


@pytest.mark.parametrize(
    "corners",
    [
        (0, 0, 0, 842),
        (0, 0, float("nan"), 842),
        (0, 0, float("inf"), 842),
        (0, 0, 595, 10.0**7),
        (0, 0, 0.5, 9),
    ],
)
def test_what_is_no_page_is_none(corners: tuple[float, float, float, float]) -> None:
    assert box(corners) is None


def test_a_crop_outside_the_page_is_not_looked_at() -> None:
    page = Box(0, 0, 595, 842)
    assert shared(page, Box(700, 900, 100, 100)) == page
    assert shared(page, Box(-50, 100, 200, 5_000)) == Box(0, 100, 150, 742)


@given(PLACES, PLACES, SIDES, SIDES, st.sampled_from([0, 90, 180, 270, -90, 450]))
def test_the_corners_of_the_seen_page_are_the_corners_of_the_page(
    left: float, bottom: float, width: float, height: float, turned: int
) -> None:
    matrix, seen_width, seen_height = upright(Box(left, bottom, width, height), turned)
    found = {
        tuple(round(value, 3) for value in put(matrix, across, up))
        for across in (0, seen_width)
        for up in (0, seen_height)
    }
    corners = {(round(x, 3), round(y, 3)) for x in (left, left + width) for y in (bottom, bottom + height)}
    assert all(min(abs(a - x) + abs(b - y) for x, y in corners) < 0.02 for a, b in found)
    assert {round(seen_width, 3), round(seen_height, 3)} == {round(width, 3), round(height, 3)}


def test_the_top_of_a_page_turned_clockwise_is_its_left_side() -> None:
    matrix, width, height = upright(Box(0, 0, 595, 842), 90)
    assert (width, height) == (842, 595)
    assert put(matrix, 0, height) == (0, 0)
    assert put(matrix, width, height) == (0, 842)


@given(SIDES, SIDES)
def test_the_band_spans_the_head_of_the_page_and_nothing_more(width: float, height: float) -> None:
    band, _ = placings(width, height)
    left, bottom = put(band, 0, 0)
    right, top = put(band, BAND_WIDTH, BAND_HEIGHT)
    assert left == 0
    assert right == pytest.approx(width)
    assert top == pytest.approx(height)
    assert bottom < top


@given(SIDES, SIDES)
def test_the_words_stand_on_the_page_and_never_too_many(width: float, height: float) -> None:
    _, words = placings(width, height)
    assert 1 <= len(words) <= MOST_WORDS
    for word in words:
        middle = put(word, WORD_SIDE / 2, WORD_SIDE / 2)
        assert 0 <= middle[0] <= width * 1.001
        assert 0 <= middle[1] <= height * 1.001


def test_a_long_strip_bears_the_word_again_and_again() -> None:
    assert len(placings(200, 3000)[1]) == 15
    assert len(placings(595, 842)[1]) == 1
