"""The snapshot (行为日快照) as a page, as the signed file, as a print and as a package of all of them."""

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, typeset, web
from base.diskcache import DiskCache
from base.errors import BadInput, NotFound, Unavailable
from base.guarding import plain_code
from base.headers import as_file
from base.staff.access import public
from registry.attesting import packing, sheet
from registry.attesting.codes import fault_of
from registry.attesting.kept import Kept, read_kept
from registry.attesting.rules.envelope import in_letters
from registry.renditions import qr
from registry.views import frame, printing

pages = Blueprint("day_snapshot", __name__)
ROOM = 512 * 2**20
MEDIA_TYPE = "application/json"


def kept(code: str) -> Kept:
    """The snapshot with the code in the address; raises NotFound, saying what is wrong with it."""
    if fault := fault_of(plain_code(code)):
        raise NotFound(f"{fault}。")
    with web.reading() as session:
        return read_kept(session, plain_code(code))


def elsewhere(code: str, ending: str = "", head: str = "/snapshots/") -> Response | None:
    """To the address with the code as it is printed, when it was written otherwise."""
    plain = plain_code(code)
    if plain == code or fault_of(plain):
        return None
    return redirect(f"{head}{plain}{ending}", 308)  # type: ignore[return-value]


@web.cached_page
def show(code: str) -> ResponseReturnValue:
    """The page: what it holds, its hashes, its files."""
    if moved := elsewhere(code):
        return moved
    found = kept(code)
    return render_template(
        "snapshots/page.html",
        section="documents",
        kept=found,
        parts=[sheet.part(place, member) for place, member in enumerate(found.members, 1)],
        picture=qr.data_uri(f"{frame.root()}/verify/{found.code}"),
        address=f"{frame.root()}/verify/{found.code}",
        no_pdf=printing.why_not(),
        standing=sheet.standing_of,
        signature=in_letters(found.signed.signature),
        table=sheet.web_table,
        today=clock.today(),
    )


@web.cached_page
def show_json(code: str) -> ResponseReturnValue:
    """The signed file."""
    if moved := elsewhere(code, ".json"):
        return moved
    found = kept(code)
    return as_file(found.file, MEDIA_TYPE, f"行为日快照-{found.code}.json")


def show_pdf(code: str) -> ResponseReturnValue:
    """The print, with the signed file attached to it."""
    if moved := elsewhere(code, ".pdf"):
        return moved
    found = kept(code)
    content, key = printed(found)
    if request.if_none_match.contains(key):
        answer = Response(status=304)
    else:
        answer = as_file(content, "application/pdf", f"行为日快照-{found.code}.pdf", in_page=True)
    answer.set_etag(key)
    answer.cache_control.no_cache = True
    return answer


def show_zip(code: str) -> ResponseReturnValue:
    """The package."""
    if moved := elsewhere(code, ".zip"):
        return moved
    found = kept(code)
    content = None if printing.why_not() else printed(found)[0]
    packed = packing.package(found, frame.root(), content)
    return as_file(packed, "application/zip", f"行为日快照-{found.code}.zip")


def printed(found: Kept) -> tuple[bytes, str]:
    """The print and its key; raises Unavailable where this site sets no type, or cannot just now."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    page = sheet.html(found, web.config().site.name, frame.root())
    key = sheet.key(page)
    try:
        return prints().get(key, lambda: typeset.to_pdf(page)), key
    except BadInput as fault:
        raise Unavailable(f"这份快照过长，不能排成PDF（{fault.sentence}）；请用 JSON。") from fault


def prints() -> DiskCache:
    """The prints made before, of this application."""
    made: DiskCache = current_app.extensions.setdefault(
        "day_snapshot_prints", DiskCache(web.config().cache / "day-snapshots", ROOM)
    )
    return made


pages.add_url_rule("/snapshots/<code>", view_func=public(show))
pages.add_url_rule("/snapshots/<code>.json", view_func=public(show_json))
pages.add_url_rule("/snapshots/<code>.pdf", view_func=public(show_pdf))
pages.add_url_rule("/snapshots/<code>.zip", view_func=public(show_zip))
