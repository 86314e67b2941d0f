"""The catalogue (目录): all visible documents in compact columns, kept in memory, one per generation.

A list asks for masks and counts over thousands of documents; as array work on integer columns that
costs a fraction of a millisecond (the same over rows of the database: tens of milliseconds).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session, aliased

from registry.law import docnumber
from registry.law.events import Event
from registry.law.terms import Kind, Validity
from registry.law.validity import Span, spans
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document, DocumentIssuer, Issuer, Subject

VALIDITIES = tuple(Validity)
# The days on which a document came to be; a web posting is none of them.
DAYS = ("published_on", "signed_on", "adopted_on", "approved_on")
CODES = {validity: code for code, validity in enumerate(VALIDITIES)}
# What an entry is made of; the other columns of all documents would take as long again to read.
COLUMNS = (
    Document.id, Document.address, Document.title, Document.kind, Document.region, Document.year,
    Document.document_number, Document.order_number, Document.unified_number, Document.index_number,
    Document.number_key, Document.order_key, Document.drafting_unit_id,
    *(getattr(Document, name) for name in DAYS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One visible document as lists show it; `dated_on` is the day it was published, else made."""

    id: int
    address: str
    title: str
    kind: Kind
    region: str
    year: int | None
    subject: str
    issuers: tuple[str, ...]
    number: str
    keys: tuple[str, ...]
    made_on: date | None
    dated_on: date | None
    drafting_unit_id: int | None
    spans: tuple[Span, ...]

    def standing(self, day: date) -> Span:
        """How the document stands on this day, and since when until when."""
        for span in self.spans:
            if span.until is None or day < span.until:
                return span
        return self.spans[-1]


class Catalogue:
    """All visible documents, newest first, with their columns."""

    def __init__(self, entries: Sequence[Entry], generation: int = 0) -> None:
        self.generation = generation
        self.entries = tuple(sorted(entries, key=_newest_first))
        self.by_address = {entry.address: place for place, entry in enumerate(self.entries)}
        self.by_id = {entry.id: place for place, entry in enumerate(self.entries)}
        self.made = np.array([_ordinal(entry.made_on) for entry in self.entries], dtype=np.int32)
        self._starts, self._since, self._code = _flatten(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def standings(self, day: date) -> NDArray[np.uint8]:
        """The validity of every entry on this day, as codes into `VALIDITIES`."""
        if not self.entries:
            return np.zeros(0, dtype=np.uint8)
        begun = np.add.reduceat(self._since <= day.toordinal(), self._starts)
        return self._code[self._starts + begun - 1]

    def existing(self, day: date) -> NDArray[np.bool_]:
        """Which entries had been made by this day; those of unknown day count as made."""
        return self.made <= day.toordinal()

    def begins(self, wanted: Collection[Validity]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The places of entries with a span of the wanted sort that begins on some day, and those days."""
        sort = np.isin(self._code, [CODES[validity] for validity in wanted])
        found = np.flatnonzero(sort & (self._since > 0))
        return np.searchsorted(self._starts, found, side="right") - 1, self._since[found]

    def entry(self, address: str) -> Entry | None:
        """The visible document at this address."""
        place = self.by_address.get(address)
        return None if place is None else self.entries[place]


def read_catalogue(session: Session, generation: int = 0) -> Catalogue:
    """Every visible document with its spans, in three queries."""
    events, issuers = lives(session), _issuers(session)
    parent = aliased(Subject)
    query = (
        select(*COLUMNS, parent.name.label("field"), Subject.name.label("subject"))
        .outerjoin(Subject, Subject.id == Document.subject_id)
        .outerjoin(parent, parent.id == Subject.parent_id)
        .where(visible())
    )
    found = [
        _entry(row, issuers.get(row["id"], ()), events.get(row["id"], ()))
        for row in session.execute(query).mappings()
    ]
    return Catalogue(found, generation)


def _entry(row: RowMapping, issuers: tuple[str, ...], events: tuple[Event, ...]) -> Entry:
    days = sorted(row[name] for name in DAYS if row[name])
    return Entry(
        id=row["id"],
        address=row["address"],
        title=row["title"],
        kind=Kind(row["kind"]),
        region=row["region"],
        year=row["year"],
        subject=row["field"] or row["subject"] or "",
        issuers=issuers,
        number=row["document_number"] or row["order_number"] or row["unified_number"],
        keys=_keys(row["number_key"], row["order_key"], row["unified_number"], row["index_number"]),
        made_on=days[0] if days else None,
        dated_on=row["published_on"] or (days[-1] if days else None),
        drafting_unit_id=row["drafting_unit_id"],
        spans=spans(events),
    )


def _keys(number: str, order: str, unified: str, index: str | None) -> tuple[str, ...]:
    """The normal forms of a document's numbers; the first two are kept in the table already."""
    coded = (docnumber.key(raw) for raw in (unified, index) if raw)
    return tuple(dict.fromkeys(key for key in (number, order, *coded) if key))


def _issuers(session: Session) -> dict[int, tuple[str, ...]]:
    query = (
        select(DocumentIssuer.document_id, Issuer.name)
        .join(Issuer)
        .order_by(DocumentIssuer.document_id, DocumentIssuer.position)
    )
    found: dict[int, tuple[str, ...]] = {}
    for key, name in session.execute(query):
        found[key] = (*found.get(key, ()), name)
    return found


def _newest_first(entry: Entry) -> tuple[int, str]:
    return -(entry.dated_on.toordinal() if entry.dated_on else 0), entry.address


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _flatten(entries: Sequence[Entry]) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """All spans of all entries in a row: where each entry's begin, their first days, their codes."""
    sizes = np.array([len(entry.spans) for entry in entries], dtype=np.int64)
    flat = [span for entry in entries for span in entry.spans]
    since = np.array([_ordinal(span.since) for span in flat], dtype=np.int32)
    code = np.array([CODES[span.validity] for span in flat], dtype=np.uint8)
    return np.cumsum(sizes) - sizes, since, code
