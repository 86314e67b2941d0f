"""Whose a file is (原件归属): the documents that have a file with these very bytes."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.law.terms import Publication
from registry.reads.visibility import visible
from registry.tables import Attachment, Document

# One empty form may belong to many documents.
MOST = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that has the file, and what the file is to it; `withdrawn` where either was taken back."""

    address: str
    title: str
    role: str
    filename: str
    withdrawn: bool


def holders(session: Session, digest: str) -> tuple[Holder, ...]:
    """The documents known to the public that have, or had, a file with this SHA-256; standing ones first."""
    gone = Document.publication == Publication.WITHDRAWN.value
    query = (
        select(
            Document.address,
            Document.title,
            Attachment.role,
            Attachment.filename,
            or_(gone, Attachment.withdrawn_at.is_not(None)).label("withdrawn"),
        )
        .join(Attachment, Attachment.document_id == Document.id)
        .where(Attachment.sha256 == digest, or_(visible(), gone))
        .order_by("withdrawn", Attachment.id)
    )
    return tuple(Holder(*row) for row in session.execute(query.limit(MOST)))
