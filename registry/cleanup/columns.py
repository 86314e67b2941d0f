"""Columns (栏目) of a list made elsewhere, recognised by their headings or by what stands in them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.cleanup.tables import Ground, Verdict
from registry.law import docnumber

Cells = Sequence[str]
HEADINGS = {
    "position": re.compile(r"序\s?号|编号|No\.?", re.IGNORECASE),
    "number": re.compile(r"文\s?号|发文字号|文件号|令号|文件编号|字号"),
    "verdict": re.compile(r"清理(?:意见|结果|结论|建议|情况)|处理(?:意见|结果|建议)|意见|结果|结论|效力"),
    "reason": re.compile(r"理由|原因|依据|备注|说明"),
    "title": re.compile(r"名称|标题|题目|文件名|规范性文件|文\s?件"),
}
# The heading row is among the first: above it stand the list's own title and who made it.
DEEPEST_HEADING = 10
LONGEST_HEADING = 14
# Of the cells of a column, so many must look alike for it to be known by them.
MOST = 0.6
PLACE = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十百]{1,5}[)）]?[.．、]?")
LEADING = re.compile(
    r"^[\s\u3000]{0,4}(?:[（(]?[0-9０-９]{1,4}[)）]|[0-9０-９]{1,4}[.．、]|[一二三四五六七八九十百]{1,5}、)[\s\u3000]{0,4}"
)
MARKED = re.compile(
    r"《(?P<title>[^《》]{1,380}(?:《[^《》]{1,200}》[^《》]{0,200}){0,3})》(?P<rest>.{0,400})", re.DOTALL
)
LAST = re.compile(
    r"(?P<title>.{1,400})(?P<parting>[\s\u3000，,；;：:]{1,4})(?P<last>[^\s\u3000，,；;：:]{1,40})$",
    re.DOTALL,
)
PARTING = " \u3000\t\n，,；;。：:、"
OPENING, CLOSING = " \u3000（([【", " \u3000）)]】"
# A word that says the contrary (不予废止) says nothing that could be taken over unread.
VERDICTS = (
    (Verdict.KEEP, re.compile(r"继续有效|继续执行|予?以?保留|继续施行|^有效$")),
    (Verdict.AMEND, re.compile(r"修改|修订|修正")),
    (Verdict.LAPSE, re.compile(r"宣布失效|(?<!规定)失效")),
    (Verdict.REPEAL, re.compile(r"废止")),
)
NEGATED = re.compile(r"(?:不|未|暂缓)(?:予|宜|再|作)?(?:废止|修改|修订|失效|保留)")
GROUNDS = (
    (Ground.CONTRARY, re.compile(r"不一致|抵触|不符|不适应")),
    (Ground.COVERED, re.compile(r"替代|代替|取代|涵盖|新的?规定|已有新")),
    (Ground.NO_OBJECT, re.compile(r"对象(?:已经?)?(?:消失|不存在)|机构(?:已经?)?撤销")),
    (Ground.DONE, re.compile(r"任务(?:已经?)?(?:完成|结束)|(?:已经?)完成")),
    (Ground.TERM_OVER, re.compile(r"适用期|有效期|期满|届满|过期")),
    (Ground.NEEDED, re.compile(r"仍需|仍然?需要|继续执行|继续适用")),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list as it was read: what it names, and what it says of it."""

    position: int
    title: str
    number: str
    verdict: Verdict | None
    reason: str
    cells: tuple[str, ...]


def listed(rows: Sequence[Cells]) -> tuple[Listed, ...]:
    """The documents that a list names, in order; headings, notes and empty rows are left out.

    A line such as 二、宣布失效的文件 says what the rows below it come to, where no column does.
    """
    head, columns = recognised(rows)
    found: list[Listed] = []
    section: Verdict | None = None
    for cells in rows[head:]:
        spoken = [cell.strip() for cell in cells if cell.strip()]
        if len(spoken) == 1 and _is_section(spoken[0]):
            section = verdict_of(spoken[0])
            continue
        row = _row(cells, columns, len(found) + 1, section)
        if row:
            found.append(row)
    return tuple(found)


def recognised(rows: Sequence[Cells]) -> tuple[int, dict[str, int]]:
    """Where the rows begin, and which column is which: by headings, else by what the cells look like."""
    for place, cells in enumerate(rows[:DEEPEST_HEADING]):
        columns = _headed(cells)
        if "title" in columns or "number" in columns:
            return place + 1, _completed(columns, rows[place + 1 :])
    return 0, _completed({}, rows)


