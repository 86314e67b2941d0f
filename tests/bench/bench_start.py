"""How long a second start takes until the first page and the first hits, and a search on the command line.

./run bench start           on a new installation with its sample documents
./run bench start FOLDER    on a data folder that holds an import already
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from measuring import PROJECT, cost, processor_seconds, report, serving, settings

RUN = str(PROJECT / "run")
TIMES = 5
QUERY = "大气污染防治"


def started(folder: Path, *pages: str) -> tuple[float, float]:
    """Seconds from `./run` to the answer of the home page, then of `pages`: of clock and processor."""
    since = time.perf_counter()
    with serving((RUN,), REGISTRY_DATA=folder) as server:
        server.ask(pages)
        return time.perf_counter() - since, processor_seconds(server.pid)


def asked(folder: Path) -> tuple[float, float]:
    """Seconds of one search on the command line: of the clock, and of the processor."""
    done = cost((RUN, "search", QUERY), settings(REGISTRY_DATA=folder))
    return done.seconds, done.cpu


def said(pair: tuple[float, float]) -> str:
    """Both numbers as they are printed."""
    return f"{pair[0]:.2f} {pair[1]:10.2f}"


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as new:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(new)
        first = started(folder)
        again = min(started(folder) for _ in range(TIMES))
        hits = min(started(folder, f"/search?q={quote(QUERY)}") for _ in range(TIMES))
        search = min(asked(folder) for _ in range(TIMES))
    report(
        "Start: seconds of the clock and of the processor, the best of several",
        [
            ("first start on this data folder", said(first)),
            ("second start, until the home page answers", said(again)),
            (f"second start, until a search for {QUERY} answers", said(hits)),
            (f"./run search {QUERY}", said(search)),
        ],
    )


if __name__ == "__main__":
    main()
