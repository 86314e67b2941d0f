"""Replying (答复): drafted, looked at by other eyes where the setting says so, sent, added to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, markup, outbox
from base.config import Config
from base.errors import BadInput
from base.staff.roles import Actor
from interpretations.enquiries.letters import tell_answered
from interpretations.enquiries.steps import Seen, as_seen, at, counted, move_task, note, task_key
from interpretations.enquiries.tables import Enquiry, EnquiryStepRow
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from interpretations.publishing.faults import FourEyes
from registry.watch import tasks

WRITTEN = (EnquiryDeed.DRAFT_REPLY.value, EnquiryDeed.SUBMIT_REPLY.value)


def draft(session: Session, seen: Seen, words: str, *, by: Actor) -> Enquiry:
    """Keep (拟写) a reply that is not sent yet; the same words again change nothing."""
    row = at(as_seen(session, seen), EnquiryState.ASSIGNED, deed="拟写答复")
    if row.reply == words:
        return row
    row.reply = words
    note(session, row, EnquiryDeed.DRAFT_REPLY, by=by)
    return row


def reply(
    session: Session, seen: Seen, words: str, config: Config, *, by: Actor, html: str | None = None
) -> Enquiry:
    """Reply (答复): the asker reads it from now on, or, by the setting, once other eyes have passed it.

    `html` is what was made of the words before the turn to write began; without it, it is made here.
    """
    row = at(as_seen(session, seen), EnquiryState.ASSIGNED, deed="答复")
    if not words.strip():
        raise BadInput("请填写答复内容")
    former = task_key(session, row)
    row.reply, row.reply_html = words, markup.to_html(words) if html is None else html
    row.replied_by = by.name[:60]
    if config.explaining.check_replies:
        row.state = EnquiryState.CHECKING.value
        note(session, row, EnquiryDeed.SUBMIT_REPLY, by=by)
        move_task(session, row, former, counted(session, config.explaining), by=by)
        return row
    return _send(session, row, former, config, EnquiryDeed.REPLY, by=by)


def check(session: Session, seen: Seen, opinion: str, config: Config, *, by: Actor) -> Enquiry:
    """Pass (审核) a reply that somebody else wrote: with this it is sent. Raises FourEyes."""
    row = _for_check(session, seen, by)
    former = task_key(session, row)
    note(session, row, EnquiryDeed.CHECK, opinion, by=by)
    return _send(session, row, former, config, EnquiryDeed.REPLY, by=by)


def send_back(session: Session, seen: Seen, opinion: str, config: Config, *, by: Actor) -> Enquiry:
    """Send a reply back (退回) to its unit with the reason; the clock goes on. Raises FourEyes."""
    row = _for_check(session, seen, by)
    if not opinion.strip():
        raise BadInput("退回答复须写明理由")
    former = task_key(session, row)
    row.state = EnquiryState.ASSIGNED.value
    note(session, row, EnquiryDeed.SEND_BACK, opinion, by=by)
    move_task(session, row, former, counted(session, config.explaining), by=by)
    return row


def add(session: Session, seen: Seen, words: str, config: Config, *, by: Actor) -> Enquiry:
    """Add (补充答复) to a reply that was sent; the first answer stays as it was read, and stops the clock."""
    row = at(as_seen(session, seen), EnquiryState.ANSWERED, deed="补充答复")
    if not words.strip():
        raise BadInput("请填写补充答复的内容")
    note(session, row, EnquiryDeed.ADD, words, by=by)
    row.closed_at = clock.now()
    tasks.close_task(session, f"enquiry_more:{row.id}", by=by.name, outcome="done")
    tell_answered(session, row, config)
    return row


def writers(session: Session, row: Enquiry) -> frozenset[str]:
    """Everybody who wrote something of the reply."""
    query = select(EnquiryStepRow.by).where(
        EnquiryStepRow.enquiry_id == row.id, EnquiryStepRow.deed.in_(WRITTEN)
    )
    return frozenset({*session.scalars(query), row.replied_by} - {""})


def _for_check(session: Session, seen: Seen, by: Actor) -> Enquiry:
    row = at(as_seen(session, seen), EnquiryState.CHECKING, deed="审核答复")
    if by.name in writers(session, row):
        raise FourEyes("拟写这份答复的人不能审核它，请由另一人审核")
    return row


def _send(
    session: Session, row: Enquiry, former: str, config: Config, deed: EnquiryDeed, *, by: Actor
) -> Enquiry:
    row.state = EnquiryState.ANSWERED.value
    row.answered_at = row.closed_at = clock.now()
    # The words stay in the row: the step only tells that they were sent.
    note(session, row, deed, by=by)
    move_task(session, row, former, counted(session, config.explaining), by=by)
    tell_answered(session, row, config)
    # The rates are public.
    outbox.grow(session)
    return row
