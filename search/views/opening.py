"""The engine of this application (检索引擎入口), opened at its first question."""

from flask import current_app

from base import web
from search.answering import Answering
from search.keeping import Keeper


def engine() -> Answering:
    """The engine of this application, opened at its first question."""
    kept: Answering | None = current_app.extensions.get("search")
    if kept is None:
        kept = Answering(Keeper(web.config(), web.database()))
        current_app.extensions["search"] = kept
    return kept
