"""The dossier (文件档案): everything a page, a print or a program shows of one document."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from base.errors import NotFound, Withdrawn
from base.staff.tables import Unit
from registry.law.events import Event
from registry.law.terms import EventKind, Kind, Publication, RelationKind
from registry.law.wordings import Tile, tiles
from registry.reads.explanations import Explanation, explained_by
from registry.reads.life import lives
from registry.reads.mended import Mended, corrections, withdrawal
from registry.reads.visibility import visible
from registry.tables import (
    Alias,
    Attachment,
    Document,
    DocumentIssuer,
    Issuer,
    RelationRow,
    Subject,
    Text,
)


@dataclass(frozen=True, slots=True)
class Version:
    """One dated text of a document; `tile` are the days on which it is the one to read.

    `applies_from` is the first day on which its wording counts; the oldest text kept is also read for
    the days before, because there is no other, but it is not the text of those days.
    """

    text_id: int
    place: int
    title: str
    note: str
    dated_on: date | None
    applies_from: date | None
    tile: Tile | None

    def is_later_than(self, day: date) -> bool:
        """Whether the wording came after that day: the text of the day itself is not in the registry."""
        return self.applies_from is not None and day < self.applies_from


@dataclass(frozen=True, slots=True)
class Link:
    """One relation seen from the document: the other end, and the sentence that says so.

    `outward` is true when this document is the one that acts (it repeals, amends, rests on …).
    `document_id` and `address` are empty while the other end is a bare title.
    """

    kind: RelationKind
    outward: bool
    title: str
    number: str
    document_id: int | None
    address: str
    provisions: tuple[str, ...]
    source_eid: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that belongs to a document: the original of one of its texts, or an attachment."""

    id: int
    role: str
    filename: str
    media_type: str
    size: int
    sha256: str
    text_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One visible document with its texts, its life, its relations and its files."""

    id: int
    address: str
    title: str
    kind: Kind
    genre: str
    region: str
    document_number: str
    order_number: str
    unified_number: str
    index_number: str
    issuers: tuple[str, ...]
    drafting_unit: str
    subject: str
    summary: str
    disclosure: str
    adopted_on: date | None
    approved_on: date | None
    signed_on: date | None
    published_on: date | None
    web_posted_on: date | None
    source_url: str
    status_in_source: str
    posted_at: datetime
    events: tuple[Event, ...]
    versions: tuple[Version, ...]
    links: tuple[Link, ...]
    files: tuple[FileLink, ...]
    corrections: tuple[Mended, ...] = ()
    # Its interpretations; whether they still hold on a day is asked apart.
    explained: tuple[Explanation, ...] = ()

    @property
    def number(self) -> str:
        """The number by which the document is cited: its own, or that of its order."""
        return self.document_number or self.order_number or self.unified_number

    @property
    def in_force_from(self) -> date | None:
        """The document's own first day (施行日期), when one is known."""
        days = [event.on for event in self.events if event.kind is EventKind.COMMENCEMENT and event.on]
        return min(days) if days else None

    @property
    def dated_on(self) -> date | None:
        """The day the document is known by: published, signed, approved or adopted."""
        return self.published_on or self.signed_on or self.approved_on or self.adopted_on

    def version_on(self, day: date) -> Version | None:
        """The version to read on this day; None for a document without any text."""
        for version in self.versions:
            if version.tile is not None and version.tile.covers(day):
                return version
        return None

    def replaced_by(self) -> str:
        """The title of the document that took this one's place, or ""."""
        for link in self.links:
            if link.kind is RelationKind.REPLACES and not link.outward:
                return link.title
        return ""


def address_of(session: Session, path: str) -> str:
    """The present address of the document the public once found at `path`; raises NotFound without one."""
    known = Document.publication.in_((Publication.PUBLISHED, Publication.WITHDRAWN))
    query = select(Document.address).join(Alias, Alias.document_id == Document.id)
    query = query.where(Alias.path == path, known)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(f"没有地址为“{path}”的文件。请检查地址，或者检索文件的标题或文号。")
    return found


def read_dossier(session: Session, address: str) -> Dossier:
    """The visible document at this address.

    Raises NotFound when there is none, Withdrawn (with the reason) when it was withdrawn.
    """
    row = _head(session, address)
    key = row["id"]
    return Dossier(
        **{name: row[name] for name in PRINTED},
        kind=Kind(row["kind"]),
        index_number=row["index_number"] or "",
        # Set by the server when the record was published here, never by hand.
        posted_at=row["published_at"] or row["recorded_at"],
        issuers=_issuers(session, key),
        drafting_unit=row["unit"] or "",
        subject=" \\ ".join(part for part in (row["field"], row["subject"]) if part),
        events=lives(session, [key]).get(key, ()),
        versions=_versions(session, key),
        links=_links(session, key, outward=True) + _links(session, key, outward=False),
        files=_files(session, key),
        corrections=corrections(session, key),
        explained=explained_by(session, key),
    )


