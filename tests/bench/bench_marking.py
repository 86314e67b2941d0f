"""How soon every surface of two server processes shows a repeal, after it was recorded.

In seconds of the clock, and as multiples of asking a bare Flask hello in the same run.

./run bench marking           on a new installation with its sample documents
./run bench marking FOLDER    on a copy of a data folder that holds an import already
"""

import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import quote
from urllib.request import urlopen

from measuring import PROJECT, Server, report, serving
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import app as application
from base import clock
from base.config import Config
from registry import books
from registry.books import Order
from registry.law.events import Act
from registry.tables import Attachment, Document, EventRow

RUN = str(PROJECT / "run")
HELLO = Path(__file__).with_name("hello.py")
GREETINGS = 200
PATIENCE = 30
TIMES = 3
Shows = Callable[[str, str], bool]


def candidates(session: Session) -> list[tuple[int, str, str, int]]:
    """Documents that began once and never changed, each with its file."""
    single = select(EventRow.document_id).group_by(EventRow.document_id).having(func.count() == 1)
    query = (
        select(Document.id, Document.address, Document.title, func.min(Attachment.id))
        .join(Attachment, Attachment.document_id == Document.id)
        .where(Document.id.in_(single))
        .group_by(Document.id)
        .order_by(Document.id.desc())
        .limit(TIMES)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def surfaces(address: str, title: str, file: int) -> dict[str, tuple[str, Shows]]:
    """Where the repeal must show, and how one sees that it does: by the body and the X-Validity header."""
    word = "已废止"
    page = f"/documents/{address}"
    return {
        "page": (page, lambda body, _: "mark-repealed" in body),
        "page title": (page, lambda body, _: f"<title>【{word}】" in body),
        "JSON": (f"{page}.json", lambda body, _: '"repealed"' in body),
        "text": (f"{page}.txt", lambda body, _: word in body),
        "X-Validity": (f"{page}.txt", lambda _, header: header.startswith("repealed")),
        "badge SVG": (f"/badge/{address}.svg", lambda body, _: word in body),
        "badge JSON": (f"/badge/{address}.json", lambda body, _: "repealed" in body),
        "search hit": (f"/search?q={quote(title)}&status=repealed", lambda body, _: address in body),
        "list as CSV": ("/documents.csv?status=repealed", lambda body, _: title in body),
        "original file": (f"/files/{file}", lambda _, header: header.startswith("repealed")),
        "print": (f"{page}.pdf", lambda _, header: header.startswith("repealed")),
        "share card": (f"/card/{address}.png", lambda _, header: header.startswith("repealed")),
    }


def asked(server: Server, path: str) -> tuple[str, str]:
    """The body and the X-Validity header of an answer."""
    with urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:  # loopback, our own server
        return answer.read().decode("utf-8", "replace"), answer.headers.get("X-Validity", "")


def seen(server: Server, where: dict[str, tuple[str, Shows]], since: float) -> dict[str, float]:
    """Seconds until each surface of one process shows the repeal; those that never do are left out."""
    found: dict[str, float] = {}
    while len(found) < len(where) and time.perf_counter() - since < PATIENCE:
        for name, (path, shows) in where.items():
            if name not in found and shows(*asked(server, path)):
                found[name] = time.perf_counter() - since
    return found


def repealed(folder: Path, servers: tuple[Server, Server]) -> dict[str, float]:
    """Repeal a few documents, one after the other; the slowest seconds of each surface in either process."""
    made = application.create_app(Config(data=folder))
    database = made.extensions["database"]
    with database.reading() as session:
        chosen = candidates(session)
    worst: dict[str, float] = {}
    for key, address, title, file in chosen:
        where = surfaces(address, title, file)
        for server in servers:
            for path, _ in where.values():
                asked(server, path)
        since = time.perf_counter()
        with database.transaction() as session:
            books.repeal(session, key, Order(clock.today(), Act("关于废止部分文件的决定")), by="bench")
        application.tell_the_index(made)
        with ThreadPoolExecutor(2) as pool:
            for found in pool.map(seen, servers, (where, where), (since, since)):
                worst |= {name: max(worst.get(name, 0), found.get(name, float("inf"))) for name in where}
    application.close(made)
    return worst


def hello() -> float:
    """Seconds of the clock until a bare Flask application has answered."""
    with serving((sys.executable, str(HELLO))) as server:
        return median(timed(server) for _ in range(GREETINGS))


def timed(server: Server) -> float:
    """Seconds of one answer."""
    since = time.perf_counter()
    asked(server, "/")
    return time.perf_counter() - since


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "data"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], folder)
        with serving((RUN,), REGISTRY_DATA=folder) as one, serving((RUN,), REGISTRY_DATA=folder) as other:
            worst = repealed(folder, (one, other))
    floor = hello()
    rows = [(name, f"{seconds:.2f} {seconds / floor:8.0f}") for name, seconds in worst.items()]
    title = f"Marking: seconds from recording to sight, slowest of {TIMES} in two processes"
    report(f"{title}; multiples of a hello ({floor * 1000:.1f} ms)", rows)


if __name__ == "__main__":
    main()
