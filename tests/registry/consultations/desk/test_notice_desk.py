"""The desk of notices: written, submitted, published and changed through its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from base import clock
from base.staff.roles import Role
from registry.consultations import flow, notices
from registry.consultations.rules.terms import NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationEvent
from registry.consultations.texts import editions, latest_text
from tests.registry.consultations.conftest import DRAFT, NOON, NOTE, Forum

FORM = {
    "token": "0" * 32,
    "title": "澄江省排污许可管理办法（征求意见稿）",
    "matter": "rule",
    "deciding_body": "澄江省人民政府",
    "words": "现公开征求意见。",
    "from_on": "2026-11-23",
    "through_on": "2026-12-23",
    "contact_person": "水处",
    "phone": "0571-00000000",
    "draft": DRAFT,
    "note": NOTE,
}


@dataclass
class Desk:
    """The pages of the desk, opened by whoever is meant."""

    forum: Forum
    client: FlaskClient
    act_as: Callable[..., object]

    def as_(self, role: Role, unit: int, name: str = "") -> "Desk":
        found = self.forum.actor(role, unit, name)
        self.act_as(role, unit_id=unit, unit=found.unit, organ=found.organ, lower=found.lower)
        return self

    def drafter(self) -> "Desk":
        return self.as_(Role.DRAFTER, self.forum.water)

    def publisher(self) -> "Desk":
        return self.as_(Role.PUBLISHER, self.forum.office)

    def officer(self) -> "Desk":
        return self.as_(Role.LEGAL_OFFICER, self.forum.legal)

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/desk/consultations{path}")

    def post(self, path: str, **form: Any) -> TestResponse:
        return self.client.post(
            f"/desk/consultations{path}", data=form, content_type="multipart/form-data", follow_redirects=True
        )

    def begin(self, **more: Any) -> int:
        answer = self.drafter().post("/new", **(FORM | more))
        assert answer.status_code == 200, answer.text
        return int(answer.request.path.rsplit("/", 1)[1])


@pytest.fixture
def desk(forum: Forum, client: FlaskClient, act_as: Callable[..., object]) -> Desk:
    return Desk(forum, client, act_as)


def row_of(desk: Desk, key: int) -> Consultation:
    with desk.forum.database.reading() as session:
        row = notices.get(session, key)
        session.expunge(row)
        return row


def test_a_notice_is_written_submitted_and_published(desk: Desk) -> None:
    key = desk.begin()
    assert "没有问题" in desk.get(f"/{key}").text
    assert "已送审" in desk.post(f"/{key}/submit", version="1").text
    page = desk.publisher().get(f"/{key}").text
    assert "通过并立即发布" in page
    assert "已发布" in desk.post(f"/{key}/publish", version="1", opinion="同意", publish_at="").text
    assert row_of(desk, key).progress == NoticeProgress.PUBLISHED.value
    assert desk.client.get(f"/consultations/{key}").status_code == 200


def test_nothing_of_a_notice_is_public_before(desk: Desk) -> None:
    key = desk.begin(title="不得提前看到的办法（征求意见稿）")
    desk.post(f"/{key}/submit", version="1")
    desk.act_as(None)
    assert desk.client.get(f"/consultations/{key}").status_code == 404
    assert "不得提前看到" not in desk.client.get("/consultations").text


def test_the_form_sent_twice_begins_one(desk: Desk) -> None:
    assert desk.begin() == desk.begin()


def test_every_fault_is_told_at_once_with_what_was_typed(desk: Desk) -> None:
    answer = desk.drafter().post(
        "/new",
        **(FORM | {"title": "", "from_on": "2026-02-30", "matter": "nothing", "revises": "没有的文件"}),
    )
    assert answer.status_code == 422
    assert "有 4 处需要改正" in answer.text
    assert "没有找到已公开的文件" in answer.text
    assert "现公开征求意见。" in answer.text


def test_a_paper_that_cannot_be_read_is_a_fault_of_its_field(desk: Desk) -> None:
    answer = desk.drafter().post("/new", **(FORM | {"note": "# 只有标题"}))
    assert answer.status_code == 422
    assert 'href="#field-note">起草说明只有标题' in answer.text


def test_the_draft_may_come_in_a_file(desk: Desk) -> None:
    file = (BytesIO(DRAFT.encode()), "征求意见稿.md")
    key = desk.begin(draft="", draft_file=file)
    with desk.forum.database.reading() as session:
        held = latest_text(session, key, TextRole.DRAFT)
        assert held is not None
        assert "排污许可证有效期为五年" in held.source


def test_a_file_that_may_not_come_in_is_a_fault_of_its_field(desk: Desk) -> None:
    answer = desk.drafter().post("/new", **(FORM | {"draft_file": (BytesIO(b"MZ\x90\x00" * 40), "a.exe")}))
    assert answer.status_code == 422
    assert "不能上传" in answer.text or "无法识别" in answer.text


def test_what_revises_a_document_names_it(desk: Desk) -> None:
    key = desk.begin(revises="《澄江省排污许可管理办法》")
    assert row_of(desk, key).revises_id == desk.forum.document
    assert 'value="澄江省排污许可管理办法"' in desk.get(f"/{key}/edit").text


def test_two_who_save_at_once_see_both_and_lose_nothing(desk: Desk) -> None:
    key = desk.begin()
    desk.post(f"/{key}/edit", **(without_token() | {"version": "1", "phone": "0571-11111111"}))
    answer = desk.post(f"/{key}/edit", **(without_token() | {"version": "1", "contact_person": "我的处室"}))
    assert answer.status_code == 409
    assert "我的处室" in answer.text
    assert "0571-11111111" in answer.text
    form = without_token() | {"version": "2", "contact_person": "我的处室", "take": "phone"}
    merged = desk.post(f"/{key}/merge", **form).text
    assert 'value="我的处室"' in merged
    assert 'value="0571-11111111"' in merged


def without_token() -> dict[str, str]:
    return {name: words for name, words in FORM.items() if name != "token"}


def test_what_the_office_has_is_not_edited(desk: Desk) -> None:
    key = desk.begin()
    desk.post(f"/{key}/submit", version="1")
    assert "不能修改" in desk.client.get(f"/desk/consultations/{key}/edit", follow_redirects=True).text
    answer = desk.post(f"/{key}/edit", **(without_token() | {"version": "1", "phone": "1"}))
    assert answer.status_code == 409
    assert "没有保存，可以复制" in answer.text


def test_the_preview_is_the_page_that_the_public_will_read(desk: Desk) -> None:
    key = desk.begin(words="**请特别关注**第三条。")
    page = desk.get(f"/{key}/preview").text
    assert "它尚未公开" in page
    assert "<strong>请特别关注</strong>" in page
    assert "排污许可证有效期为五年" in page
    assert row_of(desk, key).progress == NoticeProgress.DRAFT.value


def test_an_unfinished_notice_can_be_previewed_too(desk: Desk) -> None:
    key = desk.begin(draft="", note="", from_on="", through_on="", words="")
    assert desk.get(f"/{key}/preview").status_code == 200


def test_what_is_missing_stands_on_the_page_with_its_article(desk: Desk) -> None:
    key = desk.begin(through_on="2026-12-01", note="")
    page = desk.get(f"/{key}").text
    assert "公告载明的期限为 9 日，少于 30 日" in page
    assert "N02（《规章制定程序条例》第十五条、第二十一条）" in page
    assert "没有起草说明" in desk.post(f"/{key}/submit", version="1").text
    assert row_of(desk, key).progress == NoticeProgress.DRAFT.value


def test_files_come_and_go_before_the_notice_is_submitted(desk: Desk) -> None:
    key = desk.begin()
    file = (BytesIO("编制依据".encode()), "依据.txt")
    assert "依据.txt" in desk.post(f"/{key}/files", version="1", file=file).text
    answer = desk.get(f"/{key}/files/1")
    assert answer.data == "编制依据".encode()
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "没有附件" in desk.post(f"/{key}/files/1/detach", version="2").text


def test_who_wrote_it_is_told_that_another_publishes(desk: Desk) -> None:
    key = desk.begin()
    desk.post(f"/{key}/submit", version="1")
    with desk.forum.database.transaction() as session:
        notices.get(session, key).author = "publisher"
    page = desk.publisher().get(f"/{key}").text
    assert "须由另一人审核发布" in page
    assert "通过并立即发布" not in page
    answer = desk.post(f"/{key}/publish", version="1", opinion="同意", publish_at="")
    assert "请由另一人审核发布" in answer.text
    assert row_of(desk, key).progress == NoticeProgress.SUBMITTED.value


def test_is_sent_back_with_the_reason(desk: Desk) -> None:
    key = desk.begin()
    desk.post(f"/{key}/submit", version="1")
    answer = desk.publisher().post(f"/{key}/send-back", version="1", opinion="请补充背景", publish_at="")
    assert "已退回修改" in answer.text
    assert "请补充背景" in desk.drafter().get(f"/{key}").text


def test_is_published_at_its_minute(desk: Desk) -> None:
    key = desk.begin()
    desk.post(f"/{key}/submit", version="1")
    form = {"version": "1", "opinion": "同意", "publish_at": "2026-11-23T15:00"}
    page = desk.publisher().post(f"/{key}/schedule", **form).text
    assert "2026年11月23日15:00" in page or "15:00" in page
    assert row_of(desk, key).publish_at == NOON + timedelta(hours=3)
    assert "已取消定时发布" in desk.post(f"/{key}/unschedule").text


def test_the_period_is_extended_and_a_shorter_one_refused_with_the_reason(desk: Desk) -> None:
    key = desk.forum.publish()
    desk.publisher()
    answer = desk.post(f"/{key}/extend", through_on="2026-12-20", reason="改期")
    assert "期限不能缩短" in answer.text
    answer = desk.post(f"/{key}/extend", through_on="2027-01-10", reason="应企业要求")
    assert "期限已延长" in answer.text
    assert "原定2026年12月23日截止，已延长" in answer.text
    assert "应企业要求" in answer.text


def test_the_draft_is_replaced_with_the_reason(desk: Desk) -> None:
    key = desk.forum.publish()
    answer = desk.publisher().post(f"/{key}/replace", draft=DRAFT.replace("五年", "六年"), reason="采纳意见")
    assert "征求意见稿已更换" in answer.text
    with desk.forum.database.reading() as session:
        assert [each.edition for each in editions(session, key, TextRole.DRAFT)] == [2, 1]


def test_is_tied_to_its_document_by_the_unit(desk: Desk, hold_clock: Callable[[date], None]) -> None:
    key = desk.forum.publish()
    hold_clock(date(2026, 12, 24))
    answer = desk.drafter().post(f"/{key}/adopt", document="澄环发〔2024〕9号", reason="")
    assert "没有找到" in answer.text
    answer = desk.post(f"/{key}/adopt", document="澄江省排污许可管理办法", reason="")
    assert "已登记出台的文件" in answer.text
    assert row_of(desk, key).document_id == desk.forum.document


def test_is_dropped_and_withdrawn_with_reasons(desk: Desk) -> None:
    key, other = desk.forum.publish(), desk.forum.publish()
    assert "已终止" in desk.publisher().post(f"/{key}/drop", reason="上位法已有规定").text
    assert "撤回" in desk.officer().post(f"/{other}/withdraw", reason="发布有误").text
    with desk.forum.database.reading() as session:
        reasons = set(session.scalars(select(ConsultationEvent.reason)))
    assert {"上位法已有规定", "发布有误"} <= reasons


def test_a_deed_without_its_reason_is_not_done(desk: Desk) -> None:
    key = desk.forum.publish()
    assert "请填写终止的理由" in desk.publisher().post(f"/{key}/drop", reason=" ").text
    assert "已终止" not in desk.get(f"/{key}").text.split("公开的经过")[1]


@pytest.mark.parametrize("deed", ["publish", "schedule", "send-back", "extend", "replace", "drop"])
def test_who_drafts_does_not_publish(desk: Desk, deed: str) -> None:
    key = desk.begin()
    assert desk.drafter().post(f"/{key}/{deed}").status_code == 403


@pytest.mark.parametrize("path", ["", "/edit", "/preview"])
def test_another_unit_reads_nothing_of_a_notice(desk: Desk, path: str) -> None:
    key = desk.begin()
    desk.as_(Role.DRAFTER, desk.forum.bureau)
    assert desk.get(f"/{key}{path}").status_code == 403


@pytest.mark.parametrize("deed", ["submit", "edit", "abandon", "files", "adopt", "recall"])
def test_another_unit_changes_nothing_of_a_notice(desk: Desk, deed: str) -> None:
    key = desk.begin()
    assert desk.as_(Role.DRAFTER, desk.forum.bureau).post(f"/{key}/{deed}").status_code == 403


def test_the_list_shows_what_one_may_see_by_stage_and_unit(desk: Desk) -> None:
    key = desk.begin(title="草稿办法（征求意见稿）")
    desk.forum.publish(title="公开办法（征求意见稿）")
    page = desk.drafter().get("").text
    assert "草稿办法" in page
    assert "公开办法" in page
    assert "还有 30 天截止" in page
    only = desk.get("?stage=open").text
    assert "公开办法" in only
    assert "草稿办法" not in only
    assert "这里没有征求意见" in desk.publisher().get(f"?unit={desk.forum.legal}").text
    assert str(key) in desk.publisher().get("?stage=draft").text
    assert "这里没有征求意见" in desk.as_(Role.DRAFTER, desk.forum.bureau).get("").text


def test_an_outcome_that_is_late_stands_on_the_page(desk: Desk, hold_clock: Callable[[date], None]) -> None:
    key = desk.forum.publish()
    hold_clock(date(2027, 1, 23))
    assert "已逾期" in desk.drafter().get(f"/{key}").text
    assert "已逾期" in desk.get("").text


def test_a_notice_that_waits_for_its_minute_comes_with_the_next_request(desk: Desk) -> None:
    key = desk.begin()
    with desk.forum.database.transaction() as session:
        flow.submit(session, key, 1, desk.forum.config.consulting, by=desk.forum.drafter)
        plan = (NOON + timedelta(minutes=10), desk.forum.config.consulting)
        flow.schedule(session, key, 1, "同意", plan, by=desk.forum.publisher)
    desk.act_as(None)
    assert desk.client.get(f"/consultations/{key}").status_code == 404
    clock.set_moment(NOON + timedelta(minutes=10))
    assert desk.client.get(f"/consultations/{key}").status_code == 200


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_nothing_that_is_typed_runs_anywhere(desk: Desk) -> None:
    table = f"<table><tr><td onclick=alert(1)>{SCRIPT}</td></tr></table>"
    typed = dict.fromkeys(("title", "deciding_body", "contact_person", "phone", "fax"), f"甲{SCRIPT}")
    papers = {"draft": f"第一条　{SCRIPT}\n\n{table}", "note": f"一、背景{SCRIPT}", "words": SCRIPT}
    key = desk.begin(**typed, **papers)
    pages = [desk.get(path).text for path in ("", f"/{key}", f"/{key}/edit", f"/{key}/preview")]
    desk.post(f"/{key}/submit", version="1")
    desk.publisher().post(f"/{key}/publish", version="1", opinion=SCRIPT, publish_at="")
    pages += [desk.get(f"/{key}").text, desk.client.get(f"/consultations/{key}").text]
    assert row_of(desk, key).progress == NoticeProgress.PUBLISHED.value
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<td onclick" not in page
