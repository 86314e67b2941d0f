"""The list of documents (文件库), for people, for programs and as a feed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from flask import Response, jsonify, render_template, request
from markupsafe import Markup

from base import clock, web
from registry.law.terms import Validity
from registry.reads.explanations import Explanation, explainers
from registry.reads.listing import FACETS, PAGE_SIZE, SORTS, Listing, Row, Wanted
from registry.renditions.metadata import posted
from registry.views import frame, shelf
from registry.views.collection import chips, collection, query

FACET_LABELS = {
    "kind": "种类",
    "status": "时效",
    "region": "区域",
    "issuer": "发文机关",
    "subject": "主题",
    "year": "年份",
}
FEED_LENGTH = 50


def asked() -> Wanted:
    """What the query string asks the list for; raises BadInput naming the parameter that is wrong."""
    given = {name: request.args.get(name, "").strip()[:120] for name in FACETS}
    return Wanted(
        on=web.asked_day(),
        sort=request.args.get("sort", "").strip() or "newest",
        page=web.page_number(),
        **given,
    )


def address(wanted: Wanted, ending: str = "", **changes: object) -> str:
    """The address of the list with some of what is asked for changed; defaults are left out."""
    # A dictionary: a new `Wanted` for each of a page's ten addresses costs as much as the rest of the page.
    asks = {**wanted.chosen(), "on": wanted.on, "sort": wanted.sort, "page": 1, **changes}
    usual = {"on": clock.today(), "sort": "newest", "page": 1}
    return query(f"/documents{ending}", asks, usual)


@web.cached_page
def documents() -> str:
    """The list as a page; all but the rows is the same on every page of a list, and made once."""
    wanted, held = asked(), shelf.shelf()
    listing = held.browser().browse(wanted)
    today = clock.today()
    first = replace(wanted, page=1)
    on = "" if wanted.on == today else f"/{wanted.on.isoformat()}"
    return render_template(
        "documents.html",
        section="documents",
        wanted=wanted,
        listing=listing,
        address=address,
        first=(listing.page - 1) * PAGE_SIZE + 1,
        filters=held.parts.get(("filters", first), lambda: filters(wanted, listing)),
        heading=held.parts.get(("heading", first, today), lambda: heading(wanted, listing)),
        rows=[
            held.parts.get(("row", row.entry.id, row.validity, on), partial(row_html, row, on))
            for row in listing.rows
        ],
    )


def filters(wanted: Wanted, listing: Listing) -> Markup:
    """The form with all filters, their values and counts."""
    words = render_template(
        "list/filters.html", wanted=wanted, listing=listing, labels=FACET_LABELS, sorts=SORTS
    )
    return Markup(words)  # noqa: S704  # escaped by Jinja


def heading(wanted: Wanted, listing: Listing) -> Markup:
    """How many there are, on which day, under which filters, and the ways to another standing."""
    words = render_template(
        "list/heading.html",
        wanted=wanted,
        listing=listing,
        today=clock.today(),
        address=address,
        chips=chips(wanted.chosen(), listing, FACET_LABELS, partial(address, wanted)),
    )
    return Markup(words)  # noqa: S704  # escaped by Jinja


def row_html(row: Row, on: str) -> Markup:
    """One document of the list; `on` is what a past day adds to its address."""
    return Markup(render_template("list/row.html", row=row, on=on))  # noqa: S704  # escaped by Jinja


@web.cached_page
def documents_json() -> Response:
    """The list for programs, in the shape of a Hydra collection."""
    wanted = asked()
    listing = shelf.shelf().browser().browse(wanted)
    root = frame.root()
    leading = partial(whole_address, wanted, root)
    members = [member(row, root) for row in listing.rows]
    return jsonify(collection(listing, wanted.on, members, FACETS, leading))


def whole_address(wanted: Wanted, root: str, **changes: object) -> str:
    """The address of the list for programs, with the site's."""
    return root + address(wanted, ".json", **changes)


def member(row: Row, root: str) -> dict[str, object]:
    """One document of the list."""
    entry = row.entry
    return {
        "@id": f"{root}/documents/{entry.address}",
        "title": entry.title,
        "kind": entry.kind.value,
        "number": entry.number,
        "issuers": list(entry.issuers),
        "region": entry.region,
        "year": entry.year,
        "dated_on": entry.dated_on.isoformat() if entry.dated_on else None,
        "validity": {"value": row.validity.value, "label": row.validity.label},
    }


@web.cached_page
def feed() -> Response:
    """The newest documents of the list as an Atom feed; a title bears the mark of what has ended."""
    wanted = replace(asked(), sort="newest", page=1)
    browser = shelf.shelf().browser()
    first = browser.browse(wanted)
    rows = [*first.rows]
    for page in range(2, min(first.pages, FEED_LENGTH // PAGE_SIZE + 1) + 1):
        rows += browser.browse(replace(wanted, page=page)).rows
    words = render_template(
        "feed.xml",
        rows=rows[:FEED_LENGTH],
        explained=explained(rows[:FEED_LENGTH]),
        root=frame.root(),
        own=address(wanted, "/data.feed"),
        page=address(wanted),
        marked=frozenset(Validity) - {Validity.IN_FORCE, Validity.UNDATED},
        now=clock.now(),
        posted=posted,
        updated=partial(updated, day=wanted.on),
    )
    return Response(words, mimetype="application/atom+xml")


def explained(rows: Sequence[Row]) -> Mapping[int, tuple[Explanation, ...]]:
    """What explains each of these documents, where a floor above knows of it."""
    with web.reading() as session:
        known = explainers(session)
        return known.listed(session, [row.entry.id for row in rows]) if known else {}


def updated(row: Row, day: date) -> date:
    """The day from which the entry reads as it does: a reader must be shown again what has been repealed."""
    since = row.entry.standing(day).since
    days = [known for known in (since, row.entry.dated_on or row.entry.made_on) if known]
    return max(days, default=day)
