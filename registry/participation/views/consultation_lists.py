"""The list of consultations (征求意见列表), for people, for programs, as a feed and as calendars."""

from datetime import date
from functools import partial

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from registry.consultations.reads.gatherings import gatherings
from registry.consultations.reads.listing import FACETS, LONGEST_WORDS, Wanted, browse, select_listed
from registry.consultations.renditions import calendar, feeding, record
from registry.consultations.renditions.metadata import COLUMN
from registry.consultations.rules.terms import ConsultationState
from registry.participation.views import consultation_shelf as kept
from registry.views import frame, shelf
from registry.views.collection import chips, collection, query

LABELS = {"state": "状态", "matter": "事项类别", "unit": "起草单位", "year": "年份", "words": "词语"}
FEED_LENGTH = 50
ICALENDAR = "text/calendar"


def asked() -> Wanted:
    """What the query string asks the list for; raises BadInput naming the parameter that is wrong."""
    given = {name: request.args.get(name, "").strip()[:40] for name in FACETS}
    words = " ".join(request.args.get("words", "").split())[:LONGEST_WORDS]
    return Wanted(page=web.page_number(), words=words, **given)


def address(wanted: Wanted, ending: str = "", **changes: object) -> str:
    """The address of the list with some of what is asked for changed; defaults are left out."""
    asks = {**wanted.chosen(), "page": 1, **changes}
    return query(f"/consultations{ending}", asks, {"page": 1})


@web.cached_page
def consultations() -> str:
    """The list as a page; its parts are made once a day."""
    wanted, day = asked(), clock.today()
    name = ("consultation list", wanted, day)
    parts = shelf.shelf().parts.get(name, lambda: finished(wanted, day))
    return render_template("consultations/kept.html", section="consultations", parts=parts)


def finished(wanted: Wanted, day: date) -> kept.Parts:
    """The parts of a page of the list."""
    listing = browse(kept.listed(), wanted, day)
    head = render_template("consultations/list_head.html", wanted=wanted, address=address, tags=COLUMN)
    main = render_template(
        "consultations/list.html",
        wanted=wanted,
        listing=listing,
        groups=listing.groups(day),
        labels=LABELS,
        chips=chips(wanted.chosen(), listing, LABELS, partial(address, wanted)),
        address=address,
        day=day,
        longest=LONGEST_WORDS,
    )
    title = "征求意见" if listing.page == 1 else f"征求意见（第 {listing.page} 页）"
    # Both are whole templates, escaped by Jinja.
    return kept.Parts(title, Markup(head), Markup(main))  # noqa: S704


@web.cached_page
def consultations_json() -> ResponseReturnValue:
    """The list for programs."""
    wanted, root, day = asked(), frame.root(), clock.today()
    listing = browse(kept.listed(), wanted, day)
    leading = partial(whole_address, wanted, root)
    members = [record.listed(row, day, root) for row in listing.rows]
    return jsonify(collection(listing, day, members, FACETS, leading))


def whole_address(wanted: Wanted, root: str, **changes: object) -> str:
    """The address of the list for programs, with the site's."""
    return root + address(wanted, ".json", **changes)


@web.cached_page
def feed() -> Response:
    """What happened to the consultations of the list as Atom, the newest first; made once a day."""
    wanted, day, root = asked(), clock.today(), frame.root()
    words = shelf.shelf().parts.get(("consultation feed", wanted, day, root), lambda: fed(wanted, day, root))
    return Response(words, mimetype="application/atom+xml")


def fed(wanted: Wanted, day: date, root: str) -> str:
    """The words of the feed."""
    rows = [
        *select_listed(kept.listed(), wanted, day),
        *select_listed(kept.withdrawn(), wanted, day),
    ]
    newest = feeding.entries(rows)[:FEED_LENGTH]
    return render_template(
        "consultations/feed.xml",
        entries=newest,
        root=root,
        own=address(wanted, "/data.feed"),
        page=address(wanted),
        moment=record.moment,
        updated=newest[0].at if newest else clock.now(),
    )


@web.cached_page
def calendar_of_all() -> Response:
    """Every consultation that is open or announced, with its meetings; made once a day."""
    place, day = here(), clock.today()
    made = shelf.shelf().parts.get(("consultation calendar", place, day), lambda: of_all(place, day))
    return Response(made, mimetype=ICALENDAR)


def of_all(place: calendar.Place, day: date) -> bytes:
    """The calendar of what is open or announced."""
    running = {ConsultationState.OPEN, ConsultationState.ANNOUNCED}
    rows = [row for row in kept.listed() if row.state(day) in running]
    with web.reading() as session:
        held = {row.id: gatherings(session, row.id) for row in rows}
    entries = [calendar.period(row, day, place) for row in rows]
    entries += [entry for row in rows for entry in calendar.meetings(row, held[row.id], place)]
    return calendar.calendar("征求意见", entries, place)


@web.cached_page
def calendar_of_one(key: int) -> Response:
    """One consultation: its period, its meetings, and when its outcome is due."""
    page = kept.page_of(key)
    row, place, day = kept.row_of(key), here(), clock.today()
    entries = [calendar.period(row, day, place), *calendar.meetings(row, page.meetings, place)]
    if page.outcome is None and row.course.dropped_on is None:
        entries.append(calendar.outcome(row, day, place))
    answer = Response(calendar.calendar(page.title, entries, place), mimetype=ICALENDAR)
    answer.headers["Content-Disposition"] = f'attachment; filename="consultation-{key}.ics"'
    return answer


def here() -> calendar.Place:
    """Where this site publishes its calendars."""
    site = web.config().site
    return calendar.Place(site.name, site.domain, frame.root())
