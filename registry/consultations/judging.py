"""Judging a notice (公告检查): its facts gathered, held against the check list. Reads only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base import clock, holidays
from base.config import Consulting
from base.workdays import Calendar
from registry.consultations.notices import day_of
from registry.consultations.rules.checklist import NoticeFacts, NoticeFinding, findings
from registry.consultations.rules.period import Measured, Period, least, measured
from registry.consultations.rules.terms import Matter
from registry.consultations.tables import Consultation
from registry.consultations.writing import Notice, notice_of
from registry.drafting.faults import NotReady


@dataclass(frozen=True, slots=True)
class NoticeVerdict:
    """What the check list finds of a notice, and its lengths (None while a day is missing)."""

    findings: tuple[NoticeFinding, ...]
    measured: Measured | None

    @property
    def waiting(self) -> tuple[NoticeFinding, ...]:
        """What has to be mended before it goes on."""
        return tuple(each for each in self.findings if each.rule.blocking)


def judge(
    session: Session, row: Consultation, consulting: Consulting, on: date | None = None
) -> NoticeVerdict:
    """The verdict on a notice as if it were published on a day: on `on`, at its own minute, or today."""
    day = on or (day_of(row.publish_at) if row.publish_at else clock.today())
    return judged(notice_of(session, row), consulting, holidays.calendar(session), day)


def judged(notice: Notice, consulting: Consulting, calendar: Calendar, day: date) -> NoticeVerdict:
    """The verdict on what was typed."""
    told = None
    if notice.from_on and notice.through_on and notice.from_on <= notice.through_on:
        period = Period(notice.from_on, notice.through_on)
        told = measured(period, day, least(consulting.days, notice.matter), calendar.between)
    facts = NoticeFacts(
        matter=notice.matter,
        title=notice.title,
        on=day,
        from_on=notice.from_on,
        through_on=notice.through_on,
        measured=told,
        short_reason=notice.short_reason,
        words=notice.words,
        draft=bool(notice.draft.strip()),
        note=bool(notice.note.strip()),
        deciding_body=notice.deciding_body,
        contact_person=notice.contact_person,
        phone=notice.phone,
        email=notice.email,
        postal_address=notice.postal_address,
        postcode=notice.postcode,
        revises=notice.revises_id is not None,
    )
    return NoticeVerdict(findings(facts), told)


def refuse_unready(session: Session, row: Consultation, consulting: Consulting, on: date) -> None:
    """Raises NotReady with everything that stands in the way of publishing on this day."""
    if waiting := judge(session, row, consulting, on).waiting:
        raise NotReady("；".join(each.sentence for each in waiting))


def measured_of(session: Session, row: Consultation, consulting: Consulting) -> Measured | None:
    """Both lengths of a consultation as first announced: since its publication, or as if it were today."""
    if row.from_on is None or row.through_on is None:
        return None
    out = day_of(row.published_at or row.publish_at or clock.now())
    calendar = holidays.calendar(session)
    wanted = least(consulting.days, Matter(row.matter))
    return measured(Period(row.from_on, row.through_on), out, wanted, calendar.between)
