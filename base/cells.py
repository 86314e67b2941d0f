"""Cells of tables that leave the house (导出表格): no words of ours become a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

# What makes a cell a formula when a spreadsheet program opens it, and the full-width forms that some take
# for the same (OWASP, CSV injection).
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Excel takes a file without this mark for another code than UTF-8.
MARK = "\ufeff"
Cell = str | int
C = TypeVar("C", str, int, Cell)


def harmless(value: C) -> C:
    """The value, words in one line, so that no program takes it for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("第三条"), harmless(-1)
    ("'=1+1", '第三条', -1)
    """
    if isinstance(value, int):
        return value
    plain = "".join(sign if sign.isprintable() or sign == "\u3000" else " " for sign in value)
    return f"'{plain}" if plain.lstrip(" \u3000\u00a0").startswith(FORMULA) else plain


def lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table as CSV (RFC 4180) that spreadsheets read as UTF-8, line by line, each cell harmless."""
    yield MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(value) for value in row])
        yield line.getvalue()
