"""The system administrator's pages of units (单位管理)."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import web
from base.forms import Faults
from base.staff import forms, units
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.staff.tables import UnitKind

institution = Blueprint("units", __name__, url_prefix="/admin/units")
ASKED = ("organ", "name", "kind")


@institution.get("")
@may(Permission.MANAGE_ACCOUNTS)
def show() -> str:
    """Every unit, and the form for a new one."""
    return page({}, {})


@institution.post("")
@may(Permission.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Make a unit."""
    try:
        order = forms.unit(request.form)
        with web.database().transaction() as session:
            units.create(session, order, by=actor())
    except Faults as wrong:
        return page(wrong.fields, request.form), 422
    flash(f"已新增单位“{order.name}”。")
    return redirect("/admin/units", 303)


@institution.get("/<int(max=2147483647):key>")
@may(Permission.MANAGE_ACCOUNTS)
def show_one(key: int) -> str:
    """One unit with its form."""
    return one(key, {}, {})


@institution.post("/<int(max=2147483647):key>")
@may(Permission.MANAGE_ACCOUNTS)
def change(key: int) -> ResponseReturnValue:
    """Rename a unit, or say that it is something else."""
    try:
        order = forms.unit(request.form)
        with web.database().transaction() as session:
            units.change(session, units.find(session, key), order, by=actor())
    except Faults as wrong:
        return one(key, wrong.fields, request.form), 422
    flash("单位资料已保存。")
    return redirect("/admin/units", 303)


def page(faults: dict[str, str], typed: dict[str, str]) -> str:
    """Every unit, and the form for a new one with what was typed."""
    with web.reading() as session:
        return render_template(
            "staff/units.html",
            units=units.every(session),
            kinds=list(UnitKind),
            labels={kind.value: kind.label for kind in UnitKind},
            faults=faults,
            typed={name: typed.get(name, "") for name in ASKED},
            place="accounts",
        )


def one(key: int, faults: dict[str, str], typed: dict[str, str]) -> str:
    """One unit with its form."""
    with web.reading() as session:
        row = units.find(session, key)
        kept = {"organ": row.organ, "name": row.name, "kind": row.kind}
        return render_template(
            "staff/one_unit.html",
            unit=row,
            kinds=list(UnitKind),
            faults=faults,
            typed={**kept, **{name: typed[name] for name in ASKED if name in typed}},
            place="accounts",
        )
