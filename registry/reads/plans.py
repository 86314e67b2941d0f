"""Plans (规划计划) collected: each field's plans in a row, and what came before and after each."""

from dataclasses import dataclass

from registry.law.planning import Stage, lines
from registry.law.terms import Kind
from registry.reads.catalogue import Catalogue, Entry


@dataclass(frozen=True, slots=True)
class Line:
    """The plans of one field by one body, the oldest first."""

    name: str
    issuers: tuple[str, ...]
    stages: tuple[Stage[Entry], ...]


def plan_lines(catalogue: Catalogue) -> tuple[Line, ...]:
    """Every visible plan, in its line; of one field but of different regions are different lines."""
    plans = [entry for entry in catalogue.entries if entry.kind is Kind.PLAN]
    return tuple(
        Line(stages[-1].plan.title, stages[-1].plan.issuers, stages)
        for _, stages in lines((f"{entry.region}|{entry.title}", entry) for entry in plans)
    )


def neighbours(catalogue: Catalogue, address: str) -> tuple[Entry | None, Entry | None]:
    """The plan of the same field before this one, and the one after it."""
    for line in plan_lines(catalogue):
        addresses = [stage.plan.address for stage in line.stages]
        if address in addresses:
            place = addresses.index(address)
            before = line.stages[place - 1].plan if place else None
            after = line.stages[place + 1].plan if place + 1 < len(addresses) else None
            return before, after
    return None, None
