"""Whose a thing is (归属): what the routes of the desk ask before they let somebody act on it.

Each takes the session and the arguments of the route; None where the thing does not exist, which the view
will tell.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.roles import Owner
from base.staff.tables import Unit
from registry.tables import Document, DocumentIssuer, Issuer


def document(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Of a document: its drafting unit, and the organs that issued it."""
    row = session.get(Document, key)
    return None if row is None else of_document(session, row)


def of_document(session: Session, row: Document) -> Owner:
    """The owner of this document."""
    named = select(Issuer.name).join(DocumentIssuer).where(DocumentIssuer.document_id == row.id)
    organs = set(session.scalars(named))
    if row.drafting_unit is not None:
        organs.add(row.drafting_unit.organ)
    return Owner(row.drafting_unit_id, frozenset(organs))


def of_unit(session: Session, unit_id: int | None) -> Owner:
    """The owner of what belongs to a unit alone."""
    unit = session.get(Unit, unit_id) if unit_id else None
    return Owner(unit_id, frozenset({unit.organ} if unit else ()))


def of_the_department(_session: Session, **_names: object) -> Owner:
    """The owner of what is the department's as a whole (厅机关事项): no lower bureau has any of it."""
    return Owner()
