"""Import of a whole corpus to searchable, against the floor of any such import.

The floor reads the files, cuts them into words with the fastest segmenter there is and writes the same
postings: one process, nothing read from the texts, no database.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from measuring import APP, Cost, cost, report, settings
from papers import Papers, papers

from base.db import Database
from registry.searchable import Searchable
from registry.searching import searchables
from search.index import Index
from search.segment import segmenter


def imported(found: Papers, folder: Path) -> Cost:
    """The import command on an empty installation."""
    ledger = ("--ledger", str(found.ledger)) if found.ledger else ()
    command = (*APP, "import", str(found.folder), *ledger, "--no-progress")
    return cost(command, settings(REGISTRY_DATA=folder), watched=True)


@dataclass(frozen=True)
class Floor:
    """What the floor costs: seconds of the processor by part, and of the clock."""

    reading: float
    cutting: float
    writing: float
    seconds: float

    @property
    def cpu(self) -> float:
        """Seconds of the processor in all."""
        return self.reading + self.cutting + self.writing


def floor(found: Papers, documents: list[Searchable], folder: Path) -> Floor:
    """Read the files, cut their words, write the postings; what is cut was read from the registry before."""
    begun, since, cutting, cut = process_time(), perf_counter(), 0.0, segmenter(folder)
    for place in found.files:
        place.read_bytes().decode("utf-8", "replace")
    reading = process_time() - begun

    def timed(words: str) -> list[str]:
        nonlocal cutting
        at = process_time()
        pieces = cut(words)
        cutting += process_time() - at
        return pieces

    Index(folder / "index", timed).rebuild(documents)
    spent = process_time() - begun
    return Floor(reading, cutting, spent - reading - cutting, perf_counter() - since)


def main() -> None:
    """Measure and print."""
    with papers() as found, TemporaryDirectory() as folder:
        place, count = Path(folder), len(found.files)
        first = imported(found, place / "data")
        print(first.output, file=sys.stderr)  # noqa: T201  # what the import itself said
        again = imported(found, place / "data")
        database = Database(f"sqlite:///{place / 'data' / 'registry.sqlite'}")
        with database.reading() as session:
            documents = list(searchables(session, None))
        database.close()
        # Twice, the better one: the first warms the files and the dictionary, as the import did for itself.
        base = min((floor(found, documents, place / f"floor{i}") for i in (1, 2)), key=lambda one: one.cpu)
    passages = sum(len(wording.passages) for one in documents for wording in one.wordings)
    report(
        f"Import: {count} {found.called}, {passages} passages",
        [
            ("import to searchable, s", f"{first.seconds:.1f}"),
            ("import to searchable, s of processor", f"{first.cpu:.1f}"),
            ("most memory, all processes, MB", f"{first.peak / 1e6:.0f}"),
            ("second import (all unchanged), s", f"{again.seconds:.1f}"),
            ("floor: reading the files, s of processor", f"{base.reading:.1f}"),
            ("floor: cutting into words, s of processor", f"{base.cutting:.1f}"),
            ("floor: writing the postings, s of processor", f"{base.writing:.1f}"),
            ("floor, s of processor", f"{base.cpu:.1f}"),
            ("floor, s", f"{base.seconds:.1f}"),
            ("import / floor (processor)", f"{first.cpu / base.cpu:.2f}"),
            ("import / floor (clock)", f"{first.seconds / base.seconds:.2f}"),
        ],
    )


if __name__ == "__main__":
    main()
