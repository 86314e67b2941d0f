"""Planning periods (规划期): what years a plan is for, and which plans follow one another."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from registry.law.numerals import value
from registry.law.titles import title_key

Plan = TypeVar("Plan")
# 国民经济和社会发展五年规划: the first ran 1953-1957, the second 1958-1962; after three years of adjustment
# the third began in 1966, and every later one five years after the one before.
FIRST, SECOND, THIRD = 1953, 1958, 1966
YEARS = 5
LATEST = 40
NUMBERED = re.compile(
    r"[“\"「]?(?P<number>[一二三四五六七八九十]{1,3})五[”\"」]?(?=规划|计划|时期|期间|[^年月日]{0,40}(?:规划|计划|纲要))"
)
SPELT = re.compile(r"第(?P<number>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)")
SPAN = re.compile(
    r"[（(]?(?P<first>[12][0-9]{3})年?\s{0,2}[-—–―~～至到]{1,2}\s{0,2}(?P<last>[12][0-9]{3})年?[）)]?"
)
ONE = re.compile(r"[（(]?(?P<year>[12][0-9]{3})年(?:度)?[）)]?")
HORIZON = re.compile(r"(?:和|及|暨|与)?[12][0-9]{3}年远景目标(?:纲要|规划)?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The years a plan is for (规划期), both included."""

    first: int
    last: int

    @property
    def label(self) -> str:
        """As it is printed: 2021—2025年; a single year stands alone."""
        return f"{self.first}年" if self.first == self.last else f"{self.first}—{self.last}年"


@dataclass(frozen=True, slots=True)
class Stage(Generic[Plan]):
    """One plan of a line and its period; the period is None where the title tells none."""

    period: Period | None
    plan: Plan


def five_years(number: int) -> Period:
    """The years of the n-th five-year plan (第n个五年规划).

    >>> five_years(14), five_years(1), five_years(3)
    (Period(first=2021, last=2025), Period(first=1953, last=1957), Period(first=1966, last=1970))
    """
    starts = {1: FIRST, 2: SECOND}
    first = starts.get(number) or THIRD + (number - 3) * YEARS
    return Period(first, first + YEARS - 1)


def period(title: str) -> Period | None:
    """The years a plan is for, as its title tells; None where it does not.

    >>> period("澄江省生态环境保护“十四五”规划"), period("总体规划（2018—2035年）")
    (Period(first=2021, last=2025), Period(first=2018, last=2035))
    >>> period("2024年度生态环境工作计划"), period("城乡规划条例")
    (Period(first=2024, last=2024), None)
    """
    numbered = SPELT.search(title) or NUMBERED.search(title)
    number = value(numbered["number"]) if numbered else None
    if number and number <= LATEST:
        return five_years(number)
    plain = HORIZON.sub("", title)
    if (span := SPAN.search(plain)) and int(span["first"]) < int(span["last"]):
        return Period(int(span["first"]), int(span["last"]))
    one = ONE.search(plain)
    return Period(int(one["year"]), int(one["year"])) if one else None


def field(title: str) -> str:
    """What a plan plans: its title without its years, in the form in which titles are matched.

    >>> field("澄江省生态环境保护“十四五”规划") == field("澄江省生态环境保护第十五个五年规划")
    True
    >>> field("澄江省生态环境保护“十四五”规划") == field("澄江省海洋生态环境保护“十四五”规划")
    False
    """
    plain = HORIZON.sub("", title)
    plain = SPELT.sub("规划", plain)
    for pattern in (NUMBERED, SPAN, ONE):
        plain = pattern.sub("", plain)
    return title_key(plain).replace("计划", "规划").replace("规划纲要", "规划")


def lines(plans: Iterable[tuple[str, Plan]]) -> tuple[tuple[str, tuple[Stage[Plan], ...]], ...]:
    """Plans of one field in the order of their years, the field with the latest plan first.

    `plans` are titles, each with what it stands for; a plan without years stands before the others.
    """
    found: dict[str, list[Stage[Plan]]] = {}
    for title, plan in plans:
        found.setdefault(field(title), []).append(Stage(period(title), plan))
    ordered = {name: tuple(sorted(stages, key=_by_years)) for name, stages in found.items()}
    return tuple(sorted(ordered.items(), key=lambda line: (_latest(line[1]), line[0])))


def _by_years(stage: Stage[Plan]) -> tuple[int, int]:
    return (stage.period.first, stage.period.last) if stage.period else (0, 0)


def _latest(stages: tuple[Stage[Plan], ...]) -> int:
    return -max(_by_years(stage)[1] for stage in stages)
