"""Loading (调取): what the registry already holds of the works that new files belong to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from registry.intake.parsed import Parsed
from registry.intake.record import recall, record
from registry.law.docnumber import keys as number_keys
from registry.law.terms import Publication
from registry.tables import Document, Source, Text
from registry.works.linking import Catalogue, Entry

# SQLite takes 32,766 parameters in one statement, PostgreSQL 65,535.
CHUNK = 10_000
DAYS = ("adopted_on", "approved_on", "published_on", "signed_on", "dated_on")


@dataclass(slots=True)
class Shelf:
    """A work as it stands: its texts by wording, and what was read of each, by path."""

    work_key: str
    document_id: int | None = None
    address: str = ""
    texts: dict[str, int] = field(default_factory=dict)
    readings: dict[str, dict[str, Parsed]] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """Every file that this work was read from."""
        return [path for readings in self.readings.values() for path in readings]

    def take_out(self, path: str) -> Parsed | None:
        """Take a file out of the work; None when it is not there."""
        for readings in self.readings.values():
            if path in readings:
                return readings.pop(path)
        return None

    def put(self, parsed: Parsed) -> None:
        """Put what was read from a file under its wording."""
        self.readings.setdefault(parsed.fingerprint, {})[parsed.path] = parsed


def shelves(session: Session, keys: Collection[str], paths: Collection[str]) -> dict[str, Shelf]:
    """The works under these keys and those that these files were read into, by work key."""
    known = {
        key: Shelf(work_key, key, address) for key, work_key, address in _documents(session, keys, paths)
    }
    for text_id, document_id, fingerprint in _texts(session, list(known)):
        known[document_id].texts[fingerprint] = text_id
    for document_id, fingerprint, path, found in _sources(session, list(known)):
        known[document_id].readings.setdefault(fingerprint, {})[path] = recall(found)
    return {shelf.work_key: shelf for shelf in known.values()}


def catalogue(session: Session, among: Collection[int] | None = None) -> Catalogue:
    """Every document that is not withdrawn, by its names; with `among`, only of these."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    told = select(Text.document_id, Source.found).join_from(Source, Text)
    for document_id, kept in session.execute(told.where(*_among(Text.document_id, among))):
        found.setdefault(document_id, []).append(kept)
    known = Catalogue()
    rows = session.execute(
        select(
            Document.id,
            Document.address,
            Document.title_key,
            Document.region,
            Document.document_number,
            Document.order_number,
        ).where(Document.publication != Publication.WITHDRAWN, *_among(Document.id, among))
    )
    for key, address, title_key, region, *numbers in rows:
        entry = _entry(key, title_key, region, numbers, found.get(key, ()))
        known.put(replace(entry, address=address))
    return known


def _among(column: ColumnElement[int] | Any, ids: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401  # a mapped column
    return () if ids is None else (column.in_(ids),)


def entry(
    document_id: int, title_key: str, region: str, readings: Iterable[Parsed], address: str = ""
) -> Entry:
    """A document as the catalogue knows it, from what was read of it."""
    known = _entry(document_id, title_key, region, (), [record(reading) for reading in readings])
    return replace(known, address=address)


def _entry(
    key: int, title_key: str, region: str, numbers: Sequence[str], found: Sequence[Mapping[str, Any]]
) -> Entry:
    printed = [
        *numbers,
        *(kept.get(name, "") for kept in found for name in ("document_number", "order_number")),
    ]
    history = [line for kept in found for line in kept.get("statements", {}).get("history", ())]
    days = [kept[name] for kept in found for name in DAYS if kept.get(name)] + [
        line["on"] for line in history
    ]
    told = [line.get("number", "") for line in history]
    texts = sorted(date.fromisoformat(kept["dated_on"]) for kept in found if kept.get("dated_on"))
    return Entry(
        id=key,
        title_key=title_key,
        region=region,
        numbers=frozenset(chain.from_iterable(map(number_keys, {*printed, *told}))),
        years=frozenset(int(day[:4]) for day in days),
        first_on=min((date.fromisoformat(day) for day in days), default=None),
        last_on=texts[-1] if texts else None,
    )


def _documents(session: Session, keys: Collection[str], paths: Collection[str]) -> list[Sequence[Any]]:
    columns = select(Document.id, Document.work_key, Document.address)
    by_path = (
        columns.join(Text, Text.document_id == Document.id)
        .join(Source, Source.text_id == Text.id)
        .where(Source.path.in_(paths))
    )
    rows = [*session.execute(columns.where(Document.work_key.in_(keys))), *session.execute(by_path)]
    return list({row[0]: row for row in rows}.values())


def _texts(session: Session, ids: Sequence[int]) -> list[Any]:
    query = select(Text.id, Text.document_id, Text.fingerprint).where(Text.document_id.in_(ids))
    return list(session.execute(query))


def _sources(session: Session, ids: Sequence[int]) -> list[Any]:
    query = (
        select(Text.document_id, Text.fingerprint, Source.path, Source.found)
        .join_from(Source, Text)
        .where(Text.document_id.in_(ids))
    )
    return list(session.execute(query))
