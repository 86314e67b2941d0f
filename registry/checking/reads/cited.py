"""The instruments that a text cites (被引文件), read together: lives, versions, successors, provisions."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.law.events import Event
from registry.law.provisions import Provision
from registry.law.terms import EventKind, RelationKind
from registry.law.wordings import tiles
from registry.reads.catalogue import Entry
from registry.reads.dossier import Version
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.reads.wording import read_wordings
from registry.tables import Document, RelationRow, Text

DECIDING = re.compile("决定|通知|公告|命令|废止|清理|目录")
# Of one statement: SQLite takes 32,766 values.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a document's place; `address` is "" where the registry does not show it."""

    title: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A visible document as far as a check needs it."""

    entry: Entry
    events: tuple[Event, ...]
    versions: tuple[Version, ...]
    successors: tuple[Successor, ...]

    def version_on(self, day: date) -> Version | None:
        """The version to read on this day; None for a document without any text."""
        return next((each for each in self.versions if each.tile and each.tile.covers(day)), None)

    def replaced_by(self) -> str:
        """The title of the document that took this one's place, or ""."""
        return self.successors[0].title if self.successors else ""


def read_instruments(session: Session, entries: Sequence[Entry]) -> Mapping[int, Instrument]:
    """These documents by their ids, in a few statements whatever their number."""
    ids = [entry.id for entry in entries]
    events: dict[int, tuple[Event, ...]] = {}
    versions: dict[int, tuple[Version, ...]] = {}
    successors: dict[int, tuple[Successor, ...]] = {}
    for some in _portions(ids):
        events |= lives(session, some)
        versions |= _versions(session, some)
        successors |= _successors(session, some)
    return {
        entry.id: Instrument(
            entry,
            life := events.get(entry.id, ()),
            versions.get(entry.id, ()),
            successors.get(entry.id) or _repealing(life),
        )
        for entry in entries
    }


def _repealing(events: Sequence[Event]) -> tuple[Successor, ...]:
    """A new act that repeals in its last article takes the place; a mere decision to repeal does not."""
    acts = (event.act for event in events if event.kind is EventKind.REPEAL and event.act)
    return tuple(
        Successor(act.title, act.number, act.address)
        for act in acts
        if act.title and not DECIDING.search(act.title)
    )[:1]


def read_texts(session: Session, text_ids: Collection[int]) -> Mapping[int, tuple[Provision, ...]]:
    """The provisions of these texts, by text."""
    found: dict[int, tuple[Provision, ...]] = {}
    for some in _portions(sorted(text_ids)):
        found |= read_wordings(session, some)
    return found


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _versions(session: Session, ids: Sequence[int]) -> dict[int, tuple[Version, ...]]:
    query = (
        select(Text.document_id, Text.id, Text.title, Text.note, Text.dated_on, Text.applies_from)
        .where(Text.document_id.in_(ids), Text.withdrawn_at.is_(None))
        .order_by(Text.document_id, Text.position)
    )
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        rows[row.document_id].append(row)
    return {
        key: tuple(
            Version(row.id, place, row.title, row.note, row.dated_on, row.applies_from, tile)
            for place, (row, tile) in enumerate(
                zip(found, tiles([row.applies_from for row in found]), strict=True)
            )
        )
        for key, found in rows.items()
    }


def _successors(session: Session, ids: Sequence[int]) -> dict[int, tuple[Successor, ...]]:
    shown = (Document.id, Document.title, Document.address, Document.document_number, Document.order_number)
    end = select(*shown).where(visible()).subquery()
    query = (
        select(
            RelationRow.target_id,
            RelationRow.source_title,
            RelationRow.source_number,
            end.c.title,
            end.c.document_number,
            end.c.order_number,
            end.c.address,
        )
        .outerjoin(end, end.c.id == RelationRow.source_id)
        .where(RelationRow.target_id.in_(ids), RelationRow.withdrawn_at.is_(None))
        .where(RelationRow.kind == RelationKind.REPLACES.value)
        .order_by(RelationRow.id)
    )
    found: defaultdict[int, tuple[Successor, ...]] = defaultdict(tuple)
    for key, printed, number, title, own, order, address in session.execute(query):
        if title or printed:
            found[key] = (*found[key], Successor(title or printed, own or order or number, address or ""))
    return found
