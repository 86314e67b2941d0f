"""Editions of a catalogue (目录版本): what each lists, and what an adjustment changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.decisions.rules.terms import ItemCategory, ItemChange, StepKind
from registry.law.differences import Segment, differences

# The columns of the catalogue that an adjustment may change, as they are printed.
FIELDS = (
    ("name", "决策事项名称"),
    ("basis", "依据"),
    ("kind", "事项类别"),
    ("procedure", "决策程序"),
    ("hearing", "是否听证"),
    ("unit", "承办单位"),
    ("planned", "计划决策时间"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an edition (目录事项), as it was published; `steps` are those that are gone through."""

    item_id: int
    name: str
    basis: str = ""
    unit: str = ""
    planned: str = ""
    hearing: bool = False
    category: str = ""
    market: bool = False
    steps: tuple[str, ...] = ()
    planned_through: date | None = None

    @property
    def procedure(self) -> tuple[StepKind, ...]:
        """The steps that it goes through (决策程序)."""
        return tuple(kind for kind in StepKind if kind.value in self.steps)

    def shown(self, field: str) -> str:
        """A field as it is printed."""
        match field:
            case "kind":
                return ItemCategory(self.category).label if self.category else ""
            case "procedure":
                return "、".join(kind.label for kind in self.procedure)
            case "hearing":
                return "是" if self.hearing else "否"
            case _:
                return str(getattr(self, field))

    def record(self) -> dict[str, object]:
        """As it is kept with the edition."""
        return {
            "item_id": self.item_id,
            "name": self.name,
            "basis": self.basis,
            "unit": self.unit,
            "planned": self.planned,
            "hearing": self.hearing,
            "category": self.category,
            "market": self.market,
            "steps": list(self.steps),
            "planned_through": self.planned_through.isoformat() if self.planned_through else "",
        }


def line_of(held: Mapping[str, object]) -> Line:
    """A line as it was kept.

    >>> line_of(Line(3, "规划", hearing=True, steps=("risk",)).record()).shown("procedure")
    '风险评估'
    """
    through, steps = str(held.get("planned_through", "")), held.get("steps", ())
    return Line(
        int(str(held["item_id"])),
        name=str(held.get("name", "")),
        basis=str(held.get("basis", "")),
        unit=str(held.get("unit", "")),
        planned=str(held.get("planned", "")),
        hearing=bool(held.get("hearing")),
        category=str(held.get("category", "")),
        market=bool(held.get("market")),
        steps=tuple(map(str, steps)) if isinstance(steps, list | tuple) else (),
        planned_through=date.fromisoformat(through) if through else None,
    )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item that reads otherwise, with the change marked."""

    name: str
    label: str
    before: str
    after: str

    @property
    def marked(self) -> tuple[Segment, ...]:
        """Both wordings in one, marked."""
        return differences(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one item between two editions: its lines before and after, None where there is none."""

    item_id: int
    kind: ItemChange
    before: Line | None
    after: Line | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def name(self) -> str:
        """What it is called, newly or lastly."""
        line = self.after or self.before
        return line.name if line else ""


def compared(old: Sequence[Line], new: Sequence[Line]) -> tuple[Change, ...]:
    """What became of every item: those of the new edition in its order, then those taken out.

    >>> [(each.name, each.kind.value) for each in compared([Line(1, "甲")], [Line(2, "乙")])]
    [('乙', 'added'), ('甲', 'removed')]
    """
    before = {line.item_id: line for line in old}
    kept = {line.item_id for line in new}
    changes = [_change(before.get(line.item_id), line) for line in new]
    gone = [Change(line.item_id, ItemChange.REMOVED, line, None) for line in old if line.item_id not in kept]
    return (*changes, *gone)


def _change(old: Line | None, new: Line) -> Change:
    if old is None:
        return Change(new.item_id, ItemChange.ADDED, None, new)
    fields = tuple(
        FieldChange(name, label, old.shown(name), new.shown(name))
        for name, label in FIELDS
        if old.shown(name) != new.shown(name)
    )
    return Change(new.item_id, ItemChange.CHANGED if fields else ItemChange.SAME, old, new, fields)
