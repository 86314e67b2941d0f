"""A page printed from the browser says in words how the document stands (打印的网页)."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def printed(window: Page, address: str) -> str:
    """What is to be read on the paper: what the styles for printing leave to be seen."""
    window.emulate_media(media="print")
    window.goto(address)
    return "".join(window.locator("body").inner_text().split())


def test_paper_has_nothing_to_press(window: Page, site: str) -> None:
    assert "查某一天" not in printed(window, f"{site}/documents/normative-document/2015/3")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("normative-document/2015/3", "已废止"),
        ("normative-document/2015/3", "已于2021年8月1日废止"),
        ("normative-document/2015/3/2020-01-01", "截至2026年11月23日：已于2021年8月1日废止"),
        ("normative-document/2026/9", "尚未施行"),
        ("local-government-rule/2010/6", "部分废止"),
        ("local-government-rule/2010/6", "已废止第二条"),
    ],
)
def test_the_paper_says_so(window: Page, site: str, address: str, words: str) -> None:
    assert words in printed(window, f"{site}/documents/{address}")


def test_the_mark_is_seen_without_any_colour(window: Page, site: str) -> None:
    window.emulate_media(media="print", forced_colors="active")
    window.goto(f"{site}/documents/normative-document/2015/3")
    expect(window.locator(".mark strong")).to_have_text("已废止")
    expect(window.locator(".mark strong")).to_be_visible()
