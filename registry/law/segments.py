"""Segments (令文、正文、落款、附件): a text cut into its parts before its provisions are read.

An order (令) or a covering notice (印发通知) stands before the text that it carries; a signature (落款)
and annexes (附件) after it. Their article and paragraph numbers start anew, so each gets its own ids.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from registry.law.levels import COUNTED, DIVISION_MARKS, Line, Mark, is_title

_DATE = re.compile(
    r"(?:[（(]?公历)?\s{0,4}(?:[0-9０-９]{4}|[一二三四五六七八九〇○零◯0OＯ]{4})\s{0,4}年\s{0,4}"
    r"[0-9０-９一二三四五六七八九十元]{1,3}\s{0,4}月\s{0,4}[0-9０-９一二三四五六七八九十廿]{1,3}\s{0,4}日"
    r"(?:印发|发布|公布)?"
)
_BRACKETED_NOTE = re.compile(r"[（(].{1,80}[)）]")
# A signature has at most so many lines above its date (joint issuers) and below it (（此件公开发布）).
_ISSUERS, _AFTER = 8, 4
_LONGEST_ISSUER = 30
# A list of annexes (附件：1.… 2.…) stands before the signature; it is not the annexes themselves.
_LONGEST_LISTING = 30
# A covering notice is short; a longer text before a signature is a document of its own.
_LONGEST_COVER = 15
_TITLE_LINES = 3
_LONGEST_DATE = 40
_SHORTEST_CONTENTS = 2
_STRUCTURE = DIVISION_MARKS | {Mark.ARTICLE}
_ORGAN = re.compile(r"[院厅局部委会府室署办处所司社团行]$")


_TELLING_CONTENTS = 3
_Key = tuple[Mark, tuple[int, ...], str]


class Part(Enum):
    """What a segment is within its text."""

    COVER = "cover"
    MAIN = "main"
    LISTING = "listing"
    SIGNATURE = "signature"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of lines read together; an annex bears its printed label and number."""

    part: Part
    lines: list[Line] = field(default_factory=list)
    label: str = ""
    value: int | None = None


def segments(lines: list[Line]) -> list[Segment]:
    """The parts of a text in order; every line is in exactly one of them."""
    lines = _contents_set_apart(lines)
    starts = list(_annex_starts(lines))
    found = _body(lines[: starts[0]] if starts else lines)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=bool(starts)):
        found.append(_annex(lines[start:end]))
    return [segment for segment in found if segment.lines or segment.label]


def _annex(lines: list[Line]) -> Segment:
    first = lines[0]
    if first.mark is not Mark.ANNEX:
        return Segment(Part.ANNEX, lines)
    rest = [Line(Mark.TITLE, first.rest)] if first.rest else []
    return Segment(Part.ANNEX, rest + lines[1:], first.number, first.value[0] if first.value else None)


def _body(lines: list[Line]) -> list[Segment]:
    """Everything before the annexes: covering text, main text, list of annexes, signature."""
    date = next((at for at, line in enumerate(lines) if _is_date(line)), None)
    if date is None or any(line.mark in _STRUCTURE for line in lines[:date]):
        return _closed(lines)
    end = _after_signature(lines, date)
    if end == len(lines) or not (date and _is_issuer(lines[date - 1])):
        return _closed(lines)
    if date <= _LONGEST_COVER and not any(line.rank == COUNTED for line in lines[:date]):
        while end < len(lines) - 1 and _is_note_or_title(lines[end]):
            end += 1
        return [Segment(Part.COVER, lines[:end]), *_closed(lines[end:])]
    return [*_closed(lines[:end]), Segment(Part.ANNEX, lines[end:])]


def _closed(lines: list[Line]) -> list[Segment]:
    """A main text with what closes it: the list of its annexes and the signature."""
    start = _signature_start(lines)
    window = range(max(0, start - _LONGEST_LISTING), start)
    listing = next((at for at in window if lines[at].mark is Mark.ANNEX), start)
    return [
        Segment(Part.MAIN, lines[:listing]),
        Segment(Part.LISTING, lines[listing:start]),
        Segment(Part.SIGNATURE, lines[start:]),
    ]


def _signature_start(lines: list[Line]) -> int:
    """Where the signature begins; the number of lines when there is none."""
    last = range(len(lines) - 1, max(-1, len(lines) - 2 - _AFTER), -1)
    date = next((at for at in last if _is_date(lines[at])), None)
    if date is None or any(not _is_note_or_title(line) for line in lines[date + 1 :]):
        return len(lines)
    return _first_issuer(lines, date)


