"""Units (内设机构、直属单位、下级局): made and renamed by the system administrator; never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import outbox
from base.errors import NotFound
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class UnitOrder:
    """A unit as somebody wants it: its organ by name, its own name, what it is to the department."""

    organ: str
    name: str
    kind: UnitKind = UnitKind.OFFICE


def find(session: Session, key: int) -> Unit:
    """The unit; raises NotFound."""
    row = session.get(Unit, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的单位")
    return row


def every(session: Session) -> Sequence[Unit]:
    """All units, organ by organ."""
    return session.scalars(select(Unit).order_by(Unit.organ, Unit.kind, Unit.name)).all()


def named(session: Session, organ: str, name: str) -> Unit | None:
    """The unit of this organ and name."""
    return session.scalars(select(Unit).where(Unit.organ == organ, Unit.name == name)).first()


def create(session: Session, order: UnitOrder, *, by: Actor) -> Unit:
    """Make a unit; raises Faults where its organ has one of this name."""
    _refuse_twins(session, order, None)
    row = Unit(organ=order.organ, name=order.name, kind=order.kind.value)
    session.add(row)
    session.flush()
    audit.record(session, by, "unit.create", f"unit:{row.id}", after=_stated(row))
    return row


def change(session: Session, row: Unit, order: UnitOrder, *, by: Actor) -> None:
    """Rename a unit, or say that it is something else; raises Faults as `create` does."""
    _refuse_twins(session, order, row.id)
    before = _stated(row)
    row.organ, row.name, row.kind = order.organ, order.name, order.kind.value
    # Its name stands on public pages.
    outbox.grow(session)
    audit.record(session, by, "unit.change", f"unit:{row.id}", before=before, after=_stated(row))


def _refuse_twins(session: Session, order: UnitOrder, own: int | None) -> None:
    # Two at once: the second looks when it can see what the first one made.
    audit.turn(session)
    twin = named(session, order.organ, order.name)
    if twin is not None and twin.id != own:
        raise Faults({"name": f"{order.organ}已有名为“{order.name}”的单位"})


def _stated(row: Unit) -> dict[str, object]:
    return {"organ": row.organ, "name": row.name, "kind": row.kind}
