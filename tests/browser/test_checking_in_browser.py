"""Checking a text, day snapshots and their confirmation, as a real browser shows them at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

TEXT = """关于某公司违法排污的调查报告

依据《澄江省水环境保护条例》第二条、《澄江省排污权交易管理办法（试行）》第二条和该条例第九十条，
按《澄江省水环境保护管理条例》、国发〔1999〕1号和本报告第三条，参照《澄江省碳普惠管理办法》处理。

2013年5月6日
"""
WATER = "local-regulation/2012/1"


def test_the_empty_form_and_what_is_wrong_with_it(site: str, window: Page, usable: Usable) -> None:
    window.goto(f"{site}/check")
    usable(window)
    window.click("main button:has-text('核对')")
    fault = window.get_by_role("alert")
    expect(fault).to_have_text("请贴上要核对的文字，或者选择一个文件")
    assert fault.evaluate("fault => getComputedStyle(fault).fontWeight") == "600"
    usable(window)


def test_a_report_with_every_conclusion(site: str, window: Page, usable: Usable) -> None:
    window.goto(f"{site}/check")
    window.fill("#text", TEXT)
    window.click("main button:has-text('核对')")
    expect(window.locator(".check-counts li")).to_have_count(7)
    usable(window)
    window.locator(".check-rows summary").first.click()
    usable(window)
    window.locator(".check-places a").first.click()
    expect(window.locator("mark:target")).to_be_in_viewport()


def test_a_snapshot_is_chosen_made_and_confirmed(site: str, window: Page, usable: Usable) -> None:
    window.goto(f"{site}/snapshots/new")
    usable(window)
    window.goto(f"{site}/snapshots/new?on=2016-01-01&document={WATER}")
    usable(window)
    window.click("button:has-text('制作快照')")
    expect(window.get_by_text("签名有效")).to_be_visible()
    usable(window)
    window.get_by_text("当日的文本").first.click()
    usable(window)
    window.click("main a:has-text('核验') >> nth=-1")
    expect(window.get_by_text("没有更正。")).to_be_visible()
    usable(window)
    field, box = (window.locator(each).bounding_box() for each in ("#file", ".box:has(#file)"))
    assert field
    assert box
    assert field["x"] + field["width"] <= box["x"] + box["width"]


def test_a_code_that_nobody_gave_is_told(site: str, window: Page, usable: Usable) -> None:
    for address in ("/verify", "/verify/2222-2222-2222-2222"):
        window.goto(site + address)
        usable(window)


@pytest.mark.parametrize("words", ["排污权怎么交易？", "红烧肉怎么做才不腻？"])
def test_questions_and_what_answers_them(site: str, window: Page, usable: Usable, words: str) -> None:
    window.goto(f"{site}/answers")
    window.fill("#q", words)
    window.click("main button:has-text('提问')")
    usable(window)
