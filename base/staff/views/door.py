"""Signing in and out (登录与退出)."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from base import clock, web
from base.forms import Faults
from base.staff import audit, entering, forms, locks, sign_ins
from base.staff.access import actor, may, public
from base.staff.entering import Typed
from base.staff.roles import Actor, Permission
from base.staff.views import visiting

door = Blueprint("door", __name__)
# The first page that somebody may see, best first.
LANDINGS = (
    (Permission.READ_DESK, "/desk"),
    (Permission.MANAGE_ACCOUNTS, "/admin/accounts"),
    (Permission.GRANT_ROLES, "/admin/roles"),
    (Permission.READ_AUDIT, "/admin/audit"),
)


@door.app_template_filter("moment")
def moment(at: datetime) -> str:
    """A moment as people here read it.

    >>> moment(datetime.fromisoformat("2026-07-31T16:00:01Z"))
    '2026-08-01 00:00:01'
    """
    return clock.local(at).strftime("%Y-%m-%d %H:%M:%S")


@door.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The form to sign in with; who is signed in is led on."""
    if (who := visiting.visitor()) is not None:
        return redirect(after(who, request.args.get("next", "")), 303)
    return page({}, request.args.get("next", "")[:2000])


@door.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in; every failure looks the same."""
    try:
        typed = forms.door(request.form)
        asked = Typed(typed.name, typed.password, typed.code, visiting.address())
        token, who = entering.enter(web.database(), asked, web.config(), visiting.secret_key())
    except Faults as wrong:
        return page(wrong.fields, ""), 422
    except (entering.Refused, locks.Locked) as refused:
        return page({"name": refused.sentence}, typed.next, typed.name), refused.status
    # A new sign-in has a new session, and with it a new token against forged forms.
    session.clear()
    session[visiting.TOKEN] = token
    return redirect(after(who, typed.next), 303)


@door.post("/sign-out")
@may(Permission.SIGNED_IN)
def leave() -> ResponseReturnValue:
    """End the sign-in, here and in the database."""
    forms.nothing(request.form)
    who = actor()
    with web.database().transaction() as writing:
        sign_ins.end(writing, visiting.token())
        audit.record(writing, who, "sign_in.end", f"account:{who.account_id}")
    session.clear()
    return redirect("/", 303)


def after(who: Actor, wished: str) -> str:
    """Where to go after signing in: the page asked for, or the first one that somebody may see."""
    if wished and web.local(wished) == wished:
        return wished
    return next((address for permission, address in LANDINGS if who.may(permission)), "/account")


def page(faults: dict[str, str], wished: str, name: str = "") -> str:
    """The form, with what was wrong."""
    factor = web.config().entry.second_factor != "off"
    return render_template("staff/sign_in.html", faults=faults, wished=wished, name=name, factor=factor)
