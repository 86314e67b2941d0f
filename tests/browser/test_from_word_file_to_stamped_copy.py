"""One document's way through the house, at real browsers: entered, reviewed, published, ended."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import docx
import pytest
from playwright.sync_api import Browser, Page
from waitress.server import create_server

import app as application
from base import clock
from base.config import Config
from base.console import Console
from base.db import opened

pytestmark = pytest.mark.browser

TITLE = "澄江省企业环境信用评价管理规定"
WORDS = [
    "澄环发〔2026〕41号",
    TITLE,
    "第一条　为了规范企业环境信用评价，根据《中华人民共和国环境保护法》，制定本规定。",
    "第二条　评价周期为一年，每年3月底前公布上一年度的评价结果。",
    "第三条　本规定自2027年1月1日起施行，有效期5年。",
    "澄江省生态环境厅",
    "2026年11月20日",
    "（此件公开发布）",
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The demonstration as a newcomer starts it, and the passwords of its people."""
    config = Config(data=tmp_path_factory.mktemp("office"), pdf=False)
    console = Console(config, opened(config))
    application.schema.ensure(console.database)
    application.prepare(console)
    console.database.close()
    kept = (config.data / "first-accounts.txt").read_text("utf-8")
    passwords = dict(line.split("\t")[:2] for line in kept.splitlines() if "\t" in line)
    made = application.create_app(config)
    server = create_server(made, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", passwords
    server.close()
    thread.join(timeout=5)
    application.close(made)


@pytest.fixture
def person(chromium: Browser, office: tuple[str, dict[str, str]]) -> Iterator[Callable[[str], Page]]:
    """Somebody at a browser of their own, signed in."""
    site, passwords = office
    contexts = []

    def sit_down(name: str) -> Page:
        context = chromium.new_context(base_url=site, locale="zh-CN", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/sign-in")
        page.fill("#name", name)
        page.fill("#password", passwords[name])
        page.click("main form button")
        page.wait_for_url("**/desk")
        return page

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """The document as the drafter wrote it."""
    made = docx.Document()
    for words in WORDS:
        made.add_paragraph(words)
    place = tmp_path / "规定.docx"
    made.save(str(place))
    return place


def enter(page: Page, place: Path) -> str:
    """Register the Word file, correct what was read, submit; gives the draft's address."""
    page.goto("/desk/drafts/new")
    page.set_input_files("input[type=file]", place)
    page.click("text=上传并读取")
    assert page.input_value("[name=title]") == TITLE
    assert page.input_value("[name=document_number]") == "澄环发〔2026〕41号"
    page.select_option("[name=subject]", label="环境监测、保护与治理")
    page.fill("[name=summary]", "规范企业环境信用评价的周期和结果公布。")
    page.click("main form button:has-text('保存')")
    address = page.url
    plan(page)
    page.click("button:has-text('送审')")
    page.wait_for_selector("text=已送审")
    return address


def plan(page: Page) -> None:
    """Say in which forms, what, by when and by whom the document will be explained; back to the draft."""
    page.click("text=填写解读方案")
    page.check("[name=forms][value=text]")
    page.fill("[name=points]", "评价周期和结果怎样公布。")
    page.fill("[name=due_on]", clock.today().isoformat())
    page.click("button:has-text('保存解读方案')")
    page.wait_for_selector("text=解读方案已保存")


def review(page: Page, draft: str) -> None:
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


def repeal(page: Page, key: str) -> None:
    """End the document on a day to come, after looking at what will change."""
    page.goto(f"/desk/documents/{key}/mark/repeal")
    page.fill("[name=on]", "2027-06-01")
    page.fill("[name=act_title]", "澄江省生态环境厅关于废止部分文件的决定")
    page.click("button:has-text('预览')")
    page.wait_for_selector("text=【")
    page.click("button:has-text('确认')")
    page.wait_for_selector("h1:has-text('回执')")


def test_from_the_word_file_to_the_receipt(person: Callable[[str], Page], word_file: Path) -> None:
    drafter = person("drafter")
    draft = enter(drafter, word_file)
    officer = person("legal")
    review(officer, draft)
    publisher = person("publisher")
    publisher.goto(draft)
    publisher.click("button:has-text('立即发布')")
    public = publisher.locator("a:has-text('查看公开页面')").get_attribute("href")
    assert public

    reader = drafter.context.browser.new_context(base_url=drafter.url.split("/desk")[0]).new_page()
    reader.goto(public)
    assert reader.locator("h1").inner_text() == TITLE
    assert "有效期至" in reader.inner_text("main")
    assert "第二条" in reader.inner_text("main")

    officer.goto("/desk/documents?q=" + TITLE)
    officer.click(f".desk-main a:has-text('{TITLE}')")
    repeal(officer, officer.url.rsplit("/", 1)[1])
    reader.reload()
    assert "废止" in reader.inner_text("main"), "the page tells of the repeal to come"
    with reader.expect_download() as saving:
        reader.click("text=规定.docx")
    kept = Path(saving.value.path()).read_bytes()
    assert any("废止" in part.text for part in docx.Document(io.BytesIO(kept)).paragraphs[:3])

    reader.context.close()
