"""Cells are words: no program that opens a table of ours computes anything from it."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.cells import FORMULA, harmless
from base.spreadsheet import LONGEST_CELL, Leaf, csv_bytes, xlsx


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("sign", FORMULA)
def test_no_sign_begins_a_formula(sign: str) -> None:
    leaf = Leaf("表", ("栏",), [(f"{sign}1+1",)])
    assert opened(xlsx([leaf])).active["A2"].data_type != "f"
    ((_,), (cell,)) = list(csv.reader(StringIO(csv_bytes(leaf).decode("utf-8-sig"), newline="")))
    assert not cell.startswith(FORMULA)


def test_numbers_stay_numbers_and_words_words() -> None:
    book = opened(xlsx([Leaf("表", ("序号", "名称"), [(1, "甲"), (-2, "乙")], (8, 60), heading="目录")]))
    assert [[cell.value for cell in row] for row in book.active.rows] == [
        ["目录", None],
        ["序号", "名称"],
        [1, "甲"],
        [-2, "乙"],
    ]
    assert book.active.freeze_panes == "A3"
    assert book.active.column_dimensions["B"].width == 60


def test_every_sheet_has_its_name_within_what_programs_take() -> None:
    book = opened(xlsx([Leaf("废止/失效" + "长" * 40, ("栏",), []), Leaf("二", ("栏",), [])]))
    assert book.sheetnames == [("废止_失效" + "长" * 40)[:31], "二"]


def test_a_spreadsheet_program_reads_the_csv_as_utf8() -> None:
    assert csv_bytes(Leaf("表", ("标题",), [("办法",)])) == "\ufeff标题\r\n办法\r\n".encode()


@given(st.text())
def test_whatever_is_written_can_be_opened_and_is_no_formula(words: str) -> None:
    value = harmless(words)
    assert not value.lstrip(" \u3000\u00a0").startswith(FORMULA)
    cell = opened(xlsx([Leaf("表", ("栏",), [(words,)])])).active["A2"]
    assert cell.data_type != "f"


@given(st.text(st.characters(categories=["Lo", "Nd"], include_characters="\u3000")))
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


def test_a_cell_holds_no_more_than_a_program_takes() -> None:
    book = opened(xlsx([Leaf("表", ("栏",), [("=" + "长" * LONGEST_CELL,)])]))
    assert len(book.active["A2"].value) == LONGEST_CELL
