"""The engine on our own index (检索引擎): opens what is current, ranks, filters, and shows the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from re import Pattern
from threading import Lock

import numpy as np

from registry.law import docnumber
from registry.law.titles import title_key
from registry.searchable import Explained, Findable
from search.asking import Asked, ask
from search.engine import Answer, Hit, Numbered, PassageHit, Piece, Question, later
from search.facets import Facets
from search.index import Index
from search.lexicon.entries import Lexicon
from search.lexicon.shipped import shipped
from search.ordering import dated_between, ordered
from search.phrases import standing
from search.query import Query, read
from search.ranking import Meant, Scores, rank
from search.snapshot import STATUSES, Day, Flags, Snapshot
from search.snippets import marked, pattern, snippet
from search.words import bigrams, fold

# Passages shown of each document, and how much weaker than its best one they may be.
SHOWN = 3
SHOWN_FLOOR = 0.5
NEAR = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot with what was made of it once; `stamp` tells whether it is still the current one."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    facets: Facets


class IndexEngine:
    """Answers from the index; raises IndexUnreadable when there is none that can answer.

    `lexicon` gives the lexicon as it stands at each question.
    """

    def __init__(self, index: Index, lexicon: Callable[[], Lexicon] = shipped) -> None:
        self.index, self.lexicon = index, lexicon
        self._opened: Opened | None = None
        self._opening = Lock()

    def reading_with(self, lexicon: Lexicon) -> "IndexEngine":
        """The same engine, reading questions with this lexicon: to try what an entry would do."""
        other = IndexEngine(self.index, lambda: lexicon)
        other._opened = self.opened()
        return other

    def opened(self) -> Opened:
        """The current state of the index; opened anew when another was announced."""
        opened, stamp = self._opened, self.index.stamp()
        if opened is None or opened.stamp != stamp:
            with self._opening:
                opened, stamp = self._opened, self.index.stamp()
                if opened is None or opened.stamp != stamp:
                    before = opened.snapshot if opened else None
                    snapshot = Snapshot(self.index.current(), before)
                    opened = self._opened = Opened(stamp, snapshot, Facets(snapshot))
        return opened

    def search(self, question: Question) -> Answer:
        """Answer the question as of its day."""
        query = read(question.text)
        if query.empty:
            return Answer((), 0, {}, tuple(filter(None, (query.notice, "请输入文号、标题或词语。"))))
        opened = self.opened()
        snapshot, day = opened.snapshot, opened.snapshot.on(question.on)
        asked = ask(query, self.index.cut, snapshot.places.named, self.lexicon())
        phrases = [standing(snapshot, phrase, day) for phrase in query.phrases]
        within = np.flatnonzero(np.logical_or.reduce(phrases)) if phrases else None
        meant = Meant(named(snapshot, query), mentioned(snapshot, query), within)
        scores = rank(snapshot, asked, day, meant)
        hit = scores.hit & permitted(snapshot, phrases, query.excluded, day)
        hit &= dated_between(snapshot, question.dated_from, question.dated_through)
        hit, counts = opened.facets.narrow(hit, question.filters, day)
        order = ordered(snapshot, scores, hit, question.sort)
        show = Shower(snapshot, asked, scores, day)
        shown = order[question.offset : question.offset + question.limit]
        notices = (query.notice,) if query.notice else ()
        return Answer(tuple(map(show.hit, shown.tolist())), len(order), counts, notices)

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads, in any bracket form."""
        if docnumber.parse(read(typed).typed) is None:
            return None
        snapshot = self.opened().snapshot
        wanted = docnumber.key(read(typed).typed)
        exact = snapshot.numbered.get(wanted, [])
        near = [] if exact else docnumber.near(wanted, list(snapshot.numbered), NEAR)
        addresses = [snapshot.records[i]["address"] for i in exact]
        return Numbered(
            tuple(addresses),
            tuple((snapshot.records[i]["address"], one) for one in near for i in snapshot.numbered[one]),
        )


def named(snapshot: Snapshot, query: Query) -> list[int]:
    """The documents whose title is exactly what was typed, or whose number stands in it."""
    found = list(snapshot.titled.get(title_key(query.words), ()))
    for number in (query.typed, *(one.raw for one in docnumber.find(query.typed))):
        if docnumber.parse(number) is not None:
            found += snapshot.numbered.get(docnumber.key(number), ())
    return found


def mentioned(snapshot: Snapshot, query: Query) -> list[int]:
    """The documents whose whole title is one of the words typed."""
    return [one for word in query.words.split() for one in snapshot.titled.get(title_key(word), ())]


def permitted(snapshot: Snapshot, phrases: Sequence[Flags], excluded: Sequence[str], day: Day) -> Flags:
    """The documents that have every phrase, given by its units, and no excluded word."""
    flags = np.ones(len(snapshot.records), np.bool_)
    for units in phrases:
        flags &= documents_of(snapshot, units)
    for word in excluded:
        flags &= ~documents_of(snapshot, standing(snapshot, word, day))
    return flags


def documents_of(snapshot: Snapshot, units: Flags) -> Flags:
    """The documents that have any of these units."""
    flags = np.zeros(len(snapshot.records), np.bool_)
    flags[snapshot.unit_document[units]] = True
    return flags


class Shower:
    """Makes what is shown of each hit of one question."""

    def __init__(self, snapshot: Snapshot, asked: Asked, scores: Scores, day: Day) -> None:
        self.snapshot, self.scores, self.day = snapshot, scores, day
        words = [word for field in (asked.passages, asked.titles) for word in next(iter(field.values()))]
        telling = [word for word in words if len(word) > 1] or words
        self._wanted = pattern([*asked.query.phrases, *telling])
        self._pairs = pattern(bigrams(asked.query.words))

    def hit(self, document: int) -> Hit:
        """One document with its best passages."""
        snapshot = self.snapshot
        record = snapshot.records[document]
        _text, title, text_from = snapshot.wording_record(int(self.day.wording[document]))
        return Hit(
            id=record["id"],
            address=record["address"],
            title=self._marked(title, marked),
            kind=record["kind"],
            numbers=tuple(record["numbers"]),
            issuers=tuple(record["issuers"]),
            dated_on=date.fromisoformat(record["dated_on"]) if record["dated_on"] else None,
            status=STATUSES[self.day.status[document]],
            passages=tuple(self._passages(document)),
            score=round(float(self.scores.documents[document]), 3),
            text_from=later(date.fromisoformat(text_from) if text_from else None, self.day.on),
            content=Findable(record["content"]),
            explains=Explained(**record["explains"]) if record["explains"] else None,
            form=record["form"],
            unit=record["unit"],
        )

    def _passages(self, document: int) -> list[PassageHit]:
        first, last = self.snapshot.units_of(document)
        scores = self.scores.units[first:last]
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        floor = float(scores[order[0]]) * SHOWN_FLOOR if len(order) else 0.0
        return [self._passage(first + unit) for unit in order.tolist() if scores[unit] > floor]

    def _passage(self, unit: int) -> PassageHit:
        eid, number, trail, words = self.snapshot.passage(unit)
        return PassageHit(eid, number, trail, self._marked(words, snippet))

    def _marked(self, text: str, cut: Callable[[str, Pattern[str]], tuple[Piece, ...]]) -> tuple[Piece, ...]:
        # A misspelt or unusual word is cut otherwise than the text: then its pairs of characters are shown.
        wanted = self._wanted if self._wanted.search(fold(text)) else self._pairs
        return cut(text, wanted)
