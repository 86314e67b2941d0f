"""Facets (筛选): how many hits have each value, counted on integer columns."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engine import Count, Facet
from search.records import STATUSES
from search.snapshot import Day, Flags, Snapshot

# Of hundreds of issuers nobody looks at more.
MOST_VALUES = 50


class Column:
    """One facet: pairs of a document and one of its values (a document may have several issuers)."""

    def __init__(self, values: Sequence[str], documents: NDArray[np.int64], codes: NDArray[np.int64]) -> None:
        self.values, self.documents, self.codes = values, documents, codes

    @classmethod
    def of(cls, lists: Iterable[Iterable[str]]) -> "Column":
        """The column of a facet from each document's values; an empty value is none."""
        numbers: dict[str, int] = {}
        pairs = [
            (document, numbers.setdefault(value, len(numbers)))
            for document, values in enumerate(lists)
            for value in values
            if value
        ]
        array = np.array(pairs, np.int64).reshape(-1, 2)
        return cls(tuple(numbers), array[:, 0], array[:, 1])

    def having(self, value: str, size: int) -> Flags:
        """The documents that have the value; none has a value that is not known."""
        flags = np.zeros(size, np.bool_)
        if value in self.values:
            flags[self.documents[self.codes == self.values.index(value)]] = True
        return flags

    def counts(self, among: Flags) -> tuple[Count, ...]:
        """How many of these documents have each value, the most frequent first."""
        found = np.bincount(self.codes[among[self.documents]], minlength=len(self.values))
        order = np.argsort(-found, kind="stable")[: min(int(np.count_nonzero(found)), MOST_VALUES)]
        return tuple(Count(self.values[i], int(found[i])) for i in order.tolist())


# What the columns are called among the records.
KEPT = {
    Facet.CONTENT: "content",
    Facet.KIND: "kind",
    Facet.REGION: "region",
    Facet.ISSUER: "issuers",
    Facet.YEAR: "year",
}


class Facets:
    """The facet columns of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.size = len(snapshot.records)
        kept = {facet: snapshot.records.valued(name) for facet, name in KEPT.items()}
        self._columns = {facet: Column(one.values, one.documents, one.codes) for facet, one in kept.items()}

    def column(self, facet: Facet, day: Day) -> Column:
        """The column of a facet; the status depends on the day."""
        if facet is Facet.STATUS:
            return Column(STATUSES, np.arange(self.size), day.status.astype(np.int64))
        return self._columns[facet]

    def narrow(
        self, hit: Flags, filters: dict[Facet, str], day: Day
    ) -> tuple[Flags, dict[Facet, tuple[Count, ...]]]:
        """The hits left by all filters, and the counts of each facet among those left by the others."""
        kept = {facet: self.column(facet, day).having(value, self.size) for facet, value in filters.items()}
        counts = {}
        for facet in Facet:
            among = hit.copy()
            for other, flags in kept.items():
                if other is not facet:
                    among &= flags
            counts[facet] = self.column(facet, day).counts(among)
        for flags in kept.values():
            hit = hit & flags
        return hit, counts
