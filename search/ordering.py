"""The order of hits (排序), and which of them bear a day of a span (日期范围)."""

from datetime import date

import numpy as np

from search.engine import Sort
from search.postings import Numbers
from search.ranking import Scores
from search.snapshot import Flags, Snapshot


def ordered(snapshot: Snapshot, scores: Scores, hit: Flags, sort: Sort) -> Numbers:
    """The hits in order; by relevance, ended documents stand after all others."""
    chosen = np.flatnonzero(hit)
    if sort is Sort.RELEVANCE:
        keys = (
            -snapshot.dated[chosen],
            snapshot.rank[chosen],
            -scores.documents[chosen],
            scores.later[chosen],
        )
        return chosen[np.lexsort(keys)]
    days = effective(snapshot, chosen) if sort is Sort.EFFECTIVE else snapshot.dated[chosen]
    return chosen[np.lexsort((-scores.documents[chosen], days if sort is Sort.OLDEST else -days))]


def effective(snapshot: Snapshot, chosen: Numbers) -> Numbers:
    """The first day (an ordinal) on which each of these applies; where none is known, the day it bears."""
    known = snapshot.effective[chosen]
    return np.where(known > 0, known, snapshot.dated[chosen])


def dated_between(snapshot: Snapshot, first: date | None, last: date | None) -> Flags:
    """The documents that bear a day from the first to the last; all where neither is asked for."""
    dated = snapshot.dated
    flags = np.ones(len(dated), np.bool_)
    if first or last:
        flags = dated >= max(first.toordinal() if first else 1, 1)
    return flags & (dated <= last.toordinal()) if last else flags
