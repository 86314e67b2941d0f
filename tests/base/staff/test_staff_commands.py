"""Accounts and the audit trail from the server's own command line."""

import json
import re
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, text

from base.config import Config
from base.console import Console
from base.db import Database
from base.staff import accounts, first, passwords
from base.staff.audit import AuditRow
from base.staff.commands import check, create_account, reset_password
from base.staff.roles import Role, at_the_console
from base.staff.tables import Account, Unit
from registry.sample import people as sample

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run one of the commands on the application's database."""
    console = Console(app.extensions["config"], app.extensions["database"])

    def go(command: Any, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(command, words, obj=console, input=typed)

    return go


OFFICER = ("zhang", "--full-name", "张三", "--role", "legal_officer")
HOME = ("--unit", "法规处", "--organ", "澄江省生态环境厅")


def shown(done: Result) -> str:
    found = re.search(r"：([A-Za-z0-9-]{19,})\n", done.output)
    assert found, done.output
    return found[1]


def test_an_account_is_made_with_its_role_and_a_password_shown_once(
    run: Run, visitor: Any, people: Any
) -> None:
    done = run(create_account, *OFFICER, *HOME)
    assert done.exit_code == 0, done.output
    assert visitor.sign_in("zhang", shown(done)).location == "/desk"
    assert visitor.client.get("/desk").location == "/account", "the password is changed first"
    row = people.row(1)
    assert (row.role, row.unit_id, row.must_change) == ("legal_officer", 1, True)
    assert [deed.deed for deed in people.rows()][:3] == ["unit.create", "account.create", "role.grant"]
    assert people.rows("account.create")[0].name.startswith("命令行：")


def test_a_unit_that_stands_is_found_by_its_name_alone(run: Run, people: Any) -> None:
    run(create_account, *OFFICER, *HOME)
    assert (
        run(create_account, "li", "--full-name", "李四", "--role", "drafter", "--unit", "法规处").exit_code
        == 0
    )
    assert people.row(2).unit_id == 1


def test_a_unit_nobody_knows_needs_its_organ(run: Run) -> None:
    done = run(create_account, *OFFICER, "--unit", "新处")
    assert done.exit_code == 1
    assert "--organ" in str(done.exception)


def test_a_name_that_two_units_bear_needs_its_organ(run: Run, people: Any) -> None:
    with people.database.transaction() as session:
        session.add_all([Unit(organ="甲厅", name="法规处"), Unit(organ="乙局", name="法规处")])
    done = run(create_account, *OFFICER, "--unit", "法规处")
    assert "甲厅" in str(done.exception)
    assert "乙局" in str(done.exception)


def test_a_password_may_be_typed_and_is_held_to_the_rules(run: Run, visitor: Any) -> None:
    assert "至少 8" in str(run(create_account, *OFFICER, "--ask-password", typed="short\nshort\n").exception)
    done = run(create_account, *OFFICER, "--ask-password", typed="Correct-Horse-9\nCorrect-Horse-9\n")
    assert done.exit_code == 0
    assert "Correct-Horse-9" not in done.output
    assert visitor.sign_in("zhang").status_code == 303


def test_a_taken_name_makes_nothing(run: Run, people: Any) -> None:
    run(create_account, *OFFICER)
    before = len(people.rows())
    assert "已被使用" in str(run(create_account, *OFFICER, *HOME).exception)
    assert len(people.rows()) == before


def test_an_administrators_password_is_reset_here(run: Run, visitor: Any, people: Any) -> None:
    row = people.make("audit", Role.AUDITOR)
    with people.database.transaction() as session:
        session.get_one(Account, row.id).totp_secret = "sealed"
    done = run(reset_password, "audit", "--drop-second-factor")
    assert visitor.sign_in("audit", shown(done)).status_code == 303
    assert people.row(row.id).totp_secret == ""
    assert "没有账户" in str(run(reset_password, "nobody").exception)


# Checking


def test_a_whole_trail_is_told_with_its_last_link(run: Run) -> None:
    run(create_account, *OFFICER)
    done = run(check)
    assert done.exit_code == 0
    assert "审计记录 2 条" in done.output
    assert "全部完好" in done.output
    link = re.findall(r"链值：([0-9a-f]{64})", done.output)[0]
    assert run(check, "--expect", link).exit_code == 0


def test_a_finding_ends_in_exit_code_one(run: Run, people: Any) -> None:
    run(create_account, *OFFICER)
    with people.database.transaction() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET name = 'li' WHERE id = 1"))
    done = CliRunner().invoke(check, [], obj=Console(people.config, people.database), standalone_mode=False)
    assert done.return_value == 1
    assert "第 1 条与链值不符" in done.output


def test_what_an_upper_floor_finds_is_a_finding_too(people: Any) -> None:
    console = Console(people.config, people.database, checks=(lambda _: (), lambda _: ("索引少了一件",)))
    done = CliRunner().invoke(check, [], obj=console, standalone_mode=False)
    assert done.return_value == 1
    assert "问题：索引少了一件" in done.output
    assert "发现 1 处问题" in done.output


def test_a_link_that_is_gone_is_a_finding(run: Run, people: Any) -> None:
    run(create_account, *OFFICER)
    console = Console(people.config, people.database)
    done = CliRunner().invoke(check, ["--expect", "0" * 64], obj=console, standalone_mode=False)
    assert done.return_value == 1
    assert "旧的备份" in done.output


# The first accounts


def signs_in(visitor: Any, line: str) -> str:
    name, password, _ = line.split("\t")
    return str(visitor.sign_in(name, password).location)


def test_the_first_start_makes_the_three_administrators(app: Flask, people: Any, visitor: Any) -> None:
    place = first.ensure(people.database, people.config)
    assert place
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    lines = place.read_text("utf-8").splitlines()
    assert len(lines) == 4
    assert [signs_in(app_visitor(app, visitor), line) for line in lines[1:]] == [
        "/admin/accounts",
        "/admin/roles",
        "/admin/audit",
    ]
    assert visitor.client.get("/admin/audit").location == "/account"
    assert [people.row(key).must_change for key in (1, 2, 3)] == [True] * 3


def app_visitor(app: Flask, visitor: Any) -> Any:
    visitor.client.delete_cookie("session")
    return visitor


def test_a_second_start_makes_none(people: Any) -> None:
    first.ensure(people.database, people.config)
    before = (people.config.data / first.FILE).read_text("utf-8")
    assert first.ensure(people.database, people.config) is None
    assert (people.config.data / first.FILE).read_text("utf-8") == before


def test_two_first_starts_make_three_accounts(database: Database, config: Config) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: first.ensure(database, config), range(2)))
    assert sorted(place is None for place in made) == [False, True]
    with database.reading() as session:
        assert len(accounts.every(session)) == 3


