"""The audit trail: written with the deed, refused to change, and whole or found out."""

# ruff: noqa: S608  # what an attacker says is put together as he likes

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from base.errors import Unavailable
from base.staff import audit
from base.staff.audit import AuditRow, AuditSeal
from base.staff.roles import Actor
from base.staff.trail import Findings, check

Deeds = Callable[[int], None]
Forge = Callable[..., None]


def checked(database: Database, expect: str = "") -> Findings:
    with database.reading() as session:
        return check(session, expect)


def test_a_deed_says_who_when_from_where_and_what(database: Database, officer: Actor) -> None:
    with database.transaction() as session:
        audit.record(session, officer, "marking.repeal", "document:12", before={"a": 1}, after={"废止": "是"})
    with database.reading() as session:
        row = session.scalars(select(AuditRow)).one()
        session.expunge(row)
    assert (row.account_id, row.name, row.role, row.address) == (7, "zhang", "legal_officer", "10.0.0.7")
    assert (row.deed, row.subject, row.before) == ("marking.repeal", "document:12", {"a": 1})
    assert row.after == {"废止": "是"}
    assert row.at.tzinfo is not None


def test_an_untouched_trail_is_whole(database: Database, deeds: Deeds) -> None:
    deeds(5)
    found = checked(database)
    assert found.intact
    assert found.count == 5
    assert len(found.link) == 64


def test_an_empty_trail_is_whole(database: Database) -> None:
    assert checked(database) == Findings()


def test_a_deed_that_fails_leaves_no_row_and_no_gap(database: Database, deeds: Deeds, officer: Actor) -> None:
    deeds(2)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        audit.record(session, officer, "marking.repeal", "document:9")
        raise ZeroDivisionError
    deeds(1)
    assert checked(database).count == 3
    assert checked(database).intact


def test_days_and_sets_are_written_so_that_they_can_be_checked(database: Database, officer: Actor) -> None:
    with database.transaction() as session:
        audit.record(
            session, officer, "a", "b", after={"on": date(2026, 8, 1), "who": {"乙", "甲"}, "n": {1: 0.1}}
        )
    with database.reading() as session:
        row = session.scalars(select(AuditRow)).one()
        session.expunge(row)
    assert row.after == {"on": "2026-08-01", "who": ["乙", "甲"], "n": {"1": 0.1}}
    assert checked(database).intact


def test_overlong_names_are_cut_and_still_fit_the_chain(database: Database, officer: Actor) -> None:
    with database.transaction() as session:
        audit.record(session, replace(officer, name="长" * 90, address="a" * 99), "d" * 80, "s" * 300)
    assert checked(database).intact


def test_two_who_write_at_once_stand_one_after_the_other(database: Database, officer: Actor) -> None:
    def write(number: int) -> None:
        with database.transaction() as session:
            audit.record(session, officer, "a", f"document:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    found = checked(database)
    assert (found.count, found.faults) == (40, [])


def test_without_the_key_nothing_is_done(database: Database, officer: Actor) -> None:
    keyless = Database(database.url)
    with pytest.raises(Unavailable, match="审计密钥"), keyless.transaction() as session:
        audit.record(session, officer, "a", "b")
    keyless.close()


def test_the_key_is_not_in_the_database_and_only_its_owner_reads_it(config: Config) -> None:
    key = kept_secret(config.data, AUDIT_KEY)
    place = config.data / "audit-key"
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_text().strip() == key
    assert key != kept_secret(config.data)


# What the database itself refuses.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET name = 'li' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT * FROM audit WHERE id = 2",
    ],
)
def test_the_database_refuses_to_change_the_trail(database: Database, deeds: Deeds, statement: str) -> None:
    deeds(3)
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text(statement))
    assert checked(database).count == 3
    assert checked(database).intact


def test_the_database_refuses_its_own_ways_around(database: Database, deeds: Deeds) -> None:
    deeds(3)
    ways = {
        "sqlite": "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
        "postgresql": "TRUNCATE audit",
    }
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(ways[session.get_bind().dialect.name]))
    assert checked(database).intact


# What an attacker does who has taken the triggers away.


CHANGES = {
    "at": "'2020-01-01 00:00:00+00'",
    "account_id": "8",
    "name": "'li'",
    "role": "'auditor'",
    "address": "'10.0.0.8'",
    "deed": "'x'",
    "subject": "'document:1'",
    "before": "'{}'",
    "after": "NULL",
    "link": "'ab'",
}


@pytest.mark.parametrize("column", CHANGES)
def test_every_changed_word_is_found(database: Database, deeds: Deeds, forge: Forge, column: str) -> None:
    deeds(4)
    forge(f"UPDATE audit SET {column} = {CHANGES[column]} WHERE id = 2")
    faults = checked(database).faults
    assert faults
    # A changed link makes the next row the one that does not fit, too.
    assert "第 2 条与链值不符" in faults[0]


