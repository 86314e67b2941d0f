"""Gathering (收集): documents become units, and units become postings grouped by term.

Whoosh spends its time in one Python call per posting and one large sort: 155-229 s for 148,000
provisions. Here bigrams and characters are cut as arrays of code points, and one sort of integers groups
each field: a key is the term's number above, the unit's number below.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from base.errors import BadInput
from search import schema
from search.codec import MOST, Posted
from search.words import fold, is_term, terms

Keys = NDArray[np.int64]

# A key has room for 2 million units (a segment) below a term of two code points of 21 bits each.
UNIT_BITS = 21
UNIT_MASK = (1 << UNIT_BITS) - 1
CODE_BITS = 21
# Units cut together: few enough that the arrays of code points stay small.
BATCH = 4000


def _table(accept: Callable[[str], bool]) -> NDArray[np.bool_]:
    return np.fromiter((accept(chr(code)) for code in range(0x10000)), np.bool_, 0x10000)


TERM_CODES = _table(is_term)
# Term characters that are not a-z or digits are Chinese.
HAN_CODES = TERM_CODES & (np.arange(0x10000) > ord("z"))
BASIC = 0xFFFF


@dataclass(slots=True)
class Field:
    """The keys of one field as they come, and how a term's number is written as bytes."""

    chunks: list[Keys]
    spell: Callable[[int], bytes]

    def sorted(self) -> Keys:
        """All keys in order: by term, then by unit."""
        keys = np.concatenate(self.chunks) if self.chunks else np.empty(0, np.int64)
        self.chunks.clear()
        keys.sort()
        return keys


class Vocabulary:
    """Words as numbers, in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, words: list[str]) -> list[int]:
        """The numbers of these words; a new word gets the next one."""
        numbers = self.numbers
        return [numbers.setdefault(word, len(numbers)) for word in words]

    def ordered(self, keys: Keys) -> tuple[Keys, list[bytes]]:
        """The keys with words numbered in the order of their bytes, and the words in that order."""
        spelt = [word.encode() for word in self.numbers]
        order = sorted(range(len(spelt)), key=spelt.__getitem__)
        rank = np.empty(len(spelt), np.int64)
        rank[order] = np.arange(len(spelt))
        renumbered = (rank[keys >> UNIT_BITS] << UNIT_BITS) | (keys & UNIT_MASK)
        renumbered.sort()
        return renumbered, [spelt[i] for i in order]


def spell_pair(code: int) -> bytes:
    """The bytes of a bigram from its number."""
    return (chr(code >> CODE_BITS) + chr(code & ((1 << CODE_BITS) - 1))).encode()


def spell_character(code: int) -> bytes:
    """The bytes of a character from its number."""
    return chr(code).encode()


class Cuts:
    """The three cuts (words, bigrams, characters) of one kind of unit, under three field names."""

    def __init__(self, names: tuple[str, str, str], cut: Callable[[str], list[str]]) -> None:
        self.names = names
        self._cut = cut
        self._seen: dict[str, list[int]] = {}
        self._vocabulary = Vocabulary()
        self._numbers = array("q")
        self._rows: list[int] = []
        self._texts: list[str] = []
        self._pairs = Field([], spell_pair)
        self._characters = Field([], spell_character)

    def add(self, row: int, often: tuple[str, ...], once: str) -> None:
        """Take the unit `row`: what stands before many units (titles, headings), and its own words."""
        for text in often:
            if text not in self._seen:
                self._seen[text] = self._words(text)
        for numbers in [*(self._seen[text] for text in often), self._words(once)]:
            self._numbers.extend((number << UNIT_BITS) | row for number in numbers)
        self._rows.append(row)
        self._texts.append("\n".join((*often, once)))
        if len(self._rows) >= BATCH:
            self._cut_batch()

    def _words(self, text: str) -> list[int]:
        return self._vocabulary.number(terms(self._cut(text)))

    def _cut_batch(self) -> None:
        if not self._texts:
            return
        codes = np.frombuffer("\n".join(self._texts).encode("utf-32-le"), np.uint32).astype(np.int64)
        sizes = np.fromiter(map(len, self._texts), np.int64) + 1
        rows = np.repeat(np.array(self._rows, np.int64), sizes)[: len(codes)]
        basic = np.minimum(codes, BASIC)
        term = TERM_CODES[basic]
        pair = np.flatnonzero(term[:-1] & term[1:])
        self._pairs.chunks.append((((codes[pair] << CODE_BITS) | codes[pair + 1]) << UNIT_BITS) | rows[pair])
        han = np.flatnonzero(HAN_CODES[basic])
        self._characters.chunks.append((codes[han] << UNIT_BITS) | rows[han])
        self._rows.clear()
        self._texts.clear()

    def postings(self, lengths: dict[str, NDArray[np.int64]]) -> dict[str, Iterator[Posted]]:
        """The postings of each field, by term; fills `lengths` (terms in each unit, by field)."""
        self._cut_batch()
        words, bigrams, characters = self.names
        keys, spelt = self._vocabulary.ordered(np.frombuffer(self._numbers, np.int64))
        fields = {
            words: (keys, spelt.__getitem__),
            bigrams: (self._pairs.sorted(), self._pairs.spell),
            characters: (self._characters.sorted(), self._characters.spell),
        }
        for name, (field_keys, _spell) in fields.items():
            lengths[name] += np.bincount(field_keys & UNIT_MASK, minlength=len(lengths[name]))
        return {name: grouped(name, *pair) for name, pair in fields.items()}


def grouped(name: str, keys: Keys, spell: Callable[[int], bytes]) -> Iterator[Posted]:
    """One posting list after the other from the sorted keys of one field."""
    if not len(keys):
        return
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    frequencies = np.minimum(np.diff(firsts, append=len(keys)), MOST).astype(np.uint8)
    keys = keys[firsts]
    numbers = keys >> UNIT_BITS
    ids = (keys & UNIT_MASK).astype(np.uint32)
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends = np.append(starts[1:], len(numbers)).tolist()
    for number, start, end in zip(numbers[starts].tolist(), starts.tolist(), ends, strict=True):
        yield Posted(name, spell(number), ids[start:end], frequencies[start:end])


class Gathering:
    """Units of one new segment: heads (a wording's title) and passages, numbered as they come."""

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self.passages = Cuts(schema.PASSAGE_FIELDS, cut)
        self.titles = Cuts(schema.TITLE_FIELDS, cut)
        self.units = 0
        self._keys: list[tuple[int, int, int]] = []

    def begin(self, document: int) -> None:
        """What follows belongs to this document."""
        self._keys.append((document, self.units, self.units))

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
        document, first, _last = self._keys[-1]
        self._keys[-1] = (document, first, self.units + 1)
        self.units += 1
        return self.units - 1

    def keyed(self) -> Iterator[Posted]:
        """Which units belong to which document, for taking them out again."""
        rows = sorted((str(document).encode(), first, last) for document, first, last in self._keys)
        for term, first, last in rows:
            ids = np.arange(first, last, dtype=np.uint32)
            yield Posted(schema.KEY, term, ids, np.ones(len(ids), np.uint8))

    def postings(self) -> tuple[Iterator[Posted], dict[str, NDArray[np.int64]]]:
        """All postings in the order of the index, and how many terms each unit has in each field."""
        lengths = {
            name: np.zeros(self.units, np.int64) for name in schema.PASSAGE_FIELDS + schema.TITLE_FIELDS
        }
        fields = {
            **self.passages.postings(lengths),
            **self.titles.postings(lengths),
            schema.KEY: self.keyed(),
        }
        return (posted for name in sorted(fields) for posted in fields[name]), lengths
