"""A page that was made before is not shown on a day, or after a change, for which it was not made."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

NEW = "/documents/normative-document/2021/8"
COMING = "/documents/normative-document/2026/9"
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def head_of(pages: Any, address: str) -> str:
    found = re.search(r"<title>(.*?)</title>", pages.get(address).get_data(as_text=True), re.DOTALL)
    assert found
    return found[1]


def test_the_address_of_a_day_is_todays_page_on_that_day_only(
    pages: Any, hold_clock: Callable[[date], None]
) -> None:
    assert "（2026-11-23）" not in head_of(pages, f"{NEW}/2026-11-23")
    hold_clock(TOMORROW)
    assert "（2026-11-23）" in head_of(pages, f"{NEW}/2026-11-23")
    assert "（2026-11-24）" not in head_of(pages, f"{NEW}/2026-11-24")


def test_a_list_of_yesterday_is_not_the_list_of_today(pages: Any, hold_clock: Callable[[date], None]) -> None:
    hold_clock(date(2026, 12, 31))
    assert pages.get("/documents.json?status=not_yet_in_force").get_json()["totalItems"] == 1
    hold_clock(date(2027, 1, 1))
    assert pages.get("/documents.json?status=not_yet_in_force").get_json()["totalItems"] == 0
    assert "尚未施行" not in head_of(pages, COMING)


def test_the_home_page_counts_anew_at_midnight(pages: Any, hold_clock: Callable[[date], None]) -> None:
    hold_clock(date(2026, 12, 31))
    before = pages.get("/").get_data(as_text=True)
    hold_clock(date(2027, 1, 1))
    after = pages.get("/").get_data(as_text=True)
    assert "2026年12月31日" in before
    assert "2026年12月31日" not in after


def test_a_remembered_document_is_made_anew_after_a_change(
    pages: Any, write: Callable[[Callable[[Any], None]], None]
) -> None:
    assert "已废止" not in head_of(pages, NEW)
    write(lambda scribe: scribe.event(scribe.find(NEW[11:]), "repeal", TODAY))
    assert "已废止" in head_of(pages, NEW)
    assert pages.get(f"{NEW}.json").get_json()["validity"]["value"] == "repealed"


def test_a_reader_who_has_the_page_is_sent_the_new_one_after_a_change(
    pages: Any, write: Callable[[Callable[[Any], None]], None]
) -> None:
    etag = pages.get(NEW).headers["ETag"]
    assert pages.get(NEW, headers={"If-None-Match": etag}).status_code == 304
    write(lambda scribe: scribe.event(scribe.find(NEW[11:]), "repeal", TODAY))
    assert pages.get(NEW, headers={"If-None-Match": etag}).status_code == 200
