"""Failures: each makes the next wait longer, too many close the door, for known and unknown names alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from base.db import Database
from base.staff import entering, locks
from base.staff.entering import Typed
from base.staff.locks import Locked
from base.staff.roles import Role
from base.staff.tables import Attempt

REFUSED = "账户名、口令或者动态口令不正确"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_five_failures_close_the_door_for_half_an_hour(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    at = fail(visitor, hold_clock, "zhang", 5)
    locked = visitor.sign_in("zhang")
    assert locked.status_code == 429
    assert "30 分钟后再试" in locked.text
    hold_clock(at + timedelta(minutes=29))
    assert visitor.sign_in("zhang").status_code == 429
    hold_clock(at + timedelta(minutes=31))
    assert visitor.sign_in("zhang").status_code == 303


def fail(visitor: Any, hold_clock: Callable[[datetime], None], name: str, times: int) -> datetime:
    at = NOON
    for _ in range(times):
        at += timedelta(minutes=1)
        hold_clock(at)
        assert visitor.sign_in(name, "wrong").status_code == 401
    return at


def test_an_unknown_name_is_locked_alike(visitor: Any, hold_clock: Callable[[datetime], None]) -> None:
    fail(visitor, hold_clock, "nobody", 5)
    locked = visitor.sign_in("nobody")
    assert locked.status_code == 429
    assert "30 分钟后再试" in locked.text


def test_every_failure_makes_the_next_wait_longer(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang")
    hold_clock(NOON)
    assert visitor.sign_in("zhang", "wrong").status_code == 401
    assert visitor.sign_in("zhang", "wrong").status_code == 401
    waits = visitor.sign_in("zhang")
    assert waits.status_code == 429
    assert "1 秒后再试" in waits.text
    # A refused attempt is none: it does not prolong the wait.
    hold_clock(NOON + timedelta(seconds=1))
    assert visitor.sign_in("zhang").status_code == 303


def test_a_success_gives_the_failures_back(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    at = fail(visitor, hold_clock, "zhang", 4)
    hold_clock(at + timedelta(minutes=1))
    assert visitor.sign_in("zhang").status_code == 303
    with people.database.reading() as session:
        assert session.scalars(select(Attempt)).all() == []


def test_many_names_from_one_address_close_it_too(
    people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang")
    rules = people.config.entry
    for number in range(rules.address_tries):
        hold_clock(NOON + timedelta(seconds=number))
        with people.database.transaction() as session:
            locks.charge(session, locks.knock(session, f"name{number}", "2001:db8::1"), rules)
    with pytest.raises(Locked), people.database.transaction() as session:
        locks.charge(session, locks.knock(session, "zhang", "2001:db8::ffff"), rules)
    with people.database.transaction() as session:
        locks.charge(session, locks.knock(session, "zhang", "2001:db8:0:1::1"), rules)


def test_fifty_at_once_are_fifty_attempts(database: Database, people: Any, app: Flask) -> None:
    assert people.database.url == database.url
    people.make("zhang")

    def guess(number: int) -> str:
        try:
            typed = Typed("zhang", f"guess {number}", "", "10.0.0.1")
            entering.enter(people.database, typed, people.config, app.secret_key or "")
        except (entering.Refused, Locked) as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(50)))
    assert said.count("refused") <= people.config.entry.tries
    assert said.count("locked") >= 50 - people.config.entry.tries


def test_failures_and_locks_are_written_down(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang")
    fail(visitor, hold_clock, "zhang", 5)
    assert [row.after for row in people.rows("sign_in.failure")] == [{"failures": n} for n in range(1, 6)]
    locked = people.rows("sign_in.lock")
    assert [(row.name, row.subject, row.address) for row in locked] == [
        ("zhang", "account:zhang", "127.0.0.1")
    ]
