"""What the desk shows of consultations (征求意见稿架): the list, and one with all that is said of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from base import clock
from base.config import Consulting
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Owner, Permission, Reach
from base.staff.tables import Unit
from base.term import Term
from registry.consultations.attaching import files_of
from registry.consultations.flow import writers
from registry.consultations.judging import NoticeVerdict, judge, measured_of
from registry.consultations.notices import course_of, courses_of, events_of, subject
from registry.consultations.rules.period import Measured
from registry.consultations.rules.standing import Course, countdown, extendable, overdue, owes_outcome, state
from registry.consultations.rules.terms import (
    ConsultationDeed,
    ConsultationState,
    Matter,
    NoticeProgress,
    TextRole,
)
from registry.consultations.tables import Comment, Consultation, ConsultationEvent, ConsultationFile
from registry.consultations.tables import ConsultationText as Paper
from registry.consultations.texts import editions
from registry.drafting.shelf import full_names
from registry.tables import Document, Text

A_PAGE, MOST_DEEDS = 50, 80
READ, WRITE = Permission.READ_CONSULTATION, Permission.CONSULT
PUBLISH = Permission.PUBLISH_CONSULTATION
# What may be done with a notice before it is public, and what one must be allowed for it.
BEFORE: Mapping[NoticeProgress, tuple[tuple[str, Permission], ...]] = {
    NoticeProgress.DRAFT: (("edit", WRITE), ("submit", WRITE), ("attach", WRITE), ("abandon", WRITE)),
    NoticeProgress.SUBMITTED: (("review", PUBLISH), ("recall", WRITE)),
    NoticeProgress.SCHEDULED: (("unschedule", PUBLISH),),
}
# The stages under which the list can be asked for: how far a notice is, and how a public one stands.
STAGES: tuple[Term, ...] = (
    *(each for each in NoticeProgress if each is not NoticeProgress.PUBLISHED),
    *ConsultationState,
)
CHANGES = frozenset({"extend", "replace", "adopt", "drop", "withdraw", "abandon"})
ENDED = {ConsultationState.ADOPTED, ConsultationState.DROPPED}


@dataclass(frozen=True, slots=True)
class Line:
    """One consultation in the list; `stage` is its state where it is public, how far it is otherwise."""

    id: int
    title: str
    matter: Matter
    stage: Term
    unit: str
    through_on: date | None
    countdown: str
    due_on: date | None
    late: bool
    comments: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list, and how many there are of each stage among those that one may see."""

    lines: tuple[Line, ...]
    total: int
    pages: int
    counts: Mapping[str, int]


