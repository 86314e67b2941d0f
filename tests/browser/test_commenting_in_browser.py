"""Commenting in a real browser: on selected words, by a link at the article, by keyboard, without scripts."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from base import clock
from base.db import Database
from base.staff.tables import Unit
from registry.consultations.rules.terms import Matter, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationText
from registry.consultations.texts import fingerprint, kept, read_draft
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]
DRAFT = """第一条　为了保护河湖，制定本办法。

第二条　发现异常排水的，应当在二小时内报告主管部门。

第三条　本办法自公布之日起施行。
"""
SELECT = """() => {
  const words = document.querySelector('#art-2-p1').firstChild, at = words.data.indexOf('二小时内报告');
  const range = document.createRange();
  range.setStart(words, at); range.setEnd(words, at + 6);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""
ACROSS = """() => {
  const range = document.createRange();
  range.setStart(document.querySelector('#art-2-p1').firstChild, 15);
  range.setEnd(document.querySelector('#art-3-p1').firstChild, 6);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""
# Where some words of the second article begin and end in the window; on a phone they may break.
ENDS = """(sought) => {
  const words = document.querySelector('#art-2-p1').firstChild, at = words.data.indexOf(sought);
  words.parentElement.scrollIntoView({block: 'center', behavior: 'instant'});
  const range = document.createRange();
  range.setStart(words, at); range.setEnd(words, at + sought.length);
  const boxes = [...range.getClientRects()], first = boxes[0], last = boxes.at(-1);
  return [[first.left + 1, first.top + first.height / 2], [last.right - 1, last.top + last.height / 2]];
}"""
ASKED = "new URL(document.querySelector('.comment-on').href).searchParams"
WORDS = "夜间只有一人值班，建议先电话报告。"


def fill(database: Database) -> int:
    """A consultation that is open."""
    stamp = {"recorded_at": clock.now(), "recorded_by": "tests"}
    with database.transaction() as session:
        unit = Unit(organ="澄江省生态环境厅", name="水生态环境处")
        session.add(unit)
        session.flush()
        row = Consultation(
            token="browser",  # no secret
            progress=NoticeProgress.PUBLISHED.value,
            unit_id=unit.id,
            title="澄江省入河排污口监督管理办法（征求意见稿）",
            matter=Matter.RULE.value,
            from_on=date(2026, 11, 23),
            through_on=date(2026, 12, 23),
            email="water@example.test",
            author="drafter",
            published_at=clock.now(),
            changed_at=clock.now(),
            **stamp,
        )
        session.add(row)
        session.flush()
        provisions = read_draft(DRAFT)
        text = {"source": DRAFT, "provisions": kept(provisions), "fingerprint": fingerprint(provisions)}
        paper = {"consultation_id": row.id, "role": TextRole.DRAFT.value, "edition": 1}
        session.add(ConsultationText(**paper, **text, **stamp))
        return row.id


@pytest.fixture
def place(app: Flask, hold_clock: Callable[[datetime], None]) -> Iterator[str]:
    """The address of a running site's open consultation, on 23 November 2026."""
    hold_clock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    key = fill(app.extensions["database"])
    with served(app) as root:
        yield f"{root}/consultations/{key}"


def drag(window: Page, words: str) -> None:
    """Select these words of the second article with the mouse."""
    start, end = window.evaluate(ENDS, words)
    window.mouse.move(*start)
    window.mouse.down()
    window.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    window.mouse.move(*end)
    window.mouse.up()


def later(hold_clock: Callable[[datetime], None]) -> None:
    """A minute has passed since the form was opened."""
    hold_clock(datetime(2026, 11, 23, 4, 1, tzinfo=UTC))


def test_selected_words_become_the_passage(
    place: str, window: Page, usable: Usable, hold_clock: Callable[[datetime], None]
) -> None:
    window.goto(place)
    window.evaluate(SELECT)
    window.click("text=对所选文字提意见")
    window.wait_for_selector("blockquote:has-text('二小时内报告')")
    usable(window)
    window.fill("#words", WORDS)
    later(hold_clock)
    window.click("button:has-text('提交意见')")
    window.wait_for_selector("#code")
    usable(window)
    code = window.inner_text("#code")
    assert code not in window.url
    window.goto(place.rsplit("/", 1)[0] + "/comments/follow")
    usable(window)
    window.fill("#code", code.lower())
    window.click("main form button")
    window.wait_for_selector("text=您的意见")
    assert WORDS in window.inner_text("main")
    usable(window)
    window.click("summary:has-text('撤回这条意见')")
    window.click("text=确认撤回")
    window.wait_for_selector("text=意见已经撤回")


def test_words_are_selected_with_the_mouse_and_the_button_pressed_at_leisure(
    place: str, window: Page, hold_clock: Callable[[datetime], None]
) -> None:
    window.goto(place)
    drag(window, "发现异常")
    button = window.locator(".comment-on")
    button.wait_for(state="visible")
    # Once more: the button of the first selection stands in the draft, and is no word of it.
    drag(window, "二小时内")
    window.wait_for_function(f"() => ({ASKED}).get('exact') === '二小时内'")
    assert window.evaluate(f"() => ({ASKED}).get('prefix')").endswith("发现异常排水的，应当在")
    assert "对所选文字提意见" not in unquote_plus(str(button.get_attribute("href")))
    (_, end), box = window.evaluate(ENDS, "二小时内"), button.bounding_box()
    assert box
    # Beside the words, where a reader sees it.
    assert 0 <= box["y"] - end[1] <= 60
    assert 0 <= box["x"] <= end[0]
    window.mouse.move(box["x"] + 10, box["y"] + 10)
    window.mouse.down()
    window.wait_for_timeout(400)
    window.mouse.up()
    window.wait_for_selector("blockquote:has-text('二小时内')")
    assert window.inner_text("blockquote.passage") == "二小时内"


def test_a_selection_over_two_articles_is_told_to_be_one(place: str, window: Page, usable: Usable) -> None:
    window.goto(place)
    window.evaluate(ACROSS)
    window.click("text=对所选文字提意见")
    window.wait_for_selector("text=跨越多条")
    assert "主管部门" in window.inner_text("blockquote.passage")
    assert "本办法自公布" in window.inner_text("blockquote.passage")
    usable(window)


def test_the_button_of_a_selection_is_the_next_stop_of_the_keyboard(place: str, window: Page) -> None:
    window.goto(place)
    drag(window, "二小时内报告")
    window.locator(".comment-on").wait_for(state="visible")
    window.keyboard.press("Tab")
    window.wait_for_timeout(300)
    assert window.evaluate("document.activeElement.className") == "comment-on"
    window.keyboard.press("Enter")
    window.wait_for_selector("blockquote:has-text('二小时内报告')")


def test_by_keyboard_alone_and_without_scripts(
    place: str, chromium: Browser, hold_clock: Callable[[datetime], None]
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(place)
    page.focus("#art-2 a.say")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/new?eid=art-2")
    assert page.input_value("#eid") == "art-2"
    page.focus("#words")
    page.keyboard.type(WORDS)
    later(hold_clock)
    page.focus("button:has-text('提交意见')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    context.close()


def test_the_list_of_comments_has_nothing_to_object_to(place: str, window: Page, usable: Usable) -> None:
    window.goto(f"{place}/comments")
    usable(window)
