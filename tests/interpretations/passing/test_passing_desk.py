"""The desk of passing down, as drafter and as bureau: sent without a script, learned, watched, exported."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from base import clock
from base.staff.roles import Actor
from interpretations.passing.tables import Dispatch, Recipient
from registry.law.terms import EventKind

FORM = {
    "title": "学习排污许可管理办法",
    "note": "请组织学习",
    "due_on": "2026-12-07",
    "needed": "1",
    "posts": "云州市生态环境局：执法岗、审批岗",
    "count": "1",
    "question-1": "有效期几年？",
    "option-1-1": "三年",
    "option-1-2": "五年",
    "right-1-2": "1",
    "because-1": "第三条写明",
    "ref-1": "第三条",
}


def empty_form(desk: FlaskClient, below: Any) -> dict[str, Any]:
    page = desk.get(f"/desk/dispatches/new?document={below.home.document}").text
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert token
    return {
        **FORM,
        "token": token[1],
        "document": str(below.home.document),
        "interpretation": "",
        "unit": str(below.home.bureau),
    }


def dispatches(below: Any) -> list[Any]:
    with below.home.database.reading() as session:
        return list(session.execute(select(Dispatch.id, Dispatch.title, Dispatch.due_on)).all())


# The form


def test_without_a_document_there_is_a_way_to_find_one(desk: FlaskClient, below: Any) -> None:
    assert f"document={below.home.document}" in desk.get("/desk/dispatches/new").text
    assert f"document={below.home.document}" in desk.get("/desk/dispatches/new?q=9号").text
    assert "没有找到" in desk.get("/desk/dispatches/new?q=100%25").text
    assert desk.get("/desk/dispatches/new?document=99").status_code == 404


def test_the_empty_form_proposes_a_day_and_the_provisions(desk: FlaskClient, below: Any) -> None:
    page = desk.get(f"/desk/dispatches/new?document={below.home.document}").text
    assert 'value="2026-12-07"' in page
    assert "云州市生态环境局" in page
    assert "现行有效" in page


def test_questions_are_added_and_taken_away_without_a_script(desk: FlaskClient, below: Any) -> None:
    form = empty_form(desk, below)
    page = desk.post("/desk/dispatches", data={**form, "do": "add"})
    assert page.status_code == 200
    assert 'name="question-2"' in page.text
    assert 'value="有效期几年？"' in page.text
    assert re.search(r'name="right-1-2" value="1" checked', page.text)
    page = desk.post("/desk/dispatches", data={**form, "do": "remove-1"})
    assert 'name="question-1"' not in page.text
    assert form["token"] in page.text
    assert dispatches(below) == []


def test_a_form_is_sent_once(desk: FlaskClient, below: Any) -> None:
    form = empty_form(desk, below)
    first, second = (desk.post("/desk/dispatches", data=form) for _ in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    assert [(title, due) for _key, title, due in dispatches(below)] == [
        ("学习排污许可管理办法", date(2026, 12, 7))
    ]
    with below.home.database.reading() as session:
        assert {row.post for row in session.scalars(select(Recipient))} == {"", "审批岗", "执法岗"}


def test_all_that_is_wrong_is_told_at_once_and_kept(desk: FlaskClient, below: Any) -> None:
    form = empty_form(desk, below)
    wrong = {
        **form,
        "title": "",
        "due_on": "2026-12-05",
        "posts": "不存在的局：执法岗",
        "ref-1": "第三十条",
        "right-1-2": "",
        "needed": "5",
    }
    page = desk.post("/desk/dispatches", data=wrong)
    assert page.status_code == 422
    words = unescape(page.text)
    for sentence in ("请填写标题", "不是工作日", "不在可以接收", "第三十条", "没有标出正确", "答对几题"):
        assert sentence in words, sentence
    assert "不存在的局：执法岗" in words


@pytest.mark.parametrize(
    ("posts", "why"),
    [
        ("云州市生态环境局", "无法识别"),
        ("云州市生态环境局：", "无法识别"),
        ("云州市生态环境局：" + "岗" * 61, "超过 60 个字"),
    ],
)
def test_a_line_of_posts_that_cannot_be_read_is_named(
    desk: FlaskClient, below: Any, posts: str, why: str
) -> None:
    page = desk.post("/desk/dispatches", data={**empty_form(desk, below), "posts": posts})
    assert page.status_code == 422
    assert why in page.text


def test_a_post_for_each_chosen_unit(desk: FlaskClient, below: Any) -> None:
    form = {**empty_form(desk, below), "unit": [str(below.home.bureau), str(below.institute)]}
    assert desk.post("/desk/dispatches", data={**form, "posts": "各单位:窗口岗"}).status_code == 303
    with below.home.database.reading() as session:
        found = {(row.unit_id, row.post) for row in session.scalars(select(Recipient))}
    assert found == {(unit, post) for unit in (below.home.bureau, below.institute) for post in ("", "窗口岗")}


def test_twenty_questions_and_no_more(desk: FlaskClient, below: Any) -> None:
    page = desk.post("/desk/dispatches", data={**empty_form(desk, below), "count": "20", "do": "add"})
    assert 'name="question-20"' in page.text
    assert 'name="question-21"' not in page.text
    assert 'value="add"' not in page.text


def test_a_question_left_empty_between_two_is_told(desk: FlaskClient, below: Any) -> None:
    form = empty_form(desk, below)
    moved = {key.replace("-1", "-2", 1) if key[-2:] == "-1" else key: value for key, value in form.items()}
    moved |= {"count": "2", "option-2-1": "甲", "option-2-2": "乙", "right-2-1": "1"}
    page = desk.post("/desk/dispatches", data={k: v for k, v in moved.items() if not k.endswith("-1-2")})
    assert page.status_code == 422
    assert "这一题是空的" in page.text


def test_hostile_words_stay_words(desk: FlaskClient, below: Any) -> None:
    hostile = "<script>alert(1)</script>"
    form = {**empty_form(desk, below), "title": hostile, "question-1": hostile, "option-1-1": hostile}
    key = desk.post("/desk/dispatches", data=form).location.rpartition("/")[2]
    page = desk.get(f"/desk/dispatches/{key}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# The sender's page


def test_the_sender_changes_adds_withdraws(desk: FlaskClient, below: Any) -> None:
    key = below.send()
    page = desk.get(f"/desk/dispatches/{key}/edit").text
    known = re.search(r'name="known" value="([0-9a-f]{16})"', page)
    assert known
    assert 'value="第三条"' in page
    form = {"known": known[1], "title": "改过的标题", "note": "", "due_on": "2026-12-08", "count": "0"}
    desk.post(f"/desk/dispatches/{key}/edit", data={**form, "needed": ""})
    assert [row[1:] for row in dispatches(below)] == [("改过的标题", date(2026, 12, 8))]
    stale = desk.post(f"/desk/dispatches/{key}/edit", data={**form, "needed": ""}, follow_redirects=True)
    assert "已由他人修改" in stale.text
    added = desk.post(
        f"/desk/dispatches/{key}/recipients",
        data={"posts": "云州市生态环境局：新岗"},
        follow_redirects=True,
    )
    assert "云州市生态环境局：新岗" in added.text
    assert desk.post(f"/desk/dispatches/{key}/recipients").status_code == 422
    assert desk.post(f"/desk/dispatches/{key}/withdraw").status_code == 422
    gone = desk.post(f"/desk/dispatches/{key}/withdraw", data={"reason": "发错"}, follow_redirects=True)
    assert "发错" in gone.text
    assert desk.get(f"/desk/dispatches/{key}/edit").status_code == 303


def test_what_was_tried_is_changed_without_its_questions(desk: FlaskClient, below: Any) -> None:
    key = below.send()
    first = below.recipients(key)[0]
    below.acknowledge(first)
    below.attempt(first)
    page = desk.get(f"/desk/dispatches/{key}/edit").text
    assert "不能再改" in page
    known = re.search(r'name="known" value="([0-9a-f]{16})"', page)
    assert known
    form = {"known": known[1], "title": "只改标题", "note": "", "due_on": "2026-12-07"}
    assert desk.post(f"/desk/dispatches/{key}/edit", data=form).status_code == 303
    assert dispatches(below)[0][1] == "只改标题"


def test_reminding_from_the_list_and_from_the_page(desk: FlaskClient, below: Any) -> None:
    key = below.send()
    assert "没有需要催办" in desk.post("/desk/dispatches/remind", follow_redirects=True).text
    clock.set_moment(datetime(2026, 12, 8, 4, tzinfo=UTC))
    assert "已催办 2 个" in desk.post("/desk/dispatches/remind", follow_redirects=True).text
    again = desk.post(f"/desk/dispatches/{key}/remind", follow_redirects=True).text
    assert "今天已经催办过" in again
    assert "逾期未学完" in again


def test_the_ledger_is_a_spreadsheet_that_computes_nothing(
    desk: FlaskClient, below: Any, sign_in: Callable[[Actor], None]
) -> None:
    key = below.send(title="=1+1")
    first = below.recipients(key)[0]
    sign_in(below.clerk)
    desk.post(f"/desk/received/{first}/ask", data={"question": "=HYPERLINK(1)怎么办"})
    sign_in(below.home.drafter)
    answer = desk.get(f"/desk/dispatches/{key}/matrix.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["传递情况", "基层反馈", "小测错题"]
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "云州市生态环境局" in cells
    assert "监测岗" in cells
    assert not any(str(value).startswith("=") for value in cells)


# Those below


def test_a_bureau_reads_tries_tells_and_asks(
    client: FlaskClient, below: Any, sign_in: Callable[[Actor], None]
) -> None:
    key = below.send()
    first = below.recipients(key)[0]
    sign_in(below.clerk)
    assert f"/desk/received/{first}" in client.get("/desk/received").text
    page = client.get(f"/desk/received/{first}").text
    assert "先证后排" not in page
    assert f'action="/desk/received/{first}/attempt"' not in page
    page = client.post(f"/desk/received/{first}/acknowledge", follow_redirects=True).text
    assert f'action="/desk/received/{first}/attempt"' in page
    assert "先证后排" not in page
    assert "写明五年" not in page
    missing = client.post(f"/desk/received/{first}/attempt", data={"try": "1", "answer-1": "0"})
    assert missing.status_code == 422
    assert "第2题没有作答" in missing.text
    assert re.search(r'name="answer-1" value="0" checked', missing.text)
    places = below.places(first, tuple(each.right for each in below.order().questions))
    form = {"try": "1", **{f"answer-{n}": each for n, each in enumerate(places, 1)}}
    passed = client.post(f"/desk/received/{first}/attempt", data=form, follow_redirects=True).text
    assert "小测通过：答对 3 题" in passed
    assert "先证后排" in passed
    again = client.post(f"/desk/received/{first}/attempt", data=form, follow_redirects=True).text
    assert "已经提交过" in again
    told = {"told_on": "2026-11-23", "told_to": "30", "way": ["training", "visit"], "told_how": "两个乡镇"}
    page = client.post(f"/desk/received/{first}/tell", data=told, follow_redirects=True).text
    assert "向 30 人传达，培训、上门讲解：两个乡镇" in page
    asked = {"question": "老证还能用吗？"}
    page = client.post(f"/desk/received/{first}/ask", data=asked, follow_redirects=True).text
    assert "等待下发单位答复" in page
    sign_in(below.home.drafter)
    page = client.get(f"/desk/dispatches/{key}").text
    number = re.search(rf"/desk/dispatches/{key}/questions/(\d+)", page)
    assert number
    assert "/desk/interpretations/new?work=document-" in page
    path = f"/desk/dispatches/{key}/questions/{number[1]}"
    assert client.post(path).status_code == 422
    client.post(path, data={"answer": "到期前可以用。"})
    sign_in(below.trainee)
    assert "到期前可以用。" in client.get(f"/desk/received/{below.recipients(key)[1]}").text


@pytest.mark.parametrize("question", ["", "问", "问" * 1001])
def test_a_question_back_that_cannot_be_asked_is_told(
    client: FlaskClient, below: Any, sign_in: Callable[[Actor], None], question: str
) -> None:
    first = below.recipients(below.send())[0]
    sign_in(below.clerk)
    answer = client.post(f"/desk/received/{first}/ask", data={"question": question})
    assert answer.status_code == 422
    assert question[:1000] in answer.text


def test_a_telling_that_is_not_complete_is_told_and_kept(
    client: FlaskClient, below: Any, sign_in: Callable[[Actor], None]
) -> None:
    first = below.recipients(below.send())[0]
    below.acknowledge(first)
    sign_in(below.clerk)
    form = {"told_on": "", "told_to": "0", "way": "shouting", "told_how": "村里"}
    early = client.post(f"/desk/received/{first}/tell", data=form, follow_redirects=True)
    assert "小测通过之后" in early.text
    below.attempt(first)
    answer = client.post(f"/desk/received/{first}/tell", data=form)
    assert answer.status_code == 422
    for words in ("请填写传达日期", "传达人数应在", "至少选择一种", "村里"):
        assert words in answer.text
    late = {"told_on": "2026-12-24", "told_to": "3", "way": "visit"}
    told = client.post(f"/desk/received/{first}/tell", data=late, follow_redirects=True)
    assert "还没有到" in told.text


def test_a_check_that_is_not_put_is_not_answered(
    client: FlaskClient, below: Any, sign_in: Callable[[Actor], None]
) -> None:
    key = below.send()
    first = below.recipients(key)[0]
    sign_in(below.clerk)
    unread = client.post(f"/desk/received/{first}/attempt", data={"try": "1"}, follow_redirects=True)
    assert "请先确认已读" in unread.text
    below.acknowledge(first)
    broken = client.post(f"/desk/received/{first}/attempt", data={"try": "x"}, follow_redirects=True)
    assert "表单不完整" in broken.text
    sign_in(below.home.drafter)
    client.post(f"/desk/dispatches/{key}/withdraw", data={"reason": "发错"})
    for deed in ("add", "withdraw"):
        path = "recipients" if deed == "add" else deed
        assert "撤回" in client.post(f"/desk/dispatches/{key}/{path}", follow_redirects=True).text
    sign_in(below.clerk)
    for deed in ("acknowledge", "attempt", "tell", "ask"):
        gone = client.post(f"/desk/received/{first}/{deed}", follow_redirects=True)
        assert "发错" in gone.text, deed


def test_others_do_not_see_it(client: FlaskClient, below: Any, sign_in: Callable[[Actor], None]) -> None:
    key = below.send()
    first = below.recipients(key)[0]
    sign_in(below.trainee)
    assert client.get(f"/desk/received/{first}").status_code == 403
    assert client.get(f"/desk/dispatches/{key}").status_code == 403
    assert client.get("/desk/received/99").status_code in {403, 404}
    sign_in(below.clerk)
    assert client.get(f"/desk/dispatches/{key}").status_code == 403


def test_every_page_says_how_the_document_stands_today(
    client: FlaskClient, below: Any, sign_in: Callable[[Actor], None]
) -> None:
    key = below.send(interpretation=below.home.publish())
    first = below.recipients(key)[0]
    below.home.event(EventKind.REPEAL, date(2026, 12, 1))
    clock.set_moment(datetime(2026, 12, 1, 4, tzinfo=UTC))
    sign_in(below.home.drafter)
    for path in ("/desk/dispatches", f"/desk/dispatches/{key}", f"/desk/dispatches/{key}/edit"):
        assert "已废止" in client.get(path).text, path
    sign_in(below.clerk)
    for path in ("/desk/received", f"/desk/received/{first}"):
        assert "已废止" in client.get(path).text, path
