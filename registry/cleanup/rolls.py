"""Rolls (清理名单) as pages show them: rows with their documents, filtered; progress by unit. Reads only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, String, func, select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from registry.cleanup.hints import HintCode
from registry.cleanup.tables import Campaign, CampaignStage, Ground, RollRow, RowStage, Verdict
from registry.law.terms import Kind, Validity
from registry.law.validity import validity
from registry.reads.life import lives
from registry.tables import Document
from registry.watch.tables import LIVE, Task

PAGE_SIZE = 50
_WORDS = String()


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of a roll is wanted; `unit` -1 asks for every unit, 0 for rows without one."""

    unit: int = -1
    stage: str = ""
    verdict: str = ""
    hint: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the roll, ready to be shown."""

    id: int
    version: int
    document_id: int
    address: str
    title: str
    number: str
    kind: Kind
    dated_on: date | None
    standing: Validity
    unit_id: int | None
    unit: str
    stage: RowStage
    verdict: Verdict | None
    ground: Ground | None
    note: str
    replaced_by: str
    opinion: str
    proposed_by: str
    agreed_by: str
    hints: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """One page of a roll."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a unit has come: rows by stage, and its day."""

    unit_id: int | None
    unit: str
    counts: Mapping[RowStage, int]
    due_on: date | None
    late: bool

    @property
    def total(self) -> int:
        """All rows of the unit."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Rows the unit still owes an opinion about."""
        return self.counts.get(RowStage.ASSIGNED, 0) + self.counts.get(RowStage.SENT_BACK, 0)


@dataclass(frozen=True, slots=True)
class Overview:
    """One campaign in the list of campaigns."""

    id: int
    title: str
    stage: CampaignStage
    due_on: date | None
    total: int
    spoken: int
    agreed: int
    recorded_by: str
    late: bool = field(default=False)


def roll(session: Session, campaign_id: int, sieve: Sieve, today: date) -> Roll:
    """The rows the sieve lets through, one page of them; those with hints first, then as documents came."""
    found = _sifted(campaign_id, sieve)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, sieve.page), pages)
    rows = session.execute(found.order_by(RollRow.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Roll(lines(session, rows, today), total, page, pages)


def line(session: Session, campaign_id: int, row_id: int, today: date) -> Line | None:
    """One row of the roll; None when it is not there."""
    found = session.execute(_sifted(campaign_id, Sieve()).where(RollRow.id == row_id)).all()
    return lines(session, found, today)[0] if found else None


def lines(session: Session, rows: Sequence[Any], today: date) -> tuple[Line, ...]:
    """Rows of (roll row, document, unit's name) as they are shown, with how each stands today."""
    life = lives(session, [document.id for _, document, _ in rows])
    return tuple(
        _line(row, document, unit or "", validity(life.get(document.id, ()), today))
        for row, document, unit in rows
    )


def progress(session: Session, campaign: Campaign, today: date) -> tuple[Progress, ...]:
    """How far every unit has come; what no unit drafted stands last."""
    counted = session.execute(
        select(RollRow.unit_id, Unit.name, RollRow.stage, func.count())
        .outerjoin(Unit, Unit.id == RollRow.unit_id)
        .where(RollRow.campaign_id == campaign.id)
        .group_by(RollRow.unit_id, Unit.name, RollRow.stage)
    )
    units: dict[tuple[int | None, str], dict[RowStage, int]] = defaultdict(dict)
    for unit_id, name, stage, count in counted:
        units[(unit_id, name or "")][RowStage(stage)] = count
    due = _due_days(session, campaign)
    found = [
        _progress(unit_id, name, counts, due.get(unit_id, campaign.due_on), today)
        for (unit_id, name), counts in units.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.unit_id is None, one.unit)))


def overviews(session: Session, today: date) -> tuple[Overview, ...]:
    """Every campaign, the newest first."""
    counted = session.execute(
        select(RollRow.campaign_id, RollRow.stage, func.count()).group_by(RollRow.campaign_id, RollRow.stage)
    )
    stages: dict[int, dict[str, int]] = defaultdict(dict)
    for key, stage, count in counted:
        stages[key][stage] = count
    rows = session.scalars(select(Campaign).order_by(Campaign.id.desc()))
    return tuple(_overview(row, stages[row.id], today) for row in rows)


def units(session: Session) -> tuple[tuple[int, str], ...]:
    """Every unit that rows can be handed to."""
    rows = session.execute(select(Unit.id, Unit.organ, Unit.name).order_by(Unit.organ, Unit.id))
    return tuple((key, f"{organ} {name}") for key, organ, name in rows)


def _sifted(campaign_id: int, sieve: Sieve) -> Select[RollRow, Document, str]:
    query = (
        select(RollRow, Document, Unit.name)
        .join(Document, Document.id == RollRow.document_id)
        .outerjoin(Unit, Unit.id == RollRow.unit_id)
        .where(RollRow.campaign_id == campaign_id)
    )
    if sieve.unit >= 0:
        query = query.where(RollRow.unit_id == sieve.unit if sieve.unit else RollRow.unit_id.is_(None))
    for column, wanted in ((RollRow.stage, sieve.stage), (RollRow.verdict, sieve.verdict)):
        query = query.where(column == wanted) if wanted else query
    if sieve.hint:
        # Hints are kept as JSON: the code stands in it as it is written.
        query = query.where(RollRow.hints.cast(_WORDS).contains(f'"{HintCode(sieve.hint).value}"'))
    return query.where(Document.title.contains(sieve.words, autoescape=True)) if sieve.words else query


def _line(row: RollRow, document: Document, unit: str, standing: Validity) -> Line:
    return Line(
        id=row.id,
        version=row.version,
        document_id=document.id,
        address=document.address,
        title=document.title,
        number=document.document_number or document.order_number or document.unified_number,
        kind=Kind(document.kind),
        dated_on=document.published_on or document.signed_on or document.adopted_on,
        standing=standing,
        unit_id=row.unit_id,
        unit=unit,
        stage=RowStage(row.stage),
        verdict=Verdict(row.verdict) if row.verdict else None,
        ground=Ground(row.ground) if row.ground else None,
        note=row.note,
        replaced_by=row.replaced_by,
        opinion=row.opinion,
        proposed_by=row.proposed_by,
        agreed_by=row.agreed_by,
        hints=tuple((HintCode(str(hint["code"])).label, str(hint["sentence"])) for hint in row.hints),
    )


def _due_days(session: Session, campaign: Campaign) -> dict[int | None, date | None]:
    running = Task.state.in_(LIVE)
    query = select(Task.unit_id, Task.due_on).where(Task.key.like(f"cleanup:{campaign.id}:%"), running)
    return {row.unit_id: row.due_on for row in session.execute(query)}


def _progress(
    unit_id: int | None, name: str, counts: Mapping[RowStage, int], due_on: date | None, today: date
) -> Progress:
    waiting = counts.get(RowStage.ASSIGNED, 0) + counts.get(RowStage.SENT_BACK, 0)
    return Progress(unit_id, name, counts, due_on, late=bool(waiting and due_on and due_on < today))


def _overview(row: Campaign, counts: Mapping[str, int], today: date) -> Overview:
    total = sum(counts.values())
    agreed = counts.get(RowStage.AGREED, 0)
    spoken = agreed + counts.get(RowStage.PROPOSED, 0)
    running = row.stage == CampaignStage.OPEN and spoken < total
    return Overview(
        row.id, row.title, CampaignStage(row.stage), row.due_on, total, spoken, agreed, row.recorded_by,
        late=bool(running and row.due_on and row.due_on < today),
    )  # fmt: skip
