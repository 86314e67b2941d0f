"""The trace (这一条怎么来的): where an adopted provision stood in the draft, and what became of it later.

Built on the comparison of two texts; where a person has ruled, the ruling stands. A provision that was
taken out of another's words, or went into another, says so instead of passing for new or for lost.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from base.term import Term
from registry.consultations.rules.shares import homes
from registry.law.compare import Change, Pair, compare, words
from registry.law.differences import Op, Segment, differences
from registry.law.provisions import Level, Provision

# What may be ruled on and counted: headings of divisions, tables and signatures bear no norm of their own.
_OUTER = frozenset(
    (Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.TABLE, Level.SIGNATURE)
)


class Descent(Term):
    """How a provision came out of the text before (条文来源)."""

    KEPT = "kept", "未作修改"
    CHANGED = "changed", "有修改"
    SPLIT = "split", "取自其他条款"
    ADDED = "added", "新增"
    MERGED = "merged", "并入其他条款"
    DROPPED = "dropped", "未保留"


_OF = {
    Change.UNCHANGED: Descent.KEPT,
    Change.MOVED: Descent.KEPT,
    Change.CHANGED: Descent.CHANGED,
    Change.ADDED: Descent.ADDED,
    Change.REMOVED: Descent.DROPPED,
}


@dataclass(frozen=True, slots=True)
class Strand:
    """One provision of the later text with that of the earlier from which it came; or one that was not kept.

    `segments` mark the change in its words. A provision that was split off names where its words stood; one
    that was merged names, as `new`, where they went.
    """

    old: Provision | None
    new: Provision | None
    descent: Descent
    segments: tuple[Segment, ...]
    # Whether a person ruled so.
    ruled: bool = False

    @property
    def renumbered(self) -> bool:
        """Whether it bears another number than before."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number

    @property
    def gone(self) -> bool:
        """Whether it stands for a provision of the earlier text that has no place of its own in the later."""
        return self.descent in (Descent.MERGED, Descent.DROPPED)

    @property
    def outer(self) -> bool:
        """Whether it is a heading, a table or a signature."""
        return all(end is None or end.level in _OUTER for end in (self.old, self.new))


@dataclass(frozen=True)
class Alignment:
    """Two texts side by side (条文对应): in the order of the later; what went, after its forerunner."""

    strands: tuple[Strand, ...]

    @cached_property
    def by_new(self) -> Mapping[str, Strand]:
        """The strand of each provision of the later text, by its eid."""
        return {strand.new.eid: strand for strand in reversed(self.strands) if strand.new and not strand.gone}

    @cached_property
    def by_old(self) -> Mapping[str, Strand]:
        """The strand in which each provision of the earlier text lives on, or ends, by its eid."""
        kept = [strand for strand in self.strands if strand.old]
        kept.sort(key=lambda strand: strand.descent is Descent.SPLIT)
        return {strand.old.eid: strand for strand in reversed(kept) if strand.old}

    @cached_property
    def dropped(self) -> tuple[Strand, ...]:
        """The provisions of the earlier text that have no place of their own in the later."""
        return tuple(strand for strand in self.strands if strand.gone and not strand.outer)


def align(
    old: Sequence[Provision], new: Sequence[Provision], rulings: Mapping[str, str] | None = None
) -> Alignment:
    """Every provision of the later text once, with its origin; then those of the earlier that were not kept.

    `rulings` are a person's: the eid in the later text, and that in the earlier, or "" for none. A ruling
    about what neither text has is passed over.
    """
    told = _told(old, new, rulings or {})
    origins = {came.eid for _, came in told.values() if came}
    pairs = compare(_without(old, origins), _without(new, set(told)))
    order = {eid: place for place, eid in reversed(list(enumerate(_eids(new))))}
    strands = _merged([_strand(pair) for pair in pairs], _ruled(told), order)
    return Alignment(tuple(_related(strands, origins)))


def _told(
    old: Sequence[Provision], new: Sequence[Provision], rulings: Mapping[str, str]
) -> dict[str, tuple[Provision, Provision | None]]:
    """The rulings that speak of provisions both texts have."""
    olds, news = units(old) if rulings else {}, units(new) if rulings else {}
    return {
        eid: (news[eid], olds.get(came))
        for eid, came in rulings.items()
        if eid in news and (not came or came in olds)
    }


def units(provisions: Iterable[Provision]) -> dict[str, Provision]:
    """What may be ruled on, by its eid: an article whole, anything else without what stands below it."""
    found: dict[str, Provision] = {}
    for provision in provisions:
        whole = provision.level is Level.ARTICLE
        if provision.level not in _OUTER:
            found.setdefault(provision.eid, provision if whole else replace(provision, children=()))
        if not whole:
            for eid, below in units(provision.children).items():
                found.setdefault(eid, below)
    return found


