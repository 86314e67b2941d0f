"""The list in force as a spreadsheet, as of any day, for whoever wants it."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from flask.testing import FlaskClient


def sheet(answer: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(answer.data)).active.rows]


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_the_list_in_force_today(pages: FlaskClient) -> None:
    answer = pages.get("/documents.xlsx?status=in_force")
    heading, columns, *rows = sheet(answer)
    assert heading[0] == "现行有效文件目录（截至2026年11月23日）"
    assert columns[:3] == ["序号", "标题", "文号"]
    assert {row[6] for row in rows} == {"现行有效"}
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_list_of_a_past_day_says_what_held_then(pages: FlaskClient) -> None:
    _, *rows = lines(pages.get("/documents.csv?status=in_force&on=2016-01-01"))
    by_title = {row[1]: row for row in rows}
    old = by_title["澄江省排污权交易管理办法（试行）"]
    assert old[6:9] == ["现行有效", "2015-04-01", "2021-08-01"]
    assert old[-1].endswith("/documents/normative-document/2015/3/2016-01-01")
    assert "澄江省排污权交易管理办法" not in by_title


def test_filters_of_the_page_are_filters_of_the_file(pages: FlaskClient) -> None:
    _, *rows = lines(pages.get("/documents.csv?kind=local_regulation"))
    assert [row[1] for row in rows] == ["澄江省水环境保护条例"]
    page = pages.get("/documents?kind=local_regulation").text
    assert "/documents.xlsx?kind=local_regulation" in page


def test_more_than_a_page_is_whole(pages: FlaskClient, write: Callable[..., None]) -> None:
    def many(scribe: Any) -> None:
        for number in range(100, 145):
            scribe.document(f"normative-document/2020/{number}", f"通知第{number}号")

    write(many)
    _, *rows = lines(pages.get("/documents.csv?year=2020"))
    assert len(rows) == 45


def test_a_title_that_looks_like_a_formula_is_a_word(pages: FlaskClient, write: Callable[..., None]) -> None:
    write(
        lambda scribe: scribe.document("other/2020/1", '=HYPERLINK("http://x.example","点我")', kind="other")
    )
    _, row = lines(pages.get("/documents.csv?kind=other"))
    assert row[1].startswith("'=")
    book = openpyxl.load_workbook(BytesIO(pages.get("/documents.xlsx?kind=other").data))
    assert all(cell.data_type != "f" for cell in book.active["B"])


def test_hidden_documents_are_in_no_file(pages: FlaskClient) -> None:
    assert "不应出现的草稿" not in pages.get("/documents.csv").data.decode()
    assert "误发的通知" not in pages.get("/documents.csv").data.decode()


def test_an_unknown_filter_is_told(pages: FlaskClient) -> None:
    assert pages.get("/documents.csv?status=dead").status_code == 400
