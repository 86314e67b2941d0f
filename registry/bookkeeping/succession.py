"""Succession (代替) and other relations that follow from what a person recorded."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from base import outbox
from registry.bookkeeping.records import act_id
from registry.law.docnumber import key as number_key
from registry.law.events import Act
from registry.law.terms import RelationKind
from registry.law.titles import title_key
from registry.tables import Document, EventRow, RelationRow
from registry.works.shelving import TOPIC

# Real chains of successors have at most six links; a longer one is a fault of the record.
LONGEST_CHAIN = 50


def succeed(session: Session, event: EventRow, successor: Act) -> RelationRow:
    """Record that `successor`, in the registry or a bare title, takes the place of the event's document."""
    document = session.get_one(Document, event.document_id)
    source_id = act_id(session, successor)
    row = _relation(RelationKind.REPLACES, document, event)
    row.source_id, row.source_title = source_id, successor.title[:400]
    row.source_key, row.source_number = title_key(successor.title), successor.number[:120]
    session.add(row)
    session.flush()
    outbox.post(session, TOPIC, [document.id, *([source_id] if source_id else [])])
    return row


def bear(session: Session, event: EventRow, kind: RelationKind) -> None:
    """Record what an act in the registry does to the event's document, unless a relation says so already."""
    act = session.get(Document, event.act_document_id) if event.act_document_id else None
    if act is None:
        return
    document = session.get_one(Document, event.document_id)
    said = session.scalars(
        select(RelationRow).where(
            RelationRow.kind == kind.value,
            RelationRow.source_id == act.id,
            RelationRow.target_id == document.id,
            RelationRow.withdrawn_at.is_(None),
        )
    ).all()
    if any(list(row.target_provisions) == list(event.provisions) for row in said):
        return
    row = _relation(kind, document, event)
    row.source_id, row.source_title, row.source_key = act.id, act.title, act.title_key
    row.source_number = act.document_number or act.order_number
    row.target_provisions, row.area, row.evidence = list(event.provisions), event.area, event.evidence
    session.add(row)
    session.flush()
    outbox.post(session, TOPIC, [act.id])


def _relation(kind: RelationKind, document: Document, event: EventRow) -> RelationRow:
    return RelationRow(
        kind=kind.value,
        target_id=document.id,
        target_title=document.title,
        target_key=document.title_key,
        target_number=document.document_number or document.order_number,
        on=event.on,
        # The same moment tells that they were recorded together, and are taken back together.
        recorded_at=event.recorded_at,
        recorded_by=event.recorded_by,
    )


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
