"""Which interpretations are public (解读可见性): the one rule, for every surface."""

from sqlalchemy import ColumnElement, and_, select

from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.reads import visibility
from registry.tables import Document


def public() -> ColumnElement[bool]:
    """The condition under which an interpretation may be shown, listed, found, printed or sent.

    It has a version for the public, was not withdrawn, and a document that it explains is public itself.
    """
    return and_(told(), Interpretation.withdrawn_at.is_(None))


def as_published() -> ColumnElement[bool]:
    """The condition that joins an interpretation with what the public reads of it: not its working copy."""
    return and_(
        InterpretationVersion.interpretation_id == Interpretation.id,
        InterpretationVersion.version == Interpretation.published_version,
    )


def gone() -> ColumnElement[bool]:
    """The condition under which it may be said that an interpretation was withdrawn, and why."""
    return and_(told(), Interpretation.withdrawn_at.is_not(None))


def told() -> ColumnElement[bool]:
    """That the public was once shown it, and may know of a document that it explains."""
    of_public = (
        select(Document.id)
        .join(ExplainedRow, ExplainedRow.document_id == Document.id)
        .where(ExplainedRow.interpretation_id == Interpretation.id, visibility.visible())
        # Whoever asks may have joined the same tables: they are others here.
        .correlate(Interpretation)
        .exists()
    )
    return and_(Interpretation.published_version.is_not(None), of_public)
