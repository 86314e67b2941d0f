"""The desk of tasks, the first page of the desk, and the public calendar of what ends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from base.staff.roles import Role
from base.staff.tables import Unit

ORGAN = "澄江省生态环境厅"


@pytest.fixture
def seeded(write: Callable[..., None]) -> None:
    """An expiry to come, and a law that changed last month under a document that rests on it."""

    def fill(scribe: Any) -> None:
        scribe.add(Unit(organ=ORGAN, name="水生态环境处", kind="office"))
        new = scribe.find("normative-document/2021/8")
        scribe.event(
            new, "expiry", date(2027, 2, 1), rule="valid_through", evidence="有效期至2027年1月31日。"
        )
        scribe.event(scribe.find("local-regulation/2012/1"), "amendment", date(2026, 11, 1))
        scribe.relation("cites", new, None, target_title="噪声污染防治法", target_key="噪声污染防治法")

    write(fill)


@pytest.fixture
def officer(act_as: Callable[..., Any], seeded: None) -> None:
    act_as(Role.LEGAL_OFFICER, unit_id=1, unit="水生态环境处", organ=ORGAN)


def text_of(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, page.text
    return page.text


def test_whoever_opens_the_list_finds_what_has_become_a_duty(pages: FlaskClient, officer: None) -> None:
    page = text_of(pages, "/desk/tasks")
    assert "有效期至2027年1月31日：延续、修订，还是任其失效" in page
    assert "请核对《澄江省排污权交易管理办法》" in page
    # The second look finds the same and opens nothing twice.
    assert text_of(pages, "/desk/tasks").count("请核对") == page.count("请核对")


def test_the_list_narrows_to_one_kind(pages: FlaskClient, officer: None) -> None:
    page = text_of(pages, "/desk/tasks?code=upper_law")
    assert "请核对" in page
    assert "有效期至2027年1月31日：" not in page


def test_a_task_shows_its_sentence_and_takes_one_answer(pages: FlaskClient, officer: None) -> None:
    text_of(pages, "/desk/tasks?code=expiry")
    number = next(n for n in (1, 2) if "有效期至2027年1月31日。" in text_of(pages, f"/desk/tasks/{n}"))
    answer = {"state": "done", "outcome": "let_end"}
    assert pages.post(f"/desk/tasks/{number}", data=answer).status_code == 303
    assert "任其失效" in text_of(pages, f"/desk/tasks/{number}")
    again = pages.post(f"/desk/tasks/{number}", data=answer)
    assert again.status_code == 409
    assert "已由legal_officer办结" in again.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "state"),
        ({"state": "done"}, "outcome"),
        ({"state": "waiting"}, "reason"),
        ({"state": "done", "outcome": "burn"}, "outcome"),
        ({"state": "done", "outcome": "let_end", "reason": "长" * 501}, "reason"),
        ({"state": "dropped", "reason": "重复", "extra": "1"}, "form"),
    ],
)
def test_a_faulty_answer_is_shown_again_with_its_fault(
    pages: FlaskClient, officer: None, typed: dict[str, str], field: str
) -> None:
    text_of(pages, "/desk/tasks")
    page = pages.post("/desk/tasks/1", data=typed)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text
    assert "需要改正" in page.text


def test_what_rests_on_a_law_is_listed_with_the_citing_sentence(pages: FlaskClient, officer: None) -> None:
    page = text_of(pages, "/desk/tasks/resting/1")
    assert "澄江省排污权交易管理办法" in page
    assert "依据" in page


def test_a_change_outside_the_registry_becomes_tasks(pages: FlaskClient, officer: None) -> None:
    told = {"title": "《噪声污染防治法》", "change": "ended", "on": "2026-08-15", "note": ""}
    page = pages.post("/desk/tasks/outside", data=told, follow_redirects=True)
    assert "新增核对任务 3 项" in page.text
    assert "《噪声污染防治法》自2026年8月15日起废止，请核对《澄江省排污权交易管理办法》" in page.text
    assert "《噪声污染防治法》" not in text_of(pages, "/desk/tasks/outside"), "the title stands without marks"


def test_an_outside_change_without_its_title_is_refused(pages: FlaskClient, officer: None) -> None:
    page = pages.post("/desk/tasks/outside", data={"title": "", "change": "", "on": "13月"})
    assert page.status_code == 422
    assert {f"#field-{name}" in page.text for name in ("title", "change", "on")} == {True}


def test_the_first_page_of_the_desk_says_what_waits(pages: FlaskClient, officer: None) -> None:
    page = text_of(pages, "/desk")
    assert "法制人员，您好" in page
    assert "待办任务" in page
    assert "半年内有效期届满的文件" in page


def test_a_drafter_sees_nothing_of_other_units(
    pages: FlaskClient, seeded: None, act_as: Callable[..., Any]
) -> None:
    act_as(Role.LEGAL_OFFICER, unit_id=1)
    text_of(pages, "/desk/tasks")
    act_as(Role.DRAFTER, unit_id=1, unit="水生态环境处", organ=ORGAN)
    assert "没有符合条件的任务" in text_of(pages, "/desk/tasks")
    assert pages.get("/desk/tasks/1").status_code == 403


def test_the_public_calendar_lists_what_ends_by_its_own_term(pages: FlaskClient, seeded: None) -> None:
    page = text_of(pages, "/calendar/expiries")
    assert "2027年1月31日" in page
    assert "澄江省排污权交易管理办法" in page
    assert "黄标车" not in page, "a term that is over is no news"


def test_the_calendar_can_be_followed_by_other_programs(pages: FlaskClient, seeded: None) -> None:
    answer = pages.get("/calendar/expiries.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).events
    assert event["summary"] == "《澄江省排污权交易管理办法》有效期届满"
    assert event.decoded("dtstart") == date(2027, 1, 31)
    assert event.decoded("dtend") == date(2027, 2, 1)
    assert event["uid"].startswith("normative-document/2021/8/2027-02-01@")


def test_several_tasks_take_one_answer(pages: FlaskClient, officer: None) -> None:
    text_of(pages, "/desk/tasks")
    answer = {"task": ["1", "2"], "code": "expiry", "state": "waiting", "reason": "等上级答复"}
    page = pages.post("/desk/tasks/many", data=answer, follow_redirects=True)
    assert "已办理 2 项任务" in page.text
    assert text_of(pages, "/desk/tasks").count("等待中</span>") == 2


def test_of_several_tasks_all_are_answered_or_none(
    pages: FlaskClient, officer: None, act_as: Callable[..., Any]
) -> None:
    text_of(pages, "/desk/tasks")
    act_as(Role.DRAFTER, unit_id=1, unit="水生态环境处", organ=ORGAN)
    answer = {"task": ["1", "2"], "code": "expiry", "state": "waiting", "reason": "等上级答复"}
    assert pages.post("/desk/tasks/many", data=answer).status_code == 403
    act_as(Role.LEGAL_OFFICER, unit_id=1)
    assert "等待中</span>" not in text_of(pages, "/desk/tasks")
