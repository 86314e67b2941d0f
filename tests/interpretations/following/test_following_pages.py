"""The pages of following: the same answer to everybody, buttons where something is done, one click to go."""

import re
from dataclasses import replace
from typing import Any

import pytest

from base.staff.roles import Role
from interpretations.following import subscribing
from interpretations.following.letters import post_letter
from interpretations.following.limits import Allowance
from interpretations.following.sending import send_due
from interpretations.following.tables import Followed, Follower, Mail, MailState

LI = "li@example.cn"
UNKNOWN = "A" * 43


@pytest.fixture
def site(app: Any, client: Any, post: Any, settings: Any) -> Any:
    """The site with letters; forms need no token here, tests/access holds that they do."""
    app.extensions["config"] = replace(
        app.extensions["config"], mailing=settings.mailing, base_url=settings.base_url
    )
    app.config["WTF_CSRF_ENABLED"] = False
    return client


def target(post: Any) -> str:
    return f"document-{post.home.document}"


def ask(site: Any, post: Any, email: str = LI) -> Any:
    return site.post("/follow", data={"target": target(post), "email": email})


def test_the_form_says_what_for_and_for_how_long(site: Any, post: Any) -> None:
    page = site.get("/follow?document=normative-document/2026/900001").text
    assert "文件：《澄江省排污许可管理办法》" in page
    assert "7 天内没有确认的，自动删除" in page
    assert "只用来寄送" in page
    assert "/documents/data.feed" in page
    assert "水生态环境处" in site.get(f"/follow?unit={post.home.water}").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("document=normative-document/2026/1", 404),
        ("unit=999999", 404),
        ("unit=abc", 400),
        ("subject=999999999999", 400),
        ("unit=1&subject=1", 400),
        ("document=" + "a" * 3000, 404),
        ("", 200),
    ],
)
def test_what_is_not_there_cannot_be_followed(site: Any, query: str, status: int) -> None:
    assert site.get(f"/follow?{query}").status_code == status


def test_without_a_mail_server_feeds_are_offered(client: Any, home: Any, app: Any) -> None:
    page = client.get("/follow?document=normative-document/2026/900001").text
    assert "没有开通邮件订阅" in page
    assert '<form class="card"' not in page
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/follow", data={"target": "document-1", "email": LI}).status_code == 503


def test_nobody_learns_whether_an_address_follows(site: Any, post: Any) -> None:
    first, again = ask(site, post), ask(site, post)
    post.follow("wang@example.cn")
    known = ask(site, post, "wang@example.cn")
    answers = {(each.status_code, each.location, each.text) for each in (first, again, known)}
    assert answers == {(303, "/follow/sent", first.text)}
    assert site.get("/follow/sent").status_code == 200


def test_the_same_request_twice_is_one(site: Any, post: Any) -> None:
    for _ in range(3):
        ask(site, post, " LI@Example.cn ")
    assert len(post.rows(Follower)) == len(post.rows(Mail)) == 1


def test_no_stranger_is_bombed(site: Any, post: Any) -> None:
    units = [post.home.water, post.home.legal, post.home.office, post.home.bureau]
    ask(site, post)
    for unit in units:
        site.post("/follow", data={"target": f"unit-{unit}", "email": LI})
    assert len(post.rows(Mail)) == subscribing.MOST_LETTERS
    assert len(post.rows(Follower)) == subscribing.MOST_LETTERS


def test_a_flood_from_one_address_is_stopped_and_reads_go_on(site: Any, post: Any, app: Any) -> None:
    app.extensions["follow_allowance"] = Allowance(most=5)
    answers = [ask(site, post, f"a{n}@example.cn").status_code for n in range(8)]
    assert answers == [303] * 5 + [429] * 3
    assert site.get("/follow?document=normative-document/2026/900001").status_code == 200


def test_a_flood_from_everywhere_is_stopped_before_it_fills_the_table(
    site: Any, post: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(subscribing, "MOST_WAITING", 2)
    answers = [ask(site, post, f"a{n}@example.cn").status_code for n in range(3)]
    assert answers == [303, 303, 429]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "li",
        "li@example.cn\r\nBcc: x@example.cn",
        "a" * 300,
        "a" * 301,
        "李@example.cn",
        "<script>@x.cn",
        "a\x00@b.cn",
    ],
)
def test_a_hostile_address_is_named_and_kept_on_the_form(site: Any, post: Any, email: str) -> None:
    answer = ask(site, post, email)
    assert answer.status_code == 422
    assert 'id="email-fault"' in answer.text
    assert post.rows(Mail) == []
    assert "<script>@" not in answer.text


@pytest.mark.parametrize("wrong", ["", "document-999999", "person-1", "document-x", "document-" + "9" * 20])
def test_a_form_for_nothing_is_refused(site: Any, post: Any, wrong: str) -> None:
    assert site.post("/follow", data={"target": wrong, "email": LI}).status_code == 422


