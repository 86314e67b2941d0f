"""Ranking (排序): BM25 on arrays. Adds up what each term says of each unit, then asks the documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import schema
from search.asking import Asked, Weighted
from search.phrases import having
from search.postings import Floats, Numbers
from search.records import STATUSES
from search.snapshot import Day, Flags, Snapshot

# A title says more about a document than any one of its passages, and is much shorter.
TITLE_WEIGHT = 1.2
# A document whose title or number is exactly what was typed stands before all others.
EXACT = 1000.0
# Up to so many words of content, a hit has them all; longer questions are answered by the nearest.
MOST_NEEDED = 3
# What scores less than this part of the best is not an answer, only something that shares characters.
FLOOR = 0.35
# What scores nearly as the best is an answer though it lacks a word: a misspelt one is in few texts.
CLOSE = 0.8
# So much of what the question's bigrams are worth must be there, or nothing answers it.
LEAST = 0.3
# With so much of the question in its title, an ended document is what is looked for.
NAMED = 0.8
# An ended document so much better than any that holds is what is looked for.
CLEARLY = 1.5
# A question is read in the light of its document: 证到期了 alone does not say which.
LIGHT = 0.3
# Explanations are short and in the readers' own words, which BM25 takes for better: the law goes first.
TOLD = 0.6
# An explanation stands before its own document only when it is so much better, else right behind it.
BETTER = 1.5
BEHIND = 0.999
# A question so like a published one is that one; what is shorter than this many pairs is a word, no question.
LIKE, LEAST_PAIRS = 0.55, 3
ASKED = EXACT / 2
# An article counts a little more when its document holds other answers: BM25 of one article is noisy.
COMPANY = 0.2

ENDED = np.array([status.ended for status in STATUSES])


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
        unit = schema.SCORING[field].unit
        for term, factor in wanted.items():
            posting = snapshot.posting(field, term)
            if posting:
                one = unit * factor * idf(posting.count, of)
                if within is None:
                    posting.add(total, one)
                else:
                    total[within] += posting.at(within) * np.float32(one)
    return total


def title_cover(snapshot: Snapshot, asked: Asked) -> Floats:
    """Which part of the question (its bigrams, by how telling they are) stands in each wording's title."""
    field, of = schema.TITLE_BIGRAMS, len(snapshot.heads)
    cover, whole = np.zeros(snapshot.units, np.float32), 1e-6
    for term in asked.naming:
        posting = snapshot.posting(field, term)
        worth = idf(posting.count if posting else 0, of)
        whole += worth
        if posting:
            posting.mark(cover, worth)
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
    told = snapshot.explanations
    units = add_up(snapshot, asked.passages, snapshot.passages, meant.within) * day.units
    preferred = snapshot.preferred
    documents = worth_of_each(snapshot, asked, units)
    named = best(title_cover(snapshot, asked), snapshot.document_wording) >= NAMED
    named[told.questions] = False
    # What did not exist on the day answers only who names it.
    hit = (answering(snapshot, asked, documents) | (named & (documents > 0))) & day.made
    documents *= preferred.kinds * preferred.statuses[day.status]
    named[list(meant.mentioned)] = True
    valid = snapshot.live_documents & ~ENDED[day.status] & ~told.flags
    later = ENDED[day.status] & ~named & (documents < CLEARLY * documents[valid].max(initial=0))
    exact = list(meant.exact)
    documents[exact] += EXACT
    hit[exact], later[exact] = True, False
    same = alike(snapshot, asked)
    same = same[~ENDED[day.status[same]]]
    documents[same] += ASKED
    hit[same] = True
    put_behind(snapshot, documents, hit)
    # An explanation of a day on which there was none would be one of a later text.
    hit &= snapshot.live_documents & (day.made | ~told.flags)
    return Scores(units, documents, hit, later)


