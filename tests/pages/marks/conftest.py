"""An officer at the desk of marks, and the steps that every mark takes."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from base import files
from base.db import Database
from base.staff.roles import Role
from registry.tables import Document, EventRow

HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')


@pytest.fixture
def officer(act_as: Callable[..., Any], registry: Flask) -> Iterator[FlaskClient]:
    """A legal officer of the department at the small registry."""
    act_as(Role.LEGAL_OFFICER, organ="澄江省生态环境厅")
    files.keep(registry.extensions["config"].files, b"test")
    yield registry.test_client()
    # What is still being made for a receipt is finished before the database goes.
    if checking := registry.extensions.get("receipt"):
        checking.join(60)


@pytest.fixture
def store(registry: Flask) -> Database:
    found: Database = registry.extensions["database"]
    return found


@pytest.fixture
def key_of(store: Database) -> Callable[[str], int]:
    def key(title: str) -> int:
        with store.reading() as session:
            return session.execute(select(Document.id).where(Document.title == title)).scalar_one()

    return key


@pytest.fixture
def events_of(store: Database) -> Callable[[int], list[EventRow]]:
    def events(key: int) -> list[EventRow]:
        with store.reading() as session:
            rows = session.scalars(select(EventRow).where(EventRow.document_id == key).order_by(EventRow.id))
            found = list(rows)
            session.expunge_all()
            return found

    return events


def hidden_fields(page: TestResponse) -> dict[str, Any]:
    """What the preview sends when it is confirmed."""
    found: dict[str, Any] = {}
    form = page.text.split('class="confirm-mark"', 1)[1]
    for name, value in HIDDEN.findall(form):
        found.setdefault(name, []).append(unescape(value))
    return found


def plain_words(page: TestResponse) -> str:
    return "".join(re.sub(r"<[^>]{0,2000}>", "", unescape(page.text)).split())


def preview_and_confirm(client: FlaskClient, key: int, deed: str, form: dict[str, Any]) -> TestResponse:
    """Preview and confirm as a person does."""
    page = client.post(f"/desk/documents/{key}/mark/{deed}/preview", data=form)
    assert page.status_code == 200, plain_words(page)
    return client.post(f"/desk/documents/{key}/mark/{deed}", data=hidden_fields(page))


def number_of(store: Database, table: Any) -> int:
    with store.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def hidden() -> Callable[[TestResponse], dict[str, Any]]:
    """What a preview sends when it is confirmed."""
    return hidden_fields


@pytest.fixture
def words() -> Callable[[TestResponse], str]:
    """The words of a page without tags and spaces."""
    return plain_words


@pytest.fixture
def mark() -> Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]:
    """Preview and confirm, as a person does."""
    return preview_and_confirm


@pytest.fixture
def count(store: Database) -> Callable[[Any], int]:
    """How many rows a table has."""
    return lambda table: number_of(store, table)
