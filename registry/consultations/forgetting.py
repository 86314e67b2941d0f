"""Forgetting (删除意见人信息): who commented, once the time is over (个人信息保护法 art. 19).

The comment and its outcome stay. The time runs from the day on which nobody needs to ask whoever commented
any more: the outcome is published, or the draft was adopted (though its outcome be still owed), dropped or
withdrawn.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from base import clock
from base.config import Consulting
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.rules.terms import CommentState, ConsultationDeed
from registry.consultations.tables import Comment, CommentPerson, Consultation, ConsultationEvent

# So many in one transaction: it must not hold the others up.
AT_ONCE = 500


def to_forget(session: Session, consulting: Consulting) -> Sequence[int]:
    """The next comments whose sender is to be forgotten now, oldest first."""
    person = exists().where(CommentPerson.comment_id == Comment.id)
    query = (
        select(Comment.id)
        .join(Consultation, Consultation.id == Comment.consultation_id)
        .where(or_(_over(consulting) & or_(person, Comment.origin_hash != ""), _spent()))
    )
    return session.scalars(query.order_by(Comment.id).limit(AT_ONCE)).all()


def _over(consulting: Consulting) -> ColumnElement[bool]:
    until = clock.now() - timedelta(days=consulting.retention_days)
    ended = exists().where(
        ConsultationEvent.consultation_id == Consultation.id,
        ConsultationEvent.deed.in_([ConsultationDeed.ADOPT.value, ConsultationDeed.DROP.value]),
        ConsultationEvent.at <= until,
    )
    return or_(Consultation.outcome_published_at <= until, Consultation.withdrawn_at <= until, ended)


def _spent() -> ColumnElement[bool]:
    """What was taken back on an earlier day: the hash of its network has nothing left to hold off."""
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    back = Comment.state == CommentState.TAKEN_BACK.value
    return back & (Comment.received_at < midnight) & (Comment.origin_hash != "")


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
