"""Where a document came from (三方对照): consultations, their drafts, what was said, and all later texts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from registry.consultations.notices import courses_of, day_of, events_of
from registry.consultations.reads.heard import Heard, heard
from registry.consultations.reads.life import Happened, happened
from registry.consultations.reads.outcomes import published_outcome
from registry.consultations.reads.papers import Edition, public_drafts
from registry.consultations.reads.visibility import public
from registry.consultations.rules.passages import homes, passages
from registry.consultations.rules.standing import Course
from registry.consultations.rules.terms import ConsultationDeed
from registry.consultations.rules.tracing import Alignment, align
from registry.consultations.tables import Consultation, ConsultationEvent, TraceLink
from registry.law.provisions import Provision
from registry.reads.dossier import Dossier, Version
from registry.reads.wording import read_wordings


@dataclass(frozen=True, slots=True)
class Source:
    """A consultation that led to a text of the document: its newest draft beside what was adopted.

    `place` is that of the adopted text among the document's versions; `heard` goes by the draft's passages,
    `home` leads from every provision of the draft to its passage.
    """

    id: int
    title: str
    published_at: datetime
    from_on: date
    through_on: date
    outcome_at: datetime | None
    edition: Edition
    place: int
    alignment: Alignment
    heard: Mapping[str, Heard]
    home: Mapping[str, str]

    @property
    def address(self) -> str:
        """Its path on this site."""
        return f"/consultations/{self.id}"


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of where a document's provisions came from.

    `wordings` are the texts from `first` on, the first that a consultation led to; `later[n]` lays the text
    after `first + n` beside it.
    """

    dossier: Dossier
    sources: tuple[Source, ...]
    first: int
    wordings: tuple[tuple[Provision, ...], ...]
    later: tuple[Alignment, ...]

    def wording(self, place: int) -> tuple[Provision, ...]:
        """The text of a version from `first` on."""
        return self.wordings[place - self.first]

    def version_on(self, day: date) -> Version:
        """The text to read on a day; while that is older than the first that was consulted on, that first."""
        version = self.dossier.version_on(day)
        early = version is None or version.place < self.first
        return self.dossier.versions[self.first] if early or version is None else version

    def __len__(self) -> int:
        texts = (*self.wordings, *(source.edition.provisions for source in self.sources))
        return sum(len(node.body) + 100 for text in texts for one in text for node in one.walk())


def read_trace(session: Session, dossier: Dossier, outcome_days: int) -> Trace | None:
    """The trace of a visible document; None where no public consultation led to a text of it."""
    query = select(Consultation).where(Consultation.document_id == dossier.id, public())
    rows = session.scalars(query.order_by(Consultation.published_at, Consultation.id)).all()
    placed = [(row, place) for row in rows if (place := place_of(row, dossier.versions)) is not None]
    if not placed:
        return None
    first = min(place for _, place in placed)
    versions = dossier.versions[first:]
    texts = read_wordings(session, [version.text_id for version in versions])
    wordings = tuple(texts.get(version.text_id, ()) for version in versions)
    reading = _Reading(
        session,
        happened(events_of(session, [row.id for row, _ in placed])),
        courses_of(session, [row for row, _ in placed], outcome_days),
        rulings(session, [row.id for row, _ in placed]),
    )
    sources = [reading.source(row, place, wordings[place - first]) for row, place in placed]
    later = tuple(align(old, new) for old, new in pairwise(wordings))
    kept = tuple(source for source in sources if source)
    return Trace(dossier, kept, first, wordings, later) if kept else None


def standing() -> ColumnElement[bool]:
    """The rulings that stand: not taken back, and made on the text that the consultation is tied to now."""
    tied_since = exists().where(
        ConsultationEvent.consultation_id == TraceLink.consultation_id,
        ConsultationEvent.deed == ConsultationDeed.ADOPT.value,
        ConsultationEvent.at > TraceLink.recorded_at,
    )
    return TraceLink.withdrawn_at.is_(None) & ~tied_since


def rulings(session: Session, keys: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """What people ruled on the origin of adopted provisions, by consultation: the last on each stands."""
    query = select(TraceLink).where(TraceLink.consultation_id.in_(keys), standing())
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in session.scalars(query.order_by(TraceLink.id)):
        found[row.consultation_id][row.adopted_eid] = row.draft_eid
    return found


def place_of(row: Consultation, versions: Sequence[Version]) -> int | None:
    """The place of the text that a consultation led to; None for a document without any text.

    By its id; where that was not kept, the first text that is younger than the notice, else the last.
    """
    if not versions:
        return None
    by_id = [version.place for version in versions if version.text_id == row.text_id]
    asked_on = day_of(row.published_at) if row.published_at else date.max
    younger = [
        each.place for each in versions if (each.dated_on or each.applies_from or date.min) >= asked_on
    ]
    return next(iter([*by_id, *younger]), versions[-1].place)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of several consultations at once."""

    session: Session
    happened: Mapping[int, tuple[Happened, ...]]
    courses: Mapping[int, Course]
    rulings: Mapping[int, Mapping[str, str]]

    def source(self, row: Consultation, place: int, adopted: Sequence[Provision]) -> Source | None:
        """The consultation beside the text it led to; None without a draft that was public."""
        if row.published_at is None:
            return None
        drafts = public_drafts(self.session, row.id, row.published_at, self.happened.get(row.id, ()))
        if not drafts:
            return None
        outcome = published_outcome(self.session, row.id)
        course = self.courses[row.id]
        return Source(
            id=row.id,
            title=row.title,
            published_at=row.published_at,
            from_on=course.from_on,
            through_on=max([course.through_on, *(each.through_on for each in course.extensions)]),
            outcome_at=outcome.published_at if outcome else None,
            edition=drafts[0],
            place=place,
            alignment=align(drafts[0].provisions, adopted, self.rulings.get(row.id)),
            heard=heard(self.session, row.id, drafts, outcome),
            home=homes(passages(drafts[0].provisions)),
        )
