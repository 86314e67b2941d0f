"""The print of a document (PDF): of today and of any day, made when asked for and kept on disk."""

from datetime import date

from flask import Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from base import clock, typeset, web
from base.diskcache import DiskCache
from base.errors import NotFound, Unavailable
from base.headers import as_file
from registry.reads.dossier import Dossier, address_of
from registry.renditions import pdf
from registry.renditions.sheet import Explained, Place, Sheet, sheet
from registry.renditions.standing import Mark, mark_of
from registry.views import frame, shelf

# About 1,500 prints of ten pages.
ROOM = 512 * 2**20
# A print names no more interpretations than its last page can hold.
MOST = 12


def show_pdf(address: str) -> ResponseReturnValue:
    """The print of the text of today, marked with how the document stands today."""
    try:
        return answer(address, clock.today(), f"/documents/{address}")
    except NotFound as missing:
        return moved(address, missing)


def show_pdf_on(address: str, day: date) -> ResponseReturnValue:
    """The print of the text of a day, marked with how the document stood then and stands today."""
    return answer(address, day, f"/documents/{address}/{day.isoformat()}")


def why_not() -> str:
    """Why this site makes no PDFs, as a sentence for the page; "" when it does."""
    return typeset.available() if web.config().pdf else "本站未开启PDF；可用网页、文本或JSON格式。"


def answer(address: str, day: date, path: str) -> ResponseReturnValue:
    """The print, or 304 to a reader who has it; raises Unavailable where there is no typesetting."""
    if reason := why_not():
        raise Unavailable(reason)
    dossier = shelf.dossier(address)
    page = pdf.html(_sheet(dossier, day, path))
    key, mark = pdf.key(page), mark_of(dossier, day)
    if request.if_none_match.contains(key):
        return _labelled(Response(status=304), key, mark)
    made = prints().get(key, lambda: typeset.to_pdf(page))
    name = f"{mark.titled(dossier.title[:80])}.pdf"
    return _labelled(as_file(made, "application/pdf", name, in_page=True), key, mark)


def moved(address: str, missing: NotFound) -> ResponseReturnValue:
    """To the print of a document that once was at this address; raises `missing` when none was."""
    with web.reading() as session:
        found = address_of(session, address)
    if found == address:
        raise missing
    return redirect(f"/documents/{found}.pdf", 308)


def prints() -> DiskCache:
    """The prints made before, of this application."""
    kept: DiskCache = current_app.extensions.setdefault("prints", DiskCache(web.config().cache / "pdf", ROOM))
    return kept


def _sheet(dossier: Dossier, day: date, path: str) -> Sheet:
    version = dossier.version_on(day)
    provisions = shelf.wording(version.text_id) if version else ()
    place = Place(web.config().site.name, frame.root() + path, explained(dossier, day))
    return sheet(dossier, provisions, day, clock.today(), place)


def explained(dossier: Dossier, day: date) -> tuple[Explained, ...]:
    """The interpretations that the print names."""
    known = shelf.explanations(dossier, day)
    return tuple(
        Explained(each.form, each.title, each.unit, frame.root() + each.address) for each in known.of[:MOST]
    )


def _labelled(response: Response, key: str, mark: Mark) -> Response:
    response.headers["X-Validity"] = mark.header
    response.set_etag(key)
    # Kept by browsers, but asked about each time: a repeal may have come in between.
    response.cache_control.no_cache = True
    return response
