"""The queue of letters (邮件队列) as the desk shows it, and what a person decides of a letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.contacts import masked
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.term import Term
from interpretations.following.tables import Follower, Mail, MailState

PAGE_SIZE = 50


class MailDeed(Term):
    """What a person may do with a letter (邮件处理)."""

    RETRY = "retry", "再发一次"
    GIVE_UP = "give_up", "不再发送"
    ARRIVED = "arrived", "记为已送达"


# From which states a deed may be done.
FROM = {
    MailDeed.RETRY: {MailState.GIVEN_UP, MailState.UNSURE, MailState.WAITING},
    MailDeed.GIVE_UP: {MailState.WAITING, MailState.UNSURE},
    MailDeed.ARRIVED: {MailState.UNSURE},
}
INTO = {
    MailDeed.RETRY: MailState.WAITING,
    MailDeed.GIVE_UP: MailState.GIVEN_UP,
    MailDeed.ARRIVED: MailState.SENT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One letter of the queue; the address is masked, the words are not shown."""

    id: int
    subject: str
    recipient: str
    state: MailState
    tries: int
    fault: str
    recorded_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    deeds: tuple[MailDeed, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of letters, with how many there are in each state, and how many people follow something."""

    lines: tuple[Line, ...]
    total: int
    pages: int
    counts: dict[MailState, int]
    followers: int
    unconfirmed: int


def page(session: Session, state: MailState | None, number: int) -> Page:
    """Letters in this state (in any), the newest first."""
    counted = session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    held = {name: number for name, number in counted}  # noqa: C416  # rows are no pairs to mypy
    counts = {each: held.get(each.value, 0) for each in MailState}
    total = counts[state] if state else sum(counts.values())
    query = select(Mail).order_by(Mail.id.desc()).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    if state:
        query = query.where(Mail.state == state.value)
    following = select(func.count(Follower.id), func.count(Follower.confirmed_at))
    asked, confirmed = session.execute(following).one()
    return Page(
        tuple(map(_line, session.scalars(query))),
        total,
        max(1, -(-total // PAGE_SIZE)),
        counts,
        confirmed,
        asked - confirmed,
    )


def _line(row: Mail) -> Line:
    state = MailState(row.state)
    deeds = tuple(
        deed for deed in MailDeed if state in FROM[deed] and (row.recipient or deed is not MailDeed.RETRY)
    )
    return Line(
        row.id,
        row.subject,
        masked(row.recipient),
        state,
        row.tries,
        row.fault,
        row.recorded_at,
        row.next_at,
        row.sent_at,
        deeds,
    )


def decide(session: Session, key: int, deed: MailDeed, *, by: Actor) -> Mail:
    """Do what a person decided of a letter; raises NotFound, WrongStage, or BadInput for a forgotten one."""
    row = session.get(Mail, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的邮件")
    state = MailState(row.state)
    if state not in FROM[deed]:
        raise WrongStage(f"这封邮件现在是“{state.label}”，不能{deed.label}")
    if deed is MailDeed.RETRY and not row.recipient:
        raise BadInput("这封邮件的收件人和内容已按期删除，不能再发")
    row.state, row.next_at = INTO[deed].value, None
    if deed is MailDeed.RETRY:
        row.next_at, row.tries = clock.now(), 0
    if deed is MailDeed.ARRIVED:
        row.sent_at = row.sent_at or clock.now()
    audit.record(
        session,
        by,
        f"mail.{deed.value}",
        f"mail:{row.id}",
        before={"state": state.value, "fault": row.fault},
        after={"state": row.state},
    )
    return row
