"""Reading the public catalogue (读取目录): rows → the finished values of a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound
from registry.decisions.reads.courses import Listed, Recorded, courses, recorded, step_of
from registry.decisions.reads.shown import (
    ShownDocument,
    ShownEdition,
    ShownItem,
    ShownPaper,
    ShownStep,
    ShownYear,
)
from registry.decisions.reads.visibility import published, shown
from registry.decisions.rules.course import Course
from registry.decisions.rules.editions import Line, compared, line_of
from registry.decisions.rules.procedure import checked
from registry.decisions.rules.progress import step_state
from registry.decisions.rules.terms import PaperRole, StepKind
from registry.decisions.tables import (
    CatalogueEdition,
    DecisionCatalogue,
    DecisionItem,
    DecisionPaper,
    DecisionStep,
)
from registry.reads.visibility import visible
from registry.tables import Document

UNKNOWN = "没有这一年度的重大行政决策事项目录，或者它还没有公布。"


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A year in the list of years."""

    year: int
    items: int
    editions: int
    published_at: datetime


@dataclass(frozen=True)
class _Beside:
    """What papers lead to, as far as it is public."""

    found: Recorded
    documents: Mapping[int, ShownDocument]


def years(session: Session) -> tuple[YearSummary, ...]:
    """The years with a published catalogue, the newest first."""
    query = select(DecisionCatalogue.year, CatalogueEdition).join(
        CatalogueEdition, CatalogueEdition.catalogue_id == DecisionCatalogue.id
    )
    by_year: dict[int, list[CatalogueEdition]] = defaultdict(list)
    for year, edition in session.execute(query.where(published()).order_by(CatalogueEdition.edition)):
        by_year[year].append(edition)
    return tuple(
        YearSummary(year, len(each[-1].items), len(each), each[-1].published_at or clock.now())
        for year, each in sorted(by_year.items(), reverse=True)
    )


def read_year(session: Session, year: int, on: date) -> ShownYear:
    """The public catalogue of the year as it stands on a day; raises NotFound."""
    query = select(CatalogueEdition).join(DecisionCatalogue).where(DecisionCatalogue.year == year)
    rows = session.scalars(query.where(published()).order_by(CatalogueEdition.edition)).all()
    if not rows:
        raise NotFound(UNKNOWN)
    editions = _editions(rows)
    lines = _newest_lines(editions)
    found = recorded(session, lines)
    listed = {key: Listed(line, each.consented_on, _day(each)) for key, (line, each) in lines.items()}
    told = courses(session, found, listed)
    beside = _Beside(found, _documents(session, found, lines))
    kept = {row.id: row for row in session.scalars(select(DecisionItem).where(DecisionItem.id.in_(lines)))}
    now = {line.item_id: place for place, line in enumerate(editions[-1].lines, 1)}
    items = {
        key: _item((year, now.get(key, 0), on), line, told[key], kept[key], beside)
        for key, (line, _) in lines.items()
    }
    gone = tuple(_removed(items[key], kept[key], editions) for key in items if key not in now)
    return ShownYear(year, editions, tuple(items[key] for key in now), gone)


def read_item(session: Session, year: int, key: int, on: date) -> tuple[ShownYear, ShownItem]:
    """The item of the year, in it or taken out of it; raises NotFound."""
    held = read_year(session, year, on)
    for item in (*held.items, *held.removed):
        if item.id == key:
            return held, item
    raise NotFound("目录中没有这一事项，或者它还没有公布。")


def public_paper(session: Session, number: int) -> DecisionPaper:
    """A file that the public may have; raises NotFound."""
    query = (
        select(DecisionPaper, DecisionItem.id, DecisionItem.catalogue_id)
        .join(DecisionStep, DecisionStep.id == DecisionPaper.step_id)
        .join(DecisionItem, DecisionItem.id == DecisionStep.item_id)
        .where(DecisionPaper.id == number, shown(), DecisionPaper.sha256 != "")
    )
    row = session.execute(query).one_or_none()
    if row is not None:
        paper, item, catalogue = row
        editions = select(CatalogueEdition).where(CatalogueEdition.catalogue_id == catalogue, published())
        listed = (int(str(line["item_id"])) for each in session.scalars(editions) for line in each.items)
        if item in listed:
            held: DecisionPaper = paper
            return held
    raise NotFound("没有这个文件，或者它不公开。")


