"""Files of interpretations (解读文件): uploaded, handed back to the staff, taken off."""

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from base import files, web
from base.errors import BadInput, NotFound, Unavailable
from base.forms import FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from interpretations.desk.interpretation_flow import done
from interpretations.desk.interpretation_pages import of, to
from interpretations.publishing import attaching
from interpretations.publishing.recordings import MEGABYTE, Accepted, accepted
from interpretations.rules.terms import FileRole
from registry.desk.draft_flow import version_seen

SANDBOX = "sandbox; default-src 'none'"
# Played in the page of the staff; everything else is saved.
PLAYED = ("audio/", "video/", "image/", "text/vtt")


@may(Permission.INTERPRET, of=of)
def attach(key: int) -> ResponseReturnValue:
    """Upload a recording, its captions or a picture to the working copy."""
    reader = FormReader(request.form)
    try:
        role = reader.choice("role", "文件的用途", FileRole, required=True)
        seen = version_seen(reader)
        reader.finish()
        incoming = _uploaded(role or FileRole.MEDIA)
        store = web.config().files
        sentence = "；".join(("文件已上传", *incoming.notices))
        return done(
            key,
            sentence,
            lambda session: attaching.attach(session, key, seen, incoming, store, by=actor()),
        )
    except (BadInput, Unavailable) as fault:
        return to(key, fault.sentence, "warning")


def _uploaded(role: FileRole) -> Accepted:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput("请先选择文件")
    limit = web.config().upload_mb * MEGABYTE
    # One byte more than allowed is enough to know: the rest is not read into memory.
    return accepted(role, sent.stream.read(limit + 1), sent.filename, limit)


@may(Permission.INTERPRET, of=of)
def detach(key: int, file: int) -> ResponseReturnValue:
    """Take a file off the working copy."""
    reader = FormReader(request.form)
    try:
        seen = version_seen(reader)
        reader.finish()
        return done(key, "文件已撤下", lambda session: attaching.detach(session, key, seen, file, by=actor()))
    except BadInput as fault:
        return to(key, fault.sentence, "warning")


@may(Permission.READ_INTERPRETATION, of=of)
def download(key: int, file: int) -> Response:
    """A file of an interpretation, for the staff: to be played in the page, by ranges, or saved."""
    with web.reading() as session:
        row = attaching.file_of(session, key, file)
        name, media_type, digest = row.filename, row.media_type, row.sha256
    place = files.path_of(web.config().files, digest)
    if not place.exists():
        raise NotFound(f"文件“{name}”不在文件库中，请从备份恢复")
    played = media_type.startswith(PLAYED)
    answer = send_file(
        place, media_type, as_attachment=not played, download_name=name, etag=digest, conditional=True
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
