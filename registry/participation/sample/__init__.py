"""The consultations of the demonstration (示例征求意见), written for this project.

Days are fixed (`2022-08-08`), or counted from the day of loading (`-150`).
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from base import clock

FOLDER = Path(__file__).parent
MORNING = time(9, 30)


def files() -> list[Mapping[str, Any]]:
    """Every sample consultation, as its file has it."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]


def day(written: int | str, today: date) -> date:
    """The day that is meant.

    >>> day(-30, date(2026, 12, 1)), day("2022-08-08", date(2026, 12, 1))
    (datetime.date(2026, 11, 1), datetime.date(2022, 8, 8))
    """
    return today + timedelta(days=written) if isinstance(written, int) else date.fromisoformat(written)


def moment(written: int | str, today: date) -> datetime:
    """The morning of that day, or the minute that is written (`2022-08-25T09:30`), in Shanghai."""
    if isinstance(written, str) and "T" in written:
        return datetime.fromisoformat(written).replace(tzinfo=clock.SHANGHAI)
    return datetime.combine(day(written, today), MORNING, clock.SHANGHAI)
