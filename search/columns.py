"""Columns (列): what ranking needs of each unit, wording and document, in arrays beside the postings.

Written once with a segment, mapped when it is opened, so that all processes share them; numbers only (no
pickle). File names begin with the segment's, so that Whoosh clears them away with it.
"""

from dataclasses import dataclass, field
from datetime import date
from mmap import mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.searchable import Searchable, Wording
from search.gathering import Gathering
from search.packing import Packer, mapped, unpacked
from search.records import Recorded, Recording
from search.words import fold

Ints = NDArray[np.int64]

# Days as ordinals; "always" below the first and above the last day there is.
FIRST, LAST = 0, date.max.toordinal() + 1
# The label of a head unit, whose words are the title.
HEAD = ""
# The endings of the two files of a segment.
COLUMNS, TEXT = "columns.bin", "text.bin"


@dataclass(slots=True)
class Draft:
    """The columns of a new segment while its documents come in."""

    gathering: Gathering
    text: bytearray = field(default_factory=bytearray)
    unit_wording: list[int] = field(default_factory=list)
    # Where the printed record of a unit lies in the text, and its folded words.
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    wordings: list[tuple[int, int, int]] = field(default_factory=list)
    records: Recording = field(default_factory=Recording)

    def add(self, found: Searchable) -> None:
        """Take one document with all its wordings, or what explains one."""
        self.gathering.begin(found.key)
        # A document without a text can still be found by its title.
        wordings = found.wordings or (Wording(0, found.title, None, None, ()),)
        for wording in wordings:
            self._wording(wording)
        self.records.add(found, wordings)

    def _wording(self, wording: Wording) -> None:
        since = wording.since.toordinal() if wording.since else FIRST
        until = wording.until.toordinal() if wording.until else LAST
        number = len(self.wordings)
        self.wordings.append((len(self.records.lines), since, until))
        self.gathering.head(wording.title)
        self._unit(number, HEAD, wording.title)
        title = fold(wording.title)
        for passage in wording.passages:
            folded = fold(passage.words)
            self.gathering.passage((title, fold(passage.trail)), folded)
            self._unit(number, f"{passage.eid}\t{passage.number}\t{passage.trail}", passage.words, folded)

    def _unit(self, wording: int, label: str, words: str, folded: str | None = None) -> None:
        self.unit_wording.append(wording)
        start = len(self.text)
        self.text += f"{label}\n{words}".encode()
        end = len(self.text)
        # Most law is printed as it is folded: then the folded words are not written again.
        known = fold(words) if folded is None else folded
        if known == words:
            self.spans.append((start, end, end - len(words.encode()), end))
            return
        self.text += known.encode()
        self.spans.append((start, end, end, len(self.text)))

    def write(self, folder: Path, segment: str) -> None:
        """Write all columns of the segment; complete before the segment is announced."""
        unit_wording = np.array(self.unit_wording, np.int32)
        wordings = np.array(self.wordings, np.int32).reshape(-1, 3)
        with (folder / f"{segment}.{COLUMNS}").open("wb") as file:
            pack = Packer(file)
            pack.add("unit_wording", unit_wording)
            pack.add("unit_document", wordings[unit_wording, 0])
            pack.add("spans", np.array(self.spans, np.int64).reshape(-1, 4))
            pack.add("wordings", wordings)
            self.records.write(pack.add)
            pack.close()
        (folder / f"{segment}.{TEXT}").write_bytes(self.text)


@dataclass(frozen=True)
class Columns:
    """The columns of one segment, mapped; the segment is never written again, so they stay true."""

    unit_wording: NDArray[np.int32]
    unit_document: NDArray[np.int32]
    spans: Ints
    wordings: NDArray[np.int32]
    text: mmap
    records: Recorded

    @classmethod
    def open(cls, folder: Path, segment: str) -> "Columns":
        """Map the columns of a segment; one of DAMAGE when they are missing or cut off."""
        pack = unpacked(folder / f"{segment}.{COLUMNS}")
        return cls(
            unit_wording=pack["unit_wording"],
            unit_document=pack["unit_document"],
            spans=pack["spans"],
            wordings=pack["wordings"],
            text=mapped(folder / f"{segment}.{TEXT}"),
            records=Recorded(lambda name: pack[name]),
        )
