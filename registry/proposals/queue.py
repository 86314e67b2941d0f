"""The review queue (审定队列): which proposals wait, for whom, and how many of each kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from base.db import Table
from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Unit
from registry.proposals.stating import said_in_short
from registry.proposals.subjects import Subject, subject_of, title_of
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness
from registry.tables import Document, DocumentIssuer, Issuer

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see: any of matter, sureness and ruling, and words of the title."""

    matter: Matter | None = None
    sureness: Sureness | None = None
    ruling: Ruling | None = Ruling.OPEN
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal in the queue."""

    id: int
    subject: Subject
    title: str
    matter: Matter
    said: str
    sentence: str
    sureness: Sureness
    grounds: str
    ruling: Ruling

    @property
    def address(self) -> str:
        """Where it is reviewed."""
        return f"{self.subject.path}?p={self.id}"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue."""

    lines: tuple[Line, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))


def queue(session: Session, who: Actor, wanted: Wanted) -> QueuePage:
    """The proposals that the person may rule on, those of one text together."""
    asked = tuple(_asked(who, wanted))
    counted = select(func.count()).select_from(ProposalRow).where(*asked)
    total: int = session.execute(counted).scalar_one()
    ordered = (
        select(ProposalRow)
        .where(*asked)
        .order_by(ProposalRow.document_id, ProposalRow.draft_id, ProposalRow.id)
    )
    rows = session.execute(ordered.limit(PER_PAGE).offset((wanted.page - 1) * PER_PAGE)).scalars().all()
    titles = {subject: title_of(session, subject) for subject in {subject_of(row) for row in rows}}
    return QueuePage(tuple(_line(row, titles) for row in rows), total, wanted.page)


def counts(session: Session, who: Actor) -> Mapping[str, int]:
    """How many proposals wait, by matter and by sureness (their values never coincide)."""
    asked = tuple(_asked(who, Wanted()))
    found: dict[str, int] = {}
    for column in (ProposalRow.matter, ProposalRow.sureness):
        rows = session.execute(select(column, func.count()).where(*asked).group_by(column))
        found.update((value, count) for value, count in rows)
    return found


def _asked(who: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.matter:
        yield ProposalRow.matter == wanted.matter.value
    if wanted.sureness:
        yield ProposalRow.sureness == wanted.sureness.value
    if wanted.ruling:
        yield ProposalRow.ruling == wanted.ruling.value
    else:
        yield ProposalRow.ruling != Ruling.SUPERSEDED.value
    if wanted.words:
        yield _titled(wanted.words)
    if who.reach(Permission.CONFIRM_PROPOSALS) is not Reach.ALL:
        yield _of_organ(who.organ)


def _titled(words: str) -> ColumnElement[bool]:
    draft = Table.metadata.tables["draft"].c
    documents = select(Document.id).where(Document.title.contains(words, autoescape=True))
    drafts = select(draft.id).where(draft.fields["title"].as_string().contains(words, autoescape=True))
    # A draft that was published is found under the title of its document.
    waiting = ProposalRow.document_id.is_(None) & ProposalRow.draft_id.in_(drafts)
    return or_(ProposalRow.document_id.in_(documents), waiting)


def _of_organ(organ: str) -> ColumnElement[bool]:
    draft = Table.metadata.tables["draft"].c
    units = select(Unit.id).where(Unit.organ == organ)
    issued = select(DocumentIssuer.document_id).join(Issuer).where(Issuer.name == organ)
    drafted_by = select(Document.id).where(Document.drafting_unit_id.in_(units))
    waiting = ProposalRow.document_id.is_(None) & ProposalRow.draft_id.in_(
        select(draft.id).where(draft.unit_id.in_(units))
    )
    return or_(ProposalRow.document_id.in_(issued), ProposalRow.document_id.in_(drafted_by), waiting)


def _line(row: ProposalRow, titles: Mapping[Subject, str]) -> Line:
    subject = subject_of(row)
    matter = Matter(row.matter)
    return Line(
        id=row.id,
        subject=subject,
        title=titles[subject],
        matter=matter,
        said=said_in_short(matter, row.stated),
        sentence=row.sentence,
        sureness=Sureness(row.sureness),
        grounds=row.grounds,
        ruling=Ruling(row.ruling),
    )
