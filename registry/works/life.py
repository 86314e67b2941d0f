"""A work's own life (沿革): the events that its texts state about themselves, never one by guess."""

from collections.abc import Sequence
from datetime import date, timedelta

from registry.law.events import REVISED, Act, Event, expires_after
from registry.law.statements import Amended, Effective
from registry.law.terms import EventKind
from registry.works.shapes import Held, Stated

# From the adoption of a revision to its first day: of 325 real ones the longest took 288 days.
LONGEST_WAIT = timedelta(days=730)


def life(stand: Sequence[Held]) -> tuple[Stated, ...]:
    """Commencement, amendments and expiry of a work, read from its versions, oldest first."""
    return (*commencement(stand), *amendments(stand), *expiry(stand))


def commencement(stand: Sequence[Held]) -> tuple[Stated, ...]:
    """The commencement that the earliest version states; later ones only repeat or replace it.

    A day that is later than a change of the text is that of a wholesale revision, and marked so: from when
    the document held before, its text does not tell. Without a day (自公布之日起施行, and the text does not
    tell when that was) the event has none.
    """
    stated = [(held, effective) for held in stand if (effective := _effective(held))]
    best = next((found for found in stated if found[1].on), stated[0] if stated else None)
    if best is None:
        return ()
    held, effective = best
    changed = _first_changed(held)
    later = effective.on and (held is not stand[0] or (changed and effective.on >= changed))
    rule = REVISED if later else effective.rule.value
    event = Event(EventKind.COMMENCEMENT, effective.on, evidence=effective.evidence, rule=rule)
    return (Stated(event, held.fingerprint),)


def amendments(stand: Sequence[Held]) -> tuple[Stated, ...]:
    """One amendment for each history line that tells of one.

    Later versions repeat the lines of earlier ones: the earliest version that has a line speaks.
    """
    found: dict[date, Stated] = {}
    for held in stand:
        revised = _revised_by_clause(held)
        for line in _history(held):
            if line.changes_text and line.on not in found:
                effective = _effective(held) if line.on == revised else None
                found[line.on] = Stated(_amendment(line, effective), held.fingerprint)
    return tuple(found[day] for day in sorted(found))


def expiry(stand: Sequence[Held]) -> tuple[Stated, ...]:
    """The expiry that the newest version states; an older version's is no longer its wording."""
    newest = stand[-1]
    for reading in newest.readings:
        stated = reading.statements.expiry
        if stated and stated.through:
            return (Stated(expires_after(stated.through, stated.evidence), newest.fingerprint),)
    return ()


def _amendment(line: Amended, effective: Effective | None) -> Event:
    act = Act(line.act, line.number) if line.act or line.number else None
    if effective and effective.on and effective.on >= line.on:
        # A wholesale revision: its own clause tells from when it counts.
        return Event(
            EventKind.AMENDMENT, effective.on, act=act, evidence=line.evidence, rule=effective.rule.value
        )
    return Event(EventKind.AMENDMENT, line.on, act=act, evidence=line.evidence, rule="header")


def _first_changed(held: Held) -> date | None:
    # A body that adopts the same text again (2010年…会议通过, 2021年…会议通过) has changed it.
    history = sorted(_history(held), key=lambda line: line.on)
    adopted: dict[str, date] = {}
    for line in history:
        again = line.verb == "通过" and line.on > adopted.setdefault(line.body, line.on)
        if line.changes_text or again:
            return line.on
    return None


def _revised_by_clause(held: Held) -> date | None:
    """The day of the change that the wording's own commencement clause belongs to.

    It is the last change before the clause's day; later ones (修正) leave the clause alone. A day years
    after any change belongs to a revision that the history does not tell of.
    """
    effective = _effective(held)
    if effective is None or effective.on is None:
        return None
    changes = (line.on for line in _history(held) if line.changes_text and line.on <= effective.on)
    last = max(changes, default=None)
    return last if last and effective.on - last <= LONGEST_WAIT else None


def _effective(held: Held) -> Effective | None:
    stated = [reading.statements.effective for reading in held.readings if reading.statements.effective]
    return next((effective for effective in stated if effective.on), stated[0] if stated else None)


def _history(held: Held) -> list[Amended]:
    return [line for reading in held.readings for line in reading.statements.history]
