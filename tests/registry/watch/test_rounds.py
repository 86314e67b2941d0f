"""The round is made by whoever looks first, once, and is on record like any deed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from base.db import Database
from base.staff.audit import AuditRow
from base.staff.roles import Actor
from registry.law.titles import title_key
from registry.tables import Document, EventRow
from registry.watch import handling, rounds
from registry.watch.handling import AlreadyEnded, Answer, Outcome
from registry.watch.tables import Task, TaskState

TODAY = date(2026, 11, 23)
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)


@pytest.fixture
def _ending(database: Database) -> None:
    """A document whose term ends in twenty days."""
    with database.transaction() as session:
        made = Document(
            address="normative-document/2020/1",
            title="澄江省排污权交易管理办法",
            title_key=title_key("澄江省排污权交易管理办法"),
            kind="normative_document",
            recorded_at=RECORDED,
            recorded_by="tests",
        )
        session.add(made)
        session.flush()
        for kind, on in (("commencement", date(2021, 1, 1)), ("expiry", date(2026, 12, 13))):
            row = EventRow(document_id=made.id, kind=kind, on=on, recorded_at=RECORDED, recorded_by="tests")
            session.add(row)


@pytest.mark.usefixtures("_ending")
def test_two_who_look_at_once_open_one_task_and_leave_one_row(database: Database) -> None:
    start = Barrier(2)

    def look(_place: int) -> int:
        start.wait(timeout=30)
        with database.transaction() as session:
            return len(rounds.go_round(session, TODAY).opened)

    with ThreadPoolExecutor(2) as pool:
        opened = sorted(pool.map(look, range(2)))
    assert opened == [0, 1]
    with database.reading() as session:
        task = session.scalars(select(Task)).one()
        row = session.scalars(select(AuditRow)).one()
        assert (row.deed, row.name) == ("watch.round", "巡查")
        assert row.after == {"opened": [task.key], "dropped": []}


@pytest.mark.usefixtures("_ending")
def test_a_round_that_finds_nothing_new_leaves_no_row(database: Database) -> None:
    for _ in range(2):
        with database.transaction() as session:
            rounds.go_round(session, TODAY)
    with database.reading() as session:
        assert len(session.scalars(select(AuditRow)).all()) == 1


@pytest.mark.usefixtures("_ending")
def test_who_read_the_task_before_another_answered_it_is_told(database: Database, officer: Actor) -> None:
    with database.transaction() as session:
        rounds.go_round(session, TODAY)
        number = session.scalars(select(Task.id)).one()
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets nobody in between: one transaction writes at a time")
    answer = Answer(TaskState.DONE, Outcome.REVISE)
    with database.transaction() as late:
        assert late.get_one(Task, number).state == "open"
        with database.transaction() as early:
            handling.handle(early, number, answer, by=officer)
        with pytest.raises(AlreadyEnded):
            handling.handle(late, number, answer, by=officer)
