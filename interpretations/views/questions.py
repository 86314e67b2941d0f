"""Public questions and answers (政策问答), for people, for programs and as a feed."""

from urllib.parse import urlencode

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from interpretations.reads.questions import LONGEST_QUESTION, Asked, Found, find, select_questions
from interpretations.renditions import jsonld, record
from interpretations.renditions.metadata import ASKING
from interpretations.views import shelf
from registry.views import frame, printing
from registry.views import shelf as documents

FEED_LENGTH = 50


def typed() -> str:
    """The words as they were typed, for the field."""
    return request.args.get("q", "").strip()


def asked() -> Asked:
    """What the query string asks for; raises BadInput naming the parameter that is wrong."""
    given = {name: request.args.get(name, "").strip()[:120] for name in ("document", "subject")}
    return Asked.read(typed(), given["document"], given["subject"], web.page_number())


def address(ask: Asked, ending: str = "", **changes: object) -> str:
    """The address of the questions with some of what is asked for changed; defaults are left out."""
    asks: dict[str, object] = {
        "q": " ".join(ask.words),
        "document": ask.document,
        "subject": ask.subject,
        **changes,
    }
    parts = {name: str(value) for name, value in asks.items() if value and (name, value) != ("page", 1)}
    return f"/faq{ending}" + (f"?{urlencode(parts)}" if parts else "")


def found(ask: Asked) -> Found:
    """The questions asked for, as of today."""
    return find(shelf.questions(), ask, clock.today())


@web.cached_page
def faq() -> str:
    """The questions as a page."""
    ask, words, root = asked(), typed(), frame.root()
    kept = ("faq", ask, words, clock.today(), root, printing.why_not())
    if ask.words:
        # What strangers type is without end, and would push out what is read often.
        parts = finished(ask, words, root)
    else:
        parts = documents.shelf().parts.get(kept, lambda: finished(ask, words, root))
    return render_template("interpretations/kept.html", section="faq", parts=parts)


def finished(ask: Asked, words: str, root: str) -> shelf.Parts:
    """The parts of the page of these questions."""
    answer = found(ask)
    script = jsonld.script(jsonld.questions(answer.questions, root))
    head = render_template(
        "interpretations/faq_head.html", ask=ask, address=address, script=script, tags=ASKING
    )
    main = render_template(
        "interpretations/faq.html",
        ask=ask,
        typed=words,
        found=answer,
        longest=LONGEST_QUESTION,
        address=address,
        no_pdf=printing.why_not(),
    )
    title = f"政策问答：{words}" if words else "政策问答"
    title = f"{title}（第 {answer.page} 页）" if answer.page > 1 else title
    # Both are whole templates, escaped by Jinja.
    return shelf.Parts(title, Markup(head), Markup(main))  # noqa: S704


@web.cached_page
def faq_json() -> ResponseReturnValue:
    """The questions for programs."""
    ask, root, day = asked(), frame.root(), clock.today()
    answer = found(ask)
    pages = {"first": 1, "previous": answer.page - 1, "next": answer.page + 1, "last": answer.pages}
    return jsonify(
        {
            "@id": root + address(ask, ".json", page=answer.page),
            "@type": "hydra:Collection",
            "on": day.isoformat(),
            "totalItems": answer.total,
            "being_checked": answer.checking,
            "ended": answer.ended,
            "member": [record.question(each, day, root) for each in answer.questions],
            "view": {
                name: root + address(ask, ".json", page=page)
                for name, page in pages.items()
                if 1 <= page <= answer.pages
            },
        }
    )


@web.cached_page
def feed() -> Response:
    """The newest answers as Atom; one that may not be relied upon any more is in it no longer."""
    ask = asked()
    matching = select_questions(shelf.questions(), ask)
    newest = sorted(matching, key=lambda each: (each.renewed_at, each.interpretation_id), reverse=True)
    words = render_template(
        "interpretations/faq.xml",
        questions=newest[:FEED_LENGTH],
        root=frame.root(),
        own=address(ask, "/data.feed"),
        page=address(ask),
        moment=record.moment,
        updated=max((each.renewed_at for each in newest), default=clock.now()),
    )
    return Response(words, mimetype="application/atom+xml")