def test_a_site_with_accounts_gets_none(people: Any) -> None:
    people.make("zhang")
    assert first.ensure(people.database, people.config) is None


# The demonstration


def test_the_sample_staff_has_one_for_each_role_and_signs_in(app: Flask, people: Any, visitor: Any) -> None:
    place = sample.load(people.database, people.config)
    assert place
    lines = place.read_text("utf-8").splitlines()[1:]
    assert [signs_in(app_visitor(app, visitor), line) for line in lines] == ["/desk"] * 4
    assert visitor.client.get("/desk").status_code == 200, "no password to change first"
    assert sample.load(people.database, people.config) is None


@pytest.mark.parametrize(
    "more",
    [{"host": "0.0.0.0"}, {"entry": replace(Config().entry, trusted_proxies=1)}],  # noqa: S104  # a setting
)
def test_the_sample_staff_opens_nothing_but_ones_own_machine(
    app: Flask, people: Any, visitor: Any, more: dict[str, Any]
) -> None:
    exposed = replace(people.config, **more)
    assert sample.load(people.database, exposed) is None
    place = sample.load(people.database, people.config)
    assert place
    line = place.read_text("utf-8").splitlines()[1]
    assert signs_in(visitor, line) == "/desk"
    app.extensions["config"] = exposed
    assert visitor.client.get("/desk").location.startswith("/sign-in"), "a sign-in from before ends, too"
    name, password, _ = line.split("\t")
    assert visitor.sign_in(name, password).status_code == 401


def test_no_password_of_the_first_accounts_stands_anywhere_else(people: Any) -> None:
    first.ensure(people.database, people.config)
    place = people.config.data / first.FILE
    secrets = [line.split("\t")[1] for line in place.read_text("utf-8").splitlines()[1:]]
    with people.database.reading() as session:
        told = json.dumps([[row.before, row.after, row.subject] for row in session.scalars(select(AuditRow))])
        kept = [row.password_hash for row in session.scalars(select(Account))]
    assert not [secret for secret in secrets if secret in told or secret in str(kept)]
    assert all(passwords.matches(one, secret) for one, secret in zip(kept, secrets, strict=True))


def test_the_console_is_named_in_the_trail(people: Any) -> None:
    with people.database.transaction() as session:
        accounts.create(
            session, "li", accounts.Person("李"), people.config.entry, by=at_the_console("命令行：root")
        )
    assert people.rows("account.create")[0].name == "命令行：root"
