"""The gap list (解读情况): the duties that somebody asks for, page by page, with the counts of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from interpretations.reads.duties import NO_UNIT, Line, Tally, tallies, total
from interpretations.rules.terms import DutyState

PAGE_SIZE = 50
# What the filter by unit is asked for to find the documents that name none.
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; empty asks for all. `unit` is an id in digits, or `none`."""

    unit: str = ""
    state: DutyState | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Gaps:
    """A page of the list, with what the filters offer and what all the lines come to."""

    wanted: Wanted
    lines: tuple[Line, ...]
    found: int
    pages: int
    whole: Tally
    units: tuple[Tally, ...]
    years: tuple[int, ...]

    @property
    def states(self) -> tuple[tuple[DutyState, int], ...]:
        """The states that there are, with how many documents stand so."""
        return tuple((state, self.whole.counts[state]) for state in DutyState if state in self.whole.counts)


def gaps(lines: Sequence[Line], wanted: Wanted) -> Gaps:
    """The page asked for; counts and rates are of the unit and year asked for, whatever state is."""
    years = tuple(sorted({line.published_on.year for line in lines}, reverse=True))
    dated = [line for line in lines if wanted.year in {None, line.published_on.year}]
    units = tallies(dated)
    own = [line for line in dated if _of(line, wanted.unit)]
    kept = chosen(own, Wanted(state=wanted.state))
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(wanted.page, pages)
    shown = tuple(kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    asked = Wanted(wanted.unit, wanted.state, wanted.year, page)
    return Gaps(asked, shown, len(kept), pages, total(own), units, years)


def chosen(lines: Sequence[Line], wanted: Wanted) -> list[Line]:
    """The lines that were asked for, of all pages."""
    return [
        line
        for line in lines
        if _of(line, wanted.unit)
        and wanted.state in {None, line.state}
        and wanted.year in {None, line.published_on.year}
    ]


def _of(line: Line, unit: str) -> bool:
    return not unit or unit == (NOBODY if line.unit_id is None else str(line.unit_id))


def unit_name(units: Sequence[Tally], unit: str) -> str:
    """What the unit asked for is called; "" for one that has nothing to explain."""
    if unit == NOBODY:
        return NO_UNIT
    return next((tally.unit for tally in units if str(tally.unit_id) == unit), "")
