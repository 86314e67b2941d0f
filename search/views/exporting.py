"""The hits to take away (检索结果导出): XLSX, CSV and JSON of all of them, up to a thousand."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, jsonify

from base import spreadsheet, web
from base.cells import Cell
from base.headers import as_file
from base.spreadsheet import Leaf
from registry.law.terms import Kind
from registry.views import frame
from search.engine import PAGE_SIZE, Answer, Hit
from search.query import LONGEST
from search.views.asking import Asking, asking
from search.views.members import collection, plain
from search.views.opening import answered

# What a person can still read through; whoever wants more wants the list, or the data of the whole registry.
MOST_TAKEN = 1_000
SIZES = range(1, MOST_TAKEN + 1)
COLUMNS = (
    "序号", "标题", "时效", "内容", "种类", "文号", "发文机关", "日期", "网址",
    "最相关的条文", "条文摘录", "条文网址",
)  # fmt: skip
WIDTHS = (8, 56, 14, 8, 18, 28, 36, 14, 48, 20, 72, 56)


def search_xlsx() -> Response:
    """The hits as XLSX."""
    asked = asking()
    return as_file(spreadsheet.xlsx([leaf(asked)]), spreadsheet.MIMETYPE, f"{filename(asked)}.xlsx")


def search_csv() -> Response:
    """The hits as CSV."""
    asked = asking()
    return as_file(spreadsheet.csv_bytes(leaf(asked)), "text/csv", f"{filename(asked)}.csv")


def search_json() -> Response:
    """A page of hits for programs; `size` are its hits, up to a thousand."""
    asked, size = asking(), web.whole_number("size", PAGE_SIZE, SIZES)
    sliced = replace(asked.question, offset=(asked.page - 1) * size, limit=size)
    answer = answered(sliced)
    asked = Asking(sliced, asked.page).as_of(answer.on)
    return jsonify(collection(asked, answer, frame.root(), size))


def filename(asked: Asking) -> str:
    """The name of the file: the words as far as file names can hold them."""
    return asked.name.translate(spreadsheet.FORBIDDEN_IN_NAMES)[:LONGEST]


def leaf(asked: Asking) -> Leaf:
    """The hits as one sheet, in the order asked for; its heading says when they are not all."""
    answer = answered(replace(asked.question, offset=0, limit=MOST_TAKEN))
    asked = asked.as_of(answer.on)
    more = f"，只列出前 {MOST_TAKEN} 件" if answer.total > len(answer.hits) >= MOST_TAKEN else ""
    heading = "。".join((f"{asked.name}，共 {answer.total} 件{more}", *answer.notices))
    return Leaf("检索结果", COLUMNS, list(rows(asked, answer)), WIDTHS, heading=heading)


def rows(asked: Asking, answer: Answer) -> Iterator[tuple[Cell, ...]]:
    """A row for each hit."""
    root = frame.root()
    for place, hit in enumerate(answer.hits, 1):
        yield (place, *_row(asked, hit, root))


def _row(asked: Asking, hit: Hit, root: str) -> tuple[str, ...]:
    best = hit.passages[0] if hit.passages else None
    return (
        hit.plain_title,
        "；".join(filter(None, (hit.status.label, hit.mark))),
        hit.content.label,
        Kind(hit.kind).label,
        "、".join(hit.numbers),
        "、".join(hit.issuers),
        hit.dated_on.isoformat() if hit.dated_on else "",
        root + asked.path(hit),
        best.number or best.trail if best else "",
        plain(best.pieces) if best else "",
        root + asked.place(hit, best) if best else "",
    )
