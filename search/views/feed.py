"""A search as an Atom feed (检索订阅), and the description of search for browsers (OpenSearch)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from flask import Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from base import web
from base.unprintable import printable
from registry.law.terms import Validity
from registry.reads.life import lives
from registry.views import frame
from search.engine import Hit, Sort
from search.query import LONGEST
from search.views.asking import Asking, asking
from search.views.members import pages, plain
from search.views.opening import answered

FEED_LENGTH = 50
UNMARKED = frozenset({Validity.IN_FORCE, Validity.UNDATED})
ATOM = "application/atom+xml"
DESCRIPTION = "application/opensearchdescription+xml"
# The view that suggests while one types, where this application has one.
SUGGESTING = "search.suggest"


def feed() -> Response:
    """The newest hits of a search; a title bears the mark of what has ended."""
    asked = asking()
    question = replace(
        asked.question, sort=Sort.NEWEST, limit=FEED_LENGTH, offset=(asked.page - 1) * FEED_LENGTH
    )
    answer = answered(question)
    question = replace(question, on=answer.on or question.on)
    changed = last_changes(answer.hits, question.on)
    # The address of a feed says no order: it has but one.
    asked = Asking(replace(question, sort=Sort.RELEVANCE), asked.page)
    words = render_template(
        "search/feed.xml",
        asked=asked,
        question=question,
        terms=printable(question.text[:LONGEST]),
        answer=answer,
        root=frame.root(),
        links=pages(asked.page, answer.total, FEED_LENGTH),
        unmarked=UNMARKED,
        updated=lambda hit: changed[hit.path],
        newest=max(changed.values(), default=question.on),
        summary=lambda hit: plain(hit.passages[0].pieces) if hit.passages else "",
    )
    return Response(words, mimetype=ATOM)


def last_changes(hits: Iterable[Hit], day: date) -> Mapping[str, date]:
    """The day from which each entry reads as it does: what has been repealed must be shown again."""
    hits = tuple(hits)
    with web.reading() as session:
        events = lives(session, sorted({hit.document for hit in hits}))
    return {
        hit.path: max(
            [hit.dated_on or date.min]
            + [event.on for event in events.get(hit.document, ()) if event.on and event.on <= day]
        )
        for hit in hits
    }


def feed_moved() -> Redirection:
    """The address under which one would guess it leads to the one that all lists have."""
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"/search/data.feed?{query}" if query else "/search/data.feed", 308)


@web.cached_page
def description() -> Response:
    """How programs and browsers ask this search (OpenSearch 1.1)."""
    words = render_template(
        "search/opensearch.xml",
        root=frame.root(),
        suggests=SUGGESTING in current_app.view_functions,
        name=web.config().site.name[:16],
    )
    return Response(words, mimetype=DESCRIPTION)
