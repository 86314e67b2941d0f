"""Validity (时效性): how a document stands on any day, read off its dated events and never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.law.condition import condition_on, course
from registry.law.events import Event
from registry.law.markers import Marker, markers, standing_sentence
from registry.law.terms import Validity

# The rule of validity has one door: what must be shown belongs to it, though it stands in its own file.
__all__ = [
    "Marker",
    "Span",
    "ended_provisions",
    "markers",
    "next_change",
    "next_event_on",
    "spans",
    "standing_sentence",
    "suspended_provisions",
    "validity",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days with one validity: from `since` (None: from ever) until the day `until`, exclusive."""

    validity: Validity
    since: date | None
    until: date | None


def validity(events: Iterable[Event], as_of: date) -> Validity:
    """How the document stands on the day (half-open: a repeal's own day is outside validity)."""
    return condition_on(events, as_of).validity


def spans(events: Iterable[Event]) -> tuple[Span, ...]:
    """The document's whole life as spans that tile all days; neighbours differ."""
    found: list[tuple[date | None, Validity]] = []
    for since, condition in course(events):
        if not found or found[-1][1] is not condition.validity:
            found.append((since, condition.validity))
    ends = [since for since, _ in found[1:]] + [None]
    return tuple(Span(state, since, until) for (since, state), until in zip(found, ends, strict=True))


def next_change(events: Iterable[Event], as_of: date) -> date | None:
    """The first day after `as_of` on which the validity or the ended or suspended provisions change."""
    life = list(events)
    present = condition_on(life, as_of)
    facts = (present.validity, present.gone, present.halted)
    for since, condition in course(life):
        if since and since > as_of and (condition.validity, condition.gone, condition.halted) != facts:
            return since
    return None


def next_event_on(events: Iterable[Event], as_of: date) -> date | None:
    """The first day after `as_of` on which anything happens, area measures and amendments included.

    What a page shows can change on that day, so nothing rendered may be kept past it.
    """
    return min((event.on for event in events if event.on and event.on > as_of), default=None)


def ended_provisions(events: Iterable[Event], as_of: date) -> frozenset[str]:
    """The provisions repealed by name (部分废止) on that day, by their stable ids."""
    return condition_on(events, as_of).gone


def suspended_provisions(events: Iterable[Event], as_of: date) -> frozenset[str]:
    """The provisions suspended by name (停止执行) on that day, by their stable ids."""
    return condition_on(events, as_of).halted
