"""The index (索引): a folder of generations, one of them current; disposable, because the database is not.

    index/CURRENT     which generation answers, with the size and the checksum of each of its files
    index/g-…/        one generation: Whoosh's segments and the columns beside them
    index/LOCK        held by whoever writes; readers never wait

Whoosh does not flush its files and unpickles its table of contents: whoever can write this folder can run
code as the registry. The sizes in CURRENT tell a half-written generation from a whole one; the checksums,
which take reading everything, tell one whose bits have changed since.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from secrets import token_hex
from typing import Any
from zlib import crc32

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from base.errors import Unavailable
from registry.searchable import Searchable
from search import schema
from search.codec import ArrayCodec, Grouped, Posted
from search.columns import Draft
from search.gathering import Gathering
from search.records import Records
from search.segment import Cut
from search.segments import Segment, opened

POINTER = "CURRENT"
# A segment is ended when it has so many units: all its postings are sorted at once, some 5 kB a unit.
FULL_UNITS = 2**18
# More segments of a size than this make each term dearer to look up; then they are written together anew. Of
# a size are those below the first bound, and those below the second: what one change writes stays little.
MOST_SEGMENTS = 12
SIZES = (2**14, FULL_UNITS)
PIECE = 2**22


class IndexUnreadable(Unavailable):
    """There is no index that can answer: none, one of another version, or a damaged one."""

    code = "index-unreadable"


class Index:
    """The folder of the index, and the three ways to change it."""

    def __init__(self, folder: Path, cut: Cut) -> None:
        self.folder = folder
        self.cut = cut
        self._current = folder / POINTER

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the writers, across processes; waits for another writer to end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "LOCK").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def current(self) -> Path:
        """The folder of the generation that answers; raises IndexUnreadable when none can."""
        pointer = self._pointer()
        place = self.folder / str(pointer["generation"])
        if pointer["version"] != schema.VERSION:
            raise IndexUnreadable(
                f"检索索引的版本是 {pointer['version']}，程序需要 {schema.VERSION}：请重建索引"
            )
        for name, (size, _checksum) in pointer["files"].items():
            path = place / name
            if not path.is_file() or path.stat().st_size != size:
                raise IndexUnreadable(f"检索索引的文件 {name} 缺失或不完整：请重建索引")
        return place

    def verify(self, known: Container[tuple[str, int]] = ()) -> frozenset[tuple[str, int]]:
        """Read every file of the current generation again, but for those `known` to be right.

        Returns what is right, by name and checksum; raises IndexUnreadable naming the first that is not.
        """
        place = self.current()
        right = [(name, checksum) for name, (_size, checksum) in self._pointer()["files"].items()]
        for name, checksum in right:
            if (name, checksum) not in known and checksum_of(place / name) != checksum:
                raise IndexUnreadable(f"检索索引的文件 {name} 内容已损坏：请重建索引")
        return frozenset(right)

    def _pointer(self) -> dict[str, Any]:
        try:
            pointer = json.loads((self.folder / POINTER).read_text("utf-8"))
        except FileNotFoundError:
            raise IndexUnreadable("还没有检索索引：请建立索引") from None
        except (OSError, ValueError) as error:
            raise IndexUnreadable(f"检索索引的 {POINTER} 无法读取（{error}）：请重建索引") from error
        if not isinstance(pointer, dict) or not {"generation", "version", "files"} <= pointer.keys():
            raise IndexUnreadable(f"检索索引的 {POINTER} 内容不完整：请重建索引")
        return pointer

    def stamp(self) -> tuple[int, int]:
        """What changes whenever another state of the index is announced; cheap enough for each search."""
        try:
            status = self._current.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def rebuild(self, documents: Iterable[Searchable]) -> int:
        """Write a whole new generation and let it answer; returns the number of documents."""
        place = self.folder / f"g-{token_hex(6)}"
        place.mkdir(parents=True)
        try:
            FileIndex.create(FileStorage(str(place)), schema.schema())
            count = write(place, documents, self.cut, Leaving())
            self._announce(place)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        self._clear_all_but(place)
        return count

    def update(self, changed: frozenset[str], fetch: Callable[[frozenset[str]], Iterable[Searchable]]) -> int:
        """Take out what goes by these keys and put in what `fetch` gives for them; returns how many came."""
        place = self.current()
        self._sweep(place)
        segments = opened(place)
        small = crowded(segments)
        again = frozenset(key for keys in small.values() for key in keys)
        gone = [unit for key in changed for unit in units_of(segments, key)]
        count = write(place, fetch(changed | again), self.cut, Leaving(gone, frozenset(small)))
        self._announce(place)
        return count

    def _announce(self, place: Path) -> None:
        before = self._files_of(place)
        files = {
            path.name: before.get(path.name) or (path.stat().st_size, checksum_of(path))
            for path in place.iterdir()
            if path.suffix != ".tmp" and path.name != "MAIN_WRITELOCK"
        }
        pointer = {"generation": place.name, "version": schema.VERSION, "files": files}
        fresh = self.folder / f"{POINTER}.{os.getpid()}"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(pointer, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / POINTER)

    def _files_of(self, place: Path) -> dict[str, tuple[int, int]]:
        """What was announced of this generation before: its files are never written again."""
        try:
            pointer = self._pointer()
        except IndexUnreadable:
            return {}
        return pointer["files"] if pointer["generation"] == place.name else {}

    def _sweep(self, place: Path) -> None:
        """Clear away what writers left that were killed; only for whoever holds the lock."""
        self._clear_all_but(place)
        for left in self.folder.glob(f"{POINTER}.*"):
            left.unlink(missing_ok=True)
        announced = self._files_of(place)
        for path in place.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in announced and path.name != "MAIN_WRITELOCK":
                path.unlink(missing_ok=True)

    def _clear_all_but(self, place: Path) -> None:
        # Readers that still map the old files keep them until they let go.
        for other in self.folder.glob("g-*"):
            if other != place:
                shutil.rmtree(other, ignore_errors=True)


def checksum_of(path: Path) -> int:
    """The CRC-32 of a file, read piece by piece; it tells what rots, not what somebody forged."""
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            checksum = crc32(piece, checksum)
    return checksum


def crowded(segments: Sequence[Segment]) -> dict[str, tuple[str, ...]]:
    """The keys of what lives in each segment of a size of which there are too many; else nothing."""
    sizes = [
        [segment for segment in segments if least <= segment.units < most]
        for least, most in pairwise((0, *SIZES))
    ]
    crowd = next((of_size for of_size in sizes if len(of_size) + 1 >= MOST_SEGMENTS), [])
    return {
        segment.name: tuple(record["key"] for record in Records([segment.columns.records]))
        for segment in crowd
    }


def units_of(segments: Sequence[Segment], key: str) -> list[int]:
    """The units that go by a key over all segments, those taken out already among them."""
    found = [segment.postings(schema.KEY, key.encode()) for segment in segments]
    return [unit for one in found if one is not None for unit in one.units().tolist()]


class GroupedPool:
    """Stands in for Whoosh's pool of postings: it hands over the postings already grouped."""

    def __init__(self, posted: Iterator[Posted]) -> None:
        self._posted = posted

    def iter_postings(self) -> Grouped:
        """What the field writer asks for when the segment is finished."""
        return Grouped(self._posted)

    def cleanup(self) -> None:
        """Nothing was put on the disk."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes out with a writing (移出): units of standing segments, and segments as a whole, by name."""

    units: Collection[int] = ()
    segments: Collection[str] = ()


