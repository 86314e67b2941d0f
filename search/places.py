"""Places (地名): which place each document is of, and the place a question names.

Provinces and cities are known (search/places.txt); others are read off the titles of the documents.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from search.divisions import PLACE, divisions
from search.preferences import Nearness

SUFFIX = re.compile("(?:自治区|省|市|县|区)$")
NATIONAL = frozenset({"", "国家", "全国"})
SHORTEST, LONGEST_NAME = 2, 11


class Places:
    """The places of one snapshot's documents, and those that everybody knows."""

    def __init__(self, located: Iterable[tuple[str, str]]) -> None:
        """Of the place (as its title says) and the region of each document."""
        known = divisions()
        # Documents are many and places few: what is compared is compared once for each place.
        different: dict[tuple[str, str], int] = {}
        self._which = np.array([different.setdefault(one, len(different)) for one in located], np.int64)
        self._province = dict(known.provinces)
        for place, region in different:
            if place and region not in NATIONAL:
                self._province.setdefault(place, region)
        # The place that is a whole province, by the province's short name.
        self._whole = {
            province: place
            for place, province in self._province.items()
            if place == known.called.get(province, province + "省")
        }
        # What is of a province and names no place in it is of all of it.
        self._place = np.array([place or self._whole.get(region, "") for place, region in different], np.str_)
        self._region = np.array([region for _place, region in different], np.str_)
        self._named = {
            SUFFIX.sub("", place): place for place in self._province if place not in known.provinces
        }
        self._named = {short: place for short, place in self._named.items() if len(short) >= SHORTEST}
        self._named |= {place: place for place in self._province} | dict(known.called)
        longest_first = sorted(self._named, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def named(self, folded: str, words: Sequence[str]) -> tuple[str, str]:
        """The place that a question names and the rest of the question; ("", all of it) for none.

        `words` are the question as it was cut: a name of two characters counts only where it is a word by
        itself, 保定 not in 担保定金.
        """
        bounds = {0, *accumulate(map(len, words))}
        for found in self._pattern.finditer(folded):
            place = self._named[found.group()]
            if len(found.group()) > SHORTEST or set(found.span()) <= bounds:
                return place, folded[: found.start()] + " " + folded[found.end() :]
        return "", folded

    def weights(self, place: str, factors: Mapping[Nearness, float]) -> NDArray[np.float32]:
        """How much each document counts when this place is asked for.

        杭州 in a question means what holds in 杭州, not every title with 杭州 in it; 浙江 means the province
        and, where it has no rule of its own, its cities.
        """
        province = self._province[place]
        whole = self._whole.get(province, "")
        inside = self._region == province
        lying = {
            Nearness.SAME: self._place == place,
            Nearness.ABOVE: inside & (self._place == whole),
            Nearness.BELOW: inside & (place == whole),
            Nearness.COUNTRY: np.isin(self._region, list(NATIONAL)),
        }
        chosen = np.select(list(lying.values()), [factors[one] for one in lying], factors[Nearness.ELSEWHERE])
        of_each: NDArray[np.float32] = chosen.astype(np.float32)[self._which]
        return of_each

    def knows(self, place: str) -> bool:
        """Whether it is a place that everybody knows, or that some document is of."""
        return place in self._province

    def of(self, document: int) -> str:
        """The place that a document is of; "" for none."""
        return str(self._place[self._which[document]])


def place_of(title: str) -> str:
    """The place that a title begins with; "" for none.

    >>> place_of("临江市养犬管理条例"), place_of("水法")
    ('临江市', '')
    """
    called = divisions().called
    found = PLACE.match(title)
    if found and found.group(1) in called:
        return called[found.group(1)]
    # 绍兴黄酒保护和发展条例, 深圳经济特区…: the city is named without its rank.
    sizes = range(LONGEST_NAME, SHORTEST - 1, -1)
    short = next((called[title[:size]] for size in sizes if title[:size] in called), "")
    return short or (found.group(1) if found else "")
