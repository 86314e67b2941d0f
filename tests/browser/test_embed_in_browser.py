"""The two lines on a page of another site (外站旧网页), in a real browser and from another origin."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OLD, NEW, COMING = "澄环发〔2015〕3号", "澄环发〔2021〕8号", "澄环发〔2026〕9号"
Put = Callable[..., str]


class Elsewhere(BaseHTTPRequestHandler):
    """A site that keeps an old page of ours, with whatever policy it has."""

    def __init__(self, pages: dict[str, tuple[str, str]], *more: Any) -> None:
        self.pages = pages
        super().__init__(*more)

    def do_GET(self) -> None:
        body, policy = self.pages.get(self.path, ("", ""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(site: str) -> Iterator[Put]:
    """Put a page on another site; its address there. `lines` are what the registry gives to copy."""
    pages: dict[str, tuple[str, str]] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Elsewhere, pages))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def put(body: str, policy: str = "") -> str:
        path = f"/old-{len(pages)}.html"
        page = f"<!doctype html><html lang=zh-CN><title>旧办法</title><h1>旧办法</h1>{body}<p>第一条</p>"
        pages[path] = (page, policy)
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield put
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def lines(window: Page, site: str) -> Callable[[str], str]:
    """The two lines, copied from the page that gives them."""

    def copy(number: str) -> str:
        window.goto(f"{site}/embed?number={number}")
        return window.locator("#embed-lines").inner_text()

    return copy


def test_a_repealed_document_s_old_page_says_so_in_words_and_in_its_title(
    window: Page, elsewhere: Put, lines: Callable[[str], str], site: str
) -> None:
    window.goto(elsewhere(lines(OLD)))
    banner = window.get_by_role("alert")
    expect(banner).to_contain_text("【已废止】已于2021年8月1日废止，依据《澄江省排污权交易管理办法》")
    expect(window).to_have_title("【已废止】旧办法")
    expect(banner.get_by_role("link")).to_have_attribute(
        "href", re.compile(rf"{site}/documents/normative-document/2015/3")
    )


def test_a_document_in_force_is_said_to_be_and_the_title_stays(
    window: Page, elsewhere: Put, lines: Callable[[str], str]
) -> None:
    window.goto(elsewhere(lines(NEW)))
    expect(window.get_by_role("note")).to_contain_text("【现行有效】现行有效，自2021年8月1日起施行。")
    expect(window).to_have_title("旧办法")


def test_an_unknown_number_leaves_the_page_with_its_badge(
    window: Page, elsewhere: Put, lines: Callable[[str], str]
) -> None:
    window.goto(elsewhere(lines("甲环发〔2000〕1号")))
    badge = window.get_by_role("img", name=re.compile("甲环发"))
    expect(badge).to_be_visible()
    assert badge.evaluate("picture => picture.naturalWidth") > 50
    assert window.locator(".policy-standing-banner").count() == 0


def test_the_badge_stands_alone_where_no_script_runs(
    window: Page, elsewhere: Put, lines: Callable[[str], str]
) -> None:
    window.goto(elsewhere(lines(OLD), policy="script-src 'none'"))
    badge = window.get_by_role("img", name=re.compile("澄环发"))
    assert badge.evaluate("picture => picture.naturalWidth") > 50
    expect(window).to_have_title("旧办法")


def test_it_works_under_a_strict_policy_that_names_the_registry(
    window: Page, elsewhere: Put, lines: Callable[[str], str], site: str
) -> None:
    policy = f"default-src 'none'; script-src {site}; connect-src {site}; img-src {site}"
    faults: list[str] = []
    window.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    window.goto(elsewhere(lines(OLD), policy=policy))
    expect(window.get_by_role("alert")).to_contain_text("【已废止】")
    assert [fault for fault in faults if "favicon" not in fault] == []


def test_a_page_left_open_is_marked_when_it_is_looked_at_after_midnight(
    window: Page, elsewhere: Put, lines: Callable[[str], str], hold_clock: Callable[[Any], None]
) -> None:
    hold_clock(datetime(2026, 12, 31, 15, 59, 30, tzinfo=UTC))
    window.clock.install(time=datetime(2026, 12, 31, 15, 59, 30, tzinfo=UTC))
    window.goto(elsewhere(lines(COMING)))
    expect(window).to_have_title("【尚未施行】旧办法")
    hold_clock(date(2027, 1, 1))
    window.clock.fast_forward("02:00")
    # The browser's store of answers goes by the real clock, in which no time has passed: past it.
    window.route(
        "**/badge/by-number/*.json", lambda route: route.continue_(headers=NO_CACHE | route.request.headers)
    )
    window.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(window).to_have_title("旧办法")
    expect(window.get_by_role("note")).to_contain_text("现行有效")


NO_CACHE = {"cache-control": "no-cache"}


def test_nothing_of_a_title_becomes_markup_on_the_other_site(
    window: Page, elsewhere: Put, lines: Callable[[str], str]
) -> None:
    evil = '{"state":"repealed","word":"<img src=x onerror=alert(1)>","warns":true,"sentence":"<b>x</b>",'
    window.route(
        "**/badge/by-number/*.json",
        lambda route: route.fulfill(
            body=f'{evil}"url":"javascript:alert(2)"}}',
            content_type="application/json",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    asked: list[str] = []
    window.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    window.goto(elsewhere(lines(OLD)))
    banner = window.get_by_role("alert")
    expect(banner).to_contain_text("<img src=x onerror=alert(1)>")
    assert banner.locator("img, b").count() == 0
    assert not (banner.get_by_role("link").get_attribute("href") or "").startswith("javascript:")
    assert asked == []
