"""Who may see a document: the one rule, for every surface."""

from sqlalchemy import ColumnElement

from registry.law.terms import Publication
from registry.tables import Document


def visible() -> ColumnElement[bool]:
    """The condition under which a document may be shown, listed, found, printed or sent."""
    return Document.publication == Publication.PUBLISHED.value
