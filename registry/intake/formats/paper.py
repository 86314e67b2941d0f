"""A paper while it is read (公文): what is left of its lines, and what was found so far."""

import re
from dataclasses import dataclass, field

from registry.intake.formats.extract import Line
from registry.law.days import read_day

# How many lines stand above a text at most, and how long they are.
HEAD, LONGEST_HEAD_LINE, LONGEST_TITLE, LONGEST_NOTE = 40, 120, 240, 1500
STRUCTURE = re.compile(
    r"(?:第[一二三四五六七八九十百零〇0-9]{1,6}[编章节条]|[一二三四五六七八九十]{1,3}、|目[\s\u3000]{0,4}[录次]$)"
)


@dataclass(slots=True)
class Paper:
    """A paper while it is taken apart.

    `cover` are the words of the order that publishes it, `notes` its history lines (题注).
    """

    lines: list[Line]
    fields: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    cover: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def unclosed(words: str) -> bool:
    """Whether a title's mark is open at the end: what follows belongs to it, whatever the line looks like.

    >>> unclosed("《关于修改〈甲条例〉"), unclosed("《甲条例》")
    (True, False)
    """
    return words.count("《") > words.count("》") and len(words) - words.rfind("《") < LONGEST_HEAD_LINE


def day_of(words: str) -> str:
    """The day that a line prints, in ISO 8601; "" when it prints more or something else."""
    day = read_day(words.strip()) if len(words) < LONGEST_HEAD_LINE else None
    return day.isoformat() if day else ""
