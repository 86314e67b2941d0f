"""A mark put right, what the site said before, and midnight."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from base.db import Database
from registry.marking.tables import Receipt
from registry.tables import EventRow

WATER, TRADING = "澄江省水环境保护条例", "澄江省排污权交易管理办法"
ACT = {"act_title": "关于废止部分文件的决定", "act_number": "澄环发〔2026〕30号", "evidence": "决定废止。"}
TODAY = {"on": "2026-11-23", "scope": "whole"} | ACT
Words = Callable[[TestResponse], str]
Marking = Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]


def test_a_mistaken_mark_is_taken_back_with_its_reason(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    words: Words,
    mark: Marking,
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
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    mark: Marking,
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


def test_what_the_site_said_at_a_moment_can_be_asked_after_a_correction(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    hold_clock: Callable[[Any], None],
    words: Words,
    mark: Marking,
) -> None:
    key = key_of(TRADING)
    hold_clock(datetime(2026, 11, 21, 1, tzinfo=UTC))
    mark(officer, key, "repeal", TODAY | {"on": "2026-11-20"})
    wrong = events_of(key)[-1].id
    hold_clock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    mark(officer, key, "take_back", {"event_id": str(wrong), "reason": "选错了文件"})
    then = officer.get(f"/desk/documents/{key}/as-known?at=2026-11-21T10:00&on=2026-11-20")
    assert "已废止" in words(then)
    now = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-23T12:00&on=2026-11-20")
    assert now.get_json()["validity"]["value"] == "in_force"
    before = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-21T08:59:59&on=2026-11-20")
    assert before.get_json()["validity"]["value"] == "in_force"
    during = officer.get(f"/desk/documents/{key}/as-known.json?at=2026-11-21T09:00&on=2026-11-20").get_json()
    assert (during["validity"]["value"], during["public"]) == ("repealed", True)
    assert [event["kind"] for event in during["events"]] == ["commencement", "repeal"]


def test_the_minute_a_record_prints_finds_that_record(
    officer: FlaskClient, key_of: Callable[[str], int], hold_clock: Callable[[Any], None], mark: Marking
) -> None:
    key = key_of(TRADING)
    hold_clock(datetime(2026, 11, 21, 1, 0, 42, tzinfo=UTC))
    mark(officer, key, "repeal", TODAY | {"on": "2026-11-20"})
    hold_clock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    said = {
        at: officer.get(f"/desk/documents/{key}/as-known.json?at={at}").get_json()["validity"]["value"]
        for at in ("2026-11-21T08:59", "2026-11-21T09:00", "2026-11-21T09:00:41", "2026-11-21T09:00:42")
    }
    assert list(said.values()) == ["in_force", "repealed", "in_force", "repealed"]


def test_a_moment_that_is_none_is_refused(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    key = key_of(TRADING)
    for raw in ("yesterday", "2026-11-20T25:00", "0001-01-01T00:00"):
        assert officer.get(f"/desk/documents/{key}/as-known?at={raw}").status_code == 400
    # Nobody knows what the site will say tomorrow.
    assert "尚未到来" in officer.get(f"/desk/documents/{key}/as-known?at=2098-01-01T00:00").text
    # Before anything was recorded there was nothing to say.
    assert officer.get(f"/desk/documents/{key}/as-known?at=1999-01-01T00:00").status_code == 404


def test_a_future_repeal_takes_effect_by_itself_at_midnight_in_shanghai(
    officer: FlaskClient, key_of: Callable[[str], int], hold_clock: Callable[[Any], None], mark: Marking
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
    mark: Marking,
) -> None:
    answer = mark(officer, key_of(TRADING), "repeal", TODAY | {"on": "2026-12-01"})
    place = answer.headers["Location"]
    assert "届时改变的" in officer.get(place).text
    registry.extensions["receipt"].join(60)
    hold_clock(datetime(2026, 11, 30, 16, 0, 1, tzinfo=UTC))
    assert officer.post(f"{place}/check").status_code == 303
    registry.extensions["receipt"].join(60)
    with store.reading() as session:
        rows = session.scalars(select(Receipt)).one().surfaces
    due = [row for row in rows if row["since"] == "2026-12-01"]
    assert len(due) >= 12
    assert [row["label"] for row in due if not row["agrees"]] == []
