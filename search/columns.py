"""Columns (列): what ranking needs of each unit, wording and document, in arrays beside the postings.

Written once with a segment, mapped when it is opened, so that all processes share them; numbers only (no
pickle). File names begin with the segment's, so that Whoosh clears them away with it.
"""

from dataclasses import dataclass, field
from datetime import date
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.searchable import Searchable, Wording
from search import schema
from search.gathering import Gathering
from search.records import Recorded, Recording
from search.words import fold

Ints = NDArray[np.int64]

# Days as ordinals; "always" below the first and above the last day there is.
FIRST, LAST = 0, date.max.toordinal() + 1
LENGTH_MOST = 65535
# The label of a head unit, whose words are the title.
HEAD = ""


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

    def write(self, folder: Path, segment: str, lengths: dict[str, Ints]) -> None:
        """Write all columns of the segment; complete before the segment is announced."""

        def save(name: str, values: NDArray[Any]) -> None:
            np.save(folder / f"{segment}.{name}.npy", values, allow_pickle=False)

        unit_wording = np.array(self.unit_wording, np.int32)
        wordings = np.array(self.wordings, np.int32).reshape(-1, 3)
        save("unit_wording", unit_wording)
        save("unit_document", wordings[unit_wording, 0])
        save("spans", np.array(self.spans, np.int64).reshape(-1, 4))
        save("wordings", wordings)
        for passages, titles in zip(schema.PASSAGE_FIELDS, schema.TITLE_FIELDS, strict=True):
            # A unit is a head or a passage: one of the two lengths is always 0.
            total = np.minimum(lengths[passages] + lengths[titles], LENGTH_MOST)
            save(f"length_{passages}", total.astype(np.uint16))
        self.records.write(save)
        (folder / f"{segment}.text.bin").write_bytes(self.text)


@dataclass(frozen=True)
class Columns:
    """The columns of one segment, mapped; the segment is never written again, so they stay true."""

    unit_wording: NDArray[np.int32]
    unit_document: NDArray[np.int32]
    spans: Ints
    wordings: NDArray[np.int32]
    lengths: dict[str, NDArray[np.uint16]]
    text: mmap
    records: Recorded

    @classmethod
    def open(cls, folder: Path, segment: str) -> "Columns":
        """Map the columns of a segment; OSError or ValueError when they are missing or cut off."""

        def mapped(name: str) -> NDArray[Any]:
            # As a plain array over the mapping: numpy's own class for it makes every slice dear.
            return np.asarray(np.load(folder / f"{segment}.{name}.npy", mmap_mode="r", allow_pickle=False))

        with (folder / f"{segment}.text.bin").open("rb") as file:
            text = mmap(file.fileno(), 0, access=ACCESS_READ)
        return cls(
            unit_wording=mapped("unit_wording"),
            unit_document=mapped("unit_document"),
            spans=mapped("spans"),
            wordings=mapped("wordings"),
            lengths={name: mapped(f"length_{name}") for name in schema.PASSAGE_FIELDS},
            text=text,
            records=Recorded(mapped),
        )
