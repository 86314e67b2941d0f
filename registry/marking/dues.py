"""Dues (后续任务): what somebody must look at because a document ended or changed."""

from sqlalchemy.orm import Session

from base import clock
from registry.law.terms import EventKind
from registry.tables import Document, EventRow
from registry.watch.tasks import Duty, open_task
from registry.watch.upper_law import BACK, CHANGES, Change, duty, resting


def dues(session: Session, document: Document, event: EventRow) -> tuple[Duty, ...]:
    """The duties that the event brings to those whose documents rest on this one.

    They bear the keys under which the round (巡查) would find them, so that each is one task.
    """
    kind = EventKind(event.kind)
    today = clock.today()
    if kind not in CHANGES or (event.on and event.on < today - BACK):
        return ()
    change = Change(
        f"{document.id}:{kind.value}:{event.on or ''}", document.title, kind.label, event.on, document.id
    )
    found = resting(session, document.id, today)
    # A document made after the change was made knowing it.
    older = [one for one in found if not (event.on and one.dated_on and one.dated_on >= event.on)]
    return tuple(duty(change, one, today) for one in older)


def open_all(session: Session, duties: tuple[Duty, ...], *, by: str) -> None:
    """Open the tasks of these duties, each once."""
    for owed in duties:
        open_task(session, owed, by=by)
