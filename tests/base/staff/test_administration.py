"""The three administrators: one makes accounts, one grants roles, one reads the trail; none is all three."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from base.staff.roles import Role
from base.staff.tables import UnitKind
from base.staff.units import UnitOrder

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LEGAL = UnitOrder("澄江省生态环境厅", "法规与标准处")


@pytest.fixture
def system(visitor: Any, people: Any) -> Any:
    """The system administrator, signed in."""
    people.make("system", Role.SYSTEM_ADMINISTRATOR)
    visitor.sign_in("system")
    return visitor


@pytest.fixture
def security(visitor: Any, people: Any) -> Any:
    """The security administrator, signed in."""
    people.make("security", Role.SECURITY_ADMINISTRATOR)
    visitor.sign_in("security")
    return visitor


def password_on(page: Any) -> str:
    found = re.search(r'<dt>口令</dt><dd><code class="number">([^<]+)</code>', page.text)
    assert found
    return found[1]


# The system administrator


def test_a_new_account_has_a_password_shown_once_and_no_role(system: Any, another: Any, people: Any) -> None:
    answer = system.post("/admin/accounts", {"name": "Zhang.San", "full_name": "张三"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    password = password_on(answer)
    assert password not in system.client.get("/admin/accounts").text
    assert another.sign_in("zhang.san", password).location == "/account"
    assert "请先修改" in another.client.get("/account").text
    created = people.rows("account.create")[-1]
    assert (created.name, created.after["name"], created.address) == ("system", "zhang.san", "127.0.0.1")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "full_name": "张三"}, "请填写账户名"),
        ({"name": "张三", "full_name": "张三"}, "小写字母"),
        ({"name": "z", "full_name": "张三"}, "小写字母"),
        ({"name": "zhang", "full_name": ""}, "请填写姓名"),
        ({"name": "zhang", "full_name": "长" * 61}, "最多 60 个字"),
        ({"name": "SYSTEM", "full_name": "张三"}, "已被使用"),
        ({"name": "zhang", "full_name": "张三", "email": "no address"}, "电子邮箱应形如"),
        ({"name": "zhang", "full_name": "张三", "unit_id": "999"}, "没有这个单位"),
        ({"name": "zhang", "full_name": "张三", "unit_id": "-1"}, "应为整数"),
        ({"name": "zhang", "full_name": "张三", "role": "auditor"}, "不认识的字段"),
        ({"name": ["zhang", "li"], "full_name": "张三"}, "填了不止一次"),
    ],
)
def test_a_wrong_form_comes_back_with_its_fault(
    system: Any, people: Any, form: dict[str, Any], said: str
) -> None:
    answer = system.post("/admin/accounts", form)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(people.rows("account.create")) == 1


def test_all_faults_are_told_at_once_and_what_was_typed_stays(system: Any) -> None:
    answer = system.post("/admin/accounts", {"name": "张", "full_name": "", "email": "x"})
    assert "有 2 处需要改正" in answer.text
    assert 'value="张"' in answer.text


def test_units_are_made_and_renamed(system: Any, people: Any) -> None:
    form = {"organ": "澄江省生态环境厅", "name": "政策法规处", "kind": "office"}
    assert system.post("/admin/units", form).status_code == 303
    assert "已有名为" in system.post("/admin/units", form).text
    assert system.post("/admin/units/1", {**form, "name": "法规与标准处"}).status_code == 303
    assert "法规与标准处" in system.client.get("/admin/units").text
    changed = people.rows("unit.change")[0]
    assert (changed.before["name"], changed.after["name"]) == ("政策法规处", "法规与标准处")
    assert system.client.get("/admin/units/99").status_code == 404


def test_a_renamed_unit_makes_public_pages_anew(system: Any, people: Any) -> None:
    people.make("li", unit=LEGAL)
    before = system.client.application.extensions["front"].pulse.beat()
    system.post("/admin/units/1", {"organ": LEGAL.organ, "name": "政策法规处", "kind": UnitKind.OFFICE.value})
    assert system.client.application.extensions["front"].pulse.beat() != before


def test_a_person_who_moves_keeps_the_account(system: Any, people: Any) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    answer = system.post(
        f"/admin/accounts/{row.id}", {"full_name": "李四", "unit_id": "", "email": "li@x.gov.cn"}
    )
    assert answer.status_code == 303
    kept = people.row(row.id)
    assert (kept.full_name, kept.unit_id, kept.email, kept.role) == ("李四", None, "li@x.gov.cn", "drafter")


def test_a_closed_account_stays_and_comes_back_without_its_role(
    system: Any, another: Any, people: Any
) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    another.sign_in("li")
    assert "请填写理由" in system.post(f"/admin/accounts/{row.id}/close", {"reason": ""}).text
    assert system.post(f"/admin/accounts/{row.id}/close", {"reason": "调离"}).status_code == 303
    assert another.client.get("/desk").location.startswith("/sign-in")
    assert system.post(f"/admin/accounts/{row.id}/close", {"reason": "调离"}).status_code == 409
    assert "已停用" in system.client.get("/admin/accounts").text
    opened = system.post(f"/admin/accounts/{row.id}/reopen", {"reason": "调回"})
    assert another.sign_in("li", password_on(opened)).status_code == 303
    assert people.row(row.id).role == ""
    assert people.rows("account.reopen")[0].before == {"role": "drafter"}
    assert system.post(f"/admin/accounts/{row.id}/reopen", {"reason": "调回"}).status_code == 409


def test_nobody_closes_his_own_account(system: Any, people: Any) -> None:
    assert system.post("/admin/accounts/1/close", {"reason": "误点"}).status_code == 403
    assert people.row(1).closed_at is None


def test_a_reset_password_ends_the_sign_ins(system: Any, another: Any, people: Any) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    another.sign_in("li")
    password = password_on(system.post(f"/admin/accounts/{row.id}/password", {}))
    assert another.client.get("/desk").location.startswith("/sign-in")
    assert another.sign_in("li", password).status_code == 303
    assert another.client.get("/desk").location == "/account"


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR])
def test_no_administrator_becomes_another_by_a_password(system: Any, people: Any, role: Role) -> None:
    row = people.make("boss", role)
    answer = system.post(f"/admin/accounts/{row.id}/password", {})
    assert answer.status_code == 403
    assert "./run reset-password boss" in answer.text
    assert people.row(row.id).password_hash == row.password_hash


# The security administrator


def test_a_role_is_granted_with_its_reason(security: Any, another: Any, people: Any) -> None:
    row = people.make("li", unit=LEGAL)
    another.sign_in("li")
    assert another.client.get("/desk").status_code == 403
    form = {"role": "legal_officer", "reason": "任法规处副处长"}
    assert security.post(f"/admin/roles/{row.id}", form).status_code == 303
    another.sign_in("li")
    assert another.client.get("/desk").status_code == 200
    granted = people.rows("role.grant")[-1]
    assert (granted.before, granted.after) == (
        {"role": ""},
        {"role": "legal_officer", "reason": "任法规处副处长"},
    )


def test_a_role_taken_is_gone_at_once(security: Any, another: Any, people: Any) -> None:
    row = people.make("li", Role.LEGAL_OFFICER, LEGAL)
    another.sign_in("li")
    assert security.post(f"/admin/roles/{row.id}", {"role": "", "reason": "调离"}).status_code == 303
    assert another.client.get("/desk").location.startswith("/sign-in")
    assert [deed.after["role"] for deed in people.rows("role.take")] == [""]


def test_nobody_grants_himself_a_role(security: Any, people: Any) -> None:
    for role in ("auditor", ""):
        assert security.post("/admin/roles/1", {"role": role, "reason": "试试"}).status_code == 403
    assert people.row(1).role == "security_administrator"
    assert "另一位安全管理员" in security.client.get("/admin/roles/1").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": "auditor", "reason": ""}, "请填写理由"),
        ({"role": "king", "reason": "任命"}, "不在可选范围"),
        ({"role": "drafter", "reason": "重复"}, "现在就是这个角色"),
        ({"role": "auditor", "reason": "任命", "admin": "1"}, "不认识的字段"),
    ],
)
def test_a_wrong_grant_changes_nothing(security: Any, people: Any, form: dict[str, str], said: str) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    answer = security.post(f"/admin/roles/{row.id}", form)
    assert answer.status_code == 422
    assert said in answer.text
    assert people.row(row.id).role == "drafter"


def test_a_lock_is_opened_and_the_failures_are_seen(
    security: Any, another: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    start = datetime.now(UTC)
    for minute in range(1, 6):
        hold_clock(start + timedelta(minutes=minute))
        another.sign_in("li", "wrong")
    another.sign_in("not-an-account", "x")
    assert another.sign_in("li").status_code == 429
    assert "暂时锁定" in security.client.get(f"/admin/roles/{row.id}").text
    seen = security.client.get("/admin/roles").text
    assert "（没有这个账户）" in seen
    assert "not-an-account" not in seen
    assert security.post(f"/admin/roles/{row.id}/unlock", {}).status_code == 303
    assert another.sign_in("li").status_code == 303
    assert people.rows("account.unlock")[0].after == {"failures": 5}


def test_a_lost_phone_is_taken_off(security: Any, people: Any) -> None:
    row = people.make("li", Role.DRAFTER, LEGAL)
    assert security.post(f"/admin/roles/{row.id}/second-factor", {"reason": "遗失"}).status_code == 409
    with people.database.transaction() as session:
        session.get_one(type(row), row.id).totp_secret = "sealed"
    assert security.post(f"/admin/roles/{row.id}/second-factor", {"reason": ""}).status_code == 422
    assert security.post(f"/admin/roles/{row.id}/second-factor", {"reason": "遗失"}).status_code == 303
    assert people.row(row.id).totp_secret == ""
    assert people.rows("second_factor.drop")[0].after == {"reason": "遗失"}


def test_a_closed_account_gets_no_role(security: Any, people: Any) -> None:
    row = people.make("li")
    with people.database.transaction() as session:
        session.get_one(type(row), row.id).closed_at = NOON
    assert security.post(f"/admin/roles/{row.id}", {"role": "drafter", "reason": "任命"}).status_code == 409


# Kept apart


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.SYSTEM_ADMINISTRATOR, ["/admin/roles", "/admin/audit", "/desk"]),
        (Role.SECURITY_ADMINISTRATOR, ["/admin/accounts", "/admin/units", "/admin/audit", "/desk"]),
        (Role.AUDITOR, ["/admin/accounts", "/admin/roles", "/admin/units", "/desk"]),
        (Role.LEGAL_OFFICER, ["/admin/accounts", "/admin/roles", "/admin/units", "/admin/audit"]),
    ],
)
def test_no_administrator_does_anothers_work(
    visitor: Any, people: Any, role: Role, closed: list[str]
) -> None:
    people.make("somebody", role)
    visitor.sign_in("somebody")
    for address in closed:
        answer = visitor.client.get(address)
        assert answer.status_code == 403
        assert "请联系安全管理员" in answer.text