def verdict_of(words: str) -> Verdict | None:
    """What the words come to; None where they say nothing, or several things, or deny one.

    >>> verdict_of("宣布失效").label, verdict_of("废止或者宣布失效"), verdict_of("不予废止")
    ('宣布失效', None, None)
    """
    said = [verdict for verdict, pattern in VERDICTS if pattern.search(words.strip())]
    return said[0] if len(said) == 1 and not NEGATED.search(words) else None


def ground_of(words: str) -> Ground | None:
    """The ground that the words give; None where they give none that is known."""
    return next((ground for ground, pattern in GROUNDS if pattern.search(words)), None)


def _headed(cells: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = "".join(cell.split())
        if not words or len(words) > LONGEST_HEADING:
            continue
        name = next((n for n, pattern in HEADINGS.items() if n not in found and pattern.search(words)), None)
        if name:
            found[name] = place
    # A lone heading is a heading over the list, not over a column.
    return (
        found
        if len(found) > 1 or sum(1 for cell in cells if cell.strip()) == 1 == len(found) < len(cells)
        else {}
    )


def _completed(columns: dict[str, int], rows: Sequence[Cells]) -> dict[str, int]:
    """The columns with those that no heading told, by what most of their cells look like."""
    width = max((len(cells) for cells in rows), default=0)
    for name, fits in LOOKS.items():
        free = [place for place in range(width) if place not in columns.values()]
        if name not in columns:
            scored = [(_share(rows, place, fits), place) for place in free]
            best = max(scored, default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
            if best[0] >= MOST:
                columns = columns | {name: best[1]}
    if "title" not in columns:
        columns = columns | _longest(columns, rows, width)
    return columns


def _longest(columns: dict[str, int], rows: Sequence[Cells], width: int) -> dict[str, int]:
    free = [place for place in range(width) if place not in columns.values()]
    sizes = {place: sum(len(cells[place]) for cells in rows if place < len(cells)) for place in free}
    return {"title": max(sizes, key=lambda place: sizes[place])} if sizes else {}


def _share(rows: Sequence[Cells], place: int, fits: Callable[[str], bool]) -> float:
    cells = [cells[place].strip() for cells in rows if place < len(cells) and cells[place].strip()]
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


LOOKS: dict[str, Callable[[str], bool]] = {
    "position": lambda cell: PLACE.fullmatch(cell) is not None,
    "number": lambda cell: docnumber.parse(cell) is not None,
    "verdict": lambda cell: len(cell) <= LONGEST_HEADING and verdict_of(cell) is not None,
}


def _is_section(words: str) -> bool:
    plain = LEADING.sub("", words)
    named = "《" in plain or docnumber.find(plain)
    return not named and verdict_of(plain) is not None and len(plain) <= 40  # noqa: PLR2004  # a heading, no title


def _row(cells: Cells, columns: dict[str, int], position: int, section: Verdict | None) -> Listed | None:
    def cell(name: str) -> str:
        place = columns.get(name, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""

    whole = LEADING.sub("", cell("title"))
    title, number, rest = taken_apart(whole)
    number = cell("number") or number
    if not title and not number:
        return None
    verdict = verdict_of(cell("verdict")) if cell("verdict") else verdict_of(rest) or section
    return Listed(position, title[:400], number[:120], verdict, cell("reason")[:2000], tuple(cells))


def taken_apart(words: str) -> tuple[str, str, str]:
    """Title, number and what else stands in one cell or line.

    Marks stand around a title only where they begin it: what 关于印发《甲》的通知 names is the notice.

    >>> taken_apart("《甲办法》（澄环发[2013]30号）废止")
    ('甲办法', '澄环发[2013]30号', '废止')
    >>> taken_apart("关于印发《甲办法》的通知 澄环发〔2013〕30号")
    ('关于印发《甲办法》的通知', '澄环发〔2013〕30号', '')
    """
    plain, number = _without_number(words.strip())
    marked = MARKED.match(plain)
    if marked and (not marked["rest"] or marked["rest"][0] in PARTING):
        return marked["title"], number, marked["rest"].strip(PARTING)
    # 某某通知，继续有效: what stands behind the last mark may say what becomes of it.
    last = LAST.match(plain)
    if last and len(last["last"]) <= LONGEST_HEADING and verdict_of(last["last"]):
        return last["title"].strip(PARTING), number, last["last"]
    return plain.strip(PARTING), number, ""


def _without_number(words: str) -> tuple[str, str]:
    """The words without the number that stands before or behind them, and that number."""
    for found in docnumber.find(words):
        before, behind = words[: found.start].rstrip(OPENING), words[found.end :].lstrip(CLOSING)
        if not before.strip(PARTING) and behind.strip(PARTING):
            return behind.strip(PARTING), found.raw
        if not behind or behind[0] in PARTING or verdict_of(behind):
            gap = " " if behind and behind[0] not in PARTING else ""
            return (before + gap + behind).strip(), found.raw
    return words, ""
