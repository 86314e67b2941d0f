"""The desk of the calendar (节假日表): each year's notice, pasted or typed, and what is wrong with it."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, holidays, notices, web
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults, FormReader, kept
from base.holidays import YEARS, Announced
from base.notices import Notice
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.desk import owners

desk = Blueprint("holidays", __name__, url_prefix="/desk/holidays")
LONGEST = 20_000
NAMES = ("days", "source", "source_url", "seen", "confirmed")


@desk.get("")
@may(Permission.KEEP_CALENDAR, of=owners.of_the_department)
def index() -> str:
    """The years with a notice, and the next one without."""
    with web.reading() as session:
        years = holidays.years(session)
        held = [holidays.announced(session, year) for year in years[:6]]
    following = max((*years, clock.today().year)) + 1 if clock.today().year in years else clock.today().year
    return render_template(
        "desk/holidays/list.html", place="holidays", years=years, held=held, following=following
    )


@desk.get("/<int:year>")
@may(Permission.KEEP_CALENDAR, of=owners.of_the_department)
def show(year: int) -> ResponseReturnValue:
    """One year: its days, and the form to enter or correct them."""
    return page(year, {}, {}), 200


def page(year: int, typed: Mapping[str, str], faults: Mapping[str, str], notice: Notice | None = None) -> str:
    """The page of a year with what was typed, everything wrong with it, and what may be wrong."""
    in_range(year)
    with web.reading() as session:
        held = holidays.announced(session, year)
    return render_template(
        "desk/holidays/year.html",
        place="holidays",
        trail=[("/desk/holidays", "节假日")],
        year=year,
        held=held,
        typed=typed
        or {"days": notices.written(held.days), "source": held.source, "source_url": held.source_url},
        faults=faults,
        wrong=notice.faults if notice else (),
        doubts=notice.doubts if notice else (),
        future=year > clock.today().year,
    )


def typed_in() -> dict[str, str]:
    """What was typed, as a page may show it again."""
    return {name: printable(words) for name, words in kept(request.form, NAMES).items()}


def in_range(year: int) -> None:
    """Raises NotFound for a year that no table is kept for."""
    if year not in YEARS:
        raise NotFound(f"节假日表只有 {YEARS.start} 年至 {YEARS.stop - 1} 年")


@desk.post("/<int:year>")
@may(Permission.KEEP_CALENDAR, of=owners.of_the_department)
def announce(year: int) -> ResponseReturnValue:
    """Enter the notice of a year, or correct it."""
    in_range(year)
    form = FormReader(request.form)
    words = form.text("days", "放假和上班的日子", longest=LONGEST, required=True)
    source = form.text("source", "依据的通知", longest=200, required=True)
    url = form.text("source_url", "网址", longest=500)
    seen = form.text("seen", "原表", longest=20)
    confirmed = form.ticked("confirmed")
    if url and not url.startswith(("https://", "http://")):
        form.fault("source_url", "网址应以 https:// 或者 http:// 开头")
    notice = notices.read(words, year)
    if words and notice.faults:
        form.fault("days", f"有 {len(notice.faults)} 处不对，见下")
    if not form.faults and notice.doubts and not confirmed:
        form.fault("confirmed", "有可疑之处，请改正，或者核对通知原文后勾选确认")
    try:
        form.finish()
        with web.transaction() as session:
            holidays.announce(session, Announced(year, notice.days, source, url), seen, by=actor())
    except Faults as wrong:
        return page(year, typed_in(), wrong.fields, notice), wrong.status
    except WrongStage as late:
        return page(year, typed_in(), {"form": late.sentence}, notice), late.status
    flash(f"已保存{year}年的放假安排，所有期限已按它重新计算。")
    return redirect("/desk/holidays", 303)


@desk.post("/<int:year>/take-back")
@may(Permission.KEEP_CALENDAR, of=owners.of_the_department)
def take_back(year: int) -> ResponseReturnValue:
    """Take back the notice of a year to come."""
    in_range(year)
    FormReader(request.form).finish()
    try:
        with web.transaction() as session:
            holidays.take_back(session, year, by=actor())
    except BadInput as fault:
        return page(year, {}, {"form": fault.sentence}), 422
    flash(f"已撤销{year}年的放假安排，经过这一年的期限改为预计。")
    return redirect("/desk/holidays", 303)
