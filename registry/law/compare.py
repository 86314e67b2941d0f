"""Comparison (新旧对照): two texts of one document, article by article.

Articles are aligned by their words first and their numbers second, so that one inserted article does
not mark all that follow as changed. Pure and without a library: the alignment needs only shared
character pairs, and `differences` marks the changes inside an article.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from registry.law.differences import Op, Segment, differences, folded
from registry.law.provisions import Level, Provision
from registry.law.terms import Term

# Two provisions are one reworded when they share this part of their character pairs (Dice), or when
# nearly all of the shorter stands in the longer (a paragraph was added). With the same number less is
# enough, because a number is kept on purpose. Read off the unmatched articles of three revised laws.
_ALIKE, _ALIKE_SAME_NUMBER = 0.4, 0.2
_CONTAINED, _ALIKE_CONTAINED, _FEWEST_PAIRS = 0.7, 0.25, 6
# A pair of characters in more provisions than this tells nothing (应当, 规定); it bounds the work, too.
_COMMON = 24
_READ = 4000
_MOST_CANDIDATES = 200_000
_DIVISIONS = frozenset((Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION))


class Change(Term):
    """What became of a provision between two texts."""

    UNCHANGED = "unchanged", "未变"
    CHANGED = "changed", "修改"
    ADDED = "added", "增加"
    REMOVED = "removed", "删去"
    MOVED = "moved", "移动"


@dataclass(frozen=True, slots=True)
class Pair:
    """A provision in the old and the new text.

    An article comes whole; any other provision without those below it, which are pairs of their own.
    `segments` mark the change in its words (see `words`), its number apart.
    """

    old: Provision | None
    new: Provision | None
    change: Change
    segments: tuple[Segment, ...]

    @property
    def renumbered(self) -> bool:
        """Whether the provision bears another number than before."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number


def words(provision: Provision) -> str:
    """All words of a provision but its own number, a line for each paragraph."""
    own = "\u3000".join(part for part in (provision.heading, provision.body) if part)
    return "\n".join(part for part in (own, *(child.text for child in provision.children)) if part)


def compare(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Pair, ...]:
    """Every provision of both texts once, in the order of the new one; a removed one after its forerunner."""
    before, after = list(_units(old)), list(_units(new))
    matched = _matches(before, after)
    kept = _in_order(matched)
    return tuple(
        _pair(
            before[i] if i is not None else None,
            after[j] if j is not None else None,
            moved=i is not None and j is not None and j not in kept,
        )
        for i, j in _merged(matched, len(before), len(after))
    )


def _units(provisions: Iterable[Provision]) -> Iterator["_Unit"]:
    for provision in provisions:
        whole = provision.level is Level.ARTICLE
        shown = provision if whole or not provision.children else replace(provision, children=())
        if whole or shown.number or shown.heading or shown.body:
            yield _Unit(shown)
        if not whole:
            yield from _units(provision.children)


class _Unit:
    """A provision as it is aligned: its words without spaces, and what kind of unit it may match."""

    __slots__ = ("eid", "family", "key", "provision", "words")

    def __init__(self, provision: Provision) -> None:
        self.provision = provision
        self.eid = provision.eid
        self.words = words(provision)
        self.key = folded("".join(self.words.split()))
        level = provision.level
        self.family = level if level is Level.ARTICLE or level in _DIVISIONS or level is Level.TABLE else None

    def pairs(self) -> frozenset[str]:
        """The pairs of neighbouring characters in the words."""
        text = self.key[:_READ]
        return frozenset(map("".join, pairwise(text))) or frozenset((text,))


_Matches = dict[int, int]


def _matches(before: list[_Unit], after: list[_Unit]) -> _Matches:
    """Which old unit became which new one (old index to new index)."""
    found: _Matches = {}
    _match_equal(before, after, found, lambda unit: (unit.family, unit.eid, unit.key))
    _match_equal(before, after, found, lambda unit: (unit.family, unit.key))
    taken: set[int] = set(found.values())
    for _, _, _, i, j in sorted(_candidates(before, after, found)):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _match_equal(
    before: list[_Unit], after: list[_Unit], found: _Matches, key: Callable[[_Unit], object]
) -> None:
    """Match the units with equal keys, first with first."""
    taken = set(found.values())
    waiting: defaultdict[object, list[int]] = defaultdict(list)
    for j in range(len(after) - 1, -1, -1):
        if j not in taken:
            waiting[key(after[j])].append(j)
    for i, unit in enumerate(before):
        if i not in found and (same := waiting.get(key(unit))):
            found[i] = same.pop()


