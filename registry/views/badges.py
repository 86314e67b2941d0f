"""Badges for other sites (外站徽章): by a document's address, or by its number, in whatever brackets."""

from datetime import datetime, time, timedelta

from flask import Response, jsonify, request
from sqlalchemy import or_, select

from base import clock, web
from base.errors import NotFound, Withdrawn
from registry.law import docnumber
from registry.law.terms import Publication
from registry.renditions import badge
from registry.renditions.badge import Badge
from registry.renditions.standing import mark_of
from registry.tables import Document
from registry.views import frame, shelf
from registry.views.identifiers import matching

# A minute at most, and never past the midnight at which a repeal takes effect.
LONGEST = 60
LONGEST_NUMBER = 200
# A picture of words: nothing in it may run, and any site may show it.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def badge_picture(address: str) -> Response:
    """The badge of the document at this address as SVG."""
    return drawn(by_address(address))


def badge_json(address: str) -> Response:
    """The badge of the document at this address as JSON."""
    return told(by_address(address))


def badge_picture_by_number(number: str) -> Response:
    """The badge of the document with this number as SVG; 未登记 where there is none."""
    return drawn(by_number(number))


def badge_json_by_number(number: str) -> Response:
    """The badge of the document with this number as JSON."""
    return told(by_number(number))


def by_address(address: str) -> Badge:
    """How the document at this address stands today; what is not published is not known."""
    try:
        dossier = shelf.dossier(address)
    except NotFound:
        return Badge("unknown", badge.UNKNOWN, warns=None)
    except Withdrawn:
        return Badge("withdrawn", badge.WITHDRAWN, warns=True, url=f"{frame.root()}/documents/{address}")
    mark = mark_of(dossier, clock.today())
    return badge.badge_of(dossier, mark, f"{frame.root()}/documents/{dossier.address}")


def by_number(number: str) -> Badge:
    """How the document with this number stands today."""
    typed = number.strip()[:LONGEST_NUMBER]
    found = matching(shelf.catalogue(), typed)
    if len(found) == 1:
        return by_address(found[0].address)
    if found:
        return Badge("ambiguous", badge.SEVERAL, warns=None, number=typed)
    gone = withdrawn(typed)
    return by_address(gone) if gone else Badge("unknown", badge.UNKNOWN, warns=None, number=typed)


def withdrawn(number: str) -> str:
    """The address of the one withdrawn document with this number; "" without one, or with several."""
    keys = docnumber.keys(number)
    numbered = or_(Document.number_key.in_(keys), Document.order_key.in_(keys))
    query = select(Document.address).where(Document.publication == Publication.WITHDRAWN.value, numbered)
    if not keys:
        return ""
    with web.reading() as session:
        found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else ""


def drawn(shown: Badge) -> Response:
    """The badge as a picture."""
    return opened(Response(badge.svg(shown), mimetype="image/svg+xml"), shown)


def told(shown: Badge) -> Response:
    """The badge for programs."""
    return opened(jsonify(badge.record(shown)), shown)


def opened(answer: Response, shown: Badge) -> Response:
    """The answer opened to every site, with how long it may be kept, or 304."""
    answer.headers.update(OPEN)
    answer.headers["X-Validity"] = shown.state
    answer.cache_control.public = True
    answer.cache_control.max_age = lasting(clock.now())
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def lasting(now: datetime) -> int:
    """For how many seconds an answer of this moment may be kept.

    >>> from datetime import UTC
    >>> lasting(datetime(2026, 7, 31, 12, tzinfo=UTC)), lasting(datetime(2026, 7, 31, 15, 59, 48, tzinfo=UTC))
    (60, 12)
    """
    here = clock.local(now)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return min(LONGEST, int((midnight - here).total_seconds()))
