"""The catalogue of major decisions in a real browser: adjusted, agreed to, published, read at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from base import clock

pytestmark = pytest.mark.browser
Sit = Callable[..., Page]
Usable = Callable[[Page], None]


def newest(page: Page) -> str:
    """The address of the newest year at the desk."""
    page.goto("/desk/decisions")
    found = page.locator(".desk-main table a").first.get_attribute("href")
    assert found
    return found


def test_an_adjustment_goes_from_the_legal_division_by_the_office_to_the_reader(
    person: Sit, usable: Usable
) -> None:
    legal, office = person("legal"), person("publisher")
    year = newest(legal)
    legal.goto(year)
    legal.fill("[name=reason]", "完成时间调整")
    legal.click("button:has-text('开始调整')")
    legal.click(".desk-main tbody a:has-text('新污染物')")
    usable(legal)
    legal.click("summary:has-text('修改目录登记项')")
    legal.fill("#planned", "次年第一季度")
    legal.click("button:has-text('保存登记项')")
    legal.goto(year)
    assert "次" in legal.inner_text("[aria-labelledby=changes-title] ins >> nth=0")
    legal.fill("[name=consented_on]", clock.today().isoformat())
    legal.fill("[name=consent_act]", "厅党组会议纪要〔9999〕9号")
    legal.click("button:has-text('登记同意')")
    legal.click("button:has-text('送办公室审核公布')")
    usable(legal)
    reader = person()
    reader.goto(year.removeprefix("/desk"))
    assert "次年第一季度" not in reader.inner_text("main")
    office.goto(year)
    usable(office)
    office.click("button:has-text('公布第 3 版')")
    reader.reload()
    assert "次年第一季度" in reader.inner_text("main")
    assert "厅党组会议纪要〔9999〕9号" in reader.inner_text("main")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_reader_finds_year_item_picture_and_papers_without_scripts_being_needed(
    person: Sit, usable: Usable, width: int
) -> None:
    page = person(width=width)
    page.goto("/decisions")
    usable(page)
    page.click(".years a")
    usable(page)
    assert page.locator(".year-picture svg[role=img]").count() >= 6
    page.click(".year-picture a >> nth=0")
    usable(page)
    lanes = page.locator(".item-picture svg[role=img]")
    assert lanes.count() == 8
    box = lanes.first.bounding_box()
    assert box
    assert box["x"] + box["width"] <= width
    with page.expect_download() as got:
        page.click(".papers a[href^='/decisions/papers/'] >> nth=0")
    assert got.value.suggested_filename.endswith(".txt")
