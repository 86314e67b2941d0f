"""Segments (索引段) opened: terms looked up and postings taken from mapped files, by any thread at once."""

import struct
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import TermNotFound

from search.codec import part_of
from search.columns import Columns
from search.packing import mapped
from search.postings import Part

INDEX = "MAIN"
# What reading a damaged file can raise, below Whoosh and numpy.
DAMAGE = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, ImportError, IndexError,
    AssertionError, BufferError, struct.error, UnpicklingError, FileFormatError, WhooshIndexError,
)  # fmt: skip


class MappedFile(StructFile):  # type: ignore[misc]
    """A file in memory. Whoosh's own seeks before it reads: two threads would read each other's places."""

    def __init__(self, path: Path) -> None:
        self.bytes = mapped(path)
        super().__init__(self.bytes, path.name)

    def get(self, position: int, length: int) -> bytes:
        """The bytes at this place, without moving anything."""
        return self.bytes[position : position + length]


class MappedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose files are read mapped."""

    def open_file(self, name: str, **_options: object) -> MappedFile:
        """The file in memory; nothing stays open when what is in it cannot be understood."""
        return MappedFile(Path(self.folder) / name)


def announced(place: Path) -> list[Any]:
    """Whoosh's segments in this folder, as its table of contents names them."""
    segments: list[Any] = TOC.read(MappedStorage(str(place)), INDEX).segments
    return segments


class Segment:
    """One segment: its terms, its postings, its columns. `base` is the number of its first unit."""

    def __init__(self, place: Path, segment: Any, base: int, columns: Columns | None) -> None:  # noqa: ANN401 - Whoosh's own
        self.name: str = segment.segment_id()
        self.base = base
        self.units: int = segment.doc_count_all()
        self.deleted = np.fromiter(segment.deleted_docs(), np.int64, segment.deleted_count())
        self.columns = columns or Columns.open(place, self.name)
        terms = MappedFile(place / segment.make_filename(W3Codec.TERMS_EXT))
        self._terms = W3TermsReader(segment.codec(), terms, len(terms.bytes), None)
        self._postings: NDArray[np.uint8] = np.frombuffer(
            mapped(place / segment.make_filename(W3Codec.POSTS_EXT)), np.uint8
        )

    def postings(self, field: str, term: bytes) -> Part | None:
        """The units (numbered over all segments) that have the term, and how much it counts there."""
        try:
            info = self._terms.term_info(field, term)
        except TermNotFound:
            return None
        return part_of(self._postings, info.extent()[0], info, self.base)


def opened(place: Path, known: Mapping[str, Columns] | None = None) -> list[Segment]:
    """All segments of a generation, their units numbered through; `known` columns are not read again.

    A segment's name is drawn at random and never given twice.
    """
    known = known or {}
    segments: list[Segment] = []
    base = 0
    for one in announced(place):
        segments.append(Segment(place, one, base, known.get(one.segment_id())))
        base += segments[-1].units
    return segments
