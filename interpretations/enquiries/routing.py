"""Routing (分办、转办): to the unit that drafted, from one unit to another, out to other channels."""

from sqlalchemy.orm import Session

from base import clock, outbox
from base.config import Config
from base.errors import BadInput
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.enquiries.letters import tell_answered
from interpretations.enquiries.steps import OPEN, Seen, as_seen, at, counted, move_task, note, task_key
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState, HandOff

UNROUTED = (EnquiryState.RECEIVED, EnquiryState.ASSIGNED)
ENDS = {EnquiryDeed.HAND_OFF: EnquiryState.HANDED_OFF, EnquiryDeed.REFUSE: EnquiryState.REFUSED}


def route(session: Session, seen: Seen, unit_id: int, config: Config, *, by: Actor) -> Enquiry:
    """Route (分办) an enquiry to the unit that answers it; the office may do so again while nobody has."""
    row = at(as_seen(session, seen), *UNROUTED, deed="分办")
    _refuse_unknown(session, unit_id)
    if row.unit_id == unit_id:
        raise BadInput("这件咨询已经在这个单位")
    return _hand_over(session, row, unit_id, "", config, by=by)


def transfer(
    session: Session, seen: Seen, unit_id: int | None, reason: str, config: Config, *, by: Actor
) -> Enquiry:
    """Transfer (转办) to another unit, or (None) back to the office, with the reason; the clock goes on."""
    row = at(as_seen(session, seen), EnquiryState.ASSIGNED, deed="转办")
    if not reason.strip():
        raise BadInput("转办须写明理由")
    if unit_id is not None:
        _refuse_unknown(session, unit_id)
    if row.unit_id == unit_id:
        raise BadInput("这件咨询已经在这个单位")
    return _hand_over(session, row, unit_id, reason, config, by=by)


def _hand_over(
    session: Session, row: Enquiry, unit_id: int | None, reason: str, config: Config, *, by: Actor
) -> Enquiry:
    former, before = task_key(session, row), row.unit_id
    row.unit_id = unit_id
    row.state = (EnquiryState.ASSIGNED if unit_id else EnquiryState.RECEIVED).value
    # A draft of the unit that had it is that unit's own.
    row.reply = ""
    deed = EnquiryDeed.TRANSFER if reason else EnquiryDeed.ROUTE
    note(session, row, deed, reason, by=by, units=(before, unit_id))
    move_task(session, row, former, counted(session, config.explaining), by=by)
    return row


def hand_off(
    session: Session, seen: Seen, where: HandOff, words: str, config: Config, *, by: Actor
) -> Enquiry:
    """Hand off (告知其他渠道) what is no enquiry, with words that the asker reads; this clock ends."""
    row = at(as_seen(session, seen), *OPEN, deed="转其他渠道")
    row.hand_off = where.value
    return _end(session, row, EnquiryDeed.HAND_OFF, words, config, by=by)


def refuse(session: Session, seen: Seen, reason: str, config: Config, *, by: Actor) -> Enquiry:
    """Refuse (不予受理) what asks nothing (advertising, abuse), with a reason that the sender reads."""
    row = at(as_seen(session, seen), *OPEN, deed="不予受理")
    return _end(session, row, EnquiryDeed.REFUSE, reason, config, by=by)


def _end(
    session: Session, row: Enquiry, deed: EnquiryDeed, words: str, config: Config, *, by: Actor
) -> Enquiry:
    if not words.strip():
        raise BadInput("须写明告知咨询人的话")
    former = task_key(session, row)
    row.state, row.closed_at = ENDS[deed].value, clock.now()
    note(session, row, deed, words, by=by)
    move_task(session, row, former, counted(session, config.explaining), by=by)
    tell_answered(session, row, config)
    outbox.grow(session)
    return row


def _refuse_unknown(session: Session, unit_id: int) -> None:
    if session.get(Unit, unit_id) is None:
        raise BadInput(f"没有编号为 {unit_id} 的单位")
