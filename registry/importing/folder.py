"""Importing a folder (批量导入): what is new is read, shelved batch by batch, and reported.

Each batch is one transaction after which the registry is what the files so far say; a broken import
loses the open batch at most and goes on from there when it is run again.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import outbox
from base.db import Database
from base.errors import BadInput, reason
from registry.importing import reading_room
from registry.importing.reading_room import Job, Outcome
from registry.importing.report import Report
from registry.importing.review import copies, differing_claims, read_before, speakers, unlinked
from registry.intake.decoding import LARGEST
from registry.intake.ledger import Ledger, Row
from registry.intake.opening import refusal
from registry.intake.parsed import Doubt
from registry.proposals.holding import ALL, Sieve, propose_doubtful, propose_held
from registry.proposals.tables import Matter
from registry.tables import Source
from registry.works import loading, recording
from registry.works.linking import Catalogue
from registry.works.shapes import Arrival, Fate
from registry.works.shelving import shelve

BATCH = 200
MEGABYTE = 1024 * 1024
# A document remembers the path it came from, in a column of this width.
LONGEST_PATH = 400
READABLE = frozenset({".md", ".markdown", ".txt"})
NOTHING = Row(0)


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, into which database and file store, and how.

    `accepts` are the classes of statements that become events and relations at once; the others wait for
    a person.
    """

    folder: Path
    database: Database
    store: Path
    ledger: Ledger = field(default_factory=Ledger)
    dry_run: bool = False
    by: str = "import"
    accepts: frozenset[Matter] = ALL


