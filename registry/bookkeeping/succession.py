"""Succession (代替): which document takes the place of one that ends."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from base import clock, outbox
from registry.bookkeeping.records import act_id
from registry.law.docnumber import key as number_key
from registry.law.events import Act
from registry.law.terms import RelationKind
from registry.law.titles import title_key
from registry.tables import Document, RelationRow
from registry.works.shelving import TOPIC

# Real chains of successors have at most six links; a longer one is a fault of the record.
LONGEST_CHAIN = 50


def succeed(session: Session, document: Document, successor: Act, *, on: date | None, by: str) -> RelationRow:
    """Record that `successor`, in the registry or a bare title, takes the document's place."""
    source_id = act_id(session, successor)
    row = RelationRow(
        kind=RelationKind.REPLACES.value,
        source_id=source_id,
        source_title=successor.title[:400],
        source_key=title_key(successor.title),
        source_number=successor.number[:120],
        target_id=document.id,
        target_title=document.title,
        target_key=document.title_key,
        target_number=document.document_number or document.order_number,
        on=on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    outbox.post(session, TOPIC, [document.id, *([source_id] if source_id else [])])
    return row


def ring(session: Session, document: Document, successor: Act) -> str:
    """The successor's title, when the document itself stands in its own line of succession; else ""."""
    reached: list[tuple[int | None, str, str]] = [
        (act_id(session, successor), title_key(successor.title), number_key(successor.number))
    ]
    seen: set[tuple[int | None, str, str]] = set()
    while reached and len(seen) < LONGEST_CHAIN:
        end = reached.pop()
        if end in seen:
            continue
        if _is(document, *end):
            return successor.title
        seen.add(end)
        reached += _successors(session, *end)
    return ""


def _is(document: Document, key: int | None, title: str, number: str) -> bool:
    if key is not None:
        return key == document.id
    # A new document may bear the old one's title: then its number differs.
    numbers = {document.number_key, document.order_key} - {""}
    return title == document.title_key and (not number or not numbers or number in numbers)


def _successors(
    session: Session, key: int | None, title: str, number: str
) -> list[tuple[int | None, str, str]]:
    rows = session.execute(
        select(RelationRow.source_id, RelationRow.source_key, RelationRow.source_number).where(
            RelationRow.kind == RelationKind.REPLACES.value,
            RelationRow.withdrawn_at.is_(None),
            _meant(key, title, number),
        )
    )
    return [(source_id, source_key, number_key(printed)) for source_id, source_key, printed in rows]


def _meant(key: int | None, title: str, number: str) -> ColumnElement[bool]:
    if key is not None:
        return RelationRow.target_id == key
    bare = and_(RelationRow.target_id.is_(None), RelationRow.target_key == title)
    return and_(bare, or_(RelationRow.target_number == "", RelationRow.target_number == number))
