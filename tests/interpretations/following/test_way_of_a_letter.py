"""The whole way of a letter: followed, confirmed, told at midnight, left with one click; sent once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from base import clock
from interpretations.following import subscribing
from interpretations.following.news import tell_news
from interpretations.following.tables import Followed, Follower, Mail, MailState
from interpretations.publishing import release
from registry.law.terms import EventKind
from registry.tables import Document

LI = "li@example.cn"
# 2026-12-01 00:00:01 in Hangzhou, and the second before midnight.
BEFORE = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 30, 16, 0, 1, tzinfo=UTC)


def words(letter: Any) -> str:
    return str(letter.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_a_repeal_is_told_once_when_recorded_and_once_at_its_midnight(post: Any, letterbox: Any) -> None:
    post.follow(LI)
    post.rounds.go()
    letterbox.arrived.clear()
    post.home.event(EventKind.REPEAL, date(2026, 12, 1))
    post.rounds.seen = None
    post.rounds.go()
    (foretold,) = letterbox.to(LI)
    assert foretold["Subject"] == "《澄江省排污许可管理办法》将有变化"
    letterbox.arrived.clear()
    clock.set_moment(BEFORE)
    post.rounds.go()
    assert letterbox.arrived == []
    clock.set_moment(MIDNIGHT)
    for _ in range(3):
        post.rounds.go()
    (letter,) = letterbox.to(LI)
    assert letter["Subject"] == "《澄江省排污许可管理办法》不再有效"
    said = words(letter)
    assert said.startswith("截至2026年12月1日，您订阅的文件：《澄江省排污许可管理办法》，有 1 项变化：")
    assert "已于2026年12月1日废止" in said
    assert "https://policy.example.cn/documents/normative-document/2026/900001" in said
    token = post.token(LI)
    assert said.rstrip().endswith(f"https://policy.example.cn/follow/{token}")
    assert letter["List-Unsubscribe"] == f"<https://policy.example.cn/follow/{token}/leave>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["From"] == "政策文件库 <no-reply@policy.example.cn>"
    assert letter["To"] == LI
    assert letter["Message-ID"].endswith("@policy.example.cn>")
    assert letter["Date"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_charset() == "utf-8"


def test_an_expiry_is_told_with_nobody_awake(post: Any, letterbox: Any) -> None:
    post.home.event(EventKind.EXPIRY, date(2026, 12, 1))
    post.follow(LI)
    post.rounds.go()
    letterbox.arrived.clear()
    clock.set_moment(MIDNIGHT)
    post.rounds.go()
    (letter,) = letterbox.to(LI)
    assert "不再有效" in letter["Subject"]


def test_what_held_at_the_confirmation_is_no_news(post: Any, letterbox: Any) -> None:
    post.home.publish()
    post.follow(LI)
    post.rounds.go()
    assert [letter["Subject"] for letter in letterbox.to(LI)] == ["请确认邮件订阅"]


def test_nobody_is_told_before_confirming(post: Any, letterbox: Any) -> None:
    with post.home.database.transaction() as session:
        thing = subscribing.thing(session, Followed.DOCUMENT, post.home.document)
        subscribing.ask(session, post.head, LI, thing)
    post.home.event(EventKind.REPEAL, date(2026, 11, 23))
    post.rounds.go()
    assert [letter["Subject"] for letter in letterbox.to(LI)] == ["请确认邮件订阅"]


def test_an_interpretation_is_told_when_it_is_public_goes_stale_and_is_withdrawn(
    post: Any, letterbox: Any
) -> None:
    post.follow(LI)
    post.rounds.go()
    letterbox.arrived.clear()
    key = post.home.publish()
    post.rounds.go()
    (new,) = letterbox.to(LI)
    assert new["Subject"] == "新的解读：《〈澄江省排污许可管理办法〉解读》"
    assert f"https://policy.example.cn/interpretations/{key}" in words(new)
    letterbox.arrived.clear()
    post.home.reword("art-2", "排污单位应当在投产之前取得排污许可证。", date(2026, 12, 1))
    clock.set_moment(MIDNIGHT)
    post.rounds.go()
    (stale,) = letterbox.to(LI)
    assert stale["Subject"] == "《澄江省排污许可管理办法》有新的文本（另有 1 项）"
    assert "【解读针对旧版条文】" in words(stale)
    letterbox.arrived.clear()
    with post.home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=post.home.officer)
    post.rounds.go()
    (gone,) = letterbox.to(LI)
    assert gone["Subject"] == "一份解读已撤回"
    assert "引用数字有误" not in words(gone)


def test_a_followed_unit_tells_its_interpretations(post: Any, letterbox: Any) -> None:
    post.follow(LI, Followed.UNIT, post.home.water)
    post.follow("wang@example.cn", Followed.UNIT, post.home.legal)
    post.rounds.go()
    letterbox.arrived.clear()
    post.home.publish(post.home.content(blocks=post.home.content().blocks[:2]))
    post.rounds.go()
    (letter,) = letterbox.to(LI)
    assert "水生态环境处" in words(letter)
    assert "现行有效" in words(letter)
    assert letterbox.to("wang@example.cn") == []


def test_what_is_not_public_is_told_to_nobody(post: Any, letterbox: Any) -> None:
    post.follow(LI)
    post.follow(LI, Followed.UNIT, post.home.water)
    post.rounds.go()
    letterbox.arrived.clear()
    with post.home.database.transaction() as session:
        post.home.begin(session)
        document = session.get_one(Document, post.home.document)
        document.publication = "draft"
    post.rounds.seen = None
    post.rounds.go()
    (letter,) = letterbox.to(LI)
    assert letter["Subject"] == "您订阅的文件已从本站撤回"
    assert "排污" not in words(letter)


def test_leaving_deletes_the_row_and_what_waits(post: Any, letterbox: Any) -> None:
    token = post.follow(LI)
    post.rounds.go()
    letterbox.arrived.clear()
    post.home.event(EventKind.REPEAL, date(2026, 11, 23))
    assert tell_news(post.home.database, post.head) == 1
    with post.home.database.transaction() as session:
        subscribing.leave(session, token)
    post.rounds.go()
    assert post.rows(Follower) == []
    assert letterbox.arrived == []


def test_who_does_not_confirm_is_forgotten_after_seven_days(post: Any) -> None:
    with post.home.database.transaction() as session:
        thing = subscribing.thing(session, Followed.DOCUMENT, post.home.document)
        subscribing.ask(session, post.head, LI, thing)
    token = post.token(LI)
    clock.set_moment(clock.now() + timedelta(days=7))
    with post.home.database.transaction() as session:
        assert subscribing.confirm(session, token) is None
        assert subscribing.forget_unconfirmed(session) == 1
    assert post.rows(Follower) == []


def test_the_database_alone_leaves_for_nobody(post: Any) -> None:
    token = post.follow(LI)
    (row,) = post.rows(Follower)
    assert token not in str(vars(row))
    with post.home.database.reading() as session:
        assert session.scalars(select(Mail.state)).all() == [MailState.WAITING]


def test_what_waits_is_not_sent_once_it_was_withdrawn(post: Any, letterbox: Any) -> None:
    home = post.home
    for followed, key in ((Followed.DOCUMENT, home.document), (Followed.UNIT, home.water)):
        post.follow(LI, followed, key)
    post.rounds.go()
    letterbox.arrived.clear()
    explained = home.publish()
    # The server is down: written, not sent.
    assert tell_news(home.database, post.head) == 2
    with home.database.transaction() as session:
        release.withdraw(session, explained, "有误", by=home.reviewer)
    post.rounds.go()
    assert len(letterbox.to(LI)) == 2
    assert not any("排污许可管理办法》解读" in words(letter) for _, letter in letterbox.arrived)


def test_what_waits_and_still_holds_is_sent(post: Any, letterbox: Any) -> None:
    post.follow(LI)
    post.rounds.go()
    letterbox.arrived.clear()
    post.home.publish()
    assert tell_news(post.home.database, post.head) == 1
    post.home.event(EventKind.REPEAL, date(2026, 11, 23))
    post.rounds.go()
    assert len(letterbox.to(LI)) == 2


def test_who_has_left_cannot_be_written_to_again(post: Any) -> None:
    token = post.follow(LI)
    with post.home.database.transaction() as session:
        thing = subscribing.thing(session, Followed.DOCUMENT, post.home.document)
        subscribing.ask(session, post.head, LI, thing)
    post.home.event(EventKind.REPEAL, date(2026, 11, 23))
    tell_news(post.home.database, post.head)
    states = (MailState.UNSURE, MailState.GIVEN_UP, MailState.WAITING)
    letters = post.rows(Mail)
    assert len(letters) >= 2
    assert {letter.follower_id for letter in letters} == {post.rows(Follower)[0].id}
    for place, letter in enumerate(letters):
        with post.home.database.transaction() as session:
            session.get_one(Mail, letter.id).state = states[place].value
    with post.home.database.transaction() as session:
        subscribing.leave(session, token)
    left = post.rows(Mail)
    assert {letter.state for letter in left} <= {"unsure", "given_up"}
    assert left
    assert all((letter.recipient, letter.words, letter.leave_url) == ("", "", "") for letter in left)


def test_nothing_to_forget_takes_nobodys_turn_to_write(post: Any, monkeypatch: Any) -> None:
    post.follow(LI)
    post.rounds.go()
    post.rounds.database = post.home.database

    def refuse() -> Any:
        raise AssertionError("an idle round wrote")

    monkeypatch.setattr(type(post.home.database), "transaction", lambda _self: refuse())
    post.rounds._forget()
