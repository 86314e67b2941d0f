"""The child's side of `base.limited`: it binds itself to its limits, then answers job after job."""

import os
import resource
import sys
from collections.abc import Callable
from typing import IO

from base.errors import BadInput, Unavailable
from base.limited import DONE, HEADER, IMPOSSIBLE, REFUSED, SPENT, exactly

# No file larger than this is ever written: fontconfig's cache is.
LARGEST_FILE = 64 * 2**20

Work = Callable[[bytes], bytes]


def serve(work: Work) -> None:
    """Answer jobs from standard input until it ends; the limits are the last two command-line arguments."""
    cpu_seconds, memory = int(sys.argv[-2]), int(sys.argv[-1])
    # Whatever a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    bind(memory)
    jobs = sys.stdin.buffer
    while header := jobs.read(HEADER.size):
        _, size = HEADER.unpack(header)
        allow_processor(cpu_seconds)
        if not reply(answers, work, exactly(jobs, size)):
            return


def bind(memory: int) -> None:
    """Bind this process: bytes of address space, size of files, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_processor(seconds: int) -> None:
    """Let the next job use that much processor time; past it the kernel ends the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def reply(answers: IO[bytes], work: Work, job: bytes) -> bool:
    """Answer one job; False when this process should not be trusted with another."""
    status = DONE
    try:
        answer = work(job)
    except BadInput as refusal:
        status, answer = REFUSED, refusal.sentence.encode()
    except Unavailable as reason:
        status, answer = IMPOSSIBLE, reason.sentence.encode()
    except RecursionError:
        status, answer = SPENT, "内容的嵌套层次过深，无法处理。".encode()
    except MemoryError:
        status, answer = SPENT, "内容所需的内存过大，无法处理。".encode()
    answers.write(HEADER.pack(status, len(answer)))
    answers.write(answer)
    answers.flush()
    return status != SPENT
