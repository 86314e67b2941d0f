"""No remembered page outlives the change, the midnight or the moment that makes it wrong."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, Response, make_response, session
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from base import clock, outbox, pagecache, web
from base.db import Database
from base.pagecache import Key, Page, PageCache


class Counted:
    """A small site whose pages say how often they were made."""

    def __init__(self, database: Database) -> None:
        self.made = 0
        self.app = Flask("small")
        self.app.secret_key = "for tests only"
        self.app.testing = True
        self.app.extensions["database"] = database
        self.front = pagecache.install(self.app, database)
        self.app.get("/page")(web.cached_page(self.page))
        self.app.get("/fresh", endpoint="fresh")(self.page)
        self.app.get("/noon")(web.cached_page(self.until_noon))
        self.app.get("/cookie")(web.cached_page(self.with_cookie))
        self.app.get("/session")(web.cached_page(self.with_session))
        self.app.get("/fault")(web.cached_page(self.fault))

    def page(self) -> str:
        self.made += 1
        return f"made {self.made}, {' '.join(web.look())}"

    def until_noon(self) -> str:
        web.holds_until(datetime(2026, 11, 23, 5, tzinfo=UTC))
        web.holds_until(datetime(2026, 11, 23, 4, tzinfo=UTC))
        return self.page()

    def with_cookie(self) -> Response:
        response = make_response(self.page())
        response.set_cookie("seen", "yes")
        return response

    def with_session(self) -> str:
        session["name"] = "somebody"
        return self.page()

    def fault(self) -> ResponseReturnValue:
        return self.page(), 404


@pytest.fixture
def site(database: Database) -> Iterator[Counted]:
    made = Counted(database)
    yield made
    made.front.pulse.close()


@pytest.fixture
def reader(site: Counted) -> FlaskClient:
    return site.app.test_client(use_cookies=False)


def test_a_page_is_made_once_while_nothing_changes(reader: FlaskClient, site: Counted) -> None:
    assert reader.get("/page").data == reader.get("/page").data
    assert site.made == 1


def test_a_change_of_the_registry_makes_it_anew(
    reader: FlaskClient, site: Counted, database: Database
) -> None:
    reader.get("/page")
    with database.transaction() as opened:
        outbox.post(opened, "document", [1])
    reader.get("/page")
    assert site.made == 2


def test_a_change_that_was_rolled_back_does_not(
    reader: FlaskClient, site: Counted, database: Database
) -> None:
    reader.get("/page")
    with database.reading() as opened:
        outbox.post(opened, "document", [1])
    reader.get("/page")
    assert site.made == 1


def test_midnight_in_shanghai_makes_it_anew(
    reader: FlaskClient, site: Counted, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(datetime(2026, 7, 31, 15, 59, 59, tzinfo=UTC))
    reader.get("/page")
    hold_clock(datetime(2026, 7, 31, 16, 0, 0, tzinfo=UTC))
    reader.get("/page")
    assert site.made == 2


def test_a_page_ends_at_the_earliest_moment_its_view_named(
    reader: FlaskClient, site: Counted, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(datetime(2026, 11, 23, 3, 59, 59, tzinfo=UTC))
    reader.get("/noon")
    reader.get("/noon")
    assert site.made == 1
    hold_clock(datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC))
    reader.get("/noon")
    assert site.made == 2


def test_each_query_and_host_has_its_own_page(reader: FlaskClient, site: Counted) -> None:
    for address, host in [("/page?a=1", "a"), ("/page?a=2", "a"), ("/page?a=1", "b")]:
        reader.get(address, base_url=f"http://{host}/")
    assert site.made == 3


def test_large_type_has_its_own_page_and_unknown_looks_do_not(reader: FlaskClient, site: Counted) -> None:
    plain = reader.get("/page")
    large = reader.get("/page", headers={"Cookie": "appearance=large"})
    strange = reader.get("/page", headers={"Cookie": "appearance=sparkling; other=1"})
    assert (plain.text, large.text, strange.text) == ("made 1, ", "made 2, large", "made 1, ")
    assert "Cookie" in plain.headers["Vary"]
    assert site.made == 2


def test_the_second_request_with_the_etag_gets_304_and_no_body(reader: FlaskClient, site: Counted) -> None:
    etag = reader.get("/page").headers["ETag"]
    again = reader.get("/page", headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert "Content-Type" not in again.headers
    assert again.headers["Cache-Control"] == "no-cache"
    assert reader.get("/page", headers={"If-None-Match": '"other"'}).status_code == 200
    assert site.made == 1


def test_a_page_no_longer_remembered_still_gives_304_when_it_is_the_same(
    reader: FlaskClient, site: Counted
) -> None:
    etag = reader.get("/page").headers["ETag"]
    site.made = 0
    site.front.cache = PageCache()
    assert reader.get("/page", headers={"If-None-Match": etag}).status_code == 304


def test_head_is_answered_from_the_page_without_its_body(reader: FlaskClient, site: Counted) -> None:
    length = reader.get("/page").headers["Content-Length"]
    head = reader.head("/page")
    assert (head.data, head.headers["Content-Length"], site.made) == (b"", length, 1)


@pytest.mark.parametrize("address", ["/fresh", "/fault", "/cookie", "/session"])
def test_what_is_not_the_same_for_everybody_is_made_each_time(
    reader: FlaskClient, site: Counted, address: str
) -> None:
    reader.get(address)
    reader.get(address)
    assert site.made == 2


def test_whoever_is_logged_in_gets_fresh_pages(reader: FlaskClient, site: Counted) -> None:
    reader.get("/page", headers={"Cookie": "session=abc"})
    reader.get("/page", headers={"Cookie": "session=abc"})
    assert site.made == 2


def test_without_a_database_pages_are_made_rather_than_refused(tmp_path: object) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.sqlite")
    site = Counted(empty)
    reader = site.app.test_client()
    assert [reader.get("/page").status_code for _ in range(2)] == [200, 200]
    assert site.made == 2
    site.front.pulse.close()
    empty.close()


def test_the_pulse_opens_a_new_connection_when_the_old_one_broke(database: Database) -> None:
    pulse = pagecache.Pulse(database)
    assert pulse.beat() == pagecache.Beat(0, None)
    pulse._connection.close()
    assert pulse.beat() is None
    assert pulse.beat() == pagecache.Beat(0, None)
    pulse.close()


def test_one_pulse_serves_every_thread(database: Database) -> None:
    pulse = pagecache.Pulse(database)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _turn: pulse.beat(), range(400))) == {pagecache.Beat(0, None)}
    pulse.close()


def a_key(number: int) -> Key:
    return ("http", "localhost", f"/{number}", "", frozenset(), date(2026, 11, 23), 1)


def a_page(size: int, until: datetime | None = None) -> Page:
    return Page("200 OK", [], b"x" * size, '"etag"', until)


def test_lets_go_of_the_page_unused_for_longest() -> None:
    cache = PageCache(entries=2)
    cache.keep(a_key(1), a_page(1))
    cache.keep(a_key(2), a_page(1))
    cache.find(a_key(1))
    cache.keep(a_key(3), a_page(1))
    assert [cache.find(a_key(number)) is not None for number in (1, 2, 3)] == [True, False, True]


def test_holds_no_more_bytes_than_it_may() -> None:
    cache = PageCache(entries=100, size=10_000)
    for number in range(50):
        cache.keep(a_key(number % 20), a_page(number * 50))
        assert cache.held <= 10_000
    assert cache.held == sum(page.weight for page in cache._pages.values())


def test_a_page_whose_time_is_over_is_not_found() -> None:
    cache = PageCache()
    cache.keep(a_key(1), a_page(1, until=clock.now() - timedelta(seconds=1)))
    assert cache.find(a_key(1)) is None
