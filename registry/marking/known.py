"""As known on (当时所知): what the site said of a document at a past moment, of any day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from base.errors import NotFound
from registry.law.events import Event, in_effect_order
from registry.law.terms import Publication, RelationKind, Validity
from registry.law.validity import standing_sentence, validity
from registry.law.wordings import tiles
from registry.reads.life import lives
from registry.reads.page import Happening, timeline
from registry.tables import Document, RelationRow, Text

Moments = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record of the moment `at` says of the day `on`.

    `shown` is whether the public could see the document then; the head (title, number) is today's, for only
    what happens to a document is kept by moments.
    """

    document: Document
    at: datetime
    on: date
    shown: bool
    standing: Validity
    sentence: str
    happenings: tuple[Happening, ...]
    events: tuple[Event, ...]
    version: Text | None
    relations: tuple[RelationRow, ...]


def known(session: Session, key: int, at: datetime, on: date) -> Known:
    """The document as the record had it at the moment `at`; raises NotFound for one recorded later."""
    document = session.get(Document, key)
    if document is None or document.recorded_at > at:
        raise NotFound("这份文件当时还没有登记")
    events = tuple(sorted(lives(session, [key], at).get(key, ()), key=in_effect_order))
    relations = _relations(session, key, at)
    return Known(
        document=document,
        at=at,
        on=on,
        shown=_shown(document, at),
        standing=validity(events, on),
        sentence=standing_sentence(events, on, _replaced_by(document, relations)),
        happenings=timeline(events, on),
        events=events,
        version=_version(session, key, at, on),
        relations=relations,
    )


def _stood(recorded: Moments, withdrawn: Moments, at: datetime) -> ColumnElement[bool]:
    return (recorded <= at) & or_(withdrawn.is_(None), withdrawn > at)


def _shown(document: Document, at: datetime) -> bool:
    public = document.publication in {Publication.PUBLISHED.value, Publication.WITHDRAWN.value}
    since = document.published_at or document.recorded_at
    return public and since <= at and (document.withdrawn_at is None or document.withdrawn_at > at)


def _relations(session: Session, key: int, at: datetime) -> tuple[RelationRow, ...]:
    query = select(RelationRow).where(
        (RelationRow.source_id == key) | (RelationRow.target_id == key),
        _stood(RelationRow.recorded_at, RelationRow.withdrawn_at, at),
    )
    return tuple(session.scalars(query.order_by(RelationRow.kind, RelationRow.id)))


def _replaced_by(document: Document, relations: tuple[RelationRow, ...]) -> str:
    for row in relations:
        if row.kind == RelationKind.REPLACES.value and row.target_id == document.id:
            return row.source_title
    return ""


def _version(session: Session, key: int, at: datetime, on: date) -> Text | None:
    query = select(Text).where(
        Text.document_id == key,
        Text.copy_of_id.is_(None),
        _stood(Text.recorded_at, Text.withdrawn_at, at),
    )
    # What has been withdrawn since has lost its place: days tell the order, as they did then.
    rows = sorted(
        session.scalars(query), key=lambda row: (row.applies_from or row.dated_on or date.min, row.id)
    )
    for row, tile in zip(rows, tiles([row.applies_from for row in rows]), strict=True):
        if tile and tile.covers(on):
            return row
    return None


def _since(row: Text) -> tuple[date, int]:
    return (row.applies_from or row.dated_on or date.min, row.id)
