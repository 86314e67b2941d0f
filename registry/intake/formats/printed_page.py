"""Pages of placed words (版面): fragments with their places become lines, lines become paragraphs.

PDF and OFD say where words stand, not what belongs together. What tells a paragraph: its first line is set
in, the line before it ends short, its size differs, or it is centred (GB/T 9704-2012: two characters in, 28 a
line).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from registry.intake.formats.extract import Extract, Line
from registry.intake.formats.paper import STRUCTURE, unclosed
from registry.law.history import VERB

# In characters of the line: what is set in, what ends short, how far from the middle is still centred.
SET_IN, SHORT, OFF_CENTRE, CENTRED_IN = 1.2, 2.3, 1.2, 2.4
# In lines: what leaves a blank line.
BLANK_LINE = 1.7
# In letters: no text is set so wide.
FAR = 3.2
# A page of so few lines tells nothing of the others.
FEW = 5
LONGEST_DAY = 14
SHORTER, BROKEN = 5, 0.4
CLOSING = tuple("。；：！？:;")
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
DATED = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
EDGE_LINES = 2
MOST_REPEATS = 3
MOST_FRAGMENTS = 400_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some words on a page: the start of their baseline, up and right from the lower left, in points."""

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


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a page is set: where its lines begin and end, how far apart, whether paragraphs are set in."""

    left: float
    right: float
    pitch: float
    set_in: bool


def lines_of(pages: Sequence[Page], extract: Extract) -> list[Line]:
    """The paragraphs of all pages in reading order, without page numbers and running heads."""
    rows = [_rows(page) for page in pages]
    repeated = _repeated(rows)
    if repeated:
        extract.notice(f"每页重复的页眉页脚未读入：{'；'.join(sorted(repeated))[:200]}")
    bodies = [_without_edges(page, repeated) for page in rows]
    measures = _measures(bodies)
    # Paragraphs are set in on all pages or on none, however few lines the last one has.
    gatherer = _Gatherer(_usual_size(bodies), set_in=any(one.set_in for one in measures))
    for body, measure in zip(bodies, measures, strict=True):
        gatherer.take(body, measure)
    return gatherer.lines


class _Gatherer:
    """Joins rows to paragraphs, page after page."""

    def __init__(self, usual: float, *, set_in: bool) -> None:
        self.lines: list[Line] = []
        self._set_in = set_in
        self._usual = usual
        self._last: _Row | None = None
        self._flush = False

    def take(self, rows: list[_Row], measure: _Measure) -> None:
        """Add the rows of a page."""
        for row in rows:
            line = Line(row.words, self._is_centred(row, measure), row.size, row.red)
            if self._last and self._goes_on(self._last, row, line, measure):
                whole = self.lines[-1]
                self.lines[-1] = Line(_joined(whole.words, row.words), whole.centred, row.size, row.red)
            else:
                self.lines.append(line)
                self._flush = row.x - measure.left < SET_IN * row.size
            self._last = row

    def _is_centred(self, row: _Row, measure: _Measure) -> bool:
        # A heading in larger letters may fill its line.
        if row.size > OTHER_SIZE * self._usual:
            return True
        off = abs((row.x + row.end) / 2 - (measure.left + measure.right) / 2)
        return off < OFF_CENTRE * row.size and row.x - measure.left > CENTRED_IN * row.size

    def _goes_on(self, before: _Row, row: _Row, line: Line, measure: _Measure) -> bool:
        whole = self.lines[-1]
        if whole.centred or _apart(before, row, measure):
            return False
        if _unfinished(whole.words):
            return True
        ends = measure.right - before.end
        full = ends < SHORT * before.size
        if line.centred:
            # The rest of a centred paragraph whose first line filled the width.
            return full and self._flush and self._set_in and not _starts(row.words)
        steps = self._flush and DATED.match(whole.words) and DATED.match(row.words)
        if steps or row.x - measure.left > SET_IN * row.size:
            return False
        if not self._set_in:
            return full and not _starts(row.words)
        # Where paragraphs are set in, a line that is not goes on. Marks that may not begin a line (避头尾)
        # and words that may not be broken make the line before it shorter than others.
        broken = ends < BROKEN * (measure.right - measure.left) and not before.words.endswith(CLOSING)
        return broken or ends < SHORTER * before.size


def _apart(before: _Row, row: _Row, measure: _Measure) -> bool:
    # Other letters, or a blank line between.
    sizes = max(before.size, row.size) > OTHER_SIZE * min(before.size, row.size)
    down = before.y - row.y
    return sizes or down > FAR * row.size or (down > 0 and 0 < measure.pitch * BLANK_LINE < down)


def _unfinished(words: str) -> bool:
    # A title, a list or a step of the history that is not at its end, whatever the line looks like.
    step = DATED.match(words) and len(words) > LONGEST_DAY and not VERB.search(words)
    return unclosed(words) or words.endswith(("、", "，")) or bool(step and not words.endswith("。"))


def _usual_size(pages: Sequence[list[_Row]]) -> float:
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[row.size] += len(row.words)
    return sizes.most_common(1)[0][0] if sizes else 1


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
    return _Row(
        line[0].x,
        line[0].y,
        max(one.x + one.width for one in line),
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


def _measures(pages: Sequence[list[_Row]]) -> list[_Measure]:
    # Left and right pages have other margins; a page of few lines is set like the one before the last.
    found: list[_Measure] = []
    for place, rows in enumerate(pages):
        own = _measure(rows)
        like = next((found[at] for at in (place - 2, place - 1) if at >= 0), own)
        found.append(own if len(rows) > FEW else replace(like, pitch=own.pitch))
    return found


def _measure(rows: list[_Row]) -> _Measure:
    starts = Counter(round(row.x / 2) * 2 for row in rows)
    often = [x for x, count in starts.items() if count > 1] or list(starts)
    left = min(often, default=0)
    set_in = sum(row.x - left > SET_IN * row.size for row in rows)
    pitches = [above.y - below.y for above, below in pairwise(rows)]
    return _Measure(
        left,
        max((row.end for row in rows), default=0),
        median(pitches) if pitches else 0,
        len(rows) > FEW and set_in * 10 >= len(rows),
    )


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
    return bool(seen) and good >= 0.6 * len(seen)  # real papers reach 0.97


def _is_word(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff" or sign.isalnum() or sign in "，。、；：？！“”（）《》〔〕—-.,%/|"


def walk(pages: Sequence[Page]) -> Iterator[Fragment]:
    """Every fragment of all pages."""
    for page in pages:
        yield from page.fragments
