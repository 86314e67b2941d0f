"""Tables (表格) of workbooks and of plain text: rows of words as they are shown, nothing computed."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from base.errors import BadInput
from registry.intake.formats.extract import Extract
from registry.intake.formats.package import Package
from registry.intake.opener import MOST_COLUMNS, MOST_ROWS

Rows = list[list[str]]
MOST_SHEETS = 60
MARKS = "\t|;,"
SAMPLE = 60
# Blank lines and lines inside quoted cells are no rows.
MORE_LINES = 3 * MOST_ROWS
LONGEST_CELL = 4000
DAMAGED = "表格文件已损坏，无法读取；请另存为新的 .xlsx 后再上传。"


def of_workbook(content: bytes) -> Rows:
    """The rows of the fullest visible sheet of an XLSX."""
    package = Package(content)
    for name in package.names:
        if name.endswith(".xml"):
            # openpyxl opens parts itself: each is measured and refused here before it does.
            package.xml(name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets[:MOST_SHEETS] if sheet.sheet_state == "visible"]
        found = [_sheet(sheet) for sheet in sheets]
        book.close()
    except (
        InvalidFileException,
        DefusedXmlException,
        ParseError,
        zipfile.BadZipFile,
        LookupError,
        OSError,
        TypeError,
        AttributeError,
        ValueError,
    ) as fault:
        raise BadInput(DAMAGED) from fault
    return largest(found)


def _sheet(sheet: Any) -> Rows:  # noqa: ANN401  # openpyxl's read-only sheet has no public type
    # A sheet may claim a million rows: what it says of its size is not believed.
    sheet.reset_dimensions()
    rows: Rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
        words = [_shown(value) for value in row]
        if any(words):
            rows.append(words)
        if len(rows) > MOST_ROWS or number > 10 * MOST_ROWS:
            raise BadInput(f"表格超过{MOST_ROWS}行，请拆分后再上传。")
    return rows


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  # exact in a float
        return str(int(value))
    return " ".join(str(value).split())[:LONGEST_CELL]


def of_text(text: str) -> Rows:
    """The rows of lines parted by tabs, commas, semicolons or bars; a line without any is one cell."""
    if text.count("\n") > MORE_LINES:
        raise BadInput(f"表格超过{MOST_ROWS}行，请拆分后再上传。")
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    mark = delimiter(lines)
    if not mark:
        return [[line.strip()[:LONGEST_CELL]] for line in lines]
    if mark == "|":
        return [row for row in map(_barred, lines) if any(cell.strip("-: ") for cell in row)]
    try:
        rows = [
            [" ".join(cell.split())[:LONGEST_CELL] for cell in row]
            for row in csv.reader(lines_of(text), delimiter=mark)
        ]
    except csv.Error as fault:
        raise BadInput("表格的分隔或者引号有误，无法读取；请另存为 .xlsx 后再上传。") from fault
    return [row for row in rows if any(row)]


def lines_of(text: str) -> Iterator[str]:
    """The lines with their ends, so that a quoted cell may hold several."""
    yield from io.StringIO(text, newline="")


def _barred(line: str) -> list[str]:
    return [" ".join(cell.split())[:LONGEST_CELL] for cell in line.strip().strip("|").split("|")]


def delimiter(lines: Sequence[str]) -> str:
    """What parts the cells: the mark that most lines have the same number of times; "" when there is none.

    >>> delimiter(["序号,名称", "1,甲办法", "2,乙办法"]), delimiter(["关于甲、乙的通知", "关于丙的通知"])
    (',', '')
    """
    best, most = "", 0
    for mark in MARKS:
        counts = Counter(line.count(mark) for line in lines[:SAMPLE])
        usual, times = counts.most_common(1)[0] if counts else (0, 0)
        having = sum(times for count, times in counts.items() if count)
        # Quoted cells hold the mark too: all lines having it some times tells as much.
        sample = min(len(lines), SAMPLE)
        telling = (usual and times * 2 > sample) or having == sample
        if telling and having * 100 + usual > most:
            best, most = mark, having * 100 + usual
    return best


def of_extract(extract: Extract) -> Rows:
    """The largest table of a document; its lines, one cell each, where it has none."""
    tables = [[list(row) for row in line.rows] for line in extract.lines if line.table]
    return largest(tables) if tables else [[line.words] for line in extract.lines]


def largest(tables: Iterable[Rows]) -> Rows:
    """The table with the most filled cells, of one width; raises BadInput without any or past our limits."""
    found = max(tables, key=lambda rows: sum(bool(cell) for row in rows for cell in row), default=[])
    if not found:
        raise BadInput("文件里没有表格或者清单。")
    return squared(found)


def squared(rows: Rows) -> Rows:
    """The rows, all as wide as the widest; raises BadInput beyond 20,000 rows or 60 columns."""
    filled = [max((at for at, cell in enumerate(row, start=1) if cell), default=0) for row in rows]
    width = max(filled, default=0)
    if not width:
        raise BadInput("文件里没有表格或者清单。")
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise BadInput(
            f"表格有{len(rows)}行{width}列，超过上限{MOST_ROWS}行、{MOST_COLUMNS}列；请拆分后再上传。"
        )
    return [
        [*row[:width], *[""] * (width - len(row))]
        for row, filled_to in zip(rows, filled, strict=True)
        if filled_to
    ]
