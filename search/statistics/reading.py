"""Reading the counts (统计查询): totals, what is asked most, what is asked in vain, by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.law import docnumber
from search.statistics.counts import FIELDS, Counts
from search.statistics.grouping import MOST_GROUPED, Group, Wording, groups
from search.statistics.keeping import FEWEST
from search.statistics.tables import SearchTally
from search.statistics.wording import UNNAMED
from search.words import ASKING

MOST_LINES = 50
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One wording, or one week, with what was counted."""

    name: str
    counts: Counts
    begins_on: date | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the desk is shown of some days: totals, the most frequent, the vain ones, and the weeks.

    `rare` are the searches whose words too few asked for: they are counted, not shown.
    """

    first: date
    last: date
    total: Counts
    top: tuple[Line, ...]
    vain: tuple[Line, ...]
    weeks: tuple[Line, ...]
    rare: int
    unnamed: tuple[Line, ...]


def statistics(session: Session, first: date, last: date) -> Statistics:
    """All that was counted from the first to the last day."""
    weeks = _weeks(session, first, last)
    total = Counts()
    for week in weeks:
        total.add(week.counts)
    unnamed = _unnamed(session, first, last)
    rest = _shown(session, first, last) + sum(line.counts.searches for line in unnamed)
    return Statistics(
        first,
        last,
        total,
        lines(session, first, last, "searches"),
        lines(session, first, last, "empty"),
        weeks,
        total.searches - rest,
        unnamed,
    )


def lines(
    session: Session, first: date, last: date, by: str, most: int | None = MOST_LINES
) -> tuple[Line, ...]:
    """The wordings that enough asked for (by `searches`), or asked for in vain (`empty`), most first."""
    counted = func.sum(getattr(SearchTally, by))
    query = (
        select(SearchTally.words, *_sums())
        .where(SearchTally.day.between(first, last), SearchTally.words.not_in(UNNAMED))
        .group_by(SearchTally.words)
        .having(func.sum(SearchTally.searches) >= FEWEST, counted > 0)
        .order_by(counted.desc(), SearchTally.words)
        .limit(most)
    )
    return tuple(Line(row[0], Counts(*row[1:])) for row in session.execute(query))


def _shown(session: Session, first: date, last: date) -> int:
    """How many searches of these days had words that enough asked for."""
    often = (
        select(func.sum(SearchTally.searches).label("searches"))
        .where(SearchTally.day.between(first, last), SearchTally.words.not_in(UNNAMED))
        .group_by(SearchTally.words)
        .having(func.sum(SearchTally.searches) >= FEWEST)
        .subquery()
    )
    return session.scalar(select(func.sum(often.c.searches))) or 0


def _sums() -> list[Any]:
    return [func.sum(getattr(SearchTally, field)) for field in FIELDS]


def _unnamed(session: Session, first: date, last: date) -> tuple[Line, ...]:
    query = (
        select(SearchTally.words, *_sums())
        .where(SearchTally.day.between(first, last), SearchTally.words.in_(UNNAMED))
        .group_by(SearchTally.words)
        .order_by(SearchTally.words)
    )
    return tuple(Line(row[0], Counts(*row[1:])) for row in session.execute(query))


def _weeks(session: Session, first: date, last: date) -> tuple[Line, ...]:
    query = select(SearchTally.day, *_sums()).where(SearchTally.day.between(first, last))
    made: dict[date, Counts] = {}
    for row in session.execute(query.group_by(SearchTally.day).order_by(SearchTally.day)):
        made.setdefault(monday(row[0]), Counts()).add(Counts(*row[1:]))
    return tuple(Line(week_name(day), counts, day) for day, counts in made.items())


def monday(day: date) -> date:
    """The first day of the week.

    >>> monday(date(2026, 12, 1))
    datetime.date(2026, 11, 30)
    """
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """The week as ISO 8601 counts it.

    >>> week_name(date(2026, 12, 1))
    '2026-W49'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def unexplained(session: Session, begins_on: date) -> tuple[Group, ...]:
    """What was asked for in the week and not found, and questions that were asked again and again."""
    query = (
        select(SearchTally.words, func.sum(SearchTally.searches), func.sum(SearchTally.empty))
        .where(SearchTally.day >= begins_on, SearchTally.day < begins_on + A_WEEK)
        .where(SearchTally.words.not_in(UNNAMED))
        .group_by(SearchTally.words)
        .order_by(func.sum(SearchTally.searches).desc(), SearchTally.words)
        .limit(MOST_GROUPED)
    )
    asked = [Wording(*row) for row in session.execute(query)]
    return groups(filter(is_gap, asked), FEWEST)


def is_gap(asked: Wording) -> bool:
    """Whether somebody may have to explain: mostly nothing was found, or it is a question.

    >>> is_gap(Wording("放鞭炮罚多少", 1, 0)), is_gap(Wording("水污染防治条例", 9, 0))
    (True, False)
    """
    if docnumber.parse(asked.words) is not None:
        return False
    return 2 * asked.empty >= asked.searches or bool(ASKING.search(asked.words)) or asked.words.endswith("?")


def vain_searches(session: Session, begins_on: date) -> int:
    """How many searches of the week found nothing, of those that have words."""
    query = select(func.sum(SearchTally.empty)).where(
        SearchTally.day >= begins_on, SearchTally.day < begins_on + A_WEEK, SearchTally.words.not_in(UNNAMED)
    )
    return session.scalar(query) or 0


def weeks_before(today: date, many: int) -> Sequence[date]:
    """The Mondays of the last whole weeks, the latest first."""
    return [monday(today) - number * A_WEEK for number in range(1, many + 1)]
