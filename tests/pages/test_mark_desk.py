"""The desk of marks: a form, its preview, its confirmation, its receipt, and what the public then sees."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from base import files
from base.db import Database
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry import books
from registry.books import Order
from registry.law.events import Act
from registry.marking.tables import Receipt
from registry.tables import Document, EventRow, RelationRow
from registry.watch.tables import Task

WATER, TRADING, NOISE = "澄江省水环境保护条例", "澄江省排污权交易管理办法", "澄江省噪声污染防治办法"
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
ACT = {"act_title": "关于废止部分文件的决定", "act_number": "澄环发〔2026〕30号", "evidence": "决定废止。"}
TODAY = {"on": "2026-11-23", "scope": "whole"} | ACT


@pytest.fixture
def officer(act_as: Callable[..., Any], registry: Flask) -> Iterator[FlaskClient]:
    """A legal officer of the department at the small registry."""
    act_as(Role.LEGAL_OFFICER, organ="澄江省生态环境厅")
    files.keep(registry.extensions["config"].files, b"test")
    yield registry.test_client()
    # What is still being made for a receipt is finished before the database goes.
    if checking := registry.extensions.get("receipt"):
        checking.join(60)


@pytest.fixture
def store(registry: Flask) -> Database:
    found: Database = registry.extensions["database"]
    return found


@pytest.fixture
def key_of(store: Database) -> Callable[[str], int]:
    def key(title: str) -> int:
        with store.reading() as session:
            return session.execute(select(Document.id).where(Document.title == title)).scalar_one()

    return key


@pytest.fixture
def events_of(store: Database) -> Callable[[int], list[EventRow]]:
    def events(key: int) -> list[EventRow]:
        with store.reading() as session:
            rows = session.scalars(select(EventRow).where(EventRow.document_id == key).order_by(EventRow.id))
            found = list(rows)
            session.expunge_all()
            return found

    return events


def hidden(page: TestResponse) -> dict[str, Any]:
    """What the preview sends when it is confirmed."""
    found: dict[str, Any] = {}
    form = page.text.split('class="confirm-mark"', 1)[1]
    for name, value in HIDDEN.findall(form):
        found.setdefault(name, []).append(unescape(value))
    return found


def words(page: TestResponse) -> str:
    return "".join(re.sub(r"<[^>]{0,2000}>", "", unescape(page.text)).split())


def mark(client: FlaskClient, key: int, deed: str, form: dict[str, Any]) -> TestResponse:
    """Preview and confirm as a person does."""
    page = client.post(f"/desk/documents/{key}/mark/{deed}/preview", data=form)
    assert page.status_code == 200, words(page)
    return client.post(f"/desk/documents/{key}/mark/{deed}", data=hidden(page))


def count(store: Database, table: Any) -> int:
    with store.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


# Finding


def test_a_document_is_found_by_its_title_its_number_and_its_standing(officer: FlaskClient) -> None:
    assert WATER in words(officer.get("/desk/documents?q=水环境"))
    assert TRADING in words(officer.get("/desk/documents?q=澄环发[2021]8号"))
    found = words(officer.get("/desk/documents?q=&status=repealed"))
    assert f"{TRADING}（试行）" in found
    assert WATER not in found


def test_a_withdrawn_document_is_found_and_cannot_be_marked(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    page = officer.get("/desk/documents?q=误发")
    assert "已撤回" in words(page)
    key = key_of("误发的通知")
    assert "重复发布" in words(officer.get(f"/desk/documents/{key}"))
    assert officer.get(f"/desk/documents/{key}/mark/repeal").status_code == 410


def test_a_draft_cannot_be_marked(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    key = key_of("不应出现的草稿")
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert (answer.status_code, "尚未发布" in words(answer)) == (409, True)


def test_the_record_tells_who_recorded_what(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    page = officer.get(f"/desk/documents/{key_of(TRADING)}")
    assert "2021年8月1日施行" in words(page)
    for deed in ("repeal", "lapse", "expire", "suspend", "resume", "amend", "annul", "commence", "note"):
        assert f"/mark/{deed}" in page.text
        assert officer.get(f"/desk/documents/{key_of(TRADING)}/mark/{deed}").status_code == 200


def test_only_who_may_mark_is_offered_the_deeds(
    officer: FlaskClient, act_as: Callable[..., Any], key_of: Callable[[str], int]
) -> None:
    act_as(Role.DRAFTER, unit_id=1)
    page = officer.get(f"/desk/documents/{key_of(TRADING)}")
    assert "/mark/repeal" not in page.text
    assert officer.get(f"/desk/documents/{key_of(TRADING)}/mark/repeal").status_code == 403


# Previewing


def test_a_preview_names_every_surface_and_changes_nothing(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database
) -> None:
    before = count(store, EventRow), count(store, RelationRow), count(store, AuditRow)
    page = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=TODAY)
    shown = words(page)
    for place in (
        "文件页",
        "网页标题",
        "PDF印本",
        "订阅源",
        "检索结果",
        "外站徽章",
        "X-Validity",
        "原件：办法.docx",
    ):
        assert place in shown
    assert f"相关文件页：《{WATER}》" in shown
    assert "确认后立即" in shown
    assert (count(store, EventRow), count(store, RelationRow), count(store, AuditRow)) == before
    assert "现行有效" in words(officer.get("/documents/normative-document/2021/8"))


def test_a_future_repeal_says_what_changes_today_and_what_on_its_day(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    form = TODAY | {"on": "2027-02-01"}
    page = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    shown = words(page)
    assert "将自2027年2月1日起废止" in shown
    assert "2027年2月1日零时" in shown


def test_a_preview_names_the_tasks_of_what_rests_on_the_document(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database
) -> None:
    key = key_of(WATER)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert f"请核对《{TRADING}》" in words(page)
    assert count(store, Task) == 0
    officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert count(store, Task) == 1


def test_an_act_in_the_registry_is_linked_by_number_or_title(
    officer: FlaskClient, key_of: Callable[[str], int], events_of: Callable[[int], list[EventRow]]
) -> None:
    form = {"on": "2026-11-23", "scope": "whole", "act_number": "澄环发[2026]9号", "evidence": "废止。"}
    mark(officer, key_of(TRADING), "repeal", form)
    row = events_of(key_of(TRADING))[-1]
    assert (row.act_document_id, row.act_title) == (key_of("澄江省碳普惠管理办法"), "澄江省碳普惠管理办法")
    # The act's own page tells what it did.
    assert f"废止1份{TRADING}" in words(officer.get("/documents/normative-document/2026/9"))


def test_a_number_of_another_title_is_asked_about(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    form = TODAY | {"act_title": "完全不同的决定", "act_number": "澄环发〔2026〕9号"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    assert answer.status_code == 422
    assert "与所填标题不同" in words(answer)
    chosen = form | {"act_choice": "outside"}
    assert (
        officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=chosen).status_code == 200
    )


# Faults


@pytest.mark.parametrize(
    ("deed", "changes", "said"),
    [
        ("repeal", {"on": ""}, "请填写生效日期"),
        ("repeal", {"undated": "1"}, "请只留一项"),
        ("repeal", {"on": "2026-13-01"}, "无法识别"),
        ("repeal", {"provisions": ["art-1"]}, "既选了全文，又勾选了条款"),
        ("repeal", {"scope": "provisions"}, "请在正文中勾选条款"),
        ("repeal", {"scope": "half"}, "不在可选范围内"),
        ("repeal", {"scope": "provisions", "provisions": ["art-99"]}, "没有这些条款"),
        ("repeal", {"act_title": "", "act_number": ""}, "请写明依据文件"),
        ("repeal", {"act_title": TRADING, "act_number": "澄环发〔2021〕8号"}, "不能由它自身废止"),
        ("repeal", {"act_title": TRADING, "act_number": "", "act_choice": "outside"}, "请填写文号"),
        ("repeal", {"successor_title": f"{TRADING}（试行）"}, "代替循环"),
        ("repeal", {"successor_title": TRADING}, "由它自身代替"),
        ("repeal", {"on": "2021-08-01"}, "从未施行"),
        ("repeal", {"on": "2021-06-01"}, "才制定"),
        ("repeal", {"evidence": "长" * 2001}, "最多2000个字"),
        ("repeal", {"act_title": "控\x07制"}, "控制字符"),
        ("repeal", {"surprise": "1"}, "不认识的字段"),
        ("repeal", {"area": "甲市"}, "不认识的字段"),
        ("expire", {"through": "2021-07-01", "on": "", "scope": ""}, "不认识的字段"),
        ("resume", {}, "没有相同范围的停止执行"),
        ("commence", {}, "已记载自2021年8月1日起施行"),
    ],
)
def test_every_fault_is_told_at_its_field_and_what_was_typed_is_kept(
    officer: FlaskClient, key_of: Callable[[str], int], deed: str, changes: dict[str, Any], said: str
) -> None:
    form = TODAY | {"evidence": "决定如此。"} | changes
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/{deed}/preview", data=form)
    assert answer.status_code in {409, 422}
    assert said in words(answer)
    if answer.status_code == 422 and "evidence" not in changes:
        assert "决定如此。" in answer.text


def test_all_faults_are_told_at_once(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    form = {"scope": "provisions", "on": "x", "act_on": "y"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    assert "有3处需要改正" in words(answer)


def test_an_expiry_before_the_first_day_is_refused_at_its_field(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    form = {"through": "2021-07-31", "evidence": "有效期至2021年7月31日。"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/expire/preview", data=form)
    assert (answer.status_code, "早于施行日" in words(answer)) == (422, True)


def test_an_unknown_deed_has_no_page(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    assert officer.get(f"/desk/documents/{key_of(TRADING)}/mark/destroy").status_code == 404
    assert officer.get("/desk/documents/999999").status_code == 404


def test_what_was_typed_is_there_again_after_the_preview(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    page = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/again", data=TODAY)
    assert "澄环发〔2026〕30号" in page.text


# Marking


def test_a_confirmed_repeal_shows_on_the_page_and_its_receipt(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database
) -> None:
    key = key_of(TRADING)
    answer = mark(officer, key, "repeal", TODAY | {"successor_title": "澄江省新交易办法"})
    assert answer.status_code == 303
    receipt = officer.get(answer.headers["Location"])
    assert "不符" not in words(receipt)
    shown = words(officer.get("/documents/normative-document/2021/8"))
    assert "【已废止】" in shown
    assert "由《澄江省新交易办法》代替" in shown
    with store.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "marking.repeal")).one()
        assert row.subject == f"document:{key}"
        assert "已废止" in str(row.after)
        assert "现行有效" in str(row.before)


def test_the_receipt_lists_what_was_truly_served(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database, registry: Flask
) -> None:
    mark(officer, key_of(TRADING), "repeal", TODAY)
    registry.extensions["receipt"].join(60)
    with store.reading() as session:
        rows = session.scalars(select(Receipt)).one().surfaces
    assert len(rows) >= 12
    assert [row["label"] for row in rows if not row["agrees"] or not row["seen_at"]] == []


@pytest.mark.pdf
def test_the_receipt_is_a_sheet_to_be_filed(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    answer = mark(officer, key_of(TRADING), "repeal", TODAY)
    sheet = officer.get(answer.headers["Location"] + ".pdf")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    assert sheet.data.startswith(b"%PDF")


def test_a_form_sent_twice_marks_once(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    store: Database,
) -> None:
    key = key_of(TRADING)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    first = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    again = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert first.headers["Location"] == again.headers["Location"]
    assert [row.kind for row in events_of(key)].count("repeal") == 1
    assert count(store, Receipt) == 1


def test_the_back_button_and_another_preview_do_not_repeal_again(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    key = key_of(TRADING)
    mark(officer, key, "repeal", TODAY)
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert answer.status_code == 409
    assert "依据《关于废止部分文件的决定》（澄环发〔2026〕30号）自2026年11月23日起已废止" in words(answer)


def test_another_officers_repeal_in_between_is_told_by_which_act_and_when(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database
) -> None:
    key = key_of(TRADING)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    with store.transaction() as session:
        books.repeal(session, key, Order(date(2026, 11, 20), Act("另一决定")), by="李四")
    answer = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert answer.status_code == 409
    assert "依据《另一决定》自2026年11月20日起已废止" in words(answer)


def test_another_officers_change_in_between_is_shown_and_asked_about_again(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    store: Database,
    events_of: Callable[[int], list[EventRow]],
) -> None:
    key = key_of(TRADING)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    with store.transaction() as session:
        books.amend(session, key, Order(date(2026, 11, 20), Act("修改的决定")), by="李四")
    answer = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert answer.status_code == 409
    assert "尚未标注" in words(answer)
    assert "依据：《修改的决定》" in words(answer)
    assert "repeal" not in [row.kind for row in events_of(key)]
    assert officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(answer)).status_code == 303


def test_provisions_picked_in_the_text_are_struck_there(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    form = TODAY | {"scope": "provisions", "provisions": ["art-2-p1"]}
    answer = mark(officer, key_of(WATER), "repeal", form)
    assert answer.status_code == 303
    page = officer.get("/documents/local-regulation/2012/1")
    assert "第二条第一款" in words(page)
    assert "部分废止" in words(page)


def test_a_document_repealed_before_it_began_needs_the_confirmation(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    key = key_of("澄江省碳普惠管理办法")
    refused = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert (refused.status_code, 'name="never_commenced"' in refused.text) == (422, True)
    assert mark(officer, key, "repeal", TODAY | {"never_commenced": "1"}).status_code == 303


DEEDS: list[tuple[str, dict[str, Any], str]] = [
    ("lapse", TODAY, "宣布失效"),
    ("expire", {"through": "2026-11-22", "evidence": "有效期至2026年11月22日。"}, "期满失效"),
    ("suspend", TODAY, "停止执行"),
    ("suspend", TODAY | {"area": "甲市"}, "在甲市停止执行"),
    ("annul", {"on": "2026-11-23"} | ACT, "被撤销"),
    ("amend", TODAY, "修改"),
    ("note", {"on": "2026-11-23"} | ACT, "更正"),
    ("repeal", TODAY | {"on": "", "undated": "1"}, "已公布废止决定，施行日期未定"),
]


@pytest.mark.parametrize(("deed", "form", "said"), DEEDS, ids=[f"{deed}-{said}" for deed, _, said in DEEDS])
def test_each_deed_shows_on_the_public_page(
    officer: FlaskClient, key_of: Callable[[str], int], deed: str, form: dict[str, Any], said: str
) -> None:
    form = {name: value for name, value in form.items() if not (name == "scope" and deed == "lapse")}
    assert mark(officer, key_of(TRADING), deed, form).status_code == 303
    assert said in words(officer.get("/documents/normative-document/2021/8"))


def test_what_was_suspended_is_resumed(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    mark(officer, key_of(TRADING), "suspend", TODAY | {"on": "2026-11-01"})
    assert "停止执行" in words(officer.get("/documents/normative-document/2021/8"))
    mark(officer, key_of(TRADING), "resume", TODAY)
    assert "现行有效" in words(officer.get("/documents/normative-document/2021/8"))


# Correcting


def test_a_mistaken_mark_is_taken_back_with_its_reason(
    officer: FlaskClient, key_of: Callable[[str], int], events_of: Callable[[int], list[EventRow]]
) -> None:
    key = key_of(TRADING)
    mark(officer, key, "repeal", TODAY | {"successor_title": "澄江省新交易办法"})
    wrong = events_of(key)[-1].id
    form = officer.get(f"/desk/documents/{key}/mark/take_back?event={wrong}")
    assert "所更正的记录" in words(form)
    without = officer.post(f"/desk/documents/{key}/mark/take_back/preview", data={"event_id": str(wrong)})
    assert (without.status_code, "请填写更正理由" in words(without)) == (422, True)
    answer = mark(officer, key, "take_back", {"event_id": str(wrong), "reason": "选错了文件"})
    assert "选错了文件" in words(officer.get(answer.headers["Location"]))
    public = words(officer.get("/documents/normative-document/2021/8"))
    assert "现行有效" in public
    assert "新交易办法" not in public
    assert "选错了文件" in words(officer.get(f"/desk/documents/{key}"))


def test_a_mark_is_put_right_and_the_record_keeps_both(
    officer: FlaskClient, key_of: Callable[[str], int], events_of: Callable[[int], list[EventRow]]
) -> None:
    key = key_of(TRADING)
    mark(officer, key, "repeal", TODAY)
    wrong = events_of(key)[-1].id
    form = officer.get(f"/desk/documents/{key}/mark/repeal?event={wrong}")
    assert "澄环发〔2026〕30号" in form.text
    mark(officer, key, "repeal", TODAY | {"event_id": str(wrong), "reason": "日期录错", "on": "2026-10-01"})
    kept = {row.on: row.withdrawal_reason for row in events_of(key) if row.kind == "repeal"}
    assert kept == {date(2026, 11, 23): "日期录错", date(2026, 10, 1): ""}


def test_an_event_of_another_document_is_not_taken_back_here(
    officer: FlaskClient, key_of: Callable[[str], int], events_of: Callable[[int], list[EventRow]]
) -> None:
    other = events_of(key_of(WATER))[0].id
    data = {"event_id": str(other), "reason": "误"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/take_back/preview", data=data)
    assert answer.status_code == 404


# What the site said


def test_what_the_site_said_at_a_moment_can_be_asked_after_a_correction(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    hold_clock: Callable[[Any], None],
) -> None:
    key = key_of(TRADING)
    hold_clock(datetime(2026, 11, 21, 1, tzinfo=UTC))
    mark(officer, key, "repeal", TODAY | {"on": "2026-11-20"})
    wrong = events_of(key)[-1].id
    hold_clock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    mark(officer, key, "take_back", {"event_id": str(wrong), "reason": "选错了文件"})
    then = officer.get(f"/desk/documents/{key}/as-known?at=2026-11-21T10:00&on=2026-11-20")
    assert "已废止" in words(then)
    now = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-23T13:00&on=2026-11-20")
    assert now.get_json()["validity"]["value"] == "in_force"
    before = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-21T08:59:59&on=2026-11-20")
    assert before.get_json()["validity"]["value"] == "in_force"
    during = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-21T09:00&on=2026-11-20").get_json()
    assert (during["validity"]["value"], during["public"]) == ("repealed", True)
    assert [event["kind"] for event in during["events"]] == ["commencement", "repeal"]


def test_a_moment_that_is_none_is_refused(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    key = key_of(TRADING)
    for raw in ("yesterday", "2026-11-20T25:00", "0001-01-01T00:00"):
        assert officer.get(f"/desk/documents/{key}/as-known?at={raw}").status_code == 400
    # Before anything was recorded there was nothing to say.
    assert officer.get(f"/desk/documents/{key}/as-known?at=1999-01-01T00:00").status_code == 404


# Midnight


def test_a_future_repeal_takes_effect_by_itself_at_midnight_in_shanghai(
    officer: FlaskClient, key_of: Callable[[str], int], hold_clock: Callable[[Any], None]
) -> None:
    mark(officer, key_of(TRADING), "repeal", TODAY | {"on": "2026-12-01"})
    address = "/documents/normative-document/2021/8"
    hold_clock(datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC))
    assert "<title>【已废止】" not in officer.get(address).text
    assert officer.get(f"{address}.json").get_json()["validity"]["value"] == "in_force"
    hold_clock(datetime(2026, 11, 30, 16, 0, 0, tzinfo=UTC))
    assert "<title>【已废止】" in officer.get(address).text
    assert officer.get(f"{address}.json").get_json()["validity"]["value"] == "repealed"


def test_a_receipt_checked_again_on_the_day_finds_the_surfaces_changed(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    hold_clock: Callable[[Any], None],
    registry: Flask,
    store: Database,
) -> None:
    answer = mark(officer, key_of(TRADING), "repeal", TODAY | {"on": "2026-12-01"})
    place = answer.headers["Location"]
    assert "届时改变的" in words(officer.get(place))
    registry.extensions["receipt"].join(60)
    hold_clock(datetime(2026, 11, 30, 16, 0, 1, tzinfo=UTC))
    assert officer.post(f"{place}/check").status_code == 303
    registry.extensions["receipt"].join(60)
    with store.reading() as session:
        rows = session.scalars(select(Receipt)).one().surfaces
    due = [row for row in rows if row["since"] == "2026-12-01"]
    assert len(due) >= 12
    assert [row["label"] for row in due if not row["agrees"]] == []
