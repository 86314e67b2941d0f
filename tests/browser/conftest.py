"""A real server on loopback and a real Chromium before it."""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import app as application
from base import clock
from base.config import Config
from base.console import Console
from base.db import Database, opened
from base.outbox import post
from tests.serving import served

WIDTHS = (1280, 390)


@cache
def small_registry() -> ModuleType:
    """The documents of the page tests, which a browser shall see too."""
    place = Path(__file__).parent.parent / "pages" / "conftest.py"
    spec = importlib.util.spec_from_file_location("small_registry", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[str]:
    """The address of one running site with the small registry in it, for all tests."""
    data = tmp_path_factory.mktemp("site")
    config = Config(data=data, secret_key="for tests only")
    shutil.copy(migrated_sqlite, data / "registry.sqlite")
    database = Database(config.database)
    documents = small_registry()
    with database.transaction() as session:
        documents.fill(documents.Scribe(session))
        post(session, "document", [1])
    database.close()
    app = application.create_app(config)
    with served(app) as root:
        yield root
    application.close(app)


@pytest.fixture
def site(running: str, hold_clock: Callable[[date], None]) -> str:
    """The running site on 23 November 2026."""
    hold_clock(small_registry().TODAY)
    return running


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A browser window, wide and narrow in turn."""
    context: BrowserContext = chromium.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


# The department as a newcomer starts it, with people who sign in


@pytest.fixture(scope="module")
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """The demonstration and the passwords of its people; a module that says `PDF = True` has it print."""
    data = tmp_path_factory.mktemp("office")
    config = Config(data=data, pdf=getattr(request.module, "PDF", False))
    console = Console(config, opened(config))
    application.schema.ensure(console.database)
    application.prepare(console)
    console.database.close()
    kept = (config.data / "first-accounts.txt").read_text("utf-8")
    passwords = dict(line.split("\t")[:2] for line in kept.splitlines() if "\t" in line)
    made = application.create_app(config)
    with served(made) as root:
        yield root, passwords
    application.close(made)


Sit = Callable[..., Page]


@pytest.fixture
def person(chromium: Browser, office: tuple[str, dict[str, str]]) -> Iterator[Sit]:
    """Somebody at a browser of their own, signed in; without a name a reader who is nobody."""
    site, passwords = office
    contexts = []

    def sit_down(name: str = "", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site, locale="zh-CN", accept_downloads=True, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if not name:
            return page
        page.goto("/sign-in")
        page.fill("#name", name)
        page.fill("#password", passwords[name])
        page.click("main form button")
        page.wait_for_url("**/desk")
        return page

    yield sit_down
    for context in contexts:
        context.close()


class Steps:
    """What people do with a document at the desk, each step as its pages offer it."""

    def write(self, place: Path, paragraphs: list[str]) -> Path:
        """A Word file with these paragraphs."""
        made = docx.Document()
        for words in paragraphs:
            made.add_paragraph(words)
        made.save(str(place))
        return place

    def enter(self, page: Page, place: Path, summary: str) -> str:
        """Register a Word file and say what it is about; gives the draft's address."""
        page.goto("/desk/drafts/new")
        page.set_input_files("input[type=file]", place)
        page.click("text=上传并读取")
        page.select_option("[name=subject]", label="环境监测、保护与治理")
        page.fill("[name=summary]", summary)
        page.click("main form button:has-text('保存')")
        return page.url

    def plan(self, page: Page, form: str, points: str) -> None:
        """Say in which form, what, by when and by whom the document will be explained."""
        page.click("text=填写解读方案")
        page.check(f"[name=forms][value={form}]")
        page.fill("[name=points]", points)
        page.fill("[name=due_on]", clock.today().isoformat())
        page.click("button:has-text('保存解读方案')")
        page.wait_for_selector("text=解读方案已保存")

    def submit(self, page: Page) -> None:
        page.click("button:has-text('送审')")
        page.wait_for_load_state()
        assert "已送审" in page.inner_text("main")

    def review(self, page: Page, draft: str) -> None:
        """Rule on everything the text states with one key each, and pass the document."""
        page.goto(draft)
        page.click("text=审定正文载明的事项")
        while page.locator("text=待审定 0 项").count() == 0:
            before = page.url
            page.keyboard.press("c")
            page.wait_for_function(
                "before => location.href !== before || !document.body.innerText.includes('待审定 1 项')",
                arg=before,
            )
            page.wait_for_load_state()
        page.goto(draft)
        page.fill("[name=opinion]", "合法，同意发布。")
        page.click("text=审核通过")
        page.wait_for_selector("h1")

    def publish(self, page: Page, draft: str) -> str:
        """Publish what was passed; gives the address of the public page."""
        page.goto(draft)
        page.click("button:has-text('立即发布')")
        public = page.locator("a:has-text('查看公开页面')").get_attribute("href")
        assert public
        return public

    def repeal(self, page: Page, title: str, on: str) -> None:
        """End the document on a day, after looking at what will change."""
        page.goto("/desk/documents?q=" + title)
        page.click(f".desk-main a:has-text('{title}')")
        key = page.url.rsplit("/", 1)[1]
        page.goto(f"/desk/documents/{key}/mark/repeal")
        page.fill("[name=on]", on)
        page.fill("[name=act_title]", "澄江省生态环境厅关于废止部分文件的决定")
        page.click("button:has-text('预览')")
        page.wait_for_selector("text=【")
        page.click("button:has-text('确认')")
        page.wait_for_selector("h1:has-text('回执')")


@pytest.fixture
def steps() -> Steps:
    """The steps of a document through the house."""
    return Steps()
