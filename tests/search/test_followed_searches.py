"""A followed search tells what was registered since and what ended; nothing hidden, and nothing twice."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from base import clock
from base.config import Config, Mailing
from base.db import Database
from base.outbox import post
from interpretations.following import saved, subscribing
from interpretations.following.companion import Rounds
from interpretations.following.letterhead import Letterhead, letterhead, token_of
from interpretations.following.news import is_any_begun, tell_news
from interpretations.following.tables import Followed, Follower, Mail, MailState, SavedSearch
from registry.law.terms import EventKind
from registry.tables import EventRow, ProvisionRow
from search.answering import Answering
from search.following import FollowedSearches, fields
from search.keeping import Keeper

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
LI, WANG = "li@example.cn", "wang@example.cn"


@dataclass
class Reader:
    """Readers of a registry whose searches are told of."""

    database: Database
    shelf: Any
    head: Letterhead
    move: Callable[[datetime], None]

    def follow(self, query: str, email: str = LI, *, first_round: bool = True) -> None:
        """Somebody follows a search and confirms it; what it finds now need not be told."""
        with self.database.transaction() as session:
            wanted = saved.wanted_search(session, query)
            assert wanted is not None
            subscribing.ask(session, self.head, email, wanted)
            row = session.query(Follower).filter_by(email=email).order_by(Follower.id.desc()).first()
            token = token_of(self.head, row.email, row.followed, row.key, row.asked_at)
            assert subscribing.confirm(session, token) is not None
        assert not first_round or self.told() == []

    def told(self) -> list[str]:
        """The words of the letters that one round writes."""
        before = len(self.letters())
        tell_news(self.database, self.head)
        return [letter.words for letter in self.letters()[before:]]

    def letters(self) -> list[Mail]:
        with self.database.reading() as session:
            found = session.query(Mail).filter(Mail.key.startswith("news:")).order_by(Mail.id).all()
            session.expunge_all()
            return found

    def repeal(self, key: int) -> None:
        with self.database.transaction() as session:
            made = {"recorded_at": clock.now(), "recorded_by": "tests"}
            row = EventRow(document_id=key, kind=EventKind.REPEAL, on=clock.today(), provisions=[], **made)
            session.add(row)
            post(session, "document", [key])

    def a_day_later(self) -> None:
        self.move(clock.now() + timedelta(days=1))


@pytest.fixture
def reader(config: Config, database: Database, shelf: Any, hold_clock: Callable[[datetime], None]) -> Reader:
    hold_clock(NOON)
    mailing = Mailing("127.0.0.1", 25, security="none", sender="no-reply@policy.example.cn")
    searches = FollowedSearches(lambda: Answering(Keeper(config, database), mends=False))
    database.hand_down(saved.SEARCHES, searches)
    head = letterhead(replace(config, mailing=mailing, base_url="https://policy.example.cn"))
    return Reader(database, shelf, head, hold_clock)


def test_a_new_document_that_matches_is_told_once(reader: Reader) -> None:
    reader.follow("q=养犬")
    reader.shelf.put("云岭省养犬登记规定", "养犬应当登记。")
    reader.shelf.put("云岭省电梯管理规定", "电梯应当检验。")
    letters = reader.told()
    assert len(letters) == 1
    assert "您订阅的检索：“养犬”，有 1 项变化" in letters[0]
    assert "【新文件】《云岭省养犬登记规定》" in letters[0]
    reader.a_day_later()
    assert reader.told() == []


def test_what_is_registered_right_after_the_confirmation_is_told(reader: Reader) -> None:
    reader.follow("q=养犬", first_round=False)
    reader.shelf.put("云岭省养犬登记规定", "养犬应当登记。")
    letters = reader.told()
    assert len(letters) == 1
    assert "有 1 项变化" in letters[0]
    assert "养犬登记规定" in letters[0]


def test_a_round_looks_once_what_a_new_search_finds_though_nothing_changed(reader: Reader) -> None:
    rounds = Rounds(reader.database, reader.head)
    rounds._tell()
    reader.follow("q=养犬", first_round=False)
    rounds._tell()
    with reader.database.reading() as session:
        assert "document:1" in session.query(Follower).one().told["hits"]
        assert not is_any_begun(session)
    reader.repeal(1)
    assert "【文件不再有效】" in reader.told()[0]


def test_a_search_that_finds_nothing_is_looked_for_once(reader: Reader) -> None:
    reader.follow("q=银河系漫游")
    with reader.database.reading() as session:
        assert not is_any_begun(session)


def test_what_was_there_is_not_told(reader: Reader) -> None:
    reader.follow("q=管理规定")
    reader.shelf.change(1)
    assert reader.told() == []


def test_a_repeal_of_what_was_found_is_told(reader: Reader) -> None:
    reader.follow("q=养犬")
    reader.repeal(1)
    assert "【文件不再有效】《云岭省养犬管理规定》" in reader.told()[0]


def test_an_old_document_that_is_found_for_the_first_time_is_no_news(reader: Reader) -> None:
    key = reader.shelf.put("云岭省犬只防疫规定", "犬只应当免疫。")
    reader.follow("q=噪声监测")
    # Registered long ago, and only now it has the words: nothing was added to the registry.
    with reader.database.transaction() as session:
        session.query(ProvisionRow).filter(ProvisionRow.body == "犬只应当免疫。").update(
            {"body": "噪声监测。"}
        )
        post(session, "document", [key])
    assert reader.told() == []
    with reader.database.reading() as session:
        known = session.query(Follower).one().told
    assert f"document:{key}" in known["hits"]


def test_a_filter_of_the_search_holds(reader: Reader) -> None:
    reader.follow("q=管理规定&status=repealed")
    reader.shelf.put("云岭省养犬管理规定实施细则", "养犬管理规定的实施。")
    assert reader.told() == []
    reader.shelf.put("云岭省旧时管理规定", "旧时管理规定。", repealed=date(2024, 1, 1))
    assert "云岭省旧时管理规定" in reader.told()[0]


def test_one_letter_a_day_and_the_rest_in_one_the_next(reader: Reader) -> None:
    reader.follow("q=养犬")
    reader.shelf.put("云岭省养犬登记规定", "养犬应当登记。")
    assert len(reader.told()) == 1
    reader.shelf.put("云岭省养犬免疫规定", "养犬应当免疫。")
    assert reader.told() == []
    reader.shelf.put("云岭省养犬罚则", "违反养犬规定的，处罚款。")
    reader.a_day_later()
    letters = reader.told()
    assert len(letters) == 1
    assert "养犬免疫规定" in letters[0]
    assert "养犬罚则" in letters[0]


def test_what_is_hidden_is_never_told(reader: Reader) -> None:
    reader.follow("q=养犬")
    key = reader.shelf.put("云岭省养犬内部规定", "养犬内部事项。")
    reader.shelf.withdraw(key)
    assert reader.told() == []


def test_a_letter_that_waits_does_not_go_out_with_what_was_withdrawn(reader: Reader) -> None:
    reader.follow("q=养犬")
    key = reader.shelf.put("云岭省养犬登记规定", "养犬应当登记。")
    assert len(reader.told()) == 1
    reader.shelf.withdraw(key)
    reader.told()
    waiting = [each for each in reader.letters() if each.state == MailState.WAITING.value]
    assert all("养犬登记规定" not in each.words for each in waiting)


def test_while_the_index_cannot_tell_nothing_is_lost(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.follow("q=养犬")
    reader.shelf.put("云岭省养犬登记规定", "养犬应当登记。")

    def away(_self: Keeper) -> int:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(Keeper, "catch_up", away)
        assert reader.told() == []
    assert "养犬登记规定" in reader.told()[0]


def test_two_who_follow_the_same_have_one_search_which_goes_with_the_last(reader: Reader) -> None:
    reader.follow("q=养犬&sort=newest&page=2")
    reader.follow("page=1&q=+养犬+", WANG)
    with reader.database.transaction() as session:
        assert [row.query for row in session.query(SavedSearch)] == [f"q={quote('养犬')}"]
        session.query(Follower).filter_by(email=LI).delete()
    Rounds(reader.database, reader.head)._forget()
    with reader.database.transaction() as session:
        assert session.query(SavedSearch).count() == 1
        session.query(Follower).delete()
    Rounds(reader.database, reader.head)._forget()
    with reader.database.reading() as session:
        assert session.query(SavedSearch).count() == 0


@given(st.text(max_size=200))
def test_the_normal_form_is_its_own(raw: str) -> None:
    searches = FollowedSearches(lambda: pytest.fail("naming asks no index"))
    named = searches.named(raw)
    if named:
        assert searches.named(named[0]) == named
        assert fields(named[0]) == fields(raw)


# The pages


@pytest.fixture
def page(reader: Reader, client: FlaskClient, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    assert reader
    keeper.catch_up()
    extensions = client.application.extensions
    client.application.config["WTF_CSRF_ENABLED"] = False
    mailing = Mailing("127.0.0.1", 25, security="none", sender="no-reply@policy.example.cn")
    monkeypatch.setitem(extensions, "config", replace(extensions["config"], mailing=mailing))
    return client


def test_from_the_hits_one_comes_to_the_form_and_from_there_to_a_letter(page: FlaskClient) -> None:
    address = re.search(r'href="(/follow\?search=[^"]+)"', page.get("/search?q=养犬&status=in_force").text)
    assert address is not None
    form = page.get(unescape(address.group(1)))
    assert "检索：“养犬”（时效：现行有效）" in form.text
    query = re.search(r'name="query" value="([^"]+)"', form.text)
    assert query is not None
    sent = page.post("/follow", data={"target": "search-0", "query": unescape(query.group(1)), "email": LI})
    assert (sent.status_code, sent.location) == (303, "/follow/sent")
    with page.application.extensions["database"].reading() as session:
        row = session.query(Follower).one()
        assert (row.followed, row.email) == (Followed.SEARCH.value, LI)
        assert "“养犬”（时效：现行有效）" in session.query(Mail).one().words


@pytest.mark.parametrize("raw", ["", "q=", "q=%20", "x=1", "q=" + "养" * 300 + "&issuer=" + "厅" * 120])
def test_what_asks_nothing_cannot_be_followed(page: FlaskClient, raw: str) -> None:
    answer = page.post("/follow", data={"target": "search-0", "query": raw, "email": LI})
    with page.application.extensions["database"].reading() as session:
        followed = session.query(Follower).count()
    assert (answer.status_code, followed) == (422, 0)


def test_the_form_offers_to_follow_a_search_only_where_letters_leave(
    client: FlaskClient, keeper: Keeper
) -> None:
    keeper.catch_up()
    assert "/follow?search=" not in client.get("/search?q=养犬").text
