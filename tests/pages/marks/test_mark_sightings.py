"""A receipt tells what was truly served: a surface that still shows the old standing is found out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from base import files
from base.db import Database
from registry import books
from registry.books import Order
from registry.law.events import Act
from registry.law.terms import EventKind
from registry.marking.looking import Answer
from registry.marking.sighting import Sighting, disagreeing, sight
from registry.reads.dossier import read_dossier
from registry.tables import Document

DAY = date(2026, 11, 23)
ADDRESS = "normative-document/2021/8"
# No provision was struck: the words of all stand as they did.
SILENT = {"provisions"}


@pytest.fixture
def site(registry: Flask) -> Flask:
    files.keep(registry.extensions["config"].files, b"test")
    return registry


@pytest.fixture
def ask(site: Flask) -> Callable[[str], Answer]:
    """A reader of the site as it is."""

    def fetch(path: str) -> Answer:
        answer = Client(site.wsgi_app).get(path, buffered=True)
        headers = {name.lower(): value for name, value in answer.headers}
        return Answer(answer.status_code, headers, answer.get_data())

    return fetch


@pytest.fixture
def store(site: Flask) -> Database:
    found: Database = site.extensions["database"]
    return found


@pytest.fixture
def mark(store: Database) -> Callable[..., None]:
    """Record an event of the document at ADDRESS."""

    def record(kind: EventKind, on: date = DAY, *eids: str) -> None:
        with store.transaction() as session:
            key = session.query(Document).filter_by(address=ADDRESS).one().id
            books.mark(session, key, kind, Order(on, Act("决定"), eids), by="tests")

    return record


def seen(store: Database, fetch: Callable[[str], Answer]) -> tuple[Sighting, ...]:
    with store.reading() as session:
        dossier = read_dossier(session, ADDRESS)
    return sight(dossier, DAY, fetch, slow=False) + sight(dossier, DAY, fetch, slow=True)


@pytest.mark.parametrize(
    "kind", [EventKind.REPEAL, EventKind.LAPSE, EventKind.SUSPENSION, EventKind.ANNULMENT]
)
def test_every_surface_is_found_to_agree_after_a_mark(
    store: Database, ask: Callable[[str], Answer], mark: Callable[..., None], kind: EventKind
) -> None:
    mark(kind)
    found = seen(store, ask)
    assert len(found) >= 12
    assert [(one.label, one.words) for one in disagreeing(found)] == []


def test_every_surface_is_found_to_agree_while_the_document_holds(
    store: Database, ask: Callable[[str], Answer], mark: Callable[..., None]
) -> None:
    mark(EventKind.PARTIAL_REPEAL, DAY, "art-1-p1")
    assert [(one.label, one.words) for one in disagreeing(seen(store, ask))] == []


def test_a_copy_that_still_shows_the_old_standing_is_found_out(
    store: Database, ask: Callable[[str], Answer], mark: Callable[..., None]
) -> None:
    old: dict[str, Answer] = {}

    def remembering(path: str) -> Answer:
        return old.setdefault(path, ask(path))

    assert disagreeing(seen(store, remembering)) == ()
    mark(EventKind.REPEAL)
    # The very answers of before the repeal, as a stale cache would give them.
    stale = {one.surface.split(":")[0] for one in disagreeing(seen(store, remembering))}
    asked = {one.surface.split(":")[0] for one in seen(store, ask)}
    assert asked - stale == SILENT


def test_a_surface_that_does_not_answer_is_told(store: Database, ask: Callable[[str], Answer]) -> None:
    def broken(path: str) -> Answer:
        answer = ask(path)
        return answer if ".json" in path else Answer(500, answer.headers, b"")

    found: dict[str, Any] = {one.surface: one.words for one in disagreeing(seen(store, broken))}
    assert found["page"] == "未能取得（HTTP 500）"
    assert found["pdf"] == "未能取得（HTTP 500）"
