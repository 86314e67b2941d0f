"""Work done apart, in a warm child process with limits: whatever it meets, the site goes on.

The child is a module run as `python -m MODULE`; it calls `base.apart.serve`. Jobs and answers are bytes with
their length in front. A child that crashes, hangs or eats too much is ended and replaced before the next job.
"""

import atexit
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, NoReturn, Self

from base.errors import BadInput, Unavailable

ROOT = Path(__file__).resolve().parent.parent
# What a child may know of our surroundings: where programs and fonts are, never the secrets.
KNOWN = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)
HEADER = struct.Struct(">cI")
# An answer; the job refused; refused, and the child has gone; nothing can be done here and now.
DONE, REFUSED, SPENT, IMPOSSIBLE = b"+", b"-", b"~", b"!"


class TookTooLong(Unavailable):
    """The work ran past its time and was ended."""

    code = "took-too-long"


class BrokeDown(Unavailable):
    """The process that did the work ended before it answered."""

    code = "broke-down"


class Busy(Unavailable):
    """Too many are waiting already."""

    code = "busy"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may cost: seconds by the wall and of processor, bytes of address space and of answer.

    `jobs` is the number of jobs after which the child is replaced (its memory only grows), `waiting` the
    number of callers, the one being served included, beyond which the next is turned away at once.
    """

    wall_seconds: float
    cpu_seconds: int
    memory: int
    answer: int
    jobs: int = 200
    waiting: int = 4


class Worker:
    """A warm child process that does one job at a time, started when first asked; safe under threads."""

    def __init__(self, task: str, command: Sequence[str], limits: Limits) -> None:
        self.task = task
        self.limits = limits
        self._command = [sys.executable, *command, str(limits.cpu_seconds), str(limits.memory)]
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(limits.waiting)
        self._child: subprocess.Popen[bytes] | None = None
        self._done = 0
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, job: bytes) -> bytes:
        """The child's answer to the job.

        Raises BadInput when the child refuses the job, Unavailable (Busy, TookTooLong, BrokeDown) when it
        cannot be done here and now; the next job finds a fresh child.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(f"正在{self.task}的人较多，请稍后再试。")
        try:
            with self._lock:
                return self._answer(job)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the child at once, with whatever it is doing; the next job starts another."""
        if (child := self._child) is not None:
            child.kill()
        with self._lock:
            self._end()

    def _answer(self, job: bytes) -> bytes:
        child = self._running()
        expired = threading.Event()
        limit = threading.Timer(self.limits.wall_seconds, _stop, (child, expired))
        limit.start()
        try:
            status, answer = _exchange(child, job, self.limits.answer)
        except (OSError, EOFError):
            self._explain(expired.is_set())
        finally:
            limit.cancel()
            limit.join()
        self._done += 1
        if expired.is_set() or status == SPENT or self._done >= self.limits.jobs:
            self._end()
        return _judged(status, answer)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            known = {name: os.environ[name] for name in KNOWN if name in os.environ}
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=known | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
            )
            self._done = 0
        return self._child

    def _explain(self, expired: bool) -> NoReturn:  # noqa: FBT001 - the one fact that is known
        code = self._end()
        if expired or code in (-signal.SIGXCPU, -signal.SIGALRM):
            raise TookTooLong(f"{self.task}用时过长，已中止；请缩短内容后再试。")
        raise BrokeDown(f"{self.task}的进程意外结束（代码{code}），请稍后再试。")

    def _end(self) -> int:
        child, self._child = self._child, None
        if child is None:
            return 0
        # A child that is broken already keeps its own exit code: that tells why.
        for pipe in (child.stdin, child.stdout):
            _shut(pipe)
        try:
            return child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


def _stop(child: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    child.kill()


def _shut(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        # The rest of a job that nobody will read.
        return


def _exchange(child: subprocess.Popen[bytes], job: bytes, most: int) -> tuple[bytes, bytes]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(HEADER.pack(DONE, len(job)))
    child.stdin.write(job)
    child.stdin.flush()
    status, size = HEADER.unpack(exactly(child.stdout, HEADER.size))
    if size > most:
        raise EOFError
    return status, exactly(child.stdout, size)


def _judged(status: bytes, answer: bytes) -> bytes:
    if status == DONE:
        return answer
    sentence = answer.decode("utf-8", "replace")
    raise Unavailable(sentence) if status == IMPOSSIBLE else BadInput(sentence)


def exactly(stream: IO[bytes], size: int) -> bytes:
    """That many bytes; raises EOFError when the other side ends before."""
    got = stream.read(size)
    if len(got) < size:
        raise EOFError
    return got
