"""The security administrator's pages (安全管理): roles, locks, second factors, failed attempts."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.forms import Faults
from base.staff import accounts, forms, locks, rights
from base.staff.access import actor, may
from base.staff.roles import GRANTS, Permission, Reach, Role
from base.staff.tables import Account

security = Blueprint("roles", __name__, url_prefix="/admin/roles")
REACHES = {Reach.UNIT: "本单位", Reach.ORGAN: "本机关", Reach.ALL: "全部"}


@security.get("")
@may(Permission.GRANT_ROLES)
def show() -> str:
    """Every account with its role, the table of permissions, and the failed attempts of the last day."""
    with web.reading() as session:
        return render_template(
            "staff/roles.html",
            accounts=accounts.every(session),
            labels={role.value: role.label for role in Role},
            roles=list(Role),
            grants=GRANTS,
            reaches=REACHES,
            failures=rights.failures(session),
            place="roles",
        )


@security.get("/<int(max=2147483647):key>")
@may(Permission.GRANT_ROLES)
def show_one(key: int) -> str:
    """One account with what the security administrator may do to it."""
    return one(key, {}, {})


@security.post("/<int(max=2147483647):key>")
@may(Permission.GRANT_ROLES)
def grant(key: int) -> ResponseReturnValue:
    """Give an account its role, or take it away."""

    def give(session: Session, row: Account) -> str:
        wished = forms.grant(request.form)
        rights.grant(session, row, wished.role, wished.reason, by=actor())
        return f"“{row.name}”的角色现在是：{wished.role.label if wished.role else '无'}。"

    return done(key, give)


@security.post("/<int(max=2147483647):key>/unlock")
@may(Permission.GRANT_ROLES)
def unlock(key: int) -> ResponseReturnValue:
    """Open the lock that failed attempts have put on an account."""

    def open_up(session: Session, row: Account) -> str:
        forms.nothing(request.form)
        return f"已解除锁定，清除失败记录 {rights.unlock(session, row, by=actor())} 次。"

    return done(key, open_up)


@security.post("/<int(max=2147483647):key>/second-factor")
@may(Permission.GRANT_ROLES)
def drop_factor(key: int) -> ResponseReturnValue:
    """Take the second factor off, where the phone is lost."""
    try:
        reason = forms.reason(request.form)
    except Faults as wrong:
        return one(key, {f"factor-{name}": sentence for name, sentence in wrong.fields.items()}, {}), 422

    def drop(session: Session, row: Account) -> str:
        rights.drop_factor(session, row, reason, by=actor())
        return "动态口令已解除；本人下次登录后可以重新启用。"

    return done(key, drop)


def done(key: int, deed: Callable[[Session, Account], str]) -> ResponseReturnValue:
    """Do something to an account and come back to its page; with its faults where it cannot be done."""
    try:
        with web.database().transaction() as session:
            said = deed(session, accounts.find(session, key))
    except Faults as wrong:
        return one(key, wrong.fields, request.form), 422
    flash(said)
    return redirect(f"/admin/roles/{key}", 303)


def one(key: int, faults: dict[str, str], typed: dict[str, str]) -> str:
    """One account with its forms."""
    with web.reading() as session:
        row = accounts.find(session, key)
        return render_template(
            "staff/one_role.html",
            account=row,
            own=row.id == actor().account_id,
            roles=list(Role),
            label=Role(row.role).label if row.role else "",
            failures=rights.failures(session, row.name),
            locked=locks.failures_of(session, row.name, web.config().entry) >= web.config().entry.tries,
            faults=faults,
            typed={"role": typed.get("role", row.role), "reason": typed.get("reason", "")},
            place="roles",
        )
