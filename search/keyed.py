"""Keys (检索键): titles and numbers in their normal form, each with the documents that bear it.

Sorted by their bytes and mapped: a key is found by halving, and opening reads none of them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def written(pairs: Iterable[tuple[str, int]]) -> Iterator[tuple[str, NDArray[Any]]]:
    """The arrays of these keys and their documents, each with its name."""
    rows = sorted((key.encode(), document) for key, document in pairs)
    yield "text", np.frombuffer(b"".join(key for key, _document in rows), np.uint8)
    yield "starts", np.cumsum([0, *(len(key) for key, _document in rows)]).astype(np.int64)
    yield "documents", np.array([document for _key, document in rows], np.int32)


class Keyed(Sequence[bytes]):
    """The keys of one segment; a key stands once for each document that bears it."""

    def __init__(self, read: Callable[[str], NDArray[Any]]) -> None:
        text, self._starts, self.documents = read("text"), read("starts"), read("documents")
        if len(self._starts) != len(self.documents) + 1 or self._starts[-1] != len(text):
            raise ValueError("the keys and their documents do not fit")
        self._text = text.data

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        """The key at a place of the order."""
        return bytes(self._text[self._starts[place] : self._starts[place + 1]])

    def bearing(self, key: str) -> NDArray[np.int32]:
        """The documents that bear the key, ascending."""
        wanted = key.encode("utf-8", "surrogatepass")
        first = bisect_left(self, wanted)
        last = first
        while last < len(self) and self[last] == wanted:
            last += 1
        found: NDArray[np.int32] = self.documents[first:last]
        return found

    def spelt(self) -> Iterator[str]:
        """All keys in order, read at once."""
        whole = bytes(self._text)
        starts = self._starts.tolist()
        return (whole[a:b].decode() for a, b in pairwise(starts))


class Keys(Mapping[str, list[int]]):
    """The keys of all segments: each with the living documents that bear it, numbered over all segments."""

    def __init__(self, parts: Sequence[Keyed], bases: Sequence[int], live: Flags) -> None:
        self._parts = tuple(zip(parts, bases, strict=True))
        self._live = live

    def __getitem__(self, key: str) -> list[int]:
        found = [document + base for part, base in self._parts for document in part.bearing(key).tolist()]
        if living := [document for document in found if self._live[document]]:
            return living
        raise KeyError(key)

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Every key with each living document that bears it, segment by segment."""
        for part, base in self._parts:
            documents = (part.documents.astype(np.int64) + base).tolist()
            for key, document in zip(part.spelt(), documents, strict=True):
                if self._live[document]:
                    yield key, document

    @cached_property
    def _known(self) -> dict[str, None]:
        return dict.fromkeys(key for key, _document in self.pairs())

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
