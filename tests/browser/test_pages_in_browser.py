"""Rulings on pages as a real browser shows them."""

from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

WATER = "/documents/local-regulation/2012/1"
PLACES = {
    "home": "/",
    "list": "/documents",
    "list of a past day": "/documents?on=2020-01-01&kind=normative_document",
    "search": "/search",
    "hits": f"/search?q={quote('排污权')}",
    "in force": "/documents/normative-document/2021/8",
    "repealed": "/documents/normative-document/2015/3",
    "partly repealed": "/documents/local-government-rule/2010/6",
    "to come": "/documents/normative-document/2026/9",
    "without text": "/documents/normative-document/2018/2",
    "past text": f"{WATER}/2013-01-01",
    "comparison": f"{WATER}/compare/2013-01-01/2020-01-01",
    "suggestions": f"/id/{quote('澄环发〔2021〕9号')}",
    "withdrawn": "/documents/normative-document/2019/4",
    "missing": "/documents/law/1900/1",
    "site map": "/sitemap",
}
PRESSABLE = "a[href], button, input:not([type=hidden]), select, summary"
MEASURE = """() => {
  const text = document.querySelector('.text'), style = getComputedStyle(text);
  const size = parseFloat(style.fontSize);
  const inner = text.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const indent = parseFloat(getComputedStyle(document.querySelector('.article')).textIndent);
  return {height: parseFloat(style.lineHeight) / size, measure: inner / size, indent: indent / size,
          family: style.fontFamily};
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  return [element.outerHTML.slice(0, 200), getComputedStyle(element).outlineStyle];
}"""
every_place = pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)


@every_place
def test_axe_finds_nothing_to_object_to_and_nothing_is_wider_than_the_window(
    site: str, window: Page, path: str, usable: Usable
) -> None:
    window.goto(site + path)
    usable(window)


@pytest.mark.parametrize("look", ["large", "contrast"])
@pytest.mark.parametrize("name", ["home", "list", "repealed", "partly repealed", "comparison"])
def test_axe_finds_nothing_in_the_other_looks(
    site: str, window: Page, name: str, look: str, usable: Usable
) -> None:
    window.context.add_cookies([{"name": "appearance", "value": look, "url": site}])
    window.goto(site + PLACES[name])
    assert look in (window.locator("html").get_attribute("class") or "")
    usable(window)


