"""Suggestions while one types, in a real browser: by keyboard, by pointer, and gone when unwanted."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Sit = Callable[..., Page]
Usable = Callable[[Page], None]


def indexed(page: Page) -> None:
    """Wait for the index, which the first search of a new site has made."""
    page.goto("/search?q=水环境")
    while page.locator("text=检索索引正在重建").count():
        page.wait_for_timeout(200)
        page.reload()


def typing(page: Page, words: str) -> None:
    indexed(page)
    page.goto("/search")
    page.locator("#q").press_sequentially(words)
    expect(page.locator("#q ~ .suggestions li").first).to_be_visible()


def test_the_list_is_walked_by_keyboard_and_opens_what_is_chosen(person: Sit, usable: Usable) -> None:
    page = person()
    typing(page, "水环境")
    usable(page)
    box = page.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator("#q ~ .suggestions li[aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    address = chosen.get_attribute("data-address")
    with page.expect_navigation():
        box.press("Enter")
    assert page.url == address


def test_escape_closes_the_list_and_enter_asks_for_the_words(person: Sit) -> None:
    page = person()
    typing(page, "水环境")
    page.locator("#q").press("Escape")
    expect(page.locator("#q ~ .suggestions")).to_be_hidden()
    with page.expect_navigation():
        page.locator("#q").press("Enter")
    assert "/search?q=" in page.url


def test_letters_are_understood_and_a_tap_opens_at_390(person: Sit, usable: Usable) -> None:
    page = person(width=390)
    typing(page, "shuihuanjing")
    usable(page)
    with page.expect_navigation():
        page.locator("#q ~ .suggestions li").first.click()


def test_a_question_is_answered_without_scripts_being_needed(person: Sit, usable: Usable) -> None:
    page = person(width=390)
    indexed(page)
    page.goto("/answers")
    usable(page)
    page.fill("#q", "红烧肉怎么做才不腻？")
    page.click("button:has-text('提问')")
    usable(page)
    expect(page.locator("#reply")).to_have_text("没有找到能回答这个问题的条文")
    page.click("a:has-text('向起草单位咨询')")
    expect(page.locator("#question")).to_have_value("红烧肉怎么做才不腻？")
