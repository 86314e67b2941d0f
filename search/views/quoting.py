"""Quotes as pages show them (引文呈现): never without the mark of what they are quoted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from base.errors import NotFound, Withdrawn
from registry.law.terms import RelationKind
from registry.reads.dossier import Dossier, Link
from registry.renditions.standing import Mark, mark_of
from registry.views import shelf
from search.engine import Quote


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote with how its document stands on the day; `struck` is the word for a provision that has ended.

    `replaced_by` are the documents that took its place, or ended it, as far as they are known.
    """

    quote: Quote
    mark: Mark
    struck: str
    replaced_by: tuple[Link, ...]

    @property
    def holds(self) -> bool:
        """Whether what is quoted may be relied upon on the day."""
        return not self.struck and not self.mark.state.ended

    @property
    def citation(self) -> str:
        """How it is cited: 《…》第二十条."""
        return f"《{self.quote.title}》{self.quote.number}"


def shown(quotes: Iterable[Quote], on: date) -> list[ShownQuote]:
    """The quotes with their marks; what is not public any more is left out."""
    found = []
    for quote in quotes:
        try:
            dossier = shelf.dossier(quote.address)
        except (NotFound, Withdrawn):
            continue
        mark = mark_of(dossier, on)
        struck = "" if quote.question else mark.struck.get(quote.eid, "")
        found.append(ShownQuote(quote, mark, struck, successors(dossier) if mark.state.ended else ()))
    return found


def successors(dossier: Dossier) -> tuple[Link, ...]:
    """The documents that took this one's place; where none is known, those that ended it."""
    ways = (RelationKind.REPLACES, RelationKind.REPEALS)
    found = [tuple(link for link in dossier.links if link.kind is kind and not link.outward) for kind in ways]
    return found[0] or found[1]
