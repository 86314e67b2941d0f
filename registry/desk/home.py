"""The desk (工作台): what waits for whoever is signed in."""

from flask import Blueprint, render_template

from base.staff.access import may
from base.staff.roles import Permission

desk = Blueprint("home", __name__, url_prefix="/desk")


@desk.get("")
@may(Permission.READ_DESK)
def show() -> str:
    """The first page of the desk."""
    return render_template("desk/home.html", place="home")
