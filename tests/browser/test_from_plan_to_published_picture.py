"""An explanation's whole way at real browsers: planned, drawn, published with its document, and ended."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pdfplumber
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from base import clock, typeset

pytestmark = pytest.mark.browser
# The department of this module prints.
PDF = True
ATOM = "{http://www.w3.org/2005/Atom}"
# One document for each width: both pass through the same house.
TITLES = {1280: "澄江省入河排污口监督管理规定", 390: "澄江省饮用水水源地保护管理规定"}
ANSWER = "可以。把缺的材料补上，从补齐那天起重新算时间。"


def paragraphs(title: str, number: int) -> list[str]:
    today = clock.today()
    return [
        f"澄环发〔{today.year}〕{number}号",
        title,
        "第一条　为了加强监督管理，根据《中华人民共和国水污染防治法》，制定本规定。",
        "第二条　新设排放口的，应当提前二十个工作日向所在地生态环境主管部门提出申请，并提交论证报告。",
        "第三条　主管部门应当自受理之日起十个工作日内作出决定；材料不齐全的，应当一次告知。",
        "第四条　本规定自发布之日起施行。",
        "澄江省生态环境厅",
        f"{today.year}年{today.month}月{today.day}日",
        "（此件公开发布）",
    ]


def draw(page: Page, draft: str, title: str) -> str:
    """Write what the picture is drawn from: points, a figure, steps, a question; gives its key."""
    page.goto(draft)
    page.click("#plan a:has-text('拟写解读')")
    assert page.input_value("#form") == "infographic", "as the plan says"
    assert page.input_value("#title") == f"一图读懂《{title}》"
    page.fill("#lead", "想在河边设排污口，提前一个月来申请。")
    page.fill("#contact", "水生态环境处，0570-0000031")
    page.select_option("#layout", label="流程式")
    said = {
        "政策背景": ("过去谁批、多久批，各地说法不同。", ""),
        "出台目的": ("一张图讲清找谁、交什么、等几天。", ""),
        "主要举措": ("先申请，后建设；一次说清还缺什么。", "第二条、第三条"),
        "适用范围": ("全省江河湖库边上新设的口子都算。", ""),
        "惠民利企点": ("少跑路，材料缺什么一次讲完。", "第三条"),
    }
    for place in range(page.locator("#blocks .edit-block").count()):
        heading = page.input_value(f"#b-{place}-heading")
        words, refs = said.get(heading, ("给不给设，从受理起最多等这么久", "第三条"))
        if heading not in said:
            page.fill(f"#b-{place}-heading", "10个工作日")
        page.fill(f"#b-{place}-words", words)
        page.fill(f"#b-{place}-refs", refs)
    for heading, words, refs in (
        ("提申请", "动工之前二十个工作日交到当地局里。", "第二条"),
        ("等决定", "缺材料的当场告诉您缺哪几样。", "第三条"),
        ("再动工", "拿到同意的决定以后开始建。", ""),
    ):
        page.click("button[value=add-step]")
        block = page.locator("#blocks .edit-block").last
        block.locator("input[name$=-heading]").fill(heading)
        block.locator("textarea[name$=-words]").fill(words)
        block.locator("input[name$=-refs]").fill(refs)
    page.click("button[value=add-point]")
    block = page.locator("#blocks .edit-block").last
    block.locator("select[name$=-kind]").select_option("question")
    block.locator("input[name$=-heading]").fill("材料没交齐还能补吗？")
    block.locator("textarea[name$=-words]").fill(ANSWER)
    block.locator("input[name$=-refs]").fill("第三条")
    expect(page.locator("#live-preview")).to_contain_text("从补齐那天起")
    page.locator(".save-bar button[value=save]").click()
    page.wait_for_selector("text=已保存为草稿")
    return page.url.rsplit("/", 1)[1]


def submit_with_reason(page: Page, steps: Any, draft: str) -> None:
    """A document that begins at once needs a reason for it, given in its form."""
    page.goto(draft)
    page.click("button:has-text('送审')")
    page.locator("[name^=why-]").first.fill("水源安全等不得，不立即施行将有碍执行。")
    page.click("main form.entry button:has-text('保存')")
    steps.submit(page)


def pdf_words(answer: Any) -> str:
    assert answer.ok, answer.status
    with pdfplumber.open(io.BytesIO(answer.body())) as read:
        return "".join((page.extract_text() or "").replace("\n", "") for page in read.pages)


def picture_of(page: Page, address: str) -> Image.Image:
    answer = page.request.get(f"{address}/picture.png")
    assert answer.ok, answer.status
    made = Image.open(io.BytesIO(answer.body()))
    made.load()
    return made


def entry_of(page: Page, address: str) -> ET.Element:
    """The entry of this interpretation in the feed."""
    root = ET.fromstring(page.request.get("/interpretations/data.feed").text())  # noqa: S314  # our own
    found = [each for each in root.iter(f"{ATOM}entry") if each.findtext(f"{ATOM}id", "").endswith(address)]
    assert len(found) == 1
    return found[0]


def hit_of(page: Page, title: str, address: str) -> str:
    """What the search says of this interpretation."""
    page.goto(f"/search?q={quote(title)}")
    return page.locator(f"li:has(a[href^='{address}'])").first.inner_text()


def look_at_it_published(page: Page, public: str, address: str, usable: Callable[[Page], None]) -> None:
    """Everything the public sees while the document is in force."""
    page.goto(public)
    usable(page)
    notes = page.locator("#art-3 + details.explained, #art-3 details.explained").first
    notes.locator("summary").click()
    assert "惠民利企点" in notes.inner_text()
    notes.locator("a").first.click()
    assert page.url.split("#")[0].endswith(address)
    usable(page)
    assert page.locator(".mark").count() == 0
    assert "材料不齐全的，应当一次告知" in page.inner_text("main"), (
        "the article stands beside its explanation"
    )
    page.goto(f"{address}/picture")
    usable(page)
    assert picture_of(page, address).width == 1080
    assert "提申请" in pdf_words(page.request.get(f"{address}/picture.pdf"))
    assert "提申请" in pdf_words(page.request.get(f"{address}/picture.pdf?paper=a3"))
    assert "一次讲完" in pdf_words(page.request.get(f"{address}.pdf"))
    page.goto(f"/faq?q={quote('材料没交齐')}")
    assert ANSWER in page.inner_text("main")
    usable(page)


def look_at_it_ended(page: Page, title: str, address: str, usable: Callable[[Page], None]) -> None:
    """Everything that explains an ended document bears its mark, and the questions leave the FAQ."""
    page.goto(address)
    assert "已废止" in page.inner_text(".mark")
    usable(page)
    page.emulate_media(media="print")
    assert page.locator(".mark").is_visible(), "the browser's own print bears it too"
    page.emulate_media(media="screen")
    page.goto(f"{address}/picture")
    assert "已废止" in page.inner_text("main")
    usable(page)
    assert "已废止" in pdf_words(page.request.get(f"{address}/picture.pdf"))
    # Letter by letter, as the stamp across the page stands askew.
    assert "止废已" in pdf_words(page.request.get(f"{address}.pdf"))
    entry = entry_of(page, address)
    assert "已废止" in (entry.findtext(f"{ATOM}title") or "")
    assert "已废止" in hit_of(page, title, address)
    usable(page)
    page.goto(f"/faq?q={quote('材料没交齐')}")
    assert page.locator(f"a[href^='{address}']").count() == 0
    page.goto("/interpretations")
    assert "【已废止】" in page.locator(f"a[href='{address}']").first.inner_text()
    usable(page)


@pytest.mark.parametrize("width", sorted(TITLES, reverse=True), ids=[f"{width}px" for width in TITLES])
def test_from_the_plan_to_the_picture_and_to_its_end(
    person: Callable[..., Page], steps: Any, usable: Callable[[Page], None], tmp_path: Path, width: int
) -> None:
    if why := typeset.available():
        pytest.skip(why)
    title = TITLES[width]
    drafter, officer = person("drafter", width), person("legal", width)
    publisher, reader = person("publisher", width), person(width=width)
    place = steps.write(tmp_path / "规定.docx", paragraphs(title, 60 + width % 7))
    draft = steps.enter(drafter, place, "规范排放口的设置和监督管理。")
    steps.plan(drafter, "infographic", "找谁、交什么、等几天。")
    usable(drafter)
    key = draw(drafter, draft, title)
    address = f"/interpretations/{key}"
    usable(drafter)
    steps.submit(drafter)
    submit_with_reason(drafter, steps, draft)
    steps.review(officer, draft)

    publisher.goto(f"/desk{address}")
    publisher.fill("#opinion", "通俗、准确，同意发布")
    publisher.click("button[value=pass]")
    assert publisher.locator("button:has-text('立即发布')").count() == 0, "never before its document"
    publisher.click("button:has-text('与文件同步发布')")
    usable(publisher)
    reader.goto(address)
    assert title not in reader.content(), "nothing is told before its minute"
    public = steps.publish(publisher, draft)
    publisher.goto(f"/desk{address}")
    assert "新媒体素材" in publisher.inner_text("main")
    usable(publisher)

    look_at_it_published(reader, public, address, usable)
    assert "已废止" not in hit_of(reader, title, address)
    before = picture_of(reader, address)
    # What begins today cannot end before tomorrow.
    steps.repeal(officer, title, (clock.today() + timedelta(days=1)).isoformat())
    assert picture_of(reader, address).tobytes() == before.tobytes(), "it holds through its last day"
    clock.set_moment(clock.now() + timedelta(days=1))
    look_at_it_ended(reader, title, address, usable)
    after = picture_of(reader, address)
    assert after.width == 1080
    assert after.tobytes() != before.tobytes()
