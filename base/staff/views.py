"""Signing in and out, and the pages of the administrators (登录与账户管理)."""

from flask import Blueprint, render_template

from base.staff.access import public

people = Blueprint("people", __name__)


@people.get("/sign-in")
@public
def sign_in() -> str:
    """The form to sign in with."""
    return render_template("staff/sign_in.html")
