"""Getting in and out: one answer for every failure, waits that grow, sign-ins that end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from base import clock
from base.staff import accounts, entering, sign_ins
from base.staff.entering import Typed
from base.staff.roles import Role, at_the_console
from base.staff.tables import Attempt, SignIn

REFUSED = "账户名、口令或者动态口令不正确"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_the_right_password_opens_the_desk(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER, full_name="张三")
    answer = visitor.sign_in("zhang")
    assert (answer.status_code, answer.location) == (303, "/desk")
    page = visitor.client.get("/desk")
    assert page.status_code == 200
    assert "张三" in page.text


def test_a_name_is_taken_as_it_is_meant(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    assert visitor.sign_in(" Zhang ").status_code == 303


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.DRAFTER, "/desk"),
        (Role.SYSTEM_ADMINISTRATOR, "/admin/accounts"),
        (Role.SECURITY_ADMINISTRATOR, "/admin/roles"),
        (Role.AUDITOR, "/admin/audit"),
        (None, "/account"),
    ],
)
def test_everybody_begins_where_his_work_is(visitor: Any, people: Any, role: Role | None, first: str) -> None:
    people.make("wang", role)
    assert visitor.sign_in("wang").location == first
    assert visitor.client.get(first).status_code == 200


def test_no_failure_tells_what_was_wrong(visitor: Any, another: Any, people: Any) -> None:
    people.make("zhang")
    closed = people.make("li")
    with people.database.transaction() as session:
        accounts.close(session, accounts.find(session, closed.id), "调离", by=at_the_console())
    known = visitor.sign_in("zhang", "wrong-Password-1")
    others = [another.sign_in("nobody-here"), another.sign_in("li")]
    assert known.status_code == 401
    assert REFUSED in known.text
    for other in others:
        same = other.text.replace("nobody-here", "zhang").replace('"li"', '"zhang"')
        assert other.status_code == 401
        assert strip_token(same) == strip_token(known.text)


def strip_token(page: str) -> str:
    return "".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_an_unknown_name_costs_the_same_work(
    app: Flask, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.make("zhang")
    looked: list[str] = []
    real = entering.passwords.HASHER.verify
    monkeypatch.setattr(
        type(entering.passwords.HASHER),
        "verify",
        lambda _self, kept, word: looked.append(kept) or real(kept, word),
    )
    for name in ("zhang", "nobody"):
        with pytest.raises(entering.Refused):
            entering.enter(
                people.database, Typed(name, "x", "", "10.0.0.1"), people.config, app.secret_key or ""
            )
    assert len(looked) == 2
    assert {kept.split("$")[3] for kept in looked} == {looked[0].split("$")[3]}


def test_who_types_a_password_for_a_name_leaves_no_password_behind(visitor: Any, people: Any) -> None:
    visitor.sign_in("My-Secret-Password-1", "x")
    with people.database.reading() as session:
        kept = [attempt.name for attempt in session.scalars(select(Attempt))]
    assert len(kept) == 1
    assert "secret" not in str(kept) + str([vars(row) for row in people.rows()])


def test_the_door_leads_back_to_the_page_asked_for_but_never_elsewhere(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    sent = visitor.client.get("/desk/tasks?x=1")
    assert sent.location == "/sign-in?next=%2Fdesk%2Ftasks%3Fx%3D1"
    assert visitor.sign_in("zhang", next="/desk/tasks?x=1").location == "/desk/tasks?x=1"
    for elsewhere in (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/x",
    ):
        visitor.client.delete_cookie("session")
        assert visitor.sign_in("zhang", next=elsewhere).location == "/desk"


def test_what_was_sent_after_the_end_is_not_led_back_to(visitor: Any) -> None:
    assert visitor.client.post("/admin/units").location == "/sign-in"


def test_a_program_is_told_in_its_own_language(app: Flask, visitor: Any) -> None:
    from_json = app.url_map.bind("localhost")
    assert from_json
    app.add_url_rule("/closed.json", "closed", may_audit(lambda: "x"))
    answer = visitor.client.get("/closed.json")
    assert (answer.status_code, answer.json["code"]) == (401, "not-signed-in")


def may_audit(view: Callable[[], str]) -> Callable[[], str]:
    from base.staff.access import may  # noqa: PLC0415  # one test needs it
    from base.staff.roles import Permission  # noqa: PLC0415  # as above

    return may(Permission.READ_AUDIT)(view)


# How long a sign-in lasts


def test_the_token_is_new_and_the_database_keeps_only_its_hash(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.client.get("/sign-in")
    before = visitor.client.get_cookie("session").value
    visitor.sign_in("zhang")
    with visitor.client.session_transaction() as held:
        token = held["sign_in"]
    assert visitor.client.get_cookie("session").value != before
    with people.database.reading() as session:
        row = session.scalars(select(SignIn)).one()
        assert token not in str(vars(row))
        assert row.token_hash == sign_ins.digest(token)


def test_what_was_in_the_session_before_is_gone(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    old = visitor.token()
    with visitor.client.session_transaction() as held:
        held["planted"] = "by somebody else"
    visitor.sign_in("zhang")
    with visitor.client.session_transaction() as held:
        assert set(held) == {"sign_in"}
    assert visitor.client.post("/sign-out", data={"csrf_token": old}).status_code == 400


def test_signing_out_ends_the_sign_in_itself(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    stolen = visitor.client.get_cookie("session").value
    assert visitor.post("/sign-out", {}).location == "/"
    assert visitor.client.get("/desk").location.startswith("/sign-in")
    visitor.client.set_cookie("session", stolen)
    assert visitor.client.get("/desk").location.startswith("/sign-in")
    assert [row.subject for row in people.rows("sign_in.end")] == ["account:1"]


@pytest.mark.parametrize(
    ("steps", "inside"),
    [([29], True), ([31], False), ([29, 29, 29], True), ([29] * 24, True), ([29] * 25, False)],
)
def test_a_sign_in_ends_when_idle_and_after_a_working_day(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None], steps: list[int], inside: bool
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    at = NOON
    hold_clock(at)
    visitor.sign_in("zhang")
    for minutes in steps:
        at += timedelta(minutes=minutes)
        hold_clock(at)
        answer = visitor.client.get("/desk")
    assert (answer.status_code == 200) is inside
    if not inside:
        assert "已超时" in visitor.client.get("/sign-in").text


def test_a_forged_cookie_opens_nothing(app: Flask, visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    with visitor.client.session_transaction() as held:
        held["sign_in"] = "a token nobody gave out"
    assert visitor.client.get("/desk").location.startswith("/sign-in")
    with visitor.client.session_transaction() as held:
        held["sign_in"] = {"not": "a word"}
    assert visitor.client.get("/desk").location.startswith("/sign-in")
    visitor.client.set_cookie("session", "garbage")
    assert visitor.client.get("/").status_code == 200


def test_who_is_there_is_written_down_once_a_minute(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    hold_clock(NOON)
    visitor.sign_in("zhang")
    for seconds in (20, 40, 61, 80):
        hold_clock(NOON + timedelta(seconds=seconds))
        visitor.client.get("/desk")
    with people.database.reading() as session:
        assert session.scalars(select(SignIn.seen_at)).one() == NOON + timedelta(seconds=61)


def test_a_signed_in_request_costs_one_read_and_a_readers_none(
    visitor: Any, another: Any, people: Any
) -> None:
    people.make("zhang", Role.AUDITOR)
    visitor.sign_in("zhang")
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(people.database.engine, "before_cursor_execute", note)
    visitor.client.get("/account")
    assert sum("FROM sign_in" in statement for statement in asked) == 1
    asked.clear()
    another.client.get("/sitemap")
    assert [statement for statement in asked if "sign_in" in statement or "account" in statement] == []


def test_the_place_of_a_sign_in_is_looked_up_by_its_index(people: Any) -> None:
    with people.database.reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            return
        asked = select(SignIn.id).where(SignIn.token_hash == "x")
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN " + str(asked.compile(compile_kwargs={"literal_binds": True}))
        )
        assert "USING" in str(plan.all())


def test_closing_an_account_ends_its_sign_ins_at_once(visitor: Any, people: Any) -> None:
    row = people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    with people.database.transaction() as session:
        accounts.close(session, accounts.find(session, row.id), "调离", by=at_the_console())
    assert visitor.client.get("/desk").location.startswith("/sign-in")


def test_the_clock_of_the_house_is_the_one_that_counts(
    people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    row = people.make("zhang")
    assert people.row(row.id).password_set_at == clock.now() == NOON
