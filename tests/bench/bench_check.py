"""Pasting and checking: a text of a hundred pages with hundreds of citations, and texts made to be slow.

    ./run bench check           imports the documents first (a minute or two)
    ./run bench check FOLDER    measures on a data folder that holds an import already

The text is made of the collection's own passages, the same ones every time. It is sent over HTTP to a server
in a process of its own, as a program, a reader and a reader who wants the print send it. The processor's time
is that of the server and of all that it starts. One network may ask forty times in ten minutes: this asks
fewer times than that.
"""

import http.client
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from measuring import APP, Server, processor_seconds_of_all, report, serving
from papers import library, opened
from sqlalchemy import select

from base.db import Database
from registry.checking.asked import LARGEST
from registry.reads.visibility import visible
from registry.tables import Document, ProvisionRow

CHARACTERS = 150_000
SHORTEST, LONGEST = 40, 600
# Of a report's paragraphs, one in so many cites something.
CITING = 3
ALLOWED_S = 5
TURNS = 3
PATIENCE = 300
# No day at the end of the text: with this one articles are compared with those of five years ago.
DAYS = {"on": "2026-01-01", "since": "2021-01-01"}
HOSTILE = (
    "《甲》（",
    "《甲",
    "第三条至",
    "《水法》第三条、",
    "该法第三条",
    "环境保护法",
    "以下简称《甲》",
    "国发〔2015〕17号",
)
MIXED = 20_000


@dataclass(frozen=True)
class Answer:
    """What asking cost: seconds of the clock and of processors, what was answered."""

    seconds: float
    cpu: float
    status: int
    body: bytes

    @property
    def told(self) -> str:
        """As a row of the table tells it."""
        return f"{self.seconds:7.2f} {self.cpu:7.2f} {len(self.body) / 1000:8.0f} kB {self.status:4}"


def passages(database: Database) -> tuple[list[str], list[str]]:
    """The paragraphs of all documents that cite something in title marks, and the others."""
    citing, others = [], []
    with database.reading() as session:
        for body in session.scalars(select(ProvisionRow.body).order_by(ProvisionRow.id)):
            if SHORTEST <= len(body) <= LONGEST:
                (citing if "《" in body else others).append(body)
    return citing, others


def hundred_pages(database: Database) -> str:
    """Paragraphs drawn from all documents, as many as fill a hundred pages."""
    chance = random.Random(11)  # noqa: S311 - no secret: the same text every time
    citing, others = passages(database)
    drawn: list[str] = []
    while sum(map(len, drawn)) < CHARACTERS:
        kind = citing if len(drawn) % CITING == 0 and citing else others
        drawn.append(chance.choice(kind))
    return "\n".join(drawn)[:CHARACTERS]


def every_title(database: Database) -> list[str]:
    """The titles of all documents that may be seen."""
    with database.reading() as session:
        return list(session.scalars(select(Document.title).where(visible()).order_by(Document.id)))


def sent(server: Server, path: str, text: str) -> Answer:
    """One question: as JSON to the address for programs, as a form to the others."""
    program = path.startswith("/api/")
    asked = {"text": text} | DAYS
    body = json.dumps(asked, ensure_ascii=False) if program else urlencode(asked)
    kind = "application/json" if program else "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    before, since = processor_seconds_of_all(server.pid), time.perf_counter()
    connection.request("POST", path, body.encode(), {"Content-Type": kind})
    response = connection.getresponse()
    answered = response.read()
    seconds = time.perf_counter() - since
    connection.close()
    return Answer(seconds, processor_seconds_of_all(server.pid) - before, response.status, answered)


def usual(server: Server, text: str) -> Iterator[tuple[str, str]]:
    """The text in all three ways: the first time after the start, and the median of the next ones."""
    goal = f" (≤ {ALLOWED_S})"
    for name, path in (("programs", "/api/v1/check"), ("page", "/check"), ("PDF", "/check.pdf")):
        first, *others = (sent(server, path, text) for _ in range(TURNS + 1))
        if first.status != 200:  # anything but OK
            raise SystemExit(f"{path} answered {first.status}")
        warm = sorted(others, key=lambda one: one.seconds)[len(others) // 2]
        yield f"{name}, first", first.told
        yield f"{name}, next{'' if name == 'PDF' else goal}", warm.told
        if path.startswith("/api/"):
            yield "  citations / found / articles cited", counted(json.loads(warm.body))


def counted(found: list[dict[str, object]]) -> str:
    """How much there was to look up."""
    pointed = sum("条" in str(one["normalized_citations"]) for one in found)
    return f"{len(found)} / {sum(one['status'] == 200 for one in found)} / {pointed}"


def hostile(server: Server, titles: list[str]) -> Iterator[tuple[str, str]]:
    """Texts of the largest size that hold nothing but one thing, over and over, or nothing twice."""
    texts = {
        f"{piece} × {(times := LARGEST // len(piece.encode())):,}": piece * times for piece in HOSTILE
    } | unlike(titles)
    for name, text in texts.items():
        for way, path in (("programs", "/api/v1/check"), ("page", "/check")):
            yield f"{name}, {way}", sent(server, path, text).told


def unlike(titles: list[str]) -> dict[str, str]:
    """Texts that cite every document, and documents that do not exist but have names much like theirs."""
    chance = random.Random(12)  # noqa: S311 - no secret: the same text every time
    every = "".join(f"《{title}》第三条、" for title in titles)
    halves = [(title[: len(title) // 2], title[len(title) // 2 :]) for title in titles]
    mixed = "".join(f"《{chance.choice(halves)[0]}{chance.choice(halves)[1]}》" for _ in range(MIXED))
    return {
        f"all {len(titles):,} documents": every,
        f"{MIXED:,} names put together of halves": cut_to_size(mixed),
    }


def cut_to_size(text: str) -> str:
    """No more of the text than is taken at once."""
    return text.encode()[:LARGEST].decode(errors="ignore")


def main() -> None:
    """Measure and print."""
    with library(Path(sys.argv[1]) if len(sys.argv) > 1 else None) as folder:
        with opened(folder) as database:
            text, titles = hundred_pages(database), every_title(database)
        with serving((*APP, "serve"), REGISTRY_DATA=folder) as server:
            rows = [*usual(server, text), *hostile(server, titles)]
    heading = ("", "clock, s  processor, s     size  status")
    report(f"Checking a text of {len(text):,} characters", [heading, *rows])


if __name__ == "__main__":
    main()