def holding(provisions: Iterable[Provision]) -> dict[str, str]:
    """For the eid of every provision that of the one it is traced with: its article, or its own."""
    found: dict[str, str] = {}
    for provision in provisions:
        if provision.level is Level.ARTICLE:
            found |= {below.eid: provision.eid for below in provision.walk()}
        else:
            found |= {provision.eid: provision.eid, **holding(provision.children)}
    return found


def _eids(provisions: Iterable[Provision]) -> Iterator[str]:
    return (below.eid for provision in provisions for below in provision.walk())


def _without(provisions: Sequence[Provision], eids: set[str]) -> tuple[Provision, ...]:
    """The text without the provisions that were ruled on; what stood below one of them stays."""
    if not eids:
        return tuple(provisions)
    found: list[Provision] = []
    for provision in provisions:
        whole = provision.level is Level.ARTICLE
        below = () if whole else _without(provision.children, eids)
        if provision.eid not in eids:
            found.append(provision if whole else replace(provision, children=below))
        else:
            found.extend(below)
    return tuple(found)


def _strand(pair: Pair) -> Strand:
    return Strand(pair.old, pair.new, _OF[pair.change], pair.segments)


def _ruled(told: Mapping[str, tuple[Provision, Provision | None]]) -> list[Strand]:
    return [
        Strand(came, now, _descent(came, now), _marked(came, now), ruled=True) for now, came in told.values()
    ]


def _descent(old: Provision | None, new: Provision) -> Descent:
    if old is None:
        return Descent.ADDED
    return Descent.KEPT if not _changes(old, new) else Descent.CHANGED


def _changes(old: Provision, new: Provision) -> bool:
    return any(segment.op is not Op.SAME and segment.text.strip() for segment in _marked(old, new))


def _marked(old: Provision | None, new: Provision) -> tuple[Segment, ...]:
    if old is None:
        return (Segment(Op.INSERTED, words(new)),) if words(new) else ()
    return differences(words(old), words(new))


def _merged(strands: list[Strand], ruled: list[Strand], order: Mapping[str, int]) -> list[Strand]:
    """All strands in the order of the later text; what was not kept stays behind its forerunner."""
    if not ruled:
        return strands
    waiting = sorted(ruled, key=lambda strand: order[strand.new.eid] if strand.new else 0)
    places = [order[strand.new.eid] if strand.new else 0 for strand in waiting]
    found: list[Strand] = []
    given = 0
    for strand in strands:
        if strand.new is not None:
            before = max(given, bisect_left(places, order[strand.new.eid]))
            found.extend(waiting[given:before])
            given = before
        found.append(strand)
    return found + waiting[given:]


def _related(strands: list[Strand], ruled: set[str]) -> list[Strand]:
    """The strands; what seems new, or lost, while its words stand in another provision says so."""
    olds = [one.old for one in strands if one.old and not one.outer and one.old.eid not in ruled]
    news = [one.new for one in strands if one.new and not one.outer and not one.ruled]
    added = [(at, one.new) for at, one in enumerate(strands) if one.new and _seems(one, Descent.ADDED)]
    lost = [(at, one.old) for at, one in enumerate(strands) if one.old and _seems(one, Descent.DROPPED)]
    found = list(strands)
    for place, home in homes([now for _, now in added], olds).items():
        at, now = added[place]
        found[at] = Strand(olds[home], now, Descent.SPLIT, _marked(olds[home], now))
    for place, home in homes([was for _, was in lost], news).items():
        at = lost[place][0]
        found[at] = replace(found[at], new=news[home], descent=Descent.MERGED)
    return found


def _seems(strand: Strand, descent: Descent) -> bool:
    return strand.descent is descent and not strand.ruled and not strand.outer


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a provision from one text to the next: `place` is that of the later text."""

    place: int
    strand: Strand


def line(eid: str, alignments: Sequence[Alignment]) -> tuple[Step, ...]:
    """The line of a provision of the last text (条文沿革) back to where it first stood, in order of time.

    `alignments[0]` lays the second text beside the first. Without any step it stood in no other text.
    """
    found: list[Step] = []
    for place in range(len(alignments), 0, -1):
        strand = alignments[place - 1].by_new.get(eid)
        if strand is None:
            break
        found.append(Step(place, strand))
        if strand.old is None:
            break
        eid = strand.old.eid
    return tuple(reversed(found))
