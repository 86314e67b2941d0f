"""Files of drafts (登记稿的文件): uploaded, read, handed back to the staff, taken off."""

import secrets

from flask import Response, flash, redirect, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import files, web
from base.errors import BadInput, NotFound, Unavailable, WrongStage
from base.forms import FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.term import Term
from registry.desk.draft_forms import units
from registry.desk.draft_pages import of, to
from registry.drafting import editing, uploading
from registry.drafting.faults import Stale
from registry.drafting.judging import manuscript
from registry.drafting.tables import DraftFile
from registry.drafting.uploading import Incoming
from registry.intake.reading import Reading, read_upload
from registry.intake.uploads import ATTACHMENTS, MEGABYTE, SOURCES, FileType, Upload, UploadLimits, accept

SANDBOX = "sandbox; default-src 'none'"


class FileRole(Term):
    """What a file is to a draft (文件的用途)."""

    ORIGINAL = "original", "原件"
    ATTACHMENT = "attachment", "附件"


@may(Permission.DRAFT)
def from_file() -> ResponseReturnValue:
    """Begin a draft with a file: what was read stands in the form, beside the file."""
    token = request.form.get("token", "")
    token = token if token.isalnum() and token.isascii() and len(token) == 32 else secrets.token_hex(16)  # noqa: PLR2004  # token_hex(16)
    try:
        upload = uploaded("source", SOURCES)
        found = read_upload(upload)
        with web.transaction() as session:
            known = editing.begun(session, token)
            key = known.id if known else _begin(session, token, upload, found)
    except (BadInput, Unavailable) as fault:
        flash(fault.sentence, "warning")
        return redirect("/desk/drafts/new", 303)
    flash("已读取文件：请对照右侧的原件改正，然后保存")
    return redirect(f"/desk/drafts/{key}/edit", 303)


def _begin(session: Session, token: str, upload: Upload, found: Reading) -> int:
    mine = units(session)
    if not mine:
        raise BadInput("您没有可以为之起草的单位，请由系统管理员设置所在单位")
    own = next((unit.id for unit in mine if unit.id == actor().unit_id), mine[0].id)
    draft = editing.begin(session, token, uploading.as_manuscript(found, upload, own), by=actor())
    incoming = Incoming(uploading.ORIGINAL, upload, found)
    uploading.attach(session, draft.id, incoming, web.config().files, by=actor())
    return draft.id


@may(Permission.DRAFT, of=of)
def add(key: int) -> ResponseReturnValue:
    """Upload the original or an attachment to a draft; the original's text replaces the draft's if asked."""
    reader = FormReader(request.form)
    role = reader.choice("role", "文件的用途", FileRole, required=True)
    version = reader.whole("version", "稿次", required=True) or 0
    replacing = reader.ticked("replace") and role is FileRole.ORIGINAL
    reader.finish()
    try:
        upload = uploaded("file", ATTACHMENTS)
        found = _read(upload)
        with web.transaction() as session:
            incoming = Incoming(role.label if role else "", upload, found)
            uploading.attach(session, key, incoming, web.config().files, by=actor())
            if replacing and found:
                _replace_text(session, key, version, upload, found)
    except (BadInput, WrongStage, Stale) as fault:
        return to(key, fault.sentence, "warning")
    return to(key, "；".join(("文件已上传", *upload.notices)))


def _read(upload: Upload) -> Reading | None:
    # Attachments are read too, to be checked before publication; what cannot be read comes in all the same.
    if upload.file_type not in SOURCES:
        return None
    try:
        return read_upload(upload)
    except (BadInput, Unavailable):
        return None


def _replace_text(session: Session, key: int, version: int, upload: Upload, found: Reading) -> None:
    held = manuscript(editing.get(session, key))
    text = uploading.as_manuscript(found, upload, held.entry.unit_id).text
    editing.save(session, key, version, editing.Manuscript(held.entry, text), by=actor())


@may(Permission.DRAFT, of=of)
def take_off(key: int, number: int) -> ResponseReturnValue:
    """Take a file off a draft."""
    FormReader(request.form).finish()
    try:
        with web.transaction() as session:
            uploading.withdraw_file(session, key, number, by=actor())
    except WrongStage as fault:
        return to(key, fault.sentence, "warning")
    return to(key, "文件已撤下")


@may(Permission.READ_DRAFT, of=of)
def download(key: int, number: int) -> Response:
    """A file of a draft as it came, for the staff."""
    query = select(DraftFile.filename, DraftFile.media_type, DraftFile.sha256)
    with web.reading() as session:
        row = session.execute(query.where(DraftFile.id == number, DraftFile.draft_id == key)).one_or_none()
    if row is None:
        raise NotFound(f"登记稿 {key} 没有编号为 {number} 的文件")
    place = files.path_of(web.config().files, row.sha256)
    if not place.exists():
        raise NotFound(f"文件“{row.filename}”不在文件库中，请从备份恢复")
    answer = send_file(place, row.media_type, as_attachment=True, download_name=row.filename, etag=row.sha256)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def uploaded(name: str, wanted: frozenset[FileType]) -> Upload:
    """The file of this request's field; raises BadInput when there is none, or it may not come in."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        raise BadInput("请先选择文件")
    limit = web.config().upload_mb * MEGABYTE
    # One byte more than allowed is enough to know: the rest is not read into memory.
    return accept(sent.stream.read(limit + 1), sent.filename, wanted, UploadLimits(size=limit))
