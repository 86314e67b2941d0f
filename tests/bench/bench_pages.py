"""What a page costs the server's processor, against a bare Flask hello behind the same server.

    ./run bench pages           imports the documents first (a minute or two)
    ./run bench pages FOLDER    measures on a data folder that holds an import already

Every request goes over HTTP to waitress in a process of its own, whose processor time is read before and
after; both servers are asked in turns. A query string nobody has asked with before keeps the page cache out
of it: what a reader's first view costs while others have been reading the document. "Seen by nobody" reads
each document once.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench_import import imported
from measuring import APP, Server, report, serving
from papers import papers
from sqlalchemy import func, select

from base.db import Database
from registry.reads.visibility import visible
from registry.tables import Document, ProvisionRow, Text

HELLO = Path(__file__).with_name("hello.py")
REQUESTS, OFTEN, UNSEEN, TURNS = 400, 2000, 200, 3
SHARES = {"small (10 %)": 0.1, "median": 0.5, "large (90 %)": 0.9, "very large (99 %)": 0.99, "largest": 1.0}
LISTS = {
    "list": "/documents",
    "list, by kind and standing": "/documents?kind=local_regulation&status=in_force",
    "list of a past day, page 9": "/documents?on=2015-06-01&page=9",
    "home": "/",
}
fresh = count()


@contextmanager
def data() -> Iterator[Path]:
    """The data folder named on the command line, or a new one with the documents in it."""
    if len(sys.argv) > 1:
        yield Path(sys.argv[1])
        return
    with papers() as found, TemporaryDirectory() as folder:
        imported(found, Path(folder))
        yield Path(folder)


def by_size(folder: Path) -> list[tuple[str, int]]:
    """The address of every document with the characters of its texts, smallest first."""
    size = func.sum(func.length(ProvisionRow.body))
    query = (
        select(Document.address, size)
        .join(Text, Text.document_id == Document.id)
        .join(ProvisionRow, ProvisionRow.text_id == Text.id)
        .where(visible())
        .group_by(Document.address)
        .having(func.count(Text.id.distinct()) == 1)
        .order_by(size)
    )
    database = Database(f"sqlite:///{folder / 'registry.sqlite'}")
    with database.reading() as session:
        found = [(address, characters) for address, characters in session.execute(query)]
    database.close()
    return found


def unseen(address: str) -> str:
    """The address with a query string that no view reads and nobody has asked with."""
    return f"{address}{'&' if '?' in address else '?'}first={next(fresh)}"


@dataclass(frozen=True)
class Pair:
    """The registry's server and the hello's, asked in turns so that both meet the same machine."""

    site: Server
    greeter: Server

    def ratio(self, addresses: Callable[[], list[str]]) -> float:
        """Processor time for one of these requests, in hellos: the median of several turns."""
        return median(self.site.cpu(addresses()) / self.hello() for _ in range(TURNS))

    def hello(self) -> float:
        """Processor microseconds of one hello."""
        return self.greeter.cpu(["/"] * OFTEN)

    def row(self, address: str) -> str:
        """The size of a page, what its first view costs, and what it costs when it is remembered."""
        size = self.site.ask([unseen(address) for _ in range(20)])
        first = self.ratio(lambda: [unseen(address) for _ in range(REQUESTS)])
        self.site.ask([address])
        kept = self.ratio(lambda: [address] * OFTEN)
        return f"{size / 1000:.0f} kB {first:8.2f} {kept:6.2f}"


@contextmanager
def servers(folder: Path) -> Iterator[Pair]:
    """Both servers, warmed up."""
    with (
        serving((sys.executable, str(HELLO))) as greeter,
        serving((*APP, "serve"), REGISTRY_DATA=folder) as site,
    ):
        greeter.ask(["/"] * 200)
        yield Pair(site, greeter)


def main() -> None:
    """Measure and print."""
    with data() as folder:
        documents = by_size(folder)
        chosen = {name: documents[int(share * (len(documents) - 1))] for name, share in SHARES.items()}
        with servers(folder) as pair:
            # First, while nobody has read any of them.
            step = max(1, len(documents) // UNSEEN)
            others = [f"/documents/{address}" for address, _ in documents[step // 2 :: step]]
            rows = [("documents seen by nobody", f"{pair.site.cpu(others) / pair.hello():.2f} {'':6}")]
            rows += [
                (f"document, {name}, {characters} characters", pair.row(f"/documents/{address}"))
                for name, (address, characters) in chosen.items()
            ]
            rows += [(name, pair.row(address)) for name, address in LISTS.items()]
            hello = pair.hello()
    report(
        f"Pages: processor time as multiples of a Flask hello ({hello:.0f} µs)",
        [("", "size    first   kept"), *rows],
    )


if __name__ == "__main__":
    main()
