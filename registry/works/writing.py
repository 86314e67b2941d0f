"""Writing works down (入库): documents, texts, provisions and sources, in bulk and without a commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from registry.intake.record import record
from registry.law.docnumber import key as number_key
from registry.law.terms import Publication
from registry.tables import Attachment, Document, DocumentIssuer, ProvisionRow, Source, Text
from registry.works import corrected
from registry.works.addresses import new_addresses
from registry.works.loading import Shelf
from registry.works.names import Names
from registry.works.shapes import Arrival, Description, Version, Work

# Takes positions out of the way while versions change places: they are unique within a document.
ASIDE = 1_000_000
ORIGINAL = "原件"
MOVED = "来源文件已改载其他文件"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who writes, and when."""

    session: Session
    by: str
    at: datetime

    @property
    def stamp(self) -> dict[str, object]:
        """The columns that every recorded row bears."""
        return {"recorded_at": self.at, "recorded_by": self.by}


def rows_of(model: Any) -> SqlTable:  # noqa: ANN401  # any mapped class
    """The table behind a mapped class."""
    table = model.__table__
    if not isinstance(table, SqlTable):
        raise TypeError(f"{model!r} is not one table")
    return table


def insert_all(session: Session, model: Any, rows: Sequence[Mapping[str, object]]) -> list[int]:  # noqa: ANN401  # as rows_of
    """Insert rows and give their ids in the same order."""
    if not rows:
        return []
    table = rows_of(model)
    made = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row[0] for row in session.connection().execute(made, [dict(row) for row in rows])]


def insert_plain(
    session: Session,
    model: Any,  # noqa: ANN401  # as rows_of
    names: Sequence[str],
    rows: Sequence[tuple[str | int, ...]],
) -> None:
    """Insert very many rows of words and whole numbers, `names` telling the columns."""
    connection, made = session.connection(), insert(rows_of(model))
    compiled = made.compile(dialect=connection.dialect, column_keys=list(names))
    if compiled.positiontup is None:
        connection.execute(made, [dict(zip(names, row, strict=True)) for row in rows])
        return
    # Such values go to SQLite as they are: SQLAlchemy's look at each costs more than SQLite's insert.
    places = itemgetter(*(names.index(name) for name in compiled.positiontup))
    connection.exec_driver_sql(str(compiled), [places(row) for row in rows])


def documents(deed: Deed, works: Mapping[str, Work], found: Mapping[str, Shelf]) -> None:
    """Write the metadata of these works; new ones get their lasting address and their id."""
    names = Names(deed.session)
    values = {key: _values(work.description, names) for key, work in works.items()}
    fresh = sorted(key for key in works if found[key].document_id is None)
    addresses = new_addresses(deed.session, [works[key].description for key in fresh])
    first = {"publication": Publication.PUBLISHED.value, "published_at": deed.at, **deed.stamp}
    new = [
        values[key] | first | {"address": addresses[key], "summary": "", "disclosure": "open"}
        for key in fresh
    ]
    for key, made in zip(fresh, insert_all(deed.session, Document, new), strict=True):
        found[key].document_id, found[key].address = made, addresses[key]
    overlays = corrected.overlays(deed.session, [found[key].document_id for key in works])
    for key in sorted(set(works) - set(fresh)):
        # Where no file names a unit, whoever entered the document did.
        told = {name: value for name, value in values[key].items() if name != "drafting_unit_id" or value}
        changed = told | _reinstated(deed, found[key]) | overlays.get(found[key].document_id or 0, {})
        deed.session.execute(update(Document).where(Document.id == found[key].document_id).values(changed))
    _issuers(deed.session, works, found, names)


def _reinstated(deed: Deed, shelf: Shelf) -> dict[str, object]:
    reason = select(Document.withdrawal_reason).where(Document.id == shelf.document_id)
    if not deed.session.execute(reason).scalar_one().startswith(MOVED):
        return {}
    # Only what was withdrawn because its file spoke of another document comes back with its file.
    return {"publication": Publication.PUBLISHED.value, "withdrawn_at": None, "withdrawal_reason": ""}


def withdraw(deed: Deed, shelf: Shelf) -> None:
    """Withdraw a document that none of its files speaks of any more; its page will say so."""
    reason = f"{MOVED}，原有正文不再有来源"
    deed.session.execute(
        update(Document)
        .where(Document.id == shelf.document_id)
        .values(publication=Publication.WITHDRAWN.value, withdrawn_at=deed.at, withdrawal_reason=reason)
    )


def texts(
    deed: Deed, works: Mapping[str, Work], found: Mapping[str, Shelf], arrivals: Iterable[Arrival]
) -> None:
    """Write every version; wordings that no file gives any more are kept, but stand no longer."""
    known = [shelf.document_id for key, shelf in found.items() if key in works and shelf.texts]
    deed.session.execute(
        update(Text)
        .where(Text.document_id.in_(known))
        .values(position=-ASIDE - Text.id, withdrawn_at=func.coalesce(Text.withdrawn_at, deed.at))
    )
    provisions = {arrival.parsed.fingerprint: arrival.provisions for arrival in reversed(list(arrivals))}
    for key in sorted(works):
        _versions(deed, works[key], found[key])
    made = [(key, version) for key in sorted(works) for version in works[key].versions]
    fresh = [(key, version) for key, version in made if version.fingerprint not in found[key].texts]
    rows = [_new_text(deed, works[key], version, found[key]) for key, version in fresh]
    for (key, version), text_id in zip(fresh, insert_all(deed.session, Text, rows), strict=True):
        found[key].texts[version.fingerprint] = text_id
    _copies(deed, made, found)
    _provisions(
        deed.session, [(found[key].texts[v.fingerprint], provisions[v.fingerprint]) for key, v in fresh]
    )


