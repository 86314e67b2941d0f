"""Originals for the staff (原件): the bytes as they came, whatever has become of their document."""

from flask import Blueprint, Response, send_file
from sqlalchemy.orm import Session

from base import files, web
from base.errors import NotFound
from base.staff import audit
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from registry.desk import owners
from registry.tables import Attachment
from registry.views.files import SANDBOX

desk = Blueprint("originals", __name__, url_prefix="/desk/files")


def owner(session: Session, *, number: int, **_others: object) -> Owner | None:
    """Of a file: whose its document is."""
    row = session.get(Attachment, number)
    return None if row is None else owners.document(session, key=row.document_id)


@desk.get("/<int(max=2147483647):number>")
@may(Permission.READ_ORIGINAL, of=owner)
def original(number: int) -> Response:
    """The untouched file; that it was taken out is written down."""
    with web.transaction() as session:
        row = session.get(Attachment, number)
        if row is None:
            raise NotFound("没有这个文件。")
        place = files.path_of(web.config().files, row.sha256)
        if not place.exists():
            raise NotFound(f"文件“{row.filename}”不在文件库中，请告知系统管理员。")
        name, media_type, digest = row.filename, row.media_type, row.sha256
        subject = f"document:{row.document_id}"
        audit.record(
            session, actor(), "file.read_original", subject, after={"file": number, "sha256": digest}
        )
    answer = send_file(place, media_type, as_attachment=True, download_name=name, etag=digest, max_age=0)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer
