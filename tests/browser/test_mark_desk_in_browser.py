"""Marking in a real browser: both widths, pressed twice, gone back, with scripts and without."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from base.db import Database
from base.outbox import post
from base.staff.roles import Actor, Role
from registry.tables import Document, EventRow, ProvisionRow, Text
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

RECORDED = datetime(2026, 11, 20, tzinfo=UTC)
TITLE = "澄江省排污权交易管理办法"


def fill(database: Database) -> int:
    """One document of two articles, in force since August 2021."""
    stamp = {"recorded_at": RECORDED, "recorded_by": "tests"}
    with database.transaction() as session:
        document = Document(
            address="normative-document/2021/8",
            title=TITLE,
            title_key=TITLE,
            kind="normative_document",
            document_number="澄环发〔2021〕8号",
            published_at=RECORDED,
            **stamp,
        )
        session.add(document)
        session.flush()
        text = Text(document_id=document.id, position=0, title=TITLE, fingerprint="0" * 64, **stamp)
        began = EventRow(document_id=document.id, kind="commencement", on=date(2021, 8, 1), **stamp)
        session.add_all([text, began])
        session.flush()
        for place, words in enumerate(("为规范交易，制定本办法。", "交易应当公开。"), 1):
            article = {
                "text_id": text.id,
                "level": "article",
                "depth": 0,
                "number": f"第{'一二'[place - 1]}条",
            }
            session.add(ProvisionRow(**article, position=2 * place, eid=f"art-{place}"))
            paragraph = {"text_id": text.id, "level": "paragraph", "depth": 1, "body": words}
            session.add(ProvisionRow(**paragraph, position=2 * place + 1, eid=f"art-{place}-p1"))
        post(session, "document", [document.id])
        return document.id


@pytest.fixture
def desk(
    app: Flask, act_as: Callable[..., Actor], hold_clock: Callable[[date], None]
) -> Iterator[tuple[str, int]]:
    """The address of a running site whose visitor is a legal officer, and the document's key."""
    hold_clock(date(2026, 11, 23))
    act_as(Role.LEGAL_OFFICER)
    key = fill(app.extensions["database"])
    with served(app) as root:
        yield root, key
        if checking := app.extensions.get("receipt"):
            checking.join(60)


def filled_in(page: Page, root: str, key: int) -> None:
    """The form of a repeal of today, filled in by hand."""
    page.goto(f"{root}/desk/documents?q=排污权")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="废止", exact=True).click()
    assert page.url.endswith(f"/desk/documents/{key}/mark/repeal")
    page.get_by_label("自哪一天起生效").fill("2026-11-23")
    page.locator("#act_title").fill("关于废止部分文件的决定")
    page.locator("#evidence").fill("决定废止。")


def repeals(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        marked = EventRow.kind.in_(("repeal", "partial_repeal"))
        return session.execute(select(func.count()).where(marked)).scalar_one()


def test_every_page_of_a_mark_has_nothing_to_object_to(
    desk: tuple[str, int], window: Page, usable: Usable
) -> None:
    root, key = desk
    window.goto(f"{root}/desk/documents")
    usable(window)
    filled_in(window, root, key)
    usable(window)
    window.get_by_role("button", name="预览").click()
    usable(window)
    window.get_by_role("button", name="确认标注").click()
    assert "/receipts/" in window.url
    usable(window)
    window.goto(f"{root}/desk/documents/{key}")
    usable(window)
    window.get_by_role("link", name="撤去").first.click()
    usable(window)
    window.goto(f"{root}/desk/documents/{key}/as-known")
    usable(window)


def test_pressed_twice_and_gone_back_it_marks_once(desk: tuple[str, int], window: Page, app: Flask) -> None:
    root, key = desk
    filled_in(window, root, key)
    window.get_by_role("button", name="预览").click()
    window.get_by_role("button", name="确认标注").dblclick()
    window.wait_for_url("**/receipts/*")
    assert repeals(app) == 1
    # Back over the preview, which a browser does not show again unasked, to the form as it was filled in.
    window.evaluate("history.go(-2)")
    window.wait_for_url("**/mark/repeal")
    window.get_by_label("自哪一天起生效").fill("2026-11-23")
    window.locator("#act_title").fill("另一决定")
    window.get_by_role("button", name="预览").click()
    assert "不能标注" in window.get_by_role("heading", level=1).inner_text()
    assert repeals(app) == 1


def test_a_ticked_provision_chooses_the_part_and_the_whole_unticks_it(
    desk: tuple[str, int], window: Page
) -> None:
    root, key = desk
    filled_in(window, root, key)
    window.locator(".tree summary").click()
    window.get_by_label("第二条第一款").check()
    assert window.get_by_label("部分条款").is_checked()
    window.get_by_label("全文").check()
    assert not window.locator("input[value='art-2-p1']").is_checked()


def test_it_all_works_without_scripts(desk: tuple[str, int], chromium: Browser, app: Flask) -> None:
    root, key = desk
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    filled_in(page, root, key)
    page.get_by_label("部分条款").check()
    page.locator(".tree summary").click()
    page.locator("input[value='art-2']").check()
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="返回修改").click()
    assert page.locator("input[value='art-2']").is_checked()
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认标注").click()
    assert "/receipts/" in page.url
    assert repeals(app) == 1
    context.close()
