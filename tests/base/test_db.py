"""Both databases keep the same promises."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from base import outbox
from base.db import Database, tried
from base.outbox import OutboxRow


def test_what_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        outbox.post(session, "document", [1])
        session.flush()
        _ = 1 / 0
    with database.reading() as session:
        assert outbox.pending(session, "document") == ()
        assert outbox.generation(session) == 0


def test_a_reader_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        outbox.post(session, "document", [1])
    with database.reading() as session:
        assert outbox.pending(session, "document") == ()


def test_moments_come_back_in_utc_from_whatever_zone_they_went_in(database: Database) -> None:
    in_shanghai = datetime(2026, 8, 1, 0, 0, 1, tzinfo=timezone(timedelta(hours=8)))
    with database.transaction() as session:
        session.add(OutboxRow(topic="document", key=1, posted_at=in_shanghai))
    with database.reading() as session:
        kept = session.scalars(select(OutboxRow.posted_at)).one()
    assert kept == datetime(2026, 7, 31, 16, 0, 1, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 8, 1)  # noqa: DTZ001  # the fault under test
    with pytest.raises(StatementError, match="zone"), database.transaction() as session:
        session.add(OutboxRow(topic="document", key=1, posted_at=naive))


def test_two_writers_wait_for_each_other_instead_of_failing(database: Database) -> None:
    faults: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(25):
                with database.transaction() as session:
                    # Reads first, then writes: with deferred transactions this is where SQLite says "locked".
                    outbox.generation(session)
                    outbox.post(session, "document", [1])
        except Exception as fault:  # noqa: BLE001  # whatever it is, the test shows it
            faults.append(fault)

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    with database.reading() as session:
        assert outbox.generation(session) == 100


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(text("INSERT INTO alias (path, document_id) VALUES ('law/1999/1', 7)"))


def test_readers_do_not_wait_for_a_writer_and_see_what_was_before(database: Database) -> None:
    with database.transaction() as writing:
        outbox.post(writing, "document", [1])
        writing.flush()
        with database.reading() as session:
            assert outbox.generation(session) == 0
    with database.reading() as session:
        assert outbox.generation(session) == 1


def test_a_writer_does_not_wait_for_a_reader_who_goes_on_seeing_one_state(database: Database) -> None:
    with database.reading() as session:
        assert outbox.generation(session) == 0
        with database.transaction() as writing:
            # Held open, the reader would keep a database without its log from committing.
            outbox.post(writing, "document", [1])
        assert outbox.generation(session) == 0


def test_migrations_may_not_leave_rows_that_refer_to_nothing(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/plain.sqlite")
    with pytest.raises(IntegrityError), database.altering() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent_id INTEGER REFERENCES parent(id))")
        connection.exec_driver_sql("INSERT INTO child VALUES (7)")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_what_is_only_tried_leaves_nothing(database: Database) -> None:
    with database.transaction() as session:
        with tried(session):
            outbox.post(session, "document", [7])
            assert [message.key for message in outbox.pending(session, "document")] == [7]
        assert outbox.pending(session, "document") == ()
