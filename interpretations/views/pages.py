"""The public page of an interpretation (解读页), for people and for programs."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from interpretations.reads.page import InterpretationPage
from interpretations.renditions import jsonld, record, sharing
from interpretations.renditions.metadata import content_tags
from interpretations.rules.picturing import drawable
from interpretations.views import shelf
from registry.renditions.standing import Mark
from registry.views import frame, printing
from registry.views import shelf as documents


@web.cached_page
def show(key: int) -> Response:
    """The interpretation as it stands today; its parts are made once a day."""
    root, no_pdf = frame.root(), printing.why_not()
    kept = ("interpretation", key, clock.today(), root, no_pdf)
    parts: shelf.Parts = documents.shelf().parts.get(kept, lambda: finished(shelf.page_of(key), root, no_pdf))
    words = render_template("interpretations/kept.html", section="interpretations", parts=parts)
    answer = Response(words)
    answer.headers["X-Validity"] = parts.validity
    return answer


def finished(page: InterpretationPage, root: str, no_pdf: str) -> shelf.Parts:
    """The parts of the page."""
    url = f"{root}{page.address}"
    head = render_template(
        "interpretations/page_head.html",
        page=page,
        tags=content_tags(page, url),
        url=url,
        card=sharing.properties(page, web.config().site.name, root),
        script=jsonld.script(jsonld.interpretation(page, root)),
    )
    main = render_template(
        "interpretations/page.html",
        page=page,
        content=page.content,
        no_pdf=no_pdf,
        drawn=drawable(page.content) and not no_pdf,
        follows=bool(web.config().mailing.host),
    )
    # Both are whole templates, escaped by Jinja.
    return shelf.Parts(page.title, Markup(head), Markup(main), mark_of(page).header)  # noqa: S704


@web.cached_page
def show_json(key: int) -> ResponseReturnValue:
    """The interpretation for programs."""
    page = shelf.page_of(key)
    return labelled(jsonify(record.interpretation(page, frame.root())), page)


def labelled(answer: Response, page: InterpretationPage) -> Response:
    """The answer with the header that tells programs how the document stands that is explained."""
    answer.headers["X-Validity"] = mark_of(page).header
    return answer


def mark_of(page: InterpretationPage) -> Mark:
    """How the document stands whose mark the interpretation bears; of several the first that needs one."""
    marks = [each.mark for each in page.documents]
    return next((mark for mark in marks if mark.word), marks[0])
