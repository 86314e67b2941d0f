"""The public pages of comments: what is promised first, nothing typed is lost, hostile words stay words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from base import clock, guarding
from registry.consultations import moderating
from registry.consultations.moderating import Seen
from registry.consultations.tables import Comment

WORDS = "有效期五年太短，建议改为八年。"
LAST = datetime(2026, 12, 23, 15, 59, 59, tzinfo=UTC)
CODE = re.compile(r"[2-9A-Y]{4}(?:-[2-9A-Y]{4}){3}")
TOKEN = re.compile(r'name="token"[^>]*value="([0-9a-f]+)"')
HOSTILE = (
    "<script>alert(1)</script>",
    "\u202e倒过来的字\u202c",
    "零\u200b宽\u200d字",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}${7*7}",
    "意" * 20_000,
)


class Form:
    """The form of a consultation as a browser sends it, filled in slowly enough."""

    def __init__(self, app: Flask, client: FlaskClient, key: int) -> None:
        self.app, self.client, self.key = app, client, key
        self.sent = 0

    @property
    def address(self) -> str:
        return f"/consultations/{self.key}/comments/new"

    def post(self, token: str = "", **typed: str) -> TestResponse:
        self.sent += 1
        token = token or f"{self.sent:032x}"
        now = clock.now()
        clock.set_moment(now - timedelta(seconds=30))
        begun = guarding.stamp(token, self.app.config["SECRET_KEY"])
        clock.set_moment(now)
        return self.client.post(self.address, data={"token": token, "begun": begun, "words": WORDS, **typed})

    def code(self, **typed: str) -> str:
        found = CODE.search(self.post(**typed).text)
        assert found
        return found[0]


@pytest.fixture
def form(app: Flask, client: FlaskClient, forum: Any) -> Form:
    app.config["WTF_CSRF_ENABLED"] = False
    return Form(app, client, int(forum.publish()))


def show(forum: Any, key: int) -> None:
    """The office shows every comment that waits."""
    with forum.database.transaction() as session:
        for row in session.scalars(select(Comment).where(Comment.state == "received")).all():
            moderating.show(session, key, Seen(row.id, row.version), "", by=forum.publisher)


def test_purpose_and_retention_stand_before_name_and_contact(form: Form) -> None:
    page = form.client.get(f"{form.address}?eid=art-3").text
    assert page.index("保存多久") < page.index('name="name"')
    assert '<option value="art-3" selected' in page


def test_the_passage_of_the_address_is_shown_as_the_draft_has_it(form: Form) -> None:
    page = form.client.get(f"{form.address}?eid=art-3-p1&exact=有效期为五年").text
    assert '<blockquote class="passage">有效期为五年</blockquote>' in page
    strange = form.client.get(f"{form.address}?eid=art-99&exact=没有这样的话").text
    assert "blockquote" not in strange


def test_the_code_is_shown_once_and_stands_in_no_address_and_no_log(
    form: Form, caplog: pytest.LogCaptureFixture
) -> None:
    answer = form.post()
    code = CODE.search(answer.text)
    assert code
    assert answer.headers["Cache-Control"] == "no-store"
    followed = form.client.post("/consultations/comments/follow", data={"code": code[0].lower()})
    assert WORDS in followed.text
    assert code[0] not in caplog.text


@pytest.mark.parametrize(
    "typed",
    [
        {"words": ""},
        {"words": "空\x00字"},
        {"words": "长" * 20_001},
        {"contact": "微信"},
        {"homepage": "x"},
        {"name": "名" * 121},
    ],
    ids=lambda typed: next(iter(typed)) + str(len(next(iter(typed.values())))),
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(form: Form, typed: dict[str, str]) -> None:
    kept = {"words": WORDS, "name": "李四", "contact": "0571-88880000", "eid": "art-2"}
    answer = form.post(**{**kept, **typed})
    assert answer.status_code == 422
    for name, value in kept.items():
        if name not in typed:
            assert value in answer.text


def test_a_form_that_comes_back_too_late_keeps_its_words(
    form: Form, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(LAST + timedelta(seconds=1))
    answer = form.post()
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert "water@example.test" in answer.text
    assert form.client.get(form.address).status_code == 200


def test_a_flood_is_told_when_to_come_again_and_loses_no_word(form: Form, app: Flask) -> None:
    for _ in range(app.extensions["config"].consulting.comment_rate):
        assert form.post().status_code == 200
    held = form.post(words="我的话还在")
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0
    assert "我的话还在" in held.text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(form: Form, forum: Any, words: str) -> None:
    assert form.post(words=words, name="李<b>四").status_code == 200
    show(forum, form.key)
    page = form.client.get(f"/consultations/{form.key}/comments").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not set("\u202e\u200b\u200d") & set(page)


def test_what_is_received_changes_no_page_and_what_is_shown_does(form: Form, forum: Any) -> None:
    listed = f"/consultations/{form.key}/comments"
    before = form.client.get(listed).headers["ETag"]
    form.post()
    assert form.client.get(listed).headers["ETag"] == before
    show(forum, form.key)
    assert WORDS in form.client.get(listed).text


def test_what_is_held_says_why_and_what_is_taken_back_says_nothing(form: Form, forum: Any) -> None:
    code = form.code()
    form.post(words="骂人的话")
    show_first = f"/consultations/{form.key}/comments"
    with forum.database.transaction() as session:
        first, second = session.scalars(select(Comment).order_by(Comment.id)).all()
        moderating.show(session, form.key, Seen(first.id, 1), "", by=forum.publisher)
        moderating.hold(session, form.key, Seen(second.id, 1), "含有辱骂他人的内容", by=forum.publisher)
    page = form.client.get(show_first).text
    assert WORDS in page
    assert "含有辱骂他人的内容" in page
    assert "骂人的话" not in page
    taken = form.client.post("/consultations/comments/take-back", data={"code": code})
    assert "已经撤回" in taken.text
    page = form.client.get(show_first).text
    assert WORDS not in page
    assert "意见人已撤回" in page
    states = [each["state"] for each in form.client.get(f"{show_first}.json").get_json()["comments"]]
    assert sorted(states) == ["held", "taken_back"]


def test_what_was_taken_back_while_it_waited_was_never_there(form: Form) -> None:
    code = form.code()
    form.client.post("/consultations/comments/take-back", data={"code": code})
    assert form.client.get(f"/consultations/{form.key}/comments.json").get_json()["comments"] == []


def test_other_words_in_a_form_that_was_sent_come_back_with_a_form_of_their_own(form: Form) -> None:
    form.post("a" * 32)
    again = form.post("a" * 32, words="另一条意见，内容不同。")
    assert again.status_code == 409
    assert "另一条意见，内容不同。" in again.text
    token = TOKEN.search(again.text)
    assert token
    assert token[1] != "a" * 32
    assert form.post(token[1], words="另一条意见，内容不同。").status_code == 200


def test_provisions_stand_in_their_order_and_not_in_that_of_their_letters(form: Form, forum: Any) -> None:
    for eid in ("art-3", "art-2"):
        form.post(eid=eid, words=f"关于 {eid} 的意见")
    show(forum, form.key)
    page = form.client.get(f"/consultations/{form.key}/comments").text
    assert page.index("eid=art-2") < page.index("eid=art-3")


def test_comments_are_listed_by_provision(form: Form, forum: Any) -> None:
    form.post(eid="art-3-p2", words="三十日太短")
    form.post(eid="art-2", words="第二条很好")
    show(forum, form.key)
    page = form.client.get(f"/consultations/{form.key}/comments?eid=art-3").text
    assert "三十日太短" in page
    assert "第二条很好" not in page


def test_wrong_codes_come_to_an_end(form: Form) -> None:
    for _ in range(10):
        assert form.client.post("/consultations/comments/follow", data={"code": "AAAA"}).status_code == 404
    assert form.client.post("/consultations/comments/follow", data={"code": "AAAA"}).status_code == 429


@pytest.mark.parametrize("end", ["/comments", "/comments.json", "/comments/new"])
def test_what_is_not_public_has_no_comments(client: FlaskClient, forum: Any, end: str) -> None:
    draft = forum.publish(progress="draft", published_at=None)
    assert client.get(f"/consultations/{draft}{end}").status_code == 404
    withdrawn = forum.publish(progress="withdrawn", withdrawn_at=clock.now(), withdrawal_reason="公告有误")
    assert client.get(f"/consultations/{withdrawn}{end}").status_code == 410
