"""Days (日期) as legal texts print them: read, found in running text, and printed again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.law.numerals import value

# Every quantifier is bounded: a run of spaces or digits must not cost more than its length.
SPACES = r"[\s\u200b]{0,4}"
DIGIT = r"[0-9０-９〇零○◯OＯ一二三四五六七八九]"
SMALL = r"[0-9０-９〇零○◯一二三四五六七八九十廿卅]{1,3}"
# The month's and the day's units are sometimes confused in print (3月1月): such a day is found, so that
# it can be reported, but it is no day.
WRITTEN = re.compile(
    rf"""(?<![0-9０-９])
    (?P<year>{DIGIT}{{4}}) {SPACES} 年 {SPACES}
    (?P<month>{SMALL}) {SPACES} 月 {SPACES}
    (?P<day>{SMALL}) {SPACES} (?P<unit>[日号月])
    """,
    re.VERBOSE,
)
# gov.cn pages print long dashes where the standard has hyphens (2017——04——12).
NUMERIC = re.compile(
    r"""(?<![0-9０-９.．/／-])
    (?P<year>[12１２][0-9０-９]{3}) (?P<mark>[-－–—]{1,2} | [.．] | [/／])
    (?P<month>[0-9０-９]{1,2}) (?:(?P=mark))
    (?P<day>[0-9０-９]{1,2}) (?P<unit>)
    (?![0-9０-９])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day found in running text; `day` is None when no calendar has it (2月30日, 3月1月)."""

    start: int
    end: int
    day: date | None
    raw: str


def read_day(text: str) -> date | None:
    """The day that the whole of `text` prints; None when it prints none, or an impossible one.

    >>> read_day("2021年8月1日") == read_day("二〇二一年八月一日") == read_day("2021-08-01")
    True
    >>> read_day("2021年2月30日") is None
    True
    """
    words = text.strip()
    match = WRITTEN.fullmatch(words) or NUMERIC.fullmatch(words)
    return _day(match) if match else None


def days_in(text: str) -> list[FoundDay]:
    """Every day printed in `text`, in order; impossible ones come with `day` None, to be reported.

    >>> [found.day and found.day.isoformat() for found in days_in("1996年4月5日公布，2021年3月1月施行")]
    ['1996-04-05', None]
    """
    return sorted(_found(text), key=lambda found: found.start)


def printed(day: date) -> str:
    """The day as laws print it.

    >>> printed(date(2021, 8, 1))
    '2021年8月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _found(text: str) -> Iterator[FoundDay]:
    for pattern in (WRITTEN, NUMERIC):
        for match in pattern.finditer(text):
            yield FoundDay(match.start(), match.end(), _day(match), match.group())


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (value(match[part]) for part in ("year", "month", "day"))
    if match["unit"] == "月" or not (year and month and day):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
