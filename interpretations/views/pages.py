"""The public page of an interpretation (解读页), for people and for programs."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from base import web
from interpretations.reads.page import InterpretationPage
from interpretations.renditions import jsonld, record, sharing
from interpretations.renditions.metadata import content_tags
from interpretations.rules.picturing import drawable
from interpretations.views import shelf
from registry.views import frame, printing


@web.cached_page
def show(key: int) -> Response:
    """The interpretation as it stands today."""
    page, root = shelf.page_of(key), frame.root()
    url = f"{root}{page.address}"
    words = render_template(
        "interpretations/page.html",
        section="interpretations",
        page=page,
        content=page.content,
        tags=content_tags(page, url),
        url=url,
        card=sharing.properties(page, web.config().site.name, root),
        script=jsonld.script(jsonld.interpretation(page, root)),
        no_pdf=printing.why_not(),
        drawn=drawable(page.content) and not printing.why_not(),
        follows=bool(web.config().mailing.host),
    )
    return labelled(Response(words), page)


@web.cached_page
def show_json(key: int) -> ResponseReturnValue:
    """The interpretation for programs."""
    page = shelf.page_of(key)
    return labelled(jsonify(record.interpretation(page, frame.root())), page)


def labelled(answer: Response, page: InterpretationPage) -> Response:
    """The answer with the header that tells programs how the document stands that is explained."""
    marked = [each.mark for each in page.documents if each.mark.word]
    answer.headers["X-Validity"] = (marked or [each.mark for each in page.documents])[0].header
    return answer
