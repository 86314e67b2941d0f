"""The condition of a document on a day: what its events up to that day have made of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from registry.law.events import REVISED, Event, dated
from registry.law.terms import EventKind, Validity

# How a document ends, and how it stands afterwards.
ENDINGS = {
    EventKind.EXPIRY: Validity.EXPIRED,
    EventKind.LAPSE: Validity.LAPSED,
    EventKind.REPEAL: Validity.REPEALED,
    EventKind.ANNULMENT: Validity.ANNULLED,
}
# Texts without articles are counted by headings (第一部分第二点): h-1-2, in an annex annex-1-h-1-2.
HEADING = re.compile(r"(?:annex-[0-9]{1,4}-)?h(?:-[0-9]{1,4}){1,6}")


def whole(event: Event) -> bool:
    """Whether the event touches the whole document everywhere, not single provisions or one area."""
    return not event.provisions and not event.area


def begins(event: Event) -> bool:
    """Whether the event makes the whole document commence; single articles may begin on another day."""
    return event.kind is EventKind.COMMENCEMENT and whole(event)


def covers(outer: str, inner: str) -> bool:
    """Whether `inner` is the provision `outer` or stands inside it; art-10-1 is no part of art-10.

    >>> covers("art-10", "art-10-p2"), covers("art-10", "art-10-1"), covers("annex-1", "annex-1-art-3")
    (True, False, True)
    >>> covers("h-1", "h-1-2")
    True
    """
    if inner == outer or not inner.startswith(outer + "-"):
        return inner == outer
    # A number that follows inserts an article (第十条之一), but below a heading it counts its points.
    return not inner[len(outer) + 1].isdigit() or HEADING.fullmatch(outer) is not None


@dataclass(frozen=True, slots=True)
class Condition:
    """How a document stands after some of its events; the next event makes the next condition.

    `awaited` says that the first day of the document is known, so that before it the document is not yet
    in force rather than undated; the first day of a revised text is not that of the document. `gone` and
    `halted` are the provisions repealed and suspended by name.
    """

    awaited: bool = False
    commenced: bool = False
    suspended: bool = False
    curtailed: bool = False
    end: Event | None = None
    gone: frozenset[str] = frozenset()
    halted: frozenset[str] = frozenset()

    @property
    def validity(self) -> Validity:
        """The validity in this condition.

        Only a commencement (施行) proves force: an amendment alone leaves a document undated. Whoever
        repeals a part leaves the rest standing, so a partial repeal of an undated document shows.
        """
        if self.end:
            return ENDINGS[self.end.kind]
        if self.awaited and not self.commenced:
            return Validity.NOT_YET_IN_FORCE
        if self.suspended:
            return Validity.SUSPENDED
        if self.curtailed:
            return Validity.PARTLY_REPEALED
        return Validity.IN_FORCE if self.commenced else Validity.UNDATED

    def after(self, event: Event) -> "Condition":
        """The condition once the event has taken effect; what has ended stays ended, by its first end."""
        # A measure for one place (暂时调整实施) is neither repeal nor amendment: the whole stands.
        if self.end or event.area:
            return self
        if event.kind in ENDINGS or event.kind is EventKind.PARTIAL_REPEAL:
            return self._ending(event)
        if event.kind is EventKind.SUSPENSION:
            return self._halting(event)
        if event.kind is EventKind.RESUMPTION:
            return self._resuming(event)
        if begins(event):
            return replace(self, commenced=True)
        return self

    def _ending(self, event: Event) -> "Condition":
        if event.kind in ENDINGS and whole(event):
            return replace(self, end=event, suspended=False, halted=frozenset())
        gone = self.gone | frozenset(event.provisions)
        still = frozenset(eid for eid in self.halted if not _any_covers(event.provisions, eid))
        return replace(self, curtailed=True, gone=gone, halted=still)

    def _halting(self, event: Event) -> "Condition":
        if whole(event):
            return replace(self, suspended=True)
        fresh = frozenset(eid for eid in event.provisions if not _any_covers(self.gone, eid))
        return replace(self, halted=self.halted | fresh)

    def _resuming(self, event: Event) -> "Condition":
        if whole(event):
            return replace(self, suspended=False, halted=frozenset())
        still = frozenset(eid for eid in self.halted if not _any_covers(event.provisions, eid))
        return replace(self, halted=still)


def _any_covers(outers: Iterable[str], inner: str) -> bool:
    return any(covers(outer, inner) for outer in outers)


def course(events: Iterable[Event]) -> Iterator[tuple[date | None, Condition]]:
    """Every condition with the first day it holds on (None: from ever), a day of events each, in order.

    Events without a day change nothing: nobody yet knows when.
    """
    ordered = dated(events)
    awaited = any(begins(event) and event.rule != REVISED for event in ordered)
    since: date | None = None
    condition = Condition(awaited=awaited)
    for event in ordered:
        if event.on != since:
            yield since, condition
            since = event.on
        condition = condition.after(event)
    yield since, condition


def condition_on(events: Iterable[Event], as_of: date) -> Condition:
    """The condition on a day; an event counts from its own day on."""
    present = Condition()
    for since, condition in course(events):
        if since is not None and since > as_of:
            break
        present = condition
    return present
