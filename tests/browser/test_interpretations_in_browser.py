"""Rulings on the public pages of interpretations as a real browser shows them."""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page

import app as application
from base import clock
from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from interpretations.publishing import editing, flow, release
from interpretations.rules.terms import Form, Origin
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

TESTS = Path(__file__).parent.parent / "interpretations"
PLACES = {
    "list": "/interpretations",
    "filtered": "/interpretations?form=faq",
    "nothing": "/interpretations?form=press",
    "words": "/interpretations/1",
    "questions": "/interpretations/2",
    "recording": "/interpretations/3",
    "expert": "/interpretations/4",
    "faq": "/faq",
    "found": f"/faq?q={quote('延续')}",
    "found nothing": f"/faq?q={quote('罚款')}",
    "withdrawn": "/interpretations/5",
}
every_place = pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)


def loaded(name: str, place: Path) -> ModuleType:
    """A conftest of other tests, for what it furnishes."""
    spec = importlib.util.spec_from_file_location(name, place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def fill(home: Any, views: ModuleType, root: Path) -> None:
    """Five interpretations: words, questions, a recording with its captions, an expert's, one withdrawn."""
    home.publish(views.rich(home.content()), "t1")
    home.publish(home.content(form=Form.FAQ, title="排污许可简明问答"), "t2")
    with home.database.transaction() as session:
        home.begin(session, home.content(form=Form.AUDIO), "t3")
    recording = replace(
        home.content(form=Form.AUDIO, title="厅长谈排污许可"),
        media=views.keep(home, root, 3, "media", ("谈话.wav", "audio/wav"), views.sound()),
        captions=views.keep(home, root, 3, "captions", ("字幕.vtt", "text/vtt"), views.CAPTIONS.encode()),
        picture=views.keep(home, root, 3, "picture", ("图解.png", "image/png"), views.picture()),
        picture_text="先领证，再排污。",
        transcript="问：什么时候领证？\n\n答：**排污之前**。",
    )
    with home.database.transaction() as session:
        editing.save(session, 3, 1, recording, by=home.drafter)
        flow.submit(session, 3, 2, by=home.drafter)
        flow.approve(session, 3, 2, "同意", by=home.reviewer)
        release.publish(session, 3, 2, by=home.reviewer)
    home.publish(home.content(title="专家谈许可", origin=Origin.EXPERT, credit="林一舟"), "t4")
    gone = home.publish(home.content(title="误发的解读"), "t5")
    with home.database.transaction() as session:
        release.withdraw(session, gone, "重复发布", by=home.officer)


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[tuple[str, Any]]:
    """A running site with the department's interpretations, and the department."""
    department = loaded("explaining_department", TESTS / "conftest.py")
    views = loaded("explaining_views", TESTS / "views" / "conftest.py")
    data = tmp_path_factory.mktemp("explained")
    config = Config(data=data, secret_key="for tests only")
    shutil.copy(migrated_sqlite, data / "registry.sqlite")
    database = Database(config.database, audit_key=kept_secret(data, AUDIT_KEY).encode())
    clock.set_moment(department.NOON)
    home = department.furnish(database)
    fill(home, views, config.files)
    app = application.create_app(config)
    with served(app) as root:
        yield root, home
    application.close(app)
    database.close()


@pytest.fixture
def place(explained: tuple[str, Any]) -> str:
    """The running site at noon of 23 November 2026."""
    clock.set_moment(sys.modules["explaining_department"].NOON)
    return explained[0]


@every_place
def test_axe_finds_nothing_and_nothing_leaves_the_window_or_the_site(
    place: str, window: Page, path: str, usable: Usable
) -> None:
    asked: list[str] = []
    said: list[str] = []
    window.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    window.on("console", lambda message: said.append(message.text))
    answer = window.goto(place + path)
    window.wait_for_load_state("networkidle")
    usable(window)
    assert set(asked) == {urlsplit(place).netloc}
    assert answer
    assert [words for words in said if "Failed to load resource" not in words or answer.status < 400] == []


@pytest.mark.parametrize("look", ["large", "contrast"])
@pytest.mark.parametrize("name", ["list", "words", "recording", "faq"])
def test_axe_finds_nothing_in_the_other_looks(
    place: str, window: Page, name: str, look: str, usable: Usable
) -> None:
    window.context.add_cookies([{"name": "appearance", "value": look, "url": place}])
    window.goto(place + PLACES[name])
    assert look in (window.locator("html").get_attribute("class") or "")
    usable(window)


def test_the_provision_stands_beside_the_words_where_there_is_room_and_below_where_there_is_not(
    place: str, window: Page
) -> None:
    window.goto(f"{place}/interpretations/1")
    words = window.locator("#b3 > .words").bounding_box()
    provision = window.locator("#b3 > .quoted").bounding_box()
    assert words
    assert provision
    wide = window.viewport_size["width"] > 960  # type: ignore[index]
    if wide:
        assert provision["x"] >= words["x"] + words["width"]
    else:
        assert provision["y"] >= words["y"] + words["height"]


def test_a_provision_folds_away_by_keyboard(place: str, window: Page) -> None:
    window.goto(f"{place}/interpretations/1")
    assert window.locator("#b3 blockquote").is_visible()
    window.locator("#b3 summary").focus()
    window.keyboard.press("Enter")
    assert not window.locator("#b3 blockquote").is_visible()


def test_a_recording_plays_and_can_be_wound(place: str, window: Page) -> None:
    window.goto(f"{place}/interpretations/3")
    window.wait_for_function("document.querySelector('audio').readyState >= 1")
    seconds = window.evaluate("document.querySelector('audio').duration")
    assert seconds == pytest.approx(2, abs=0.1)
    window.evaluate("document.querySelector('audio').currentTime = 1.5")
    window.wait_for_function("document.querySelector('audio').currentTime >= 1.4")


def test_from_the_list_to_the_document_and_back(place: str, window: Page) -> None:
    window.goto(f"{place}/interpretations?form=text")
    window.click("text=《澄江省排污许可管理办法》解读")
    window.click(".explained-documents a")
    assert "/documents/normative-document/2026/900001" in window.url
    window.click("a[href='/interpretations/1'] >> nth=0")
    assert window.url.startswith(f"{place}/interpretations/1")


def test_a_question_is_found_by_its_words(place: str, window: Page) -> None:
    window.goto(f"{place}/faq")
    window.fill("#faq-q", "延续 环评")
    window.keyboard.press("Enter")
    window.wait_for_url("**/faq?q=*")
    assert window.locator(".faq-item").count() == 1
    window.click("text=这个问答的固定链接")
    assert window.url.endswith("/interpretations/1#q1")


def test_at_midnight_the_page_says_that_it_explains_a_former_text(
    explained: tuple[str, Any], place: str, window: Page, usable: Usable
) -> None:
    _place, home = explained
    window.goto(f"{place}/interpretations/1")
    assert window.locator(".stale-notice").count() == 0
    reword_once(home)
    clock.set_moment(clock.now() + timedelta(days=40))
    window.goto(f"{place}/interpretations/1")
    assert "解读针对旧版" in window.inner_text(".stale-notice")
    usable(window)
    window.click(".stale-notice a")
    assert "/compare/2026-11-20/2026-12-25" in window.url


def reword_once(home: Any) -> None:
    """Let article three read otherwise from Christmas on; both widths share one site."""
    if not getattr(home, "reworded", False):
        home.reword("art-3", "排污许可证有效期为三年。", date(2026, 12, 25))
        home.reworded = True
