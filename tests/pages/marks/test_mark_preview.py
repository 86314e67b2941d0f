"""Finding a document at the desk, and the preview of what a mark changes."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.tables import EventRow, RelationRow
from registry.watch.tables import Task

WATER, TRADING = "澄江省水环境保护条例", "澄江省排污权交易管理办法"
ACT = {"act_title": "关于废止部分文件的决定", "act_number": "澄环发〔2026〕30号", "evidence": "决定废止。"}
TODAY = {"on": "2026-11-23", "scope": "whole"} | ACT
Words = Callable[[TestResponse], str]
Marking = Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]


def test_a_document_is_found_by_its_title_its_number_and_its_standing(
    officer: FlaskClient, words: Words
) -> None:
    assert WATER in words(officer.get("/desk/documents?q=水环境"))
    assert TRADING in words(officer.get("/desk/documents?q=澄环发[2021]8号"))
    found = words(officer.get("/desk/documents?q=&status=repealed"))
    assert f"{TRADING}（试行）" in found
    assert WATER not in found


def test_a_withdrawn_document_is_found_and_cannot_be_marked(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
    page = officer.get("/desk/documents?q=误发")
    assert "已撤回" in words(page)
    key = key_of("误发的通知")
    assert "重复发布" in words(officer.get(f"/desk/documents/{key}"))
    assert officer.get(f"/desk/documents/{key}/mark/repeal").status_code == 410


def test_a_draft_cannot_be_marked(officer: FlaskClient, key_of: Callable[[str], int], words: Words) -> None:
    key = key_of("不应出现的草稿")
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert (answer.status_code, "尚未发布" in words(answer)) == (409, True)


def test_the_record_tells_who_recorded_what(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
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


def test_a_preview_names_every_surface_and_changes_nothing(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words, count: Callable[[Any], int]
) -> None:
    before = count(EventRow), count(RelationRow), count(AuditRow)
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
    assert (count(EventRow), count(RelationRow), count(AuditRow)) == before
    assert "现行有效" in words(officer.get("/documents/normative-document/2021/8"))


def test_a_future_repeal_says_what_changes_today_and_what_on_its_day(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
    form = TODAY | {"on": "2027-02-01"}
    page = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    shown = words(page)
    assert "将自2027年2月1日起废止" in shown
    assert "2027年2月1日零时" in shown


def test_a_preview_names_the_tasks_of_what_rests_on_the_document(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    words: Words,
    hidden: Callable[[TestResponse], dict[str, Any]],
    count: Callable[[Any], int],
) -> None:
    key = key_of(WATER)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert f"请核对《{TRADING}》" in words(page)
    assert count(Task) == 0
    officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert count(Task) == 1


def test_an_act_in_the_registry_is_linked_by_number_or_title(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    words: Words,
    mark: Marking,
) -> None:
    form = {"on": "2026-11-23", "scope": "whole", "act_number": "澄环发[2026]9号", "evidence": "废止。"}
    mark(officer, key_of(TRADING), "repeal", form)
    row = events_of(key_of(TRADING))[-1]
    assert (row.act_document_id, row.act_title) == (key_of("澄江省碳普惠管理办法"), "澄江省碳普惠管理办法")
    # The act's own page tells what it did.
    assert f"废止1份{TRADING}" in words(officer.get("/documents/normative-document/2026/9"))


def test_a_number_of_another_title_is_asked_about(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
    form = TODAY | {"act_title": "完全不同的决定", "act_number": "澄环发〔2026〕9号"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    assert answer.status_code == 422
    assert "与所填标题不同" in words(answer)
    chosen = form | {"act_choice": "outside"}
    assert (
        officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=chosen).status_code == 200
    )
