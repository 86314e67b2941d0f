"""People to act, and deeds to look at."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from base.db import Database
from base.staff import audit
from base.staff.roles import Actor, Role

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
