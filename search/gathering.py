"""Gathering (收集): documents become units, and units become postings grouped by term.

Whoosh spends its time in one Python call per posting and one large sort: 155-229 s for 148,000
provisions. Here bigrams and characters are cut as arrays of code points, and one sort of integers groups
each field: a key is the term's number above, the unit's number below.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from base.errors import BadInput
from search import schema
from search.codec import MOST, Ids, Posted, Weights
from search.words import fold, is_term, terms

Keys = NDArray[np.int64]
Lengths = NDArray[np.int64]

# A key is the term's number, then the unit's, then how often the one stands in the other: 2 million units
# (a segment), frequencies to 255, and terms of two code points of 16 bits, as all term characters are.
COUNT_BITS, UNIT_BITS, CODE_BITS = 8, 21, 16
TERM_SHIFT = COUNT_BITS + UNIT_BITS
UNIT_MASK = (1 << UNIT_BITS) - 1
COUNT_MASK = (1 << COUNT_BITS) - 1
CODE_MASK = (1 << CODE_BITS) - 1
# Units cut together: few enough that the arrays of code points stay small.
BATCH = 4000
SLICE = 1_000_000


def _table(accept: Callable[[str], bool]) -> NDArray[np.bool_]:
    return np.fromiter((accept(chr(code)) for code in range(0x10000)), np.bool_, 0x10000)


TERM_CODES = _table(is_term)
# Term characters that are not a-z or digits are Chinese.
HAN_CODES = TERM_CODES & (np.arange(0x10000) > ord("z"))
BASIC = 0xFFFF
NO_WORD = -1


def counted(found: Keys) -> Keys:
    """Keys with their frequencies, from terms with units (no frequency yet) that repeat."""
    distinct, counts = np.unique(found, return_counts=True)
    return (distinct << COUNT_BITS) | np.minimum(counts, MOST)


def joined(chunks: list[Keys]) -> Keys:
    """All keys in order, by term, then by unit; the chunks are let go."""
    keys = np.concatenate(chunks) if chunks else np.empty(0, np.int64)
    chunks.clear()
    keys.sort()
    return keys


class Vocabulary(dict[str, int]):
    """Words as numbers, in the order in which they are met; what is no word is NO_WORD.

    Whether a segmenter's piece is a word is asked once a piece, not once a place: 10 million places
    have 110,000 pieces.
    """

    words = 0

    def __missing__(self, piece: str) -> int:
        """Number a piece that is met for the first time."""
        if not terms((piece,)):
            self[piece] = NO_WORD
            return NO_WORD
        number = self[piece] = self.words
        self.words += 1
        return number

    def number(self, pieces: list[str]) -> "array[int]":
        """The numbers of these pieces; a new word gets the next one."""
        return array("q", map(self.__getitem__, pieces))

    def ordered(self, chunks: list[Keys]) -> tuple[Keys, list[bytes]]:
        """The keys with words numbered in the order of their bytes, and the words in that order."""
        spelt = [word.encode() for word, number in self.items() if number != NO_WORD]
        order = sorted(range(len(spelt)), key=spelt.__getitem__)
        rank = np.empty(len(spelt), np.int64)
        rank[order] = np.arange(len(spelt))
        below = (1 << TERM_SHIFT) - 1
        renumbered = [(rank[keys >> TERM_SHIFT] << TERM_SHIFT) | (keys & below) for keys in chunks]
        chunks.clear()
        return joined(renumbered), [spelt[i] for i in order]


def spell_pair(code: int) -> bytes:
    """The bytes of a bigram from its number."""
    return (chr(code >> CODE_BITS) + chr(code & CODE_MASK)).encode()


def spell_character(code: int) -> bytes:
    """The bytes of a character from its number."""
    return chr(code).encode()


class Cuts:
    """The three cuts (words, bigrams, characters) of one kind of unit, under three field names."""

    def __init__(self, names: tuple[str, str, str], cut: Callable[[str], list[str]]) -> None:
        self.names = names
        self._cut = cut
        self._seen: dict[str, array[int]] = {}
        self._vocabulary = Vocabulary()
        self._numbers = array("q")
        self._counts: list[int] = []
        self._words: list[Keys] = []
        self._pairs: list[Keys] = []
        self._characters: list[Keys] = []
        self._rows: list[int] = []
        self._texts: list[str] = []

    def add(self, row: int, often: tuple[str, ...], once: str) -> None:
        """Take the unit `row`: what stands before many units (titles, headings), and its own words."""
        for text in often:
            if text not in self._seen:
                self._seen[text] = self._numbered(text)
        before = len(self._numbers)
        for numbers in [*(self._seen[text] for text in often), self._numbered(once)]:
            self._numbers.extend(numbers)
        self._counts.append(len(self._numbers) - before)
        self._rows.append(row)
        self._texts.append("\n".join((*often, once)))
        if len(self._rows) >= BATCH:
            self._cut_batch()

    def _numbered(self, text: str) -> "array[int]":
        return self._vocabulary.number(self._cut(text))

    def _cut_batch(self) -> None:
        if not self._texts:
            return
        codes = np.frombuffer("\n".join(self._texts).encode("utf-32-le"), np.uint32).astype(np.int64)
        sizes = np.fromiter(map(len, self._texts), np.int64) + 1
        units = np.array(self._rows, np.int64)
        rows = np.repeat(units, sizes)[: len(codes)]
        basic = np.minimum(codes, BASIC)
        term = TERM_CODES[basic]
        pair = np.flatnonzero(term[:-1] & term[1:])
        pairs = (codes[pair] << CODE_BITS) | codes[pair + 1]
        han = np.flatnonzero(HAN_CODES[basic])
        self._pairs.append(counted((pairs << UNIT_BITS) | rows[pair]))
        self._characters.append(counted((codes[han] << UNIT_BITS) | rows[han]))
        self._words.append(counted(self._placed(units)))
        self._rows.clear()
        self._texts.clear()

    def _placed(self, units: Keys) -> Keys:
        numbers = np.frombuffer(self._numbers, np.int64)
        rows = np.repeat(units, self._counts)
        words = numbers != NO_WORD
        self._numbers, self._counts = array("q"), []
        placed: Keys = (numbers[words] << UNIT_BITS) | rows[words]
        return placed

    def postings(self, units: int) -> dict[str, Iterator[Posted]]:
        """The postings of each field, by term; `units` is how many there are in all."""
        self._cut_batch()
        words, spelt = self._vocabulary.ordered(self._words)
        cuts: tuple[tuple[Keys, Callable[[int], bytes]], ...] = (
            (words, spelt.__getitem__),
            (joined(self._pairs), spell_pair),
            (joined(self._characters), spell_character),
        )
        return {
            name: grouped(name, keys, spell, measured(keys, units))
            for name, (keys, spell) in zip(self.names, cuts, strict=True)
        }


def measured(keys: Keys, units: int) -> Lengths:
    """How many terms each unit has, added up a slice at a time: whole columns beside the keys are 400 MB."""
    lengths = np.zeros(units, np.int64)
    for start in range(0, len(keys), SLICE):
        part = keys[start : start + SLICE]
        rows, counts = (part >> COUNT_BITS) & UNIT_MASK, part & COUNT_MASK
        lengths += np.bincount(rows, counts, units).astype(np.int64)
    return lengths


def grouped(name: str, keys: Keys, spell: Callable[[int], bytes], lengths: Lengths) -> Iterator[Posted]:
    """One posting list after the other from the sorted keys of one field, cut a slice at a time."""
    numbers = keys >> TERM_SHIFT
    starts = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    bounds = np.concatenate(([0] if len(keys) else [], starts, [len(keys)])).astype(np.int64)
    at = 0
    while at < len(bounds) - 1:
        # As many whole terms as fit, at least one: calls of numpy for each of them would cost more.
        end = max(int(np.searchsorted(bounds, bounds[at] + SLICE, "right")) - 1, at + 1)
        part = keys[bounds[at] : bounds[end]]
        ids = ((part >> COUNT_BITS) & UNIT_MASK).astype(np.uint32)
        weights = schema.SCORING[name].weights(part & COUNT_MASK, lengths[ids])
        starts = bounds[at : end + 1] - bounds[at]
        spelt = map(spell, (part[starts[:-1]] >> TERM_SHIFT).tolist())
        yield from _lists(name, spelt, starts, ids, weights)
        at = end


def _lists(name: str, spelt: Iterable[bytes], bounds: Keys, ids: Ids, weights: Weights) -> Iterator[Posted]:
    starts = bounds[:-1]
    columns = (
        starts.tolist(),
        bounds[1:].tolist(),
        np.add.reduceat(weights, starts, dtype=np.int64).tolist(),
        np.maximum.reduceat(weights, starts).tolist(),
    )
    for term, start, end, total, most in zip(spelt, *columns, strict=True):
        yield Posted(name, term, ids[start:end], weights[start:end], total, most)


class Gathering:
    """Units of one new segment: heads (a wording's title) and passages, numbered as they come."""

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self.passages = Cuts(schema.PASSAGE_FIELDS, cut)
        self.titles = Cuts(schema.TITLE_FIELDS, cut)
        self.units = 0
        self._keys: list[tuple[str, int, int]] = []

    def begin(self, key: str) -> None:
        """What follows goes by this key, as what came just before may do already."""
        if not self._keys or self._keys[-1][0] != key:
            self._keys.append((key, self.units, self.units))

    def head(self, title: str) -> int:
        """Add a wording's title; returns the unit's number."""
        row = self._next()
        self.titles.add(row, (), fold(title))
        return row

    def passage(self, before: tuple[str, ...], words: str) -> int:
        """Add a passage with the (folded) titles and headings before it and its folded words."""
        row = self._next()
        self.passages.add(row, before, words)
        return row

    def _next(self) -> int:
        if self.units > UNIT_MASK:
            raise BadInput(f"索引的一段最多容纳 {UNIT_MASK + 1} 条条文，请分批导入")
        key, first, _last = self._keys[-1]
        self._keys[-1] = (key, first, self.units + 1)
        self.units += 1
        return self.units - 1

    def keyed(self) -> Iterator[Posted]:
        """Which units go by which key, for taking them out again."""
        rows = sorted((key.encode(), first, last) for key, first, last in self._keys)
        for term, first, last in rows:
            ids = np.arange(first, last, dtype=np.uint32)
            yield Posted(schema.KEY, term, ids, np.ones(len(ids), np.uint8), len(ids), 1)

    def postings(self) -> Iterator[Posted]:
        """All postings in the order of the index."""
        fields = {
            **self.passages.postings(self.units),
            **self.titles.postings(self.units),
            schema.KEY: self.keyed(),
        }
        return (posted for name in sorted(fields) for posted in fields[name])
