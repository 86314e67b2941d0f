"""How duties stand (解读情况): every document that has to be explained, by whom, by when, and how it was met.

Read for all documents at once, in four statements: nothing is stored, so nothing can be out of date.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.orm import Session

from base import clock, holidays
from base.staff.tables import Unit
from interpretations.reads.visibility import as_published
from interpretations.rules.duty import Duty, Explained, Policy, duty
from interpretations.rules.terms import DutyState, Origin
from interpretations.tables import ExplainedRow, Explainer, Interpretation, InterpretationVersion, Plan
from registry.law.days import printed
from registry.law.terms import Disclosure, Kind
from registry.reads.visibility import visible
from registry.tables import Document

NO_UNIT = "起草单位未登记"
# What counts in the rate: a term that still runs says nothing yet.
DECIDED = (DutyState.MET, DutyState.LATE, DutyState.MISSING)


@dataclass(frozen=True, slots=True)
class First:
    """The first interpretation by those who owe it: which, what it is called, and its day in China."""

    interpretation_id: int
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One document and how the duty to explain it stands; `waived` is why it needs none.

    `turn` grows whenever what had settled the duty was taken back, so that it is asked for anew.
    """

    document_id: int
    address: str
    title: str
    number: str
    kind: Kind
    published_on: date
    unit_id: int | None
    unit: str
    organ: str
    duty: Duty
    waived: str = ""
    first: First | None = None
    turn: int = 0

    @property
    def state(self) -> DutyState:
        """How the duty stands."""
        return self.duty.state

    @property
    def owner(self) -> str:
        """Who owes it, as lists name it."""
        return self.unit or NO_UNIT


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents of a unit stand how, and how many in a hundred were explained in time."""

    unit_id: int | None
    unit: str
    counts: Mapping[DutyState, int] = field(default_factory=dict)

    @property
    def owed(self) -> int:
        """How many have to be explained."""
        return sum(number for state, number in self.counts.items() if state is not DutyState.NOT_OWED)

    @property
    def rate(self) -> str:
        """The part explained in time (按期解读率) of those whose term is over or that are explained.

        Computed, never typed in; rounded down, so that 100% means all of them.
        """
        decided = sum(self.counts.get(state, 0) for state in DECIDED)
        return f"{self.counts.get(DutyState.MET, 0) * 1000 // decided / 10:.1f}%" if decided else "—"


def duties(session: Session, policy: Policy, on: date) -> tuple[Line, ...]:
    """Every visible document that the promise covers, as of the day, the last published first.

    Those that need no explanation by a recorded reason are among them, with the reason.
    """
    return _lines(session, policy, on, _covered(policy))


def duty_of(session: Session, policy: Policy, document_id: int, on: date) -> Line | None:
    """How the duty to explain one document stands; None where the promise does not cover it."""
    found = _lines(session, policy, on, [*_covered(policy), Document.id == document_id])
    return found[0] if found else None


def sentence(line: Line) -> str:
    """What the public is told of the duty beside the document; "" where it is met or not owed."""
    due_on = line.duty.due_on
    if due_on is None or line.state not in {DutyState.WAITING, DutyState.MISSING}:
        return ""
    who = line.unit or "起草单位"
    if line.state is DutyState.MISSING:
        return f"{who}应于{printed(due_on)}前发布解读，现已逾期"
    word = "预计于" if line.duty.foreseen else "将于"
    return f"{who}{word}{printed(due_on)}前发布解读"


def tallies(lines: Iterable[Line]) -> tuple[Tally, ...]:
    """The lines counted by unit, by name, documents without a unit last."""
    found: dict[tuple[int | None, str], dict[DutyState, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        found[line.unit_id, line.owner][line.state] += 1
    ordered = sorted(found.items(), key=lambda item: (item[0][0] is None, item[0][1], item[0][0] or 0))
    return tuple(Tally(unit_id, unit, dict(counts)) for (unit_id, unit), counts in ordered)


def total(lines: Iterable[Line]) -> Tally:
    """All the lines counted together."""
    counts: dict[DutyState, int] = defaultdict(int)
    for line in lines:
        counts[line.state] += 1
    return Tally(None, "合计", dict(counts))


def _covered(policy: Policy) -> list[ColumnElement[bool]]:
    covered = [
        visible(),
        Document.kind.in_(sorted(kind.value for kind in policy.kinds)),
        Document.disclosure == Disclosure.OPEN.value,
        Document.published_on.is_not(None),
    ]
    return [*covered, Document.published_on >= policy.since] if policy.since else covered


COLUMNS = (
    Document.id,
    Document.address,
    Document.title,
    Document.document_number,
    Document.order_number,
    Document.kind,
    Document.published_on,
    Document.drafting_unit_id,
    Unit.name.label("unit"),
    Unit.organ,
)


def _lines(
    session: Session, policy: Policy, on: date, conditions: Sequence[ColumnElement[bool]]
) -> tuple[Line, ...]:
    query = select(*COLUMNS).outerjoin(Unit, Unit.id == Document.drafting_unit_id).where(*conditions)
    rows = session.execute(query.order_by(Document.published_on.desc(), Document.id.desc())).mappings().all()
    only = [row["id"] for row in rows] if len(rows) == 1 else None
    waivers = _waivers(session, only)
    explained = _explained(session, {row["id"]: row["drafting_unit_id"] for row in rows}, only)
    add = _Adding(session)
    made = []
    for row in rows:
        (waived, turn), (first, withdrawn) = (
            waivers.get(row["id"], ("", 0)),
            explained.get(row["id"], (None, 0)),
        )
        met_on = first.on if first else None
        known = Explained(Kind(row["kind"]), Disclosure.OPEN, row["published_on"], waived, met_on)
        made.append(_line(row, known, duty(known, policy, on, add), first, turn + withdrawn))
    return tuple(made)


def _line(row: RowMapping, known: Explained, stands: Duty, first: First | None, turn: int) -> Line:
    return Line(
        document_id=row["id"],
        address=row["address"],
        title=row["title"],
        number=row["document_number"] or row["order_number"],
        kind=known.kind,
        published_on=row["published_on"],
        unit_id=row["drafting_unit_id"],
        unit=row["unit"] or "",
        organ=row["organ"] or "",
        duty=stands,
        waived=known.waived,
        first=first,
        turn=turn,
    )


class _Adding:
    """Adds working days; many documents share a day, so each is counted through once."""

    def __init__(self, session: Session) -> None:
        self.calendar = holidays.calendar(session)
        self.known: dict[tuple[date, int], tuple[date, bool]] = {}

    def __call__(self, day: date, count: int) -> tuple[date, bool]:
        if (day, count) not in self.known:
            self.known[day, count] = self.calendar.add(day, count)
        return self.known[day, count]


def _waivers(session: Session, only: Sequence[int] | None) -> dict[int, tuple[str, int]]:
    """Why documents need no explanation, and how often that was decided anew.

    The plan that the document was published with says so first; an act on the document itself overrules it.
    Plans of later versions of the same document speak of those versions alone.
    """
    query = select(Plan.document_id, Plan.draft_id, Plan.needed, Plan.reason, Plan.version)
    query = query.where(Plan.document_id.is_not(None)).order_by(Plan.draft_id.is_(None), Plan.id)
    if only is not None:
        query = query.where(Plan.document_id.in_(only))
    found: dict[int, tuple[str, int]] = {}
    for document_id, draft_id, needed, reason, version in session.execute(query):
        if document_id is None:
            continue
        if draft_id is None or document_id not in found:
            found[document_id] = ("" if needed else reason, version if draft_id is None else 0)
    return found


def _explained(
    session: Session, leading: Mapping[int, int | None], only: Sequence[int] | None
) -> dict[int, tuple[First | None, int]]:
    """The first standing interpretation of each document by those who owe it, and how many were withdrawn."""
    entitled = _entitled(session, leading, only)
    query = _published()
    if only is not None:
        query = query.where(ExplainedRow.document_id.in_(only))
    found: dict[int, tuple[First | None, int]] = {}
    for document_id, key, title, unit_id, moment, withdrawn_at in session.execute(query):
        if document_id is None or unit_id not in entitled.get(document_id, ()):
            continue
        first, withdrawn = found.get(document_id, (None, 0))
        if withdrawn_at is None and first is None and moment is not None:
            first = First(key, title, _day(moment))
        found[document_id] = (first, withdrawn + (withdrawn_at is not None))
    return found


def _published() -> Any:  # noqa: ANN401  # a select of these columns
    """The units' own interpretations as the public reads them: a revision is nobody's business yet."""
    # One that explains a document twice over (itself, and a draft that became its next version) is one.
    query = select(
        ExplainedRow.document_id,
        Interpretation.id,
        InterpretationVersion.title,
        Interpretation.unit_id,
        Interpretation.published_at,
        Interpretation.withdrawn_at,
    ).distinct()
    query = query.join(Interpretation, Interpretation.id == ExplainedRow.interpretation_id)
    query = query.join(InterpretationVersion, as_published()).where(
        ExplainedRow.document_id.is_not(None),
        InterpretationVersion.content["origin"].as_string() == Origin.OWN.value,
    )
    return query.order_by(Interpretation.published_at, Interpretation.id)


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def _entitled(
    session: Session, leading: Mapping[int, int | None], only: Sequence[int] | None
) -> dict[int, set[int | None]]:
    """Who may explain each document; a delegation taken back counts for what was published under it."""
    query = select(Explainer.document_id, Explainer.unit_id)
    if only is not None:
        query = query.where(Explainer.document_id.in_(only))
    found: dict[int, set[int | None]] = {key: {unit} for key, unit in leading.items()}
    for document_id, unit_id in session.execute(query):
        found.setdefault(document_id, set()).add(unit_id)
    return found
