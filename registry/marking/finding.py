"""Finding (查找) a document at the desk: by title or number, withdrawn ones too, with how it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from registry.law.docnumber import keys as number_keys
from registry.law.terms import Publication, Validity
from registry.law.titles import title_key
from registry.law.validity import validity
from registry.reads.life import lives
from registry.tables import Document

PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the list."""

    id: int
    title: str
    number: str
    dated_on: date | None
    standing: Validity
    publication: Publication


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, and how many there are."""

    total: int
    page: int
    lines: tuple[Line, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def find(session: Session, words: str, standing: Validity | None, page: int, today: date) -> Found:
    """The documents with these words in their title, or of this number; of one standing, if one is given."""
    wanted = _meant(words)
    if standing is None:
        total = session.execute(select(func.count(Document.id)).where(wanted)).scalar_one()
        keys = select(Document.id).where(wanted).order_by(*_order()).offset((page - 1) * PAGE).limit(PAGE)
        ids = list(session.scalars(keys))
    else:
        every = list(session.scalars(select(Document.id).where(wanted).order_by(*_order())))
        standings = _standings(session, every if words else None, today)
        every = [key for key in every if standings.get(key, Validity.UNDATED) is standing]
        total, ids = len(every), every[(page - 1) * PAGE : page * PAGE]
    return Found(total, page, _lines(session, ids, today))


def _meant(words: str) -> ColumnElement[bool]:
    if not words.strip():
        return Document.id.is_not(None)
    numbers = number_keys(words)
    wanted = title_key(words)
    by_title = Document.title_key.contains(wanted, autoescape=True) if wanted else Document.id.is_(None)
    coded = (Document.unified_number == words.strip(), Document.index_number == words.strip())
    return or_(Document.number_key.in_(numbers), Document.order_key.in_(numbers), *coded, by_title)


def _order() -> tuple[ColumnElement[Any], ...]:
    dated = func.coalesce(Document.published_on, Document.signed_on, Document.adopted_on)
    return (dated.is_(None), dated.desc(), Document.id.asc())


def _standings(session: Session, ids: list[int] | None, today: date) -> Mapping[int, Validity]:
    return {key: validity(events, today) for key, events in lives(session, ids).items()}


def _lines(session: Session, ids: list[int], today: date) -> tuple[Line, ...]:
    rows = {row.id: row for row in session.scalars(select(Document).where(Document.id.in_(ids)))}
    standings = _standings(session, ids, today)
    return tuple(
        Line(
            key,
            row.title,
            row.document_number or row.order_number or row.unified_number,
            row.published_on or row.signed_on or row.adopted_on,
            standings.get(key, Validity.UNDATED),
            Publication(row.publication),
        )
        for key in ids
        for row in (rows[key],)
    )
