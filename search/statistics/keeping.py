"""Keeping the counts (计数留存): added up by day and words, let go of after ninety days.

Words that few ask for may be those of one person: what fewer than three asked for is kept for two weeks, long
enough to be grouped with what others asked, and then only counted.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from search.statistics.counts import FIELDS, Counts
from search.statistics.tables import SearchTally
from search.statistics.wording import OTHERS, UNNAMED

KEPT = timedelta(days=90)
RARE_KEPT = timedelta(days=14)
# So many must have asked before anybody is shown what: fewer could be one person.
FEWEST = 3
# Wordings of one day that are kept; a robot's further ones are counted together.
MOST_WORDINGS = 5_000


def keep_counts(session: Session, held: Mapping[tuple[date, str], Counts]) -> None:
    """Add these counts to those of their days."""
    named: dict[tuple[date, str], Counts] = {}
    for day in {day for day, _ in held}:
        known = _known(session, day)
        for (of, words), counts in sorted(held.items()):
            if of == day:
                key = day, _name(words, known, counts)
                named.setdefault(key, Counts()).add(counts)
    searched = [row(key, counts) for key, counts in named.items() if counts.searches]
    if searched:
        session.execute(_adding(session), searched)
    for (day, words), counts in named.items():
        # What was opened is counted only where it was looked for: nobody writes words here by opening.
        if not counts.searches:
            _add_opened(session, day, words, counts)


def _known(session: Session, day: date) -> set[str]:
    return set(session.scalars(select(SearchTally.words).where(SearchTally.day == day)))


def _name(words: str, known: set[str], counts: Counts) -> str:
    if words in known or not counts.searches:
        return words
    if len(known) >= MOST_WORDINGS:
        return OTHERS
    known.add(words)
    return words


def row(key: tuple[date, str], counts: Counts) -> dict[str, Any]:
    """The counts as a row of the table."""
    return {"day": key[0], "words": key[1], **{field: getattr(counts, field) for field in FIELDS}}


def _adding(session: Session) -> Any:  # noqa: ANN401  # either database's own insertion
    """An insertion that adds to the row that is there: two processes count together."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    made = dialect.insert(SearchTally)
    sums = {field: getattr(SearchTally, field) + made.excluded[field] for field in FIELDS}
    return made.on_conflict_do_update(index_elements=["day", "words"], set_=sums)


def _add_opened(session: Session, day: date, words: str, counts: Counts) -> None:
    sums = {field: getattr(SearchTally, field) + getattr(counts, field) for field in FIELDS}
    session.execute(
        update(SearchTally).where(SearchTally.day == day, SearchTally.words == words).values(sums)
    )


def prune(session: Session, today: date) -> None:
    """Let go of what is older than ninety days, and of rare words older than two weeks."""
    session.execute(delete(SearchTally).where(SearchTally.day < today - KEPT))
    rare = (
        select(SearchTally.words)
        .where(SearchTally.words.not_in(UNNAMED))
        .group_by(SearchTally.words)
        .having(func.sum(SearchTally.searches) < FEWEST)
    )
    old = SearchTally.day < today - RARE_KEPT, SearchTally.words.in_(rare)
    sums = [func.sum(getattr(SearchTally, field)) for field in FIELDS]
    found = session.execute(select(SearchTally.day, *sums).where(*old).group_by(SearchTally.day)).all()
    if found:
        session.execute(delete(SearchTally).where(*old).execution_options(synchronize_session=False))
        rows = [row((each[0], OTHERS), Counts(*each[1:])) for each in found]
        session.execute(_adding(session), rows)


def counts_of(held: SearchTally) -> Counts:
    """The counts of a row."""
    return Counts(**{field: getattr(held, field) for field in FIELDS})
