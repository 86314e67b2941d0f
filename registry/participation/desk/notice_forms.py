"""The form of a notice (公告表单): read from what was typed and uploaded, typed back again, compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from base import web
from base.errors import BadInput, Unavailable
from base.forms import FormReader
from registry.consultations.reads import choosing
from registry.consultations.rules.terms import Matter, TextRole
from registry.consultations.texts import LARGEST_BYTES
from registry.consultations.writing import Notice, Prepared, prepared
from registry.intake.reading import read_upload
from registry.intake.uploads import MEGABYTE, SOURCES, UploadLimits, accept

LABELS = {
    "title": "标题",
    "matter": "征求意见事项",
    "deciding_body": "决定机关",
    "revises": "所修订的文件",
    "words": "公告正文",
    "from_on": "起始日期",
    "through_on": "截止日期",
    "short_reason": "缩短期限的理由",
    "contact_person": "联系人",
    "phone": "电话",
    "fax": "传真",
    "email": "电子邮箱",
    "postal_address": "通信地址",
    "postcode": "邮政编码",
    "draft": "征求意见稿",
    "note": "起草说明",
}
LINES = {
    "title": 400,
    "deciding_body": 120,
    "contact_person": 60,
    "phone": 120,
    "fax": 60,
    "email": 120,
    "postal_address": 200,
    "postcode": 12,
}
LONGEST_WORDS = 20_000
PAPERS = {"draft": TextRole.DRAFT, "note": TextRole.DRAFTING_NOTE}
# What the form carries besides what is typed.
CARRIED = ("token", "version", "take")


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent, with the words of uploaded files in the place of what was typed."""

    fields: Mapping[str, str]
    faults: Mapping[str, str]


def sent() -> Typed:
    """What this request's form says, right or wrong; files that were uploaded are read."""
    fields = {name: request.form.get(name, "").replace("\r\n", "\n") for name in LABELS}
    faults = {}
    for name in PAPERS:
        try:
            fields[name] = uploaded_text(f"{name}_file") or fields[name]
        except (BadInput, Unavailable) as fault:
            faults[name] = fault.sentence
    return Typed(fields, faults)


def uploaded_text(name: str) -> str:
    """The words of an uploaded paper, read apart (DOCX, PDF, HTML, Markdown, OFD); "" where none came."""
    file = request.files.get(name)
    if file is None or not file.filename:
        return ""
    limit = web.config().upload_mb * MEGABYTE
    # One byte more than allowed is enough to know: the rest is not read into memory.
    upload = accept(file.stream.read(limit + 1), file.filename, SOURCES, UploadLimits(size=limit))
    words = read_upload(upload).markdown
    if not words.strip():
        raise BadInput(f"{upload.filename}：没有读出文字，可能是扫描件；请粘贴正文，或者上传有文字的文件")
    return words


def read(session: Session, reader: FormReader, typed: Typed, unit_id: int) -> Notice:
    """The notice that the form says; what is wrong with it stays with the reader."""
    for name, sentence in typed.faults.items():
        reader.fault(name, sentence)
    reader.leave(*CARRIED, *PAPERS)
    lines = {name: _one_line(reader, name, longest) for name, longest in LINES.items()}
    if not lines["title"]:
        reader.fault("title", "请填写标题")
    return Notice(
        matter=reader.choice("matter", LABELS["matter"], Matter, required=True) or Matter.OTHER,
        unit_id=unit_id,
        words=reader.text("words", LABELS["words"], longest=LONGEST_WORDS),
        from_on=reader.day("from_on", LABELS["from_on"]),
        through_on=reader.day("through_on", LABELS["through_on"]),
        short_reason=reader.text("short_reason", LABELS["short_reason"], longest=500),
        revises_id=_revised(session, reader),
        draft=_paper(reader, typed, "draft"),
        note=_paper(reader, typed, "note"),
        **lines,
    )


def finished(reader: FormReader, notice: Notice) -> Prepared:
    """The notice with everything read that takes long; raises Faults with all that is wrong at once."""
    made = None
    try:
        made = prepared(notice)
    except (BadInput, Unavailable) as fault:
        at = next((name for name, role in PAPERS.items() if fault.sentence.startswith(role.label)), "words")
        reader.fault(at, fault.sentence)
    reader.finish()
    # Whatever could not be prepared was a fault, and ended in `finish`.
    return made or prepared(notice)


def _one_line(reader: FormReader, name: str, longest: int) -> str:
    words = reader.text(name, LABELS[name], longest=longest)
    if "\n" in words:
        reader.fault(name, f"{LABELS[name]}应写在一行内")
    return words


def _paper(reader: FormReader, typed: Typed, name: str) -> str:
    """Checked as other fields are, but it may have come in a file."""
    held = FormReader(type(reader.form)({name: typed.fields[name]}))
    words = held.text(name, LABELS[name], longest=LARGEST_BYTES)
    for fault in held.faults.values():
        reader.fault(name, fault)
    return words


def _revised(session: Session, reader: FormReader) -> int | None:
    words = reader.text("revises", LABELS["revises"], longest=choosing.LONGEST)
    if not words:
        return None
    try:
        return choosing.chosen(session, words).id
    except BadInput as fault:
        reader.fault("revises", fault.sentence)
        return None


def typed_of(session: Session, notice: Notice) -> dict[str, str]:
    """What the form shows of a notice, as somebody would have typed it."""
    shown = {name: "" if (held := getattr(notice, name, "")) is None else str(held) for name in LABELS}
    return shown | {"revises": choosing.called(session, notice.revises_id), "matter": notice.matter.value}


def differing(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Sequence[str]:
    """The fields in which two forms differ, in the order of the form."""
    return [name for name in LABELS if mine.get(name, "").strip() != theirs.get(name, "").strip()]
