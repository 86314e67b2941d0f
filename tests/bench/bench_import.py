"""Import of a whole corpus to searchable, against the floor of any such import.

The floor reads the files, cuts them into words with the fastest segmenter there is and writes the same
postings: one process, nothing read from the texts, no database.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

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


def floor(found: Papers, documents: list[Searchable], folder: Path) -> dict[str, float]:
    """Seconds for reading, for cutting into words, and for all (with writing the postings)."""
    since = time.perf_counter()
    for place in found.files:
        place.read_bytes().decode("utf-8", "replace")
    reading, cutting, cut = time.perf_counter() - since, 0.0, segmenter(folder)

    def timed(words: str) -> list[str]:
        nonlocal cutting
        begun = time.perf_counter()
        pieces = cut(words)
        cutting += time.perf_counter() - begun
        return pieces

    Index(folder / "index", timed).rebuild(documents)
    return {"reading": reading, "cutting": cutting, "all": time.perf_counter() - since}


def main() -> None:
    """Measure and print."""
    with papers() as found, TemporaryDirectory() as folder:
        place = Path(folder)
        first = imported(found, place / "data")
        print(first.output, file=sys.stderr)  # noqa: T201  # what the import itself said
        again = imported(found, place / "data")
        database = Database(f"sqlite:///{place / 'data' / 'registry.sqlite'}")
        with database.reading() as session:
            documents = list(searchables(session, None))
        database.close()
        # Twice, the better one: the first warms the files and the dictionary, as the import did for itself.
        parts = min(
            (floor(found, documents, place / f"floor{i}") for i in (1, 2)), key=lambda one: one["all"]
        )
    passages = sum(len(wording.passages) for one in documents for wording in one.wordings)
    report(
        f"Import: {len(found.files)} {found.called}, {passages} passages",
        [
            ("import to searchable, s", f"{first.seconds:.1f}"),
            ("import to searchable, s of processor", f"{first.cpu:.1f}"),
            ("most memory, all processes, MB", f"{first.peak / 1e6:.0f}"),
            ("second import (all unchanged), s", f"{again.seconds:.1f}"),
            ("floor: reading the files, s", f"{parts['reading']:.1f}"),
            ("floor: cutting into words, s", f"{parts['cutting']:.1f}"),
            ("floor: writing postings, s", f"{parts['all'] - parts['reading'] - parts['cutting']:.1f}"),
            ("floor, s", f"{parts['all']:.1f}"),
            ("import / floor (clock)", f"{first.seconds / parts['all']:.2f}"),
            ("import / floor (processor)", f"{first.cpu / parts['all']:.2f}"),
        ],
    )


if __name__ == "__main__":
    main()
