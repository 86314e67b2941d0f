"""Files of public interpretations (解读文件): recordings, captions, pictures, shown within the page."""

from flask import Response, send_file

from base import files, web
from base.errors import NotFound
from interpretations.reads.files import UNKNOWN, stored_file

# A recording is played and a picture shown; neither can run, embed or fetch anything.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
SHOWN = ("image/", "audio/", "video/", "text/vtt")


def download(key: int, number: int) -> Response:
    """A file of the version that the public reads, by parts where a player asks for parts (RFC 9110, 14)."""
    with web.reading() as session:
        file = stored_file(session, key, number)
    place = files.path_of(web.config().files, file.sha256)
    if not place.exists():
        raise NotFound(UNKNOWN)
    answer = send_file(
        place,
        file.media_type,
        as_attachment=not file.media_type.startswith(SHOWN),
        download_name=file.filename,
        etag=file.sha256,
        conditional=True,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # Kept by browsers, but asked about each time: it may have been withdrawn.
    answer.cache_control.clear()
    answer.cache_control.no_cache = True
    return answer
