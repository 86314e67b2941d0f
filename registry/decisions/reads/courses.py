"""Rows → the courses of items (决策过程), as the rules of the procedure are asked about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base import clock, holidays
from base.workdays import Calendar
from registry.consultations.reads import visibility as consulted
from registry.consultations.rules.period import Period
from registry.consultations.rules.terms import ConsultationDeed, MeetingKind, TextRole
from registry.consultations.tables import (
    Consultation,
    ConsultationEvent,
    ConsultationFile,
    ConsultationText,
    Meeting,
)
from registry.decisions.rules.course import Course, Hearing, Notice, Paper, Step
from registry.decisions.rules.editions import Line
from registry.decisions.rules.terms import ItemCategory, PaperRole, ReviewResult, StepKind
from registry.decisions.tables import DecisionPaper, DecisionStep


@dataclass(frozen=True)
class Listed:
    """What the catalogue says of an item, with the party committee's consent and the day of publication."""

    line: Line
    consented_on: date | None = None
    listed_on: date | None = None


@dataclass
class Recorded:
    """What is recorded of items: their steps, the papers of these, and what those lead to."""

    steps: Mapping[int, list[DecisionStep]]
    papers: Mapping[int, list[DecisionPaper]]
    consultations: Mapping[int, Consultation] = field(default_factory=dict)
    meetings: Mapping[int, Meeting] = field(default_factory=dict)


def recorded(session: Session, items: Collection[int]) -> Recorded:
    """What is recorded of these items; of consultations and meetings only what is public."""
    steps: dict[int, list[DecisionStep]] = defaultdict(list)
    for step in session.scalars(select(DecisionStep).where(DecisionStep.item_id.in_(items))):
        steps[step.item_id].append(step)
    ids = [step.id for each in steps.values() for step in each]
    papers: dict[int, list[DecisionPaper]] = defaultdict(list)
    query = select(DecisionPaper).where(DecisionPaper.step_id.in_(ids), DecisionPaper.withdrawn_at.is_(None))
    for paper in session.scalars(query.order_by(DecisionPaper.dated_on, DecisionPaper.id)):
        papers[paper.step_id].append(paper)
    found = Recorded(steps, papers)
    _follow(session, found)
    return found


def courses(session: Session, found: Recorded, listed: Mapping[int, Listed]) -> Mapping[int, Course]:
    """The courses of these items."""
    calendar = holidays.calendar(session)
    told = _told(session, found, calendar)
    return {key: _course(found, key, each, told, calendar) for key, each in listed.items()}


def step_of(row: DecisionStep, papers: Iterable[DecisionPaper]) -> Step:
    """A step as the rules see it."""
    return Step(
        row.planned_on,
        row.began_on,
        row.done_on,
        ReviewResult(row.result) if row.result else None,
        row.omitted_ground,
        row.carried_out_by,
        tuple(
            Paper(PaperRole(paper.role), paper.dated_on, bool(paper.consultation_id or paper.meeting_id))
            for paper in papers
        ),
    )


def _follow(session: Session, found: Recorded) -> None:
    papers = [paper for each in found.papers.values() for paper in each]
    direct = {paper.consultation_id for paper in papers if paper.consultation_id}
    named = {paper.meeting_id for paper in papers if paper.meeting_id}
    meetings = select(Meeting).join(Consultation, Consultation.id == Meeting.consultation_id)
    meetings = meetings.where(
        or_(Meeting.id.in_(named), Meeting.consultation_id.in_(direct)),
        Meeting.announced_at.is_not(None),
        Meeting.withdrawn_at.is_(None),
        consulted.public(),
    )
    found.meetings = {row.id: row for row in session.scalars(meetings.order_by(Meeting.held_at))}
    query = select(Consultation).where(Consultation.id.in_(direct), consulted.public())
    found.consultations = {row.id: row for row in session.scalars(query)}


@dataclass
class _Told:
    notices: dict[int, Notice]
    hearings: dict[int, Hearing]


