"""Files of notices (公告附件): uploaded, handed back to the staff, taken off."""

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from base import files, web
from base.errors import NotFound
from base.forms import FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.consultations import attaching
from registry.desk.draft_files import SANDBOX, uploaded
from registry.desk.draft_flow import version_seen
from registry.intake.uploads import ATTACHMENTS
from registry.participation.desk.notice_flow import Deed, deed_of
from registry.participation.desk.notice_pages import of


@may(Permission.CONSULT, of=of)
def attach(key: int) -> ResponseReturnValue:
    """Upload a file to a notice that is not submitted yet."""

    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        upload, store = uploaded("file", ATTACHMENTS), web.config().files
        return lambda session: attaching.attach(session, key, seen, upload, store, by=actor())

    return deed_of(key, "文件已上传", read)


@may(Permission.CONSULT, of=of)
def detach(key: int, number: int) -> ResponseReturnValue:
    """Take a file off a notice."""

    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        return lambda session: attaching.detach(session, key, seen, number, by=actor())

    return deed_of(key, "文件已撤下", read)


@may(Permission.READ_CONSULTATION, of=of)
def download(key: int, number: int) -> Response:
    """A file of a consultation as it came, for the staff."""
    with web.reading() as session:
        row = attaching.file_of(session, key, number)
        name, media_type, digest = row.filename, row.media_type, row.sha256
    place = files.path_of(web.config().files, digest)
    if not place.exists():
        raise NotFound(f"文件“{name}”不在文件库中，请从备份恢复")
    answer = send_file(place, media_type, as_attachment=True, download_name=name, etag=digest)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
