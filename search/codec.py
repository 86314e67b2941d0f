"""How postings lie on the disk: Whoosh's own codec, with arrays for the posting lists.

Whoosh pickles and compresses postings in blocks of 128, and decoding them costs more than ranking
(125 ms for a long question, against 3 ms once decoded). Here a list is its ids and its frequencies as
they are in memory, so that a mapped file needs no decoding at all; terms, segments, deletions, the table
of contents and the lock stay Whoosh's. Codecs are its extension point, yet what a codec must do is written
nowhere: whoosh3 is pinned, and a test compares what the bulk way and Whoosh's public writer write.
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

IDS = np.dtype("<u4")
FREQUENCIES = np.dtype("u1")
ALIGNMENT = 4
MOST = 255

Ids = NDArray[np.uint32]
Frequencies = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Posted:
    """One term of one field with all its postings, ids ascending; `total` and `most` of the frequencies."""

    field: str
    term: bytes
    ids: Ids
    frequencies: Frequencies
    total: int
    most: int


class ArrayPostingsWriter(PostingsWriter):  # type: ignore[misc]
    """Writes one posting list: ids as uint32, then frequencies as bytes (255 means "255 or more")."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - Whoosh has no type for its files
        self._file = file

    def start_postings(self, _format: object, _terminfo: object) -> None:
        """Begin a term; the order of calls is Whoosh's."""
        self._ids = array("I")
        self._frequencies = array("B")

    def add_posting(self, unit: int, weight: float, _value: bytes, _length: int | None = None) -> None:
        """Take one posting, as Whoosh's public writer gives them."""
        self._ids.append(unit)
        self._frequencies.append(min(int(weight), MOST))

    def finish_postings(self) -> W3TermInfo:
        """Write the list and say where it lies."""
        frequencies = self._frequencies
        ids = np.frombuffer(self._ids, np.uint32)
        counts = np.frombuffer(frequencies, FREQUENCIES)
        return self.write_list(ids, counts, sum(frequencies), max(frequencies))

    def write_list(self, ids: Ids, frequencies: Frequencies, total: int, most: int) -> W3TermInfo:
        """Write one whole list at once; `total` and `most` are the sum and the largest of the frequencies."""
        start = self._file.tell()
        size = len(ids) * (IDS.itemsize + FREQUENCIES.itemsize)
        words = ids.astype(IDS, copy=False).tobytes()
        self._file.write(words + frequencies.tobytes() + bytes(-size % ALIGNMENT))
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
        return self.write_list(posted.ids, posted.frequencies, posted.total, posted.most)


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
        start, _size = terminfo.extent()
        count = terminfo.doc_frequency()
        raw = dbfile.get(start, count * (IDS.itemsize + FREQUENCIES.itemsize))
        ids, frequencies = split(np.frombuffer(raw, np.uint8), 0, count)
        return ListMatcher(
            ids.tolist(),
            [float(frequency) for frequency in frequencies],
            [b""] * count,
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )


def split(postings: NDArray[np.uint8], start: int, count: int) -> tuple[Ids, Frequencies]:
    """The ids and the frequencies of the list of `count` postings that starts at `start`."""
    middle = start + count * IDS.itemsize
    return postings[start:middle].view(IDS), postings[middle : middle + count]
