"""The engine of this application (检索引擎入口), opened at its first question, and what it may answer."""

from typing import Any

from flask import current_app, request

from base import pagecache
from search.answering import Answering
from search.answers import Reply
from search.engine import Answer, Question
from search.keeping import Keeper


def engine() -> Answering:
    """The engine of this application, opened at its first question."""
    return engine_of(current_app.extensions)


def engine_of(extensions: dict[str, Any]) -> Answering:
    """The engine of the application that has these extensions, also where no request is."""
    kept: Answering | None = extensions.get("search")
    if kept is None:
        kept = Answering(Keeper(extensions["config"], extensions["database"]))
        extensions["search"] = kept
    return kept


def answered(question: Question) -> Answer:
    """The answer as the public may read it now."""
    answer = engine().search(question)
    lasting(answer)
    return answer


def replied(question: Question) -> Reply:
    """The reply to a question as the public may read it now."""
    reply = engine().reply(question)
    lasting(reply.near)
    return reply


def lasting(answer: Answer) -> None:
    """Let the page be kept, unless changes wait or nothing is ranked: it would outlive that."""
    if answer.settled and not answer.notices:
        request.environ[pagecache.KEEP] = True
