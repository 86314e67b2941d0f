"""Tasks of a notice on its way (征求意见任务): to review it, to mend it; each ends as the notice goes on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.offices import office_of
from base.staff.roles import Actor
from registry.consultations.tables import Consultation
from registry.law.markers import quoted
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty

REVIEW, RETURNED = "consultation_review", "consultation_returned"


def ask_review(session: Session, row: Consultation, *, by: Actor, failure: str = "") -> None:
    """Let the office review a notice, or see why it could not be published at its minute."""
    moment = int(row.changed_at.timestamp())
    duty = Duty(
        # By its moment: the same version submitted a second time is another task.
        f"{REVIEW}:{row.id}:{moment}",
        TaskCode.CONSULTATION_REVIEW,
        f"定时发布征求意见{quoted(row.title)}未成功" if failure else f"审核征求意见公告{quoted(row.title)}",
        f"/desk/consultations/{row.id}",
        unit_id=office_of(session, row.unit_id),
        details={"why": failure} if failure else {},
    )
    tasks.open_task(session, duty, by=by.name)


def ask_mending(session: Session, row: Consultation, opinion: str, *, by: Actor) -> None:
    """Let the unit mend a notice that was sent back."""
    duty = Duty(
        f"{RETURNED}:{row.id}:{int(row.changed_at.timestamp())}",
        TaskCode.CONSULTATION_RETURNED,
        f"修改被退回的征求意见公告{quoted(row.title)}",
        f"/desk/consultations/{row.id}/edit",
        unit_id=row.unit_id,
        details={"opinion": opinion},
    )
    tasks.open_task(session, duty, by=by.name)


def close(session: Session, row: Consultation, *, by: Actor, outcome: str, reason: str = "") -> None:
    """End whatever task of its way still waits: the notice has come past it."""
    session.flush()
    prefixes = (f"{REVIEW}:{row.id}:", f"{RETURNED}:{row.id}:")
    for prefix in prefixes:
        waiting = Task.key.startswith(prefix, autoescape=True), Task.state.in_(LIVE)
        for key in session.scalars(select(Task.key).where(*waiting)).all():
            tasks.close_task(session, key, by=by.name, outcome=outcome, reason=reason)
