"""The public pages of the catalogue of major decisions (重大行政决策事项目录): years, editions, items."""

from datetime import date, datetime

from flask import Blueprint, Response, jsonify, render_template, send_file
from flask.typing import ResponseReturnValue

from base import clock, files, spreadsheet, typeset, web
from base.errors import NotFound, Unavailable
from base.headers import as_file
from base.staff.access import public
from registry.decisions import record, sheets
from registry.decisions.reads.shown import ShownEdition, ShownItem, ShownYear
from registry.decisions.reads.years import public_paper, read_item, read_year, years
from registry.decisions.rules.procedure import REGULATION
from registry.decisions.rules.terms import Holding, StepKind, StepState
from registry.decisions.rules.timeline import item_axis, year_axis
from registry.participation.views import decisions_feed
from registry.renditions import pdf
from registry.renditions.metadata import column_tags
from registry.views import frame, printing

pages = Blueprint("decisions", __name__, url_prefix="/decisions")
YEAR, KEY = "<int(fixed_digits=4):year>", "<int(max=2147483647):key>"
EDITIONS = range(1, 1000)
UNKNOWN_FILE = "没有这个文件，或者它不公开。请回到事项页重新下载。"
# Whatever the file is, it is offered for saving and can neither run nor embed anything.
SANDBOX = "sandbox; default-src 'none'"


@pages.app_template_filter("as_day")
def as_day(at: datetime) -> date:
    """The day of a moment here.

    >>> as_day(datetime.fromisoformat("2026-07-31T16:00:01Z")).isoformat()
    '2026-08-01'
    """
    return clock.local(at).date()


def of_year(year: int) -> ShownYear:
    """The catalogue as it stands today; raises NotFound."""
    with web.reading() as session:
        return read_year(session, year, clock.today())


def of_item(year: int, key: int) -> tuple[ShownYear, ShownItem]:
    """An item of it as it stands today; raises NotFound."""
    with web.reading() as session:
        return read_item(session, year, key, clock.today())


def edition_asked(held: ShownYear) -> ShownEdition:
    """The edition that the query string asks for, the newest where it asks for none; raises NotFound."""
    number = web.whole_number("edition", held.newest.number, EDITIONS)
    for edition in held.editions:
        if edition.number == number:
            return edition
    raise NotFound(f"{held.title}没有公布过第 {number} 版。")


@pages.get("")
@public
@web.cached_page
def show_all() -> str:
    """The years with a catalogue."""
    with web.reading() as session:
        found = years(session)
        newest = read_year(session, found[0].year, clock.today()) if found else None
    return render_template(
        "decisions/years.html",
        section="decisions",
        years=found,
        newest=newest,
        tags=column_tags("重大行政决策事项目录", "各年度重大行政决策事项及其程序进展"),
    )


@pages.get(f"/{YEAR}")
@public
@web.cached_page
def show_year(year: int) -> str:
    """The catalogue of a year: its list, its picture, its adjustments."""
    held = of_year(year)
    return render_template(
        "decisions/year.html",
        section="decisions",
        held=held,
        edition=edition_asked(held),
        today=clock.today(),
        axis=year_axis(year),
        kinds=list(StepKind),
        states=StepState,
        no_pdf=printing.why_not(),
        tags=column_tags(held.title, f"{held.title}的事项、决策程序和进展"),
    )


@pages.get(f"/{YEAR}/{KEY}")
@public
@web.cached_page
def show_item(year: int, key: int) -> str:
    """An item: its steps and papers, what the rules of the procedure say of it, its picture."""
    held, item = of_item(year, key)
    return render_template(
        "decisions/item.html",
        section="decisions",
        held=held,
        item=item,
        today=clock.today(),
        axis=item_axis(item.course.steps, year),
        history=[edition for edition in held.editions if any(c.item_id == key for c in edition.changed)],
        holdings=Holding,
        states=StepState,
        regulation=REGULATION,
        tags=column_tags(item.line.name, f"重大行政决策事项“{item.line.name}”的程序和进展"),
    )


@pages.get(f"/{YEAR}.json")
@public
@web.cached_page
def year_json(year: int) -> ResponseReturnValue:
    """The catalogue of a year for programs."""
    return jsonify(record.year(of_year(year), frame.root()))


@pages.get(f"/{YEAR}/{KEY}.json")
@public
@web.cached_page
def item_json(year: int, key: int) -> ResponseReturnValue:
    """An item with its checks, for programs."""
    _, item = of_item(year, key)
    return jsonify(record.item(item, frame.root()))


@pages.get(f"/{YEAR}.xlsx")
@public
def year_xlsx(year: int) -> Response:
    """The catalogue of a year as a spreadsheet."""
    held = of_year(year)
    return fresh(as_file(sheets.xlsx_bytes(held), spreadsheet.MIMETYPE, f"{held.title}.xlsx"))


@pages.get(f"/{YEAR}.pdf")
@public
def year_pdf(year: int) -> Response:
    """The catalogue of a year as a print; raises Unavailable where there is no typesetting."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    held = of_year(year)
    page = sheets.html(held, f"{frame.root()}/decisions/{year}", web.config().site.organiser, clock.today())
    made = printing.prints().get(pdf.key(page), lambda: typeset.to_pdf(page))
    return fresh(as_file(made, "application/pdf", f"{held.title}.pdf", in_page=True))


@pages.get("/data.feed")
@public
@web.cached_page
def feed() -> Response:
    """Editions published and steps done, as Atom."""
    with web.reading() as session:
        entries = decisions_feed.entries(session, clock.today())
    words = render_template(
        "decisions/feed.xml",
        entries=entries,
        root=frame.root(),
        updated=max((entry.updated_at for entry in entries), default=clock.now()),
    )
    return Response(words, mimetype="application/atom+xml")


@pages.get("/papers/<int(max=2147483647):number>")
@public
def paper(number: int) -> Response:
    """A public file of a step, to be saved."""
    with web.reading() as session:
        row = public_paper(session, number)
        name, media_type, digest = row.filename, row.media_type, row.sha256
    place = files.path_of(web.config().files, digest)
    if not place.exists():
        raise NotFound(UNKNOWN_FILE)
    answer = send_file(
        place, media_type, as_attachment=True, download_name=name, etag=digest, conditional=True, max_age=0
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return fresh(answer)


def fresh(answer: Response) -> Response:
    """Kept by browsers, but asked about each time: the catalogue may have been adjusted in between."""
    answer.cache_control.clear()
    answer.cache_control.no_cache = True
    return answer
