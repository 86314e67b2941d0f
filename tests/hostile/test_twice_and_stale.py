"""Sent twice, sent again after going back, sent from a second tab, sent after the sign-in has ended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from base.staff.roles import Role
from registry.cleanup.tables import Campaign
from registry.drafting.tables import Draft, DraftVersion
from registry.law.entering import BY_ID
from registry.marking.tables import Receipt
from registry.tables import Document, EventRow

ORGAN = "澄江省生态环境厅"
TITLE = "澄江省噪声自动监测管理办法"
FORM = {
    "title": TITLE,
    "kind": "normative_document",
    "issuers": ORGAN,
    "unit_id": "1",
    "document_number": "澄环发〔2026〕31号",
    "signed_on": "2026-11-20",
    "disclosure": "open",
    "subject": "城乡建设、环境保护\\环境监测、保护与治理",
    "summary": "规范噪声自动监测。",
    "text": "第一条 为规范噪声自动监测，制定本办法。\n\n第二条 监测数据应当公开。",
    "token": "0" * 32,
} | {f"why-{rule}": "原文如此" for rule in BY_ID}
PLAN = {"version": "0", "needed": "no", "reason": "只规范本厅内部的监测工作，不涉及公众。"}
OTHER_WORDS = "第一条 回到空白表单之后改写的条文，一个字也不能丢。"
TRADING, NOISE = "normative-document/2021/8", "local-government-rule/2010/6"
MARK = {"on": "2026-11-23", "scope": "whole", "act_title": "关于废止的决定", "evidence": "予以废止。"}


@pytest.fixture
def worker(
    app: Flask, small_registry: ModuleType, hostile_words: ModuleType, hold_clock: Callable[[date], None]
) -> Any:
    """Whoever works at the desk of the small registry."""
    hold_clock(date(2026, 11, 23))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.extensions["database"].transaction() as session:
        small_registry.fill(small_registry.Scribe(session))
    hostile_words.people(app)
    made = hostile_words.Hand(app)
    yield made
    if checking := app.extensions.get("receipt"):
        checking.join(60)


def count(worker: Any, model: Any) -> int:
    return int(worker.first(select(func.count(model.id))))


def begun(worker: Any) -> str:
    """A draft that was begun, with the plan of its explanation; its address on the desk."""
    worker.be(Role.DRAFTER, 1)
    place = str(worker.post("/desk/drafts", FORM).location)
    worker.post(place.replace("/drafts/", "/plans/"), PLAN)
    return place


def passed(worker: Any) -> str:
    """A draft that was begun, submitted and passed; its address on the desk."""
    place = begun(worker)
    worker.post(f"{place}/submit", {"version": "1"})
    worker.be(Role.LEGAL_OFFICER, 2)
    worker.post(f"{place}/review", {"version": "1", "verdict": "pass", "opinion": "合法。"})
    return place


def changed(worker: Any, place: str) -> None:
    """The draft sent back, changed, and passed again while the publisher's page lay open."""
    worker.post(f"{place}/reopen", {"reason": "再改一处"})
    worker.be(Role.DRAFTER, 1)
    worker.post(f"{place}/edit", {**FORM, "version": "1", "summary": "换了内容。"})
    worker.post(f"{place}/submit", {"version": "2"})
    worker.be(Role.LEGAL_OFFICER, 2)
    worker.post(f"{place}/review", {"version": "2", "verdict": "pass", "opinion": "合法。"})


# Drafts


def test_the_same_form_sent_twice_begins_one_draft(worker: Any) -> None:
    worker.be(Role.DRAFTER, 1)
    assert worker.post("/desk/drafts", FORM).location == worker.post("/desk/drafts", FORM).location
    assert (count(worker, Draft), count(worker, DraftVersion)) == (1, 1)


def test_the_same_form_sent_four_times_at_once_begins_one_draft(worker: Any) -> None:
    worker.be(Role.DRAFTER, 1)
    with ThreadPoolExecutor(4) as pool:
        send = lambda _: FlaskClient(worker.app).post("/desk/drafts", data=FORM).status_code  # noqa: E731  # a job
        assert set(pool.map(send, range(4))) == {303}
    assert count(worker, Draft) == 1


def test_whoever_goes_back_to_the_empty_form_and_sends_other_words_loses_none(worker: Any) -> None:
    worker.be(Role.DRAFTER, 1)
    worker.post("/desk/drafts", FORM)
    place = str(worker.post("/desk/drafts", {**FORM, "text": OTHER_WORDS}).location)
    assert OTHER_WORDS in worker.get(f"{place}/edit").text
    assert (count(worker, Draft), count(worker, DraftVersion)) == (1, 2)