def _told(session: Session, found: Recorded, calendar: Calendar) -> _Told:
    keys = list(found.consultations)
    extended: dict[int, date] = {}
    query = select(ConsultationEvent.consultation_id, ConsultationEvent.through_on).where(
        ConsultationEvent.consultation_id.in_(keys), ConsultationEvent.deed == ConsultationDeed.EXTEND.value
    )
    for key, through in session.execute(query):
        if through:
            extended[key] = max(through, extended.get(key, through))
    texts = select(ConsultationText.consultation_id, ConsultationText.role)
    texts = texts.where(ConsultationText.consultation_id.in_(keys))
    roles = {(key, role) for key, role in session.execute(texts)}
    files = select(ConsultationFile.meeting_id).where(ConsultationFile.meeting_id.in_(list(found.meetings)))
    filed = set(session.scalars(files.where(ConsultationFile.withdrawn_at.is_(None))))
    notices = {
        key: _notice(row, extended.get(key), roles, calendar) for key, row in found.consultations.items()
    }
    hearings = {
        key: _hearing(row, recorded=bool(row.record) or key in filed)
        for key, row in found.meetings.items()
        if row.kind == MeetingKind.HEARING.value
    }
    return _Told(notices, hearings)


def _notice(
    row: Consultation, extended: date | None, roles: set[tuple[int, str]], calendar: Calendar
) -> Notice:
    published = _day(row.published_at) or clock.today()
    first = row.from_on or published
    period = Period(first, max(row.through_on or first, extended or row.through_on or first))
    ways = (row.postal_address, row.email, row.phone, row.fax)
    return Notice(
        row.title,
        period.announced(calendar.between).days,
        period.real(published, calendar.between).days,
        late=published > first,
        short_reason=row.short_reason,
        has_draft=(row.id, TextRole.DRAFT.value) in roles,
        has_note=(row.id, TextRole.DRAFTING_NOTE.value) in roles,
        # One can always answer on this site.
        ways=1 + sum(map(bool, ways)),
        outcome_published=row.outcome_published_at is not None,
        path=f"/consultations/{row.id}",
    )


def _hearing(row: Meeting, *, recorded: bool) -> Hearing:
    return Hearing(
        row.title,
        clock.local(row.held_at).date(),
        _day(row.announced_at),
        row.papers_sent_on,
        len(row.participants),
        placed=bool(row.place),
        recorded=recorded,
        held=row.held_at <= clock.now(),
        path=f"/consultations/{row.consultation_id}#meeting-{row.id}",
    )


def _course(found: Recorded, key: int, listed: Listed, told: _Told, calendar: Calendar) -> Course:
    rows = sorted(found.steps.get(key, ()), key=lambda row: list(StepKind).index(StepKind(row.kind)))
    steps = {StepKind(row.kind): step_of(row, found.papers.get(row.id, ())) for row in rows}
    papers = [paper for row in rows for paper in found.papers.get(row.id, ())]
    line, review = listed.line, steps.get(StepKind.LEGALITY, Step())
    given = review.began_on is not None and review.done_on is not None
    return Course(
        line.name,
        ItemCategory(line.category) if line.category else None,
        line.unit,
        line.hearing,
        line.market,
        listed.consented_on,
        listed.listed_on,
        steps,
        tuple(told.notices[k] for k in _ids(papers, "consultation_id") if k in told.notices),
        _hearings(papers, found, told),
        calendar.between(review.began_on, review.done_on)
        if given and review.began_on and review.done_on
        else None,
    )


def _hearings(papers: Sequence[DecisionPaper], found: Recorded, told: _Told) -> tuple[Hearing, ...]:
    direct, consultations = _ids(papers, "meeting_id"), _ids(papers, "consultation_id")
    return tuple(
        hearing
        for key, hearing in told.hearings.items()
        if key in direct or found.meetings[key].consultation_id in consultations
    )


def _ids(papers: Iterable[DecisionPaper], name: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(getattr(paper, name) for paper in papers if getattr(paper, name)))


def _day(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None
