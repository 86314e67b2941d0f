"""Shelving (归库): files become texts of works; the state depends on the files, not on their order.

Every call composes the works it touches anew from all their files and answers again every claim that
may mean them, so that after each transaction the registry is what the files so far say, and a broken
import that is run again ends where an unbroken one would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from base import clock, outbox
from registry.intake.parsed import Parsed
from registry.works import loading, recording, writing
from registry.works.composing import compose, held
from registry.works.key import work_key
from registry.works.linking import Catalogue
from registry.works.loading import Shelf
from registry.works.shapes import Arrival, Fate, Placed, Work
from registry.works.writing import Deed

TOPIC = "document"


@dataclass(slots=True)
class Moving:
    """Files on their way to their shelves."""

    found: dict[str, Shelf]
    homes: dict[str, Shelf]
    names: set[str] = field(default_factory=set)
    changed: dict[str, Shelf] = field(default_factory=dict)

    def place(self, arrival: Arrival) -> Fate:
        """Put one file on the shelf of its work; tells what that makes of it."""
        parsed = arrival.parsed
        home = self.homes.get(parsed.path)
        before = home.take_out(parsed.path) if home else None
        shelf = self._shelf(parsed, home)
        fresh = shelf.document_id is None and not shelf.paths
        shelf.put(parsed)
        self.homes[parsed.path] = shelf
        # Even where it reads as before: it is read again because the rules changed, those of works too.
        self.changed |= {id_(touched): touched for touched in (home, shelf) if touched}
        if home is shelf and before == parsed:
            return Fate.UNCHANGED
        if home:
            return Fate.UPDATED
        return Fate.NEW if fresh else Fate.JOINED

    def _shelf(self, parsed: Parsed, home: Shelf | None) -> Shelf:
        key = work_key(parsed)
        if key not in self.found and home and not home.paths:
            # Its only file bears another title now: the document keeps its address under the new one.
            self.names.add(home.work_key.split("|", 1)[0])
            self.found.pop(home.work_key)
            home.work_key = key
            self.found[key] = home
        return self.found.setdefault(key, Shelf(key))


def id_(shelf: Shelf) -> str:
    """What tells shelves apart while their keys may change."""
    return str(id(shelf))


def shelve(
    session: Session, arrivals: Sequence[Arrival], catalogue: Catalogue, *, by: str
) -> tuple[Placed, ...]:
    """Take these files into the registry, in the caller's transaction; `catalogue` is kept up to date."""
    paths = [arrival.parsed.path for arrival in arrivals]
    found = loading.shelves(session, {work_key(arrival.parsed) for arrival in arrivals}, paths)
    homes = {path: shelf for shelf in found.values() for path in shelf.paths}
    moving = Moving(found, homes)
    fates = {arrival.parsed.path: moving.place(arrival) for arrival in arrivals}
    deed = Deed(session, by, clock.now())
    works, touched = _write(deed, moving, arrivals)
    touched |= _link(deed, moving, works, catalogue)
    outbox.post(session, TOPIC, sorted(touched))
    return tuple(Placed(path, fate, moving.homes[path].document_id or 0) for path, fate in fates.items())


def _write(deed: Deed, moving: Moving, arrivals: Sequence[Arrival]) -> tuple[dict[str, Work], set[int]]:
    changed = {shelf.work_key: shelf for shelf in moving.changed.values()}
    works = {
        key: compose(held({f: r.values() for f, r in shelf.readings.items()}))
        for key, shelf in changed.items()
        if shelf.paths
    }
    writing.documents(deed, works, moving.found)
    writing.texts(deed, works, moving.found, arrivals)
    writing.sources(deed, arrivals, moving.homes)
    recording.own_events(deed, works, moving.found)
    touched = recording.relations(deed, works, moving.found)
    for shelf in changed.values():
        if not shelf.paths and shelf.document_id:
            writing.withdraw(deed, shelf)
            touched |= recording.withdraw_all(deed, shelf.document_id)
    return works, touched


def _link(deed: Deed, moving: Moving, works: dict[str, Work], catalogue: Catalogue) -> set[int]:
    shelves = [shelf for shelf in moving.changed.values() if shelf.document_id]
    names = moving.names | {work.description.title_key for work in works.values()}
    for shelf in shelves:
        _enter(shelf, works.get(shelf.work_key), catalogue)
    return recording.link(deed, shelves, names, catalogue) | {
        shelf.document_id for shelf in shelves if shelf.document_id
    }


def _enter(shelf: Shelf, work: Work | None, catalogue: Catalogue) -> None:
    if shelf.document_id is None:
        return
    if work is None:
        catalogue.drop(shelf.document_id)
        return
    readings = [reading for kept in shelf.readings.values() for reading in kept.values()]
    description = work.description
    names = (description.title_key, description.region)
    catalogue.put(loading.entry(shelf.document_id, *names, readings, shelf.address))
