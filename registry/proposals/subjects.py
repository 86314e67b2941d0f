"""What proposals are about (对象): a draft on its way, or a document of the registry; its text as shown."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from base.db import Table
from base.errors import NotFound
from registry.proposals.shown import shown
from registry.proposals.tables import ProposalRow
from registry.tables import Document, ProvisionRow, Source, Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A draft, or else a document; exactly one of them."""

    draft_id: int | None = None
    document_id: int | None = None

    @property
    def key(self) -> str:
        """What it is called in tasks and in the audit trail (`draft:3`)."""
        return f"draft:{self.draft_id}" if self.draft_id else f"document:{self.document_id}"

    @property
    def path(self) -> str:
        """The page on which its proposals are reviewed."""
        part = f"drafts/{self.draft_id}" if self.draft_id else f"documents/{self.document_id}"
        return f"/desk/proposals/{part}"

    @property
    def own(self) -> ColumnElement[bool]:
        """The condition that a proposal is about it."""
        if self.draft_id:
            return ProposalRow.draft_id == self.draft_id
        return ProposalRow.document_id == self.document_id


@dataclass(frozen=True, slots=True)
class Drafted:
    """What must be known of a draft here: its title, its text as typed, whose it is."""

    title: str
    text: str
    unit_id: int | None
    document_id: int | None


def subject_of(row: ProposalRow) -> Subject:
    """What a proposal is about; a draft that was published is its document."""
    return Subject(None, row.document_id) if row.document_id else Subject(row.draft_id)


def drafted(session: Session, draft_id: int) -> Drafted:
    """The draft of this id; raises NotFound."""
    # Drafting stands above proposals and may not be imported here; its table is part of the database.
    draft = Table.metadata.tables["draft"].c
    query = select(draft.fields, draft.text, draft.unit_id, draft.document_id).where(draft.id == draft_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"没有编号为 {draft_id} 的登记稿")
    fields, text, unit_id, document_id = found
    return Drafted(str(fields.get("title", "")), text, unit_id, document_id)


def title_of(session: Session, subject: Subject) -> str:
    """The title of a draft or document; raises NotFound."""
    if subject.draft_id:
        return drafted(session, subject.draft_id).title
    document = session.get(Document, subject.document_id)
    if document is None:
        raise NotFound(f"没有编号为 {subject.document_id} 的文件")
    return document.title


def text_of_document(session: Session, text_id: int) -> str:
    """A version's text as shown."""
    note = session.execute(select(Text.note).where(Text.id == text_id)).scalar_one_or_none() or ""
    columns = select(ProvisionRow.number, ProvisionRow.heading, ProvisionRow.body)
    rows: list[Any] = list(
        session.execute(columns.where(ProvisionRow.text_id == text_id).order_by(ProvisionRow.position))
    )
    return shown(note, rows)


def text_of_path(session: Session, path: str) -> int | None:
    """The version that a file was read into; None where it is not entered."""
    return session.execute(select(Source.text_id).where(Source.path == path)).scalar_one_or_none()
