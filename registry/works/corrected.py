"""Corrected metadata (更正的著录项): what a person corrected stands over what a reading of the files says."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from registry.law.correctable import DAYS, LEVELS, TEXT, UNIT
from registry.law.docnumber import key as number_key
from registry.law.terms import Genre
from registry.tables import Correction
from registry.works.names import Names

KEYS = {"document_number": "number_key", "order_number": "order_key"}


def columns(session: Session, field: str, words: str) -> dict[str, object]:
    """The columns of a document that a corrected field fills."""
    if field in DAYS:
        return {field: date.fromisoformat(words) if words else None}
    if field == "subject":
        return {"subject_id": Names(session).subject(tuple(part for part in words.split(LEVELS) if part))}
    if field == "genre":
        return {field: next((genre.value for genre in Genre if genre.label == words), "")}
    if field == UNIT:
        found = unit_named(session, words)
        # A unit that bears another name by now is left as the record has it.
        return {"drafting_unit_id": found} if found else {}
    if field in KEYS:
        return {field: words, KEYS[field]: number_key(words) if words else ""}
    return {field: words}


def unit_words(unit: Unit | None) -> str:
    """A unit as a correction names it: its organ and its name, once where they are the same; "" for none."""
    if unit is None:
        return ""
    return unit.name if unit.name == unit.organ else f"{unit.organ}{unit.name}"


def unit_named(session: Session, words: str) -> int | None:
    """The unit that a correction names so."""
    query = select(Unit.id).where(
        (Unit.organ + Unit.name == words) | ((Unit.name == words) & (Unit.organ == words))
    )
    return session.scalars(query.order_by(Unit.id)).first() if words else None


def overlays(session: Session, ids: Collection[int | None]) -> dict[int, dict[str, object]]:
    """What was corrected of these documents, by document: the last word on each field."""
    query = select(Correction).where(Correction.document_id.in_(ids), Correction.field != TEXT)
    found: dict[int, dict[str, object]] = {}
    for row in session.scalars(query.order_by(Correction.id)):
        found.setdefault(row.document_id, {}).update(columns(session, row.field, row.after))
    return found
