"""Answers (智能问答): one question, quotes word for word, and the way to people who can be asked."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, web
from base.unprintable import printable
from registry.views import frame
from search.answers import Reply
from search.engine import Hit, Question
from search.query import LONGEST
from search.views.counting import note_words
from search.views.opening import replied
from search.views.quoting import ShownQuote, shown

NEAR = 5


@dataclass(frozen=True, slots=True)
class Replied:
    """A reply as pages show it; `ask_people` is the enquiry form with the question filled in."""

    reply: Reply
    quotes: list[ShownQuote]
    ask_people: str

    @property
    def near(self) -> tuple[Hit, ...]:
        """What else was near: documents that are not quoted already."""
        quoted = {quote.quote.document for quote in self.quotes}
        return tuple(hit for hit in self.reply.near.hits if hit.document not in quoted)[:NEAR]


def of(reply: Reply) -> Replied:
    """The reply with the marks of what is quoted."""
    return Replied(reply, shown(reply.quotes, reply.on), enquiry(reply.question))


def enquiry(question: str) -> str:
    """The address of the enquiry form with the question filled in."""
    return "/enquiries/new?" + urlencode({"question": question}) if question else "/enquiries/new"


def asked() -> Question:
    """The question of the address, as of its day."""
    open_day = not request.args.get("on", "").strip()
    return Question(request.args.get("q", "")[:LONGEST], web.asked_day(), open_day=open_day)


def answers() -> ResponseReturnValue:
    """The page; without a question it says what it does and what it does not."""
    question = asked()
    told = of(replied(question)) if question.text.strip() else None
    if told and question.open_day:
        note_words(question.text, len(told.quotes))
    return render_template(
        "search/answers.html",
        section="answers",
        question=question,
        typed=printable(question.text),
        told=told,
        today=clock.today(),
    )


def answers_json() -> Response:
    """The same for programs."""
    question = asked()
    told = of(replied(question))
    root = frame.root()
    return jsonify(
        question=printable(question.text),
        on=told.reply.on.isoformat(),
        known=told.reply.known and bool(told.quotes),
        only_elsewhere_than=told.reply.place or None,
        confidence=round(told.reply.confidence, 3),
        quotes=[_quote(one, root) for one in told.quotes],
        near=[
            {"@id": root + hit.path, "title": hit.plain_title, "validity": hit.status.value}
            for hit in told.near
        ],
        enquiry=root + told.ask_people,
    )


def _quote(one: ShownQuote, root: str) -> dict[str, object]:
    quote = one.quote
    return {
        "@id": root + quote.path,
        "document": f"{root}/documents/{quote.address}",
        "title": quote.title,
        "numbers": list(quote.numbers),
        "eid": quote.eid,
        "number": quote.number,
        "question": quote.question,
        "unit": quote.unit,
        "text": quote.words,
        "validity": {"value": one.mark.state.value, "label": one.mark.state.label},
        "mark": one.struck or one.mark.sentence,
        "holds": one.holds,
        "text_from": quote.text_from.isoformat() if quote.text_from else None,
        "replaced_by": [
            {"title": link.title, "@id": f"{root}/documents/{link.address}" if link.address else None}
            for link in one.replaced_by
        ],
    }
