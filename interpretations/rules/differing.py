"""What changed (新旧变化), drawn from the comparison of two texts: blocks for the drafter to shorten."""

from collections.abc import Sequence

from interpretations.rules.terms import Aspect, BlockKind
from interpretations.rules.typed import TypedBlock
from registry.law.compare import Change, Pair, compare, words
from registry.law.designations import designation
from registry.law.differences import Op
from registry.law.provisions import Level, Provision
from registry.law.sentences import ENDS

# What tells something to a reader; a provision that only moved does not.
TELLING = frozenset({Change.CHANGED, Change.ADDED, Change.REMOVED})
OUTER = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.SIGNATURE, Level.TABLE})
MOST_CHANGES = 40
LONGEST = 400
MATTER = 24


def changes(former: Sequence[Provision], present: Sequence[Provision]) -> tuple[TypedBlock, ...]:
    """A block for each provision that changed, was added or went, in the order of the present text.

    Of a changed one only the sentences in which something changed are taken: the drafter shortens on.
    """
    telling = (pair for pair in compare(former, present) if pair.change in TELLING and not _outer(pair))
    return tuple(_block(pair) for _, pair in zip(range(MOST_CHANGES), telling, strict=False))


def _outer(pair: Pair) -> bool:
    held = pair.new or pair.old
    return held is None or held.level in OUTER


def _block(pair: Pair) -> TypedBlock:
    was, now = _said(pair.old, pair, Op.DELETED), _said(pair.new, pair, Op.INSERTED)
    return TypedBlock(
        BlockKind.CHANGE.value,
        heading=_matter(pair.new or pair.old),
        words=now,
        aside=was,
        aspect=Aspect.DIFFERENCES.value,
        refs=designation(pair.new.eid) if pair.new else "",
    )


def _matter(provision: Provision | None) -> str:
    """What the provision is about: its heading, else its first words."""
    if provision is None:
        return ""
    said = provision.heading or words(provision).strip().split("\n", 1)[0]
    cut = min((at for sign in "，。；：" if (at := said.find(sign)) > 0), default=len(said))
    return said[: min(cut, MATTER)]


def _said(provision: Provision | None, pair: Pair, op: Op) -> str:
    if provision is None:
        return ""
    whole = words(provision)
    touched = _touched(whole, pair, op) if pair.change is Change.CHANGED else whole
    plain = " ".join(touched.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}……"


def _touched(whole: str, pair: Pair, op: Op) -> str:
    """The sentences of one side in which something changed."""
    places, at = set(), 0
    for segment in pair.segments:
        if segment.op in {Op.SAME, op}:
            end = at + len(segment.text)
            if segment.op is op:
                places.add((at, end))
            at = end
        else:
            # Something went, or came, just here.
            places.add((at, at))
    kept, start = [], 0
    for end in [*(match.end() for match in ENDS.finditer(whole)), len(whole)]:
        if any(first < end and last >= start for first, last in places):
            kept.append(whole[start:end].strip())
        start = end
    return "".join(kept) or whole
