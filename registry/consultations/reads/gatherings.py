"""The meetings on a draft (座谈会、听证会、论证会) that were announced, as the public reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base import clock
from registry.consultations.reads.papers import PublicFile
from registry.consultations.rules.terms import MeetingKind
from registry.consultations.tables import Meeting


@dataclass(frozen=True, slots=True)
class Gathering:
    """An announced meeting: who takes part as whom, its record once there is one, its public files."""

    id: int
    kind: MeetingKind
    title: str
    held_at: datetime
    place: str
    announced_at: datetime
    register_through: date | None
    participants: tuple[tuple[str, str], ...]
    record: Markup
    files: tuple[PublicFile, ...]
    # What it is about, and how participants are chosen.
    content: Markup
    selection: str
    # Why it does not take place; "" for one that does.
    called_off: str

    def past(self, day: date) -> bool:
        """Whether its day is over."""
        return clock.local(self.held_at).date() < day

    def registers(self, day: date) -> bool:
        """Whether one can still register on the day."""
        return self.register_through is not None and not self.called_off and day <= self.register_through


def gatherings(session: Session, key: int, files: Sequence[PublicFile] = ()) -> tuple[Gathering, ...]:
    """The announced meetings on one draft, those that were called off among them, the earliest first."""
    query = select(Meeting).where(
        Meeting.consultation_id == key,
        Meeting.announced_at.is_not(None),
        Meeting.announced_at <= clock.now(),
        # What was called off stays to be told of, with its reason: somebody may be about to set out.
        or_(Meeting.withdrawn_at.is_(None), Meeting.withdrawal_reason != ""),
    )
    return tuple(
        Gathering(
            id=row.id,
            kind=MeetingKind(row.kind),
            title=row.title,
            held_at=row.held_at,
            place=row.place,
            announced_at=row.announced_at or row.recorded_at,
            register_through=row.register_through,
            participants=tuple((each.get("name", ""), each.get("as", "")) for each in row.participants),
            # Markdown made HTML by `base.markup` when it was saved.
            record=Markup(row.record_html),  # noqa: S704
            files=tuple(file for file in files if file.meeting_id == row.id),
            content=Markup(row.content_html),  # noqa: S704
            selection=row.selection,
            called_off=row.withdrawal_reason if row.withdrawn_at else "",
        )
        for row in session.scalars(query.order_by(Meeting.held_at, Meeting.id))
    )
