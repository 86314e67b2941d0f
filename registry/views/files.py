"""Files of documents (原件与附件): the bytes as they came, kept from doing anything in a browser."""

from flask import Response, send_file
from sqlalchemy import select

from base import files, web
from base.errors import NotFound
from registry.reads.visibility import visible
from registry.tables import Attachment, Document

# Whatever the file is, it is offered for saving and can neither run nor embed anything (CSP sandbox).
SANDBOX = "sandbox; default-src 'none'"


def download(number: int) -> Response:
    """The file with this number, as an attachment; raises NotFound unless its document is visible."""
    query = (
        select(Attachment.filename, Attachment.media_type, Attachment.sha256)
        .join(Document, Document.id == Attachment.document_id)
        .where(Attachment.id == number, Attachment.withdrawn_at.is_(None), visible())
    )
    with web.reading() as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这个文件，或者它已经撤回。请回到文件页重新下载。")
    place = files.path_of(web.config().files, row.sha256)
    if not place.exists():
        raise NotFound(f"文件“{row.filename}”不在文件库中，请告知本站联系人。")
    answer = send_file(place, row.media_type, as_attachment=True, download_name=row.filename, etag=row.sha256)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
