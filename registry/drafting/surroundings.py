"""The surroundings (登记环境) of a draft: what the rules must know beside the entry itself."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from registry.drafting.fields import recalled
from registry.drafting.reading import as_read
from registry.drafting.tables import Draft, Stage
from registry.drafting.words import grammars
from registry.intake.parsed import Parsed
from registry.law.correctable import DAYS
from registry.law.days import read_day
from registry.law.docnumber import key as number_key
from registry.law.entry import Circumstances, Entry, Taken
from registry.law.grammars import NumberField
from registry.law.terms import Disclosure, Kind, Publication
from registry.tables import Document, DocumentIssuer, Issuer
from registry.works.key import work_key

SAME = (
    *("title", "document_number", "order_number", "unified_number", "summary", "source_url"),
    *DAYS,
)
# A draft that is under way takes its numbers as well; 0 is the id of no document.
UNDER_WAY = (Stage.DRAFT, Stage.SUBMITTED, Stage.REVIEWED, Stage.SCHEDULED)


def surroundings(
    session: Session, entry: Entry, text: str, parsed: Parsed, *, draft_id: int | None, organ_code: str
) -> Circumstances:
    """What the registry, the other drafts and the text itself say to this entry, today."""
    return Circumstances(
        today=clock.today(),
        read=as_read(parsed, entry, text),
        taken=dict(taken(session, entry, draft_id)),
        namesakes=namesakes(session, parsed),
        grammars=grammars(session),
        organ_code=organ_code,
    )


def namesakes(session: Session, parsed: Parsed) -> tuple[Taken, ...]:
    """The document that this text would become another version of."""
    if not parsed.title:
        return ()
    query = select(Document.id, Document.title).where(
        Document.work_key == work_key(parsed), Document.publication != Publication.WITHDRAWN.value
    )
    return tuple(Taken(*row) for row in session.execute(query))


def taken(
    session: Session, entry: Entry, draft_id: int | None, *, besides: int = 0
) -> Iterator[tuple[str, Taken]]:
    """The fields of the entry whose value another document or draft bears, and which."""
    for field, column, value in (
        (NumberField.DOCUMENT, Document.number_key, _key(entry.document_number)),
        (NumberField.UNIFIED, Document.unified_number, entry.unified_number),
        (NumberField.INDEX, Document.index_number, entry.index_number),
    ):
        if value:
            # Withdrawn ones too: a number is never given again.
            query = select(Document.id, Document.title).where(column == value, Document.id != besides)
            row = session.execute(query).first()
            other = Taken(*row) if row else _in_a_draft(session, field, value, draft_id)
            if other:
                yield field.value, other


def entry_of(session: Session, document: Document, field: str, words: str) -> Entry:
    """A published document as an entry, with one field as it is to be corrected."""
    named = select(Issuer.name).join(DocumentIssuer).where(DocumentIssuer.document_id == document.id)
    held: dict[str, Any] = {name: getattr(document, name) for name in SAME}
    if field in held:
        held[field] = (read_day(words) if words else None) if field in DAYS else words
    return Entry(
        kind=Kind(document.kind),
        issuers=tuple(session.scalars(named.order_by(DocumentIssuer.position))),
        version_of=document.id,
        disclosure=Disclosure.OPEN,
        **held,
    )


def _in_a_draft(session: Session, field: NumberField, value: str, draft_id: int | None) -> Taken | None:
    # Not the texts: they may weigh megabytes.
    query = select(Draft.id, Draft.fields).where(
        Draft.stage.in_([stage.value for stage in UNDER_WAY]), Draft.id != (draft_id or 0)
    )
    for key, held in session.execute(query):
        other = recalled(held)
        number = getattr(other, field.value)
        if number and value == (_key(number) if field is NumberField.DOCUMENT else number):
            return Taken(0, f"{other.title}（登记稿 {key}）")
    return None


def _key(number: str) -> str:
    return number_key(number) if number else ""
