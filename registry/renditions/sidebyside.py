"""Two versions side by side (新旧对照表): pairs of provisions as HTML, the changes marked in place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from registry.law.compare import Change, Pair
from registry.law.differences import Op, Segment
from registry.law.provisions import Level, Provision

DIVISIONS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.ANNEX}


@dataclass(frozen=True, slots=True)
class Side:
    """One provision on one side: its number and its words with the changes marked."""

    eid: str
    number: str
    words: Markup
    division: bool


@dataclass(frozen=True, slots=True)
class Opposite:
    """A provision of the old and of the new text, next to each other."""

    change: Change
    label: str
    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pairs shown together; `folded` ones are unchanged and can be opened."""

    folded: bool
    label: str
    rows: tuple[Opposite, ...]


def runs(pairs: Iterable[Pair]) -> tuple[Run, ...]:
    """The pairs in runs of changed and unchanged ones."""
    found = []
    for folded, group in groupby(pairs, key=_settled):
        rows = tuple(_opposite(pair) for pair in group)
        found.append(Run(folded, _label(rows) if folded else "", rows))
    return tuple(found)


def counts(pairs: Iterable[Pair]) -> dict[Change, int]:
    """How many provisions were changed, added, removed, moved or left as they were."""
    kinds = [pair.change for pair in pairs]
    return {change: kinds.count(change) for change in Change if change in kinds}


def _settled(pair: Pair) -> bool:
    return pair.change is Change.UNCHANGED and not pair.renumbered


def _opposite(pair: Pair) -> Opposite:
    label = pair.change.label
    if pair.change is Change.UNCHANGED and pair.renumbered:
        label = "仅条号变动"
    return Opposite(
        pair.change,
        label,
        side(pair.old, pair.segments, Op.DELETED),
        side(pair.new, pair.segments, Op.INSERTED),
    )


def side(node: Provision | None, segments: tuple[Segment, ...], own: Op) -> Side | None:
    """One provision with the change in its words marked; `own` are the characters only this side has."""
    if node is None:
        return None
    tag = "del" if own is Op.DELETED else "ins"
    lines = [_marked(line, tag) for line in _lines(segments, own)]
    return Side(node.eid, node.number, Markup("<br>").join(lines), node.level in DIVISIONS)


def _lines(segments: Iterable[Segment], own: Op) -> Iterator[list[Segment]]:
    """This side's segments, cut at line ends, which no mark may span."""
    line: list[Segment] = []
    for segment in segments:
        if segment.op not in {Op.SAME, own}:
            continue
        first, *rest = segment.text.split("\n")
        line.append(Segment(segment.op, first))
        for piece in rest:
            yield line
            line = [Segment(segment.op, piece)]
    yield line


def _marked(line: list[Segment], tag: str) -> Markup:
    return Markup().join(
        escape(piece.text)
        if piece.op is Op.SAME
        else Markup("<{0}>{1}</{0}>").format(Markup(tag), piece.text)  # noqa: S704  # one of two tags
        for piece in line
        if piece.text
    )


def _label(rows: tuple[Opposite, ...]) -> str:
    """What is folded away: 第三条至第八条未变."""
    named = [row.new.number for row in rows if row.new and row.new.number and not row.new.division]
    if not named:
        return f"{len(rows)} 处未变"
    return f"{named[0]}未变" if len(named) == 1 else f"{named[0]}至{named[-1]}未变"