def test_whoever_goes_back_while_a_colleague_saved_sees_both(worker: Any) -> None:
    worker.be(Role.DRAFTER, 1)
    place = str(worker.post("/desk/drafts", FORM).location)
    worker.post(f"{place}/edit", {**FORM, "version": "1", "summary": "同事改的。"})
    page = worker.post("/desk/drafts", {**FORM, "text": OTHER_WORDS}, {409}).text
    assert OTHER_WORDS in page.replace("<ins>", "").replace("</ins>", "")
    assert "同事改的。" in page


def test_publishing_twice_publishes_once_and_says_so(worker: Any) -> None:
    place = passed(worker)
    worker.be(Role.PUBLISHER, 3)
    before = count(worker, Document)
    worker.post(f"{place}/publish", {"version": "1"})
    worker.post(f"{place}/publish", {"version": "1"})
    assert count(worker, Document) == before + 1
    assert "已发布" in worker.get(place).text


@pytest.mark.parametrize(
    ("deed", "more"), [("publish", {}), ("schedule", {"publish_at": "2026-12-01T09:00"})]
)
def test_a_version_that_the_publisher_has_not_seen_is_not_published_from_an_old_tab(
    worker: Any, deed: str, more: dict[str, str]
) -> None:
    place = passed(worker)
    changed(worker, place)
    worker.be(Role.PUBLISHER, 3)
    before = count(worker, Document)
    worker.post(f"{place}/{deed}", {"version": "1", **more})
    assert "第 2 稿" in worker.get(place).text
    assert (count(worker, Document), worker.first(select(Draft.stage))) == (before, "reviewed")
    assert 'name="version" value="2"' in worker.get(place).text


def test_a_draft_that_was_published_meanwhile_is_not_changed_from_another_tab(worker: Any) -> None:
    place = passed(worker)
    worker.be(Role.PUBLISHER, 3)
    worker.post(f"{place}/publish", {"version": "1"})
    worker.be(Role.DRAFTER, 1)
    # Its number is the published document's by now, which is told first.
    worker.post(f"{place}/edit", {**FORM, "version": "1", "text": OTHER_WORDS}, {303, 422})
    worker.post(f"{place}/submit", {"version": "1"}, {303, 422})
    assert worker.first(select(Draft.version)) == 1
    assert worker.first(select(Draft.stage)) == "published"


# Marks


def previewed(worker: Any, hostile_words: ModuleType, address: str) -> tuple[str, dict[str, str]]:
    """The address of a repeal, and its form with the ticket of the preview."""
    worker.be(Role.LEGAL_OFFICER, 2)
    place = (
        f"/desk/documents/{worker.first(select(Document.id).where(Document.address == address))}/mark/repeal"
    )
    page = worker.post(f"{place}/preview", MARK, {200}).text
    found = {name: unescape(value) for name, value in hostile_words.HIDDEN.findall(page)}
    return place, MARK | {name: found[name] for name in ("token", "known")}


def test_a_mark_confirmed_twice_and_again_after_going_back_is_one_mark(
    worker: Any, hostile_words: ModuleType
) -> None:
    place, form = previewed(worker, hostile_words, TRADING)
    first = worker.post(place, form).location
    assert worker.post(place, form).location == first
    second, again = previewed_later(worker, place)
    assert second in {409, 422}
    assert "已" in again
    assert (count(worker, Receipt), repeals(worker, TRADING)) == (1, 1)


def previewed_later(worker: Any, place: str) -> tuple[int, str]:
    answer = worker.post(f"{place}/preview", MARK, {409, 422})
    return answer.status_code, answer.text


def repeals(worker: Any, address: str) -> int:
    query = select(func.count(EventRow.id)).join(Document, Document.id == EventRow.document_id)
    return int(worker.first(query.where(EventRow.kind == "repeal", Document.address == address)))


def test_the_ticket_of_another_documents_preview_marks_nothing_and_does_not_seem_to(
    worker: Any, hostile_words: ModuleType
) -> None:
    place, form = previewed(worker, hostile_words, TRADING)
    worker.post(place, form)
    other, mine = previewed(worker, hostile_words, NOISE)
    worker.post(other, mine | {"token": form["token"]}, {409})
    assert repeals(worker, NOISE) == 0


def test_a_receipt_read_again_and_checked_twice_stays_the_same_receipt(
    worker: Any, hostile_words: ModuleType
) -> None:
    place, form = previewed(worker, hostile_words, TRADING)
    receipt = str(worker.post(place, form).location)
    for _ in range(2):
        worker.post(f"{receipt}/check", {})
        worker.app.extensions["receipt"].join(60)
        assert worker.get(receipt).status_code == 200
    assert count(worker, Receipt) == 1


# Clean-ups


