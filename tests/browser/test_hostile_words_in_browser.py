"""In a real browser, whatever strangers typed opens no dialog, runs nothing and asks no other site."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from base.staff.roles import Role
from tests.serving import served

pytestmark = pytest.mark.browser
TODAY = date(2026, 11, 23)
# Beside every one of the documents.
NASTIEST = (
    (None, "/documents"),
    (None, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"),
    (None, "/embed?number=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"),
    (None, "/verify-file?sha256=%22%3E%3Csvg%20onload%3Dalert(1)%3E"),
    (None, "/sign-in?next=javascript:alert(1)"),
    (Role.LEGAL_OFFICER, "/desk"),
    (Role.LEGAL_OFFICER, "/desk/drafts"),
    (Role.LEGAL_OFFICER, "/desk/drafts/1"),
    (Role.LEGAL_OFFICER, "/desk/drafts/1/preview"),
    (Role.LEGAL_OFFICER, "/desk/cleanup/1"),
    (Role.LEGAL_OFFICER, "/desk/cleanup/1/decision"),
    (Role.LEGAL_OFFICER, "/desk/cleanup/1/lists"),
    (Role.LEGAL_OFFICER, "/desk/cleanup/1/receipt"),
    (Role.LEGAL_OFFICER, "/desk/tasks?state=all"),
    (Role.LEGAL_OFFICER, "/desk/documents"),
    (None, "/interpretations"),
    (None, "/interpretations/gaps"),
    (None, "/faq"),
    (None, "/enquiries"),
    (None, "/enquiries/new?document=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"),
    (None, "/follow"),
    (Role.LEGAL_OFFICER, "/desk/interpretations"),
    (Role.LEGAL_OFFICER, "/desk/duties"),
    (Role.DRAFTER, "/desk/dispatches/1"),
    (Role.DRAFTER, "/desk/dispatches/1/edit"),
    (Role.PUBLISHER, "/desk/enquiries/1"),
    (Role.PUBLISHER, "/desk/enquiries/templates"),
    (Role.PUBLISHER, "/desk/holidays/2027"),
    (Role.PUBLISHER, "/desk/mail"),
    (Role.SYSTEM_ADMINISTRATOR, "/admin/accounts"),
    (Role.SYSTEM_ADMINISTRATOR, "/admin/units"),
    (Role.AUDITOR, "/admin/audit"),
)


def loaded(name: str, *path: str) -> ModuleType:
    """A module of other tests."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent.parent.joinpath(*path))
        assert spec
        assert spec.loader
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def hand(app: Flask, hold_clock: Callable[[date], None]) -> Any:
    """A site into whose every form hostile words were typed."""
    hold_clock(TODAY)
    small = loaded("small_registry", "pages", "conftest.py")
    with app.extensions["database"].transaction() as session:
        small.fill(small.Scribe(session))
    return loaded("hostile_words", "hostile", "hostile_words.py").everything(app)


@pytest.fixture
def place(hand: Any) -> Iterator[str]:
    """The address of the running site."""
    with served(hand.app) as root:
        yield root


def watched(window: Page, place: str) -> list[str]:
    """Everything that a page does which no page of ours may do, written down as it happens."""
    seen: list[str] = []

    def dialog(one: Dialog) -> None:
        seen.append(f"dialog: {one.message}")
        one.dismiss()

    def said(one: ConsoleMessage) -> None:
        # A page that says 410 is an error to the console, and meant so.
        if one.type == "error" and "status of 4" not in one.text:
            seen.append(f"console: {one.text}")

    def asked(one: Request) -> None:
        if not one.url.startswith((place, "data:image/")):
            seen.append(f"asked: {one.url[:100]}")

    window.on("dialog", dialog)
    window.on("console", said)
    window.on("pageerror", lambda fault: seen.append(f"script: {fault}"))
    window.on("request", asked)
    return seen


def test_nothing_that_strangers_typed_runs_in_a_browser(hand: Any, place: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    window = context.new_page()
    seen = watched(window, place)
    documents = [(None, f"/documents/{address}") for address in hand.addresses() if "/2026/" in address]
    explained = [(None, f"/interpretations/{key}") for key in hand.interpretations]
    places = [f"/desk/interpretations/{key}" for key in hand.interpretations[:1]]
    written = [(Role.DRAFTER, f"{place}{page}") for place in places for page in ("", "/edit", "/anchors")]
    pages = [
        *NASTIEST,
        *documents,
        *explained,
        *written,
        (Role.DRAFTER, f"/desk/media/{hand.interpretations[0]}"),
    ]
    for role, path in pages:
        hand.be(role, 6)
        before = len(seen)
        window.goto(f"{place}{path}", wait_until="load")
        # Whatever waits for a pointer or the keyboard gets both.
        window.mouse.move(400, 400)
        window.keyboard.press("Tab")
        seen[before:] = [f"{path}: {one}" for one in seen[before:]]
    assert len(pages) >= 40
    context.close()
    assert seen == []


def test_a_dialog_would_be_seen(chromium: Browser) -> None:
    context = chromium.new_context()
    window = context.new_page()
    seen = watched(window, "http://127.0.0.1:1")
    window.set_content("<img src=x onerror=alert(1)>")
    window.wait_for_timeout(300)
    context.close()
    assert any(one.startswith("dialog: 1") for one in seen)
