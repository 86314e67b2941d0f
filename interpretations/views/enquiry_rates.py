"""The public page of enquiries (政策咨询): how to ask, what is promised, and how the promises are kept."""

from flask import Response, current_app, jsonify, render_template
from sqlalchemy import func, select

from base import clock, web
from base.kept import Kept
from base.outbox import generation
from interpretations.enquiries import rates
from interpretations.enquiries.rates import Line, Report
from interpretations.enquiries.tables import EnquiryStepRow
from interpretations.rules.clocks import BARS, Rate
from registry.renditions.metadata import column_tags

YEARS = range(2000, 2201)
REPORTS = 8


def report() -> Report:
    """The rates of the year asked for, as of today.

    A question that comes in changes them, but must not make every other page of the site old: they are kept
    here, under the number of the last deed on any of them, and not in the cache of pages.
    """
    today = clock.today()
    year = web.whole_number("year", today.year, YEARS)
    held: Kept[Report] = current_app.extensions.setdefault("enquiry_rates", Kept(REPORTS))
    with web.reading() as session:
        last = session.execute(select(func.max(EnquiryStepRow.id))).scalar_one()
        key = (year, today, generation(session), last)
        return held.get(key, lambda: rates.report(session, year, today, web.config().explaining))


def index() -> str:
    """The page for people."""
    return render_template(
        "enquiries/index.html",
        section="enquiries",
        report=report(),
        promise=web.config().explaining.answer_days,
        bars=BARS,
        today=clock.today(),
        tags=column_tags("政策咨询", "就政策文件提出咨询，查看答复率"),
    )


def index_json() -> Response:
    """The rates for programs; no enquiry is in them."""
    found, (first, last) = report(), web.config().explaining.answer_days
    return jsonify(
        year=found.year,
        on=clock.today().isoformat(),
        promise={"first_days": first, "first_percent": BARS[0], "last_days": last, "last_percent": BARS[1]},
        total=line(found.whole),
        units=[line(each) for each in found.units],
        months=[line(each) for each in found.months],
    )


def line(each: Line) -> dict[str, object]:
    """One line for programs."""
    return {
        "name": each.name,
        "received": each.received,
        "handed_off": each.handed_off,
        "waiting": each.waiting,
        "late": each.late,
        "within_first": rate(each.first),
        "within_last": rate(each.last),
    }


def rate(held: Rate) -> dict[str, object]:
    """A rate for programs: what it was counted from, and the share."""
    return {
        "met": held.met,
        "counted": held.counted,
        "percent": held.met * 100 / held.counted if held.counted else None,
    }
