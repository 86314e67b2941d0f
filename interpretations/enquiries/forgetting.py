"""Forgetting (删除个人信息): who asked is deleted some time after the enquiry was closed.

个人信息保护法 arts. 19, 47: kept no longer than its purpose needs. What stays is the question and its answer.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from base import clock
from base.config import Explaining
from base.staff import audit
from base.staff.roles import Actor
from interpretations.enquiries.letters import forget_letters
from interpretations.enquiries.tables import Enquiry, EnquiryPerson

# So many in one transaction: it must not hold the others up.
AT_ONCE = 500


def over(explaining: Explaining) -> ColumnElement[bool]:
    """The enquiries whose asker is to be forgotten now."""
    until = clock.now() - timedelta(days=explaining.retention_days)
    person = exists().where(EnquiryPerson.enquiry_id == Enquiry.id)
    return (Enquiry.closed_at <= until) & or_(person, Enquiry.origin_hash != "")


def to_forget(session: Session, explaining: Explaining) -> Sequence[int]:
    """The next of them, oldest first."""
    query = select(Enquiry.id).where(over(explaining)).order_by(Enquiry.closed_at).limit(AT_ONCE)
    return session.scalars(query).all()


def forget(session: Session, explaining: Explaining, *, by: Actor) -> int:
    """Forget (删除) the askers whose time is over; gives of how many. The audit has the number only."""
    audit.turn(session)
    keys = to_forget(session, explaining)
    if not keys:
        return 0
    session.execute(delete(EnquiryPerson).where(EnquiryPerson.enquiry_id.in_(keys)))
    session.execute(update(Enquiry).where(Enquiry.id.in_(keys)).values(origin_hash=""))
    forget_letters(session, keys)
    after = {"enquiries": len(keys), "days": explaining.retention_days}
    audit.record(session, by, "enquiry.forget", "enquiries", after=after)
    return len(keys)
