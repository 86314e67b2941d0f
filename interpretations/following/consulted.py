"""What holds of a followed consultation (所订征求意见现状), to be compared with what was told last."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.consultations.notices import courses_of, events_of
from registry.consultations.reads.life import Happened, Named, happened, named
from registry.consultations.reads.visibility import public
from registry.consultations.rules.standing import Course, days_left, state
from registry.consultations.rules.terms import ConsultationDeed
from registry.consultations.tables import Consultation

# So many days before the end one is told once more: there is still time to write something down.
SOON = 3
# When the outcome is due is nothing that followers are told of.
UNASKED = 0


@dataclass(frozen=True, slots=True)
class Consulted:
    """A public consultation of the day, with what happened to it."""

    id: int
    title: str
    day: date
    course: Course
    happened: tuple[Happened, ...]
    adopted: Named | None

    @property
    def state(self) -> dict[str, Any]:
        """What holds of it, as JSON keeps it: of each sort of event the number of the last."""
        left = days_left(self.course, self.day)
        return {
            "stage": state(self.course, self.day).value,
            "soon": left is not None and left <= SOON,
            "last": {each.deed.value: each.id for each in self.happened},
        }

    def last(self, deed: ConsultationDeed) -> Happened | None:
        """The last event of a sort."""
        return next((each for each in reversed(self.happened) if each.deed is deed), None)


def read_consulted(session: Session, keys: Collection[int], day: date) -> Mapping[int, Consulted]:
    """Those of these consultations that the public may know of, as of the day."""
    if not keys:
        return {}
    rows = session.scalars(select(Consultation).where(Consultation.id.in_(keys), public())).all()
    courses = courses_of(session, rows, UNASKED)
    events = happened(events_of(session, [row.id for row in rows]))
    documents = named(session, {row.document_id for row in rows})
    return {
        row.id: Consulted(
            row.id,
            row.title,
            day,
            courses[row.id],
            events.get(row.id, ()),
            documents.get(row.document_id or 0),
        )
        for row in rows
    }
