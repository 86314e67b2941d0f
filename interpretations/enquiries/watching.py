"""Watching (时限巡查): what the round finds owed of enquiries, each by its day."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from base.config import Explaining
from interpretations.enquiries.steps import OPEN, Counted, counted, more_tasks, names, open_tasks
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import EnquiryState
from interpretations.rules.clocks import ClockState
from registry.watch.rounds import Watch
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

WHY = "咨询已经办结或者转到别处"


def watch(explaining: Explaining) -> Watch:
    """What the round asks: every open enquiry with its day, and a reminder (催办) once that has passed."""
    return Watch((TaskCode.ENQUIRY,), _duties(explaining), WHY)


def _duties(explaining: Explaining) -> Callable[[Session, date], Iterable[Duty]]:
    def duties(session: Session, today: date) -> Iterable[Duty]:
        how = counted(session, explaining)
        rows = open_rows(session)
        return [*open_tasks(session, rows, how), *more_tasks(session, how), *_late(session, rows, how, today)]

    return duties


def open_rows(session: Session) -> list[Enquiry]:
    """The enquiries that nobody has answered, the oldest first."""
    query = select(Enquiry).options(defer(Enquiry.question), defer(Enquiry.reply), defer(Enquiry.reply_html))
    query = query.where(Enquiry.state.in_([state.value for state in OPEN]))
    return list(session.scalars(query.order_by(Enquiry.received_at, Enquiry.id)))


def _late(session: Session, rows: Iterable[Enquiry], how: Counted, today: date) -> Iterable[Duty]:
    # What waits for the legal division is reminded of there: its task has the same day.
    held = [row for row in rows if row.unit_id and row.state == EnquiryState.ASSIGNED.value]
    late = [row for row in held if how.clock(row, today).state is ClockState.LATE]
    called = names(session, late)
    for row in late:
        yield Duty(
            f"enquiry_late:{row.id}:{row.unit_id}",
            TaskCode.ENQUIRY,
            f"催办：{called[row.id]}已超过答复期限",
            f"/desk/enquiries/{row.id}",
            document_id=row.document_id,
            unit_id=row.unit_id,
            due_on=how.clock(row, today).last_due,
        )
