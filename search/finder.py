"""The engine on our own index (检索引擎): opens what is current, ranks, filters, and shows the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from registry.law import docnumber
from registry.law.titles import title_key
from search.asking import Asked, ask
from search.classifier import Classifier
from search.engine import Answer, Facet, Numbered, Question, Quote
from search.facets import Facets
from search.index import Index
from search.lexicon.entries import Lexicon
from search.lexicon.shipped import shipped
from search.ordering import dated_between, ordered
from search.phrases import standing
from search.preferences import STANDARD, Preferences
from search.query import Query, read
from search.ranking import Meant, Scores, rank
from search.showing import Quoter, Shower
from search.snapshot import Day, Flags, Snapshot
from search.understanding.needs import Need, Understood

NEAR = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot with what was made of it once; `stamp` tells whether it is still the current one."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    facets: Facets
    classifier: Classifier


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question with what it is worth to everything in the index; `hit` are the documents that answer it."""

    snapshot: Snapshot
    understood: Understood
    asked: Asked
    day: Day
    scores: Scores
    hit: Flags
    filters: dict[Facet, str]

    @property
    def notice(self) -> str:
        """What was not taken into account."""
        return self.asked.query.notice

    def articles(self) -> tuple[Quote, ...]:
        """The provisions that the question names, word for word."""
        understood, quoter = self.understood, Quoter(self.snapshot, self.day)
        if understood.need is not Need.ARTICLE:
            return ()
        found = (quoter.provision(document, understood.article) for document in understood.documents)
        return tuple(one for one in found if one)


class IndexEngine:
    """Answers from the index; raises IndexUnreadable when there is none that can answer.

    `lexicon` gives the lexicon as it stands at each question.
    """

    def __init__(
        self, index: Index, lexicon: Callable[[], Lexicon] = shipped, preferences: Preferences = STANDARD
    ) -> None:
        self.index, self.lexicon, self.preferences = index, lexicon, preferences
        self._opened: Opened | None = None
        self._opening = Lock()

    def reading_with(self, lexicon: Lexicon) -> "IndexEngine":
        """The same engine, reading questions with this lexicon: to try what an entry would do."""
        other = IndexEngine(self.index, lambda: lexicon, self.preferences)
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
                    snapshot = Snapshot(self.index.current(), before, self.preferences)
                    opened = self._opened = Opened(stamp, snapshot, Facets(snapshot), Classifier(snapshot))
        return opened

    def search(self, question: Question) -> Answer:
        """Answer the question as of its day, or of the day that its words name."""
        query = read(question.text)
        if query.empty:
            return Answer((), 0, {}, tuple(filter(None, (query.notice, "请输入文号、标题或词语。"))))
        return self.shown(self.ranked(question), question)

    def shown(self, found: Ranked, question: Question) -> Answer:
        """The slice of hits asked for, as pages show it."""
        hit, counts = self.opened().facets.narrow(found.hit, found.filters, found.day)
        order = ordered(found.snapshot, found.scores, hit, question.sort)
        show = Shower(found.snapshot, found.asked, found.scores, found.day)
        shown = order[question.offset : question.offset + question.limit]
        return Answer(
            tuple(map(show.hit, shown.tolist())),
            len(order),
            counts,
            (found.notice,) if found.notice else (),
            found.understood,
            found.day.on,
            found.articles(),
            tuple(map(show.hit, found.understood.titles)),
        )

    def ranked(self, question: Question) -> Ranked:
        """What the question is worth to every provision and document, as it is understood."""
        opened, lexicon = self.opened(), self.lexicon()
        understood = opened.classifier.understand(question.text, question.on, lexicon)
        # While the index still names what is hidden, nothing is read out of its titles.
        if question.literal or question.hidden:
            understood = Understood(understood.typed, read(question.text).words)
        query = replace(read(question.text), words=understood.words)
        snapshot = opened.snapshot
        day = snapshot.on((question.open_day and understood.narrowing.on) or question.on)
        asked = ask(query, self.index.cut, snapshot.places.named, lexicon)
        phrases = [standing(snapshot, phrase, day) for phrase in query.phrases]
        within = np.flatnonzero(np.logical_or.reduce(phrases)) if phrases else None
        meant = Meant([*named(snapshot, query), *understood.documents], mentioned(snapshot, query), within)
        scores = rank(snapshot, asked, day, meant)
        hit = scores.hit & permitted(snapshot, phrases, query.excluded, day)
        hit &= ~question.hidden.among(snapshot.records)
        hit &= dated_between(snapshot, question.dated_from, question.dated_through)
        return Ranked(snapshot, understood, asked, day, scores, hit, filters_of(question, understood))

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


def filters_of(question: Question, understood: Understood) -> dict[Facet, str]:
    """What the hits are narrowed by: what was chosen, then what the words say."""
    narrowing = understood.narrowing
    said = {Facet.YEAR: str(narrowing.year or ""), Facet.ISSUER: narrowing.issuer}
    return {facet: value for facet, value in said.items() if value} | question.filters


def documents_of(snapshot: Snapshot, units: Flags) -> Flags:
    """The documents that have any of these units."""
    flags = np.zeros(len(snapshot.records), np.bool_)
    flags[snapshot.unit_document[units]] = True
    return flags
