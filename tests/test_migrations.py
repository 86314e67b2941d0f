"""Migrations make exactly the tables the program expects, on both databases, and can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import base.holidays
import base.staff.audit
import base.staff.tables  # noqa: F401  # importing them registers their tables
import interpretations.enquiries.tables
import interpretations.following.tables
import interpretations.passing.tables
import interpretations.tables  # noqa: F401  # importing them registers their tables
import registry.cleanup.tables
import registry.consultations.tables
import registry.decisions.tables
import registry.drafting.tables
import registry.marking.tables
import registry.proposals.tables
import registry.tables
import registry.watch.tables  # noqa: F401  # importing them registers their tables
import search.lexicon.tables
import search.statistics.tables  # noqa: F401  # importing them registers their tables
from base import migrating, schema
from base.db import Database, Table
from base.errors import Unavailable


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Table.metadata))


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_there_is_one_newest_migration() -> None:
    assert len(schema.heads()) == 1


def test_the_newest_migration_is_the_one_alembic_would_go_to() -> None:
    alembic = ScriptDirectory.from_config(migrating._settings())
    assert schema.heads() == set(alembic.get_heads())


def test_a_start_brings_the_database_up_to_date_once(database: Database) -> None:
    migrating.downgrade(database, "base")
    assert schema.ensure(database)
    assert not schema.ensure(database)
    assert differences(database) == []


def test_a_failed_upgrade_is_told_in_a_sentence(database: Database) -> None:
    migrating.downgrade(database, "base")
    with database.altering() as connection:
        connection.exec_driver_sql("CREATE TABLE document (id INTEGER)")
    with pytest.raises(Unavailable, match="数据库结构升级失败"):
        schema.ensure(database)
    assert tables(database) - {"alembic_version"} == {"document"}


def test_upgrading_from_nothing_gives_exactly_the_tables(database: Database) -> None:
    assert differences(database) == []
    assert tables(database) - {"alembic_version"} == set(Table.metadata.tables)


def test_the_schema_knows_whether_it_is_current(database: Database) -> None:
    assert schema.is_current(database)
    migrating.downgrade(database, "-1")
    assert not schema.is_current(database)


def test_every_migration_can_be_taken_back_and_done_again(database: Database) -> None:
    migrating.downgrade(database, "base")
    assert tables(database) == {"alembic_version"}
    migrating.upgrade(database)
    assert differences(database) == []


def test_one_step_at_a_time_leads_to_the_same_tables(database: Database) -> None:
    migrating.downgrade(database, "base")
    while not schema.is_current(database):
        migrating.upgrade(database, "+1")
    assert differences(database) == []


def test_upgrading_twice_does_nothing(database: Database) -> None:
    before = tables(database)
    migrating.upgrade(database)
    assert tables(database) == before


def test_two_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    # The second waits for the first, then finds nothing left to do.
    address = f"sqlite:///{tmp_path}/both.sqlite"

    def start(_turn: int) -> None:
        database = Database(address)
        migrating.upgrade(database)
        database.close()

    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        for started in (first.submit(start, 1), second.submit(start, 2)):
            started.result(timeout=60)
    database = Database(address)
    assert differences(database) == []
    database.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrating.downgrade(database, "base")

    def failing(*_words: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("alembic.op.create_index", failing)
    with pytest.raises(ZeroDivisionError):
        migrating.upgrade(database)
    assert tables(database) <= {"alembic_version"}
