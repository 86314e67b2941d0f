"""Signing in and out as a person does it in a real browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

import app as application
from base.config import Config
from base.staff import accounts, first
from base.staff.roles import at_the_console
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

NEW = "Lake-Water-2026"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[tuple[str, Flask]]:
    """A running site with its first accounts."""
    data = tmp_path_factory.mktemp("staffed")
    config = Config(data=data, secret_key="for tests only", pdf=False)
    shutil.copy(migrated_sqlite, data / "registry.sqlite")
    made = application.create_app(config)
    first.ensure(made.extensions["database"], config)
    with served(made) as root:
        yield root, made
    application.close(made)


def fresh_password(made: Flask, name: str) -> str:
    with made.extensions["database"].transaction() as session:
        row = accounts.find_named(session, name)
        return accounts.reset_password(session, row, made.extensions["config"].entry, by=at_the_console())


def enter(page: Page, site: str, name: str, password: str) -> None:
    page.goto(f"{site}/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main form button")


def change(page: Page, current: str) -> None:
    page.fill("#current", current)
    page.fill("#new", NEW)
    page.fill("#again", NEW)
    page.click("form[action='/account/password'] button")


def test_from_the_first_password_to_the_back_button(staffed: tuple[str, Flask], window: Page) -> None:
    site, made = staffed
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    password = fresh_password(made, "system")
    enter(window, site, "system", password)
    assert window.url == f"{site}/account", "the first password is changed first"
    change(window, password)
    window.goto(f"{site}/admin/accounts")
    assert window.locator("table.ledger tbody tr").count() == 3
    window.locator(".whoami form button").click()
    assert window.url == f"{site}/"
    assert window.locator(".whoami").count() == 0
    window.go_back()
    assert "/sign-in" in window.url, "what was seen before signing out is not shown again"
    assert not [line for line in said if "Content Security Policy" in line]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        (
            "system",
            ["/account", "/account/second-factor", "/admin/accounts", "/admin/accounts/2", "/admin/units"],
        ),
        ("security", ["/admin/roles", "/admin/roles/1"]),
        ("audit", ["/admin/audit", "/admin/audit/1", "/admin/accounts"]),
    ],
)
def test_the_pages_are_usable_by_everybody_and_fit(
    staffed: tuple[str, Flask], window: Page, name: str, places: list[str], usable: Usable
) -> None:
    site, made = staffed
    password = fresh_password(made, name)
    enter(window, site, name, password)
    change(window, password)
    for place in places:
        window.goto(site + place)
        usable(window)