@every_place
def test_asks_no_other_host_and_breaks_no_rule_of_its_own(site: str, window: Page, path: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    window.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    answer = window.goto(site + path)
    window.wait_for_load_state("networkidle")
    assert set(asked) == {urlsplit(site).netloc}
    assert answer
    # The browser itself notes a page whose status is an error.
    assert [words for words in said if "Failed to load resource" not in words or answer.status < 400] == []


def test_a_refused_script_would_be_noticed(site: str, window: Page) -> None:
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    window.goto(site)
    window.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert window.evaluate("window.ran") is None
    assert any("Content Security Policy" in words for words in said)


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A narrow window without JavaScript."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    yield context.new_page()
    context.close()


def test_works_without_javascript(site: str, plain: Page) -> None:
    plain.goto(f"{site}/documents")
    plain.click("summary:has-text('筛选')")
    plain.select_option("#f-status", "repealed")
    plain.click("button:has-text('筛选')")
    plain.click("text=澄江省排污权交易管理办法（试行）")
    assert plain.title().startswith("【已废止】")
    plain.fill("#on", "2021-07-31")
    plain.click("text=查看")
    assert plain.url.endswith("/documents/normative-document/2015/3/2021-07-31")
    assert "现行有效" in plain.inner_text(".standing")
    assert plain.locator("button.copy:visible").count() == 0


def test_large_type_is_a_switch_that_works_without_javascript(site: str, plain: Page) -> None:
    plain.goto(f"{site}{WATER}")
    plain.click("text=大字")
    assert plain.url == f"{site}{WATER}"
    assert plain.get_attribute("html", "class") == "large"
    assert plain.get_attribute("button[name=large]", "aria-pressed") == "true"
    plain.click("text=大字")
    assert plain.get_attribute("html", "class") is None


def test_everything_can_be_reached_and_seen_with_the_keyboard(site: str, window: Page) -> None:
    window.goto(f"{site}{WATER}")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.textContent") == "跳到正文"
    assert window.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "main"
    window.goto(f"{site}{WATER}")
    places = window.evaluate(
        f"[...document.querySelectorAll('{PRESSABLE}')].filter(e => e.checkVisibility()).length"
    )
    seen = set()
    for _ in range(places + 2):
        window.keyboard.press("Tab")
        # A date field takes several steps: its parts get the focus, the field shows it.
        element, outline = window.evaluate(FOCUSED)
        seen.add(element)
        assert outline == "solid" or element.startswith("<body"), element
    assert len(seen) >= places * 0.8


def test_an_article_s_number_offers_its_citation_and_both_links(site: str, window: Page) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.goto(f"{site}{WATER}")
    window.click("#art-2 > .number a")
    tools = window.locator("#art-2 > .tools button")
    copied = []
    for place in range(3):
        tools.nth(place).click()
        window.wait_for_function(
            "place => document.querySelectorAll('#art-2 > .tools button')[place].textContent === '已复制'",
            arg=place,
        )
        copied.append(window.evaluate("navigator.clipboard.readText()"))
    assert copied == [
        "《澄江省水环境保护条例》（第十一届人民代表大会常务委员会公告第48号）第二条（2026年11月23日文本）",
        f"{site}{WATER}#art-2",
        f"{site}{WATER}/2026-11-23#art-2",
    ]


def test_an_article_s_number_leads_to_asking_about_it(site: str, window: Page, usable: Usable) -> None:
    window.goto(f"{site}{WATER}")
    window.click("#art-2 > .number a")
    window.locator("#art-2 > .tools a").scroll_into_view_if_needed()
    usable(window)
    window.locator("#art-2 > .tools").get_by_role("link", name="就这一条提问").click()
    assert window.url == f"{site}/enquiries/new?document={WATER.removeprefix('/documents/')}&eid=art-2"
    assert window.input_value("input[name=eid]") == "art-2"
    assert "第二条" in window.inner_text("main")


def test_legal_text_keeps_its_measure(site: str, window: Page) -> None:
    window.goto(f"{site}{WATER}")
    style = window.evaluate(MEASURE)
    assert style["height"] >= 1.7
    assert style["measure"] <= 40
    assert style["indent"] == pytest.approx(2)
    assert "Serif" in style["family"]
    if window.viewport_size and window.viewport_size["width"] > 1000:
        assert style["measure"] >= 34


def test_a_repealed_document_shows_its_mark_above_the_title_without_scrolling(
    site: str, window: Page
) -> None:
    window.goto(site + PLACES["repealed"])
    mark, title = window.locator(".mark").bounding_box(), window.locator("h1").bounding_box()
    assert mark
    assert title
    assert mark["y"] + mark["height"] <= title["y"] < 900
    assert window.inner_text(".mark strong") == "已废止"


def test_print_leaves_out_what_can_only_be_pressed(site: str, window: Page) -> None:
    window.goto(site + PLACES["repealed"])
    window.emulate_media(media="print")
    for hidden in (".nav", ".appearance", ".day", ".local", ".masthead-search"):
        assert not window.locator(hidden).first.is_visible(), hidden
    for shown in (".mark", "h1", "#art-1", ".timeline"):
        assert window.locator(shown).first.is_visible(), shown


@pytest.mark.parametrize("name", ["list", "hits"])
def test_filters_stand_beside_the_list_and_never_before_it(site: str, window: Page, name: str) -> None:
    window.goto(site + PLACES[name])
    wide = window.viewport_size is not None and window.viewport_size["width"] == 1280
    assert window.locator(".filters :is(select, a)").first.is_visible() == wide
    first = window.locator(".rows a").first.bounding_box()
    assert first
    assert first["y"] < 700


def test_two_columns_on_a_desk_one_on_a_phone(site: str, window: Page) -> None:
    window.goto(site + PLACES["comparison"])
    old, new = (window.locator(f".pair-changed .{side}").first.bounding_box() for side in ("old", "new"))
    assert old
    assert new
    wide = window.viewport_size is not None and window.viewport_size["width"] == 1280
    assert (old["y"] == new["y"]) == wide
    assert (old["x"] == new["x"]) != wide
