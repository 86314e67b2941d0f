"""Cells of tables that leave the house (导出表格): no words of ours become a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A cell that begins so is a formula to a spreadsheet; full-width forms too.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Excel takes a file without this mark for another code than UTF-8.
MARK = "\ufeff"


def cell(words: str) -> str:
    """Words that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("第三条")
    ("'=1+1", '第三条')
    """
    plain = "".join(sign if sign.isprintable() else " " for sign in words)
    return f"'{plain}" if plain.lstrip(" \u3000\u00a0").startswith(FORMULA) else plain


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table as CSV (RFC 4180) that spreadsheets read as UTF-8, line by line, each cell harmless."""
    yield MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(map(cell, row))
        yield line.getvalue()
