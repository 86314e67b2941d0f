"""The auditor's pages (审计): the trail, one deed, the check, the export."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from base import cells, clock, web
from base.forms import FormReader
from base.headers import as_file
from base.staff import audit, deed_names, deeds, forms, trail
from base.staff.access import actor, may
from base.staff.deeds import Asked
from base.staff.roles import Permission, Role

auditing = Blueprint("audit", __name__, url_prefix="/admin/audit")
LABELS = {role.value: role.label for role in Role}


@auditing.get("")
@may(Permission.READ_AUDIT)
def show() -> str:
    """The trail, newest first, as far as it is asked for."""
    asked, number = asking(request.args), web.page_number()
    with web.reading() as session:
        rows, total = deeds.page_of(session, asked, number)
        return render_template(
            "staff/audit.html",
            rows=[(row, clock.local(row.at)) for row in rows],
            total=total,
            number=number,
            pages=-(-total // deeds.PAGE),
            asked=asked,
            stated=stated(asked),
            address=lambda page: "?" + urlencode({**stated(asked), "page": page}),
            deeds=deeds.kinds(session),
            names=names(),
            labels=LABELS,
            last=_last_check(),
            place="audit",
        )


@auditing.get("/<int(max=2147483647):key>")
@may(Permission.READ_AUDIT)
def show_one(key: int) -> str:
    """One deed with what was before and after it."""
    with web.reading() as session:
        row = deeds.find(session, key)
        return render_template(
            "staff/deed.html",
            row=row,
            at=clock.local(row.at),
            role=LABELS.get(row.role, ""),
            names=names(),
            differences=deeds.differences(row),
            place="audit",
        )


@auditing.post("/check")
@may(Permission.READ_AUDIT)
def check() -> ResponseReturnValue:
    """Check the whole trail, and write down what was found."""
    forms.nothing(request.form)
    with web.reading() as session:
        found = trail.check(session)
    with web.database().transaction() as session:
        after = {"count": found.count, "link": found.link, "faults": found.faults[:10]}
        audit.record(session, actor(), deeds.CHECK, "audit", after=after)
    if found.intact:
        flash(f"已核验 {found.count} 条记录，全部完好。")
    else:
        flash(f"已核验 {found.count} 条记录，发现 {len(found.faults)} 处问题，见下。", "warning")
    return redirect("/admin/audit", 303)


@auditing.post("/export")
@may(Permission.READ_AUDIT)
def export() -> ResponseReturnValue:
    """The rows asked for as CSV; that they left the house is written down."""
    asked = asking(request.form)
    with web.database().transaction() as session:
        audit.record(session, actor(), "audit.export", "audit", after=stated(asked))
    with web.reading() as session:
        table = "".join(cells.lines(deeds.table(session, asked, names())))
    return as_file(table, "text/csv", f"audit-{clock.today().isoformat()}.csv")


def asking(form: MultiDict[str, str]) -> Asked:
    """Which rows the address or the form asks for; raises Faults."""
    reader = FormReader(form)
    reader.leave("page")
    asked = Asked(
        reader.text("name", "账户", longest=60),
        reader.text("deed", "操作", longest=60),
        reader.text("subject", "对象", longest=120),
        reader.day("since", "起始日期"),
        reader.day("through", "截止日期"),
    )
    if asked.since and asked.through and asked.through < asked.since:
        reader.fault("through", "截止日期早于起始日期")
    reader.finish()
    return replace(asked, called=tuple(code for code, name in names().items() if asked.deed in name))


def stated(asked: Asked) -> dict[str, str]:
    """What is asked for, as the values of an address or a form."""
    values = {name: getattr(asked, name) for name in ("name", "deed", "subject", "since", "through")}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value
    }


def names() -> dict[str, str]:
    """What every deed is called, as the upper floors have handed down."""
    handed: dict[str, str] = current_app.extensions["deed_names"]
    return {**deed_names.NAMES, **handed}


def _last_check() -> dict[str, object] | None:
    with web.reading() as session:
        row = deeds.last_check(session)
        return None if row is None else {"at": clock.local(row.at), "name": row.name, **(row.after or {})}
