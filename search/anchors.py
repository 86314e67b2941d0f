"""What explains a former text says so (解读针对旧版): asked of the database for the few hits that are shown.

Not in the index: whether a provision reads as it did when it was explained is a matter of the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from base.db import Database
from interpretations.anchoring import anchored
from interpretations.rules.anchors import Standing
from interpretations.rules.terms import AnchorState
from registry.searchable import Findable
from search.engine import Hit, Quote

PARTLY = f"部分{AnchorState.STALE.label}"
Blocks = Mapping[str, Sequence[Standing]]


def with_marks(database: Database, hits: tuple[Hit, ...], day: date) -> tuple[Hit, ...]:
    """The hits; those that explain what is no longer so worded on the day bear a mark.

    What explains an ended document bears that document's mark, which says all.
    """
    wanted = {hit.id for hit in hits if hit.explains and not hit.status.ended}
    if not wanted:
        return hits
    laid: dict[int, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    with database.reading() as session:
        for anchor in anchored(session, day, wanted):
            laid[anchor.interpretation_id][anchor.block].append(anchor.standing)
    return tuple(_marked(hit, laid[hit.id]) if hit.explains and hit.id in laid else hit for hit in hits)


def reliable(database: Database, quotes: tuple[Quote, ...], day: date) -> tuple[Quote, ...]:
    """The quotes but for published answers that explain what is no longer so worded on the day."""
    told = {quote.interpretation for quote in quotes if quote.interpretation is not None}
    if not told:
        return quotes
    with database.reading() as session:
        stale = {
            (anchor.interpretation_id, anchor.block)
            for anchor in anchored(session, day, told)
            if not anchor.standing.reliable
        }
    return tuple(quote for quote in quotes if (quote.interpretation, _block(quote)) not in stale)


def _block(quote: Quote) -> str:
    # A question has its place in its path, a block of an interpretation its own id.
    return quote.path.partition("#")[2] if quote.question else quote.eid


def _marked(hit: Hit, blocks: Blocks) -> Hit:
    if hit.content is Findable.QUESTION:
        return replace(hit, mark=mark_of(blocks.get(hit.address.partition("#")[2], ())))
    passages = tuple(replace(one, mark=mark_of(blocks.get(one.eid, ()))) for one in hit.passages)
    marks = [mark_of(standings) for standings in blocks.values()]
    whole = marks[0] if all(marks) else PARTLY if any(marks) else ""
    return replace(hit, passages=passages, mark=whole)


def mark_of(standings: Iterable[Standing]) -> str:
    """What must be said of a block tied to provisions that stand so; "" while it can be relied upon."""
    return next((standing.state.label for standing in standings if not standing.reliable), "")
