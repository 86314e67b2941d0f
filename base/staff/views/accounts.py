"""The system administrator's pages of accounts (账户管理)."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.forms import Faults
from base.staff import accounts, forms, units
from base.staff.access import actor, may
from base.staff.roles import Permission, Role
from base.staff.tables import Account, Unit

administration = Blueprint("accounts", __name__, url_prefix="/admin/accounts")
ROLES = {role.value: role.label for role in Role}
ASKED = ("name", "full_name", "unit_id", "email")


@administration.get("")
@may(Permission.MANAGE_ACCOUNTS)
def show() -> str:
    """Every account, and the form for a new one."""
    return page({}, {})


@administration.post("")
@may(Permission.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Make an account; its first password is shown once, on this answer."""
    try:
        name, person = forms.account(request.form, naming=True)
        with web.database().transaction() as session:
            person = _with_unit(session, person)
            row, password = accounts.create(session, name, person, web.config().entry, by=actor())
    except Faults as wrong:
        return page(wrong.fields, request.form), 422
    return handed_over(row, password, "账户已创建；请由安全管理员授予角色。")


@administration.get("/<int(max=2147483647):key>")
@may(Permission.MANAGE_ACCOUNTS)
def show_one(key: int) -> str:
    """One account."""
    return one(key, {}, {})


@administration.post("/<int(max=2147483647):key>")
@may(Permission.MANAGE_ACCOUNTS)
def change(key: int) -> ResponseReturnValue:
    """Correct the person of an account."""

    def correct(session: Session, row: Account) -> str:
        _, person = forms.account(request.form, naming=False)
        accounts.change(session, row, _with_unit(session, person), by=actor())
        return "账户资料已保存。"

    return done(key, correct)


@administration.post("/<int(max=2147483647):key>/close")
@may(Permission.MANAGE_ACCOUNTS)
def close(key: int) -> ResponseReturnValue:
    """Close an account."""

    def shut(session: Session, row: Account) -> str:
        accounts.close(session, row, forms.reason(request.form), by=actor())
        return f"账户“{row.name}”已停用，其登录已经结束。"

    return done(key, shut)


@administration.post("/<int(max=2147483647):key>/reopen")
@may(Permission.MANAGE_ACCOUNTS)
def reopen(key: int) -> ResponseReturnValue:
    """Open a closed account again, with a new password and no role."""
    try:
        reason = forms.reason(request.form)
        with web.database().transaction() as session:
            row = accounts.find(session, key)
            password = accounts.reopen(session, row, reason, web.config().entry, by=actor())
    except Faults as wrong:
        return one(key, wrong.fields, request.form), 422
    return handed_over(row, password, "账户已恢复；原来的角色没有恢复，请由安全管理员重新授予。")


@administration.post("/<int(max=2147483647):key>/password")
@may(Permission.MANAGE_ACCOUNTS)
def reset_password(key: int) -> ResponseReturnValue:
    """Set a made-up password, shown once, on this answer."""
    forms.nothing(request.form)
    with web.database().transaction() as session:
        row = accounts.find(session, key)
        password = accounts.reset_password(session, row, web.config().entry, by=actor())
    return handed_over(row, password, "口令已重置，原有的登录已经结束。")


def done(key: int, deed: Callable[[Session, Account], str]) -> ResponseReturnValue:
    """Do something to an account and come back to its page; with its faults where it cannot be done."""
    try:
        with web.database().transaction() as session:
            said = deed(session, accounts.find(session, key))
    except Faults as wrong:
        return one(key, wrong.fields, request.form), 422
    flash(said)
    return redirect(f"/admin/accounts/{key}", 303)


def handed_over(row: Account, password: str, said: str) -> str:
    """The one page that shows a password: never in a cookie, a log or an address."""
    return render_template("staff/password.html", account=row, password=password, said=said, place="accounts")


def page(faults: dict[str, str], typed: dict[str, str]) -> str:
    """Every account, and the form for a new one with what was typed."""
    with web.reading() as session:
        return render_template(
            "staff/accounts.html",
            accounts=accounts.every(session),
            units=units.every(session),
            role_labels=ROLES,
            faults=faults,
            typed={name: typed.get(name, "") for name in ASKED},
            place="accounts",
        )


def one(key: int, faults: dict[str, str], typed: dict[str, str]) -> str:
    """One account with its forms."""
    with web.reading() as session:
        row = accounts.find(session, key)
        kept = {"full_name": row.full_name, "unit_id": str(row.unit_id or ""), "email": row.email}
        return render_template(
            "staff/one_account.html",
            account=row,
            administrator=row.role in accounts.ADMINISTRATORS,
            units=units.every(session),
            role_labels=ROLES,
            faults=faults,
            typed={**kept, **{name: typed[name] for name in (*ASKED, "reason") if name in typed}},
            place="accounts",
        )


def _with_unit(session: Session, person: accounts.Person) -> accounts.Person:
    """The person, whose unit must be one there is; raises Faults."""
    if person.unit_id is not None and session.get(Unit, person.unit_id) is None:
        raise Faults({"unit_id": "没有这个单位，请从列表中选择"})
    return person
