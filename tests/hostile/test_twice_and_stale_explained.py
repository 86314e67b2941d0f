"""What the floor of interpretations is sent twice, from an old tab, or after the sign-in has ended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from base import clock, guarding
from base.config import Mailing
from base.staff.roles import Role
from base.staff.views import visiting
from interpretations.enquiries.tables import Enquiry
from interpretations.following.tables import Follower, Mail
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.tables import Interpretation, InterpretationVersion, Plan
from registry.drafting.tables import Draft
from registry.tables import Document

ADDRESS = "normative-document/2021/8"
OTHER_WORDS = "在另一个标签页里写的话，一个字也不能丢。"
WRITTEN = {
    "token": "7" * 32,
    "form": "text",
    "origin": "own",
    "title": "排污权交易办法解读",
    "lead": "一句话说清。",
    "layout": "points",
    "last": "1",
    "b-1-kind": "passage",
    "b-1-key": "b1",
    "b-1-heading": "为什么出台",
    "b-1-words": "过去各地不一。",
}


@pytest.fixture
def worker(
    app: Flask, small_registry: ModuleType, hostile_words: ModuleType, hold_clock: Callable[[date], None]
) -> Any:
    """Whoever works at the desk of the small registry, the first unit of which drafted a document."""
    hold_clock(date(2026, 11, 23))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["config"] = replace(app.extensions["config"], mailing=Mailing(host="127.0.0.1", port=1))
    with app.extensions["database"].transaction() as session:
        small_registry.fill(small_registry.Scribe(session))
    hostile_words.people(app)
    with app.extensions["database"].transaction() as session:
        session.scalars(select(Document).where(Document.address == ADDRESS)).one().drafting_unit_id = 1
    made = hostile_words.Hand(app)
    made.be(Role.DRAFTER, 1)
    return made


def count(worker: Any, model: Any) -> int:
    return int(worker.first(select(func.count(model.id))))


def document(worker: Any) -> int:
    return int(worker.first(select(Document.id).where(Document.address == ADDRESS)))


def form(worker: Any, **more: str) -> dict[str, str]:
    return {**WRITTEN, "work": f"document-{document(worker)}", **more}


def begun(worker: Any) -> str:
    return str(worker.post("/desk/interpretations/new", form(worker)).location)


# Interpretations


def test_the_same_form_sent_twice_begins_one_interpretation(worker: Any) -> None:
    assert begun(worker) == begun(worker)
    assert (count(worker, Interpretation), count(worker, InterpretationVersion)) == (1, 1)


def test_the_same_form_sent_four_times_at_once_begins_one_interpretation(worker: Any) -> None:
    sent = form(worker)
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(FlaskClient(worker.app).post, "/desk/interpretations/new", data=sent)
            for _ in range(4)
        ]
        assert {one.result().status_code for one in asked} <= {303, 409}
    assert count(worker, Interpretation) == 1


def test_whoever_goes_back_to_the_empty_form_and_sends_other_words_loses_none(worker: Any) -> None:
    begun(worker)
    place = str(worker.post("/desk/interpretations/new", form(worker, **{"b-1-words": OTHER_WORDS})).location)
    assert OTHER_WORDS in worker.get(f"{place}/edit").text
    assert (count(worker, Interpretation), count(worker, InterpretationVersion)) == (1, 2)


def test_whoever_saves_over_a_colleague_sees_both(worker: Any) -> None:
    place = begun(worker)
    worker.post(f"{place}/edit", form(worker, version="1", lead="同事改的。"))
    page = worker.post(f"{place}/edit", form(worker, version="1", lead=OTHER_WORDS), {409}).text
    plain = page.replace("<ins>", "").replace("</ins>", "").replace("<del>", "").replace("</del>", "")
    assert OTHER_WORDS in plain
    assert "同事改的。" in plain
    assert count(worker, InterpretationVersion) == 2


def test_a_version_that_the_reviewer_has_not_seen_is_not_judged_from_an_old_tab(worker: Any) -> None:
    place = begun(worker)
    with worker.app.extensions["database"].transaction() as session:
        session.scalars(select(Interpretation)).one().progress = "submitted"
    worker.be(Role.PUBLISHER, 3)
    worker.post(f"{place}/review", {"version": "9", "verdict": "pass", "opinion": "同意"})
    assert worker.first(select(Interpretation.progress)) == "submitted"
    worker.post(f"{place}/publish", {"version": "1"})
    assert worker.first(select(Interpretation.published_at)) is None


def test_what_was_typed_into_an_interpretation_when_the_sign_in_ended_can_be_copied(worker: Any) -> None:
    sent = form(worker, **{"b-1-words": f"{OTHER_WORDS}</textarea><script>"})
    worker.be(None)
    answer = worker.post("/desk/interpretations/new", sent, {401})
    assert OTHER_WORDS in answer.text
    assert "</textarea><script>" not in answer.text
    assert count(worker, Interpretation) == 0


# Plans


def test_a_plan_saved_over_a_colleagues_keeps_what_was_typed(worker: Any) -> None:
    with worker.app.extensions["database"].transaction() as session:
        session.add(
            Draft(
                path="desk/plan",
                unit_id=1,
                stage="draft",
                version=1,
                fields={},
                text="",
                author_id=1,
                author="人1",
                recorded_at=clock.now(),
                changed_at=clock.now(),
            )
        )
    place = f"/desk/plans/{worker.first(select(Draft.id))}"
    plan = {"version": "0", "needed": "no", "reason": "只规范内部事务"}
    worker.post(place, plan)
    # The same again is nothing; other words over a version that is gone are kept on the page.
    worker.post(place, plan)
    answer = worker.post(place, {**plan, "reason": OTHER_WORDS}, {409})
    assert OTHER_WORDS in answer.text
    assert (count(worker, Plan), worker.first(select(Plan.reason))) == (1, "只规范内部事务")


# Enquiries


def question(worker: Any, token: str = "1" * 32, **more: str) -> dict[str, str]:
    with worker.app.app_context():
        secret = visiting.secret_key()
    second = str(int(clock.now().timestamp()) - 60)
    seal = guarding.keyed(secret, "stamp", token, second).hex()[:32]
    return {"token": token, "begun": f"{second}.{seal}", "question": "到期怎么延续？", **more}


def test_the_same_question_sent_twice_is_asked_once_and_its_code_stays(worker: Any) -> None:
    worker.be(None)
    pages = [worker.post("/enquiries/new", question(worker, document=ADDRESS), {200}).text for _ in "12"]
    assert pages[0] == pages[1]
    assert count(worker, Enquiry) == 1


def routed(worker: Any) -> int:
    worker.be(None)
    worker.post("/enquiries/new", question(worker, document=ADDRESS), {200})
    with worker.app.extensions["database"].transaction() as session:
        row = session.scalars(select(Enquiry)).one()
        row.unit_id, row.state = 1, "assigned"
        key = row.id
    worker.be(Role.DRAFTER, 1)
    return key


def test_a_reply_from_an_old_tab_is_not_sent_and_not_lost(worker: Any) -> None:
    key = routed(worker)
    seen = str(worker.first(select(Enquiry.version)))
    worker.post(f"/desk/enquiries/{key}/draft", {"version": seen, "reply": "同事的草稿。"})
    answer = worker.post(f"/desk/enquiries/{key}/reply", {"version": seen, "reply": OTHER_WORDS}, {409})
    assert OTHER_WORDS in answer.text
    assert worker.first(select(Enquiry.answered_at)) is None


def test_a_reply_sent_twice_is_sent_once(worker: Any) -> None:
    key = routed(worker)
    seen = str(worker.first(select(Enquiry.version)))
    worker.post(f"/desk/enquiries/{key}/reply", {"version": seen, "reply": "六十日前申请。"})
    worker.post(f"/desk/enquiries/{key}/reply", {"version": seen, "reply": "六十日前申请。"}, {409})
    assert worker.first(select(Enquiry.reply)) == "六十日前申请。"


def test_a_reply_typed_when_the_sign_in_ended_can_be_copied(worker: Any) -> None:
    key = routed(worker)
    worker.be(None)
    long = OTHER_WORDS * 3
    answer = worker.post(f"/desk/enquiries/{key}/reply", {"version": "1", "reply": long}, {401})
    assert long in answer.text


# Passing down


def sent_down(worker: Any) -> str:
    sent = {
        "token": "5" * 32,
        "document": str(document(worker)),
        "title": "学习办法",
        "due_on": "2026-12-01",
        "count": "0",
        "unit": "3",
    }
    return str(worker.post("/desk/dispatches", sent).location)


def test_a_dispatch_sent_twice_is_sent_once(worker: Any) -> None:
    assert sent_down(worker) == sent_down(worker)
    assert (count(worker, Dispatch), count(worker, Recipient)) == (1, 1)


def test_a_dispatch_changed_meanwhile_is_not_changed_from_an_old_tab(worker: Any) -> None:
    place = sent_down(worker)
    sent = {"title": "改了名", "note": "", "due_on": "2026-12-02", "count": "0", "known": "as it was"}
    worker.post(f"{place}/edit", sent)
    assert worker.first(select(Dispatch.title)) == "学习办法"
    assert "已由他人修改" in worker.get(place).text


def test_what_was_read_and_told_twice_is_read_once(worker: Any) -> None:
    sent_down(worker)
    worker.be(Role.DRAFTER, 7, 3)
    key = worker.first(select(Recipient.id))
    worker.post(f"/desk/received/{key}/acknowledge", {})
    first = worker.first(select(Recipient.seen_at))
    worker.post(f"/desk/received/{key}/acknowledge", {})
    assert worker.first(select(Recipient.seen_at)) == first


# Following


def test_a_follow_asked_for_twice_is_one_follower_and_one_letter(worker: Any) -> None:
    worker.be(None)
    sent = {"email": "reader@example.cn", "target": f"document-{document(worker)}"}
    for _ in range(3):
        assert worker.post("/follow", sent).location == "/follow/sent"
    assert (count(worker, Follower), count(worker, Mail)) == (1, 1)
