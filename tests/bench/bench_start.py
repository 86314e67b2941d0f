"""How long a second start takes until the first page, and a search on the command line.

./run bench start           on a new installation with its sample documents
./run bench start FOLDER    on a data folder that holds an import already
"""

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import PROJECT, cost, report, serving, settings

RUN = str(PROJECT / "run")
TIMES = 5
QUERY = "大气污染防治"


def started(folder: Path) -> float:
    """Seconds from `./run` to the answer of the home page."""
    since = time.perf_counter()
    with serving((RUN,), REGISTRY_DATA=folder):
        return time.perf_counter() - since


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as new:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(new)
        first = started(folder)
        again = statistics.median(started(folder) for _ in range(TIMES))
        asked = statistics.median(
            cost((RUN, "search", QUERY), settings(REGISTRY_DATA=folder)).seconds for _ in range(TIMES)
        )
    report(
        "Start",
        [
            ("first start on this data folder, s", f"{first:.2f}"),
            ("second start, until the home page answers, s", f"{again:.2f}"),
            (f"./run search {QUERY}, s", f"{asked:.2f}"),
        ],
    )


if __name__ == "__main__":
    main()
