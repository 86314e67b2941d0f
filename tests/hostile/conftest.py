"""The site with its sample documents and their index, made once; three documents are not public."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from shutil import copy
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from base import clock
from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from base.outbox import post
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.sample import loading
from registry.tables import Alias, Attachment, Document
from search.keeping import Keeper

TODAY = date(2026, 11, 23)
# The units of `worlds`, as ids of others are tried.
MINE, OTHERS = 0, 1
# Cited by no other document, so that nothing but these documents speaks of them.
HIDDEN = {
    "draft": "澄江省碳普惠管理办法",
    "scheduled": "澄江省生态环境监测机构监督管理办法（试行）",
    "withdrawn": "澄江省生态环境违法行为有奖举报规定",
}


@dataclass(frozen=True)
class Hidden:
    """A document that the public may not see, and where one would look for it."""

    state: str
    title: str
    address: str
    number: str
    file: int
    former: str


@dataclass(frozen=True)
class Site:
    """The application and what is hidden in it."""

    app: Flask
    hidden: tuple[Hidden, ...]


def hide(app: Flask) -> tuple[Hidden, ...]:
    with app.extensions["database"].transaction() as session:
        found = []
        for state, title in HIDDEN.items():
            document = session.scalars(select(Document).where(Document.title == title)).one()
            document.publication = state
            document.withdrawal_reason = "误发"
            file = session.scalars(select(Attachment.id).where(Attachment.document_id == document.id)).first()
            assert file
            former = f"normative-document/1999/{document.id}"
            session.add(Alias(path=former, document_id=document.id))
            found.append(Hidden(state, title, document.address, document.document_number, file, former))
            post(session, "document", [document.id])
    return tuple(found)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Site]:
    """The site as the public meets it, a fault answered with a page as in real service."""
    data = tmp_path_factory.mktemp("hostile")
    copy(migrated_sqlite, data / "registry.sqlite")
    config = Config(data=data, secret_key="for tests only")
    application = import_module("app")
    app: Flask = application.create_app(config)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    database = app.extensions["database"]
    assert loading.load(database, config.files, TODAY) > 30
    keeper = Keeper(config, database)
    keeper.catch_up()
    # Indexed first and hidden afterwards: the index has to forget them.
    hidden = hide(app)
    keeper.catch_up()
    yield Site(app, hidden)
    application.close(app)


@pytest.fixture
def reader(site: Site, hold_clock: Callable[[date], None]) -> FlaskClient:
    """A stranger on 23 November 2026."""
    hold_clock(TODAY)
    site.app.test_client_class = Reader
    # Without a jar of its own, so that tests may send any Cookie header.
    return site.app.test_client(use_cookies=False)


class Reader(FlaskClient):
    """Reads every answer to its end."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


def loaded(name: str, *path: str) -> ModuleType:
    """A module of the tests that no package holds."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent.joinpath(*path))
        assert spec
        assert spec.loader
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


three_units = loaded("three_units", "..", "access", "conftest.py")
worlds = three_units.worlds


@pytest.fixture(scope="session")
def explaining_house() -> ModuleType:
    """The department of the tests of interpretations."""
    return loaded("explaining_house", "..", "interpretations", "conftest.py")


@pytest.fixture(scope="session")
def hostile_words() -> ModuleType:
    """The words of strangers, and the hands that type them."""
    return loaded("hostile_words", "hostile_words.py")


@pytest.fixture(scope="session")
def hand(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, hostile_words: ModuleType
) -> Iterator[Any]:
    """A site into whose every form hostile words were typed, made once; with every answer on the way."""
    data = tmp_path_factory.mktemp("typed")
    config = Config(data=data, secret_key="for tests only")
    copy(migrated_sqlite, data / "registry.sqlite")
    database = Database(config.database, audit_key=kept_secret(data, AUDIT_KEY).encode())
    small = loaded("small_registry", "..", "pages", "conftest.py")
    with database.transaction() as session:
        small.fill(small.Scribe(session))
    database.close()
    app: Flask = import_module("app").create_app(config)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    clock.set_moment(datetime.combine(TODAY, time(4), UTC))
    yield hostile_words.everything(app)
    import_module("app").close(app)


@pytest.fixture(scope="session")
def small_registry() -> ModuleType:
    """The documents of the page tests."""
    return loaded("small_registry", "..", "pages", "conftest.py")


@dataclass
class Asker:
    """Somebody of one unit who puts ids of others into forms."""

    app: Flask
    worlds: list[Any]
    client: FlaskClient

    def be(self, role: Role, world: int = MINE) -> None:
        who = self.worlds[world].actor(role)
        self.app.extensions["visitor"] = lambda: replace(who, account_id=2)

    def theirs(self, name: str, world: int = OTHERS) -> Any:
        return self.worlds[world].seeds[name]

    def mine(self, name: str) -> Any:
        return self.theirs(name, MINE)

    def row(self, model: Any, key: int) -> Any:
        with self.app.extensions["database"].reading() as session:
            found = session.get_one(model, key)
            session.expunge(found)
        return found

    def deeds(self) -> int:
        with self.app.extensions["database"].reading() as session:
            return session.scalar(select(func.count(AuditRow.id))) or 0

    def refused(self, path: str, form: dict[str, Any], *statuses: int) -> TestResponse:
        """A form that must be refused, and must leave nothing behind."""
        before = self.deeds()
        answer = self.client.post(path, data=form, buffered=True)
        assert answer.status_code in (statuses or (403, 404)), f"{answer.status_code}: {answer.text[:2000]}"
        assert self.deeds() == before
        return answer


@pytest.fixture
def asker(app: Flask, worlds: list[Any]) -> Asker:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    made = Asker(app, worlds, FlaskClient(app))
    made.be(Role.DRAFTER)
    return made
