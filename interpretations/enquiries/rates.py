"""Rates (答复率): how often the promises were kept, computed from the rows as of a day, never typed in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from base import clock
from base.config import Explaining
from base.staff.tables import Unit
from interpretations.enquiries.steps import counted, without_words
from interpretations.enquiries.tables import Enquiry
from interpretations.rules.clocks import BARS, Clock, ClockState, Rate, rates

UNROUTED = "（尚未分办）"


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit, or one month, answered: `received` counts all that came, the rates what is decided."""

    name: str
    received: int
    handed_off: int
    first: Rate
    last: Rate
    waiting: int
    late: int

    @property
    def kept(self) -> bool:
        """Whether both promises were kept: nine of ten, and all."""
        return self.first.reaches(BARS[0]) and self.last.reaches(BARS[1])


@dataclass(frozen=True, slots=True)
class Report:
    """The rates of a year: of the department, of its units, of its months."""

    year: int
    years: tuple[int, ...]
    whole: Line
    units: tuple[Line, ...]
    months: tuple[Line, ...]


def report(
    session: Session, year: int, on: date, explaining: Explaining, seen: ColumnElement[bool] | None = None
) -> Report:
    """The rates of the enquiries received in the year, as of the day; only those `seen`, where it is told."""
    how = counted(session, explaining)
    held = [(row, how.clock(row, on)) for row in _received(session, year, seen)]
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    units = _grouped(held, lambda row: names.get(row.unit_id or 0, UNROUTED))
    months = _grouped(held, lambda row: f"{clock.local(row.received_at).month}月")
    return Report(
        year,
        years(session, on),
        line("全厅", [each for _, each in held]),
        tuple(line(name, clocks) for name, clocks in sorted(units.items())),
        tuple(line(f"{month}月", months[f"{month}月"]) for month in range(1, 13) if f"{month}月" in months),
    )


def line(name: str, clocks: list[Clock]) -> Line:
    """What these clocks come to."""
    first, last = rates(clocks)
    states = [each.state for each in clocks]
    return Line(
        name,
        len(clocks),
        states.count(ClockState.STOPPED),
        first,
        last,
        sum(each.running for each in clocks),
        states.count(ClockState.LATE),
    )


def _grouped(
    held: Iterable[tuple[Enquiry, Clock]], name: Callable[[Enquiry], str]
) -> Mapping[str, list[Clock]]:
    found: dict[str, list[Clock]] = defaultdict(list)
    for row, each in held:
        found[name(row)].append(each)
    return found


def years(session: Session, on: date) -> tuple[int, ...]:
    """The years in which enquiries came, the newest first; the present one among them."""
    first = session.execute(select(func.min(Enquiry.received_at))).scalar_one_or_none()
    since = clock.local(first).year if first else on.year
    return tuple(range(on.year, min(since, on.year) - 1, -1))


def _received(session: Session, year: int, seen: ColumnElement[bool] | None) -> list[Enquiry]:
    begin, end = (datetime.combine(date(each, 1, 1), time(), clock.SHANGHAI) for each in (year, year + 1))
    query = without_words().where(Enquiry.received_at >= begin, Enquiry.received_at < end)
    query = query if seen is None else query.where(seen)
    return list(session.scalars(query.order_by(Enquiry.id)))
