"""Places (地名): which place each document is of, and the place a question names.

Nothing is listed here: places are read off the titles and regions of the documents themselves.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.preferences import Nearness

PLACE = re.compile("(?!关于)([\u4e00-\u9fff]{2,8}?(?:自治区|自治州|自治县|省|市|县|区))")
SUFFIX = re.compile("(?:自治区|省|市|县|区)$")
NATIONAL = frozenset({"", "国家", "全国"})
SHORTEST = 2


class Places:
    """The places of one snapshot's documents."""

    def __init__(self, records: Sequence[dict[str, Any]]) -> None:
        self.place = np.array([_place(record) for record in records], np.str_)
        self.region = np.array([record["region"] for record in records], np.str_)
        self._province = {
            place: region
            for place, region in zip(self.place.tolist(), self.region.tolist(), strict=True)
            if place and region not in NATIONAL
        }
        self._names = dict.fromkeys(self._province)
        names = {short: place for place in self._province if len(short := SUFFIX.sub("", place)) >= SHORTEST}
        names |= {place: place for place in self._province}
        self._named = names
        longest_first = sorted(names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def named(self, folded: str) -> tuple[str, str]:
        """The place that a question names and the rest of the question; ("", all of it) for none."""
        found = self._pattern.search(folded)
        if not found:
            return "", folded
        return self._named[found.group()], folded[: found.start()] + " " + folded[found.end() :]

    def weights(self, place: str, factors: Mapping[Nearness, float]) -> NDArray[np.float32]:
        """How much each document counts when this place is asked for.

        杭州 in a question means what holds in 杭州, not every title with 杭州 in it; 浙江 means the province
        and, where it has no rule of its own, its cities.
        """
        province = self._province[place]
        inside = self.region == province
        of_province = np.char.startswith(self.place, province)
        lying = {
            Nearness.SAME: self.place == place,
            Nearness.ABOVE: inside & of_province,
            Nearness.BELOW: inside & place.startswith(province),
            Nearness.COUNTRY: np.isin(self.region, list(NATIONAL)),
        }
        chosen = np.select(list(lying.values()), [factors[one] for one in lying], factors[Nearness.ELSEWHERE])
        return chosen.astype(np.float32)


def _place(record: dict[str, Any]) -> str:
    # What explains a document is of the document's place, and its own title begins with 《 or asks.
    found = PLACE.match((record.get("explains") or record)["title"])
    return found.group(1) if found else ""
