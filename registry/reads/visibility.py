"""Who may see a document: the one rule, for every surface."""

from sqlalchemy import ColumnElement

from registry.law.terms import Publication
from registry.tables import Document


def visible() -> ColumnElement[bool]:
    """The condition under which a document may be shown, listed, found, printed or sent.

    Statements made with it are kept: it may not depend on the moment at which it is called.
    """
    return Document.publication == Publication.PUBLISHED.value
