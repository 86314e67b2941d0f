"""People to act, and deeds to look at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from base.config import Config
from base.db import Database
from base.staff import accounts, audit, rights, units
from base.staff.accounts import Person
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role, at_the_console
from base.staff.tables import Account
from base.staff.units import UnitOrder

OFFICER = Actor(7, "zhang", "张三", Role.LEGAL_OFFICER, address="10.0.0.7")


@pytest.fixture
def officer() -> Actor:
    """Somebody who does things."""
    return OFFICER


@pytest.fixture
def deeds(database: Database) -> Callable[[int], None]:
    """Record so many deeds, each in its own transaction."""

    def do(count: int) -> None:
        for number in range(1, count + 1):
            with database.transaction() as session:
                audit.record(session, OFFICER, "marking.repeal", f"document:{number}", after={"n": number})

    return do


@pytest.fixture
def forge(database: Database) -> Callable[..., None]:
    """What an attacker says to the database who may do everything there, but has not the key."""

    def say(*statements: str) -> None:
        with database.transaction() as session:
            if session.get_bind().dialect.name == "sqlite":
                opening = [
                    f"DROP TRIGGER IF EXISTS audit_no_{word}" for word in ("update", "delete", "replace")
                ]
            else:
                opening = ["DROP TRIGGER IF EXISTS audit_no_change ON audit"]
            for statement in (*opening, *statements):
                session.execute(text(statement))

    return say


PASSWORD = "Correct-Horse-9"


@dataclass
class People:
    """Accounts made as the administrators make them, with a password known to the test."""

    database: Database
    config: Config

    def make(
        self, name: str, role: Role | None = None, unit: UnitOrder | None = None, **more: Any
    ) -> Account:
        """An account that is ready for use: its first password was changed already."""
        console = at_the_console()
        with self.database.transaction() as session:
            home = (
                (units.named(session, unit.organ, unit.name) or units.create(session, unit, by=console))
                if unit
                else None
            )
            person = Person(more.pop("full_name", name), home.id if home else None)
            row, _ = accounts.create(session, name, person, self.config.entry, by=console, password=PASSWORD)
            row.must_change = more.pop("must_change", False)
            if role:
                rights.grant(session, row, role, "测试", by=console)
            session.flush()
            session.expunge(row)
        return row

    def row(self, key: int) -> Account:
        """The account as it is now."""
        with self.database.reading() as session:
            found = session.get_one(Account, key)
            session.expunge(found)
        return found

    def rows(self, deed: str = "") -> list[AuditRow]:
        """What the audit trail says, oldest first."""
        with self.database.reading() as session:
            asked = select(AuditRow).where(AuditRow.deed.startswith(deed)).order_by(AuditRow.id)
            found = list(session.scalars(asked))
            session.expunge_all()
        return found


@pytest.fixture
def people(app: Flask) -> People:
    """The accounts of the application's own database."""
    return People(app.extensions["database"], app.extensions["config"])


@dataclass
class Visitor:
    """A browser: it keeps cookies, and sends with every form the token that stood in it."""

    client: FlaskClient

    def token(self, address: str = "/sign-in") -> str:
        """The token against forged forms, as a page of this session shows it."""
        found = re.search(r'name="csrf_token" value="([^"]{1,200})"', self.client.get(address).text)
        assert found, f"no token on {address}"
        return found[1]

    def post(self, address: str, form: dict[str, Any], page: str = "/account") -> TestResponse:
        """Send a form that stood on `page`."""
        return self.client.post(address, data={**form, "csrf_token": self.token(page)})

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
        """Try to get in."""
        return self.post("/sign-in", {"name": name, "password": password, **more}, "/sign-in")


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody before the door."""
    return Visitor(app.test_client())


@pytest.fixture
def another(app: Flask) -> Visitor:
    """Somebody else before the door, or the same person at another machine."""
    return Visitor(app.test_client())
