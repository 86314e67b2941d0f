"""Outcomes (标注结果): everything public that a mark changes, found by doing it.

A preview does the very deed that will be confirmed, looks, and takes it back before anybody can see it:
what it lists is what the same functions will show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote

from sqlalchemy.orm import Session

from base import clock
from base.db import tried
from registry import books
from registry.law.objections import Gravity, Objection
from registry.law.terms import Publication
from registry.marking.deeds import Deed, Mark, carry_out, day_of, hold
from registry.marking.dues import dues
from registry.reads.dossier import Dossier, read_dossier
from registry.renditions.surfaces import Surface, surfaces
from registry.tables import Document, EventRow
from registry.watch.tasks import Duty

ABSENT = "（不显示）"


@dataclass(frozen=True, slots=True)
class Change:
    """One surface that will look otherwise: what it shows before and after, and from which day."""

    surface: str
    label: str
    address: str
    before: str
    after: str
    since: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mark does: the surfaces that change, those that stay, the tasks it opens, and what to note."""

    document: Document
    dossier: Dossier
    event: EventRow | None
    changes: tuple[Change, ...]
    same: tuple[Surface, ...]
    duties: tuple[Duty, ...]
    notes: tuple[Objection, ...]
    day: date | None


def preview(session: Session, key: int, mark: Mark, *, by: str) -> Outcome:
    """What the mark would do, without doing it; raises as `registry.marking.deeds.carry_out`."""
    with tried(session):
        return done(session, key, mark, by=by)


def done(session: Session, key: int, mark: Mark, *, by: str) -> Outcome:
    """Carry the mark out and tell what it did; raises as `registry.marking.deeds.carry_out`."""
    document = hold(session, key, mark)
    if document.publication != Publication.PUBLISHED.value:
        raise books.NotPublished(f"《{document.title}》尚未发布，不能标注时效")
    notes = _notes(session, document, mark)
    before = _dossier(session, document)
    day = day_of(session, mark)
    event = carry_out(session, key, mark, by=by)
    after = _dossier(session, document)
    moments = sorted({clock.today(), *([day] if day and day > clock.today() else [])})
    found = changes(before, after, moments)
    touched = {change.surface for change in found}
    kept = tuple(one for one in surfaces(after, clock.today()) if one.name not in touched)
    duties = dues(session, document, event) if event else ()
    return Outcome(document, after, event, found, kept, duties, notes, day)


def _dossier(session: Session, document: Document) -> Dossier:
    session.flush()
    return read_dossier(session, document.address)


def _notes(session: Session, document: Document, mark: Mark) -> tuple[Objection, ...]:
    if mark.deed is Deed.TAKE_BACK:
        return ()
    against = books.standing_objections(session, document, mark.kind, mark.order)
    return tuple(objection for objection in against if objection.gravity is Gravity.NOTED)


def changes(before: Dossier, after: Dossier, moments: Sequence[date]) -> tuple[Change, ...]:
    """The surfaces that two lives of a document show differently, each from the first moment it does.

    A surface may change twice: today it announces the end to come, on the day it says that it came.
    """
    found: dict[tuple[str, str], Change] = {}
    for moment in moments:
        old = {surface.name: surface for surface in surfaces(before, moment)}
        new = {surface.name: surface for surface in surfaces(after, moment)}
        for name, surface in (new | {name: gone for name, gone in old.items() if name not in new}).items():
            was, will = _words(old.get(name)), _words(new.get(name))
            change = Change(name, surface.label, surface.address, was, will, moment)
            if was != will:
                found.setdefault((name, will), _first(change, found.values()))
    return tuple(found.values())


def _words(surface: Surface | None) -> str:
    # A header's Chinese word travels in percents; here people read it.
    if surface is None:
        return ABSENT
    return unquote(surface.words) if surface.name == "header" else surface.words


def _first(change: Change, earlier: Iterable[Change]) -> Change:
    # What a surface says from today on is what it says before it changes again.
    said = [one for one in earlier if one.surface == change.surface]
    return replace(change, before=said[-1].after) if said else change
