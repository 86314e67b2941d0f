"""The course of a decision item (决策过程): everything that the rules of the procedure are held against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from registry.decisions.rules.terms import ItemCategory, PaperRole, ReviewResult, StepKind

# Steps that are finished before the draft is discussed (arts. 14, 19, 22, 25, 29).
BEFORE_DISCUSSION = (
    StepKind.PARTICIPATION,
    StepKind.EXPERTS,
    StepKind.RISK,
    StepKind.FAIR_COMPETITION,
    StepKind.LEGALITY,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a step: what it is, its day, and whether it leads to a consultation or meeting."""

    role: PaperRole
    dated_on: date | None = None
    of_participation: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step as recorded: its days, its result, or the ground on which it was left out."""

    planned_on: date | None = None
    began_on: date | None = None
    done_on: date | None = None
    result: ReviewResult | None = None
    ground: str = ""
    carried_out_by: str = ""
    papers: tuple[Paper, ...] = ()

    @property
    def omitted(self) -> bool:
        """Whether it was left out."""
        return bool(self.ground)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something of it happened."""
        return tuple(day for day in (self.began_on, self.done_on) if day)


NO_STEP = Step()


@dataclass(frozen=True, slots=True)
class Notice:
    """A public consultation of the item: its announced and its real length in days, and what it showed.

    `late` says that it came out after its printed first day, so that the real length counts too.
    """

    title: str
    announced_days: int
    real_days: int
    late: bool = False
    short_reason: str = ""
    has_draft: bool = True
    has_note: bool = True
    ways: int = 1
    outcome_published: bool = False
    # Where it stands on this site; no rule asks for it.
    path: str = ""

    @property
    def days(self) -> int:
        """The length that counts: the announced one, or the real one of a notice that came out late."""
        return min(self.announced_days, self.real_days) if self.late else self.announced_days


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing: its day, when it was announced, when its papers went out, who took part, its record."""

    title: str
    held_on: date
    announced_on: date | None = None
    papers_sent_on: date | None = None
    participants: int = 0
    placed: bool = True
    recorded: bool = False
    held: bool = True
    path: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """All of an item that the regulation asks about, on one day."""

    name: str
    category: ItemCategory | None
    unit: str = ""
    hearing_planned: bool = False
    market: bool = False
    consented_on: date | None = None
    listed_on: date | None = None
    steps: dict[StepKind, Step] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    # How many working days the reviewers had; None while the review lasts or its days are not recorded.
    review_days: int | None = None

    def step(self, kind: StepKind) -> Step:
        """The step of this kind, empty where nothing is recorded."""
        return self.steps.get(kind, NO_STEP)

    def done(self, kind: StepKind) -> date | None:
        """The day on which the step was finished."""
        return self.step(kind).done_on

    @property
    def discussed_on(self) -> date | None:
        """The day on which the draft went to the discussion: its first day there."""
        return min(self.step(StepKind.DELIBERATION).days, default=None)

    @property
    def decided_on(self) -> date | None:
        """The day on which the discussion ended."""
        return self.done(StepKind.DELIBERATION)

    def papers(self, *roles: PaperRole, through: date | None = None) -> tuple[Paper, ...]:
        """The papers of these kinds in all steps; with `through`, those not dated later."""
        return tuple(
            paper
            for step in self.steps.values()
            for paper in step.papers
            if paper.role in roles and not (through and paper.dated_on and paper.dated_on > through)
        )

    def finished_by(self, day: date, kinds: Iterable[StepKind]) -> tuple[StepKind, ...]:
        """Those of the steps that were neither finished by the day nor left out."""
        steps = ((kind, self.step(kind)) for kind in kinds)
        return tuple(
            kind for kind, step in steps if not step.omitted and not (step.done_on and step.done_on <= day)
        )
