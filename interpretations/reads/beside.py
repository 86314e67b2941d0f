"""What stands beside the words (旁列条文): each provision's text once, where there is room for it."""

from collections.abc import Sequence

from interpretations.reads.quotes import Quote, Quotes
from interpretations.reads.shown import ShownRef, ShownRefs
from interpretations.rules.content import Run
from interpretations.rules.terms import BlockKind

# Small blocks that stand together: their provisions stand beside all of them, and each names its own.
GROUPED = frozenset({BlockKind.FIGURE, BlockKind.STEP, BlockKind.POINT, BlockKind.CHANGE})


def beside(runs: Sequence[Run], quotes: Quotes) -> Quotes:
    """The provisions beside each block, and beside each run of small ones (`run-` and its first key)."""
    found: dict[str, tuple[Quote, ...]] = {}
    for run in runs:
        held = {block.key: quotes.get(block.key, ()) for block in run.blocks}
        if run.kind in GROUPED:
            each = (quote for own in held.values() for quote in own)
            held = {f"run-{run.blocks[0].key}": tuple(dict.fromkeys(each))}
        found |= {key: own for key, own in held.items() if own}
    return found


def named(runs: Sequence[Run], quotes: Quotes) -> ShownRefs:
    """The names of the provisions that each small block explains, with a link to each."""
    return {
        block.key: tuple(
            ShownRef(each.label, each.address, each.words, each.notice) for each in quotes.get(block.key, ())
        )
        for run in runs
        if run.kind in GROUPED
        for block in run.blocks
    }
