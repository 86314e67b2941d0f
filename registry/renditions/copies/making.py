"""Making marked copies (制作标注副本): which way for which file, in the limited child, kept on disk.

What cannot be marked inside goes out in a ZIP, beside a sheet that says how the document stands: there is no
way through here on which a file leaves unmarked.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from base import typeset
from base.diskcache import DiskCache
from base.errors import BadInput, Unavailable
from base.limited import Limits, TookTooLong, Worker
from registry.intake.file_types import MEDIA, FileType, sniff
from registry.renditions.copies.notice import EDITION, Notice, as_text, sheets

MEGABYTE = 2**20
# Measured on 2 shared cores, the sheets included: 50 pages 0.3 s (cold 1.0-1.9 s), 500 pages 0.8 s.
LIMITS = Limits(
    wall_seconds=15, cpu_seconds=6, memory=1536 * MEGABYTE, answer=128 * MEGABYTE, jobs=200, waiting=4
)
CHILD = ("-m", "registry.renditions.copies.child")
LARGEST = 60 * MEGABYTE
# Begins what is kept of a file that cannot be marked: why.
REFUSED = b"!"
TEXTS = frozenset({FileType.TEXT, FileType.MARKDOWN})
ZIP_MEDIA = "application/zip"
PLAIN, PRINTED = "00-时效说明.txt", "00-时效说明.pdf"


@dataclass(frozen=True, slots=True)
class Copy:
    """A marked copy ready to be sent; `why_packed` says why it is a ZIP, "" where it is none."""

    content: bytes
    filename: str
    media_type: str
    why_packed: str = ""


@cache
def worker() -> Worker:
    """The marking child of this process."""
    return Worker("制作标注副本", CHILD, LIMITS)


def ask(order: Mapping[str, object], *parts: bytes) -> bytes:
    """The child's answer; raises BadInput when it refuses, Unavailable when it cannot now."""
    head = json.dumps({**order, "lengths": [len(part) for part in parts]}, ensure_ascii=False)
    return worker().ask(b"\n".join([head.encode(), b"".join(parts)]))


def key(notice: Notice) -> str:
    """What tells a notice on a file from every other; the fonts and the way of marking are part of it."""
    said = f"{EDITION}\n{typeset.means().fingerprint}\n{notice!r}"
    return hashlib.sha256(said.encode()).hexdigest()


def marked_copy(content: bytes, notice: Notice, kept: DiskCache, no_pdf: str = "") -> Copy:
    """The copy of these bytes that the public may have under this notice; never the bytes as they are.

    What was made is kept in `kept`, and so is why something could not be made. `no_pdf` says why this site
    sets no type, "" where it does.
    """
    kind = sniff(content, notice.filename)
    if kind in TEXTS and (text := _utf8(content)) is not None:
        return Copy(_headed(text, notice), notice.marked_name, MEDIA[kind])
    if why := _hopeless(content, kind, no_pdf):
        return packed(content, notice, why, no_pdf)
    try:
        made = kept.get(key(notice), lambda: _made(content, kind, notice))
    except Unavailable as passing:
        made = REFUSED + passing.sentence.encode()
    if made.startswith(REFUSED):
        return packed(content, notice, made.removeprefix(REFUSED).decode(), no_pdf)
    return Copy(made, notice.marked_name, MEDIA[kind])


def _hopeless(content: bytes, kind: FileType, no_pdf: str) -> str:
    """Why nobody need try to mark this file inside; "" where it may go well."""
    if kind not in {FileType.PDF, FileType.DOCX}:
        return f"{kind.label}无法在文件内加注"
    if len(content) > LARGEST:
        return "文件过大，无法在文件内加注"
    return no_pdf if kind is FileType.PDF else ""


def _made(content: bytes, kind: FileType, notice: Notice) -> bytes:
    """The marked file or, to be remembered too, why there is none."""
    try:
        if kind is FileType.DOCX:
            lines = (
                f"【{notice.word}】{notice.title}",
                notice.standing,
                *(f"{label}：{value}" for label, value in notice.rows),
            )
            return ask({"work": "docx", "lines": lines, "head": notice.band}, content)
        order = {"work": "pdf", "title": notice.marked_title}
        return ask(order, content, typeset.to_pdf(sheets(notice)))
    except (BadInput, TookTooLong) as refusal:
        return REFUSED + refusal.sentence.encode()


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _headed(text: str, notice: Notice) -> bytes:
    """A text with the notice at its head, and a line that tells where the file as it came begins."""
    return f"{as_text(notice)}\n――――――――（以下为原件内容）――――――――\n\n{text}".encode()


def packed(content: bytes, notice: Notice, why: str, no_pdf: str = "") -> Copy:
    """The untouched file in a ZIP under its marked name, beside the notice."""
    said = f"{as_text(notice)}\n本压缩包内为未改动的原件（{why}），使用前请先阅读以上说明。\n"
    entries = {PLAIN: said.encode()}
    if not no_pdf and (sheet := _sheet(notice)):
        entries[PRINTED] = sheet
    entries[notice.marked_name] = content
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, part in entries.items():
            archive.writestr(ZipInfo(name.replace("/", "_"), (1980, 1, 1, 0, 0, 0)), part)
    return Copy(made.getvalue(), f"{notice.marked_name}.zip", ZIP_MEDIA, why)


def _sheet(notice: Notice) -> bytes:
    """The cover as a PDF; none where no type can be set now: the notice is there as text."""
    try:
        return ask({"work": "cover"}, typeset.to_pdf(sheets(notice)))
    except (BadInput, Unavailable):
        return b""
