"""Answers (智能问答): a question gets quotes, word for word, or is told that nothing here answers it.

The program chooses; it never writes a word of an answer.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from search.confidence import ENOUGH, signs
from search.engine import Answer, Question, Quote
from search.finder import IndexEngine, Ranked
from search.locality import holding, own_rule, place_meant
from search.postings import Floats, Numbers
from search.query import read
from search.ranking import ENDED, TOLD, alike, placed, with_company
from search.showing import Quoter
from search.snapshot import Flags

MOST_QUOTED = 3
# A second quote stands beside the first only when it is nearly as good.
NEARLY = 0.6
# What holds in the place that is meant fits as well as what other places have, or it is about another matter
# (of thirteen questions about cities: the right ones .74 to 1, the wrong ones .51 to .61).
FITTING = 0.67


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question gets (答复): quotes, the best first, and what else was near.

    `known` is false where nothing here answers it: the quotes are then none, and the reader is led to whoever
    can be asked. `on` is the day for which everything is said. `place` is the one that is meant, where only
    rules of other places fit.
    """

    question: str
    on: date
    near: Answer
    known: bool = False
    confidence: float = 0.0
    quotes: tuple[Quote, ...] = ()
    place: str = ""


class Answerer:
    """Answers questions from the index; raises IndexUnreadable where there is none that can answer."""

    def __init__(self, engine: IndexEngine) -> None:
        self.engine = engine

    def reply(self, question: Question) -> Reply:
        """What the collection says to the question on its day."""
        if read(question.text).empty:
            return Reply(question.text, question.on, self.engine.search(question))
        found = self.engine.ranked(question)
        asked_before = alike(found.snapshot, found.asked)
        asked_before = asked_before[found.hit[asked_before] & ~ENDED[found.day.status[asked_before]]]
        units = best_units(found, asked_before)
        best = float(found.scores.units[units].max(initial=0))
        confidence = signs(found.snapshot, found.asked, best).confidence
        known = bool(len(asked_before)) or bool(len(units) and confidence >= ENOUGH)
        quoter = Quoter(found.snapshot, found.day)
        quotes = tuple(quoter.unit(unit, float(found.scores.units[unit])) for unit in units.tolist())
        place = "" if len(units) else only_elsewhere(found)
        near = self.engine.shown(without(found, holding(found)) if place else found, question)
        return Reply(
            found.understood.typed, found.day.on, near, known, confidence, quotes if known else (), place
        )


def best_units(found: Ranked, asked_before: Numbers) -> Numbers:
    """The passages to quote: of questions asked before, the best of what holds, else of what ended."""
    scores = weighed(found)
    answers = [passages_of(found, one) for one in asked_before.tolist()]
    first = np.concatenate([*answers, np.empty(0, np.int64)])
    chosen = top(found, scores, ~ENDED[found.day.status] & found.hit)
    if not len(chosen) and not len(first):
        chosen = top(found, scores, found.hit)
    order = dict.fromkeys([*first.tolist(), *chosen.tolist()])
    return np.array(list(order)[:MOST_QUOTED], np.int64)


def weighed(found: Ranked) -> Floats:
    """What each passage is worth as an answer; explanations count less, as among documents."""
    scores = with_company(found.snapshot, found.scores.units) * (found.scores.units > 0)
    told: Flags = found.snapshot.explanations.flags[found.snapshot.unit_document]
    scores[told] *= TOLD
    weighed_ones: Floats = scores
    return weighed_ones


def passages_of(found: Ranked, document: int) -> Numbers:
    """The passages of a document that count on the day."""
    first, last = found.snapshot.units_of(document)
    units = np.arange(first, last)
    return units[(found.day.units[units] > 0) & ~found.snapshot.is_head[units]]


def top(found: Ranked, scores: Floats, documents: Flags) -> Numbers:
    """The best passages of these documents, none far below the best; those of the place before others.

    What is of another place than the one that is meant is no answer: it does not hold there.
    """
    of_unit = found.snapshot.unit_document
    floor = float(scores[documents[of_unit]].max(initial=0)) * NEARLY
    here = np.where((documents & holding(found))[of_unit], scores, 0)
    if here.max(initial=0) * NEARLY < floor * FITTING:
        # What the place has of its own on the matter says it in other words.
        if (own := own_rule(found, documents)) is None:
            return np.empty(0, np.int64)
        here = np.where(of_unit == own, scores, 0)
        floor = float(here.max(initial=0)) * NEARLY
    likely = np.flatnonzero((here > 0) & (here >= floor))
    preferred = scores[likely] * placed(found.snapshot, found.asked)[of_unit[likely]]
    return likely[np.argsort(-preferred, kind="stable")][:MOST_QUOTED]


def only_elsewhere(found: Ranked) -> str:
    """The place that is meant, where something answers and none of it holds there; else ""."""
    allowed = ~ENDED[found.day.status] & found.hit
    best = float(found.scores.units[allowed[found.snapshot.unit_document]].max(initial=0))
    fits = signs(found.snapshot, found.asked, best).confidence >= ENOUGH
    return place_meant(found) if fits else ""


def without(found: Ranked, documents: Flags) -> Ranked:
    """The same without these documents."""
    return replace(found, hit=found.hit & ~documents)