def _editions(rows: Sequence[CatalogueEdition]) -> tuple[ShownEdition, ...]:
    found: list[ShownEdition] = []
    for row in rows:
        lines = tuple(line_of(line) for line in row.items)
        changes = compared(found[-1].lines, lines) if found else ()
        moment = row.published_at or row.recorded_at
        found.append(
            ShownEdition(row.edition, moment, row.consented_on, row.consent_act, row.reason, lines, changes)
        )
    return tuple(found)


def _newest_lines(editions: Iterable[ShownEdition]) -> dict[int, tuple[Line, ShownEdition]]:
    """Of every item the line of the newest edition that lists it."""
    return {line.item_id: (line, edition) for edition in editions for line in edition.lines}


def _item(
    place: tuple[int, int, date], line: Line, course: Course, row: DecisionItem, beside: _Beside
) -> ShownItem:
    year, position, on = place
    steps = sorted(
        beside.found.steps.get(row.id, ()), key=lambda each: list(StepKind).index(StepKind(each.kind))
    )
    return ShownItem(
        row.id,
        year,
        position,
        line,
        course,
        tuple(_step(each, beside, on) for each in steps),
        checked(course),
        on,
        document=beside.documents.get(row.document_id or 0),
    )


def _removed(item: ShownItem, row: DecisionItem, editions: Sequence[ShownEdition]) -> ShownItem:
    last = max(edition.number for edition in editions if item.id in {ln.item_id for ln in edition.lines})
    by = min(edition.number for edition in editions if edition.number > last)
    return ShownItem(
        item.id,
        item.year,
        item.position,
        item.line,
        item.course,
        item.steps,
        item.checks,
        item.day,
        listed=False,
        removal=row.removal_reason,
        removed_by=by,
        document=item.document,
    )


def _step(row: DecisionStep, beside: _Beside, on: date) -> ShownStep:
    papers = beside.found.papers.get(row.id, ())
    step = step_of(row, papers)
    open_papers = (_paper(paper, beside) for paper in papers if paper.public)
    return ShownStep(
        StepKind(row.kind),
        step,
        step_state(step, on),
        row.note,
        tuple(paper for paper in open_papers if paper),
        row.changed_at,
    )


def _paper(row: DecisionPaper, beside: _Beside) -> ShownPaper | None:
    """The paper as the public reads it; None where what it leads to is not public."""
    role = PaperRole(row.role)
    if row.sha256:
        path = f"/decisions/papers/{row.id}"
        return ShownPaper(row.id, role, row.title, row.dated_on, path, row.filename, row.size)
    found, leads = _path(row, beside)
    return ShownPaper(row.id, role, row.title, row.dated_on, found, leads_to=leads) if found else None


def _path(row: DecisionPaper, beside: _Beside) -> tuple[str, str]:
    if row.consultation_id:
        known = row.consultation_id in beside.found.consultations
        return (f"/consultations/{row.consultation_id}" if known else ""), "consultation"
    if row.meeting_id:
        meeting = beside.found.meetings.get(row.meeting_id)
        return (
            f"/consultations/{meeting.consultation_id}#meeting-{meeting.id}" if meeting else ""
        ), "meeting"
    document = beside.documents.get(row.document_id or 0)
    return (document.path if document else ""), "document"


def _documents(session: Session, found: Recorded, items: Iterable[int]) -> Mapping[int, ShownDocument]:
    wanted = {paper.document_id for each in found.papers.values() for paper in each if paper.document_id}
    wanted |= set(session.scalars(select(DecisionItem.document_id).where(DecisionItem.id.in_(list(items)))))
    query = select(
        Document.id, Document.title, Document.document_number, Document.order_number, Document.address
    ).where(Document.id.in_(wanted - {None}), visible())
    return {
        key: ShownDocument(title, number or order, f"/documents/{address}")
        for key, title, number, order, address in session.execute(query)
    }


def _day(edition: ShownEdition) -> date:
    return clock.local(edition.published_at).date()
