"""Notices of holidays (放假安排通知) as they are typed or pasted: days, and everything wrong with them.

PURE: words in, days out. Taken are lines (`2027-02-07 班 春节`) and the sentences of the notice itself
(一、元旦：1月1日（周五）至3日（周日）放假，共3天。).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from base.workdays import FIXED, SATURDAY

ONE_DAY = timedelta(days=1)
MOST_LINES, LONGEST_LINE, LONGEST_NAME, LONGEST_SPAN = 200, 400, 60, 31
LINE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ ]?(?:至|~|～|\.\.)[ ]?(\d{4})-(\d{1,2})-(\d{1,2}))?"
    r"[ \t]{1,8}(休|班)(?:[ \t]{1,8}(.{1,60}))?",
    re.ASCII,
)
HEAD = re.compile(r"(?:[一二三四五六七八九十]{1,3}、)?([\u4e00-\u9fff、]{2,20})[：:]")
DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日", re.ASCII)
WEEKDAY = re.compile(r"[（(](?:周|星期)[一二三四五六日天][、）)]?[）)]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of the notice: whether it is worked, its festival, and the line that says so."""

    day: date
    works: bool
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What the words come to: the days, what is wrong (all at once), what may be wrong."""

    days: Mapping[date, tuple[bool, str]]
    faults: tuple[str, ...]
    doubts: tuple[str, ...]


def read(words: str, year: int) -> Notice:
    """The notice of this year.

    >>> read("2027-01-01 休 元旦", 2027).days
    {datetime.date(2027, 1, 1): (False, '元旦')}
    >>> read("2027-01-01 班 元旦", 2027).faults
    ('第1行：2027-01-01是星期五，本来就上班，不必列为调休上班日',)
    """
    faults: list[str] = []
    entries = [*_entries(words, year, faults)]
    days: dict[date, tuple[bool, str]] = {}
    for entry in entries:
        faults += _wrong(entry, year, days)
        days.setdefault(entry.day, (entry.works, entry.name))
    if not entries and not faults:
        faults.append(f"没有任何放假或者上班的日子；{year}年没有公布的，不必登记")
    faults += _weekends(days)
    return Notice(dict(sorted(days.items())), tuple(faults), tuple(_doubts(days, year)))


def written(days: Mapping[date, tuple[bool, str]]) -> str:
    """The days as lines, as `read` takes them.

    >>> written({date(2027, 1, 1): (False, "元旦")})
    '2027-01-01 休 元旦'
    """
    return "\n".join(
        f"{day.isoformat()} {'班' if works else '休'} {name}".rstrip()
        for day, (works, name) in sorted(days.items())
    )


def _entries(words: str, year: int, faults: list[str]) -> Iterator[Entry]:
    lines = words.replace("\r\n", "\n").split("\n")
    if len(lines) > MOST_LINES:
        faults.append(f"最多 {MOST_LINES} 行，现有 {len(lines)} 行")
        return
    name = ""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line:
            continue
        if len(line) > LONGEST_LINE:
            faults.append(f"第{number}行：一行最多 {LONGEST_LINE} 个字")
            continue
        if match := LINE.fullmatch(line):
            yield from _of_line(match, number, faults)
            continue
        head = HEAD.match(line)
        name = head[1] if head else name
        found = [*_of_sentences(line[head.end() :] if head else line, number, name, year)]
        if not found:
            faults.append(f"第{number}行“{line[:30]}”无法识别：请写成“{year}-10-01 休 国庆节”或者照抄通知")
        yield from found


def _of_line(match: re.Match[str], number: int, faults: list[str]) -> Iterator[Entry]:
    first, last = _date(*match.group(1, 2, 3)), _date(*(match.group(4, 5, 6)))
    if first is None or (match[4] and last is None):
        faults.append(f"第{number}行：历书上没有这一天")
        return
    last = last or first
    if not first <= last <= first + LONGEST_SPAN * ONE_DAY:
        faults.append(f"第{number}行：起止日期颠倒，或者超过 {LONGEST_SPAN} 天")
        return
    for day in _span(first, last):
        yield Entry(day, match[7] == "班", (match[8] or "").strip(), number)


def _of_sentences(line: str, number: int, name: str, year: int) -> Iterator[Entry]:
    """The days of the notice's own words: free from one day to another, worked on days that are listed."""
    for sentence in re.split(r"[。；;]", WEEKDAY.sub("", line)):
        works = "上班" in sentence
        if not works and "放假" not in sentence:
            continue
        month, found = 0, []
        for match in DAY.finditer(sentence):
            month = int(match[2]) if match[2] else month
            day = _date(match[1] or str(year), str(month), match[3])
            if day is not None:
                found.append(day)
        spans = not works and len(found) == 2 and "至" in sentence  # noqa: PLR2004  # from one to the other
        for day in _span(*found) if spans and found[0] <= found[1] else found:
            yield Entry(day, works, name[:LONGEST_NAME], number)


def _date(year: str | None, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _span(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range(min((last - first).days, LONGEST_SPAN) + 1))


WEEK = "一二三四五六日"


def _wrong(entry: Entry, year: int, before: Mapping[date, tuple[bool, str]]) -> Iterator[str]:
    where = f"第{entry.line}行：{entry.day.isoformat()}"
    if entry.day.year != year:
        yield f"{where}不在{year}年；上一年末的日子请登记在上一年的表中"
    if entry.day in before:
        other = before[entry.day][0]
        yield f"{where}" + ("重复" if other is entry.works else "既列为放假，又列为上班")
    if entry.works and entry.day.weekday() < SATURDAY:
        yield f"{where}是星期{WEEK[entry.day.weekday()]}，本来就上班，不必列为调休上班日"


def _runs(days: Iterable[date]) -> Iterator[list[date]]:
    """The days in runs without a gap."""
    run: list[date] = []
    for day in sorted(days):
        if run and day - run[-1] != ONE_DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _weekends(days: Mapping[date, tuple[bool, str]]) -> Iterator[str]:
    """Free days that are only weekends: free anyhow, and most often a slip of the year or month."""
    free = [day for day, (works, _) in days.items() if not works]
    for run in _runs(free):
        if all(day.weekday() >= SATURDAY for day in run):
            yield f"{'、'.join(day.isoformat() for day in run)}本来就是周末，前后没有放假的工作日，不必登记"


def _doubts(days: Mapping[date, tuple[bool, str]], year: int) -> Iterator[str]:
    free: dict[str, list[date]] = {}
    for day, (works, name) in days.items():
        if not works:
            free.setdefault(name, []).append(day)
    for name, held in free.items():
        runs = [*_runs(held)]
        if name and len(runs) > 1:
            gap = f"{(runs[0][-1] + ONE_DAY).isoformat()}至{(runs[1][0] - ONE_DAY).isoformat()}"
            yield f"“{name}”的假期中间缺了{gap}"
    nameless = [day for day, (_, name) in days.items() if not name]
    if nameless:
        yield f"{nameless[0].isoformat()}等 {len(nameless)} 天没有写明是什么节日"
    fixed = [date(year, month, day) for month, day in sorted(FIXED)]
    if missing := [day for day in fixed if days.get(day, (True, ""))[0]]:
        yield f"没有列入法定节假日{'、'.join(day.isoformat() for day in missing)}"
