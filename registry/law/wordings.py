"""Wordings (文本沿用): which version of a text is the one to read on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tile:
    """The days on which a version is the one to read: from `since` up to, not including, `until`.

    `since` None reaches back without end, `until` None forward without end.
    """

    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the version is the one to read on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def tiles(starts: Sequence[date | None]) -> tuple[Tile | None, ...]:
    """The tile of each version, given their first days in the order of the versions.

    The tiles cover every day exactly once: the first version answers for all days before the second,
    and a version that a later one overtook before it ever counted has none. A later version whose
    first day is unknown takes the place of all before it.

    >>> [(t.since, t.until) for t in tiles([None, date(2020, 9, 1)])]
    [(None, datetime.date(2020, 9, 1)), (datetime.date(2020, 9, 1), None)]
    """
    found: list[Tile | None] = []
    until: date | None = None
    for place in range(len(starts) - 1, -1, -1):
        since = starts[place] if place else None
        overtaken = bool(found) and (until is None or (since is not None and since >= until))
        found.append(None if overtaken else Tile(since, until))
        until = until if overtaken else since
    return tuple(reversed(found))
