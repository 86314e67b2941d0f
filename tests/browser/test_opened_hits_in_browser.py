"""Which hit is opened is counted by the browser as it leaves, and the search is kept nowhere in it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect


def test_a_hit_that_is_opened_is_told_with_its_place(site: str, window: Page) -> None:
    sent: list[Any] = []
    window.on("request", lambda asked: sent.append(asked) if asked.url.endswith("/search/opened") else None)
    window.goto(f"{site}/search?q={quote('排污权')}")
    with window.expect_navigation():
        window.locator("ol.hits > li").first.locator("a").first.click()
    assert [asked.post_data for asked in sent] == [f"words={quote('排污权')}&place=1"]
    assert "cookie" not in sent[0].headers
    assert window.context.cookies() == []
    assert window.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_boxes_of_the_search_have_names_and_nothing_runs_over(site: str, window: Page) -> None:
    window.goto(f"{site}/search?q={quote('排污权')}&sort=effective&from=2000-01-01")
    for name in ("查哪一天的时效", "自", "至"):
        expect(window.get_by_label(name, exact=True)).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    status = window.locator("ol.hits .row-facts").first.locator("> *").first
    expect(status).to_have_class("status status-in_force")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_statistics_can_be_used_by_everybody_at_the_desk(
    person: Callable[..., Page], usable: Callable[[Page], None], width: int
) -> None:
    reader = person(width=width)
    for words in ("排污许可", "银河系漫游", "放鞭炮罚多少"):
        reader.goto(f"/search?q={quote(words)}")
    desk = person("legal", width)
    desk.goto("/desk/search")
    expect(desk.get_by_role("heading", name="检索统计")).to_be_visible()
    usable(desk)
    desk.click("text=该解读什么")
    usable(desk)


@pytest.mark.parametrize("words", ["放鞭炮", "排污权", "春节可以放鞭炮吗", "“碳普惠”"])
def test_no_hit_is_wider_than_a_telephone(
    person: Callable[..., Page], usable: Callable[[Page], None], words: str
) -> None:
    reader = person(width=390)
    reader.goto(f"/search?q={words}")
    expect(reader.locator(".hits li").first).to_be_visible()
    usable(reader)
