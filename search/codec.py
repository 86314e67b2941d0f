"""How postings lie on the disk: Whoosh's own codec, with arrays for the posting lists.

Whoosh pickles and compresses postings in blocks of 128, and decoding them costs more than ranking
(125 ms for a long question, against 3 ms once decoded). Here a list is its ids and its weights (BM25 without
idf, a byte each) as they are in memory, so that a mapped file needs no decoding at all; terms, segments,
deletions, the table of contents and the lock stay Whoosh's. Codecs are its extension point, yet what a codec
must do is written nowhere: whoosh3 is pinned, and a test compares what the bulk way and Whoosh's public
writer write.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from search.postings import Part

IDS = np.dtype("<u4")
WEIGHTS = np.dtype("u1")
ALIGNMENT = 4
MOST = 255

Ids = NDArray[np.uint32]
Weights = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Posted:
    """One term of one field with all its postings, ids ascending; `total` and `most` of the weights."""

    field: str
    term: bytes
    ids: Ids
    weights: Weights
    total: int
    most: int


class ArrayPostingsWriter(PostingsWriter):  # type: ignore[misc]
    """Writes one posting list: ids as uint32, then weights as bytes.

    Where that is no longer, a byte for each unit from the first id to the last instead, 0 for "not in it":
    most terms stand in one place or nearly everywhere.
    """

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - Whoosh has no type for its files
        self._file = file

    def start_postings(self, _format: object, _terminfo: object) -> None:
        """Begin a term; the order of calls is Whoosh's."""
        self._ids = array("I")
        self._weights = array("B")

    def add_posting(self, unit: int, weight: float, _value: bytes, _length: int | None = None) -> None:
        """Take one posting, as Whoosh's public writer gives them."""
        self._ids.append(unit)
        self._weights.append(min(int(weight), MOST))

    def finish_postings(self) -> W3TermInfo:
        """Write the list and say where it lies."""
        weights = self._weights
        ids = np.frombuffer(self._ids, np.uint32)
        return self.write_list(ids, np.frombuffer(weights, WEIGHTS), sum(weights), max(weights))

    def write_list(self, ids: Ids, weights: Weights, total: int, most: int) -> W3TermInfo:
        """Write one whole list at once; `total` and `most` are the sum and the largest of the weights."""
        start = self._file.tell()
        first, span = int(ids[0]), int(ids[-1]) - int(ids[0]) + 1
        if span <= sparse(len(ids)):
            row = np.zeros(span, WEIGHTS)
            row[ids - np.uint32(first)] = weights
            told = row.tobytes()
        else:
            told = ids.astype(IDS, copy=False).tobytes() + weights.tobytes()
        size = len(told)
        self._file.write(told + bytes(-size % ALIGNMENT))
        info = W3TermInfo(
            weight=float(total),
            df=len(ids),
            maxweight=float(most),
            minid=int(ids[0]),
            maxid=int(ids[-1]),
        )
        info.set_extent(start, size)
        return info

    def written(self) -> bool:
        """Lists are never kept back in the term's own entry."""
        return True


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms one posting at a time (Whoosh's way) or whole lists at a time (the bulk way)."""

    def add_postings(self, schema: Any, lengths: object, items: Iterator[Any]) -> None:  # noqa: ANN401
        """Whoosh hands in the postings of the whole segment here; ours come grouped by term."""
        if not isinstance(items, Grouped):
            super().add_postings(schema, lengths, items)
            return
        last = ""
        for posted in items:
            if posted.field != last:
                self.start_field(posted.field, schema[posted.field])
                last = posted.field
            self.start_term(posted.term)
            self._postwriter.put(posted)
            self.finish_term()


class BulkPostingsWriter(ArrayPostingsWriter):
    """The same lists from whole arrays."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(file)
        self._posted: Posted | None = None

    def put(self, posted: Posted) -> None:
        """Take all postings of the term that was started."""
        self._posted = posted

    def finish_postings(self) -> W3TermInfo:
        """Write the list that was put, or the one that was added posting by posting."""
        posted, self._posted = self._posted, None
        if posted is None:
            return super().finish_postings()
        return self.write_list(posted.ids, posted.weights, posted.total, posted.most)


class Grouped(Iterator[Posted]):
    """Postings grouped by term, in the order of fields and terms: the bulk way in."""

    def __init__(self, posted: Iterator[Posted]) -> None:
        self._posted = posted

    def __next__(self) -> Posted:
        return next(self._posted)


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with posting lists as arrays."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:  # noqa: ANN401
        """The writer of terms and postings of a new segment."""
        return ArrayFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> ArrayPostingsWriter:  # noqa: ANN401, FBT001, FBT002
        """The writer of posting lists; vectors (byteids) are not kept."""
        del byteids
        return BulkPostingsWriter(dbfile)

    def postings_reader(
        self,
        dbfile: Any,  # noqa: ANN401
        terminfo: Any,  # noqa: ANN401
        format_: Any,  # noqa: ANN401
        term: object = None,
        scorer: object = None,
    ) -> ListMatcher:
        """A list as Whoosh's own searching and merging want it; ranking maps the file instead."""
        # Never longer than this; the length that Whoosh reads back is none (a tuple).
        raw = dbfile.get(terminfo.extent()[0], sparse(terminfo.doc_frequency()))
        part = part_of(np.frombuffer(raw, np.uint8), 0, terminfo)
        weights = part.weights[part.weights > 0]
        return ListMatcher(
            part.units().tolist(),
            [float(weight) for weight in weights],
            [b""] * len(weights),
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )


def sparse(count: int) -> int:
    """The bytes of so many postings with their ids."""
    return count * (IDS.itemsize + WEIGHTS.itemsize)


def part_of(postings: NDArray[np.uint8], start: int, info: Any, base: int = 0) -> Part:  # noqa: ANN401 - Whoosh's own
    """The list of the term that `info` tells of, `start` being its first byte and `base` the first unit."""
    count, first = info.doc_frequency(), info.min_id()
    span = info.max_id() - first + 1
    if span <= sparse(count):
        return Part(count, base + first, None, postings[start : start + span])
    middle = start + count * IDS.itemsize
    return Part(count, base, postings[start:middle].view(IDS), postings[middle : start + sparse(count)])
