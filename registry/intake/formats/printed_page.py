"""Pages of placed words (版面): fragments with their places become lines, lines become paragraphs.

PDF and OFD say where words stand, not what belongs together. What tells a paragraph: its first line is set in,
the line before it ends short, its size differs, or it is centred (GB/T 9704-2012: two characters in, 28 a line).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from registry.intake.formats.extract import Extract, Line
from registry.intake.formats.official import STRUCTURE

# In characters of the line: what is set in, what ends short, how far from the middle is still centred.
SET_IN, SHORT, OFF_CENTRE = 1.2, 2.3, 1.2
SAME_LINE = 0.45
WORD_GAP, WIDE_GAP = 0.2, 0.9
OTHER_SIZE = 1.12
PAGE_NUMBER = re.compile(
    r"[\s\-—–－―·.•]{0,8}(?:第\s{0,3})?[0-9０-９]{1,4}\s{0,3}(?:页)?(?:\s{0,3}[/／,，共]\s{0,3}(?:共\s{0,3})?[0-9]{1,4}\s{0,3}页?)?"
    r"[\s\-—–－―·.•]{0,8}"
)
NUMBERED = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,4}[)）]|[0-9]{1,3}[.．、][^0-9]|[（(][0-9]{1,3}[)）]|附件|附[：:]|附录|[①-⑳])"
)
EDGE_LINES = 2
MOST_REPEATS = 3
MOST_FRAGMENTS = 400_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some words at a place on a page: the start of their baseline, up and right from the lower left, in points."""

    x: float
    y: float
    size: float
    width: float
    words: str
    red: bool = False


@dataclass(slots=True)
class Page:
    """One page: its size in points and what is printed on it."""

    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed line of a page."""

    x: float
    y: float
    end: float
    size: float
    words: str
    red: bool


def lines_of(pages: Sequence[Page], extract: Extract) -> list[Line]:
    """The paragraphs of all pages in reading order, without page numbers and running heads."""
    rows = [_rows(page) for page in pages]
    repeated = _repeated(rows)
    if repeated:
        extract.notice(f"每页重复的页眉页脚未读入：{'；'.join(sorted(repeated))[:200]}")
    bodies = [_without_edges(page, repeated) for page in rows]
    found: list[Line] = []
    last: _Row | None = None
    for page, body in zip(pages, bodies, strict=True):
        left, right, pitch = _measure(body)
        for above, row in pairwise([None, *body]):
            before = above or last
            if row is None:
                continue
            line = Line(row.words, _is_centred(row, page, left, right), row.size, row.red)
            if found and before and _goes_on(before, row, found[-1], line, (left, right, pitch)):
                found[-1] = Line(_joined(found[-1].words, row.words), found[-1].centred, row.size, row.red)
            else:
                found.append(line)
            last = row
    return found


def _rows(page: Page) -> list[_Row]:
    kept = [one for one in page.fragments if one.words.strip()]
    kept.sort(key=lambda one: (-one.y, one.x))
    rows: list[_Row] = []
    line: list[Fragment] = []
    for one in kept:
        if line and line[0].y - one.y > SAME_LINE * max(line[0].size, one.size):
            rows.append(_row(line))
            line = []
        line.append(one)
    return [*rows, _row(line)] if line else rows


def _row(line: list[Fragment]) -> _Row:
    line.sort(key=lambda one: one.x)
    words = line[0].words
    for before, after in pairwise(line):
        words += _gap(before, after) + after.words
    size = Counter({one.size: 0 for one in line})
    for one in line:
        size[one.size] += len(one.words)
    largest = line[-1]
    return _Row(
        line[0].x,
        line[0].y,
        max(one.x + one.width for one in line) if largest else 0,
        size.most_common(1)[0][0],
        words.strip(" "),
        all(one.red for one in line),
    )


def _gap(before: Fragment, after: Fragment) -> str:
    gap = (after.x - before.x - before.width) / max(before.size, 1)
    if before.words.endswith((" ", "\u3000")) or after.words.startswith((" ", "\u3000")):
        return ""
    if gap > WIDE_GAP:
        return "\u3000"
    latin = before.words[-1:].isascii() and after.words[:1].isascii()
    return " " if latin and gap > WORD_GAP else ""


def _repeated(pages: Sequence[list[_Row]]) -> frozenset[str]:
    # Running heads: the same words at the edge of most pages.
    edges: Counter[str] = Counter()
    for rows in pages:
        edges.update({row.words for row in _edge(rows) if not PAGE_NUMBER.fullmatch(row.words)})
    most = max(MOST_REPEATS, len(pages) / 2)
    return frozenset(words for words, count in edges.items() if count >= most)


def _edge(rows: list[_Row]) -> list[_Row]:
    return rows[:EDGE_LINES] + rows[EDGE_LINES:][-EDGE_LINES:]


def _without_edges(rows: list[_Row], repeated: frozenset[str]) -> list[_Row]:
    edge = set(map(id, _edge(rows)))
    return [
        row
        for row in rows
        if not (id(row) in edge and (row.words in repeated or PAGE_NUMBER.fullmatch(row.words)))
    ]


def _measure(rows: list[_Row]) -> tuple[float, float, float]:
    """Where the lines of a page begin and end, and how far they stand apart."""
    if not rows:
        return 0, 0, 0
    starts = Counter(round(row.x / 2) * 2 for row in rows)
    often = [x for x, count in starts.items() if count > 1] or list(starts)
    pitches = [above.y - below.y for above, below in pairwise(rows)]
    return min(often), max(row.end for row in rows), median(pitches) if pitches else 0


def _is_centred(row: _Row, page: Page, left: float, right: float) -> bool:
    if right <= left:
        return False
    off = abs((row.x + row.end) / 2 - (left + right) / 2)
    free = row.x - left > (SET_IN + 1.2) * row.size or row.end - row.x > 0.7 * page.width  # noqa: PLR2004  # a full title
    return off < OFF_CENTRE * row.size and row.x - left > SET_IN * row.size and free


def _goes_on(
    before: _Row, row: _Row, paragraph: Line, line: Line, measures: tuple[float, float, float]
) -> bool:
    left, right, pitch = measures
    if (
        line.centred
        or paragraph.centred
        or max(before.size, row.size) > OTHER_SIZE * min(before.size, row.size)
    ):
        return False
    if before.y > row.y and pitch and before.y - row.y > 1.7 * pitch:  # noqa: PLR2004  # a blank line
        return False
    if row.x - left > SET_IN * row.size or _starts(row.words):
        return False
    return before.end > right - SHORT * before.size or before.y <= row.y


def _starts(words: str) -> bool:
    return STRUCTURE.match(words) is not None or NUMBERED.match(words) is not None


def _joined(before: str, after: str) -> str:
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after


def legible(lines: Sequence[Line]) -> bool:
    """Whether these are words: fonts without an encoding give signs that nobody reads."""
    text = "".join(line.words for line in lines)
    seen = [sign for sign in text if not sign.isspace()]
    good = sum(_is_word(sign) for sign in seen)
    return bool(seen) and good >= 0.6 * len(seen)  # noqa: PLR2004  # real papers reach 0.97


def _is_word(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff" or sign.isalnum() or sign in "，。、；：？！“”（）《》〔〕—-.,%/|"


def walk(pages: Sequence[Page]) -> Iterator[Fragment]:
    """Every fragment of all pages."""
    for page in pages:
        yield from page.fragments
