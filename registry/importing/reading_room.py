"""The reading room (阅读): files read by several processes at once, their results in order."""

import ctypes
import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import FrameType

from base import files
from base.errors import BadInput, Unavailable, reason
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper, refusal
from registry.intake.parsed import Doubt
from registry.law.provisions import Provision
from registry.law.reading import flatten
from registry.works.shapes import Arrival, ProvisionValues

# Starting a process costs half a second: below this number of files one process is faster.
WORTH_SHARING = 60
CHUNK = 8
PR_SET_PDEATHSIG = 1
# What a file is read as depends on these folders of source and on nothing else.
READERS = ("registry/law", "registry/intake", "registry/works")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read; `store` is where its bytes are kept, None when nothing may be written."""

    folder: Path
    path: str
    row: Row
    reading: str
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one file gave: an arrival, or the reason why there is none."""

    path: str
    arrival: Arrival | None = None
    refused: Doubt | None = None


def read_all(jobs: Sequence[Job]) -> Iterator[Outcome]:
    """Read the files, in their order, on all processors when there are enough of them."""
    processes = min(os.cpu_count() or 1, len(jobs) // CHUNK)
    if len(jobs) < WORTH_SHARING or processes < 2:  # noqa: PLR2004  # one process needs no helpers
        yield from map(read_one, jobs)
        return
    # Spawned, not forked: a fork would share the parent's open database.
    readers = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _obey_the_parent)
    try:
        with _unseen_command():
            outcomes = readers.map(read_one, jobs, chunksize=CHUNK)
        yield from outcomes
    except BrokenProcessPool as fault:
        # A pool that starts its dead again and again would never end.
        raise Unavailable("读取文件的进程意外终止，可能内存不足：请再次运行同一命令") from fault
    finally:
        readers.shutdown(cancel_futures=True)


def read_one(job: Job) -> Outcome:
    """Read one file and keep its bytes; a file that cannot be read is refused, not an error."""
    try:
        raw = (job.folder / job.path).read_bytes()
        parsed = open_paper(Paper(job.path, raw, job.row))
    except OSError as fault:
        return Outcome(job.path, refused=refusal(job.path, f"无法读取：{reason(fault)}"))
    except BadInput as fault:
        return Outcome(job.path, refused=refusal(job.path, fault.sentence))
    if job.store:
        files.keep(job.store, raw)
    flat = tuple(_values(depth, provision) for depth, provision in flatten(parsed.provisions))
    return Outcome(job.path, Arrival(replace(parsed, provisions=()), flat, job.reading))


def digest(row: Row) -> str:
    """What reading depends on besides the bytes: the reader's own source and the ledger's row."""
    told = "\n".join(f"{column}={words}" for column, words in sorted(row.columns.items()))
    return hashlib.sha256(f"{_reader()}\n{told}".encode()).hexdigest()


@cache
def _reader() -> str:
    # Its source, not a number kept by hand: a reader that was mended reads everything again.
    root = Path(__file__).resolve().parents[2]
    sources = sorted(path for folder in READERS for path in (root / folder).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


@contextmanager
def _unseen_command() -> Iterator[None]:
    # A spawned process begins by importing the program that was started, with every page and the whole
    # of search: 0.7 s of the processor each, for a reader that needs neither.
    program = vars(sys.modules["__main__"])
    place = program.pop("__file__", None)
    try:
        yield
    finally:
        if place is not None:
            program["__file__"] = place


def _obey_the_parent() -> None:
    # Ctrl-C goes to the whole group; the parent alone decides how to stop. Its word to stop comes as
    # SIGTERM, and as an exception it lets a file that is half kept be taken away again.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    _end_with_the_parent()


def _end_with_the_parent() -> None:
    # A parent that is killed outright (kill -9) can tell nobody: Linux then ends its readers.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def _values(depth: int, provision: Provision) -> ProvisionValues:
    return (provision.level.value, provision.eid, depth, provision.number, provision.heading, provision.body)
