"""One's own account (本人账户): the password, and the second factor."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import NotFound
from base.forms import Faults
from base.staff import accounts, entering, factor, forms, rights
from base.staff.access import actor, may
from base.staff.accounts import Impossible
from base.staff.forms import Enrolment
from base.staff.roles import Permission
from base.staff.tables import Account
from base.staff.views import visiting

own = Blueprint("own", __name__, url_prefix="/account")


@own.get("")
@may(Permission.SIGNED_IN)
def show() -> str:
    """One's own account."""
    return page({})


@own.post("/password")
@may(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other sign-in of the account ends."""
    who, rules = actor(), web.config().entry
    try:
        typed = forms.new_password(request.form, rules, who.name)
        entering.prove(web.database(), who, typed.current, rules)
        with web.database().transaction() as session:
            accounts.change_password(session, _own(session), typed.new, visiting.token(), by=who)
    except Faults as wrong:
        return page(wrong.fields), 422
    flash("口令已修改；这个账户在其他地方的登录已经结束。")
    return redirect("/account", 303)


@own.get("/second-factor")
@may(Permission.SIGNED_IN)
def offer_factor() -> str:
    """A new secret as a QR code, to be shown to work before it counts."""
    _refuse_without_factors()
    return factor_page({}, factor.new_secret())


@own.post("/second-factor")
@may(Permission.SIGNED_IN)
def add_factor() -> ResponseReturnValue:
    """Take the secret on, once a code of it was right."""
    _refuse_without_factors()
    who = actor()
    secret = factor.opened(request.form.get("seal", "")[:400], who.account_id or 0, visiting.secret_key())
    try:
        typed = forms.enrolment(request.form)
        entering.prove(web.database(), who, typed.current, web.config().entry)
        step = _step(secret, typed)
        with web.database().transaction() as session:
            rights.add_factor(session, _own(session), typed.seal, step, by=who)
    except Faults as wrong:
        return factor_page(wrong.fields, secret or factor.new_secret()), 422
    flash("动态口令已启用：下次登录时除口令外还要填写动态口令。")
    return redirect("/account", 303)


@own.post("/second-factor/drop")
@may(Permission.SIGNED_IN)
def drop_factor() -> ResponseReturnValue:
    """Give the second factor up, where the site does not ask for one."""
    who = actor()
    if web.config().entry.second_factor == "required":
        raise Impossible("本站要求使用动态口令，不能停用；换手机请联系安全管理员解除后重新启用。")
    try:
        current = forms.current_password(request.form)
        entering.prove(web.database(), who, current, web.config().entry)
        with web.database().transaction() as session:
            rights.drop_factor(session, _own(session), "本人停用", by=who)
    except Faults as wrong:
        return page({f"drop-{name}": sentence for name, sentence in wrong.fields.items()}), 422
    flash("动态口令已停用。")
    return redirect("/account", 303)


def page(faults: dict[str, str]) -> str:
    """One's own account, with what was wrong."""
    config = web.config()
    with web.reading() as session:
        row = _own(session)
        return render_template(
            "staff/account.html", account=row, faults=faults, rules=config.entry, place="account"
        )


def factor_page(faults: dict[str, str], secret: str) -> str:
    """The secret as a code to scan and as letters to type."""
    who = actor()
    return render_template(
        "staff/second_factor.html",
        secret=secret,
        picture=factor.picture(secret, who.name, web.config().site.name),
        seal=factor.sealed(secret, who.account_id or 0, visiting.secret_key()),
        faults=faults,
        place="account",
    )


def _own(session: Session) -> Account:
    return accounts.find(session, actor().account_id or 0)


def _step(secret: str, typed: Enrolment) -> int:
    step = factor.step_of(secret, typed.code, clock.now())
    if step is None:
        raise Faults({"code": "动态口令不正确：请确认手机时间准确，输入当前显示的 6 位数字"})
    return step


def _refuse_without_factors() -> None:
    if web.config().entry.second_factor == "off":
        raise NotFound("本站没有开启动态口令")