def shelf(
    session: Session, who: Actor, wanted: tuple[str, int | None], page: int, consulting: Consulting
) -> Shelf:
    """The consultations that this person may see, of a stage and a unit, those changed last first."""
    stage, unit_id = wanted
    query = select(Consultation, Unit).join(Unit, Unit.id == Consultation.unit_id).where(*seen_by(who))
    query = query.options(
        *(defer(each) for each in (Consultation.words, Consultation.words_html, Consultation.outcome_html))
    )
    if unit_id:
        query = query.where(Consultation.unit_id == unit_id)
    rows = session.execute(query.order_by(Consultation.changed_at.desc(), Consultation.id.desc())).all()
    courses = courses_of(session, [row for row, _ in rows], consulting.outcome_days)
    numbers = _comments(session)
    lines = [_line(row, unit, courses[row.id], numbers.get(row.id, 0)) for row, unit in rows]
    counts = Counter(line.stage.value for line in lines)
    asked = [line for line in lines if not stage or line.stage.value == stage]
    first = (page - 1) * A_PAGE
    return Shelf(tuple(asked[first : first + A_PAGE]), len(asked), max(1, -(-len(asked) // A_PAGE)), counts)


def seen_by(who: Actor) -> list[ColumnElement[bool]]:
    """The consultations that this person may read; for statements that join `Unit`."""
    reach = who.reach(READ)
    if reach is Reach.ALL:
        return []
    return [Unit.organ == who.organ] if reach is Reach.ORGAN else [Consultation.unit_id == who.unit_id]


def _comments(session: Session) -> dict[int, int]:
    query = select(Comment.consultation_id, func.count()).group_by(Comment.consultation_id)
    return dict(session.execute(query).all())


def _line(row: Consultation, unit: Unit, course: Course, comments: int) -> Line:
    today, progress = clock.today(), NoticeProgress(row.progress)
    public = progress is NoticeProgress.PUBLISHED
    owed = public and owes_outcome(course, today)
    return Line(
        row.id,
        row.title,
        Matter(row.matter),
        state(course, today) if public else progress,
        named(unit),
        course.last_day(today) if row.through_on else None,
        countdown(course, today) if public else "",
        course.due_on(today) if owed else None,
        public and overdue(course, today),
        comments,
        row.changed_at,
    )


def named(unit: Unit) -> str:
    """A unit with its organ, which is not said twice."""
    return unit.name if unit.name.startswith(unit.organ) else f"{unit.organ}{unit.name}"


@dataclass(frozen=True, slots=True)
class Detail:
    """One consultation with everything the desk says of its notice, and what the person may do with it."""

    row: Consultation
    matter: Matter
    progress: NoticeProgress
    # None while it is not public.
    state: ConsultationState | None
    course: Course
    measured: Measured | None
    unit: str
    verdict: NoticeVerdict | None
    drafts: Sequence[Paper]
    notes: Sequence[Paper]
    files: Sequence[ConsultationFile]
    events: Sequence[ConsultationEvent]
    documents: Mapping[int, Document]
    texts: Sequence[Text]
    history: Sequence[AuditRow]
    names: Mapping[str, str]
    may: frozenset[str]

    @property
    def papers(self) -> list[tuple[Paper, str]]:
        """Every edition of both papers, the newest first, each with what it is."""
        return [(each, TextRole(each.role).label) for each in (*self.drafts, *self.notes)]

    @property
    def deeds(self) -> Mapping[str, str]:
        """What each event is called."""
        return {each.value: each.label for each in ConsultationDeed}

    @property
    def changes(self) -> frozenset[str]:
        """What the person may do that changes how it stands."""
        return self.may & CHANGES

    @property
    def last_day(self) -> date | None:
        """The last day of its period, as it is known today."""
        return self.course.last_day(clock.today()) if self.row.through_on else None

    @property
    def countdown(self) -> str:
        """How long one can still comment."""
        return countdown(self.course, clock.today()) if self.state else ""

    @property
    def due_on(self) -> date | None:
        """The last day for its outcome, while that is owed."""
        owed = self.state is not None and owes_outcome(self.course, clock.today())
        return self.course.due_on(clock.today()) if owed else None

    @property
    def late(self) -> bool:
        """Whether its outcome should have been published by now."""
        return self.state is not None and overdue(self.course, clock.today())


def detail(session: Session, row: Consultation, who: Actor, consulting: Consulting) -> Detail:
    """Everything that is to be said of a consultation to this person."""
    unit, progress = session.get_one(Unit, row.unit_id), NoticeProgress(row.progress)
    course = course_of(session, row, consulting.outcome_days)
    here = state(course, clock.today()) if progress is NoticeProgress.PUBLISHED else None
    query = select(AuditRow).where(AuditRow.subject == subject(row)).order_by(AuditRow.id.desc())
    texts = select(Text).where(Text.document_id == (row.document_id or 0)).order_by(Text.position.desc())
    linked = [key for key in (row.revises_id, row.document_id) if key]
    found = session.scalars(select(Document).where(Document.id.in_(linked))) if linked else ()
    return Detail(
        row=row,
        matter=Matter(row.matter),
        progress=progress,
        state=here,
        course=course,
        measured=measured_of(session, row, consulting),
        unit=named(unit),
        verdict=judge(session, row, consulting) if progress in BEFORE else None,
        drafts=editions(session, row.id, TextRole.DRAFT),
        notes=editions(session, row.id, TextRole.DRAFTING_NOTE),
        files=files_of(session, row.id),
        events=events_of(session, [row.id]),
        documents={each.id: each for each in found},
        texts=session.scalars(texts).all() if row.document_id else (),
        history=session.scalars(query.limit(MOST_DEEDS)).all(),
        names=full_names(session),
        may=frozenset(_deeds(session, row, (course, here), (who, Owner(unit.id, frozenset({unit.organ}))))),
    )


def _deeds(
    session: Session,
    row: Consultation,
    standing: tuple[Course, ConsultationState | None],
    asking: tuple[Actor, Owner],
) -> set[str]:
    (course, here), (who, owner) = standing, asking
    found = {deed for deed, right in BEFORE.get(NoticeProgress(row.progress), ()) if who.may(right, owner)}
    if "review" in found and who.name in writers(session, row):
        found = found - {"review"} | {"own"}
    if here is None:
        return found
    if who.may(PUBLISH, owner):
        found |= {"extend", "replace"} if extendable(course, clock.today()) else set()
        found |= {"drop"} if here not in ENDED else set()
    if who.may(WRITE, owner) and here is not ConsultationState.DROPPED:
        found |= {"adopt"} if clock.today() > course.last_day(clock.today()) or row.document_id else set()
    if who.may(Permission.WITHDRAW_CONSULTATION, owner):
        found |= {"withdraw"}
    return found
