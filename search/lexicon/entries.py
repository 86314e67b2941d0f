"""The lexicon as a value (检索词表): entries, and which of them a question has. Pure.

A question is looked through place by place for the longest entry that begins there, by looking up slices in
a table; one large pattern would try each of 5,000 words in turn (measured: docs/decisions/word-list.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.lexicon.terms import WordKind
from search.words import fold, is_han, is_term


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that people type, and the words that are asked for besides (词条).

    LAY brings the law's words and is not brought by them; each word of a SYNONYM brings the others; an ALIAS
    brings the titles of what it is short for; a STOP brings nothing, where a shorter word in it would.
    """

    word: str
    formal: tuple[str, ...] = ()
    kind: WordKind = WordKind.LAY


@dataclass(frozen=True, slots=True)
class Found:
    """An entry's word in a question, from `start` to `end`, with everything it brings."""

    start: int
    end: int
    word: str
    brings: tuple[str, ...]
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Brought:
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    stops: bool = False

    def and_more(self, other: "_Brought") -> "_Brought":
        return _Brought(
            tuple(dict.fromkeys(self.words + other.words)),
            tuple(dict.fromkeys(self.titles + other.titles)),
            self.stops or other.stops,
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries that hold, ready to be looked up (检索词表); made by `lexicon`."""

    table: Mapping[str, _Brought] = field(default_factory=dict)
    # The lengths of the words that begin with a character, the longest first.
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def found(self, folded: str) -> tuple[Found, ...]:
        """The entries' words in a folded question, from left to right, the longest at each place."""
        places: list[Found] = []
        start = 0
        while start < len(folded):
            end = self._longest(folded, start)
            if end:
                brought = self.table[folded[start:end]]
                if not brought.stops:
                    places.append(Found(start, end, folded[start:end], brought.words, brought.titles))
            start = end or start + 1
        return tuple(places)

    def formal_words(self, folded: str) -> tuple[str, ...]:
        """What is asked for besides the folded question; none of what it says already.

        >>> lexicon([Entry("年假", ("年休假", "带薪年休假"))]).formal_words("年假几天")
        ('年休假', '带薪年休假')
        """
        words = (word for place in self.found(folded) for word in place.brings)
        return tuple(dict.fromkeys(word for word in words if word not in folded))

    def titles(self, folded: str) -> tuple[str, ...]:
        """The titles that the short names in the folded question stand for."""
        return tuple(dict.fromkeys(title for place in self.found(folded) for title in place.titles))

    def _longest(self, folded: str, start: int) -> int:
        for length in self.lengths.get(folded[start], ()):
            end = start + length
            if folded[start:end] in self.table and end <= len(folded) and _is_whole(folded, start, end):
                return end
        return 0


def lexicon(entries: Iterable[Entry]) -> Lexicon:
    """The entries as one value; words are folded, those with the same word are taken together."""
    table: dict[str, _Brought] = {}
    for entry in entries:
        for word, brought in _of(entry):
            table[word] = table.get(word, _Brought()).and_more(brought)
    lengths: dict[str, set[int]] = {}
    for word in table:
        lengths.setdefault(word[0], set()).add(len(word))
    return Lexicon(table, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def folded_word(word: str) -> str:
    """A word as it is looked up: folded, without spaces at its ends and with single ones in it.

    >>> folded_word("  賠償金Ｎ＋１ ")
    '赔偿金n+1'
    """
    return " ".join(fold(word).replace("＋", "+").split())


def _of(entry: Entry) -> Iterator[tuple[str, _Brought]]:
    word = folded_word(entry.word)
    formal = tuple(dict.fromkeys(filter(None, map(folded_word, entry.formal))))
    if not any(map(is_term, word)):
        return
    if entry.kind is WordKind.STOP:
        yield word, _Brought(stops=True)
        return
    yield word, _Brought(formal, formal if entry.kind is WordKind.ALIAS else ())
    if entry.kind is WordKind.SYNONYM:
        for one in formal:
            yield one, _Brought((word, *(other for other in formal if other != one)))


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether no Latin word or number is cut: Chinese words have no bounds that could be seen."""
    return not (_goes_on(folded, start) or _goes_on(folded, end))


def _goes_on(folded: str, place: int) -> bool:
    if not 0 < place < len(folded):
        return False
    before, after = folded[place - 1], folded[place]
    return all(is_term(char) and not is_han(char) for char in (before, after))
