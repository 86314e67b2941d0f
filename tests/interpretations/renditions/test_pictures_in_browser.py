"""The picture's page and the desk of new media in a real browser: both widths, axe, the copy button."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from base.staff.roles import Actor, Role
from interpretations.rules.content import Content
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.pdf]
Usable = Callable[[Page], None]
LOOKS = ("", "large.contrast")


@pytest.fixture
def site(app: Any, home: Any) -> Iterator[str]:
    """The department of `home`, served on loopback; a drafter of the water division sits before it."""
    with served(app) as root:
        who = Actor(None, "drafter", "苏水清", Role.DRAFTER, home.water, "水生态环境处", "澄江省生态环境厅")
        app.extensions["visitor"] = lambda: who
        yield root


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    made = context.new_page()
    made.set_default_timeout(90_000)
    yield made
    context.close()


def looked_at(page: Page, site: str, path: str, usable: Usable) -> None:
    """Nothing sticks out, and axe finds nothing, in either look."""
    for look in LOOKS:
        page.context.add_cookies([{"name": "appearance", "value": look or "none", "url": site}])
        page.goto(site + path)
        usable(page)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_of_a_picture_can_be_read_by_everybody(
    page: Page, site: str, home: Any, contents: dict[str, Content], usable: Usable
) -> None:
    for place, content in enumerate(contents.values()):
        key = home.publish(content, sent=f"t{place}")
        looked_at(page, site, f"/interpretations/{key}/picture", usable)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_words_are_copied_with_one_key(
    page: Page, site: str, home: Any, contents: Any, usable: Usable
) -> None:
    key = home.publish(contents["points"])
    looked_at(page, site, f"/desk/media/{key}", usable)
    page.focus("button[data-copy=post-1]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".media-post [role=status]:has-text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("#post-1")
    assert copied.startswith("《澄江省排污许可管理办法》一图读懂（澄环发〔2026〕9号）")
