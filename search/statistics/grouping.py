"""Searches that ask for the same in other words (同类检索), grouped for whoever explains. Pure.

Two wordings are alike when most of the pairs of characters of the shorter stand in the longer, without the
words that only ask (怎么办, 多久). A group is held together by its most asked wording, not by a chain. It is
shown under words that at least three asked for: its own most asked wording or, where each was asked by
fewer, the longest part that three have in common; a group without such a part is not shown at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.words import ASKING

# From this part of the shorter one's pairs on two wordings ask for the same.
LIKE = 0.6
LEAST_SHARED = 2
SHORTEST_LABEL = 2
MOST_GROUPED = 3_000
# What two wordings have in common does not begin or end with these.
PARTICLES = "的地得了着和与及或在是"
# Of the wordings of a group so many are looked through for what they have in common.
MOST_COMPARED = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """What was looked for in the same words: how often, and how often in vain."""

    words: str
    searches: int
    empty: int


@dataclass(frozen=True, slots=True)
class Group:
    """Searches for the same: the words it is shown under, how often it was asked and how differently."""

    label: str
    searches: int
    empty: int
    wordings: int


def groups(asked: Iterable[Wording], fewest: int) -> tuple[Group, ...]:
    """The groups that at least so many asked for, those asked most in vain first.

    >>> said = [Wording("环评批复有效期", 2, 2), Wording("环评批复 有效期多久", 1, 1), Wording("年假", 1, 1)]
    >>> groups(said, 3)
    (Group(label='环评批复有效期', searches=3, empty=3, wordings=2),)
    """
    ranked = sorted(asked, key=lambda each: (-each.searches, len(each.words), each.words))[:MOST_GROUPED]
    made = []
    for members in _gathered(ranked):
        label = _label(members, fewest)
        if label:
            searches, empty = (sum(getattr(each, name) for each in members) for name in ("searches", "empty"))
            made.append(Group(label, searches, empty, len(members)))
    return tuple(sorted(made, key=lambda each: (-each.empty, -each.searches, each.label)))


def core(words: str) -> str:
    """What is asked about, without the words that only ask, signs and spaces.

    >>> core("排污许可证 怎么办理？")
    '排污许可证办理'
    """
    plain = "".join(filter(str.isalnum, ASKING.sub(" ", words)))
    return plain or "".join(filter(str.isalnum, words))


def _pairs(words: str) -> frozenset[str]:
    plain = core(words)
    return frozenset(map("".join, pairwise(plain))) or frozenset([plain])


def _gathered(ranked: Sequence[Wording]) -> list[list[Wording]]:
    """Each wording with the most asked one that it is like, or as the first of a group of its own."""
    made: list[list[Wording]] = []
    leaders: list[frozenset[str]] = []
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for each in ranked:
        pairs = _pairs(each.words)
        shared = Counter(place for pair in pairs for place in holders[pair])
        place = max(
            (place for place, many in shared.items() if is_like(pairs, leaders[place], many)),
            key=lambda place: (shared[place], -place),
            default=None,
        )
        if place is not None:
            made[place].append(each)
            continue
        for pair in pairs:
            holders[pair].append(len(made))
        leaders.append(pairs)
        made.append([each])
    return made


def is_like(one: frozenset[str], other: frozenset[str], shared: int) -> bool:
    """Whether two wordings with so many pairs in common ask for the same."""
    # What is one pair long (处罚) is a topic: it would draw every question about it into one group.
    return one == other or (shared >= LEAST_SHARED and shared >= LIKE * min(len(one), len(other)))


def _label(members: Sequence[Wording], fewest: int) -> str:
    """The most asked wording, or the longest part that enough of them have; "" where there is none."""
    if members[0].searches >= fewest:
        return members[0].words
    weights: Counter[str] = Counter()
    for each in members[:MOST_COMPARED]:
        plain = core(each.words)
        spans = range(SHORTEST_LABEL, len(plain) + 1)
        for part in {plain[start : start + length] for length in spans for start in range(len(plain))}:
            weights[part] += each.searches
    known = [part for part, many in weights.items() if many >= fewest]
    longest = max(known, key=lambda part: (len(part), weights[part], part), default="").strip(PARTICLES)
    return longest if len(longest) >= SHORTEST_LABEL else ""
