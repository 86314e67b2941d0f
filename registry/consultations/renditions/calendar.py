"""Consultations as iCalendar (RFC 5545): their periods, meetings, registrations, and when the outcome is due.

What is in it does not depend on the moment of asking, so that programs that ask again are told 304. The UID
of an entry never changes, its SEQUENCE grows with every extension.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vDuration

from registry.consultations.reads.gatherings import Gathering
from registry.consultations.reads.listing import Listed
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState
from registry.law.markers import quoted

# One is reminded so long before the end: there is still time to write something down.
REMINDED = timedelta(days=3)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the calendar is published: the site's name, its domain, its address without a slash."""

    site: str
    domain: str
    root: str


def calendar(name: str, entries: Iterable[Event], place: Place) -> bytes:
    """The calendar of this name with these entries."""
    made = Calendar()
    made.add("prodid", "-//policy registry//consultations//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{place.site}：{name}")
    for entry in entries:
        made.add_component(entry)
    return bytes(made.to_ical())


def period(row: Listed, day: date, place: Place) -> Event:
    """The period in which one can comment, with a reminder before its end; cancelled when dropped in it."""
    made = _entry(row, place, "period", row.changed_at(day))
    made.add("dtstart", row.course.from_on)
    made.add("dtend", row.through_on(day) + A_DAY)
    made.add("summary", f"征求意见：{quoted(row.title)}")
    extended = [each for each in row.happened if each.deed is ConsultationDeed.EXTEND]
    made.add("sequence", len(extended))
    made.add("description", _told(row, day))
    dropped = row.course.dropped_on
    if dropped is not None and dropped <= row.through_on(day):
        made.add("status", "CANCELLED")
    elif row.state(day) in {ConsultationState.ANNOUNCED, ConsultationState.OPEN}:
        made.add_component(_reminder(row))
    return made


def outcome(row: Listed, day: date, place: Place) -> Event:
    """The last day on which the outcome is to be published."""
    due = row.course.due_on(day)
    made = _entry(row, place, "outcome", row.changed_at(day))
    made.add("dtstart", due)
    made.add("dtend", due + A_DAY)
    made.add("summary", f"应当公布采纳情况：{quoted(row.title)}")
    return made


def meetings(row: Listed, found: Sequence[Gathering], place: Place) -> list[Event]:
    """Every announced meeting at its hour, and the last day to register for it."""
    made = []
    for meeting in found:
        held = _entry(row, place, f"meeting-{meeting.id}", meeting.announced_at)
        held.add("dtstart", meeting.held_at)
        held.add("summary", f"{meeting.kind.label}：{meeting.title}")
        held.add("location", meeting.place)
        held.add("description", f"就{quoted(row.title)}召开。")
        if meeting.called_off:
            held.add("status", "CANCELLED")
        made.append(held)
        if meeting.register_through and not meeting.called_off:
            last = _entry(row, place, f"registration-{meeting.id}", meeting.announced_at)
            last.add("dtstart", meeting.register_through)
            last.add("dtend", meeting.register_through + A_DAY)
            last.add("summary", f"{meeting.kind.label}报名截止：{meeting.title}")
            made.append(last)
    return made


def _entry(row: Listed, place: Place, name: str, changed_at: datetime) -> Event:
    made = Event()
    made.add("uid", f"consultation-{row.id}-{name}@{place.domain}")
    made.add("dtstamp", changed_at)
    made.add("url", f"{place.root}{row.address}")
    made.add("transp", "TRANSPARENT")
    return made


def _told(row: Listed, day: date) -> str:
    lines = [f"起草单位：{row.unit}", f"决定机关：{row.deciding_body}" if row.deciding_body else ""]
    if row.through_on(day) > row.course.through_on:
        lines.append(f"期限已延长至 {row.through_on(day)}。")
    return "\n".join(line for line in lines if line)


def _reminder(row: Listed) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", f"{quoted(row.title)}即将截止征求意见")
    trigger = vDuration(-REMINDED)
    trigger.params["RELATED"] = "END"
    made["trigger"] = trigger
    return made
