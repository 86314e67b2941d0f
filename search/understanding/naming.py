"""Names (名称): the titles that a question may mean, by short form, by sound or look, by a part of them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from math import ceil

from registry.law.titles import title_key
from search.understanding.lookalikes import look_alikes
from search.understanding.readings import sound_alike, sounding
from search.words import fold, is_han

# A national law is called by some of its characters: 环评法 for 环境影响评价法.
SHORT = re.compile(r"[\u4e00-\u9fff]{2,7}(?<!办)法")
SHORTEST_SHORT = 3
# The rank of laws; of the constitution it is less.
LAW = 2
SHORTEST_NEAR, LONGEST_NEAR = 4, 40
# A wrong character that sounds or looks alike is a small fault, any other a whole one; so much of a fault
# a character may have, and so much of its characters a title must share to be compared at all.
ALIKE, FAULT_A_CHARACTER, SHARED = 0.4, 0.17, 0.7
COMPARED = 12
MOST_NEAR = 3
GAP = 12
# Places of a title looked at for one typed beginning.
MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class Name:
    """A title in its normal form, which document bears it, and the rank of that document (2: a law)."""

    key: str
    document: int
    rank: int


class Names:
    """All titles of one state of the index."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(names)
        self._text = "\n".join(name.key for name in self.names)
        self._starts = [0, *accumulate(len(name.key) + 1 for name in self.names)][:-1]

    def short(self, word: str) -> tuple[Name, ...]:
        """The laws that a short form means, the likeliest first: it has their characters in their order."""
        if not SHORT.fullmatch(word) or len(word) < SHORTEST_SHORT:
            return ()
        between = f"[^\n]{{0,{GAP}}}?"
        # Laws are called so, not the rules that carry them out.
        wanted = re.compile(f"(?m)^{between.join(map(re.escape, word))}$")
        found = {self._at(match.start()) for match in wanted.finditer(self._text)}
        laws = [name for name in found if name.rank <= LAW]
        return tuple(sorted(laws, key=lambda name: (len(name.key), name.key)))

    def near(self, typed: str) -> tuple[Name, ...]:
        """The titles that were probably meant where none is (part of) what was typed, the nearest first."""
        key = title_key(fold(typed))
        if not SHORTEST_NEAR <= len(key) <= LONGEST_NEAR or not all(map(is_han, key)) or key in self._text:
            return ()
        scored = [(apart(key, self.names[number].key), number) for number in self._likely(set(key))]
        most = FAULT_A_CHARACTER * len(key)
        near = sorted((cost, len(self.names[one].key), one) for cost, one in scored if 0 < cost <= most)
        return tuple(self.names[one] for _cost, _length, one in near[:MOST_NEAR])

    def _likely(self, wanted: set[str]) -> list[int]:
        """The titles that share most of these characters, those that share more first."""
        rarest = sorted(wanted, key=lambda one: len(self._having.get(one, ())))
        # Whatever shares so many of them has at least one of the few rarest.
        few = len(wanted) - ceil(SHARED * len(wanted)) + 1
        some = {number for one in rarest[:few] for number in self._having.get(one, ())}
        shared = ((len(wanted.intersection(self.names[number].key)), number) for number in some)
        enough = [pair for pair in shared if pair[0] >= SHARED * len(wanted)]
        return [number for _, number in sorted(enough, reverse=True)[:COMPARED]]

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            for character in set(name.key):
                found[character].append(number)
        return found

    def beginning(self, typed: str) -> Iterator[tuple[int, Name]]:
        """The titles that begin with what was typed (0), that have it (1), or its characters in order (2)."""
        key = title_key(fold(typed))
        if not key:
            return
        seen: set[int] = set()
        spaced = f"[^\n]{{0,{GAP}}}?".join(map(re.escape, key[:LONGEST_NEAR]))
        for way, pattern in enumerate((f"(?m)^{re.escape(key)}", re.escape(key), spaced)):
            for match in islice(re.finditer(pattern, self._text), MOST_PLACES):
                number = self._number(match.start())
                if number not in seen:
                    seen.add(number)
                    yield way, self.names[number]

    def sounding(self, typed: str) -> Iterator[tuple[Name, str]]:
        """The titles in which what was typed in letters can be read, with the words that are read so."""
        pattern = sounding(typed)
        if pattern is None:
            return
        seen: set[int] = set()
        for match in islice(pattern.finditer(self._text), MOST_PLACES):
            number = self._number(match.start())
            if number not in seen:
                seen.add(number)
                yield self.names[number], match.group()

    def _number(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _at(self, place: int) -> Name:
        return self.names[self._number(place)]


def likeliest(found: Iterable[tuple[Name, str]]) -> list[str]:
    """The readings of typed letters: whole titles, then what is in most titles, at their beginning twice."""
    heard: dict[str, tuple[bool, int]] = {}
    for name, read_so in found:
        whole, count = heard.get(read_so, (False, 0))
        times = 2 if name.key.startswith(read_so) else 1
        heard[read_so] = (whole or name.key == read_so, count + times)
    return sorted(heard, key=lambda one: heard[one], reverse=True)


def apart(typed: str, title: str) -> float:
    """How far what was typed is from the nearest part of the title: whole faults count 1, likely ones less.

    >>> apart("管里条例", "排污许可管理条例"), apart("条立", "条例"), apart("大气", "大气")
    (0.4, 0.4, 0.0)
    """
    # The title may go on before and behind: only what was typed has to be found in it.
    row = [0.0] * (len(title) + 1)
    for count, character in enumerate(typed, 1):
        corner, row[0] = row[0], float(count)
        for place, other in enumerate(title, 1):
            kept = corner + fault(character, other)
            corner = row[place]
            row[place] = min(corner + 1, row[place - 1] + 1, kept)
    return min(row)


def fault(typed: str, meant: str) -> float:
    """How great a fault it is to type the one where the other was meant."""
    if typed == meant:
        return 0.0
    return ALIKE if sound_alike(typed, meant) or meant in look_alikes(typed) else 1.0