def worth_of_each(snapshot: Snapshot, asked: Asked, units: Floats) -> Floats:
    """What each document is worth: its best passage and its title, of its place; questions in their light."""
    heads = add_up(snapshot, asked.titles, len(snapshot.heads))[snapshot.heads]
    documents = best(units, snapshot.document_unit) + TITLE_WEIGHT * best(heads, snapshot.document_wording)
    documents *= placed(snapshot, asked)
    told = snapshot.explanations
    questions = np.isin(told.numbers, told.questions) & (told.about >= 0)
    own, about = told.numbers[questions], told.about[questions]
    documents[own] += LIGHT * documents[about] * (documents[own] > 0)
    documents[told.numbers] *= TOLD
    return documents


def placed(snapshot: Snapshot, asked: Asked) -> Floats:
    """How much each document counts by its place: as it lies to the one asked for, or to the office's."""
    if asked.place:
        return snapshot.places.weights(asked.place, snapshot.preferred.nearness)
    return snapshot.at_home


def put_behind(snapshot: Snapshot, documents: Floats, hit: Flags) -> None:
    """Put explanations right behind their document where both answer and they are not plainly better.

    A question that is what was asked is plainly better than a document that was not named.
    """
    told = snapshot.explanations
    known = (told.about >= 0) & hit[told.about]
    own, about = told.numbers[known], told.about[known]
    held = documents[about]
    behind = np.minimum(documents[own], held * np.float32(BEHIND))
    documents[own] = np.where(documents[own] < BETTER * held, behind, documents[own])


def alike(snapshot: Snapshot, asked: Asked) -> Numbers:
    """The published questions that are what was asked, by the pairs of characters they have in common."""
    told, field = snapshot.explanations, schema.TITLE_BIGRAMS
    typed = asked.naming
    if not len(told.questions) or len(typed) < LEAST_PAIRS:
        return np.empty(0, np.int64)
    heads = snapshot.heads[snapshot.document_wording[told.questions]]
    postings = [snapshot.posting(field, term) for term in typed]
    common = sum((posting.at(heads) > 0).astype(np.int64) for posting in postings if posting)
    return told.questions[2 * common / (len(typed) + told.pairs) >= LIKE]


def best(values: Floats, firsts: NDArray[np.int64]) -> Floats:
    """The largest value of each group; groups stand together and begin at `firsts`."""
    if not len(firsts):
        return np.zeros(0, np.float32)
    found: Floats = np.maximum.reduceat(values, firsts)
    return found


def answering(snapshot: Snapshot, asked: Asked, documents: Floats) -> Flags:
    """Which documents answer: with every word of a short question, or near the best for a long one.

    Documents are held against documents: an explanation, whose words are the readers' own, puts none out.
    """
    live, told = snapshot.live_documents, snapshot.explanations.flags
    least = worth(snapshot, asked) * LEAST
    full = np.zeros(len(documents), np.bool_)
    if asked.needed and len(asked.needed) <= MOST_NEEDED:
        full = live & (documents > 0)
        for word in asked.needed:
            full &= having(snapshot, word)

    def among(group: Flags) -> Flags:
        top = documents[group].max(initial=0)
        near: Flags = documents >= max(top * FLOOR, least)
        return full | (near & (documents >= top * CLOSE)) if (full & group).any() else near

    found = among(live & ~told)
    return np.where(told, among(live), found) if told.any() else found


def worth(snapshot: Snapshot, asked: Asked) -> float:
    """What a passage would score that has every typed bigram once: the measure of a good answer."""
    field, of = schema.BIGRAMS, snapshot.passages
    typed = [term for term, factor in asked.passages[field].items() if factor == 1.0]
    postings = [snapshot.posting(field, term) for term in typed]
    return sum(idf(posting.count if posting else 0, of) for posting in postings) + 1e-6


def with_company(snapshot: Snapshot, units: Floats) -> Floats:
    """The order of articles: their scores as their document is preferred, with a part of its best one's."""
    preferred = snapshot.preferred
    units = units * (preferred.kinds * preferred.breadths)[snapshot.unit_document]
    company = best(units, snapshot.document_unit)
    ranked: Floats = units + COMPANY * company[snapshot.unit_document]
    return ranked
