"""From the form to the public page and back: check list, other eyes, a minute, the document, a withdrawal."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from base import clock
from base.db import Database
from base.staff.roles import Role
from interpretations.publishing import due, judging
from interpretations.rules.terms import Progress
from interpretations.tables import Interpretation
from registry.drafting.editing import Manuscript
from registry.drafting.editing import begin as begin_draft
from registry.law.entry import Entry
from registry.law.terms import Kind


def progress(database: Database, key: int) -> Progress:
    with database.reading() as session:
        return Progress(session.get_one(Interpretation, key).progress)


def approved(desk: Any, **more: Any) -> int:
    key: int = desk.save(**more)
    assert desk.do(key, "submit") == "已送审"
    desk.reviewer()
    assert desk.do(key, "review", verdict="pass", opinion="同意发布") == "审核通过"
    return key


def test_from_the_form_to_the_public_page(desk: Any) -> None:
    key = approved(desk)
    assert "已发布" in desk.do(key, "publish")
    desk.act_as(None)
    page = desk.client.get(f"/interpretations/{key}").get_data(as_text=True)
    assert "没有证就不能排，投产之前把证办好。" in page


def test_submission_is_refused_while_findings_stand_and_says_which(desk: Any) -> None:
    key = desk.save(**{"b-1-words": "", "b-3-words": "", "lead": ""})
    page = desk.page(key)
    assert "没有讲“出台目的”" in page
    assert "没有写一句话解读" in page
    told = desk.do(key, "submit")
    assert "送审前检查还有" in told
    assert progress(desk.home.database, key) is Progress.DRAFT


def test_a_soft_finding_may_stand_with_a_reason_and_a_hard_one_may_not(desk: Any) -> None:
    key = desk.save(speaker="", lead="")
    finding = desk.finding(desk.page(key), "I10")
    assert desk.do(key, "confirm", finding=finding, reason="由单位集体解读") == "已说明理由"
    assert "由单位集体解读" in desk.page(key)
    assert "已不存在" in desk.do(key, "confirm", finding="I99-0", reason="x")
    with desk.home.database.reading() as session:
        found = judging.judge(session, session.get_one(Interpretation, key), 60).judged
    hard = next(each.finding.key for each in found if each.finding.rule.id == "I11")
    assert "须改正" in desk.do(key, "confirm", finding=hard, reason="不想写")


def test_what_is_pasted_from_the_document_is_shown_sentence_by_sentence(desk: Any) -> None:
    said = "排污单位应当在排放污染物之前取得排污许可证。期满需要延续的，应当在届满六十日前提出申请。"
    key = desk.save(
        **{"b-0-words": said, "b-1-words": said, "b-2-words": said, "b-3-words": said, "b-4-words": said}
    )
    page = desk.page(key)
    assert "与文件原文雷同" in page
    assert "超过上限 60%" in page
    assert "送审前检查还有" in desk.do(key, "submit")


def test_who_wrote_does_not_review(desk: Any) -> None:
    key = desk.save()
    desk.do(key, "submit")
    desk.sit(Role.PUBLISHER, desk.home.office, "drafter")
    page = desk.page(key)
    assert "须由另一人审核" in page
    assert 'value="pass"' not in page
    assert "不能审核它" in desk.do(key, "review", verdict="pass", opinion="同意")


def test_of_two_reviewers_at_once_the_second_is_told(desk: Any) -> None:
    key = desk.save()
    desk.do(key, "submit")
    desk.reviewer("one")
    assert desk.do(key, "review", verdict="pass", opinion="同意") == "审核通过"
    desk.reviewer("two")
    assert "解读审核通过" in desk.do(key, "review", verdict="back", opinion="不同意")


def test_what_is_sent_back_comes_with_its_reason_and_goes_again(desk: Any) -> None:
    key = desk.save()
    desk.do(key, "submit")
    desk.reviewer()
    assert desk.do(key, "review", verdict="back", opinion="标题再通俗些") == "已退回修改"
    desk.drafter()
    assert "标题再通俗些" in desk.page(key)
    assert "标题再通俗些" in desk.client.get(f"/desk/interpretations/{key}/edit").get_data(as_text=True)
    assert desk.do(key, "submit") == "已送审"
    assert desk.do(key, "recall") == "已撤回送审"


def test_an_opinion_is_asked_for(desk: Any) -> None:
    key = desk.save()
    desk.do(key, "submit")
    desk.reviewer()
    assert "请填写审核意见" in desk.do(key, "review", verdict="pass", opinion=" ")
    assert "请填写审核结论" in desk.do(key, "review", opinion="同意")


def test_a_response_passes_the_legal_division_before_the_office(desk: Any) -> None:
    typed = {"form": "response", "b-2-kind": "misreading", "b-2-heading": "网传五年后要重新交钱"}
    key = desk.save(**typed)
    assert desk.do(key, "submit") == "已送审"
    desk.reviewer()
    assert "先由法制机构审核" in desk.page(key)
    assert "须先经法制机构审核" in desk.do(key, "review", verdict="pass", opinion="同意")
    desk.officer()
    assert desk.do(key, "check", verdict="pass", opinion="与第二条一致") == "审核通过"
    desk.reviewer()
    assert "与第二条一致" in desk.page(key)
    assert desk.do(key, "review", verdict="pass", opinion="同意") == "审核通过"


def test_the_legal_division_sends_back_only_what_it_checks(desk: Any) -> None:
    key = desk.save()
    desk.do(key, "submit")
    desk.officer()
    assert "只有澄清误读的解读" in desk.do(key, "check", verdict="back", opinion="不同意")
    assert progress(desk.home.database, key) is Progress.SUBMITTED


def test_at_its_minute_it_is_public_and_a_schedule_can_be_taken_back(desk: Any) -> None:
    key = approved(desk)
    assert "晚于现在" in desk.do(key, "schedule", publish_at="2020-01-01T09:00")
    assert "无法识别" in desk.do(key, "schedule", publish_at="明天")
    assert "自动发布" in desk.do(key, "schedule", publish_at="2026-11-24T09:00")
    assert desk.do(key, "unschedule") == "已取消定时发布"
    assert "自动发布" in desk.do(key, "schedule", publish_at="2026-11-24T09:00")
    clock.set_moment(datetime(2026, 11, 24, 1, tzinfo=UTC))
    assert due.publish_due(desk.home.database) == 1
    assert "已公开" in desk.page(key)


def test_what_was_passed_can_be_sent_back_before_it_is_published(desk: Any) -> None:
    key = approved(desk)
    assert desk.do(key, "reopen", reason="数字要核对") == "已退回修改"
    assert progress(desk.home.database, key) is Progress.DRAFT


def test_a_revision_goes_the_whole_way_while_the_public_reads_the_former(desk: Any) -> None:
    key = approved(desk)
    desk.do(key, "publish")
    desk.drafter()
    path = f"/desk/interpretations/{key}/edit"
    assert desk.client.post(path, data=desk.form(path) | {"lead": "证先办好再投产。"}).status_code == 303
    assert "公开的是第 1 稿" in desk.page(key)
    assert desk.do(key, "abandon", reason="不改了") == "已放弃"
    assert progress(desk.home.database, key) is Progress.PUBLISHED


def test_a_withdrawal_needs_its_reason_and_leaves_its_trace(desk: Any) -> None:
    key = approved(desk)
    desk.do(key, "publish")
    assert "请填写撤回的理由" in desk.do(key, "withdraw", reason="")
    assert desk.do(key, "withdraw", reason="数字有误") == "已撤回"
    assert "数字有误" in desk.page(key)
    desk.act_as(None)
    gone = desk.client.get(f"/interpretations/{key}")
    assert gone.status_code == 410
    assert "数字有误" in gone.get_data(as_text=True)


def test_a_draft_is_explained_with_its_own_provisions_and_released_with_it(desk: Any) -> None:
    home = desk.home
    with home.database.transaction() as session:
        entry = Entry(title="澄江省入河排污口办法", kind=Kind.NORMATIVE_DOCUMENT, unit_id=home.water)
        text = "第一条 设置入河排污口的，应当备案。\n\n第二条 本办法自发布之日起施行。\n"
        draft = begin_draft(session, "d1", Manuscript(entry, text), by=home.drafter).id
    typed = desk.form(f"/desk/interpretations/new?work=draft-{draft}")
    words = {f"b-{place}-words": "说给大家听的一段自己的话。" for place in range(5)}
    more = {"lead": "设口先备案。", "contact": "水处，0571-00000000", "b-2-refs": "第一条"}
    answer = desk.client.post("/desk/interpretations/new", data=typed | words | more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    key = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert desk.do(key, "submit") == "已送审"
    desk.reviewer()
    desk.do(key, "review", verdict="pass", opinion="同意")
    page = desk.page(key)
    assert "与文件同步发布" in page
    assert "立即发布" not in page
    assert "尚未公开" in desk.do(key, "publish")
    assert desk.do(key, "together") == "将与文件同步发布"
    assert progress(home.database, key) is Progress.SCHEDULED


def test_another_units_draft_is_not_told_of(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        entry = Entry(title="秘而不宣的办法", kind=Kind.NORMATIVE_DOCUMENT, unit_id=desk.home.legal)
        draft = begin_draft(session, "d2", Manuscript(entry, "第一条 无。"), by=desk.home.officer).id
    for path in (f"/desk/interpretations/new?work=draft-{draft}", "/desk/interpretations/new?q=秘而不宣"):
        assert "秘而不宣的办法" not in desk.client.get(path).get_data(as_text=True)


def test_an_article_that_went_while_it_waited_is_named(desk: Any) -> None:
    key = approved(desk)
    with desk.home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        held = dict(row.content)
        blocks = [dict(block) for block in held["blocks"]]
        blocks[2]["refs"] = ["0:art-30"]
        row.content = held | {"blocks": blocks}
    assert "没有第三十条" in desk.do(key, "publish")


@pytest.mark.parametrize(
    "deed", ["submit", "review", "publish", "withdraw", "schedule", "confirm", "abandon"]
)
def test_a_deed_with_fields_that_nobody_asked_for_does_nothing(desk: Any, deed: str) -> None:
    key = desk.save()
    desk.sit(Role.DRAFTER if deed in {"submit", "confirm", "abandon"} else Role.PUBLISHER, desk.home.water)
    told = desk.do(key, deed, version="x" * 50, extra="y", reason="z" * 9000)
    assert told
    assert progress(desk.home.database, key) is Progress.DRAFT


def test_the_history_tells_who_did_what(desk: Any) -> None:
    key = approved(desk)
    page = desk.page(key)
    for deed in ("拟写解读", "解读送审", "解读审核通过", "同意发布"):
        assert deed in page


def onward(desk: Any, key: int) -> list[str]:
    """Where the page of an interpretation leads once the public reads it."""
    found = re.search(r'<nav class="deeds" aria-label="公开以后">(.*?)</nav>', desk.page(key), re.DOTALL)
    return re.findall(r'href="([^"]+)"', unescape(found[1])) if found else []


def test_what_is_public_leads_on_to_new_media_to_its_anchors_and_down(desk: Any) -> None:
    home = desk.home
    key = desk.save()
    assert onward(desk, key) == []
    desk.do(key, "submit")
    desk.reviewer()
    desk.do(key, "review", verdict="pass", opinion="同意")
    assert onward(desk, key) == []
    desk.do(key, "publish")
    desk.drafter()
    ways = [
        f"/desk/media/{key}",
        f"/desk/interpretations/{key}/anchors",
        f"/desk/dispatches/new?document={home.document}&interpretation={key}",
    ]
    assert onward(desk, key) == ways
    assert [desk.client.get(way).status_code for way in ways] == [200, 200, 200]
    assert f'value="{key}" selected' in desk.client.get(ways[2]).get_data(as_text=True)
    desk.officer()
    assert onward(desk, key) == ways, "the legal division sends down under its own name"
    desk.reviewer()
    desk.do(key, "withdraw", reason="有误")
    assert onward(desk, key) == []
