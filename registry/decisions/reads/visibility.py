"""Which editions, items and papers of decisions the public may know of: the one rule, for every surface.

An item is public from the first published edition that lists it; what is drafted, or was taken out before
anything was published, nowhere is.
"""

from sqlalchemy import ColumnElement

from registry.decisions.rules.terms import EditionProgress
from registry.decisions.tables import CatalogueEdition, DecisionPaper


def published() -> ColumnElement[bool]:
    """The editions that are published."""
    return CatalogueEdition.progress == EditionProgress.PUBLISHED.value


def shown() -> ColumnElement[bool]:
    """The papers that the public may read, once their item is public and what they lead to is."""
    return DecisionPaper.public & DecisionPaper.withdrawn_at.is_(None)
