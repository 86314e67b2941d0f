"""Notices of consultations (征求意见公告): found, held to their stage, and their course of days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound, WrongStage
from base.staff import audit
from registry.consultations.rules.standing import Course, Extension
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress
from registry.consultations.tables import Consultation, ConsultationEvent

SUBJECT = "consultation"


def get(session: Session, key: int) -> Consultation:
    """The consultation of this id; raises NotFound."""
    row = session.get(Consultation, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的征求意见")
    return row


def held(session: Session, key: int) -> Consultation:
    """The consultation as it is now, to be changed: nobody else records a deed until this one ends."""
    audit.turn(session)
    row = session.get(Consultation, key, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的征求意见")
    return row


def subject(row: Consultation) -> str:
    """As the audit trail names it."""
    return f"{SUBJECT}:{row.id}"


def at(row: Consultation, *wanted: NoticeProgress, deed: str) -> Consultation:
    """The consultation if it is at one of these stages; raises WrongStage saying where it is."""
    here = NoticeProgress(row.progress)
    if here not in wanted:
        where = "、".join(f"“{each.label}”" for each in wanted)
        raise WrongStage(f"“{row.title}”现在是“{here.label}”，只有{where}的征求意见才能{deed}")
    return row


def course_of(session: Session, row: Consultation, outcome_days: int) -> Course:
    """The days of one consultation: its notice, its extensions, its ends (`config.consulting.outcome_days`).

    What is not published yet is seen as if it were published today, or at the minute it waits for.
    """
    return courses_of(session, [row], outcome_days)[row.id]


def courses_of(session: Session, rows: Iterable[Consultation], outcome_days: int) -> Mapping[int, Course]:
    """The days of many consultations, by id, with one statement for all of them."""
    held = list(rows)
    told: dict[int, list[ConsultationEvent]] = defaultdict(list)
    for event in events_of(session, [row.id for row in held]):
        told[event.consultation_id].append(event)
    return {row.id: _course(row, told[row.id], outcome_days) for row in held}


def events_of(session: Session, keys: Sequence[int]) -> Sequence[ConsultationEvent]:
    """What happened to these consultations, in order."""
    if not keys:
        return []
    query = select(ConsultationEvent).where(ConsultationEvent.consultation_id.in_(keys))
    return session.scalars(query.order_by(ConsultationEvent.at, ConsultationEvent.id)).all()


def day_of(moment: datetime) -> date:
    """The day of a moment in Asia/Shanghai."""
    return clock.local(moment).date()


def _course(row: Consultation, told: Sequence[ConsultationEvent], outcome_days: int) -> Course:
    published = day_of(row.published_at or row.publish_at or clock.now())
    first = row.from_on or published
    return Course(
        published_on=published,
        from_on=first,
        through_on=row.through_on or first,
        outcome_days=outcome_days,
        extensions=tuple(
            Extension(day_of(event.at), event.through_on)
            for event in told
            if event.deed == ConsultationDeed.EXTEND.value and event.through_on
        ),
        outcome_on=day_of(row.outcome_published_at) if row.outcome_published_at else None,
        adopted_on=_day_of_deed(told, ConsultationDeed.ADOPT),
        dropped_on=_day_of_deed(told, ConsultationDeed.DROP),
    )


def _day_of_deed(told: Sequence[ConsultationEvent], deed: ConsultationDeed) -> date | None:
    """The day on which the office recorded it: the state changes when it is known, not before."""
    return next((day_of(event.at) for event in told if event.deed == deed.value), None)
