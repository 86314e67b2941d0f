"""An outcome in a real browser: grouped, decided by keyboard or without scripts, published, read."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from base.staff.roles import Role
from tests.registry.consultations.outcomes.conftest import REASON, REFUSED, Answering
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Usable = Callable[[Page], None]
WAYS = [(1280, True), (390, False)]


@pytest.fixture(params=WAYS, ids=["wide", "narrow, without scripts"])
def window(request: pytest.FixtureRequest, chromium: Browser, app: Flask) -> Iterator[Page]:
    """A window before the running application: wide with scripts, narrow without."""
    with served(app) as root:
        width, scripts = request.param
        context = chromium.new_context(
            base_url=root,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield page
        context.close()


def scripts(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] > 1000


def decide(page: Page, key: str, verdict: str, reason: str) -> None:
    """Choose the verdict by its key, write the reason, save and go on; without scripts by mouse."""
    if scripts(page):
        page.locator("h1").click()
        page.keyboard.press(key)
        page.fill("#reason", reason)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    else:
        page.click(f"label:has-text('{verdict}') >> nth=0")
        page.fill("#reason", reason)
        page.click("button[name=next]")
    page.wait_for_load_state()


def test_comments_are_answered_published_and_read(
    answering: Answering, window: Page, act_as: Callable[..., Any], usable: Usable
) -> None:
    for words in ("续期的申请期限太短", "续期请提前到六十日", "有效期请改为八年"):
        answering.comment(words, eid="art-3")
    home = f"/desk/consultations/{answering.key}/outcome"
    check = usable if scripts(window) else lambda _page: None
    act_as(Role.DRAFTER, unit_id=answering.forum.water)
    window.goto(home)
    check(window)
    window.check("#comment-1")
    window.check("#comment-2")
    window.click("text=归在一起答复")
    window.check("#comment-3")
    window.click("text=各列一条")
    window.click("text=逐条答复")
    check(window)
    decide(window, "1", "采纳", "已采纳合理意见")
    assert "套话" in window.inner_text("main")
    decide(window, "1", "采纳", REASON)
    assert "还有 1 条意见未答复" in window.inner_text("main")
    decide(window, "3", "未采纳", REFUSED)
    assert "3 条意见已全部答复" in window.inner_text("main")
    window.click("text=预览公开的表格")
    check(window)
    window.goto(home)
    window.click("button:has-text('送审')")
    act_as(Role.PUBLISHER, unit_id=answering.forum.office)
    window.goto(home)
    check(window)
    window.click("text=审核通过并公布")
    act_as(None)
    window.goto(f"/consultations/{answering.key}/outcome")
    check(window)
    page = window.inner_text("main")
    assert REASON in page
    assert REFUSED in page
    assert "66.7%" in page
    window.click("td a:has-text('第三条') >> nth=0")
    assert window.url.endswith(f"/consultations/{answering.key}#art-3")


def test_what_is_overdue_is_listed_for_everybody(
    answering: Answering, window: Page, hold_clock: Callable[..., None], usable: Usable
) -> None:
    hold_clock(date(2027, 2, 11))
    window.goto("/consultations/overdue")
    if scripts(window):
        usable(window)
    window.click("table a")
    assert "已逾期 20 天" in window.inner_text("main")
    assert window.url.endswith(f"/consultations/{answering.key}/outcome")
