"""Dated events (沿革事件): the only source of validity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.law.terms import EventKind

# The rule of a commencement that was read from a wholly revised text (修订): it proves force from its day
# on, but says nothing of the days before, when an earlier text may have held.
REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Act:
    """The act that caused an event: the document that says so, by title and number.

    `address` is its address in the registry, or "" while it is not there.
    """

    title: str
    number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a document, on a day of the law.

    `on` is the first day on which the event has effect (half-open: 自8月1日起废止 → August 1);
    None while no day is known yet. `provisions` are the stable ids of what it touches (art-12,
    art-12-p2); empty means the whole document. `area` limits a suspension to a place; such an event
    never changes the document's own validity. `evidence` is the sentence it was read from, `rule` the
    way the day was found.
    """

    kind: EventKind
    on: date | None
    provisions: tuple[str, ...] = ()
    area: str = ""
    act: Act | None = None
    evidence: str = ""
    rule: str = ""


def expires_after(last_day: date, evidence: str = "") -> Event:
    """The expiry (期满失效) of a document that holds through its printed last day.

    >>> expires_after(date(2021, 7, 31)).on.isoformat()
    '2021-08-01'
    """
    return Event(EventKind.EXPIRY, last_day + timedelta(days=1), evidence=evidence, rule="valid_through")


def dated(events: Iterable[Event]) -> list[Event]:
    """The events that have a day, in the order in which they take effect."""
    return sorted((event for event in events if event.on), key=in_effect_order)


# On one day, what begins comes before what changes, and what ends comes last: a document that is
# commenced and repealed on the same day was never in force.
EFFECT_ORDER = {kind: place for place, kind in enumerate(EventKind)} | {
    EventKind.CORRECTION: 0,
    EventKind.COMMENCEMENT: 1,
    EventKind.RESUMPTION: 2,
    EventKind.AMENDMENT: 3,
    EventKind.SUSPENSION: 4,
    EventKind.PARTIAL_REPEAL: 5,
    EventKind.EXPIRY: 6,
    EventKind.LAPSE: 7,
    EventKind.REPEAL: 8,
    EventKind.ANNULMENT: 9,
}


def in_effect_order(event: Event) -> tuple[date, int, tuple[str, ...], str, tuple[bool, str, str]]:
    """The key that sorts dated events; independent of the order of entry.

    Of two records of the same event the one that knows its act comes first, so that the act is told.
    """
    act = (event.act is None, event.act.title if event.act else "", event.act.number if event.act else "")
    return (event.on or date.max, EFFECT_ORDER[event.kind], event.provisions, event.area, act)
