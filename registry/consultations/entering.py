"""Entering comments (录入意见): what came by letter or telephone, in a meeting, from experts. Verbs.

Who said it stands apart, as with comments sent here. A letter that arrives after the last day is taken too:
it is answered like the others, until the outcome is published.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, WrongStage
from base.guarding import hashed
from base.staff import audit
from base.staff.roles import Actor
from base.unprintable import seen
from registry.consultations import notices
from registry.consultations.rules.likeness import wording_hash
from registry.consultations.rules.terms import Channel, CommentState, ConsultationDeed, TextRole, Voice
from registry.consultations.rules.terms import NoticeProgress as Progress
from registry.consultations.tables import Comment, CommentPerson, Consultation, Meeting
from registry.consultations.texts import latest_text

LONGEST_WORDS, LONGEST_NAME, LONGEST_CONTACT = 20_000, 120, 200
MOST_AT_ONCE = 100
# What was pasted is read so far.
LONGEST_PASTED = 400_000
BLANK = re.compile(r"\n[^\S\n]{0,200}(?:\n[^\S\n]{0,200}){1,200}")
# A comment that is sent here comes by itself.
CHANNELS = tuple(channel for channel in Channel if channel is not Channel.ONLINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment to be entered: its words, the provision it is on, and apart who said it."""

    words: str
    eid: str = ""
    organisation: bool = False
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """How the comments of a form came: channel, whose they are, the day, the meeting."""

    channel: Channel
    voice: Voice
    said_on: date
    meeting_id: int | None = None


def paragraphs(pasted: str) -> tuple[str, ...]:
    r"""The comments of a pasted text, one for each paragraph with a blank line behind it.

    >>> paragraphs("甲\n乙\n\n \n丙\n")
    ('甲\n乙', '丙')
    """
    parts = (part.strip() for part in BLANK.split(pasted.replace("\r\n", "\n")[:LONGEST_PASTED]))
    return tuple(part for part in parts if part)


def refuse_closed(session: Session, row: Consultation) -> None:
    """Raises WrongStage where nothing more can be entered: not public, dropped, or answered already."""
    notices.at(row, Progress.PUBLISHED, deed="录入意见")
    if row.outcome_published_at is not None:
        raise WrongStage("采纳情况已经公布，不能再录入意见；确有必要的，请先修订采纳情况")
    if any(event.deed == ConsultationDeed.DROP.value for event in notices.events_of(session, [row.id])):
        raise WrongStage("这次征求意见已经终止，不能再录入意见")


def enter(
    session: Session, consultation_id: int, token: str, came: Came, entries: Sequence[Entry], *, by: Actor
) -> tuple[Comment, ...]:
    """Enter comments (录入意见), in one turn; the same form sent twice enters them once.

    They wait to be shown like all others. Raises BadInput for a day that is not over, for a provision or a
    meeting that is not of this consultation, and for too many.
    """
    audit.turn(session)
    row = notices.get(session, consultation_id)
    tokens = [hashed(f"enter:{token}:{place}") for place in range(len(entries))]
    known = session.scalars(select(Comment).where(Comment.token.in_(tokens[:1]))).all()
    if known:
        return tuple(session.scalars(select(Comment).where(Comment.token.in_(tokens)).order_by(Comment.id)))
    refuse_closed(session, row)
    _refuse_unfit(session, row, came, entries)
    text = latest_text(session, row.id, TextRole.DRAFT)
    made = [
        _comment(row, came, entry, tokens[place], text.id if text else None, by)
        for place, entry in enumerate(entries)
    ]
    session.add_all(made)
    session.flush()
    session.add_all(
        CommentPerson(comment_id=comment.id, name=entry.name.strip(), contact=entry.contact.strip())
        for comment, entry in zip(made, entries, strict=True)
        if entry.name.strip() or entry.contact.strip()
    )
    # Their number is public.
    outbox.grow(session)
    after = {
        "comments": [comment.id for comment in made],
        "channel": came.channel.value,
        "voice": came.voice.value,
        "said_on": came.said_on,
        "meeting": came.meeting_id,
    }
    audit.record(session, by, "comment.enter", notices.subject(row), after=after)
    return tuple(made)


def late(session: Session, row: Consultation, said_on: date, outcome_days: int) -> bool:
    """Whether a comment of this day came after the last day of the period (逾期收到)."""
    return said_on > notices.course_of(session, row, outcome_days).last_day(clock.today())


def _comment(
    row: Consultation, came: Came, entry: Entry, token: str, text_id: int | None, by: Actor
) -> Comment:
    words = seen(entry.words).strip()
    return Comment(
        consultation_id=row.id,
        token=token,
        state=CommentState.RECEIVED.value,
        channel=came.channel.value,
        voice=came.voice.value,
        organisation=entry.organisation,
        text_id=text_id,
        eid=entry.eid,
        words=words,
        meeting_id=came.meeting_id,
        received_at=clock.now(),
        said_on=came.said_on,
        recorded_by=by.name[:60],
        wording_hash=wording_hash(words),
    )


def _refuse_unfit(session: Session, row: Consultation, came: Came, entries: Sequence[Entry]) -> None:
    if came.channel not in CHANNELS:
        raise BadInput("网上提交的意见由提意见的人自己提交，不能代为录入")
    if came.said_on > clock.today():
        raise BadInput(f"提出日期 {came.said_on.isoformat()} 还没有到，请核对")
    if not entries:
        raise BadInput("请填写意见内容")
    if len(entries) > MOST_AT_ONCE:
        raise BadInput(f"一次最多录入 {MOST_AT_ONCE} 条意见，现在有 {len(entries)} 条，请分几次录入")
    meeting = session.get(Meeting, came.meeting_id) if came.meeting_id is not None else None
    if came.meeting_id is not None and (meeting is None or meeting.consultation_id != row.id):
        raise BadInput("所选的会议不属于这次征求意见")
    text = latest_text(session, row.id, TextRole.DRAFT)
    known = {str(each[1]) for each in text.provisions} if text else set()
    for place, entry in enumerate(entries, 1):
        _refuse_entry(place, entry, known)


def _refuse_entry(place: int, entry: Entry, known: set[str]) -> None:
    words = seen(entry.words).strip()
    if not words or len(words) > LONGEST_WORDS:
        raise BadInput(f"第 {place} 条意见应有 1 至 {LONGEST_WORDS} 个字，现有 {len(words)} 个")
    if entry.eid and entry.eid not in known:
        raise BadInput(f"第 {place} 条意见所指的条款不在现在的征求意见稿里")
    if len(entry.name) > LONGEST_NAME or len(entry.contact) > LONGEST_CONTACT:
        raise BadInput(f"第 {place} 条意见的姓名或者联系方式过长")
