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
    """The answer as the public may read it now, whether or not the index has heard of every change.

    Lets what is made of it be kept where it has: else it would outlive the changes that wait.
    """
    answering = engine()
    settled = answering.keeper.settled()
    answer = answering.search(question)
    if not settled:
        return answering.public(answer, question)
    if not answer.notices:
        request.environ[pagecache.KEEP] = True
    return answer


def replied(question: Question) -> Reply:
    """The reply to a question as the public may read it now; kept as answers are."""
    answering = engine()
    settled = answering.keeper.settled()
    reply = answering.reply(question)
    if not settled:
        return answering.public_reply(reply, question)
    if not reply.near.notices:
        request.environ[pagecache.KEEP] = True
    return reply
