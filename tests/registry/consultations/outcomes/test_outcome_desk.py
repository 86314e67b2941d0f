"""The desk of outcomes: comments beside answers, decided one after another, published by others."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from base import clock, outbox
from base.staff.roles import Role
from registry.consultations.rules.terms import CommentState
from registry.consultations.tables import Comment, Consultation
from tests.registry.consultations.outcomes.conftest import PLANTED, REASON, Answering

Act = Callable[..., Any]


@pytest.fixture
def drafter(answering: Answering, act_as: Act) -> None:
    """Every request is made by a drafter of the unit."""
    act_as(Role.DRAFTER, unit_id=answering.forum.water)


@pytest.fixture
def desk(answering: Answering) -> str:
    return f"/desk/consultations/{answering.key}/outcome"


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def post(client: FlaskClient, address: str, **form: Any) -> TestResponse:
    return client.post(address, data=form)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "summary": "建议延长",
        "verdict": "adopted",
        "reason": REASON,
        "eids": ["art-3"],
        **more,
    }


@pytest.mark.usefixtures("drafter")
def test_comments_are_grouped_and_decided_one_after_another(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    first, second, third = (answering.comment(f"第{n}种意见") for n in "甲乙丙")
    assert "还有 3 条意见未答复" in read(client, desk)
    assert post(client, f"{desk}/group", comments=[first, second]).status_code == 303
    assert post(client, f"{desk}/singly", comments=[third]).status_code == 303
    decided = post(client, f"{desk}/rows/1", **typed(next="1"))
    assert decided.headers["Location"] == f"{desk}/rows/2"
    assert "还有 1 条意见未答复" in read(client, f"{desk}/rows/2")
    assert post(client, f"{desk}/rows/2", **typed(next="1")).headers["Location"] == desk
    assert "3 条意见已全部答复" in read(client, desk)


@pytest.mark.usefixtures("drafter")
def test_what_stands_in_the_way_is_told_with_its_rule_and_source(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    answering.comment()
    page = read(client, desk)
    assert "还有 1 条公众意见未答复" in page
    assert "《重大行政决策程序暂行条例》第十八条" in page


@pytest.mark.usefixtures("drafter")
@pytest.mark.parametrize("reason", ["", "已采纳合理意见", "经研究，予以采纳。"])
def test_an_empty_phrase_is_refused_and_nothing_typed_is_lost(
    answering: Answering, client: FlaskClient, desk: str, reason: str
) -> None:
    number = answering.group(answering.comment())
    answer = post(client, f"{desk}/rows/{number}", **typed(reason=reason, summary="我写了很久的概括"))
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "套话" in page
    assert "我写了很久的概括" in page
    assert reason in page


@pytest.mark.usefixtures("drafter")
def test_who_decides_on_an_older_row_is_told_and_keeps_what_was_typed(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    number = answering.answer(answering.comment())
    answer = post(client, f"{desk}/rows/{number}", **typed(reason="第三条另行修改为九十日，理由如下。"))
    assert answer.status_code == 409
    assert "第 2 稿" in answer.get_data(as_text=True)
    assert "第三条另行修改为九十日" in answer.get_data(as_text=True)
    assert answering.row(number).reason == REASON


@pytest.mark.usefixtures("drafter")
def test_rows_are_merged_moved_and_comments_taken_out(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    comments = [answering.comment() for _ in range(3)]
    rows = [answering.group(each) for each in comments]
    assert post(client, f"{desk}/merge", rows=rows[:2]).status_code == 303
    assert post(client, f"{desk}/place", row=rows[2], position=1).status_code == 303
    assert answering.row(rows[2]).position == 1
    assert post(client, f"{desk}/ungroup", comments=[comments[0]]).status_code == 303
    assert '未归类的意见<span class="soft">1 条' in read(client, desk)


@pytest.mark.usefixtures("drafter")
def test_one_provision_is_looked_at_alone(answering: Answering, client: FlaskClient, desk: str) -> None:
    answering.comment("关于第三条", eid="art-3")
    answering.comment("关于第四条的", eid="art-4")
    page = read(client, f"{desk}?provision=art-4")
    assert "关于第四条的" in page
    assert "关于第三条" not in page
    sent = post(client, f"{desk}/group", comments=[2], provision="art-4")
    assert sent.headers["Location"] == f"{desk}?provision=art-4"
    sent = post(client, f"{desk}/group", comments=[1], provision="//elsewhere.example")
    assert sent.headers["Location"] == desk


@pytest.mark.usefixtures("drafter")
def test_rows_and_comments_of_another_consultation_are_out_of_reach(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    other = Answering(answering.forum, answering.forum.publish())
    comment = other.comment(token="of-another")
    row = other.group(comment)
    assert client.get(f"{desk}/rows/{row}").status_code == 404
    assert post(client, f"{desk}/rows/{row}", **typed()).status_code == 404
    assert post(client, f"{desk}/place", row=row, position=1).status_code == 404
    assert post(client, f"{desk}/merge", rows=[row]).status_code == 404
    assert post(client, f"{desk}/group", comments=[comment]).status_code == 400


@pytest.mark.usefixtures("drafter")
def test_the_overview_is_rendered_without_scripts(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    words = "总体**赞成**。<script>alert(1)</script>"
    assert post(client, f"{desk}/overview", version=1, words=words).status_code == 303
    with answering.forum.database.reading() as session:
        html = session.get_one(Consultation, answering.key).outcome_html
    assert "<strong>赞成</strong>" in html
    assert "<script" not in html
    assert post(client, f"{desk}/overview", version=1, words="另一种").status_code == 409


def test_the_office_publishes_what_the_unit_submitted(
    answering: Answering, client: FlaskClient, desk: str, act_as: Act
) -> None:
    answering.answer(answering.comment(), eids=("art-3",))
    act_as(Role.DRAFTER, unit_id=answering.forum.water)
    assert post(client, f"{desk}/submit").status_code == 303
    assert post(client, f"{desk}/publish", edition=1).status_code == 403
    assert "撤回送审" in read(client, desk)
    act_as(Role.PUBLISHER, unit_id=answering.forum.office)
    assert "审核通过并公布" in read(client, desk)
    assert post(client, f"{desk}/send_back", edition=1).status_code == 422
    assert REASON in read(client, f"{desk}/preview")
    assert post(client, f"{desk}/publish", edition=1, opinion="").status_code == 303
    act_as(None)
    assert REASON in read(client, f"/consultations/{answering.key}/outcome")


def test_others_neither_see_nor_change_it(
    answering: Answering, client: FlaskClient, desk: str, act_as: Act
) -> None:
    number = answering.group(answering.comment())
    act_as(Role.DRAFTER, unit_id=answering.forum.legal)
    for address in (desk, f"{desk}/rows/{number}", f"{desk}/preview", f"{desk}/preview.pdf"):
        assert client.get(address).status_code == 403
    act_as(Role.PUBLISHER, unit_id=answering.forum.office)
    assert post(client, f"{desk}/rows/{number}", **typed()).status_code == 403
    assert post(client, f"{desk}/submit").status_code == 403


@pytest.mark.usefixtures("drafter")
def test_no_name_and_no_contact_is_on_the_desk(answering: Answering, client: FlaskClient, desk: str) -> None:
    number = answering.group(answering.comment(person=PLANTED))
    answering.comment(person=PLANTED)
    for address in (desk, f"{desk}/rows/{number}", f"{desk}/preview"):
        page = read(client, address)
        assert not any(word in page for word in PLANTED)


@pytest.mark.usefixtures("drafter")
def test_scripts_and_strange_signs_in_comments_stay_words(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    answering.comment("<script>alert(1)</script>\u202e反向\u200b" + "长" * 20_000)
    number = answering.group(answering.comment("<img src=x onerror=alert(1)>", exact="</label><b>"))
    assert "<script>alert" not in read(client, desk)
    assert "<img src=x" not in read(client, f"{desk}/rows/{number}")


@pytest.mark.usefixtures("drafter")
def test_without_comments_the_empty_outcome_is_submitted(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    page = read(client, desk)
    assert "没有收到意见" in page
    assert post(client, f"{desk}/submit").status_code == 303
    assert "征求意见期间未收到意见" in read(client, f"{desk}/preview")


@pytest.mark.usefixtures("drafter")
def test_a_revision_asks_for_its_reason(answering: Answering, client: FlaskClient, desk: str) -> None:
    number = answering.answer(answering.comment())
    answering.published()
    answering.decide(number, reason="第三条已改为九十日，与省条例一致。")
    assert "修订已公布的采纳情况" in read(client, desk)
    assert post(client, f"{desk}/submit").status_code == 400
    assert post(client, f"{desk}/submit", reason="理由写错了").status_code == 303


@pytest.mark.usefixtures("drafter")
def test_held_and_unmoderated_comments_are_answered_here_too(
    answering: Answering, client: FlaskClient, desk: str
) -> None:
    answering.comment("被搁置的意见", state=CommentState.HELD.value)
    answering.comment("还没审核的意见", state=CommentState.RECEIVED.value)
    page = read(client, desk)
    assert "不予公开" in page
    assert "待审核公开" in page


@pytest.mark.usefixtures("drafter")
@pytest.mark.parametrize("path", ["group", "singly", "ungroup", "merge"])
@pytest.mark.parametrize("value", [[], ["x"], ["99999999999999"], ["7"]])
def test_nothing_ticked_or_nonsense_is_refused_in_plain_words(
    client: FlaskClient, desk: str, path: str, value: list[str]
) -> None:
    name = "rows" if path == "merge" else "comments"
    assert post(client, f"{desk}/{path}", **{name: value}).status_code in {400, 404, 422}


@pytest.mark.usefixtures("drafter")
def test_a_draft_in_print_says_that_it_is_one(answering: Answering, client: FlaskClient, desk: str) -> None:
    answering.answer(answering.comment())
    answer = client.get(f"{desk}/preview.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("drafter")
def test_two_thousand_comments_are_looked_at_page_by_page(
    answering: Answering, client: FlaskClient, desk: str, within: Any
) -> None:
    with answering.forum.database.transaction() as session:
        rows: list[dict[str, object]] = [
            {
                "consultation_id": answering.key,
                "token": f"many-{number}",
                "state": "shown",
                "channel": "online",
                "voice": "public",
                "words": f"第{number}条意见，请把期限延长",
                "received_at": clock.now(),
                "recorded_by": "tests",
            }
            for number in range(2_000)
        ]
        session.bulk_insert_mappings(Comment.__mapper__, rows)
        outbox.grow(session)
    with within(6):
        page = read(client, desk)
    assert "第 1 页，共 40 页" in page
    assert page.count('name="comments"') == 50