def _candidates(
    before: list[_Unit], after: list[_Unit], found: _Matches
) -> Iterator[tuple[float, int, int, int, int]]:
    """Possible matches, the likeliest first when sorted; ties go to the nearer, whichever text is old."""
    taken = set(found.values())
    olds = {i: unit.pairs() for i, unit in enumerate(before) if i not in found}
    news = {j: unit.pairs() for j, unit in enumerate(after) if j not in taken}
    for i, j in _sharing(olds, news, before, after):
        if before[i].family is not after[j].family:
            continue
        same_number = before[i].eid == after[j].eid
        likeness = _likeness(olds[i], news[j])
        if likeness >= (_ALIKE_SAME_NUMBER if same_number else _ALIKE):
            yield -likeness - same_number / 10, abs(i - j), i + j, i, j


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    shared, shorter = len(one & other), min(len(one), len(other))
    dice = 2 * shared / (len(one) + len(other))
    contained = shorter >= _FEWEST_PAIRS and dice >= _ALIKE_CONTAINED and shared >= _CONTAINED * shorter
    return max(dice, _ALIKE) if contained else dice


def _sharing(
    olds: dict[int, frozenset[str]], news: dict[int, frozenset[str]], before: list[_Unit], after: list[_Unit]
) -> set[tuple[int, int]]:
    """The couples worth a look: those with the same number, and those that share a telling character pair."""
    places = {after[j].eid: j for j in news}
    couples = {(i, places[before[i].eid]) for i in olds if before[i].eid in places}
    common = Counter(pair for pairs in (*olds.values(), *news.values()) for pair in pairs)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for j, pairs in news.items():
        for pair in pairs:
            if common[pair] <= _COMMON:
                holders[pair].append(j)
    for i, pairs in olds.items():
        shared = Counter(j for pair in pairs for j in holders.get(pair, ()))
        couples.update((i, j) for j, count in shared.items() if count > 1)
        if len(couples) > _MOST_CANDIDATES:
            break
    return couples


def _in_order(matched: _Matches) -> set[int]:
    """The new places of the longest run of matches that keep their order; all others have moved."""
    tails: list[int] = []
    chain: list[int] = []
    forerunner: dict[int, int | None] = {}
    for i in sorted(matched):
        j = matched[i]
        at = bisect_left(tails, j)
        forerunner[j] = chain[at - 1] if at else None
        tails[at : at + 1] = [j]
        chain[at : at + 1] = [j]
    kept: set[int] = set()
    last = chain[-1] if chain else None
    while last is not None:
        kept.add(last)
        last = forerunner[last]
    return kept


def _merged(matched: _Matches, olds: int, news: int) -> Iterator[tuple[int | None, int | None]]:
    gone: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for i in range(olds):
        if i in matched:
            last = max(last, matched[i]) if matched[i] - last <= _COMMON else last
        else:
            gone[last].append(i)
    origin = {j: i for i, j in matched.items()}
    for j in range(-1, news):
        if j >= 0:
            yield origin.get(j), j
        for i in gone[j]:
            yield i, None


def _pair(old: _Unit | None, new: _Unit | None, *, moved: bool) -> Pair:
    if old and new:
        if old.key != new.key:
            return Pair(old.provision, new.provision, Change.CHANGED, differences(old.words, new.words))
        # A numbered provision has moved when its number has; any other when its neighbours are others.
        numbered = bool(old.provision.number or new.provision.number)
        change = Change.MOVED if (old.eid != new.eid if numbered else moved) else Change.UNCHANGED
        return Pair(old.provision, new.provision, change, _all(Op.SAME, new))
    if new:
        return Pair(None, new.provision, Change.ADDED, _all(Op.INSERTED, new))
    if old:
        return Pair(old.provision, None, Change.REMOVED, _all(Op.DELETED, old))
    raise ValueError("a pair needs a provision")


def _all(op: Op, unit: _Unit) -> tuple[Segment, ...]:
    return (Segment(op, unit.words),) if unit.words else ()