def test_a_scanner_that_opens_every_link_does_nothing(site: Any, post: Any) -> None:
    ask(site, post)
    token = post.token(LI)
    for path in (f"/follow/{token}", f"/follow/{token}/leave"):
        answer = site.get(path)
        assert answer.status_code == 200
        assert "<button" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert site.head(path).status_code == 200
    (row,) = post.rows(Follower)
    assert row.confirmed_at is None


def test_confirmed_by_a_button_one_sees_all_one_follows(site: Any, post: Any) -> None:
    ask(site, post)
    token = post.token(LI)
    other = post.follow(LI, Followed.UNIT, post.home.water)
    assert site.post(f"/follow/{token}").location == f"/follow/{token}"
    page = site.get(f"/follow/{token}").text
    assert "订阅了 2 项内容" in page
    assert "l***@example.cn" in page
    assert LI not in page
    assert f"/follow/{other}/leave" in page


def test_one_click_of_a_mail_program_leaves_without_a_session(app: Any, site: Any, post: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    token = post.follow(LI)
    for _ in range(2):
        answer = app.test_client().post(f"/follow/{token}/leave", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "已退订" in answer.text
    assert post.rows(Follower) == []
    # All others ask for the token against forged forms.
    assert app.test_client().post(f"/follow/{token}").status_code == 400
    assert app.test_client().post("/follow").status_code == 400


def test_a_wrong_token_opens_nothing_and_tells_nothing(site: Any, post: Any) -> None:
    post.follow(LI)
    assert site.get(f"/follow/{UNKNOWN}").status_code == 404
    assert site.post(f"/follow/{UNKNOWN}").status_code == 404
    assert site.post(f"/follow/{UNKNOWN}/leave").status_code == 200
    assert site.get(f"/follow/{UNKNOWN}/leave").status_code == 200
    assert len(post.rows(Follower)) == 1


def test_the_host_of_a_request_never_gets_into_a_letter(site: Any, post: Any) -> None:
    site.post("/follow", data={"target": target(post), "email": LI}, headers={"Host": "evil.example"})
    (letter,) = post.rows(Mail)
    assert "evil" not in letter.words + letter.leave_url
    assert re.search(r"https://policy\.example\.cn/follow/[\w-]{43}\n", letter.words)


# The desk


def test_the_desk_sees_faults_without_addresses_and_decides(
    site: Any, post: Any, letterbox: Any, act_as: Any
) -> None:
    letterbox.refuse_recipient = "550 <{}> unknown"
    with post.home.database.transaction() as session:
        post_letter(session, "k", LI, "主题<b>", "正文")
    send_due(post.home.database, post.head)
    act_as(Role.PUBLISHER, unit_id=post.home.office)
    page = site.get("/desk/mail?state=given_up").text
    assert "l***@example.cn" in page
    assert LI not in page
    assert "550 &lt;***&gt; unknown" in page
    assert "主题&lt;b&gt;" in page
    (row,) = post.rows(Mail)
    assert site.post(f"/desk/mail/{row.id}", data={}).status_code == 422
    assert site.post(f"/desk/mail/{row.id}", data={"deed": "arrived"}).status_code == 409
    assert site.post(f"/desk/mail/{row.id}", data={"deed": "retry"}).status_code == 303
    assert site.post("/desk/mail/999", data={"deed": "retry"}).status_code == 404
    letterbox.refuse_recipient = ""
    assert send_due(post.home.database, post.head).sent == 1
    assert site.get("/desk/mail?state=nonsense&page=1").status_code == 200


def test_what_is_unsure_is_shown_to_be_decided(site: Any, post: Any, act_as: Any) -> None:
    with post.home.database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
        row = session.query(Mail).one()
        row.state, row.next_at = MailState.UNSURE.value, None
        key = row.id
    act_as(Role.PUBLISHER, unit_id=post.home.office)
    assert "有 1 封邮件不知道对方是否收到" in site.get("/desk/mail").text
    assert site.post(f"/desk/mail/{key}", data={"deed": "arrived"}).status_code == 303
    (row,) = post.rows(Mail)
    assert (row.state, row.sent_at is not None) == (MailState.SENT, True)


def test_what_was_forgotten_cannot_be_sent_again(site: Any, post: Any, act_as: Any) -> None:
    with post.home.database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
        row = session.query(Mail).one()
        row.state, row.recipient, row.words = MailState.GIVEN_UP.value, "", ""
        key = row.id
    act_as(Role.PUBLISHER, unit_id=post.home.office)
    assert "再发一次" not in site.get("/desk/mail").text
    assert site.post(f"/desk/mail/{key}", data={"deed": "retry"}).status_code == 400
