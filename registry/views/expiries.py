"""What ends by its own term (到期日历): a page, and a calendar that other programs follow."""

from datetime import timedelta

from flask import Response, render_template
from icalendar import Calendar, Event

from base import clock, web
from registry.law.markers import quoted
from registry.views import frame
from registry.watch.expiring import Expiring, expiring

AHEAD = timedelta(days=3 * 366)


def ahead() -> tuple[Expiring, ...]:
    """Documents whose term ends within the next three years, the earliest first."""
    today = clock.today()
    with web.reading() as session:
        return expiring(session, today + timedelta(days=1), today + AHEAD)


@web.cached_page
def expiries() -> str:
    """The documents that end by their own term, by day."""
    return render_template("expiries.html", section="documents", ending=ahead(), root=frame.root())


@web.cached_page
def expiries_calendar() -> Response:
    """The same as iCalendar (RFC 5545): one whole-day event on each last day of force."""
    made = Calendar()
    made.add("prodid", "-//policy registry//expiries//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{web.config().site.name}：有效期届满的文件")
    for one in ahead():
        made.add_component(entry(one, frame.root()))
    return Response(made.to_ical(), mimetype="text/calendar")


def entry(one: Expiring, root: str) -> Event:
    """The last day of a document; its UID stays the same as long as the term does."""
    made = Event()
    made.add("uid", f"{one.address}/{one.on.isoformat()}@{web.config().site.domain}")
    made.add("dtstamp", clock.now())
    made.add("dtstart", one.through)
    made.add("dtend", one.on)
    made.add("summary", f"{quoted(one.title)}有效期届满")
    made.add("description", "\n".join(part for part in (one.number, one.evidence) if part))
    made.add("url", f"{root}/documents/{one.address}")
    made.add("transp", "TRANSPARENT")
    return made
