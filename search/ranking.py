"""Ranking (排序): BM25 on arrays. Adds up what each term says of each unit, then asks the documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.law.terms import Validity
from search import schema
from search.asking import Asked, Weighted
from search.phrases import having
from search.snapshot import STATUSES, Day, Flags, Floats, Numbers, Posting, Snapshot

# A title says more about a document than any one of its passages, and is much shorter.
TITLE_WEIGHT = 0.8
# A document whose title or number is exactly what was typed stands before all others.
EXACT = 1000.0
# Up to so many words of content, a hit has them all; longer questions are answered by the nearest.
MOST_NEEDED = 3
# What scores less than this part of the best is not an answer, only something that shares characters.
FLOOR = 0.35
# What scores nearly as the best is an answer though it lacks a word: a misspelt one is in few texts.
CLOSE = 0.8
# So much of what the question's bigrams are worth must be there, or nothing answers it.
LEAST = 0.2
# With so much of the question in its title, an ended document is what is looked for.
NAMED = 0.8
# An ended document so much better than any that holds is what is looked for.
CLEARLY = 1.5
# An article counts a little more when its document holds other answers: BM25 of one article is noisy.
COMPANY = 0.2

ENDED = np.array([status.ended for status in STATUSES])
WAITING = np.array([status in {Validity.NOT_YET_IN_FORCE, Validity.SUSPENDED} for status in STATUSES])


@dataclass(frozen=True, slots=True)
class Scores:
    """What a question is worth: each unit (0 when it does not count that day) and each document.

    `hit` are the documents that answer at all; `later` those which stand after all others (ended).
    """

    units: Floats
    documents: Floats
    hit: Flags
    later: Flags


def idf(count: int, of: int) -> float:
    """How telling a term is that stands in `count` of `of` units (BM25's, never negative)."""
    return float(np.log(1 + (max(of - count, 0) + 0.5) / (count + 0.5)))


def add_up(snapshot: Snapshot, asked: Weighted, of: int, within: Numbers | None = None) -> Floats:
    """What all terms of all fields say of each unit, or only of the units `within` (ascending)."""
    total = np.zeros(snapshot.units, np.float32)
    for field, wanted in asked.items():
        weight = schema.SCORING[field].weight
        for term, factor in wanted.items():
            posting = snapshot.posting(field, term)
            if posting:
                worth_of_one = np.float32(weight * factor * idf(posting.count, of))
                if within is None:
                    _add(total, posting, worth_of_one)
                else:
                    total[within] += posting.at(within) * worth_of_one
    return total


def _add(total: Floats, posting: Posting, weight: np.float32) -> None:
    if posting.ids is None:
        total += posting.impacts * weight
    else:
        total[posting.ids] += posting.impacts * weight


def title_cover(snapshot: Snapshot, asked: Asked) -> Floats:
    """Which part of the question (its bigrams, by how telling they are) stands in each wording's title."""
    field, of = schema.TITLE_BIGRAMS, len(snapshot.heads)
    cover, whole = np.zeros(snapshot.units, np.float32), 1e-6
    for term, factor in asked.titles[field].items():
        posting = snapshot.posting(field, term)
        worth = idf(posting.count if posting else 0, of) * (factor == 1.0)
        whole += worth
        if posting and posting.ids is None:
            cover += (posting.impacts > 0) * np.float32(worth)
        elif posting:
            cover[posting.ids] += np.float32(worth)
    part: Floats = (cover[snapshot.heads] / whole).astype(np.float32)
    return part


@dataclass(frozen=True, slots=True)
class Meant:
    """What is known of a question before it is ranked.

    `exact` are the documents found by title or number, `mentioned` those whose whole title stands among
    other words, `within` the only units that may answer (those with the phrase), None for all.
    """

    exact: Sequence[int] = ()
    mentioned: Sequence[int] = ()
    within: Numbers | None = None


def rank(snapshot: Snapshot, asked: Asked, day: Day, meant: Meant) -> Scores:
    """Score every unit and document for the question on the day."""
    units = add_up(snapshot, asked.passages, snapshot.passages, meant.within) * day.units
    heads = add_up(snapshot, asked.titles, len(snapshot.heads))[snapshot.heads]
    documents = best(units, snapshot.document_unit) + TITLE_WEIGHT * best(heads, snapshot.document_wording)
    if asked.place:
        documents *= snapshot.places.weights(asked.place)
    named = best(title_cover(snapshot, asked), snapshot.document_wording) >= NAMED
    # What did not exist on the day answers only who names it.
    hit = (answering(snapshot, asked, documents) | (named & (documents > 0))) & day.made
    documents[WAITING[day.status]] *= 0.95
    named[list(meant.mentioned)] = True
    valid = snapshot.live_documents & ~ENDED[day.status]
    later = ENDED[day.status] & ~named & (documents < CLEARLY * documents[valid].max(initial=0))
    exact = list(meant.exact)
    documents[exact] += EXACT
    hit[exact], later[exact] = True, False
    return Scores(units, documents, hit & snapshot.live_documents, later)


def best(values: Floats, firsts: NDArray[np.int64]) -> Floats:
    """The largest value of each group; groups stand together and begin at `firsts`."""
    if not len(firsts):
        return np.zeros(0, np.float32)
    found: Floats = np.maximum.reduceat(values, firsts)
    return found


def answering(snapshot: Snapshot, asked: Asked, documents: Floats) -> Flags:
    """Which documents answer: with every word of a short question, or near the best for a long one."""
    top = documents[snapshot.live_documents].max(initial=0)
    near: Flags = documents >= max(top * FLOOR, worth(snapshot, asked) * LEAST)
    if not asked.needed or len(asked.needed) > MOST_NEEDED:
        return near
    full = snapshot.live_documents & (documents > 0)
    for word in asked.needed:
        full &= having(snapshot, word)
    return full | (near & (documents >= top * CLOSE)) if full.any() else near


def worth(snapshot: Snapshot, asked: Asked) -> float:
    """What a passage would score that has every typed bigram once: the measure of a good answer."""
    field, of = schema.BIGRAMS, snapshot.passages
    typed = [term for term, factor in asked.passages[field].items() if factor == 1.0]
    postings = [snapshot.posting(field, term) for term in typed]
    return sum(idf(posting.count if posting else 0, of) for posting in postings) + 1e-6


def with_company(snapshot: Snapshot, units: Floats) -> Floats:
    """The units' scores, each with a part of the best of its document: the order of articles."""
    company = best(units, snapshot.document_unit)
    ranked: Floats = units + COMPANY * company[snapshot.unit_document]
    return ranked