def _first_issuer(lines: list[Line], date: int) -> int:
    start = date
    while start > max(0, date - _ISSUERS) and _is_issuer(lines[start - 1]):
        # Only the line right above the date may be a person (总理　李克强).
        if start < date and not _ORGAN.search(lines[start - 1].rest):
            break
        start -= 1
    return start


def _after_signature(lines: list[Line], date: int) -> int:
    end = date + 1
    while end < min(len(lines), date + 1 + _AFTER) and _BRACKETED_NOTE.fullmatch(lines[end].words):
        end += 1
    return end


def _contents_set_apart(lines: list[Line]) -> list[Line]:
    """The lines with those of a table of contents (目录) marked as such.

    A table of contents is a run of headings whose first heading comes again, or whose last one does
    where the text has lost its first headings.
    """
    last_seen = {key: at for at, line in enumerate(lines) if (key := _key(line))}
    if len(last_seen) < _SHORTEST_CONTENTS:
        return lines
    result = list(lines)
    for start, end in _heading_runs(lines):
        stop = _contents_end([_key(line) for line in lines[start:end]], start, last_seen)
        result[start:stop] = [Line(Mark.CONTENTS, line.words) for line in lines[start:stop]]
    return result


def _contents_end(keys: list[_Key | None], start: int, last_seen: dict[_Key, int]) -> int:
    end = start + len(keys)
    headings = [key for key in keys if key]
    first, last = headings[0], headings[-1]
    if headings.count(first) > 1:
        return end - 1 - keys[::-1].index(first)
    # Sections restart in every chapter, so one heading that comes again tells nothing: three alike do.
    alike = sum(key[0] is last[0] for key in headings)
    again = last_seen[first] >= end or (alike >= _TELLING_CONTENTS and last_seen[last] >= end)
    return end if again and (keys[0] is None or alike >= _TELLING_CONTENTS) else start


def _key(line: Line) -> _Key | None:
    """What makes a heading the same again; numbers start anew so often that 一、 needs its words, too."""
    if line.mark in DIVISION_MARKS:
        return (line.mark, line.value, "")
    if line.mark is Mark.NUMBERED and is_title(line.rest):
        return (line.mark, line.value, "".join(line.rest.split()))
    return None


def _heading_runs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Runs of headings and short lines, from 目录 on where there is one."""
    start, headings = 0, 0
    for at, line in enumerate(lines):
        if line.mark is Mark.CONTENTS and not headings:
            start = at
        elif _key(line):
            headings += 1
        elif not line.title_like:
            if headings >= _SHORTEST_CONTENTS:
                yield start, at
            start, headings = at + 1, 0


def _annex_starts(lines: list[Line]) -> Iterator[int]:
    """Where annexes begin: at their label, or where articles start anew at 第一条 (title included)."""
    highest, floor = 0, 0
    for at, line in enumerate(lines):
        if line.mark is Mark.ANNEX and not _is_listing(lines, at):
            highest, floor = 0, at + 1
            yield at
        elif line.mark is Mark.ARTICLE:
            if line.value == (1,) and highest > 1 and not lines[at - 1].introduces:
                floor, highest = _back_to_title(lines, at, floor), 0
                yield floor
            highest = max(highest, line.value[0])


def _is_listing(lines: list[Line], at: int) -> bool:
    """Whether 附件 begins a list of annexes: nothing but names up to a signature or to them."""
    first = lines[at].value in {(), (1,)}
    for line in lines[at + 1 : at + _LONGEST_LISTING]:
        if _is_date(line):
            return True
        if line.mark is Mark.ANNEX and first and line.value in {(), (1,)}:
            return True
        if line.mark not in {Mark.PLAIN, Mark.NUMBERED} or line.rest.endswith("。"):
            return False
    return False


def _back_to_title(lines: list[Line], at: int, floor: int) -> int:
    start = at
    while start > floor and (lines[start - 1].mark in DIVISION_MARKS or lines[start - 1].mark is Mark.TITLE):
        start -= 1
    last = max(floor, start - _TITLE_LINES)
    while start > last and _is_note_or_title(lines[start - 1]):
        start -= 1
    return start


def _is_date(line: Line) -> bool:
    return line.mark is Mark.PLAIN and len(line.rest) <= _LONGEST_DATE and bool(_DATE.fullmatch(line.rest))


def _is_issuer(line: Line) -> bool:
    return line.mark is Mark.PLAIN and line.title_like and len(line.rest) <= _LONGEST_ISSUER


def _is_note_or_title(line: Line) -> bool:
    return line.title_like or bool(_BRACKETED_NOTE.fullmatch(line.words))
