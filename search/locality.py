"""Locality (适用地域): which rules hold in the place that a question is about."""

from collections.abc import Collection

import numpy as np

from search.finder import Ranked
from search.preferences import Nearness
from search.ranking import placed
from search.snapshot import Flags

HERE = frozenset(Nearness) - {Nearness.ELSEWHERE}
# A place's own rule on the matter, whatever words its articles use: so much of the best document anywhere (of
# ten questions about cities: the place's own .56 to .86, what was of another matter .27 to .41).
OWN = 0.5


def place_meant(found: Ranked) -> str:
    """The place that the question names, or the office's own; "" where neither is known."""
    place = found.asked.place or found.snapshot.preferred.home
    return place if found.snapshot.places.knows(place) else ""


def holding(found: Ranked, nearness: Collection[Nearness] = HERE) -> Flags:
    """The documents that lie so to the place that is meant; all where none is meant."""
    if not (place := place_meant(found)):
        return np.ones(len(found.snapshot.records), np.bool_)
    wanted = {one: float(one in nearness) for one in Nearness}
    return found.snapshot.places.weights(place, wanted) > 0


def own_rule(found: Ranked, documents: Flags) -> int | None:
    """Of these documents the one on the matter that is of the place itself, its province or its cities."""
    factors = placed(found.snapshot, found.asked)
    worth = np.where(documents & (factors > 0), found.scores.documents / np.maximum(factors, 1e-6), 0)
    own = np.where(holding(found, HERE - {Nearness.COUNTRY}), worth, 0)
    first = int(own.argmax()) if len(own) else 0
    return first if len(own) and own[first] > OWN * worth.max() else None
