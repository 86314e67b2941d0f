"""The pages of where a document came from (这一条怎么来的): its whole text, and each article."""

from datetime import date

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from base.errors import NotFound
from base.staff.access import public
from registry.consultations.reads.heard import Said, said
from registry.consultations.reads.lineage import Lineage, lineage, lineages, outline, unkept
from registry.consultations.reads.tracing import Trace
from registry.consultations.renditions import origins_record as record
from registry.consultations.renditions.metadata import COLUMN
from registry.consultations.renditions.origins import lost, row, rows
from registry.consultations.rules.passages import Passage, passages
from registry.law.validity import validity
from registry.participation.views.consultation_shelf import Parts
from registry.reads.dossier import Version
from registry.views import frame, shelf
from registry.views.origins import trace_of

pages = Blueprint("origins", __name__)


@web.cached_page
def whole(address: str) -> str:
    """The whole text beside the draft and what was said of it, as of `on`; its parts are made once a day."""
    trace, version, day = _traced(address)
    key = ("origins", trace.dossier.id, day, clock.today())
    parts: Parts = shelf.shelf().parts.get(key, lambda: finished(trace, version, day))
    return render_template("consultations/kept.html", section="documents", parts=parts)


def finished(trace: Trace, version: Version, day: date) -> Parts:
    """The parts of the page of a whole text."""
    told = {"trace": trace, "dossier": trace.dossier, "version": version, **_standing(trace, version, day)}
    head = render_template("consultations/origins_head.html", tags=COLUMN, **told)
    main = render_template(
        "consultations/origins.html",
        rows=rows(trace, outline(trace, version)),
        lost=[(each, lost(each)) for each in unkept(trace, version)],
        **told,
    )
    state = validity(trace.dossier.events, clock.today())
    mark = f"【{state.label}】" if state.ended else ""
    # Both are whole templates, escaped by Jinja.
    return Parts(f"{mark}{trace.dossier.title}：怎么来的", Markup(head), Markup(main))  # noqa: S704


@web.cached_page
def whole_json(address: str) -> ResponseReturnValue:
    """The same for programs."""
    trace, version, _day = _traced(address)
    found = lineages(trace, version)
    return jsonify(record.whole(trace, version, found, unkept(trace, version), frame.root()))


@web.cached_page
def article(address: str, eid: str) -> str:
    """One passage: its draft, what was said and answered, its words as adopted, later changes."""
    trace, version, day = _traced(address)
    found = _passage(trace, version, eid)
    return render_template(
        "consultations/origin.html",
        section="documents",
        trace=trace,
        dossier=trace.dossier,
        version=version,
        **_standing(trace, version, day),
        found=found,
        row=row(trace, found),
        said=_said(found),
        beside=_neighbours(trace, version, found.eid),
        tags=COLUMN,
    )


@web.cached_page
def article_json(address: str, eid: str) -> ResponseReturnValue:
    """The same for programs."""
    trace, version, _day = _traced(address)
    found = _passage(trace, version, eid)
    comments = [each for one in _said(found).values() for each in one]
    return jsonify(record.passage(trace, found, frame.root(), comments))


def _traced(address: str) -> tuple[Trace, Version, date]:
    """The trace of the document at an address, and the text it is asked for; raises NotFound or Withdrawn."""
    dossier = shelf.dossier(address)
    trace = trace_of(dossier)
    if trace is None:
        raise NotFound(f"《{dossier.title}》没有在本站公开征求意见的记录，无从对照。")
    day = web.asked_day()
    return trace, trace.version_on(day), day


def _passage(trace: Trace, version: Version, eid: str) -> Lineage:
    found = lineage(trace, version, eid)
    if found is None:
        raise NotFound(f"《{trace.dossier.title}》的这个文本没有条款“{eid[:60]}”。请从逐条对照页查找。")
    return found


def _said(found: Lineage) -> dict[int, tuple[Said, ...]]:
    """The comments on a passage as the public reads them, by consultation."""
    with web.reading() as session:
        return {each.source.id: said(session, each.heard.comments) for each in found.drafted}


def _neighbours(trace: Trace, version: Version, eid: str) -> tuple[Passage | None, Passage | None]:
    """The passages before and after this one."""
    known = passages(trace.wording(version.place))
    place = next(place for place, each in enumerate(known) if each.eid == eid)
    return known[place - 1] if place else None, known[place + 1] if place + 1 < len(known) else None


def _standing(trace: Trace, version: Version, day: date) -> dict[str, object]:
    """How the document stands, which text is told of, and how links go on asking for the same day."""
    today = clock.today()
    return {
        "standing": validity(trace.dossier.events, today),
        "future": version.is_later_than(day),
        "past": version != trace.version_on(today),
        "asked": "" if day == today else f"?on={day.isoformat()}",
    }


ADDRESS = "/documents/<document:address>/origins"
pages.add_url_rule(ADDRESS, view_func=public(whole))
pages.add_url_rule(f"{ADDRESS}.json", view_func=public(whole_json))
pages.add_url_rule(f"{ADDRESS}/<eid>", view_func=public(article))
pages.add_url_rule(f"{ADDRESS}/<eid>.json", view_func=public(article_json))
