"""The public gap list (解读情况): what has to be explained, by whom, by when, and whether it was."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from base import clock, web
from base.errors import BadInput
from base.staff.access import public
from interpretations.publishing.promise import policy
from interpretations.reads.duties import Line, Tally
from interpretations.reads.gaps import NOBODY, Gaps, Wanted, gaps, unit_name
from interpretations.rules.terms import DutyState
from interpretations.views import shelf
from registry.renditions.metadata import column_tags
from registry.views import frame

pages = Blueprint("gaps", __name__)
PLACE = "/interpretations/gaps"


def wanted() -> Wanted:
    """What the query string asks for; raises BadInput naming the field."""
    unit, state = request.args.get("unit", "").strip(), request.args.get("state", "").strip()
    if unit and unit != NOBODY:
        unit = str(web.whole_number("unit", 0, range(1 << 31)))
    if state and state not in set(DutyState):
        raise BadInput(f"“state={state[:40]}”不是解读义务状态：可选 {'、'.join(DutyState)}")
    return Wanted(
        unit,
        DutyState(state) if state else None,
        web.whole_number("year", 0, web.YEARS) or None,
        web.page_number(),
    )


def address(asked: Wanted, place: str = PLACE, **changed: object) -> str:
    """The address of the list with what was asked for, some of it changed; the first page unless said."""
    held = {
        "unit": asked.unit,
        "state": asked.state.value if asked.state else "",
        "year": asked.year or "",
    }
    pairs = {name: str(value) for name, value in (held | changed).items() if value}
    return f"{place}?{urlencode(pairs)}" if pairs else place


def found() -> Gaps:
    """The page asked for, as of today."""
    return gaps(shelf.duties(), wanted())


@pages.get(PLACE)
@public
@web.cached_page
def show() -> str:
    """Who owes an explanation of what, and how that stands today."""
    listing = found()
    return render_template(
        "interpretations/gaps.html",
        section="interpretations",
        listing=listing,
        asked=listing.wanted,
        unit=unit_name(listing.units, listing.wanted.unit),
        promise=policy(web.config().explaining),
        states=DutyState,
        nobody=NOBODY,
        address=address,
        today=clock.today(),
        tags=column_tags("解读情况", "应解读的文件及其解读情况"),
    )


@pages.get(f"{PLACE}.json")
@public
@web.cached_page
def show_json() -> Response:
    """The same for programs."""
    listing, promise, root = found(), policy(web.config().explaining), frame.root()
    return jsonify(
        on=clock.today().isoformat(),
        promise={
            "kinds": sorted(promise.kinds),
            "working_days": promise.days,
            "since": promise.since.isoformat() if promise.since else None,
        },
        total=listing.found,
        page=listing.wanted.page,
        pages=listing.pages,
        counts=_counts(listing.whole),
        units=[{"unit": tally.unit, "unit_id": tally.unit_id, **_counts(tally)} for tally in listing.units],
        documents=[_line(line, root) for line in listing.lines],
    )


def _counts(tally: Tally) -> dict[str, object]:
    numbers = {state.value: tally.counts.get(state, 0) for state in DutyState}
    return {**numbers, "owed": tally.owed, "met_rate": tally.rate}


def _line(line: Line, root: str) -> dict[str, object]:
    first = line.first
    return {
        "title": line.title,
        "url": f"{root}/documents/{line.address}",
        "number": line.number,
        "kind": line.kind.value,
        "unit": line.unit,
        "published_on": line.published_on.isoformat(),
        "due_on": line.duty.due_on.isoformat() if line.duty.due_on else None,
        "foreseen": line.duty.foreseen,
        "state": {"value": line.state.value, "label": line.state.label},
        "not_needed_because": line.waived,
        "first": {"url": f"{root}/interpretations/{first.interpretation_id}", "on": first.on.isoformat()}
        if first
        else None,
    }
