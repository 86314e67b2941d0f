"""The child that opens files: `python -m registry.intake.formats.child` (see `base.limited`).

A job is one line of JSON (what to do, what the file is) and the bytes of the file; the answer is JSON.
"""

import json
import signal
from collections.abc import Callable
from types import FrameType

from base.apart import serve
from base.errors import BadInput
from base.unprintable import printable
from registry.intake.formats import (
    docx_file,
    html_file,
    inspecting,
    ofd_file,
    official,
    pdf_file,
    plain_text,
    sheets,
)
from registry.intake.formats.extract import Extract

# Seconds of processor: what the smallest file gets, what each megabyte earns, what the largest may take (400
# printed pages in 0.37 MB of PDF need 2.9 s, 15,000 paragraphs in 0.14 MB of Word 0.4 s).
LEAST, EACH_MEGABYTE, MOST = 0.7, 16.0, 20.0
MEGABYTE = 2**20
READERS: dict[str, Callable[[bytes], Extract]] = {
    "docx": docx_file.read,
    "pdf": pdf_file.read,
    "html": html_file.read,
    "ofd": ofd_file.read,
    "txt": plain_text.read,
}


class TooMuchWork(BaseException):
    """The file has used up its time; no handler of a library may swallow it."""


def answer(job: bytes) -> bytes:
    """The answer to one job."""
    head, _, content = job.partition(b"\n")
    asked = json.loads(head)
    _start(min(MOST, LEAST + EACH_MEGABYTE * len(content) / MEGABYTE))
    try:
        found = DEEDS[asked["deed"]](content, asked["kind"])
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


def read(content: bytes, kind: str) -> dict[str, object]:
    """The text and the fields of a file."""
    notices: list[str] = []
    if kind == "md":
        markdown, extract = plain_text.read_markdown(content)
        fields = extract.fields
    elif kind in READERS:
        extract = READERS[kind](content)
        markdown, fields, notices = official.compose(extract)
    else:
        raise BadInput("不能从这种文件中读取正文。")
    return {
        "markdown": printable(markdown),
        "fields": {name: printable(value) for name, value in fields.items()},
        "notices": [*extract.notices, *notices],
        "hidden": [printable(words) for words in extract.hidden],
    }


def table(content: bytes, kind: str) -> list[list[str]]:
    """The rows of the largest table of a file."""
    if kind == "xlsx":
        found = sheets.of_workbook(content)
    elif kind in {"csv", "txt", "md"}:
        found = sheets.squared(sheets.of_text(plain_text.decoded(content)))
    elif kind in READERS:
        found = sheets.squared(sheets.of_extract(READERS[kind](content)))
    else:
        raise BadInput("不能从这种文件中读取清单。")
    return [[printable(cell) for cell in row] for row in found]


DEEDS: dict[str, Callable[[bytes, str], object]] = {
    "inspect": inspecting.inspect,
    "read": read,
    "table": table,
}

if __name__ == "__main__":
    serve(answer)
