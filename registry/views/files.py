"""Files of documents (原件与附件): as they came while their document holds, as marked copies when not."""

from hashlib import sha256

from flask import Response, current_app, request, send_file
from sqlalchemy import select

from base import clock, files, web
from base.diskcache import DiskCache
from base.errors import NotFound, Withdrawn
from base.headers import as_file
from registry.reads.dossier import Dossier, FileLink
from registry.renditions.copies.making import Copy, marked_copy
from registry.renditions.copies.notice import Place, notice_of
from registry.renditions.standing import file_header
from registry.tables import Attachment, Document
from registry.views import frame, printing, shelf

# Whatever the file is, it is offered for saving and can neither run nor embed anything (CSP sandbox).
SANDBOX = "sandbox; default-src 'none'"
# About 500 copies of a megabyte.
ROOM = 512 * 2**20
UNKNOWN = "没有这个文件。请回到文件页重新下载。"


def download(number: int) -> Response:
    """The file with this number, or its marked copy; raises NotFound, or Withdrawn with the reason."""
    dossier, file = found(number)
    today = clock.today()
    notice = notice_of(dossier, file, today, Place(web.config().site.name, frame.root()))
    if notice is None:
        answer = original(file)
    else:
        content = files.read(web.config().files, file.sha256)
        answer = sent(marked_copy(content, notice, copies(), printing.why_not()))
    answer.headers["X-Validity"] = file_header(dossier, file, today)
    return labelled(answer, dossier)


def found(number: int) -> tuple[Dossier, FileLink]:
    """A file of a visible document; raises NotFound, or Withdrawn where it or its document was withdrawn."""
    query = select(Document.address, Attachment.filename, Attachment.withdrawn_at)
    query = query.join(Attachment, Attachment.document_id == Document.id).where(Attachment.id == number)
    with web.reading() as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    try:
        dossier = shelf.dossier(row.address)
    except NotFound as hidden:
        # Not even the address of what is not published.
        raise NotFound(UNKNOWN) from hidden
    if row.withdrawn_at is not None:
        raise Withdrawn(f"《{dossier.title}》的文件“{row.filename}”已撤回。请从文件页下载现有的文件。")
    return dossier, next(file for file in dossier.files if file.id == number)


def original(file: FileLink) -> Response:
    """The bytes as they came."""
    place = files.path_of(web.config().files, file.sha256)
    if not place.exists():
        raise NotFound(f"文件“{file.filename}”不在文件库中，请告知本站联系人。")
    return send_file(
        place, file.media_type, as_attachment=True, download_name=file.filename, etag=file.sha256, max_age=0
    )


def sent(copy: Copy) -> Response:
    """A marked copy as an answer, or 304 to a reader who has it."""
    answer = as_file(copy.content, copy.media_type, copy.filename)
    answer.set_etag(sha256(copy.content).hexdigest())
    answer.make_conditional(request, accept_ranges=True, complete_length=len(copy.content))
    return answer


def labelled(answer: Response, dossier: Dossier) -> Response:
    """The answer kept from doing anything in a browser, and asked about each time; it names its document."""
    answer.headers["Link"] = f'<{frame.root()}/documents/{dossier.address}>; rel="describedby"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # Kept by browsers, but asked about each time: a repeal may have come in between.
    answer.cache_control.clear()
    answer.cache_control.no_cache = True
    return answer


def copies() -> DiskCache:
    """The marked copies made before, of this application."""
    kept: DiskCache = current_app.extensions.setdefault(
        "copies", DiskCache(web.config().cache / "copies", ROOM)
    )
    return kept
