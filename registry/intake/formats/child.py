"""The child that opens files: `python -m registry.intake.formats.child` (see `base.limited`).

A job is one line of JSON (what to do, what the file is) and the bytes of the file; the answer is JSON.
"""

import json
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from base.apart import serve
from base.errors import BadInput
from base.unprintable import printable
from registry.intake.decoding import decode
from registry.intake.formats import docx_file, inspecting, official
from registry.intake.formats.extract import Extract, Line

# Seconds of processor: what the smallest file gets, what each megabyte earns, what the largest may take.
# Measured: the densest real papers (PDF with embedded fonts) need 4 s for a megabyte, Word and OFD 2 s.
LEAST, EACH_MEGABYTE, MOST = 0.7, 12.0, 20.0
MEGABYTE = 2**20
Readers = dict[str, Callable[[bytes], Extract]]


class TooMuchWork(BaseException):
    """The file has used up its time; no handler of a library may swallow it."""


def answer(job: bytes) -> bytes:
    """The answer to one job."""
    head, _, content = job.partition(b"\n")
    asked = json.loads(head)
    deeds = {"inspect": inspecting.inspect, "read": read}
    _start(min(MOST, LEAST + EACH_MEGABYTE * len(content) / MEGABYTE))
    try:
        found = deeds[asked["deed"]](content, asked["kind"])
    except TooMuchWork as spent:
        raise BadInput("内容异常复杂，读取已中止；请重新导出或者拆分后再上传。") from spent
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def _start(seconds: float) -> None:
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooMuchWork


def text(content: bytes) -> Extract:
    """The lines of a plain text, in any encoding that Chinese text is kept in."""
    words = _decoded(content)
    return Extract([Line(line.strip()) for line in printable(words).split("\n") if line.strip()])


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16")
    words, _ = decode(content)
    return words


READERS: Readers = {"docx": docx_file.read, "txt": text}


def read(content: bytes, kind: str) -> dict[str, object]:
    """The text and the fields of a file."""
    if kind not in READERS:
        raise BadInput("不能从这种文件中读取正文。")
    extract = READERS[kind](content)
    markdown, fields, notices = official.compose(extract)
    return {
        "markdown": printable(markdown),
        "fields": {name: printable(value) for name, value in fields.items()},
        "notices": [*extract.notices, *notices],
        "hidden": [printable(words) for words in extract.hidden],
    }


if __name__ == "__main__":
    serve(answer)