@dataclass(slots=True)
class Import:
    """One import under way; `told` hears how many files were done."""

    order: Order
    report: Report
    told: Callable[[int], None]
    catalogue: Catalogue = field(default_factory=Catalogue)
    generation: int = -1
    taken_in: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    sieve: Sieve = field(default_factory=Sieve)

    def __post_init__(self) -> None:
        """Hold back what the order does not accept."""
        self.sieve = Sieve(self.order.accepts)

    def run(self) -> None:
        """Do all of it; what was done stands even when this is broken off."""
        self.report.lines.extend(self.order.ledger.faults)
        jobs = self._jobs()
        if self.order.dry_run:
            self._rehearse(jobs)
            return
        for outcomes in batches(reading_room.read_all(jobs), BATCH):
            with self.order.database.transaction() as session:
                self._shelve(session, outcomes)
            self.told(len(outcomes))
        with self.order.database.transaction() as session:
            self._review(session)

    def _rehearse(self, jobs: Sequence[Job]) -> None:
        # The whole import in one transaction that is taken back: the fates are those of a real one.
        with self.order.database.transaction() as session:
            for outcomes in batches(reading_room.read_all(jobs), BATCH):
                self._shelve(session, outcomes)
                self.told(len(outcomes))
            self._review(session)
            session.rollback()

    def _jobs(self) -> list[Job]:
        with self.order.database.reading() as session:
            rows = session.execute(select(Source.path, Source.sha256, Source.reading))
            known = {path: (digest, reading) for path, digest, reading in rows}
        found = list(paths(self.order.folder))
        for path in sorted(set(self.order.ledger.rows) - set(found)):
            line = self.order.ledger.rows[path].line
            self.report.add(
                path, Doubt("ledger-missing-file", "path", f"台账第{line}行所列文件不存在", "忽略此行")
            )
        return [job for path in found if (job := self._job(path, known.get(path)))]

    def _job(self, path: str, known: tuple[str, str] | None) -> Job | None:
        row = self.order.ledger.rows.get(path, NOTHING)
        digest, why = inspected(self.order.folder, path)
        if why:
            self.report.fates[Fate.REFUSED] += 1
            self.report.add(printable(path), refusal(path, why))
        reading = self.sieve.digest(reading_room.digest(row))
        if row.get("sha256") and digest and row.get("sha256").lower() != digest:
            wrong = f"台账为 {row.get('sha256')[:16]}…，文件为 {digest[:16]}…"
            self.report.add(path, Doubt("sha256-differs", "sha256", wrong, "以文件内容为准"))
        if known == (digest, reading):
            self.report.fates[Fate.UNCHANGED] += 1
            self.unchanged.add(path)
        elif not why:
            store = None if self.order.dry_run else self.order.store
            return Job(self.order.folder, path, row, reading, store)
        self.told(1)
        return None

    def _shelve(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.refused:
                self.report.fates[Fate.REFUSED] += 1
                self.report.add(outcome.path, outcome.refused)
        arrivals = [outcome.arrival for outcome in outcomes if outcome.arrival]
        if not arrivals:
            return
        self._refresh(session)
        accepted = self.sieve.sift(session, arrivals)
        for placed in shelve(session, accepted, self.catalogue, by=self.order.by):
            self.report.fates[placed.fate] += 1
            self.taken_in.add(placed.path)
        paths = [arrival.parsed.path for arrival in arrivals]
        self.report.proposed += propose_held(session, self.sieve, self.catalogue, paths)
        self._doubt(arrivals)
        self.generation = outbox.generation(session)

    def _doubt(self, arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            self.report.add(arrival.parsed.path, *arrival.parsed.doubts)

    def _refresh(self, session: Session) -> None:
        # Where nobody else wrote since our last batch the catalogue still holds.
        if self.generation != outbox.generation(session):
            self.catalogue = loading.catalogue(session)

    def _review(self, session: Session) -> None:
        self._refresh(session)
        paths = self.unchanged | self.taken_in
        self.report.lines += read_before(session, self.unchanged)
        self.report.lines += copies(session, paths)
        speaking = speakers(session, paths)
        doubtful = recording.doubtful(session, self.catalogue, {key for key, _ in speaking.values()})
        self.report.lines += unlinked(doubtful, speaking)
        self.report.proposed += propose_doubtful(session, doubtful, self.catalogue, paths)
        self.report.lines += differing_claims(session, paths)


def paths(folder: Path) -> Iterator[str]:
    """Every file of the folder but hidden ones, by its path, in order; raises BadInput for no folder."""
    if not folder.is_dir():
        raise BadInput(f"{folder} 不是文件夹：请给出要导入的文件夹")
    for place in sorted(folder.rglob("*")):
        parts = place.relative_to(folder).parts
        if (place.is_file() or place.is_symlink()) and not any(part.startswith(".") for part in parts):
            yield "/".join(parts)


def inspected(folder: Path, path: str) -> tuple[str, str]:
    """The SHA-256 of a file and "", or "" and why it is not even opened."""
    place = folder / path
    if printable(path) != path:
        return "", "文件名不是 UTF-8 编码（多见于其他系统的压缩包），请改名后再导入"
    if len(path) > LONGEST_PATH:
        return "", f"路径有 {len(path)} 个字，超过上限 {LONGEST_PATH} 个字，请移到较浅的文件夹"
    if place.suffix.lower() not in READABLE:
        return (
            "",
            f"不支持的文件类型 {place.suffix or '（无扩展名）'}，目前读取 {'、'.join(sorted(READABLE))}",
        )
    try:
        size = place.stat().st_size
        if size > LARGEST:
            most = LARGEST // MEGABYTE
            return "", f"{size / MEGABYTE:.0f} MB，超过单个文件的上限 {most} MB，请拆分后再导入"
        return sha256(place.read_bytes()).hexdigest(), ""
    except OSError as fault:
        return "", f"无法读取：{reason(fault)}"


def printable(path: str) -> str:
    """The path in characters that can be kept and shown; a name packed on a Chinese Windows is GB18030."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", "backslashreplace")
    return path


def batches(outcomes: Iterator[Outcome], size: int) -> Iterator[list[Outcome]]:
    """The outcomes in lists of at most `size`."""
    while batch := list(islice(outcomes, size)):
        yield batch
