"""Naming (指认): the documents of the registry that a typed title and number may mean."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.law.docnumber import keys as number_keys
from registry.law.events import Act
from registry.law.titles import title_key
from registry.reads.visibility import visible
from registry.tables import Document

# Of so many documents of one title nobody chooses from a list; the number tells them apart.
MOST = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be meant."""

    id: int
    title: str
    number: str
    address: str

    @property
    def act(self) -> Act:
        """The document as an act."""
        return Act(self.title, self.number, self.address)


def candidates(session: Session, title: str, number: str) -> tuple[Candidate, ...]:
    """The visible documents with this number, or where no number is given, with this title."""
    keys = number_keys(number) if number else ()
    by_number = or_(Document.number_key.in_(keys), Document.order_key.in_(keys))
    meant = by_number if keys else Document.title_key == title_key(title)
    rows = session.scalars(select(Document).where(visible(), meant).order_by(Document.id).limit(MOST))
    return tuple(_candidate(row) for row in rows)


def of_id(session: Session, key: int) -> Candidate | None:
    """The document with this id, as one that may be meant; None when it is not public."""
    row = session.scalars(select(Document).where(Document.id == key, visible())).one_or_none()
    return _candidate(row) if row else None


def _candidate(row: Document) -> Candidate:
    return Candidate(row.id, row.title, row.document_number or row.order_number, row.address)
