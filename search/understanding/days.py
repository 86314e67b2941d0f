"""Days in a question (检索中的日期): 2015年有效的…, 2018年3月1日施行的…, 去年发布的….

A year alone says nothing: 2019年节假日安排 is a title. Only with a word of validity or of issue it narrows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from search.understanding.needs import Narrowing

YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
VALID = r"(?:还|仍|仍然)?(?:是)?(?:现行)?(?:有效|适用|生效|现行|在用|实施|施行|执行)(?:着|中)?"
ISSUED = r"(?:发布|出台|印发|公布|制定|颁布|下发|发文)"
ENDING = r"(?:的|[，,、\s]|$)"
DAY = re.compile(
    rf"(?:截至|截止|在|于)?{YEAR}(?:年|[-./])(?P<month>[0-9]{{1,2}})(?:月|[-./])(?P<day>[0-9]{{1,2}})[日号]?"
    rf"(?:当天|当日|那天|当时|时|的时候|前后)?(?:{VALID})?{ENDING}"
)
MONTH = re.compile(rf"(?:在|于)?{YEAR}年(?P<month>[0-9]{{1,2}})月(?:份|底|末|时|的时候|当时)?{VALID}{ENDING}")
HELD = re.compile(rf"(?:在|于)?{YEAR}年?(?P<part>初|底|末|时|的时候|当时|那年|度)?{VALID}{ENDING}")
MADE = re.compile(rf"(?:在|于)?{YEAR}年?(?:度)?{ISSUED}的")
SPOKEN = re.compile(rf"(?P<word>今年|去年|前年)(?:{ISSUED}|新出|新发)的?")
NOW = re.compile(r"(?:^|(?<=\s))(?:现在|目前|当前|今天)?(?:还|仍|仍然)?(?:现行有效|现行|有效)的")
BACK = {"今年": 0, "去年": 1, "前年": 2}
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """What is left of the question, and what its days say."""

    words: str
    narrowing: Narrowing
    note: str = ""


def dated(folded: str, today: date) -> Dated:
    """Take the day or year out of a (folded) question; what is no date of the calendar stays words.

    >>> dated("2015年有效的排污许可", date(2026, 12, 1)).narrowing.on
    datetime.date(2015, 12, 31)
    >>> dated("2019年节假日安排", date(2026, 12, 1)).words
    '2019年节假日安排'
    """
    for pattern, read in READERS:
        found = pattern.search(folded)
        if not found:
            continue
        rest = f"{folded[: found.start()]} {folded[found.end() :]}".strip()
        narrowed = read(found, today) if rest else None
        if narrowed:
            return replace(narrowed, words=rest)
    return Dated(folded, Narrowing())


def _day(found: re.Match[str], today: date) -> Dated | None:
    del today
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return _on(day)


def _month(found: re.Match[str], today: date) -> Dated | None:
    year, month = int(found["year"]), int(found["month"])
    if not 1 <= month <= DECEMBER:
        return None
    first_after = date(year + month // DECEMBER, month % DECEMBER + 1, 1)
    return _on(min(date.fromordinal(first_after.toordinal() - 1), max(today, date(year, month, 1))))


def _held(found: re.Match[str], today: date) -> Dated | None:
    year = int(found["year"])
    if found["part"] == "初":
        return _on(date(year, 1, 1))
    # Of a year that still runs, what holds today; of others, what held on their last day.
    return _on(today if year == today.year else date(year, 12, 31))


def _on(day: date) -> Dated:
    return Dated("", Narrowing(on=day), f"查{day.year}年{day.month}月{day.day}日当天的条文和时效")


def _made(found: re.Match[str], today: date) -> Dated | None:
    del today
    return _year(int(found["year"]))


def _spoken(found: re.Match[str], today: date) -> Dated | None:
    return _year(today.year - BACK[found["word"]])


def _year(year: int) -> Dated:
    return Dated("", Narrowing(year=year), f"只看{year}年的文件")


def _now(found: re.Match[str], today: date) -> Dated | None:
    del found, today
    # What holds stands first anyway; the words would only be looked for.
    return Dated("", Narrowing(), "现行有效的排在前面")


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Dated | None]], ...] = (
    (DAY, _day),
    (MONTH, _month),
    (HELD, _held),
    (MADE, _made),
    (SPOKEN, _spoken),
    (NOW, _now),
)
