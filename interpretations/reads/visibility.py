"""Which interpretations are public (解读可见性): the one rule, for every surface."""

from sqlalchemy import ColumnElement, and_, exists, select

from interpretations.tables import ExplainedRow, Interpretation
from registry.reads import visibility
from registry.tables import Document


def public() -> ColumnElement[bool]:
    """The condition under which an interpretation may be shown, listed, found, printed or sent.

    It has a version for the public, was not withdrawn, and a document that it explains is public itself.
    """
    shown = select(Document.id).where(Document.id == ExplainedRow.document_id, visibility.visible())
    of_public = exists().where(ExplainedRow.interpretation_id == Interpretation.id, exists(shown))
    return and_(
        Interpretation.published_version.is_not(None), Interpretation.withdrawn_at.is_(None), of_public
    )
