"""The second factor: codes that work once, a secret that only this installation reads."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from base.staff import entering, factor, rights
from base.staff.entering import Typed
from base.staff.roles import Role, at_the_console
from base.staff.tables import Account

NOON = datetime(2026, 11, 23, 4, 0, 10, tzinfo=UTC)
# RFC 6238, appendix B, with the six last digits: secret "12345678901234567890".
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert factor.step_of(RFC_SECRET, code, at) == second // 30


@pytest.mark.parametrize(
    ("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_be_half_a_minute_wrong(seconds: int, right: bool) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOON + timedelta(seconds=seconds))
    assert (factor.step_of(RFC_SECRET, code, NOON) is not None) is right


def test_a_code_works_once_and_none_before_it_works_after() -> None:
    maker = pyotp.TOTP(RFC_SECRET)
    used = factor.step_of(RFC_SECRET, maker.at(NOON), NOON)
    assert used
    assert factor.step_of(RFC_SECRET, maker.at(NOON), NOON, used) is None
    assert factor.step_of(RFC_SECRET, maker.at(NOON - timedelta(seconds=30)), NOON, used) is None
    assert factor.step_of(RFC_SECRET, maker.at(NOON + timedelta(seconds=30)), NOON, used) == used + 1


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    right = pyotp.TOTP(RFC_SECRET).at(NOON)
    if "".join(typed.split()) not in {
        right,
        *(pyotp.TOTP(RFC_SECRET).at(NOON + timedelta(seconds=n)) for n in (-30, 30)),
    }:
        assert factor.step_of(RFC_SECRET, typed, NOON) is None


def test_a_space_in_the_middle_is_as_phones_show_it() -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOON)
    assert factor.step_of(RFC_SECRET, f" {code[:3]} {code[3:]} ", NOON) is not None


def test_a_sealed_secret_opens_only_here_and_only_for_its_owner() -> None:
    seal = factor.sealed(RFC_SECRET, 7, "key of this installation")
    assert RFC_SECRET not in seal
    assert len(seal) <= 200
    assert factor.opened(seal, 7, "key of this installation") == RFC_SECRET
    assert factor.opened(seal, 8, "key of this installation") == ""
    assert factor.opened(seal, 7, "another key") == ""
    for broken in ("", "x", seal[:-4], "密钥"):
        assert factor.opened(broken, 7, "key of this installation") == ""


def test_no_secret_has_no_code() -> None:
    assert factor.step_of("", pyotp.TOTP(RFC_SECRET).at(NOON), NOON) is None


# On the pages


def enrolled(people: Any, app: Flask, name: str = "zhang") -> tuple[int, str]:
    row, secret = people.make(name, Role.LEGAL_OFFICER), factor.new_secret()
    with people.database.transaction() as session:
        kept = session.get_one(Account, row.id)
        rights.add_factor(
            session, kept, factor.sealed(secret, row.id, app.secret_key), 0, by=at_the_console()
        )
    return row.id, secret


def test_the_code_is_asked_for_and_counts_once(
    app: Flask, visitor: Any, another: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    _, secret = enrolled(people, app)
    code = pyotp.TOTP(secret).at(NOON)
    assert visitor.sign_in("zhang").status_code == 401
    hold_clock(NOON + timedelta(seconds=2))
    assert visitor.sign_in("zhang", code=code).status_code == 303
    assert another.sign_in("zhang", code=code).status_code == 401
    assert people.rows("sign_in.success")[0].after == {"second_factor": True}


def test_a_code_without_the_password_opens_nothing(
    app: Flask, visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    _, secret = enrolled(people, app)
    assert visitor.sign_in("zhang", "wrong", code=pyotp.TOTP(secret).at(NOON)).status_code == 401


def test_of_two_who_use_a_code_at_once_one_gets_in(
    app: Flask, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    _, secret = enrolled(people, app)
    typed = Typed("zhang", "Correct-Horse-9", pyotp.TOTP(secret).at(NOON), "10.0.0.1")
    config = replace(people.config, entry=replace(people.config.entry, tries=100, lock_minutes=1))

    def knock(_: int) -> bool:
        try:
            entering.enter(people.database, typed, config, app.secret_key or "")
        except (entering.Refused, entering.locks.Locked):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(knock, range(2))) == [False, True]


def test_a_secret_of_another_key_lets_nobody_in_with_the_password_alone(
    visitor: Any, people: Any, app: Flask
) -> None:
    enrolled(people, app)
    app.config["SECRET_KEY"] = "changed"
    assert visitor.sign_in("zhang").status_code == 401


def test_the_setting_off_asks_for_no_code(app: Flask, visitor: Any, people: Any) -> None:
    enrolled(people, app)
    app.extensions["config"] = replace(people.config, entry=replace(people.config.entry, second_factor="off"))
    assert 'name="code"' not in visitor.client.get("/sign-in").text
    assert visitor.sign_in("zhang").status_code == 303
    assert visitor.client.get("/account/second-factor").status_code == 404


def test_enrolling_takes_a_right_code_and_the_password(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    row = people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    page = visitor.client.get("/account/second-factor").text
    secret = re.findall(r"<code[^>]*>([A-Z2-7]{32})<", page)[0]
    seal = re.findall(r'name="seal" value="([^"]+)"', page)[0]
    form = {"seal": seal, "current": "Correct-Horse-9", "code": "000000"}
    wrong = visitor.post("/account/second-factor", form)
    assert wrong.status_code == 422
    assert "动态口令不正确" in wrong.text
    assert secret in wrong.text, "the phone need not scan again"
    form |= {"code": pyotp.TOTP(secret).at(NOON)}
    hold_clock(NOON + timedelta(seconds=1))
    assert visitor.post("/account/second-factor", {**form, "current": "x"}).status_code == 422
    hold_clock(NOON + timedelta(seconds=3))
    assert visitor.post("/account/second-factor", form).location == "/account"
    kept = people.row(row.id)
    assert secret not in kept.totp_secret
    assert kept.totp_step == int(NOON.timestamp()) // 30
    assert [deed.deed for deed in people.rows("second_factor")] == ["second_factor.add"]


def test_the_picture_holds_the_secret(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    page = visitor.client.get("/account/second-factor")
    assert page.headers["Cache-Control"] == "no-store"
    assert 'src="data:image/svg+xml' in page.text


def test_a_secret_sealed_for_somebody_else_is_no_proof(
    app: Flask, visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    seal = factor.sealed(RFC_SECRET, 99, app.secret_key or "")
    form = {"seal": seal, "current": "Correct-Horse-9", "code": pyotp.TOTP(RFC_SECRET).at(NOON)}
    assert visitor.post("/account/second-factor", form).status_code == 422


def test_where_it_is_required_nothing_else_is_open_before(app: Flask, visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    app.extensions["config"] = replace(
        people.config, entry=replace(people.config.entry, second_factor="required")
    )
    visitor.sign_in("zhang")
    assert visitor.client.get("/desk").location == "/account"
    page = visitor.client.get("/account").text
    assert "要求使用动态口令" in page
    assert visitor.client.get("/account/second-factor").status_code == 200
    refused = visitor.post("/account/second-factor/drop", {"current": "Correct-Horse-9"})
    assert refused.status_code == 409
    assert "不能停用" in refused.text


def test_giving_it_up_takes_the_password(
    app: Flask, visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON)
    key, secret = enrolled(people, app)
    visitor.sign_in("zhang", code=pyotp.TOTP(secret).at(NOON))
    assert visitor.post("/account/second-factor/drop", {"current": "wrong"}).status_code == 422
    assert people.row(key).totp_secret
    hold_clock(NOON + timedelta(seconds=5))
    assert visitor.post("/account/second-factor/drop", {"current": "Correct-Horse-9"}).status_code == 303
    assert people.row(key).totp_secret == ""
