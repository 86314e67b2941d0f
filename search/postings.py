"""Postings (倒排列表): which units have a term, and how much it counts there; arrays over mapped files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

# Shorter parts are joined: a call of numpy for each of a dozen small segments costs more than copying them.
SHORT = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """What one segment has of a term: `ids` count from `first`, weights are 1 to 255.

    Without ids, the weights are of all units from `first` on, 0 where the term is not.
    """

    count: int
    first: int
    ids: NDArray[np.uint32] | None
    weights: NDArray[np.uint8]

    def units(self) -> Numbers:
        """The units that have the term, ascending."""
        ids = np.flatnonzero(self.weights) if self.ids is None else self.ids.astype(np.int64)
        return ids + self.first

    def add(self, total: Floats, worth: float) -> None:
        """Add to each unit its weight times what that is worth."""
        gained = self.weights * np.float32(worth)
        if self.ids is None:
            total[self.first : self.first + len(gained)] += gained
        else:
            total[self.first :][self.ids] += gained

    def mark(self, total: Floats, worth: float) -> None:
        """Add the same to each unit that has the term."""
        if self.ids is None:
            total[self.first : self.first + len(self.weights)] += (self.weights > 0) * np.float32(worth)
        else:
            total[self.first :][self.ids] += np.float32(worth)

    def at(self, units: Numbers) -> NDArray[np.uint8]:
        """The weights on these units; looking few up is much less than going through a long list."""
        places = units - self.first
        if self.ids is None:
            inside = (places >= 0) & (places < len(self.weights))
            return np.where(inside, self.weights[np.where(inside, places, 0)], np.uint8(0))
        places = np.clip(places, 0, self.ids[-1])
        # Of one kind with the list: else numpy would copy the whole list into the wider kind.
        wanted = places.astype(np.uint32)
        found = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        same = (self.ids[found] == wanted) & (places + self.first == units)
        return np.where(same, self.weights[found], np.uint8(0))


class Posting:
    """What all segments have of one term."""

    __slots__ = ("_parts", "count")

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = tuple(few(parts))
        self.count = sum(part.count for part in self._parts)

    def units(self) -> Numbers:
        """The units that have the term, ascending."""
        if len(self._parts) == 1:
            return self._parts[0].units()
        # Short parts may be joined from both sides of a long one.
        return np.sort(np.concatenate([part.units() for part in self._parts]))

    def add(self, total: Floats, worth: float) -> None:
        """Add to each unit its weight times what that is worth."""
        for part in self._parts:
            part.add(total, worth)

    def mark(self, total: Floats, worth: float) -> None:
        """Add the same to each unit that has the term."""
        for part in self._parts:
            part.mark(total, worth)

    def at(self, units: Numbers) -> NDArray[np.uint8]:
        """The weights on these units; 0 where the term is not."""
        found: NDArray[np.uint8] = np.zeros(len(units), np.uint8)
        for part in self._parts:
            found |= part.at(units)
        return found


def few(parts: Iterable[Part]) -> Iterator[Part]:
    """The same postings in fewer parts: long ones as they are, mapped; short ones joined."""
    short: list[Part] = []
    for part in parts:
        if part.count < SHORT:
            short.append(part)
        else:
            yield part
    if len(short) > 1:
        yield joined(short)
    else:
        yield from short


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    ids = np.concatenate([part.units() for part in parts])
    weights = np.concatenate([part.weights[part.weights > 0] for part in parts])
    return Part(len(ids), 0, ids.astype(np.uint32), weights)