# What stands in the dossier as it stands in the table.
PRINTED = (
    "id", "address", "title", "genre", "region", "document_number", "order_number", "unified_number",
    "summary", "disclosure", "adopted_on", "approved_on", "signed_on", "published_on", "web_posted_on",
    "source_url", "status_in_source",
)  # fmt: skip


@cache
def _heads() -> Select[tuple[Any, ...]]:
    """The row of the document at `address`, with the names it refers to."""
    parent = aliased(Subject)
    return (
        select(
            *Document.__table__.columns,
            Subject.name.label("subject"),
            parent.name.label("field"),
            Unit.name.label("unit"),
            visible().label("visible"),
        )
        .outerjoin(Subject, Subject.id == Document.subject_id)
        .outerjoin(parent, parent.id == Subject.parent_id)
        .outerjoin(Unit, Unit.id == Document.drafting_unit_id)
        .where(Document.address == bindparam("address"))
    )


def _head(session: Session, address: str) -> RowMapping:
    row = session.execute(_heads(), {"address": address}).mappings().one_or_none()
    if row is not None and row["publication"] == Publication.WITHDRAWN:
        raise Withdrawn(withdrawal(row))
    if row is None or not row["visible"]:
        raise NotFound(f"没有地址为“{address}”的文件。请检查地址，或者检索文件的标题或文号。")
    return row


def _issuers(session: Session, key: int) -> tuple[str, ...]:
    query = (
        select(Issuer.name)
        .join(DocumentIssuer)
        .where(DocumentIssuer.document_id == key)
        .order_by(DocumentIssuer.position)
    )
    return tuple(session.execute(query).scalars())


def _versions(session: Session, key: int) -> tuple[Version, ...]:
    query = (
        select(Text.id, Text.title, Text.note, Text.dated_on, Text.applies_from)
        .where(Text.document_id == key, Text.withdrawn_at.is_(None))
        .order_by(Text.position)
    )
    rows = session.execute(query).all()
    laid = tiles([row.applies_from for row in rows])
    return tuple(
        Version(row.id, place, row.title, row.note, row.dated_on, row.applies_from, tile)
        for place, (row, tile) in enumerate(zip(rows, laid, strict=True))
    )


@cache
def _ends(*, outward: bool) -> Select[tuple[Any, ...]]:
    """The standing relations of the document `key` with what may be shown of their other ends.

    Kept: to build it anew for each document takes longer than to run it.
    """
    own, other = ("source", "target") if outward else ("target", "source")
    shown = (Document.id, Document.title, Document.address, Document.document_number)
    end = select(*shown).where(visible()).subquery()
    columns = RelationRow.__table__.columns
    return (
        select(
            RelationRow.kind,
            columns[f"{other}_title"],
            columns[f"{other}_number"],
            RelationRow.target_provisions,
            RelationRow.source_eid,
            RelationRow.evidence,
            *end.c,
        )
        .outerjoin(end, end.c.id == columns[f"{other}_id"])
        .where(columns[f"{own}_id"] == bindparam("key"), RelationRow.withdrawn_at.is_(None))
        .order_by(RelationRow.kind, RelationRow.id)
    )


def _links(session: Session, key: int, *, outward: bool) -> tuple[Link, ...]:
    return tuple(
        Link(
            RelationKind(kind), outward, title or printed, own_number or number, end_id, address or "",
            tuple(provisions or ()), eid, evidence,
        )
        for kind, printed, number, provisions, eid, evidence, end_id, title, address, own_number
        in session.execute(_ends(outward=outward), {"key": key})
    )  # fmt: skip


def _files(session: Session, key: int) -> tuple[FileLink, ...]:
    columns = (
        Attachment.id,
        Attachment.role,
        Attachment.filename,
        Attachment.media_type,
        Attachment.size,
        Attachment.sha256,
        Attachment.text_id,
    )
    query = (
        select(*columns)
        .where(Attachment.document_id == key, Attachment.withdrawn_at.is_(None))
        .order_by(Attachment.id)
    )
    return tuple(FileLink(*row) for row in session.execute(query))
