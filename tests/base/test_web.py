"""What is read from a request: right, absent, or refused with the field's name."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from base import web
from base.errors import BadInput

SITE = Flask("small")


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_as_it_is_printed(day: date) -> None:
    with SITE.test_request_context(f"/?on={day}"):
        assert web.asked_day() == day


@pytest.mark.parametrize("query", ["/", "/?on=", "/?on=%20"])
def test_without_a_day_today_is_meant(query: str, hold_clock: Callable[[date], None]) -> None:
    hold_clock(date(2026, 11, 23))
    with SITE.test_request_context(query):
        assert web.asked_day() == date(2026, 11, 23)


@pytest.mark.parametrize(
    "raw",
    ["2021-02-30", "1899-12-31", "2201-01-01", "20210801", "2021-8", "today", "０２０２１-8-1", "2" * 5000],
)
def test_a_day_that_is_none_is_refused_by_the_name_of_its_field(raw: str) -> None:
    with (
        SITE.test_request_context("/", query_string={"since": raw}),
        pytest.raises(BadInput, match=r"since=.*2021-08-01") as fault,
    ):
        web.asked_day("since")
    assert len(fault.value.sentence) < 200


@pytest.mark.parametrize(
    ("query", "page"), [("/", 1), ("/?page=", 1), ("/?page=7", 7), ("/?page=10000", 10_000)]
)
def test_pages_are_counted_from_one(query: str, page: int) -> None:
    with SITE.test_request_context(query):
        assert web.page_number() == page


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "x", "10001", "٣", "9" * 5000])
def test_a_page_that_cannot_be_is_refused(raw: str) -> None:
    with (
        SITE.test_request_context("/", query_string={"page": raw}),
        pytest.raises(BadInput, match="page="),
    ):
        web.page_number()


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("", ""),
        ("appearance=contrast.large", "contrast large"),
        ('appearance="large"', "large"),
        ("appearance=<script>", ""),
        ("appearances=large", ""),
    ],
)
def test_the_look_is_made_of_known_words_only(cookie: str, look: str) -> None:
    with SITE.test_request_context("/", headers={"Cookie": cookie}):
        assert " ".join(sorted(web.look())) == look
