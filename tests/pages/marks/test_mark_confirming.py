"""A confirmed mark: once, with its receipt, and with what others did meanwhile."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from base.db import Database
from base.staff.audit import AuditRow
from registry import books
from registry.books import Order
from registry.law.events import Act
from registry.marking.tables import Receipt
from registry.tables import EventRow

WATER, TRADING = "澄江省水环境保护条例", "澄江省排污权交易管理办法"
ACT = {"act_title": "关于废止部分文件的决定", "act_number": "澄环发〔2026〕30号", "evidence": "决定废止。"}
TODAY = {"on": "2026-11-23", "scope": "whole"} | ACT
Words = Callable[[TestResponse], str]
Marking = Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]


def test_a_confirmed_repeal_shows_on_the_page_and_its_receipt(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database, words: Words, mark: Marking
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
    officer: FlaskClient, key_of: Callable[[str], int], store: Database, registry: Flask, mark: Marking
) -> None:
    mark(officer, key_of(TRADING), "repeal", TODAY)
    registry.extensions["receipt"].join(60)
    with store.reading() as session:
        rows = session.scalars(select(Receipt)).one().surfaces
    assert len(rows) >= 12
    assert [row["label"] for row in rows if not row["agrees"] or not row["seen_at"]] == []


@pytest.mark.pdf
def test_the_receipt_is_a_sheet_to_be_filed(
    officer: FlaskClient, key_of: Callable[[str], int], mark: Marking
) -> None:
    answer = mark(officer, key_of(TRADING), "repeal", TODAY)
    sheet = officer.get(answer.headers["Location"] + ".pdf")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    assert sheet.data.startswith(b"%PDF")


def test_a_form_sent_twice_marks_once(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    events_of: Callable[[int], list[EventRow]],
    hidden: Callable[[TestResponse], dict[str, Any]],
    count: Callable[[Any], int],
) -> None:
    key = key_of(TRADING)
    page = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    first = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    again = officer.post(f"/desk/documents/{key}/mark/repeal", data=hidden(page))
    assert first.headers["Location"] == again.headers["Location"]
    assert [row.kind for row in events_of(key)].count("repeal") == 1
    assert count(Receipt) == 1


def test_the_back_button_and_another_preview_do_not_repeal_again(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words, mark: Marking
) -> None:
    key = key_of(TRADING)
    mark(officer, key, "repeal", TODAY)
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=TODAY)
    assert answer.status_code == 409
    assert "依据《关于废止部分文件的决定》（澄环发〔2026〕30号）自2026年11月23日起已废止" in words(answer)


def test_another_officers_repeal_in_between_is_told_by_which_act_and_when(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    store: Database,
    words: Words,
    hidden: Callable[[TestResponse], dict[str, Any]],
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
    words: Words,
    hidden: Callable[[TestResponse], dict[str, Any]],
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
    officer: FlaskClient, key_of: Callable[[str], int], words: Words, mark: Marking
) -> None:
    form = TODAY | {"scope": "provisions", "provisions": ["art-2-p1"]}
    answer = mark(officer, key_of(WATER), "repeal", form)
    assert answer.status_code == 303
    page = officer.get("/documents/local-regulation/2012/1")
    assert "第二条第一款" in words(page)
    assert "部分废止" in words(page)


def test_a_document_repealed_before_it_began_needs_the_confirmation(
    officer: FlaskClient, key_of: Callable[[str], int], mark: Marking
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


@pytest.mark.parametrize("case", DEEDS, ids=[f"{deed}-{said}" for deed, _, said in DEEDS])
def test_each_deed_shows_on_the_public_page(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    case: tuple[str, dict[str, Any], str],
    words: Words,
    mark: Marking,
) -> None:
    deed, form, said = case
    form = {name: value for name, value in form.items() if not (name == "scope" and deed == "lapse")}
    assert mark(officer, key_of(TRADING), deed, form).status_code == 303
    assert said in words(officer.get("/documents/normative-document/2021/8"))


def test_what_was_suspended_is_resumed(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words, mark: Marking
) -> None:
    mark(officer, key_of(TRADING), "suspend", TODAY | {"on": "2026-11-01"})
    assert "停止执行" in words(officer.get("/documents/normative-document/2021/8"))
    mark(officer, key_of(TRADING), "resume", TODAY)
    assert "现行有效" in words(officer.get("/documents/normative-document/2021/8"))


def test_a_receipt_of_another_shape_is_no_receipt_of_a_mark(
    officer: FlaskClient, key_of: Callable[[str], int], store: Database
) -> None:
    key = key_of(TRADING)
    with store.transaction() as session:
        foreign = Receipt(token="t", document_id=key, deed="cleanup", order={}, event_ids=[], surfaces=[])
        foreign.recorded_at, foreign.recorded_by = datetime(2026, 11, 20, tzinfo=UTC), "tests"
        session.add(foreign)
        session.flush()
        number = foreign.id
    assert officer.get(f"/desk/documents/{key}").status_code == 200
    assert officer.get(f"/desk/documents/{key}/receipts/{number}").status_code == 404
    other = key_of(WATER)
    mark_less = officer.get(f"/desk/documents/{other}/receipts/{number}")
    assert mark_less.status_code == 404
