"""Every day has exactly one wording to read, whatever days the versions give."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.law.wordings import Tile, tiles

DAYS = st.dates(date(1950, 1, 1), date(2050, 1, 1))
STARTS = st.lists(st.one_of(st.none(), DAYS), min_size=1, max_size=6)


def around(starts: list[date | None]) -> list[date]:
    known = [start for start in starts if start]
    near = [day + timedelta(days=step) for day in known for step in (-1, 0, 1)]
    return [*near, date(1900, 1, 1), date(2100, 1, 1)]


@given(STARTS)
def test_exactly_one_version_answers_for_any_day(starts: list[date | None]) -> None:
    laid = tiles(starts)
    assert len(laid) == len(starts)
    for day in around(starts):
        assert sum(tile is not None and tile.covers(day) for tile in laid) == 1


@given(STARTS)
def test_the_answer_is_the_latest_version_that_has_begun(starts: list[date | None]) -> None:
    laid = tiles(starts)
    for day in around(starts):
        begun = [place for place, start in enumerate(starts) if place == 0 or start is None or start <= day]
        answering = [place for place, tile in enumerate(laid) if tile is not None and tile.covers(day)]
        assert answering == [max(begun)]


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True).map(sorted))
def test_versions_in_the_order_of_their_days_all_get_their_turn(starts: list[date]) -> None:
    assert all(tile is not None for tile in tiles(starts))


def test_a_version_overtaken_before_it_began_is_never_read() -> None:
    laid = tiles([date(2000, 1, 1), date(2021, 6, 1), date(2020, 1, 1)])
    assert laid[1] is None
    assert laid[2] is not None
    assert laid[2].since == date(2020, 1, 1)


def test_of_two_versions_of_one_first_day_the_later_alone_has_a_turn() -> None:
    assert tiles([None, date(2020, 1, 1), date(2020, 1, 1)]) == (
        Tile(None, date(2020, 1, 1)),
        None,
        Tile(date(2020, 1, 1), None),
    )


@given(STARTS)
def test_no_turn_is_empty(starts: list[date | None]) -> None:
    assert all(tile.since < tile.until for tile in tiles(starts) if tile and tile.since and tile.until)


def test_a_document_without_texts_has_no_tiles() -> None:
    assert tiles([]) == ()
