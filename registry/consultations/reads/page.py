"""What the page of a consultation says on a day (征求意见页): finished values, nothing left to compute."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, holidays
from base.config import Consulting
from base.errors import NotFound, Withdrawn
from base.staff.tables import Unit
from registry.consultations.notices import course_of, events_of
from registry.consultations.reads.gatherings import Gathering, gatherings
from registry.consultations.reads.life import Happened, Named, happened, named
from registry.consultations.reads.listing import unit_name
from registry.consultations.reads.papers import Edition, Papers, PublicFile, public_papers
from registry.consultations.reads.visibility import gone, public
from registry.consultations.rules.period import Length, Measured, Period, least, measured
from registry.consultations.rules.standing import Course, countdown, days_left, overdue, owes_outcome, state
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState, Matter
from registry.consultations.tables import Consultation

UNKNOWN = "没有这项征求意见。请检查地址，或者从征求意见列表查找。"


@dataclass(frozen=True, slots=True)
class Ways:
    """How one can answer (提出意见的方式), and whom one can ask; "" where a way is not offered."""

    person: str
    phone: str
    fax: str
    email: str
    postal_address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the public has (征求意见期限): as announced and in fact, and with the extensions."""

    measured: Measured
    # From publication to the last day as extended; None while it was not.
    extended: Length | None
    short_reason: str

    @property
    def announced(self) -> str:
        """The length that the notice prints."""
        return self.measured.announced.words(self.measured.least)

    @property
    def real(self) -> str:
        """The length that the public has in fact, extensions and all."""
        return (self.extended or self.measured.real).words(self.measured.least)


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """Everything the page of a consultation says of one day.

    `adopted` and `revises` are told as far as they are public.
    """

    id: int
    day: date
    title: str
    matter: Matter
    organ: str
    unit: str
    unit_id: int
    deciding_body: str
    words: Markup
    ways: Ways
    published_at: datetime
    course: Course
    lengths: Lengths
    happened: tuple[Happened, ...]
    papers: Papers
    meetings: tuple[Gathering, ...]
    revises: Named | None
    adopted: Named | None

    @property
    def address(self) -> str:
        """Its path on this site."""
        return f"/consultations/{self.id}"

    @property
    def state(self) -> ConsultationState:
        """How it stands on the day."""
        return state(self.course, self.day)

    @property
    def open(self) -> bool:
        """Whether one may comment on the day."""
        return self.state is ConsultationState.OPEN

    @property
    def countdown(self) -> str:
        """How long one can still comment, as said on the day."""
        return countdown(self.course, self.day)

    @property
    def days_left(self) -> int | None:
        """How many days after the day are open to comments; None when it is not open."""
        return days_left(self.course, self.day)

    @property
    def through_on(self) -> date:
        """The last day of the period, as known on the day."""
        return self.course.last_day(self.day)

    @property
    def due_on(self) -> date:
        """Until when the outcome is to be published."""
        return self.course.due_on(self.day)

    @property
    def owes(self) -> bool:
        """Whether its outcome is still to be published."""
        return owes_outcome(self.course, self.day)

    @property
    def overdue(self) -> bool:
        """Whether it should have been by now."""
        return overdue(self.course, self.day)

    @property
    def outcome(self) -> Happened | None:
        """The publication of the outcome, once there was one."""
        return self.last(ConsultationDeed.PUBLISH_OUTCOME)

    @property
    def dropped(self) -> Happened | None:
        """Its end without an outcome to come, once there was one (终止)."""
        return self.last(ConsultationDeed.DROP)

    @property
    def extensions(self) -> tuple[Happened, ...]:
        """Every extension of the period, the earliest first."""
        return tuple(each for each in self.happened if each.deed is ConsultationDeed.EXTEND)

    @property
    def drafts(self) -> tuple[Edition, ...]:
        """The public editions of the draft, the newest first."""
        return self.papers.drafts

    @property
    def draft(self) -> Edition | None:
        """The newest edition of the draft."""
        return self.drafts[0] if self.drafts else None

    def last(self, deed: ConsultationDeed) -> Happened | None:
        """The last event of a sort."""
        return next((each for each in reversed(self.happened) if each.deed is deed), None)

    def edition(self, number: int) -> Edition:
        """The public edition of this number; raises NotFound."""
        found = next((each for each in self.drafts if each.edition == number), None)
        if found is None:
            raise NotFound(f"这项征求意见没有公布过第 {number} 稿。")
        return found

    @property
    def notice_files(self) -> tuple[PublicFile, ...]:
        """The attachments of the notice itself."""
        return tuple(file for file in self.papers.files if file.meeting_id is None)


def read_page(session: Session, key: int, day: date, consulting: Consulting) -> ConsultationPage:
    """The public consultation with this id, as of the day.

    Raises NotFound when the public has none (nothing is told of what is not published), Withdrawn with the
    reason when it was withdrawn.
    """
    row = session.scalars(select(Consultation).where(Consultation.id == key, public())).first()
    if row is None or row.published_at is None:
        raise _missing(session, key)
    events = happened(events_of(session, [key])).get(key, ())
    course = course_of(session, row, consulting.outcome_days)
    unit = session.get_one(Unit, row.unit_id)
    documents = named(session, {row.document_id, row.revises_id})
    papers = public_papers(session, key, row.published_at, events)
    return ConsultationPage(
        id=key,
        day=day,
        title=row.title,
        matter=Matter(row.matter),
        organ=unit.organ,
        unit=unit_name(unit.organ, unit.name),
        unit_id=row.unit_id,
        deciding_body=row.deciding_body,
        # Markdown made HTML by `base.markup` when it was saved.
        words=Markup(row.words_html),  # noqa: S704
        ways=_ways(row),
        published_at=row.published_at,
        course=course,
        lengths=_lengths(session, row, course, day, consulting.days),
        happened=events,
        papers=papers,
        meetings=gatherings(session, key, papers.files),
        revises=documents.get(row.revises_id or 0),
        adopted=documents.get(row.document_id or 0),
    )


def _ways(row: Consultation) -> Ways:
    return Ways(row.contact_person, row.phone, row.fax, row.email, row.postal_address, row.postcode)


def _lengths(session: Session, row: Consultation, course: Course, day: date, setting: str) -> Lengths:
    between = holidays.calendar(session).between
    period, last = Period(course.from_on, course.through_on), course.last_day(day)
    found = measured(period, course.published_on, least(setting, Matter(row.matter)), between)
    longer = Period(course.from_on, last).real(course.published_on, between)
    return Lengths(found, longer if last > course.through_on else None, row.short_reason)


def _missing(session: Session, key: int) -> NotFound | Withdrawn:
    row = session.scalars(select(Consultation).where(Consultation.id == key, gone())).first()
    return NotFound(UNKNOWN) if row is None else Withdrawn(withdrawal(row))


def withdrawal(row: Consultation) -> str:
    """What stood there, from when to when, and why it went."""
    stood, left = (
        f"{clock.local(at):%Y-%m-%d %H:%M}" if at else "" for at in (row.published_at, row.withdrawn_at)
    )
    reason = row.withdrawal_reason or "未说明理由"
    return f"“{row.title}”{stood}在此公开征求意见，{left}撤回。撤回理由：{reason}。"
