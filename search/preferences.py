"""What search prefers when words alone do not decide (检索偏好): rank of law, breadth, standing, place.

The factors are settings: an office that answers for one city wants other ones than a ministry. Arrays are
made of them once for each snapshot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from base.config import Searching
from base.errors import BadInput
from registry.law.terms import Kind, Validity
from search.divisions import PLACE, divisions

Floats = NDArray[np.float32]

MOST = 200
# A document of so many passages is neither broad nor narrow.
ORDINARY = 50


class Nearness(StrEnum):
    """How the place of a document lies to the place that was asked for (远近)."""

    SAME = "same"
    ABOVE = "above"
    BELOW = "below"
    COUNTRY = "country"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The factors, 1 for what is neither preferred nor put back; what is not named has 1.

    `places` are for a place that was asked for, `at_home` for the own one when none was. `breadth` is the
    power of a document's number of passages by which its articles count more.
    """

    kinds: Mapping[str, float] = field(default_factory=dict)
    statuses: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, float] = field(default_factory=dict)
    home: str = ""
    at_home: Mapping[str, float] = field(default_factory=dict)
    breadth: float = 0.0

    def of_kinds(self, kinds: Iterable[str]) -> Floats:
        """The factor of each of these kinds."""
        return np.array([self.kinds.get(kind, 1.0) for kind in kinds], np.float32)

    def of_sizes(self, sizes: NDArray[np.int64]) -> Floats:
        """The factor of documents with so many passages: comprehensive codes answer most lay questions."""
        broad: Floats = ((np.maximum(sizes, 1) / ORDINARY) ** self.breadth).astype(np.float32)
        return broad

    def of_statuses(self, statuses: Sequence[Validity]) -> Floats:
        """The factor of each of these statuses."""
        return np.array([self.statuses.get(status.value, 1.0) for status in statuses], np.float32)


def read(settings: Searching) -> Preferences:
    """The preferences as they are set, in percent; raises BadInput naming the part that is wrong."""
    return Preferences(
        kinds=percents("SEARCH_KINDS", settings.kinds, {kind.value for kind in Kind}),
        statuses=percents("SEARCH_STATUSES", settings.statuses, {status.value for status in Validity}),
        places=percents("SEARCH_PLACES", settings.places, set(Nearness)),
        home=place("SEARCH_HOME", settings.home),
        at_home=percents("SEARCH_AT_HOME", settings.at_home, set(Nearness)),
        breadth=settings.breadth / 100,
    )


def place(name: str, text: str) -> str:
    """The place as it is set, or none; raises BadInput naming the setting when it is no place's full name."""
    if text and text not in divisions().called.values() and not PLACE.fullmatch(text):
        raise BadInput(f"设置 {name} 中的“{text[:40]}”不对：应为省、市、县的全称，如浙江省")
    return text


def percents(name: str, text: str, known: Iterable[str]) -> dict[str, float]:
    """Factors from `law=100,plan=80`; raises BadInput naming the setting and the part.

    >>> percents("SEARCH_KINDS", "law=100, plan=80", ("law", "plan"))
    {'law': 1.0, 'plan': 0.8}
    """
    factors = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        word, _, percent = part.partition("=")
        digits = percent.isascii() and percent.isdigit() and len(percent) <= len(str(MOST))
        if word not in known or not digits or int(percent) > MOST:
            raise BadInput(f"设置 {name} 中的“{part[:40]}”不对：应形如 law=100，数值为 0 至 {MOST} 的百分数")
        factors[word] = int(percent) / 100
    return factors


STANDARD = read(Searching())


class Preferred:
    """The factors of one snapshot: by document for kind and breadth, by status for what waits or has ended.

    `sizes` are the passages of each document, of an explanation those of what it explains.
    """

    def __init__(self, preferences: Preferences, kinds: Iterable[str], sizes: NDArray[np.int64]) -> None:
        self.kinds = preferences.of_kinds(kinds)
        self.breadths = preferences.of_sizes(sizes)
        self.statuses = preferences.of_statuses(tuple(Validity))
        self.nearness = {one: preferences.places.get(one.value, 1.0) for one in Nearness}
        self.home = preferences.home
        self.at_home = {one: preferences.at_home.get(one.value, 1.0) for one in Nearness}