def write(place: Path, documents: Iterable[Searchable], cut: Cut, leaving: Leaving) -> int:
    """Write these documents into as many new segments as they need; returns how many came."""
    coming = iter(documents)
    count = write_segment(place, coming, cut, leaving)
    for following in coming:
        count += write_segment(place, chain([following], coming), cut, Leaving())
    return count


def write_segment(place: Path, documents: Iterable[Searchable], cut: Cut, leaving: Leaving) -> int:
    """Write one new segment with its columns, until it is full; returns the number of documents in it."""
    writer = SegmentWriter(FileIndex(FileStorage(str(place))), codec=ArrayCodec(), compound=False)
    try:
        for unit in leaving.units:
            writer.delete_document(unit)
        writer.segments = [one for one in writer.segments if one.segment_id() not in leaving.segments]
        draft = Draft(Gathering(cut))
        for document in documents:
            draft.add(document)
            if draft.gathering.units >= FULL_UNITS:
                break
        if draft.records.lines:
            hand_over(writer, draft, place)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)
    return len(draft.records.lines)


def hand_over(writer: SegmentWriter, draft: Draft, place: Path) -> None:
    """Give Whoosh's writer the units as if they had been added one by one.

    The four attributes are what `SegmentWriter.add_document` would have set; the test that compares both
    ways fails when a release of Whoosh changes that.
    """
    posted = draft.gathering.postings()
    draft.write(place, writer.newsegment.segment_id())
    units = draft.gathering.units
    writer.pool = GroupedPool(posted)
    writer.docnum = units
    writer.perdocwriter._doccount = units  # noqa: SLF001
    writer._added = True  # noqa: SLF001
