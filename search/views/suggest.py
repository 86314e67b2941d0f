"""Suggestions while one types (检索建议), as browsers ask for them (OpenSearch suggestions)."""

from urllib.parse import urlencode

from flask import Response, jsonify, request

from base.unprintable import printable
from registry.views import frame
from search.suggesting import LONGEST, Suggestion
from search.views.opening import engine


def suggest() -> Response:
    """`[typed, texts, descriptions, addresses]`: the same for everybody, kept for a minute."""
    typed = request.args.get("q", "")[:LONGEST]
    found = engine().suggest(typed)
    root = frame.root()
    answer = jsonify(
        [
            printable(typed),
            [one.text for one in found],
            ["　".join(filter(None, (one.kind.label, one.note))) for one in found],
            [root + address(one) for one in found],
        ]
    )
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.mimetype = "application/x-suggestions+json"
    return answer


def address(one: Suggestion) -> str:
    """Where a suggestion leads: to what it names, or to the search for its words."""
    return one.path or "/search?" + urlencode({"q": one.text})
