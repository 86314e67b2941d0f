"""The list as a spreadsheet (目录下载): all that the filters let through, as of the day asked for.

`/documents.xlsx?status=in_force&on=2021-08-01` is the list in force (现行有效目录) of that day.
"""

from dataclasses import replace

from flask import Response

from base import clock, spreadsheet, web
from base.cells import Cell
from base.headers import as_file
from base.spreadsheet import Leaf
from registry.law.days import printed
from registry.law.terms import Validity
from registry.reads.listing import Row, Wanted
from registry.views import frame, listing, shelf

COLUMNS = (
    "序号", "标题", "文号", "种类", "发文机关", "日期", "时效", "此时效自", "另有变动之日",
    "主题分类", "适用区域", "网址",
)  # fmt: skip
WIDTHS = (8, 60, 28, 18, 36, 14, 14, 14, 14, 24, 12, 48)


@web.cached_page
def documents_xlsx() -> Response:
    """The list as XLSX."""
    wanted = listing.asked()
    return as_file(spreadsheet.xlsx([leaf(wanted)]), spreadsheet.MIMETYPE, f"{name(wanted)}.xlsx")


@web.cached_page
def documents_csv() -> Response:
    """The list as CSV."""
    wanted = listing.asked()
    return as_file(spreadsheet.csv_bytes(leaf(wanted)), "text/csv", f"{name(wanted)}.csv")


def leaf(wanted: Wanted) -> Leaf:
    """The whole list as one sheet, in the order asked for."""
    browser = shelf.shelf().browser()
    first = browser.browse(replace(wanted, page=1))
    rows = [*first.rows]
    for page in range(2, first.pages + 1):
        rows += browser.browse(replace(wanted, page=page)).rows
    root = frame.root()
    cells: list[tuple[Cell, ...]] = [(place, *_cells(row, wanted, root)) for place, row in enumerate(rows, 1)]
    return Leaf("文件目录", COLUMNS, cells, WIDTHS, heading=name(wanted))


def name(wanted: Wanted) -> str:
    """What the list is called: the list in force of a day, or a list of documents as of a day."""
    kind = "现行有效文件目录" if wanted.status == Validity.IN_FORCE else "文件目录"
    return f"{kind}（截至{printed(wanted.on)}）"


def _cells(row: Row, wanted: Wanted, root: str) -> tuple[str, ...]:
    entry = row.entry
    span = entry.standing(wanted.on)
    past = "" if wanted.on == clock.today() else f"/{wanted.on.isoformat()}"
    return (
        entry.title,
        entry.number,
        entry.kind.label,
        "、".join(entry.issuers),
        entry.dated_on.isoformat() if entry.dated_on else "",
        row.validity.label,
        span.since.isoformat() if span.since else "",
        # The first day on which it stands otherwise, as the law counts it.
        span.until.isoformat() if span.until else "",
        entry.subject,
        entry.region,
        f"{root}/documents/{entry.address}{past}",
    )