def _versions(deed: Deed, work: Work, shelf: Shelf) -> None:
    for version in work.versions:
        if version.fingerprint in shelf.texts:
            values = _text(version, _position(work, version), deed)
            deed.session.execute(
                update(Text).where(Text.id == shelf.texts[version.fingerprint]).values(values)
            )


def _position(work: Work, version: Version) -> int:
    place = work.versions.index(version) + 1
    return -place if version.copy_of else place


def _text(version: Version, position: int, deed: Deed) -> dict[str, object]:
    return {
        "position": position,
        "title": version.title,
        "dated_on": version.dated_on,
        "applies_from": version.applies_from,
        "note": version.note,
        "fingerprint": version.fingerprint,
        "withdrawn_at": deed.at if version.copy_of else None,
        "copy_of_id": None,
    }


def _new_text(deed: Deed, work: Work, version: Version, shelf: Shelf) -> dict[str, object]:
    return _text(version, _position(work, version), deed) | {
        "document_id": shelf.document_id,
        **deed.stamp,
    }


def _copies(deed: Deed, made: Sequence[tuple[str, Version]], found: Mapping[str, Shelf]) -> None:
    for key, version in made:
        if version.copy_of:
            ids = found[key].texts
            changed = update(Text).where(Text.id == ids[version.fingerprint])
            deed.session.execute(changed.values(copy_of_id=ids[version.copy_of]))


def _provisions(
    session: Session, texts: Sequence[tuple[int, Sequence[tuple[str, str, int, str, str, str]]]]
) -> None:
    names = ("text_id", "position", "level", "eid", "depth", "number", "heading", "body")
    rows = [
        (text_id, position, *values)
        for text_id, provisions in texts
        for position, values in enumerate(provisions)
    ]
    if rows:
        insert_plain(session, ProvisionRow, names, rows)


def sources(deed: Deed, arrivals: Sequence[Arrival], homes: Mapping[str, Shelf]) -> None:
    """Remember from which bytes, by which reader, each text was read; keep the file as an attachment."""
    session = deed.session
    session.execute(delete(Source).where(Source.path.in_([arrival.parsed.path for arrival in arrivals])))
    if arrivals:
        session.connection().execute(
            insert(rows_of(Source)),
            [_source(deed, arrival, homes[arrival.parsed.path]) for arrival in arrivals],
        )
    _originals(deed, arrivals, homes)


def _source(deed: Deed, arrival: Arrival, shelf: Shelf) -> dict[str, object]:
    return {
        "path": arrival.parsed.path,
        "text_id": shelf.texts[arrival.parsed.fingerprint],
        "sha256": arrival.parsed.sha256,
        "reading": arrival.reading,
        "found": record(arrival.parsed),
        "recorded_at": deed.at,
    }


def _originals(deed: Deed, arrivals: Sequence[Arrival], homes: Mapping[str, Shelf]) -> None:
    wanted = {
        (row["text_id"], row["sha256"], row["filename"]): row
        for row in (_original(deed, arrival, homes[arrival.parsed.path]) for arrival in arrivals)
    }
    columns = select(Attachment.text_id, Attachment.sha256, Attachment.filename)
    rows = deed.session.execute(columns.where(Attachment.text_id.in_([key[0] for key in wanted])))
    known = {(text_id, sha256, filename) for text_id, sha256, filename in rows}
    missing = [row for key, row in wanted.items() if key not in known]
    if missing:
        deed.session.connection().execute(insert(rows_of(Attachment)), missing)


def _original(deed: Deed, arrival: Arrival, shelf: Shelf) -> dict[str, object]:
    return {
        "document_id": shelf.document_id,
        "text_id": shelf.texts[arrival.parsed.fingerprint],
        "role": ORIGINAL,
        "filename": arrival.parsed.path.rsplit("/", 1)[-1][-255:],
        "media_type": arrival.media_type,
        "size": arrival.parsed.size,
        "sha256": arrival.parsed.sha256,
        "recorded_at": deed.at,
    }


def _values(description: Description, names: Names) -> dict[str, object]:
    same = ("title", "title_key", "work_key", "genre", "region", "year", "document_number", "order_number")
    days = ("adopted_on", "approved_on", "signed_on", "published_on", "web_posted_on")
    rest = ("unified_number", "source_url", "status_in_source")
    issuer = description.issuers[0] if description.issuers else ""
    values = {name: getattr(description, name) for name in (*same, *days, *rest)} | {
        "kind": description.kind.value,
        "number_key": number_key(description.document_number) if description.document_number else "",
        "order_key": number_key(description.order_number) if description.order_number else "",
        "index_number": names.index_number(description.index_number, description.work_key),
        "drafting_unit_id": names.unit(issuer, description.drafting_unit, description.region),
        "subject_id": names.subject(description.subject),
    }
    return {name: _fitting(name, value) for name, value in values.items()}


def _fitting(name: str, value: object) -> object:
    # PostgreSQL refuses a whole batch for one overlong word of a ledger; SQLite would keep it.
    width = getattr(rows_of(Document).c[name].type, "length", None)
    return value[:width] if isinstance(value, str) and width else value


def _issuers(session: Session, works: Mapping[str, Work], found: Mapping[str, Shelf], names: Names) -> None:
    ids = [found[key].document_id for key in works]
    session.execute(delete(DocumentIssuer).where(DocumentIssuer.document_id.in_(ids)))
    rows = [
        {
            "document_id": found[key].document_id,
            "position": place,
            "issuer_id": names.issuer(name, work.description.region),
        }
        for key, work in works.items()
        for place, name in enumerate(dict.fromkeys(work.description.issuers))
    ]
    if rows:
        session.connection().execute(insert(rows_of(DocumentIssuer)), rows)
