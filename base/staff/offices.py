"""The office (办公室): whose people review and publish, and whose list their tasks therefore stand in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.roles import Role
from base.staff.tables import Account, Unit, UnitKind


def office_unit(session: Session) -> int | None:
    """The department's office: the unit of its people who route, review and publish."""
    query = (
        select(Unit.id)
        .join(Account, Account.unit_id == Unit.id)
        .where(Account.role == Role.PUBLISHER.value, Unit.kind != UnitKind.BUREAU.value)
    )
    return session.scalars(query.order_by(Account.id)).first()


def office_of(session: Session, unit_id: int) -> int | None:
    """The office for what a unit writes: a lower bureau's own (下级局) if it has one, or the department's."""
    unit = session.get(Unit, unit_id)
    if unit is None or unit.kind != UnitKind.BUREAU.value:
        return office_unit(session)
    query = select(Unit.id).join(Account, Account.unit_id == Unit.id)
    query = query.where(Account.role == Role.PUBLISHER.value, Unit.organ == unit.organ)
    return session.scalars(query.order_by(Account.id)).first() or office_unit(session)
