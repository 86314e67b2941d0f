"""Forgetting (删除意见人信息): who commented, once the time is over (个人信息保护法 art. 19).

The comment and its outcome stay. The time runs from the day on which nothing more is owed to whoever
commented: the outcome is published, or the consultation was dropped or withdrawn.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from base import clock
from base.config import Consulting
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.rules.terms import ConsultationDeed
from registry.consultations.tables import Comment, CommentPerson, Consultation, ConsultationEvent

# So many in one transaction: it must not hold the others up.
AT_ONCE = 500


def to_forget(session: Session, consulting: Consulting) -> Sequence[int]:
    """The next comments whose sender is to be forgotten now, oldest first."""
    person = exists().where(CommentPerson.comment_id == Comment.id)
    query = (
        select(Comment.id)
        .join(Consultation, Consultation.id == Comment.consultation_id)
        .where(_over(consulting), or_(person, Comment.origin_hash != ""))
    )
    return session.scalars(query.order_by(Comment.id).limit(AT_ONCE)).all()


def _over(consulting: Consulting) -> ColumnElement[bool]:
    until = clock.now() - timedelta(days=consulting.retention_days)
    dropped = exists().where(
        ConsultationEvent.consultation_id == Consultation.id,
        ConsultationEvent.deed == ConsultationDeed.DROP.value,
        ConsultationEvent.at <= until,
    )
    return or_(Consultation.outcome_published_at <= until, Consultation.withdrawn_at <= until, dropped)


def forget(session: Session, consulting: Consulting, *, by: Actor) -> int:
    """Forget (删除) the senders whose time is over; gives of how many. The audit has the number only."""
    audit.turn(session)
    keys = to_forget(session, consulting)
    if not keys:
        return 0
    session.execute(delete(CommentPerson).where(CommentPerson.comment_id.in_(keys)))
    session.execute(update(Comment).where(Comment.id.in_(keys)).values(origin_hash=""))
    after = {"comments": len(keys), "days": consulting.retention_days}
    audit.record(session, by, "comment.forget", "comments", after=after)
    return len(keys)
