"""Rulings on hits while the index has not heard of a repeal: the status is that of the database."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from base.outbox import post
from search.views.opening import engine_of

NEW = "normative-document/2021/8"
TITLE = "澄江省排污权交易管理办法"
Write = Callable[[Callable[[Any], None]], None]


@pytest.fixture
def indexed(registry: Flask) -> Flask:
    """The small registry, known to the index as it was before anything was written."""
    with registry.app_context():
        for deed in registry.extensions["after_change"]:
            deed()
    return registry


def repeal(scribe: Any) -> None:
    document = scribe.find(NEW)
    scribe.event(document, "repeal", date(2026, 11, 23))
    post(scribe.session, "document", [document.id])


def status(reader: Any, **more: str) -> str:
    html = reader.get("/search", query_string={"q": TITLE, **more}).get_data(as_text=True)
    _, found, row = html.partition(f'<a href="/documents/{NEW}">')
    return row.partition("</span>")[0].rpartition(">")[2] if found else ""


def test_a_hit_bears_its_mark_before_the_index_knows(indexed: Flask, write: Write) -> None:
    reader = indexed.test_client()
    assert status(reader) == "现行有效"
    write(repeal)
    assert status(reader) == "已废止"
    with indexed.app_context():
        for deed in indexed.extensions["after_change"]:
            deed()
    assert status(reader) == "已废止"


def test_who_asks_for_what_is_in_force_is_not_shown_it(indexed: Flask, write: Write) -> None:
    reader = indexed.test_client()
    assert status(reader, status="in_force") == "现行有效"
    write(repeal)
    assert status(reader, status="in_force") == ""


def test_the_database_too_shows_only_what_is_asked_for(registry: Flask, write: Write) -> None:
    with registry.app_context():
        engine_of(registry.extensions).mends = False
    reader = registry.test_client()
    assert status(reader, status="in_force") == "现行有效"
    assert status(reader, status="repealed") == ""
    write(repeal)
    assert status(reader, status="in_force") == ""
    assert status(reader, status="repealed") == "已废止"


def test_the_day_asked_for_still_counts(indexed: Flask, write: Write) -> None:
    reader = indexed.test_client()
    write(repeal)
    assert status(reader, on="2026-11-22") in ("现行有效", "")
    html = reader.get("/search", query_string={"q": TITLE, "on": "2026-11-22"}).get_data(as_text=True)
    assert f'<a href="/documents/{NEW}/2026-11-22">' in html
    assert "status-repealed" not in html.partition(f"{NEW}/2026-11-22")[2].partition("</li>")[0]


def test_a_page_made_while_changes_wait_is_not_kept(indexed: Flask, write: Write) -> None:
    reader = indexed.test_client()
    write(repeal)
    answer = reader.get("/search", query_string={"q": TITLE})
    assert "ETag" not in answer.headers
    assert "max-age" not in answer.headers.get("Cache-Control", "")
