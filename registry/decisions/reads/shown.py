"""The catalogue as the public reads it (公开的目录): years, editions, items, steps, papers, finished."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.decisions.rules.checking import Checked
from registry.decisions.rules.course import Course, Step
from registry.decisions.rules.editions import Change, Line
from registry.decisions.rules.procedure import counted
from registry.decisions.rules.progress import current, item_state, late, overdue, step_state
from registry.decisions.rules.terms import Holding, ItemChange, ItemState, PaperRole, StepKind, StepState
from registry.decisions.rules.timeline import Bar, item_axis, year_axis


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper that the public may read: where it leads, and whether that is a file of ours."""

    id: int
    role: PaperRole
    title: str
    dated_on: date | None
    path: str
    filename: str = ""
    size: int = 0
    # What it leads to: "file", "consultation", "meeting", "document".
    leads_to: str = "file"


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its papers, as it stands on the day of the page."""

    kind: StepKind
    step: Step
    state: StepState
    note: str
    papers: tuple[ShownPaper, ...]
    changed_at: datetime

    @property
    def told(self) -> str:
        """How the step stands, in words, with its days."""
        if self.step.omitted:
            return f"{self.state.label}：{self.step.ground}"
        parts = (
            ("计划", self.step.planned_on),
            ("开始", self.step.began_on),
            ("完成", self.step.done_on),
        )
        days = "，".join(f"{day.isoformat()} {word}" for word, day in parts if day)
        result = f"，结论：{self.step.result.label}" if self.step.result else ""
        return f"{self.state.label}{f'（{days}{result}）' if days else ''}"


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A public document that an item led to."""

    title: str
    number: str
    path: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a year: its line in the newest edition that lists it, its course, its checks."""

    id: int
    year: int
    position: int
    line: Line
    course: Course
    steps: tuple[ShownStep, ...]
    checks: tuple[Checked, ...]
    day: date
    # Whether the newest edition still lists it; otherwise why it was taken out, and by which edition.
    listed: bool = True
    removal: str = ""
    removed_by: int = 0
    document: ShownDocument | None = None

    @property
    def path(self) -> str:
        """Its page."""
        return f"/decisions/{self.year}/{self.id}"

    @property
    def state(self) -> ItemState:
        """How it stands."""
        return item_state(self.course.steps, self.day, listed=self.listed)

    @property
    def current(self) -> StepKind | None:
        """The step at which it stands."""
        return current(self.course.steps, self.day)

    @property
    def late(self) -> tuple[StepKind, ...]:
        """The steps later than planned."""
        return late(self.course.steps, self.day) if self.listed else ()

    @property
    def overdue(self) -> bool:
        """Whether the decision should have been made by now."""
        return self.listed and overdue(self.course.steps, self.line.planned_through, self.day)

    @property
    def progress(self) -> str:
        """Its progress (进展) in one phrase."""
        step = self.current
        at = step_state(self.course.step(step), self.day) if step else None
        if self.state is not ItemState.UNDER_WAY or step is None or at is None:
            told = self.state.label
        else:
            told = f"{step.label}{'已完成' if at is StepState.DONE else '进行中'}"
        if self.overdue:
            return f"{told}，晚于计划决策时间"
        if self.late == (step,):
            return f"{told}，晚于计划"
        return f"{told}，{'、'.join(kind.label for kind in self.late)}晚于计划" if self.late else told

    @property
    def breached(self) -> tuple[Checked, ...]:
        """The rules that it does not meet."""
        return tuple(each for each in self.checks if each.holding is Holding.BREACHED)

    @property
    def met(self) -> int:
        """How many rules it meets."""
        return counted(self.checks, Holding.MET)

    def bars(self, *, whole: bool = False) -> tuple[Bar, ...]:
        """Its steps as drawn in the picture of the year, or of its whole time."""
        axis = item_axis(self.course.steps, self.year) if whole else year_axis(self.year)
        return tuple(axis.bar(shown.kind, shown.step, self.day) for shown in self.steps)


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """A published edition: when, on whose consent, why, what it lists and what it changed."""

    number: int
    published_at: datetime
    consented_on: date | None
    consent_act: str
    reason: str
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> tuple[Change, ...]:
        """The items that it added, took out or changed."""
        return tuple(each for each in self.changes if each.kind is not ItemChange.SAME)


@dataclass(frozen=True, slots=True)
class ShownYear:
    """The catalogue of a year, with all its published editions, the newest last."""

    year: int
    editions: tuple[ShownEdition, ...]
    items: tuple[ShownItem, ...]
    removed: tuple[ShownItem, ...]

    @property
    def newest(self) -> ShownEdition:
        """The edition that counts."""
        return self.editions[-1]

    @property
    def title(self) -> str:
        """What the catalogue is called."""
        return f"{self.year}年度重大行政决策事项目录"

    @property
    def updated_at(self) -> datetime:
        """When something of it last changed."""
        steps = [shown.changed_at for item in self.items for shown in item.steps]
        return max([self.newest.published_at, *steps])
