"""Spelling (纠错): words that the collection does not know, read as what sounds or looks like them there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

from search.understanding.lookalikes import look_alikes
from search.understanding.readings import misheard
from search.words import is_han

# A pair of characters that so few of 150,000 provisions have may be a slip: laws too are misprinted.
RARE = 5
# What is put in its place must be known from so many, and its pairs be so much likelier (e^6: 400 times).
LEAST_KNOWN, GAIN = 10, 6.0
LONGEST = 30
MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Corrected:
    """The words with likely slips mended; `unknown` says that some pair of those typed stands nowhere."""

    words: str
    unknown: bool = False


def corrected(folded: str, count: Callable[[str], int]) -> Corrected:
    """The words as the collection writes them; unchanged where there is no likely slip.

    `count` tells how many provisions have a pair of characters.

    >>> counts = {"危险": 900, "险费": 500, "险废": 300, "废物": 800}
    >>> corrected("危险费物", lambda pair: counts.get(pair, 0))
    Corrected(words='危险废物', unknown=True)
    """
    words, unknown = folded, False
    if len(folded) > LONGEST:
        return Corrected(folded)
    for _ in range(MOST_CHANGES):
        gain, place, better = max(_changes(words, count), default=(0.0, 0, ""))
        if gain < GAIN:
            break
        unknown = unknown or not min(_support(words, place, words[place], count))
        words = words[:place] + better + words[place + 1 :]
    return Corrected(words, unknown)


def _changes(words: str, count: Callable[[str], int]) -> Iterator[tuple[float, int, str]]:
    """Every likely change: how much likelier it makes its pairs, where, and the character to stand there."""
    for place, character in enumerate(words):
        present = _support(words, place, character, count)
        # What stands in pairs that are all known is left alone, however odd it looks.
        if not present or min(present) > RARE:
            continue
        worth = _likelihood(present)
        for candidate in dict.fromkeys([*misheard(character), *look_alikes(character)]):
            found = _support(words, place, candidate, count)
            if min(found) >= LEAST_KNOWN:
                yield _likelihood(found) - worth, place, candidate


def _likelihood(counts: list[int]) -> float:
    return sum(log(count + 1) for count in counts)


def _support(words: str, place: int, character: str, count: Callable[[str], int]) -> list[int]:
    before, after = words[max(place - 1, 0) : place], words[place + 1 : place + 2]
    pairs = ((before, character), (character, after))
    return [count(a + b) for a, b in pairs if a and b and is_han(a) and is_han(b)]
