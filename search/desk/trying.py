"""Trying an entry (试一试): how a question is read with and without it, and what is then found first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from search.answering import Answering
from search.engine import Hit, Question
from search.index import IndexUnreadable
from search.lexicon.entries import Entry, Lexicon, folded_word, lexicon
from search.query import read

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question read with one lexicon: the words found in it, what they bring, and the first hits."""

    found: tuple[str, ...]
    brings: tuple[str, ...]
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The same question without the entry and with it; `readable` tells whether the index could answer."""

    before: Reading
    after: Reading
    readable: bool = True

    @property
    def risen(self) -> frozenset[tuple[object, ...]]:
        """Which hits were not among the first without the entry."""
        return frozenset(map(identity, self.after.hits)) - frozenset(map(identity, self.before.hits))


def identity(hit: Hit) -> tuple[object, ...]:
    """What tells a hit from another."""
    return (hit.content, hit.id, hit.address)


def tried(answering: Answering, entries: Sequence[Entry], entry: Entry, text: str, on: date) -> Tried:
    """Ask twice: with the other entries alone, and with this one among them."""
    key = folded_word(entry.word)
    others = [other for other in entries if folded_word(other.word) != key]
    without, including = lexicon(others), lexicon([*others, entry])
    try:
        return Tried(_read(answering, without, text, on), _read(answering, including, text, on))
    except IndexUnreadable:
        answering.mend()
        return Tried(_understood(without, text), _understood(including, text), readable=False)


def _read(answering: Answering, with_words: Lexicon, text: str, on: date) -> Reading:
    question = Question(text, on, limit=SHOWN)
    answer = answering.tried(answering.index.reading_with(with_words), question)
    understood = _understood(with_words, text)
    return Reading(understood.found, understood.brings, answer.total, answer.hits)


def _understood(with_words: Lexicon, text: str) -> Reading:
    words = read(text).words
    found = tuple(dict.fromkeys(place.word for place in with_words.found(words)))
    return Reading(found, with_words.formal_words(words), 0, ())
