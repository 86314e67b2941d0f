"""Lists made elsewhere: the rows of workbooks, CSV, documents, pages and pasted lines."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from base.errors import BadInput
from registry.intake import uploads
from registry.intake.formats import sheets
from registry.intake.tables_of_files import Rows, read_pasted, read_table

# As openpyxl takes it: without a zone.
DAY = datetime(2021, 8, 1)  # noqa: DTZ001  # a cell of a workbook knows no zone
LIST = [["序号", "名称", "文号"], ["1", "甲办法", "甲发〔2020〕1号"], ["2", "乙，丙规定", ""]]


def book(*tables: list[list[object]], hidden: bool = False) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(tables):
        sheet = workbook.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
        if hidden and number:
            sheet.sheet_state = "hidden"
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def table(content: bytes, filename: str) -> Rows:
    return read_table(uploads.accept(content, filename, uploads.TABLES))


def rows(found: Rows) -> list[list[str]]:
    return [list(row) for row in found]


def test_the_fullest_sheet_is_the_list() -> None:
    content = book(
        [["说明"]],
        [["序号", "名称", "日期"], [1.0, "甲办法", DAY], [None, None, None], [2, "乙", 3.5]],
    )
    assert rows(table(content, "清单.xlsx")) == [
        ["序号", "名称", "日期"],
        ["1", "甲办法", "2021-08-01"],
        ["2", "乙", "3.5"],
    ]


def test_a_hidden_sheet_is_not_the_list() -> None:
    content = book([["甲办法"]], [["乙"], ["丙"], ["丁"]], hidden=True)
    assert rows(table(content, "清单.xlsx")) == [["甲办法"]]


def test_a_formula_is_not_computed() -> None:
    # Its last value stands in the file; this one was never opened by a program that computes.
    assert rows(table(book([["名称", "数"], ["甲", "=1+1"]]), "清单.xlsx")) == [["名称", "数"], ["甲", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_a_csv_is_read_in_every_usual_encoding_and_with_every_usual_mark(encoding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in LIST)
    assert rows(table(text.encode(encoding), "清单.csv")) == LIST


def test_a_quoted_cell_may_hold_marks_and_lines() -> None:
    assert rows(table('名称,文号\n"甲,\n办法",1\n乙,2\n'.encode(), "清单.csv")) == [
        ["名称", "文号"],
        ["甲, 办法", "1"],
        ["乙", "2"],
    ]


def test_pasted_lines_without_a_mark_are_one_cell_each() -> None:
    text = "1.关于甲、乙的通知（甲发〔2010〕1号）\n\n2.《丙办法》（省政府令第3号）\n"
    assert read_pasted(text) == (
        ("1.关于甲、乙的通知（甲发〔2010〕1号）",),
        ("2.《丙办法》（省政府令第3号）",),
    )


def test_cells_pasted_from_a_sheet_are_parted_by_tabs() -> None:
    assert read_pasted("序号\t名称\n1\t甲办法\n2\t乙办法") == (
        ("序号", "名称"),
        ("1", "甲办法"),
        ("2", "乙办法"),
    )


def test_a_markdown_table_may_be_pasted() -> None:
    assert read_pasted("| 序号 | 名称 |\n| --- | --- |\n| 1 | 甲办法 |") == (
        ("序号", "名称"),
        ("1", "甲办法"),
    )


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_pasted_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="没有粘贴内容"):
        read_pasted(text)


def test_too_much_pasted_is_told() -> None:
    with pytest.raises(BadInput, match="超过 4 MB"):
        read_pasted("甲" * 2_000_000)


def test_the_table_of_a_word_document_is_read(word: Callable[..., bytes]) -> None:
    def cells(*words: str) -> str:
        return (
            "<w:tr>"
            + "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in words)
            + "</w:tr>"
        )

    small = f"<w:tbl>{cells('填表人', '张三')}</w:tbl>"
    large = f"<w:tbl>{cells('序号', '名称')}{cells('1', '甲|办法')}{cells('2', '乙办法')}</w:tbl>"
    assert rows(table(word(small + large), "清单.docx")) == [
        ["序号", "名称"],
        ["1", "甲|办法"],
        ["2", "乙办法"],
    ]


def test_a_word_document_without_a_table_gives_its_lines(word: Callable[..., bytes]) -> None:
    content = word("".join(f"<w:p><w:r><w:t>{n}.第{n}号办法</w:t></w:r></w:p>" for n in (1, 2)))
    assert rows(table(content, "清单.docx")) == [["1.第1号办法"], ["2.第2号办法"]]


def test_the_table_of_a_page_is_read() -> None:
    page = (
        "<html><table>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in LIST)
        + "</table>"
    )
    assert rows(table(page.encode(), "清单.html")) == LIST


def test_a_list_beyond_the_limits_is_refused() -> None:
    with pytest.raises(BadInput, match="20000行"):
        table(b"1,2\n" * 20_001, "清单.csv")
    with pytest.raises(BadInput, match="61列"):
        table((",".join("甲" * 61) + "\n").encode() * 3, "清单.csv")


def test_an_empty_workbook_is_told() -> None:
    with pytest.raises(BadInput, match=r"清单\.xlsx：文件里没有表格或者清单。"):
        table(book([[]]), "清单.xlsx")


def test_a_pdf_is_no_list() -> None:
    upload = uploads.Upload("清单.pdf", uploads.FileType.PDF, "application/pdf", b"%PDF-1.4", "0" * 64)
    with pytest.raises(BadInput, match="不能从中读取清单"):
        read_table(upload)


CELL = st.text(st.characters(categories=("Lo", "Nd"), max_codepoint=0x9FFF), min_size=1, max_size=8)


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=9)
    )
)
def test_what_was_parted_by_tabs_comes_back(cells: list[list[str]]) -> None:
    assert sheets.of_text("\n".join("\t".join(row) for row in cells)) == cells


@given(st.lists(st.lists(st.sampled_from(["", "甲", "乙"]), min_size=1, max_size=6), min_size=1, max_size=9))
def test_squared_rows_are_all_of_one_width_and_lose_no_word(cells: list[list[str]]) -> None:
    words = [cell for row in cells for cell in row if cell]
    if not words:
        with pytest.raises(BadInput):
            sheets.squared(cells)
        return
    found = sheets.squared(cells)
    assert len({len(row) for row in found}) == 1
    assert [cell for row in found for cell in row if cell] == words
