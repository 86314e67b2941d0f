"""The list of interpretations (解读列表), for people, for programs and as a feed."""

from datetime import date
from functools import partial

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from interpretations.anchoring import anchored
from interpretations.reads.listing import FACETS, PAGE_SIZE, Listed, Wanted, browse, select_listed
from interpretations.renditions import record
from interpretations.renditions.metadata import EXPLAINING
from interpretations.views import shelf
from registry.views import frame
from registry.views import shelf as documents
from registry.views.collection import chips, collection, query

LABELS = {"form": "形式", "origin": "来源", "unit": "起草单位", "year": "年份", "document": "所解读的文件"}
FEED_LENGTH = 50


def asked() -> Wanted:
    """What the query string asks the list for; raises BadInput naming the parameter that is wrong."""
    given = {name: request.args.get(name, "").strip()[:120] for name in FACETS}
    return Wanted(page=web.page_number(), **given)


def address(wanted: Wanted, ending: str = "", **changes: object) -> str:
    """The address of the list with some of what is asked for changed; defaults are left out."""
    asks = {**wanted.chosen(), "page": 1, **changes}
    return query(f"/interpretations{ending}", asks, {"page": 1})


@web.cached_page
def interpretations() -> str:
    """The list as a page; its parts are made once a day."""
    wanted, day = asked(), clock.today()
    kept = ("interpretation list", wanted, day)
    parts = documents.shelf().parts.get(kept, lambda: finished(wanted, day))
    return render_template("interpretations/kept.html", section="interpretations", parts=parts)


def finished(wanted: Wanted, day: date) -> shelf.Parts:
    """The parts of a page of the list."""
    listing = browse(shelf.listed(), wanted)
    head = render_template("interpretations/list_head.html", wanted=wanted, address=address, tags=EXPLAINING)
    main = render_template(
        "interpretations/list.html",
        wanted=wanted,
        listing=listing,
        rows=[(row, row.mark(day)) for row in listing.rows],
        stale=stale(listing.rows, day),
        first=(listing.page - 1) * PAGE_SIZE + 1,
        labels=LABELS,
        chips=chips(wanted.chosen(), listing, LABELS, partial(address, wanted)),
        address=address,
        day=day,
    )
    title = "政策解读" if listing.page == 1 else f"政策解读（第 {listing.page} 页）"
    # Both are whole templates, escaped by Jinja.
    return shelf.Parts(title, Markup(head), Markup(main))  # noqa: S704


def stale(rows: tuple[Listed, ...], day: date) -> frozenset[int]:
    """Which of these explain something that is no longer so worded, though their documents hold."""
    with web.reading() as session:
        held = anchored(session, day, [row.id for row in rows if not row.mark(day)])
    return frozenset(each.interpretation_id for each in held if each.standing.outdated)


@web.cached_page
def interpretations_json() -> ResponseReturnValue:
    """The list for programs."""
    wanted, root, day = asked(), frame.root(), clock.today()
    listing = browse(shelf.listed(), wanted)
    leading = partial(whole_address, wanted, root)
    members = [record.listed(row, day, root) for row in listing.rows]
    return jsonify(collection(listing, day, members, FACETS, leading))


def whole_address(wanted: Wanted, root: str, **changes: object) -> str:
    """The address of the list for programs, with the site's."""
    return root + address(wanted, ".json", **changes)


@web.cached_page
def feed() -> Response:
    """The newest of the list as Atom; what was withdrawn says so, what was marked comes up again."""
    wanted, day = asked(), clock.today()
    rows = [*select_listed(shelf.listed(), wanted), *select_listed(shelf.withdrawn(), wanted)]
    newest = sorted(rows, key=lambda row: (row.updated_at(day), row.id), reverse=True)[:FEED_LENGTH]
    words = render_template(
        "interpretations/feed.xml",
        rows=newest,
        root=frame.root(),
        own=address(wanted, "/data.feed"),
        page=address(wanted),
        day=day,
        moment=record.moment,
        updated=max((row.updated_at(day) for row in newest), default=clock.now()),
    )
    return Response(words, mimetype="application/atom+xml")
