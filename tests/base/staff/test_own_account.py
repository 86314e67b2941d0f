"""One's own account: the first password is changed first, an old one after its days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from base.config import Entry
from base.staff import passwords, sign_ins
from base.staff.roles import Role
from base.staff.tables import Account

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NEW = "Another-Horse-8"


def change(
    visitor: Any, current: str = "Correct-Horse-9", new: str = NEW, again: str = NEW, **more: str
) -> Any:
    return visitor.post("/account/password", {"current": current, "new": new, "again": again, **more})


def test_a_password_set_by_others_is_changed_before_anything_else(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER, must_change=True)
    assert visitor.sign_in("zhang").status_code == 303
    assert visitor.client.get("/desk").location == "/account"
    assert visitor.post("/desk/tasks", {}).status_code in {303, 405}
    assert "请先修改" in visitor.client.get("/account").text
    assert visitor.client.get("/").status_code == 200, "what everybody may read stays open"
    assert change(visitor).location == "/account"
    assert visitor.client.get("/desk").status_code == 200


@pytest.mark.parametrize(("days", "age", "held"), [(90, 89, ""), (90, 90, "已使用 90 天"), (0, 4000, "")])
def test_a_password_lives_for_its_days(days: int, age: int, held: str) -> None:
    row = Account(must_change=False, password_set_at=NOON - timedelta(days=age), totp_secret="")
    assert held in sign_ins.held(row, NOON, Entry(password_days=days))
    assert bool(sign_ins.held(row, NOON, Entry(password_days=days))) is bool(held)


def test_whoever_has_an_old_password_is_led_to_change_it(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NOON - timedelta(days=90))
    people.make("zhang", Role.LEGAL_OFFICER)
    hold_clock(NOON)
    visitor.sign_in("zhang")
    assert visitor.client.get("/desk").location == "/account"
    change(visitor)
    assert visitor.client.get("/desk").status_code == 200


def test_changing_it_takes_the_old_one_and_two_equal_new_ones(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    hold_clock(NOON)
    visitor.sign_in("zhang")
    page = change(visitor, new="short", again="other")
    assert page.status_code == 422
    for sentence in ("至少 8 个字符", "两次输入的新口令不一致"):
        assert sentence in page.text
    assert "不正确" in change(visitor, current="wrong").text
    assert "不能与现在的口令相同" in change(visitor, new="Correct-Horse-9", again="Correct-Horse-9").text
    assert "不认识的字段" in change(visitor, role="auditor").text
    hold_clock(NOON + timedelta(seconds=5))
    assert change(visitor).status_code == 303
    assert [row.deed for row in people.rows("account.change_password")] == ["account.change_password"]


def test_a_new_password_ends_the_other_sign_ins_and_not_ones_own(
    visitor: Any, another: Any, people: Any
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    another.sign_in("zhang")
    change(visitor)
    assert visitor.client.get("/desk").status_code == 200
    assert another.client.get("/desk").location.startswith("/sign-in")
    assert another.sign_in("zhang").status_code == 401
    assert another.sign_in("zhang", NEW).status_code == 303


def test_an_open_browser_is_no_place_to_try_passwords_at(
    visitor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    hold_clock(NOON)
    visitor.sign_in("zhang")
    said = [change(visitor, current=f"guess {number}").status_code for number in range(7)]
    assert 429 in said


def test_a_stronger_hash_is_made_when_the_password_is_next_seen(visitor: Any, people: Any) -> None:
    row = people.make("zhang", Role.LEGAL_OFFICER)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("Correct-Horse-9")
    with people.database.transaction() as session:
        session.get_one(Account, row.id).password_hash = weak
    visitor.sign_in("zhang")
    kept = people.row(row.id).password_hash
    assert kept != weak
    assert not passwords.outgrown(kept)
    assert passwords.matches(kept, "Correct-Horse-9")


def test_no_password_stands_in_the_trail(visitor: Any, people: Any) -> None:
    people.make("zhang", Role.LEGAL_OFFICER)
    visitor.sign_in("zhang")
    change(visitor)
    told = str([vars(row) for row in people.rows()])
    for secret in ("Correct-Horse-9", NEW, "$argon2"):
        assert secret not in told
