"""The whole way of a draft in a real browser: notice, comment, answer, adoption, origin of an article."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from base import clock

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]
Sit = Callable[..., Page]

ADOPTED = "澄江省突发环境事件应急预案管理办法"
TITLE = "澄江省突发环境事件应急预案管理办法（征求意见稿）"
DRAFT = """第一条　为了规范突发环境事件应急预案管理，制定本办法。

第二条　企业应当每五年修订一次应急预案。

第三条　本办法自公布之日起施行。
"""
NOTE = "一、起草背景\n\n各地预案修订不及时。"
COMMENT = "五年太长，化工企业的工艺两三年就变一次，建议缩短。"
REASON = "工艺和物料变化快的企业确实需要更早修订，已将修订的期限由五年改为三年。"


@pytest.fixture
def walk(person: Sit, office: tuple[str, dict[str, str]], chromium: Browser) -> "Walk":
    return Walk(person, office[0], chromium)


class Walk:
    """Who does what on the way; every person sits down anew, as on another day."""

    def __init__(self, person: Sit, site: str, chromium: Browser) -> None:
        self.person, self.site, self.chromium = person, site, chromium
        self.key = ""

    @property
    def desk(self) -> str:
        return f"/desk/consultations/{self.key}"

    def write_notice(self, page: Page) -> None:
        page.goto("/desk/consultations/new")
        page.fill("[name=title]", TITLE)
        page.select_option("[name=matter]", "normative_document")
        page.fill("[name=deciding_body]", "澄江省生态环境厅")
        page.fill("[name=from_on]", clock.today().isoformat())
        page.fill("[name=through_on]", (clock.today() + timedelta(days=30)).isoformat())
        page.fill("[name=words]", "现向社会公开征求意见。")
        page.fill("[name=contact_person]", "水生态环境处")
        page.fill("[name=phone]", "0571-00000011")
        page.fill("[name=email]", "water@example.gov.cn")
        page.fill("[name=draft]", DRAFT)
        page.fill("[name=note]", NOTE)
        page.click("button:has-text('保存为草稿')")
        page.wait_for_selector("text=第 1 稿")
        self.key = page.url.split("?")[0].rsplit("/", 1)[1]
        page.click("main form button:has-text('送审')")
        page.wait_for_selector("text=已送审")

    def publish_notice(self, page: Page) -> None:
        page.goto(self.desk)
        page.fill("[name=opinion]", "期限和材料齐全，同意发布。")
        page.click("button:has-text('通过并立即发布')")
        page.wait_for_selector("text=征求意见中")

    def comment(self, page: Page) -> str:
        """Comment on the second article from the public page; gives the code."""
        page.goto(f"{self.site}/consultations/{self.key}")
        page.click("#art-2 a:has-text('对这一条提意见')")
        page.fill("[name=words]", COMMENT)
        # Nobody types so much in less than three seconds.
        page.wait_for_timeout(3_200)
        page.click("button:has-text('提交意见')")
        page.wait_for_selector("#code")
        return page.inner_text("#code")

    def show_comments(self, page: Page) -> None:
        page.goto(f"{self.desk}/comments?state=received")
        while page.locator("td a:has-text('号')").count():
            page.click("td a:has-text('号') >> nth=0")
            page.click("main form button:has-text('公开') >> nth=0")
            page.wait_for_load_state()
            page.goto(f"{self.desk}/comments?state=received")

    def answer(self, page: Page) -> None:
        page.goto(f"{self.desk}/outcome")
        for box in page.locator("#group-form [name=comments]").all():
            box.check()
        page.click("text=归在一起答复")
        page.click("text=逐条答复")
        page.check("[name=verdict][value=adopted]")
        page.fill("[name=summary]", "缩短修订应急预案的期限。")
        page.fill("[name=reason]", REASON)
        page.click("button[name=next]")
        page.goto(f"{self.desk}/outcome")
        page.click("main button:has-text('送审')")
        page.wait_for_load_state()

    def adopt(self, page: Page) -> None:
        page.goto(self.desk)
        page.click("summary:has-text('登记出台的文件')")
        page.fill("[name=document]", ADOPTED)
        page.click("button:has-text('登记') >> visible=true")
        page.wait_for_selector("text=已出台")


def test_from_the_notice_to_where_an_article_came_from(
    walk: Walk, usable: Usable, hold_clock: Callable[..., None]
) -> None:
    walk.write_notice(walk.person("drafter"))
    walk.publish_notice(walk.person("publisher"))
    citizen = walk.person()
    citizen.goto(f"/consultations/{walk.key}")
    usable(citizen)
    code = walk.comment(citizen)
    usable(citizen)
    # Another citizen, on a telephone without scripts.
    context = walk.chromium.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False, locale="zh-CN"
    )
    telephone = context.new_page()
    other = walk.comment(telephone)
    assert other != code
    walk.show_comments(walk.person("legal"))
    citizen.goto(f"/consultations/{walk.key}/comments")
    assert citizen.inner_text("main").count(COMMENT) == 2
    usable(citizen)
    hold_clock(clock.now() + timedelta(days=40))
    walk.answer(walk.person("drafter"))
    publisher = walk.person("publisher")
    publisher.goto(f"{walk.desk}/outcome")
    publisher.click("text=审核通过并公布")
    publisher.wait_for_load_state()
    walk.adopt(walk.person("drafter"))
    for reader in (citizen, walk.person("", 390), telephone):
        reader.goto(f"{walk.site}/consultations/{walk.key}/outcome")
        assert REASON in reader.inner_text("main")
        reader.click("main a[href^='/documents/'] >> nth=0")
        reader.click("a:has-text('这一条怎么来的') >> nth=0")
        assert "征求意见稿" in reader.inner_text("main")
        if reader is not telephone:
            usable(reader)
    context.close()
