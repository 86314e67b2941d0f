"""What is being written (在写的解读): the interpretations of a draft or document, and their progress."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from interpretations.rules.terms import Form, Progress
from interpretations.tables import ExplainedRow, Interpretation
from registry.drafting.tables import Draft


@dataclass(frozen=True, slots=True)
class Writing:
    """One interpretation on its way: its form, its progress, whose it is, and when it becomes public."""

    id: int
    title: str
    form: Form
    progress: Progress
    unit: str
    with_document: bool
    publish_at: datetime | None


def being_written(session: Session, draft: Draft) -> tuple[Writing, ...]:
    """The interpretations of a draft, or of the document that it became."""
    works = ExplainedRow.draft_id == draft.id
    if draft.document_id:
        return _written(session, works | (ExplainedRow.document_id == draft.document_id))
    return _written(session, works)


def written_for(session: Session, document_id: int) -> tuple[Writing, ...]:
    """The interpretations of a document."""
    return _written(session, ExplainedRow.document_id == document_id)


def _written(session: Session, works: ColumnElement[bool]) -> tuple[Writing, ...]:
    about = select(ExplainedRow.interpretation_id).where(works)
    query = (
        select(Interpretation, Unit.name)
        .outerjoin(Unit, Unit.id == Interpretation.unit_id)
        .where(Interpretation.id.in_(about), Interpretation.progress != Progress.ABANDONED.value)
        .order_by(Interpretation.id)
    )
    return tuple(
        Writing(
            row.id,
            row.title,
            Form(row.form),
            Progress(row.progress),
            unit or "",
            row.with_document,
            row.publish_at,
        )
        for row, unit in session.execute(query)
    )
