"""What is asked of a check (核对请求): the text, pasted or read from a file, and the days; its limits."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from threading import BoundedSemaphore

from flask import current_app, request
from werkzeug.exceptions import BadRequest

from base import clock, guarding, web
from base.errors import BadInput, RegistryError, Unavailable
from base.forms import Faults, FormReader
from base.guarding import Tries
from base.staff.views import visiting
from base.unprintable import printable
from registry.checking.reads.known import read_names
from registry.checking.report import Report, check
from registry.checking.rules.names import Names
from registry.intake import uploads
from registry.intake.file_types import FileType
from registry.intake.reading import read_upload
from registry.views import shelf

MEGABYTE = 2**20
LARGEST = 2 * MEGABYTE
TAKEN = frozenset({FileType.TEXT, FileType.DOCX, FileType.PDF, FileType.HTML, FileType.MARKDOWN})
# Of one network in ten minutes: a person who checks a report, mends it and checks again needs fewer.
MOST, WITHIN = 40, timedelta(minutes=10)
HALVES = re.compile("[\ud800-\udfff]")
OFTEN = "核对得太频繁，请于{again}以后再试；已贴的文字请自行保留，本站不保存。"
# A long text takes a second of one processor; two of the site's threads stay free for pages.
PLACES = BoundedSemaphore(2)


class TooLong(RegistryError):
    """The text is longer than is checked at once."""

    code = "too-long"
    status = 413


@dataclass(frozen=True, slots=True)
class Asked:
    """A text with the day asked for, and the day to compare with where one was given."""

    text: str
    on: date
    since: date | None


def from_form() -> Asked:
    """The form of the page; raises Faults, TooLong, BadInput for a file that cannot be read."""
    form = FormReader(request.form)
    form.leave("text")
    on, since = form.day("on", "核对日期"), form.day("since", "成文日期")
    given = request.files.get("file")
    form.finish()
    text = printable(request.form.get("text", "").replace("\r\n", "\n"))
    if given is not None and given.filename:
        content = given.stream.read(web.config().upload_mb * MEGABYTE + 1)
        text = _read(content, given.filename)
    if not text.strip():
        raise Faults({"text": "请贴上要核对的文字，或者选择一个文件"})
    return Asked(_short_enough(text), on or clock.today(), since)


def from_json() -> Asked:
    """The body of a program's question; raises Faults naming each wrong field, TooLong."""
    if (request.content_length or 0) > 3 * LARGEST:
        raise TooLong(_too_long(request.content_length or 0))
    try:
        body = request.get_json(force=True)
    except BadRequest as wrong:
        raise BadInput('请求正文应为 JSON，如 {"text": "……", "on": "2026-01-01"}') from wrong
    if not isinstance(body, dict):
        raise BadInput("请求正文应为一个 JSON 对象，含 text，可含 on、since")
    faults = {
        str(name)[:40]: f"不认识的字段：{str(name)[:40]}"
        for name in body
        if name not in {"text", "on", "since"}
    }
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        faults["text"] = "text 应为要核对的文字，不能为空"
    days = {}
    for name in ("on", "since"):
        try:
            days[name] = web.day(str(body[name]), name) if body.get(name) else None
        except BadInput as wrong:
            faults[name] = wrong.sentence
    if faults or not isinstance(text, str):
        raise Faults(faults)
    # Places count in the text as it was sent: nothing is taken out; half a character becomes a whole one.
    return Asked(_short_enough(HALVES.sub("\ufffd", text)), days["on"] or clock.today(), days["since"])


def checked(asked: Asked) -> Report:
    """The report; raises TooMany where a network asks too often, Unavailable while others wait."""
    pace = current_app.extensions.setdefault("check_pace", Tries(MOST, WITHIN, sentence=OFTEN))
    pace.charge(guarding.origin(visiting.address(), clock.today(), visiting.secret_key()))
    if not PLACES.acquire(timeout=20):
        raise Unavailable("正在核对的人较多，请稍后再试。")
    try:
        catalogue = shelf.catalogue()
        with web.reading() as session:
            known: Names = shelf.shelf().parts.get("checked names", lambda: read_names(session, catalogue))
            return check(session, asked.text, (asked.on, asked.since), (catalogue, known))
    finally:
        PLACES.release()


def _read(content: bytes, name: str) -> str:
    """The words of a file, read in the limited child and kept nowhere."""
    limits = uploads.UploadLimits(size=web.config().upload_mb * MEGABYTE)
    return read_upload(uploads.accept(content, name, TAKEN, limits)).markdown


def _short_enough(text: str) -> str:
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST:
        raise TooLong(_too_long(size))
    return text


def _too_long(size: int) -> str:
    return f"文字共 {size / MEGABYTE:.1f} MB，超过一次核对的上限 2 MB（约 70 万字），请分成几部分核对。"
