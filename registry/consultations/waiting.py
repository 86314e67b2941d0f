"""Waiting comments (意见待审核): one task for each consultation whose comments nobody has looked at yet."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base.staff.offices import office_of
from registry.consultations.reads.visibility import public
from registry.consultations.rules.terms import CommentState
from registry.consultations.tables import Comment, Consultation
from registry.law.markers import quoted
from registry.watch.rounds import Watch
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

WHY = "这些意见已经审核，或者已经撤回"


def watch() -> Watch:
    """What the round asks: every public consultation with comments that wait to be shown."""
    return Watch((TaskCode.COMMENT,), duties, WHY)


def duties(session: Session, _today: date) -> Iterable[Duty]:
    """One duty for each of them, the office's; the legal division's where the office itself drafts."""
    query = (
        select(Consultation, func.min(Comment.id))
        .join(Comment, Comment.consultation_id == Consultation.id)
        .where(public(), Comment.state == CommentState.RECEIVED.value)
        .group_by(Consultation.id)
        .order_by(Consultation.id)
    )
    for row, oldest in session.execute(query):
        office = office_of(session, row.unit_id)
        yield Duty(
            # By the oldest that waits: a task that somebody ended comes again for what came after.
            f"comment:{row.id}:{oldest}",
            TaskCode.COMMENT,
            f"审核{quoted(row.title)}收到的意见是否公开",
            f"/desk/consultations/{row.id}/comments?state=received",
            document_id=row.document_id,
            unit_id=office if office != row.unit_id else None,
        )
