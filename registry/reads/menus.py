"""What all lists share (列表通用): the counts of a facet, and what a reader may ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from base.errors import BadInput

LONGEST_KEY = 9
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet and how many things have it, all other filters kept."""

    value: str
    label: str
    number: int


class Listed(Protocol):
    """One page of any list, with the counts of every facet."""

    @property
    def rows(self) -> Sequence[Any]:
        """The things of this page."""

    @property
    def total(self) -> int:
        """How many there are on all pages."""

    @property
    def page(self) -> int:
        """Which page it is, from 1."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""

    @property
    def facets(self) -> Mapping[str, Sequence[Count]]:
        """The counts of each facet, by its name."""


def known(name: str, value: str, allowed: Sequence[str]) -> None:
    """Refuse a value that a closed list does not have; raises BadInput naming the parameter."""
    if value and value not in allowed:
        raise BadInput(f"参数 {name}：没有“{value[:40]}”这一项；可用的有：{'、'.join(allowed)}。")


def unit_number(value: str) -> None:
    """Refuse what is no number of a unit; raises BadInput."""
    if value and not (value.isascii() and value.isdigit() and len(value) <= LONGEST_KEY):
        raise BadInput("参数 unit：应为单位的编号，可从列表的筛选中选取。")


def year(value: str) -> None:
    """Refuse what is no year of four digits; raises BadInput."""
    if value and not (value.isascii() and value.isdigit() and len(value) == YEAR_DIGITS):
        raise BadInput("参数 year：应为四位数字的年份，例如 2026。")