def test_a_missing_row_is_named(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(6)
    forge("DELETE FROM audit WHERE id IN (2, 4, 5)")
    assert checked(database).faults == ["第 2 条缺失", "第 4 至 5 条缺失"]


def test_a_gap_that_was_closed_is_found(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(5)
    forge("DELETE FROM audit WHERE id = 3", "UPDATE audit SET id = 3 WHERE id = 4")
    forge("UPDATE audit SET id = 4 WHERE id = 5")
    faults = checked(database).faults
    assert "第 3 条与链值不符" in faults[0]
    assert "第 5 条缺失（封条记有 5 条）" in faults[1]


@pytest.mark.parametrize(("first", "second"), [(2, 3), (2, 5), (1, 6)])
def test_rows_that_changed_places_are_named(
    database: Database, deeds: Deeds, forge: Forge, first: int, second: int
) -> None:
    deeds(6)
    forge(
        f"UPDATE audit SET id = 99 WHERE id = {first}",
        f"UPDATE audit SET id = {first} WHERE id = {second}",
        f"UPDATE audit SET id = {second} WHERE id = 99",
    )
    faults = checked(database).faults
    assert f"第 {first} 条应在第 {second} 条的位置：顺序被调换" in faults
    assert f"第 {second} 条应在第 {first} 条的位置：顺序被调换" in faults


def test_a_cut_tail_is_found(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(5)
    forge("DELETE FROM audit WHERE id > 3")
    assert checked(database).faults == ["第 4 至 5 条缺失（封条记有 5 条）"]


def test_a_cut_tail_with_a_forged_seal_is_found_and_stays_found(
    database: Database, deeds: Deeds, forge: Forge
) -> None:
    deeds(5)
    forge(
        "DELETE FROM audit WHERE id > 3",
        "UPDATE audit_seal SET count = 3, link = (SELECT link FROM audit WHERE id = 3)",
    )
    assert any("封条不符" in fault for fault in checked(database).faults)
    # Writing on must not heal it.
    deeds(2)
    found = checked(database)
    assert found.count == 5
    assert any("封条不符" in fault for fault in found.faults)


def test_a_row_put_at_the_end_is_found(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(3)
    forge(
        "INSERT INTO audit (id, at, name, role, address, deed, subject, link) SELECT 4, at, name, role, "
        "address, deed, 'document:99', link FROM audit WHERE id = 3"
    )
    faults = checked(database).faults
    assert any("第 4 条与链值不符" in fault for fault in faults)
    assert any("第 4 条是外加的" in fault for fault in faults)


def test_a_whole_trail_taken_away_is_found(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(3)
    forge("DELETE FROM audit")
    assert checked(database).faults == ["第 1 至 3 条缺失（封条记有 3 条）"]
    forge("DELETE FROM audit_seal")
    deeds(1)
    assert checked(database).intact, "a trail begun anew is whole in itself"
    assert "没有链值" in checked(database, expect="f" * 64).faults[0]


def test_a_missing_seal_is_found(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(3)
    forge("DELETE FROM audit_seal")
    assert checked(database).faults == ["封条缺失：无法确认最后的记录是否齐全"]
    # Deeds go on; a seal begun anew over rows that stand does not pretend to know them.
    deeds(1)
    found = checked(database)
    assert found.count == 4
    assert any("封条不符" in fault for fault in found.faults)


def test_a_link_kept_elsewhere_tells_of_an_old_copy(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(3)
    with database.reading() as session:
        old = session.get_one(AuditSeal, 1)
        session.expunge(old)
    deeds(2)
    kept = checked(database).link
    forge(
        "DELETE FROM audit WHERE id > 3",
        f"UPDATE audit_seal SET count = 3, link = '{old.link}', seal = '{old.seal}'",
    )
    assert checked(database).intact
    assert checked(database, expect=kept).faults == [
        f"记录中没有链值 {kept}：其后的记录被整段删去，或者数据库被换成了旧的备份"
    ]


def test_another_key_opens_nothing(database: Database, deeds: Deeds) -> None:
    deeds(3)
    other = Database(database.url, audit_key=b"another")
    with other.reading() as session:
        found = check(session)
    other.close()
    assert len(found.faults) == 4


def test_many_faults_are_told_in_few_lines(database: Database, deeds: Deeds, forge: Forge) -> None:
    deeds(130)
    forge("UPDATE audit SET name = 'li'")
    assert len(checked(database).faults) == 100


def test_a_long_trail_is_read_in_one_pass(database: Database, deeds: Deeds) -> None:
    deeds(50)
    with database.reading() as session:
        assert session.scalar(select(func.count(AuditRow.id))) == 50
        assert check(session).count == 50
