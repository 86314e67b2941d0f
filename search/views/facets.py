"""Facets of the hits as links (筛选): to narrow by a value, or to let it go."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.law.terms import Kind, Term, Validity
from registry.searchable import Findable
from search.engine import Answer, Count, Facet
from search.views.asking import Asking

SHOWN_COUNTS = 12
STANDINGS = [validity.value for validity in Validity]
TERMS: dict[Facet, type[Term]] = {Facet.CONTENT: Findable, Facet.KIND: Kind, Facet.STATUS: Validity}


@dataclass(frozen=True, slots=True)
class ShownCount:
    """One value of a facet as a link: to narrow by it, or to let it go."""

    label: str
    count: int
    chosen: bool
    address: str


def shown_facets(asked: Asking, answer: Answer) -> Iterator[tuple[str, str, list[ShownCount]]]:
    """Each facet that can tell hits apart: its name, label and values; the chosen value always among them."""
    for facet, counts in answer.facets.items():
        chosen = asked.question.filters.get(facet, "")
        shown = [count for count in in_order(facet, counts)[:SHOWN_COUNTS] if count.value != chosen]
        if chosen:
            own = next((count for count in counts if count.value == chosen), Count(chosen, 0))
            shown.insert(0, own)
        if len(shown) > 1 or chosen:
            yield facet.value, facet.label, [_shown(asked, facet, count, chosen) for count in shown]


def in_order(facet: Facet, counts: tuple[Count, ...]) -> list[Count]:
    """The values of a facet by number; of the status with what is in force first."""
    if facet is not Facet.STATUS:
        return [*counts]
    return sorted(counts, key=lambda count: STANDINGS.index(count.value))


def _shown(asked: Asking, facet: Facet, count: Count, chosen: str) -> ShownCount:
    own = count.value == chosen
    address = asked.address(**{facet.value: "" if own else count.value})
    return ShownCount(value_label(facet, count.value), count.count, own, address)


def value_label(facet: Facet, value: str) -> str:
    """A facet's value as people read it; one that does not exist stays as typed."""
    terms = TERMS.get(facet)
    if terms and value in set(terms):
        return terms(value).label
    return f"{value}年" if facet is Facet.YEAR else value
