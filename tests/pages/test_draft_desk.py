"""Rulings on the desk of drafts: from the form to the public page, and who may do what on the way."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from base.staff.roles import Actor, Role
from base.staff.tables import Account, Unit
from registry.drafting.tables import Draft, DraftFile, Stage
from registry.proposals import verbs as proposals
from registry.proposals.tables import ProposalRow, Ruling
from registry.tables import Document

RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
STAMP = {"password_set_at": RECORDED, "recorded_at": RECORDED, "recorded_by": "tests"}
ORGAN = "澄江省生态环境厅"
TEXT = """第一条 为规范噪声自动监测，制定本办法。

第二条 本办法自2027年3月1日起施行。

澄江省生态环境厅

2026年11月20日"""
FORM = {
    "title": "澄江省噪声自动监测管理办法",
    "kind": "normative_document",
    "issuers": ORGAN,
    "document_number": "澄环发〔2026〕31号",
    "signed_on": "2026-11-20",
    "disclosure": "open",
    "subject": "城乡建设、环境保护\\环境监测、保护与治理",
    "summary": "规范噪声自动监测。",
    "text": TEXT,
}


PLAN = {
    "version": "0",
    "needed": "yes",
    "forms": ["text", "infographic"],
    "points": "自动监测管什么，企业要做什么。",
    "due_on": "2026-12-01",
    "person": "张三",
}


@pytest.fixture
def unit(registry: Flask) -> int:
    with registry.extensions["database"].transaction() as session:
        made = Unit(organ=ORGAN, name="大气处")
        session.add(made)
        session.add(Unit(organ=ORGAN, name="水处"))
        for key in (11, 12, 13, 14):
            session.add(Account(id=key, name=f"人{key}", full_name=f"人{key}", password_hash="", **STAMP))
        session.flush()
        return made.id


@pytest.fixture
def drafter(act_as: Callable[..., Any], unit: int) -> Callable[[], Any]:
    return lambda: act_as(Role.DRAFTER, unit_id=unit, unit="大气处", organ=ORGAN, account_id=11)


@pytest.fixture
def form(unit: int) -> dict[str, str]:
    return {**FORM, "unit_id": str(unit), "token": "0" * 32}


def begin(pages: Any, form: dict[str, str]) -> str:
    answer = pages.post("/desk/drafts", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    place = str(answer.location)
    pages.post(place.replace("/drafts/", "/plans/"), data=PLAN)
    return place


def draft(app: Flask, key: int = 1) -> Draft:
    with app.extensions["database"].reading() as session:
        found = session.get_one(Draft, key)
        session.expunge(found)
    return found


def rule(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        for row in session.scalars(select(ProposalRow).where(ProposalRow.ruling == Ruling.OPEN)).all():
            proposals.confirm(session, row.id, by=Actor(12, "lawyer", "法制人员", None))


def submit(pages: Any, place: str, version: int = 1) -> Any:
    return pages.post(f"{place}/submit", data={"version": version})


def review(pages: Any, place: str, verdict: str = "pass", version: int = 1) -> Any:
    return pages.post(f"{place}/review", data={"version": version, "verdict": verdict, "opinion": "合法。"})


def test_a_document_goes_from_the_form_to_the_public_page(
    pages: Any, registry: Flask, drafter: Callable[[], Any], act_as: Callable[..., Any], form: dict[str, str]
) -> None:
    drafter()
    place = begin(pages, form)
    assert submit(pages, place).status_code == 303
    assert draft(registry).stage == Stage.SUBMITTED
    act_as(Role.LEGAL_OFFICER, account_id=12)
    assert review(pages, place).status_code == 303
    act_as(Role.PUBLISHER, account_id=13)
    pages.post(f"{place}/publish")
    assert "处施行、废止、修改等事项尚未审定" in pages.get(place).get_data(as_text=True)
    rule(registry)
    assert FORM["title"] not in pages.get("/documents").get_data(as_text=True)
    assert pages.post(f"{place}/publish").status_code == 303
    made = draft(registry)
    assert made.stage == Stage.PUBLISHED
    with registry.extensions["database"].reading() as session:
        document = session.get_one(Document, made.document_id)
        session.expunge(document)
    act_as(None)
    page = pages.get(f"/documents/{document.address}").get_data(as_text=True)
    assert "澄江省噪声自动监测管理办法" in page
    assert "2026-11-23 12:00" in page
    assert "尚未施行" in page
    assert (document.summary, document.drafting_unit_id) == ("规范噪声自动监测。", int(form["unit_id"]))
    assert document.published_on == date(2026, 11, 23)


def test_every_fault_of_a_form_is_told_at_once_and_what_was_typed_is_kept(
    pages: Any, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    wrong = form | {
        "title": "",
        "kind": "local_government_rule",
        "document_number": "澄环发[2026]031号",
        "signed_on": "2026-12-20",
        "published_on": "2026-11-01",
        "disclosure": "closed",
        "subject": "没有这一类",
    }
    answer = pages.post("/desk/drafts", data=wrong)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    for name in ("title", "issuers", "document_number", "signed_on", "published_on", "disclosure_reason"):
        assert f'id="{name}-fault"' in page, name
    assert 'value="澄环发[2026]031号"' in page


@pytest.mark.parametrize("name", ["published_at", "posted_at", "publish_at", "recorded_at"])
def test_a_moment_of_publication_is_never_taken_from_a_form(
    pages: Any, drafter: Callable[[], Any], form: dict[str, str], name: str
) -> None:
    drafter()
    answer = pages.post("/desk/drafts", data=form | {name: "2020-01-01T00:00"})
    assert answer.status_code == 422
    assert "发布时间由系统在发布时记录，不能填写" in answer.get_data(as_text=True)


def test_the_same_form_sent_twice_makes_one_draft(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    assert begin(pages, form) == begin(pages, form)
    with registry.extensions["database"].reading() as session:
        assert session.query(Draft).count() == 1


def test_who_saves_on_an_older_version_sees_both_and_overwrites_nothing(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    place = begin(pages, form)
    first = form | {"version": "1", "summary": "甲的概述。"}
    second = form | {"version": "1", "summary": "乙的概述。", "text": TEXT.replace("规范", "加强")}
    assert pages.post(f"{place}/edit", data=first).status_code == 303
    answer = pages.post(f"{place}/edit", data=second)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "甲的概述。" in page
    assert "乙的概述。" in page
    assert re.search(r"<del>[^<]*规范", page)
    assert draft(registry).fields["summary"] == "甲的概述。"


def test_the_second_chooses_field_by_field_and_saves_on_top(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    place = begin(pages, form)
    pages.post(f"{place}/edit", data=form | {"version": "1", "summary": "甲的概述。"})
    mine = form | {"summary": "乙的概述。", "text": TEXT.replace("规范", "加强")}
    merged = pages.post(f"{place}/merge", data=mine | {"version": "2", "take": "summary"})
    page = merged.get_data(as_text=True)
    assert merged.status_code == 200
    assert "甲的概述。" in page
    assert "为加强噪声自动监测" in page
    saved = mine | {"version": "2", "summary": "甲的概述。"}
    assert pages.post(f"{place}/edit", data=saved).status_code == 303
    assert draft(registry).version == 3


def test_nobody_reviews_what_they_wrote(
    pages: Any, registry: Flask, act_as: Callable[..., Any], form: dict[str, str]
) -> None:
    act_as(Role.LEGAL_OFFICER, account_id=12)
    place = begin(pages, form)
    submit(pages, place)
    assert review(pages, place).status_code == 403
    assert draft(registry).stage == Stage.SUBMITTED


def test_a_drafter_of_another_unit_sees_nothing_of_it(
    pages: Any, drafter: Callable[[], Any], act_as: Callable[..., Any], form: dict[str, str], unit: int
) -> None:
    drafter()
    place = begin(pages, form)
    act_as(Role.DRAFTER, unit_id=unit + 1, unit="水处", organ=ORGAN, account_id=14)
    assert pages.get(place).status_code == 403
    assert FORM["title"] not in pages.get("/desk/drafts").get_data(as_text=True)
    assert pages.post("/desk/drafts", data=form | {"token": "1" * 32}).status_code == 403


def test_a_draft_that_is_not_ready_stays_and_says_why(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    place = begin(pages, form | {"document_number": "", "text": "", "summary": ""})
    answer = submit(pages, place)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "行政规范性文件须统一编号，请填写发文字号" in page
    assert "请填写正文" in page
    assert draft(registry).stage == Stage.DRAFT


def test_the_preview_is_the_public_page_and_leaves_nothing_behind(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    place = begin(pages, form)
    page = pages.get(f"{place}/preview").get_data(as_text=True)
    assert "尚未施行" in page
    assert "第一条" in page
    assert draft(registry).stage == Stage.DRAFT
    with registry.extensions["database"].reading() as session:
        assert session.query(Document).filter_by(title=FORM["title"]).count() == 0


def test_what_the_check_list_finds_is_mended_or_confirmed_with_a_reason(
    pages: Any, registry: Flask, drafter: Callable[[], Any], form: dict[str, str]
) -> None:
    drafter()
    text = TEXT.replace("制定本办法。", "制定本办法。联系电话13800138000。")
    place = begin(pages, form | {"text": text})
    assert submit(pages, place).status_code == 303
    page = pages.get(place).get_data(as_text=True)
    assert "发布前检查还有 1 处" in page
    assert "138****8000" in page
    assert "13800138000" not in page[page.index('id="checklist"') :]
    finding = re.search(r'name="finding" value="([^"]{1,60})"', page)
    assert finding
    pages.post(f"{place}/confirm", data={"finding": finding[1], "reason": "公开的值班电话"})
    submit(pages, place)
    assert draft(registry).stage == Stage.SUBMITTED


def test_a_file_is_read_into_the_form_and_shown_beside_it(
    pages: Any, registry: Flask, drafter: Callable[[], Any], unit: int
) -> None:
    drafter()
    source = f"# {FORM['title']}\n\n澄环发〔2026〕31号\n\n{TEXT}".encode()
    sent = {"source": (io.BytesIO(source), "办法.md"), "token": "2" * 32}
    answer = pages.post("/desk/drafts/from-file", data=sent, content_type="multipart/form-data")
    assert answer.location == "/desk/drafts/1/edit"
    page = pages.get(answer.location).get_data(as_text=True)
    assert 'value="澄环发〔2026〕31号"' in page
    assert 'value="2026-11-20"' in page
    assert "办法.md" in page
    with registry.extensions["database"].reading() as session:
        file = session.query(DraftFile).one()
        assert (file.role, file.sha256) == ("原件", sha256(source).hexdigest())
    assert pages.get("/desk/drafts/1/files/1").data == source


def test_a_word_list_is_taken_away_and_loaded_again(
    pages: Any, act_as: Callable[..., Any], unit: int
) -> None:
    act_as(Role.LEGAL_OFFICER, account_id=12)
    former = pages.get("/desk/drafts/words/old_names.csv").get_data()
    changed = former + "临海市环境保护处,台州市生态环境局临海分局,2019-01-01,改革\r\n".encode()
    sent = {"file": (io.BytesIO(changed), "old.csv")}
    pages.post("/desk/drafts/words/old_names", data=sent, content_type="multipart/form-data")
    assert "台州市生态环境局临海分局" in pages.get("/desk/drafts/words").get_data(as_text=True)


@pytest.fixture
def passed(
    pages: Any, registry: Flask, drafter: Callable[[], Any], act_as: Callable[..., Any], form: dict[str, str]
) -> str:
    """Where a draft stands that waits for the office."""
    drafter()
    place = begin(pages, form)
    submit(pages, place)
    act_as(Role.LEGAL_OFFICER, account_id=12)
    review(pages, place)
    rule(registry)
    act_as(Role.PUBLISHER, account_id=13)
    return place


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-23T11:59", "应晚于现在"),
        ("2026-11-31T09:00", "无法识别"),
        ("明天", "无法识别"),
        ("2026-11-24T09:00", "将于2026年11月24日09:00自动发布"),
    ],
)
def test_a_minute_is_typed_as_clocks_in_hangzhou_show_it(
    pages: Any, passed: str, typed: str, said: str
) -> None:
    pages.post(f"{passed}/schedule", data={"publish_at": typed})
    assert said in pages.get(passed).get_data(as_text=True)


def test_the_form_of_a_minute_is_taken_as_the_page_sends_it(pages: Any, passed: str) -> None:
    page = pages.get(passed).get_data(as_text=True)
    form = page[page.index(f'action="{passed}/schedule"') :].partition("</form>")[0]
    held = dict(re.findall(r'<input type="hidden" name="(\w{1,30})" value="([^"]{0,300})"', form))
    assert "version" in held
    pages.post(f"{passed}/schedule", data={**held, "version": "9", "publish_at": "2026-11-24T09:00"})
    assert "将于" not in pages.get(passed).get_data(as_text=True)
    pages.post(f"{passed}/schedule", data={**held, "publish_at": "2026-11-24T09:00"})
    assert "将于 <b>2026-11-24 09:00</b> 自动发布" in pages.get(passed).get_data(as_text=True)