def decided(worker: Any) -> tuple[str, dict[str, str]]:
    """A clean-up whose decision is closed, and the form that publishes it."""
    worker.be(Role.LEGAL_OFFICER, 2)
    form = {"title": "测试清理", "due_on": "2026-12-01", "words": "排污权"}
    place = str(worker.post("/desk/cleanup/new", form).location)
    opinion = {"pick": "1:1", "verdict": "repeal", "ground": "covered"}
    worker.post(f"{place}/propose", opinion)
    worker.post(f"{place}/agree", {"pick": "1:2"})
    head = {
        "title": "关于公布清理结果的公告",
        "number": "澄环公告〔2026〕3号",
        "organ": ORGAN,
        "signed_on": "2026-11-20",
        "effective_on": "2026-12-23",
        "words": "现将清理结果公布如下：",
    }
    worker.post(f"{place}/decision", head | {"version": version(worker)})
    worker.post(f"{place}/close", {"version": version(worker)})
    return place, {"version": version(worker), "token": "t" * 32, "checked": "1"}


def version(worker: Any) -> str:
    return str(worker.first(select(Campaign.version)))


def test_a_decision_published_twice_or_from_another_tab_is_published_once(worker: Any) -> None:
    place, form = decided(worker)
    worker.be(Role.PUBLISHER, 3)
    before = count(worker, Document)
    worker.post(f"{place}/publish", form)
    worker.post(f"{place}/publish", form)
    late = worker.post(f"{place}/publish", form | {"token": "u" * 32}, {409})
    assert "已公布" in late.text
    assert (count(worker, Document), count(worker, Receipt)) == (before + 1, 1)
    assert repeals(worker, TRADING) == 1


def test_a_decision_reopened_in_another_tab_is_not_published(worker: Any) -> None:
    place, form = decided(worker)
    worker.post(f"{place}/reopen", {"version": version(worker), "reason": "再核一遍"})
    worker.be(Role.PUBLISHER, 3)
    worker.post(f"{place}/publish", form, {409})
    assert count(worker, Receipt) == 0


def test_an_opinion_sent_twice_is_told_and_changes_nothing(worker: Any) -> None:
    worker.be(Role.LEGAL_OFFICER, 2)
    place = str(
        worker.post(
            "/desk/cleanup/new", {"title": "清理", "due_on": "2026-12-01", "words": "排污权"}
        ).location
    )
    form = {"pick": "1:1", "verdict": "repeal", "ground": "covered"}
    worker.post(f"{place}/propose", form)
    worker.post(f"{place}/propose", form | {"verdict": "keep", "ground": "needed"}, {409})
    assert "废止" in worker.get(place).text


# The sign-in ended


def test_what_was_typed_when_the_sign_in_ended_can_be_copied_and_nothing_was_saved(worker: Any) -> None:
    worker.be(None)
    answer = worker.post("/desk/drafts", {**FORM, "text": f"{OTHER_WORDS}</textarea><script>"}, {401})
    assert OTHER_WORDS in answer.text
    assert "</textarea><script>" not in answer.text
    assert "没有保存" in answer.text
    assert 'href="/sign-in"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert count(worker, Draft) == 0


def test_a_button_pressed_when_the_sign_in_ended_leads_to_the_door(worker: Any) -> None:
    worker.be(None)
    assert worker.post("/desk/drafts/1/publish", {"version": "1"}).location == "/sign-in"


def test_a_password_is_never_shown_again(worker: Any) -> None:
    worker.be(None)
    form = dict.fromkeys(("current", "new", "again"), "correct horse battery staple")
    assert "battery" not in worker.post("/account/password", form, {303}).text


def test_what_was_typed_in_a_tab_of_an_older_sign_in_can_be_copied(worker: Any) -> None:
    worker.be(Role.DRAFTER, 1)
    worker.app.config["WTF_CSRF_ENABLED"] = True
    answer = worker.post("/desk/drafts", {**FORM, "text": OTHER_WORDS, "csrf_token": "older"}, {400})
    assert OTHER_WORDS in answer.text
    assert "没有执行" in answer.text


def test_a_form_too_large_to_be_read_is_refused_without_its_words(worker: Any) -> None:
    worker.be(None)
    answer = worker.post("/desk/drafts", {"text": "a" * 9 * 2**20}, {413})
    assert "aaaa" not in answer.text


def test_an_opinion_is_not_lost_because_no_verdict_was_chosen(worker: Any) -> None:
    place = begun(worker)
    worker.post(f"{place}/submit", {"version": "1"})
    worker.be(Role.LEGAL_OFFICER, 2)
    answer = worker.post(f"{place}/review", {"version": "1", "opinion": OTHER_WORDS}, {422})
    assert OTHER_WORDS in answer.text
