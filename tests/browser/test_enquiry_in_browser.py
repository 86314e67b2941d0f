"""An enquiry's whole way in a real browser: asked, routed, answered, read, asked once more, selected."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from base import clock, holidays
from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Unit
from registry.tables import Document, EventRow, ProvisionRow, Text
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

RECORDED = datetime(2026, 11, 20, tzinfo=UTC)
TITLE, ADDRESS = "澄江省排污许可管理办法", "normative-document/2026/900001"
ORGAN = "澄江省生态环境厅"


def fill(database: Database) -> tuple[int, int]:
    """A document that nobody is known to have drafted, the office, and the unit that will answer."""
    stamp = {"recorded_at": RECORDED, "recorded_by": "tests"}
    with database.transaction() as session:
        holidays.seed(session)
        office, water = Unit(organ=ORGAN, name="办公室"), Unit(organ=ORGAN, name="水生态环境处")
        document = Document(
            address=ADDRESS,
            title=TITLE,
            title_key=TITLE,
            kind="normative_document",
            published_at=RECORDED,
            **stamp,
        )
        session.add_all([office, water, document])
        session.flush()
        text = Text(document_id=document.id, position=0, title=TITLE, fingerprint="0" * 64, **stamp)
        began = EventRow(document_id=document.id, kind="commencement", on=date(2026, 8, 1), **stamp)
        session.add_all([text, began])
        session.flush()
        article = ProvisionRow(
            text_id=text.id,
            position=0,
            depth=0,
            level="article",
            eid="art-1",
            number="第一条",
            body="许可证有效期为五年。",
        )
        session.add(article)
        return office.id, water.id


class Town:
    """A running site, and who sits before its browser."""

    def __init__(self, app: Flask, address: str, units: tuple[int, int], usable: Usable) -> None:
        self.app, self.address, self.units, self.usable = app, address, units, usable

    def sit(self, role: Role | None) -> None:
        unit = self.units[0] if role is Role.PUBLISHER else self.units[1]
        who = Actor(None, role.value, role.label, role, unit, "处室", ORGAN) if role else None
        self.app.extensions["visitor"] = lambda: who

    def drafted(self) -> None:
        """The legal division writes down which unit drafted the document."""
        with self.app.extensions["database"].transaction() as session:
            session.get_one(Document, 1).drafting_unit_id = self.units[1]


@pytest.fixture
def town(app: Flask, hold_clock: Callable[[datetime], None], usable: Usable) -> Iterator[Town]:
    """The site on Monday 23 November 2026, with its tokens against forged forms."""
    hold_clock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    units = fill(app.extensions["database"])
    with served(app) as root:
        yield Town(app, root, units, usable)


def ask(town: Town, page: Page, **typed: str) -> str:
    page.goto(f"{town.address}/enquiries/new?document={ADDRESS}&eid=art-1")
    town.usable(page)
    for name, words in typed.items():
        page.fill(f"#{name}", words)
    clock.set_moment(clock.now() + timedelta(seconds=5))
    page.get_by_role("button", name="提交咨询").click()
    return page.inner_text("#code")


def follow(town: Town, page: Page, code: str) -> None:
    page.goto(f"{town.address}/enquiries/follow")
    town.usable(page)
    page.fill("#code", code.lower())
    page.get_by_role("button", name="查询").click()


def publish_selected(town: Town, window: Page) -> None:
    """The selected answer as the desk left it: checked, submitted, passed and published by other eyes."""
    assert "/desk/interpretations/" in window.url
    town.usable(window)
    window.locator(".save-bar button[value=save]").click()
    town.usable(window)
    window.get_by_role("button", name="送审").click()
    assert "已送审" in window.inner_text("main")
    address = window.url
    town.sit(Role.PUBLISHER)
    window.goto(address)
    window.fill("#opinion", "同意公开")
    window.click("button[value=pass]")
    window.get_by_role("button", name="立即发布").click()
    town.usable(window)


def read_selected(town: Town, window: Page) -> None:
    """Whoever asks the same finds the answer: among the questions, by search, beside the article."""
    for place in (f"/faq?q={quote('到期 延续')}", f"/search?q={quote('许可证到期怎么延续')}"):
        window.goto(town.address + place)
        assert "许可证到期怎么延续" in window.inner_text("main"), place
        assert "张三丰" not in window.content()
        town.usable(window)
    window.goto(f"{town.address}/search?q={quote('许可证到期怎么延续')}")
    assert "许可证到期怎么延续" in window.locator(".row-title").first.inner_text(), "it is the first hit"
    window.goto(f"{town.address}/documents/{ADDRESS}")
    town.usable(window)
    note = window.locator("#art-1 + details.explained, #art-1 details.explained").first
    note.evaluate("each => { each.open = true }")
    note.get_by_role("link", name="许可证到期怎么延续").click()
    assert "/interpretations/" in window.url
    assert "届满六十日前" in window.inner_text("main")
    town.usable(window)


def test_from_the_question_to_the_selected_answer(town: Town, window: Page) -> None:
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    town.sit(None)
    code = ask(town, window, question="我叫张三丰，到期怎么延续？", name="张三丰")
    town.usable(window)
    follow(town, window, code)
    assert "待分办" in window.inner_text("main")
    town.usable(window)

    town.sit(Role.PUBLISHER)
    window.goto(f"{town.address}/desk/enquiries")
    town.usable(window)
    window.click("table.ledger a")
    town.usable(window)
    window.select_option("#route-unit", str(town.units[1]))
    window.click("form[action$='/route'] button")

    town.sit(Role.DRAFTER)
    window.goto(f"{town.address}/desk/enquiries/1")
    town.usable(window)
    window.fill("#reply", "应当在**届满六十日前**申请延续。")
    window.get_by_role("button", name="发出答复").click()
    town.usable(window)
    window.get_by_role("link", name="选登为公开问答").click()
    town.usable(window)
    assert "张三丰" not in window.input_value("#question")
    window.fill("#question", "许可证到期怎么延续？")
    window.get_by_role("button", name="生成解读稿").click()
    assert "请先指定起草单位" in window.inner_text("main"), "who drafts, explains"
    town.usable(window)
    town.drafted()
    assert window.input_value("#question") == "许可证到期怎么延续？"
    window.get_by_role("button", name="生成解读稿").click()
    publish_selected(town, window)

    town.sit(None)
    read_selected(town, window)
    follow(town, window, code)
    assert window.inner_text(".reply strong") == "届满六十日前"
    town.usable(window)
    window.fill("#question", "周末也算吗？")
    window.get_by_role("button", name="提交追问").click()
    assert "追问已经提交" in window.inner_text("main")
    assert code not in window.url
    window.goto(f"{town.address}/enquiries")
    assert "100%" in window.inner_text("main")
    town.usable(window)
    assert not [line for line in said if "Content Security Policy" in line]


def test_by_keyboard_alone_and_without_scripts(town: Town, chromium: Browser) -> None:
    town.sit(None)
    context: Any = chromium.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{town.address}/enquiries/new")
    page.focus("#question")
    page.keyboard.type("许可证到期怎么延续？")
    page.keyboard.press("Tab")
    page.keyboard.type("李雷")
    page.keyboard.press("Tab")
    page.keyboard.type("li@example.cn")
    clock.set_moment(clock.now() + timedelta(seconds=5))
    # The field that must stay empty is no stop on the way.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    context.close()


@pytest.mark.parametrize("look", ["large", "contrast"])
def test_the_pages_hold_in_every_look(town: Town, window: Page, look: str) -> None:
    town.sit(None)
    window.context.add_cookies([{"name": "appearance", "value": look, "url": town.address}])
    for place in (
        f"/enquiries/new?document={ADDRESS}&eid=art-1",
        "/enquiries",
        "/enquiries/channels",
        "/enquiries/follow",
    ):
        window.goto(town.address + place)
        town.usable(window)


def test_the_calendar_is_kept_at_both_widths(town: Town, window: Page) -> None:
    town.sit(Role.PUBLISHER)
    window.goto(f"{town.address}/desk/holidays")
    town.usable(window)
    window.get_by_role("link", name="登记 2027 年").click()
    window.fill("#days", "2026-12-31 休 元旦\n2027-10-01 休 国庆节\n2027-10-03 至 2027-10-07 休 国庆节")
    window.fill("#source", "国务院办公厅关于2027年部分节假日安排的通知")
    window.get_by_role("button", name="保存").click()
    assert "不在2027年" in window.inner_text("main")
    town.usable(window)
    window.fill("#days", "2027-10-01 休 国庆节\n2027-10-03 至 2027-10-07 休 国庆节")
    window.check("#confirmed")
    window.get_by_role("button", name="保存").click()
    assert window.url.endswith("/desk/holidays")
    window.goto(f"{town.address}/desk/enquiries/templates")
    town.usable(window)
    window.goto(f"{town.address}/desk/enquiries/watch")
    town.usable(window)
