"""Rulings on the public pages of consultations as a real browser shows them, wide and narrow."""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Page

import app as application
from base import clock
from base.config import AUDIT_KEY, Config, Consulting, kept_secret
from base.db import Database
from registry.consultations import changing, flow
from registry.consultations.tables import Meeting
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

PLACES = {
    "list": "/consultations",
    "nothing": "/consultations?state=adopted",
    "open": "/consultations/1",
    "headings": "/consultations/2",
    "dropped": "/consultations/3",
    "withdrawn": "/consultations/4",
    "former edition": "/consultations/1/drafts/1",
    "editions": "/consultations/1/compare/1/2",
    "in force": "/consultations/1/compare/in-force",
}
every_place = pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
HEADINGS = "为了加强监管，提出以下意见。\n\n一、总体要求\n\n水陆统筹。\n\n二、任务\n\n（一）排查\n\n到底。"
RULES = Consulting()


def conftest() -> ModuleType:
    """The department of the tests of consultations."""
    place = Path(__file__).parent.parent / "registry" / "consultations" / "conftest.py"
    spec = importlib.util.spec_from_file_location("forum_in_browser", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def fill(forum: Any) -> None:
    """One open with all that a page can say, one without articles, one dropped, one withdrawn."""
    first = forum.publish(revises_id=forum.document, fax="0571-00000001")
    forum.publish(title="关于加强排污口监管的意见（征求意见稿）", draft=HEADINGS, matter="plan")
    dropped, gone = forum.publish(title="终止的（征求意见稿）"), forum.publish(title="误发的（征求意见稿）")
    with forum.database.transaction() as session:
        draft = changing.new_draft(conftest().DRAFT.replace("五年", "四年"))
        changing.replace_draft(session, first, draft, "吸收意见", RULES, by=forum.officer)
        changing.extend(session, first, date(2026, 12, 31), "公众要求", RULES, by=forum.officer)
        changing.drop(session, dropped, "国家已有规定", RULES, by=forum.officer)
        flow.withdraw(session, gone, "附件有误", by=forum.officer)
        session.add(
            Meeting(
                consultation_id=first,
                kind="hearing",
                title="有效期听证会",
                held_at=datetime(2026, 12, 15, 1, 30, tzinfo=UTC),
                place="厅三楼会议室",
                register_through=date(2026, 12, 5),
                announced_at=clock.now(),
                participants=[{"name": "化工、印染、建材行业企业代表各一名", "as": "听证参加人"}],
                recorded_at=clock.now(),
                recorded_by="tests",
            )
        )


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[str]:
    """The address of a running site with these consultations."""
    data = tmp_path_factory.mktemp("consultations")
    shutil.copy(migrated_sqlite, data / "registry.sqlite")
    config, department = Config(data=data, secret_key="for tests only"), conftest()
    database = Database(config.database, audit_key=kept_secret(data, AUDIT_KEY).encode())
    clock.set_moment(department.NOON)
    fill(department.furnish(database, config))
    clock.set_moment(None)
    database.close()
    app = application.create_app(config)
    with served(app) as root:
        yield root
    application.close(app)


@pytest.fixture
def site(asking: str, hold_clock: Callable[[date], None]) -> str:
    """That site on 1 December 2026."""
    hold_clock(date(2026, 12, 1))
    return asking


@every_place
def test_everybody_can_use_it(site: str, window: Page, usable: Usable, path: str) -> None:
    window.goto(site + path)
    usable(window)


@pytest.mark.parametrize("path", ["/consultations", "/consultations/1", "/consultations/1/compare/1/2"])
def test_also_in_large_type_and_high_contrast(site: str, window: Page, usable: Usable, path: str) -> None:
    window.context.add_cookies([{"name": "appearance", "value": "large.contrast", "url": site}])
    window.goto(site + path)
    usable(window)


def test_the_way_to_comment_is_in_the_first_view(site: str, window: Page) -> None:
    window.goto(f"{site}/consultations/1")
    box = window.get_by_role("link", name="我要提意见").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900


def test_an_article_is_reached_from_the_contents_and_leads_to_a_comment_on_it(
    site: str, window: Page
) -> None:
    window.goto(f"{site}/consultations/1")
    if not window.locator(".contents a").first.is_visible():
        window.locator(".contents summary").click()
    window.locator(".contents").get_by_role("link", name="第三条").click()
    assert window.url.endswith("#art-3")
    link = window.locator("#art-3 .say")
    assert link.is_visible()
    assert (link.get_attribute("href") or "").endswith("/consultations/1/comments/new?eid=art-3")


def test_nothing_fails_in_the_console(site: str, window: Page) -> None:
    faults: list[str] = []
    window.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda fault: faults.append(str(fault)))
    for path in ("/consultations", "/consultations/1", "/consultations/1/compare/in-force"):
        window.goto(site + path)
    assert faults == []
