"""Watching (采纳情况巡查): the outcomes that units owe, each with its unit and its last day."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from base.config import Consulting
from registry.consultations.notices import courses_of
from registry.consultations.reads.visibility import public
from registry.consultations.rules.standing import owes_outcome
from registry.consultations.tables import Consultation
from registry.law.markers import quoted
from registry.watch.rounds import Watch
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

WHY = "采纳情况已经公布，或者征求意见已经延长、终止、撤回"


def watch(consulting: Consulting) -> Watch:
    """What the round asks: every consultation that has ended without its outcome, under this promise."""
    return Watch((TaskCode.OUTCOME_DUE,), _duties(consulting), WHY)


def _duties(consulting: Consulting) -> Callable[[Session, date], Iterable[Duty]]:
    def duties(session: Session, today: date) -> Iterable[Duty]:
        return owed(session, consulting, today)

    return duties


def owed(session: Session, consulting: Consulting, today: date) -> tuple[Duty, ...]:
    """The outcomes that are owed on a day, the oldest first."""
    query = select(Consultation).where(public(), Consultation.outcome_published_at.is_(None))
    query = query.options(
        defer(Consultation.words), defer(Consultation.words_html), defer(Consultation.outcome_html)
    )
    rows = session.scalars(query.order_by(Consultation.through_on, Consultation.id)).all()
    courses = courses_of(session, rows, consulting.outcome_days)
    return tuple(
        duty(row, courses[row.id].due_on(today)) for row in rows if owes_outcome(courses[row.id], today)
    )


def key_of(consultation_id: int) -> str:
    """What makes the outcome of a consultation one task: whoever publishes it closes the task by this key."""
    return f"outcome_due:{consultation_id}"


def duty(row: Consultation, due_on: date) -> Duty:
    """The duty to publish the outcome of a consultation (公布采纳情况)."""
    return Duty(
        key_of(row.id),
        TaskCode.OUTCOME_DUE,
        f"公布{quoted(row.title)}的意见采纳情况",
        f"/desk/consultations/{row.id}",
        document_id=row.document_id,
        unit_id=row.unit_id,
        due_on=due_on,
    )
