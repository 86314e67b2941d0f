"""A list made elsewhere: brought as a file or pasted, matched, ruled on by a person, adopted."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base.staff.roles import Role
from base.staff.tables import Unit
from registry.cleanup.tables import ListRow, RollRow
from registry.tables import Document
from registry.watch.tables import Task

ORGAN = "澄江省生态环境厅"
ROWS = [
    ("序号", "文件名称", "文号", "清理意见", "理由"),
    ("1", "《澄江省排污权交易管理办法》", "澄环发[2021]8号", "继续有效", ""),
    ("2", "澄江省噪声污染防制办法", "", "废止", "已被新规定代替"),
    ("3", "《澄江省碳普惠管理办法》", "澄环发〔2025〕9号", "宣布失效", "工作任务已完成"),
    ("4", "《关于食堂就餐秩序的通知》", "澄环办〔1998〕1号", "废止", "适用期已过"),
    ("5", "澄江省排污权交易管理办法", "", "继续有效", ""),
]


@pytest.fixture
def all_rows(registry: Flask) -> Callable[[Any], list[Any]]:
    """Every row of a table."""

    def read(model: Any) -> list[Any]:
        with registry.extensions["database"].reading() as session:
            found = list(session.scalars(select(model).order_by(model.id)))
            session.expunge_all()
            return found

    return read


@pytest.fixture
def client(pages: FlaskClient, act_as: Callable[..., Any], write: Callable[..., None]) -> FlaskClient:
    """A legal officer in a clean-up whose roll holds one document."""
    write(lambda scribe: scribe.add(Unit(organ=ORGAN, name="法规处", kind="office")))
    act_as(Role.LEGAL_OFFICER, unit_id=1, unit="法规处", organ=ORGAN)
    form = {"title": "专项清理", "due_on": "2026-12-01", "words": "碳普惠"}
    assert pages.post("/desk/cleanup/new", data=form).status_code == 303
    return pages


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def as_csv() -> bytes:
    made = StringIO()
    csv.writer(made).writerows(ROWS)
    return made.getvalue().encode("gb18030")


def as_docx() -> bytes:
    paper = docx.Document()
    paper.add_paragraph("行政规范性文件清理清单")
    table = paper.add_table(rows=0, cols=5)
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def bring(client: FlaskClient, content: bytes, name: str) -> str:
    """Bring a file; gives the address of its list."""
    form = {"file": (BytesIO(content), name), "pasted": ""}
    answer = client.post("/desk/cleanup/1/lists", data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def seen(row: ListRow) -> str:
    return f"{row.stage}:{row.document_id or 0}"


@pytest.mark.parametrize(
    ("content", "name"), [(as_xlsx(), "清单.xlsx"), (as_csv(), "清单.csv"), (as_docx(), "清单.docx")]
)
def test_a_list_is_the_same_list_in_every_kind_of_file(
    client: FlaskClient, all_rows: Callable[..., list[Any]], content: bytes, name: str
) -> None:
    bring(client, content, name)
    rows = all_rows(ListRow)
    assert [row.stage for row in rows] == ["matched", "doubtful", "doubtful", "missing", "doubtful"]
    assert [row.verdict for row in rows] == ["keep", "repeal", "lapse", "repeal", "keep"]


def test_pasted_lines_are_a_list_too(client: FlaskClient, all_rows: Callable[..., list[Any]]) -> None:
    pasted = "\n".join("\t".join(row) for row in ROWS)
    assert client.post("/desk/cleanup/1/lists", data={"pasted": pasted}).status_code == 303
    assert [row.stage for row in all_rows(ListRow)][:2] == ["matched", "doubtful"]


def test_each_row_shows_what_speaks_for_its_candidates(client: FlaskClient) -> None:
    page = client.get(bring(client, as_xlsx(), "清单.xlsx")).text
    assert "文号一致；标题一致；清单用旧括号" in page
    assert "文号无从核对；标题相差1字" in page
    assert "文号相近（登记为澄环发〔2026〕9号）；标题一致" in page
    assert "登记中没有这个文号，也没有相近的标题" in page
    assert "与第 1 行是同一文件" in page


def test_what_waits_for_a_person_is_a_task_until_it_is_ruled_on(
    client: FlaskClient, all_rows: Callable[..., list[Any]]
) -> None:
    address = bring(client, as_xlsx(), "清单.xlsx")
    task = next(task for task in all_rows(Task) if task.code == "matching")
    assert (task.state, task.path, task.details["rows"]) == ("open", address, 4)
    for row in all_rows(ListRow):
        if row.stage in {"doubtful", "missing"}:
            form = {"seen": seen(row), "choice": "drop"}
            assert client.post(f"{address}/rows/{row.id}", data=form).status_code == 303
    assert next(task for task in all_rows(Task) if task.code == "matching").state == "done"


def test_a_person_chooses_drops_or_names_the_document(
    client: FlaskClient, all_rows: Callable[..., list[Any]]
) -> None:
    address = bring(client, as_xlsx(), "清单.xlsx")
    _, noise, carbon, canteen, again = all_rows(ListRow)
    rulings = [
        (noise, {"choice": str(noise.candidates[0]["document_id"])}),
        (carbon, {"choice": "named", "named": "澄环发〔2026〕9号"}),
        (canteen, {"choice": "drop"}),
        (again, {"choice": "drop"}),
    ]
    for row, form in rulings:
        answer = client.post(f"{address}/rows/{row.id}", data={"seen": seen(row), **form})
        assert answer.status_code == 303, answer.text
    assert [row.stage for row in all_rows(ListRow)] == ["matched", "chosen", "chosen", "dropped", "dropped"]
    assert client.post(f"{address}/adopt", data={}).status_code == 303
    with_verdicts = {row.document_id: (row.verdict, row.ground, row.stage) for row in all_rows(RollRow)}
    titles = {row.id: row.title for row in all_rows(Document)}
    assert {titles[key]: said for key, said in with_verdicts.items()} == {
        "澄江省排污权交易管理办法": ("keep", "needed", "proposed"),
        "澄江省噪声污染防治办法": ("repeal", "covered", "proposed"),
        "澄江省碳普惠管理办法": ("lapse", "done", "proposed"),
    }


def test_two_rows_cannot_mean_one_document(client: FlaskClient, all_rows: Callable[..., list[Any]]) -> None:
    address = bring(client, as_xlsx(), "清单.xlsx")
    again = all_rows(ListRow)[4]
    form = {"seen": seen(again), "choice": str(again.candidates[0]["document_id"])}
    page = client.post(f"{address}/rows/{again.id}", data=form)
    assert page.status_code == 400
    assert "已是第 1 行所指的文件" in page.text


def test_the_slower_of_two_who_rule_overwrites_nothing(
    client: FlaskClient, all_rows: Callable[..., list[Any]]
) -> None:
    address = bring(client, as_xlsx(), "清单.xlsx")
    row = all_rows(ListRow)[1]
    form = {"seen": seen(row), "choice": str(row.candidates[0]["document_id"])}
    client.post(f"{address}/rows/{row.id}", data=form)
    page = client.post(f"{address}/rows/{row.id}", data={"seen": seen(row), "choice": "drop"})
    assert page.status_code == 409
    assert "刚由他人核对为“人工选定”" in page.text
    assert all_rows(ListRow)[1].stage == "chosen"


def test_the_same_list_is_taken_in_once(client: FlaskClient) -> None:
    content = as_xlsx()
    bring(client, content, "清单.xlsx")
    form = {"file": (BytesIO(content), "另名.xlsx"), "pasted": ""}
    page = client.post("/desk/cleanup/1/lists", data=form, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "这份清单已经导入" in page.text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"pasted": ""}, "请上传清单文件，或者粘贴清单"),
        ({"file": (b"MZ\x90\x00" + b"\x00" * 200, "清单.xlsx")}, "不能上传"),
        ({"file": (b"%PDF-1.7\n%%EOF", "清单.pdf")}, "清单.pdf"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(client: FlaskClient, form: Any, told: str) -> None:
    sent = {
        name: (BytesIO(held[0]), held[1]) if isinstance(held, tuple) else held for name, held in form.items()
    }
    page = client.post("/desk/cleanup/1/lists", data=sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert told in page.text


def test_what_the_list_does_not_say_is_asked_for(
    client: FlaskClient, all_rows: Callable[..., list[Any]]
) -> None:
    client.post("/desk/cleanup/1/lists", data={"pasted": "澄江省噪声污染防治办法"})
    address = f"/desk/cleanup/1/lists/{all_rows(ListRow)[0].list_sha256[:16]}"
    page = client.post(f"{address}/adopt", data={})
    assert page.status_code == 422
    assert "第 1 行没有清理意见" in page.text
    page = client.post(f"{address}/adopt", data={"verdict": "repeal"})
    assert "第 1 行没有理由" in page.text
    assert client.post(f"{address}/adopt", data={"verdict": "repeal", "ground": "done"}).status_code == 303


def test_a_list_never_takes_the_place_of_what_a_unit_said(
    client: FlaskClient, all_rows: Callable[..., list[Any]]
) -> None:
    row = all_rows(RollRow)[0]
    title = next(one.title for one in all_rows(Document) if one.id == row.document_id)
    said = {"pick": f"{row.id}:{row.version}", "verdict": "lapse", "ground": "done"}
    client.post("/desk/cleanup/1/propose", data=said)
    client.post("/desk/cleanup/1/lists", data={"pasted": f"文件名称\t清理意见\n{title}\t继续有效"})
    address = f"/desk/cleanup/1/lists/{all_rows(ListRow)[0].list_sha256[:16]}"
    page = client.post(f"{address}/adopt", data={})
    assert page.status_code == 409
    assert f"第 1 行《{title}》在名单中已提意见“宣布失效”，与清单不一致" in page.text
    assert all_rows(RollRow)[0].verdict == "lapse"


def test_a_list_that_waits_keeps_the_decision_open(client: FlaskClient) -> None:
    bring(client, as_xlsx(), "清单.xlsx")
    assert "外来清单还有 5 行没有核对、并入" in client.get("/desk/cleanup/1/decision").text


def test_a_list_that_ends_in_the_decision_is_published_like_any(
    client: FlaskClient, all_rows: Callable[..., list[Any]], act_as: Callable[..., Any]
) -> None:
    pasted = "文件名称\t文号\t清理意见\t理由\n澄江省噪声污染防治办法\t\t废止\t已被新规定代替"
    client.post("/desk/cleanup/1/lists", data={"pasted": pasted})
    address = f"/desk/cleanup/1/lists/{all_rows(ListRow)[0].list_sha256[:16]}"
    client.post(f"{address}/adopt", data={})
    carbon, noise = all_rows(RollRow)
    picks = {"pick": f"{carbon.id}:{carbon.version}", "reason": "不在清理之列"}
    client.post("/desk/cleanup/1/exclude", data=picks)
    client.post("/desk/cleanup/1/agree", data={"pick": f"{noise.id}:{noise.version}"})
    head = {
        "title": "澄江省生态环境厅关于废止部分文件的决定",
        "number": "澄环发〔2026〕66号",
        "organ": ORGAN,
        "signed_on": "2026-11-23",
        "effective_on": "2026-11-23",
        "words": "经研究，决定：",
    }
    client.post("/desk/cleanup/1/decision", data={**head, "version": "1"})
    client.post("/desk/cleanup/1/close", data={"version": "2"})
    act_as(Role.PUBLISHER, unit_id=1, unit="办公室", organ=ORGAN, account_id=9)
    form = {"version": "3", "token": "t" * 20, "checked": "1"}
    answer = client.post("/desk/cleanup/1/publish", data=form)
    assert answer.status_code == 303, answer.text
    assert "已废止" in client.get("/documents/local-government-rule/2010/6").text
    assert date(2026, 11, 23).isoformat() in client.get("/desk/cleanup/1/receipt").text
