"""Sample documents (示例数据), written for this project: a fictional province and its department.

Their days are kept relative to the day of loading where the demonstration needs it: `{今天-60}` is
the day sixty days ago as a legal text prints it, `{今天-60:年}` only its year.
"""

import re
from datetime import date, timedelta
from pathlib import Path

from registry.law.days import printed

FOLDER = Path(__file__).parent
_RELATIVE = re.compile(r"\{今天([+-]\d{1,5})(:年)?\}")


def documents(loaded_on: date) -> dict[str, str]:
    """Every sample file by its name, its days worked out for the day of loading."""
    return {path.name: dated(path.read_text("utf-8"), loaded_on) for path in sorted(FOLDER.glob("*.md"))}


def dated(source: str, loaded_on: date) -> str:
    """The source with its relative days printed.

    >>> dated("自{今天+30}起施行；{今天-400:年}年", date(2026, 11, 23))
    '自2026年12月23日起施行；2025年'
    """

    def written(match: re.Match[str]) -> str:
        day = loaded_on + timedelta(days=int(match[1]))
        return str(day.year) if match[2] else printed(day)

    return _RELATIVE.sub(written, source)
