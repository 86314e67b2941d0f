"""The pages of pasting and checking (贴文查效力): the form, the report, its print, the API.

Nothing of what a stranger pastes is stored or logged; the print is made anew from the same form.
"""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, typeset, web
from base.errors import RegistryError, Unavailable
from base.forms import Faults
from base.guarding import TooMany
from base.headers import as_file
from base.staff.access import public
from base.unprintable import printable
from registry.checking import asked
from registry.checking.renditions import marked, sheet
from registry.checking.renditions.record import compare_path, record
from registry.checking.report import Report
from registry.renditions.metadata import column_tags
from registry.views import frame, printing

pages = Blueprint("checking", __name__)
LONGEST_KEPT = 2 * asked.MEGABYTE


@web.cached_page
def form() -> str:
    """The empty form."""
    return page()


def show() -> ResponseReturnValue:
    """The report of what was sent; what is wrong stands beside the form with what was typed."""
    try:
        report = asked.checked(asked.from_form())
    except RegistryError as wrong:
        return refused(wrong)
    return web.private(page(report))


def show_pdf() -> ResponseReturnValue:
    """The report in print, made from the same form once more."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    try:
        report = asked.checked(asked.from_form())
    except RegistryError as wrong:
        return refused(wrong)
    made = typeset.to_pdf(sheet.html(report, frame.root(), web.config().site.name))
    answer = as_file(made, "application/pdf", f"{sheet.TITLE}（{report.on.isoformat()}）.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def api() -> ResponseReturnValue:
    """The answer for programs: `POST /api/v1/check` with `{"text": …, "on": …, "since": …}`."""
    report = asked.checked(asked.from_json())
    answer = jsonify(record(report, frame.root()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused(wrong: RegistryError) -> Response:
    """The form again, with what is wrong."""
    fields = wrong.fields if isinstance(wrong, Faults) else {"form": wrong.sentence}
    answer = web.private(page(faults=fields), wrong.status)
    if isinstance(wrong, TooMany):
        answer.headers["Retry-After"] = str(wrong.seconds)
    return answer


def page(report: Report | None = None, faults: dict[str, str] | None = None) -> str:
    """The page: the form, and the report where there is one."""
    typed = {name: printable(request.form.get(name, ""))[:LONGEST_KEPT] for name in ("text", "on", "since")}
    return render_template(
        "check.html",
        section="check",
        report=report,
        groups=tuple(report.groups()) if report else (),
        pieces=marked.pieces(report) if report else (),
        labels=marked.LABELS,
        tones=marked.TONES,
        compare=compare_path,
        typed=typed,
        faults=faults or {},
        today=clock.today(),
        prints=not printing.why_not(),
        limit=asked.LARGEST // asked.MEGABYTE,
        tags=column_tags("贴文查效力", "核对报告、许可、合同中引用的文件今天或者某一天是否有效"),
    )


pages.add_url_rule("/check", view_func=public(form))
pages.add_url_rule("/check", endpoint="show", view_func=public(show), methods=["POST"])
pages.add_url_rule("/check.pdf", view_func=public(show_pdf), methods=["POST"])
pages.add_url_rule("/api/v1/check", view_func=public(api), methods=["POST"])
# They change nothing and are nobody's: without a token no reader needs a cookie.
TOKENLESS: tuple[Callable[..., object], ...] = (show, show_pdf, api)
