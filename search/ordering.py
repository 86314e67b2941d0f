"""The order of hits (排序), and which of them bear a day of a span (日期范围)."""

from datetime import date
from typing import Any

import numpy as np

from registry.law.terms import Validity
from search.engine import Sort
from search.ranking import Scores
from search.snapshot import Flags, Numbers, Snapshot

# Standings before which, and in which, a document does not apply yet.
NOT_YET = {Validity.NOT_YET_IN_FORCE.value, Validity.UNDATED.value}


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
    records = snapshot.records
    days = [effective_on(records[number]) for number in chosen.tolist()]
    known = np.array([day.toordinal() if day else 0 for day in days], np.int64)
    return np.where(known > 0, known, snapshot.dated[chosen])


def effective_on(record: dict[str, Any]) -> date | None:
    """The first day on which a document applies, from how the index says that it stands (施行日期)."""
    for standing in record["standings"]:
        if standing["validity"] not in NOT_YET:
            return date.fromisoformat(standing["since"]) if standing["since"] else None
    return None


def dated_between(snapshot: Snapshot, first: date | None, last: date | None) -> Flags:
    """The documents that bear a day from the first to the last; all where neither is asked for."""
    dated = snapshot.dated
    flags = np.ones(len(dated), np.bool_)
    if first or last:
        flags = dated >= max(first.toordinal() if first else 1, 1)
    return flags & (dated <= last.toordinal()) if last else flags
