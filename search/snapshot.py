"""A snapshot (快照): one state of the index, opened; nothing in it changes, so threads share it."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.columns import Columns
from search.explanations import Explanations
from search.index import IndexUnreadable
from search.keyed import Keys
from search.places import Places
from search.postings import Floats, Numbers, Posting
from search.preferences import STANDARD, Preferences, Preferred
from search.records import Records, rows
from search.segments import DAMAGE, Segment, opened

Flags = NDArray[np.bool_]

KEPT_TERMS = 10_000
KEPT_DAYS = 16


@dataclass(frozen=True, slots=True)
class Day:
    """How everything stands on one day: which units count, each document's status and wording.

    `made` are the documents that existed on the day.
    """

    units: Floats
    status: NDArray[np.int8]
    wording: Numbers
    made: Flags
    on: date


class Snapshot:
    """All segments as one, numbered through; what `before` has read of segments still there is taken over."""

    def __init__(
        self, place: Path, before: "Snapshot | None" = None, preferences: Preferences = STANDARD
    ) -> None:
        self._preferences = preferences
        try:
            self._open(place, {one.name: one.columns for one in before.segments} if before else {})
        except DAMAGE as error:
            raise IndexUnreadable(f"检索索引已损坏（{place.name}：{error}）：请重建索引") from error
        self._kept: OrderedDict[tuple[str, str], Posting] = OrderedDict()
        self._days: OrderedDict[date, Day] = OrderedDict()

    def _open(self, place: Path, known: Mapping[str, Columns]) -> None:
        self.segments = opened(place, known)
        self.units = sum(segment.units for segment in self.segments)
        self._bases = [segment.base for segment in self.segments]
        self._join()

    def _join(self) -> None:
        columns = [segment.columns for segment in self.segments]
        self.records = Records([one.records for one in columns])
        wordings = accumulate((len(one.wordings) for one in columns), initial=0)
        self.unit_wording = numbered_on([one.unit_wording for one in columns], wordings)
        self.unit_document = numbered_on([one.unit_document for one in columns], self.records.bases)
        told = rows([one.wordings for one in columns], self.records.bases).astype(np.int64)
        self.wording_document, self.since, self.until = told[:, 0], told[:, 1], told[:, 2]
        # Units of a wording, and wordings of a document, stand together; a wording's first unit is its head.
        self.heads = firsts(self.unit_wording, len(told))
        self.document_wording = firsts(self.wording_document, len(self.records))
        self.document_unit = self.heads[self.document_wording]
        self.live = np.ones(self.units, np.bool_)
        for segment in self.segments:
            self.live[segment.deleted + segment.base] = False
        self.live_documents: Flags = self.live[self.document_unit]

    @cached_property
    def is_head(self) -> Flags:
        """Which units are a wording's title."""
        flags = np.zeros(self.units, np.bool_)
        flags[self.heads] = True
        return flags

    def containing(self, units: Numbers, needle: bytes) -> Numbers:
        """Those of the units (ascending) whose folded words have these bytes in them."""
        bounds = np.searchsorted(units, [*self._bases, self.units]).tolist()
        found: list[int] = []
        for segment, first, last in zip(self.segments, bounds, bounds[1:], strict=False):
            part = units[first:last]
            spans = segment.columns.spans[part - segment.base, 2:].tolist()
            find = segment.columns.text.find
            places = zip(part.tolist(), spans, strict=True)
            found += [unit for unit, (start, end) in places if find(needle, start, end) >= 0]
        return np.array(found, np.int64)

    def passage(self, unit: int) -> tuple[str, str, str, str]:
        """The passage as printed: eid, number, trail, words."""
        segment, row = self._at(unit)
        start, end = segment.columns.spans[row, :2].tolist()
        label, _, words = segment.columns.text[start:end].decode().partition("\n")
        eid, number, trail = label.split("\t")
        return eid, number, trail, words

    def _at(self, unit: int) -> tuple[Segment, int]:
        segment = self.segments[bisect_right(self._bases, unit) - 1]
        return segment, unit - segment.base

    @cached_property
    def passages(self) -> int:
        """How many units are passages and live."""
        return int(self.live.sum()) - int(self.live[self.heads].sum())

    @property
    def dated(self) -> Numbers:
        """The day each document bears, as an ordinal; 0 where none is known."""
        found: Numbers = self.records.facts["dated"]
        return found

    @property
    def effective(self) -> Numbers:
        """The first day on which each document applies, as an ordinal; 0 where none is known."""
        found: Numbers = self.records.facts["effective"]
        return found

    @property
    def rank(self) -> Numbers:
        """Each document's height in the hierarchy of norms, 1 the highest."""
        found: Numbers = self.records.facts["rank"]
        return found

    def units_of(self, document: int) -> tuple[int, int]:
        """The first unit of a document, and the first that is not its any more."""
        following = document + 1 < len(self.records)
        last = self.document_unit[document + 1] if following else self.units
        return int(self.document_unit[document]), int(last)

    def units_of_wording(self, wording: int) -> tuple[int, int]:
        """The first unit of a wording (its head), and the first that is not its any more."""
        last = self.heads[wording + 1] if wording + 1 < len(self.heads) else self.units
        return int(self.heads[wording]), int(last)

    def wording_record(self, wording: int) -> tuple[int, str, str]:
        """A wording's text id, title and the first day on which it counts ("" where none is known)."""
        document = int(self.wording_document[wording])
        number = wording - int(self.document_wording[document])
        text, title, text_from = self.records[document]["wordings"][number]
        return text, title, text_from

    @cached_property
    def places(self) -> Places:
        """The places the documents are of."""
        return Places(zip(self._each("place"), self._each("region"), strict=True))

    def _each(self, name: str) -> list[str]:
        found = self.records.valued(name)
        # The last stands for the code of "nothing".
        values = (*found.values, "")
        return [values[code] for code in found.of_each(len(self.records)).tolist()]

    @cached_property
    def explanations(self) -> Explanations:
        """Which records explain documents, and which ones."""
        return Explanations(self.records, self.live_documents)

    @cached_property
    def preferred(self) -> Preferred:
        """What is preferred beside the words, by document."""
        sizes, told = np.diff([*self.document_unit, self.units]), self.explanations
        known = told.about >= 0
        sizes[told.numbers[known]] = sizes[told.about[known]]
        return Preferred(self._preferences, self._each("kind"), sizes)

    @cached_property
    def at_home(self) -> Floats:
        """How much each document counts where no place is asked for: as it lies to the office's own."""
        home = self.preferred.home
        if not self.places.knows(home):
            return np.ones(len(self.records), np.float32)
        return self.places.weights(home, self.preferred.at_home)

    @cached_property
    def titled(self) -> Keys:
        """The documents that bear, or once bore, a title (by its normal form)."""
        return self._keys("titles")

    @cached_property
    def numbered(self) -> Keys:
        """The documents that bear a number (by its normal form)."""
        return self._keys("numbers")

    def _keys(self, name: str) -> Keys:
        parts = [part.keys[name] for part in self.records.parts]
        return Keys(parts, self.records.bases[:-1], self.live_documents)

    def posting(self, field: str, term: str) -> Posting | None:
        """A term's postings; those looked up last are kept."""
        key = (field, term)
        # Looked up once: another thread may put it out meanwhile.
        posting = self._kept.get(key)
        if posting is None:
            spelt = term.encode()
            posting = Posting(part for one in self.segments if (part := one.postings(field, spelt)))
            self._kept[key] = posting
            while len(self._kept) > KEPT_TERMS:
                self._kept.popitem(last=False)
        return posting if posting.count else None

    def on(self, day: date) -> Day:
        """How everything stands on the day; the last days asked for are kept."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._stand(day.toordinal())
            while len(self._days) > KEPT_DAYS:
                self._days.popitem(last=False)
        return found

    def _stand(self, day: int) -> Day:
        current = (self.since <= day) & (day < self.until)
        units = current[self.unit_wording] & self.live
        units[self.heads] = False
        wording = np.array(self.document_wording)
        wording[self.wording_document[current]] = np.flatnonzero(current)
        rows, firsts = self._standings
        started = rows[:, 1] <= day
        last = np.maximum.reduceat(np.where(started, np.arange(len(started)), -1), firsts)
        return Day(
            units.astype(np.float32),
            rows[last, 2].astype(np.int8),
            wording,
            self.records.facts["made"] <= day,
            date.fromordinal(day),
        )

    @cached_property
    def _standings(self) -> tuple[Numbers, Numbers]:
        """All standings (document, first day, status), and the first one of each document."""
        found = self.records.standings()
        return found, firsts(found[:, 0], len(self.records))


def numbered_on(parts: Sequence[NDArray[np.int32]], bases: Iterable[int]) -> NDArray[np.int32]:
    """Numbers of all segments, each moved on by its base; those of a single segment stay mapped."""
    if len(parts) == 1:
        return parts[0]
    moved = [part + np.int32(base) for part, base in zip(parts, bases, strict=False)]
    return np.concatenate([*moved, np.empty(0, np.int32)])


def firsts(numbers: NDArray[Any], count: int) -> Numbers:
    """Where each number from 0 on first stands among these, which ascend."""
    return np.searchsorted(numbers, np.arange(count, dtype=numbers.dtype))
