"""Writing an interpretation in a real browser: pasted, picked by a click, previewed, submitted, published."""

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from base.staff.roles import Actor, Role
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]
PASTED = """## 政策背景
各地做法不一。
## 出台目的
让企业一次说清。
## 主要举措
没有证就不能排，投产之前把证办好。
引条：第二条
## 适用范围
省内所有固定污染源都管。
## 惠民利企
少跑一趟，到期前两个月来就行。
问：证到期了怎么办？
答：到期前两个月来申请延续。
"""


def house() -> ModuleType:
    """The department of the tests of interpretations."""
    place = Path(__file__).parent.parent / "interpretations" / "conftest.py"
    spec = importlib.util.spec_from_file_location("explained_house", place)
    assert spec
    assert spec.loader
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site(
    app: Flask, act_as: Callable[..., Actor], hold_clock: Callable[[datetime], None]
) -> Iterator[tuple[str, Any, Callable[[Role], None]]]:
    """A running site, its department, and a way to change seats."""
    module = house()
    hold_clock(module.NOON)
    home = module.furnish(app.extensions["database"])

    def sit(role: Role) -> None:
        unit, name = (home.water, "水生态环境处") if role is Role.DRAFTER else (home.office, "办公室")
        act_as(role, unit_id=unit, unit=name, organ=module.DEPARTMENT, account_id=None)

    sit(Role.DRAFTER)
    with served(app) as root:
        yield root, home, sit


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda fault: faults.append(str(fault)))
    yield made
    context.close()
    assert not faults


def test_from_an_empty_form_to_the_public_page(site: Any, page: Page) -> None:
    address, _, sit = site
    page.goto(f"{address}/desk/interpretations/new")
    page.get_by_role("link", name="澄江省排污许可管理办法").click()
    page.fill("#lead", "排污之前先领证，到期之前早延续。")
    page.fill("#contact", "水处，0571-00000000")
    page.fill("#paste", PASTED)
    page.click("button[value=split]")
    assert page.locator("#blocks .edit-block").count() == 6
    page.click("#b-5-words")
    page.locator(".articles input[value='第三条']").click()
    assert page.input_value("#b-5-refs") == "第三条"
    page.click("button[value=add-question]")
    page.locator("#blocks .edit-block").last.locator("input[name$=-heading]").fill("要交钱吗？")
    page.locator("#blocks .edit-block").last.locator("textarea[name$=-words]").fill("不收费。")
    expect(page.locator("#live-preview")).to_contain_text("不收费。")
    page.locator("#blocks .edit-block").last.get_by_label("上移这一块").click()
    assert (
        page.locator("#blocks .edit-block").nth(5).locator("input[name$=-heading]").input_value()
        == "要交钱吗？"
    )
    page.locator(".save-bar button[value=save]").click()
    page.get_by_role("button", name="送审").click()
    key = page.url.rsplit("/", 1)[1]
    sit(Role.PUBLISHER)
    page.goto(f"{address}/desk/interpretations/{key}")
    page.fill("#opinion", "同意发布")
    page.click("button[value=pass]")
    page.get_by_role("button", name="立即发布").click()
    page.goto(f"{address}/interpretations/{key}")
    headings = page.locator(".block h2").all_inner_texts()
    assert [words for words in headings if "要交钱吗" in words or "证到期了" in words] == [
        headings[5],
        headings[6],
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("look", ["", "large", "contrast"])
def test_no_page_is_pushed_sideways_or_shuts_anybody_out(
    site: Any, page: Page, width: int, look: str, usable: Usable
) -> None:
    address, home, _ = site
    key = home.publish()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/desk/interpretations")
    if look:
        page.locator(f"button[name={look}]").click()
    for path in (
        "",
        "/new",
        f"/new?work=document-{home.document}&form=infographic",
        f"/{key}",
        f"/{key}/edit",
    ):
        page.goto(f"{address}/desk/interpretations{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        usable(page)


def test_the_keyboard_reaches_everything_in_the_form(site: Any, page: Page) -> None:
    address, home, _ = site
    page.goto(f"{address}/desk/interpretations/new?work=document-{home.document}")
    page.focus("#b-0-heading")
    page.keyboard.press("Tab")
    page.keyboard.type("各地做法不一。")
    assert page.input_value("#b-0-words") == "各地做法不一。"
    page.locator("#edit-1 button[value=up-1]").focus()
    page.keyboard.press("Enter")
    assert (
        page.locator("#blocks .edit-block").first.locator("input[name$=-heading]").input_value() == "出台目的"
    )
    page.focus("#title")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已保存为草稿")
    assert re.search(r"/desk/interpretations/\d+$", page.url)
