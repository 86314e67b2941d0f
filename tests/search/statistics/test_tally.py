"""Searches are counted by day and words, of nobody, and no search ever waits for it."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from threading import Event, Timer
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from base.db import Database
from search.keeping import Keeper
from search.statistics import keeping
from search.statistics.counts import Counts
from search.statistics.keeping import RARE_KEPT, counts_of, keep_counts, prune
from search.statistics.reading import statistics, unexplained
from search.statistics.shown import Shown
from search.statistics.tables import SearchTally
from search.statistics.tally import MOST_OF_ONE, Tally
from search.statistics.wording import OTHERS, PERSONAL

TODAY = date(2026, 11, 23)


@pytest.fixture
def tally(database: Database, hold_clock: Callable[[date], None]) -> Iterator[Tally]:
    hold_clock(TODAY)
    made = Tally(database)
    yield made
    made.close()


def rows(database: Database) -> dict[str, Counts]:
    with database.reading() as session:
        return {row.words: counts_of(row) for row in session.scalars(select(SearchTally))}


def ask(tally: Tally, words: str, times: int, found: int = 1) -> None:
    for number in range(times):
        tally.search(Shown(words, found), f"10.0.{number}.1")


def test_the_same_words_from_one_network_count_once_a_day(
    tally: Tally, hold_clock: Callable[[date], None]
) -> None:
    for _ in range(5):
        tally.search(Shown("养犬", 2), "10.0.0.1")
    tally.search(Shown("养犬", 2), "10.0.1.1")
    hold_clock(TODAY + timedelta(days=1))
    tally.search(Shown("养犬", 2), "10.0.0.1")
    assert tally.write()
    with tally.database.reading() as session:
        counted = {row.day: row.searches for row in session.scalars(select(SearchTally))}
    assert counted == {TODAY: 2, TODAY + timedelta(days=1): 1}


def test_the_end_waits_for_what_is_being_written(
    tally: Tally, hold_clock: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(session: Any, held: Any) -> None:
        begun.set()
        assert go_on.wait(20)
        keep_counts(session, held)

    monkeypatch.setattr("search.statistics.tally.keep_counts", slowly)
    hold_clock(TODAY + timedelta(days=1))
    tally.search(Shown("养犬", 2), "10.0.0.1")
    assert begun.wait(20)
    Timer(0.3, go_on.set).start()
    tally.close()
    assert not [thread for thread in enumerate_threads() if thread.name == "search-tally"]
    assert rows(tally.database)["养犬"].searches == 1


def test_two_processes_count_together(tally: Tally, database: Database) -> None:
    other = Tally(database)
    ask(tally, "养犬", 2)
    ask(other, "养犬", 3, found=0)
    assert tally.write()
    assert other.write()
    row = rows(database)["养犬"]
    assert (row.searches, row.empty) == (5, 3)


def test_one_network_cannot_ask_for_everybody(tally: Tally, database: Database) -> None:
    for number in range(MOST_OF_ONE + 50):
        tally.search(Shown(f"词{number}", 0), "10.0.0.1")
    assert tally.write()
    assert sum(row.searches for row in rows(database).values()) == MOST_OF_ONE


def test_a_day_holds_so_many_wordings_and_the_others_together(
    tally: Tally, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_WORDINGS", 3)
    for number in range(8):
        ask(tally, f"词{number}", 1)
    assert tally.write()
    kept = rows(database)
    assert (len(kept), kept[OTHERS].searches) == (4, 5)


def test_opening_writes_no_words(tally: Tally, database: Database) -> None:
    tally.open("没人检索过的词", 1, "10.0.0.1")
    ask(tally, "养犬", 1)
    tally.open("养犬", 4, "10.0.0.1")
    assert tally.write()
    tally.open("养犬", 1, "10.0.0.2")
    assert tally.write()
    row = rows(database)["养犬"]
    assert (row.opened_first, row.opened_tenth, row.reciprocal) == (1, 1, 1.25)
    assert set(rows(database)) == {"养犬"}


def test_what_cannot_be_written_is_written_next_time(
    tally: Tally, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ask(tally, "养犬", 2)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE search_tally RENAME TO away"))
    assert not tally.write()
    with database.transaction() as session:
        session.execute(text("ALTER TABLE away RENAME TO search_tally"))
    assert "养犬" not in caplog.text
    assert tally.write()
    assert rows(database)["养犬"].searches == 2


# What is let go


def keep(database: Database, words: str, day: date, many: int) -> None:
    with database.transaction() as session:
        keep_counts(session, {(day, words): Counts(searches=many)})


def test_ninety_days_are_kept(database: Database) -> None:
    keep(database, "养犬", TODAY - timedelta(days=90), 5)
    keep(database, "旧词", TODAY - timedelta(days=91), 5)
    with database.transaction() as session:
        prune(session, TODAY)
    assert set(rows(database)) == {"养犬"}


def test_rare_words_become_a_number_after_two_weeks(database: Database) -> None:
    old = TODAY - RARE_KEPT - timedelta(days=1)
    keep(database, "张某的案子", old, 2)
    keep(database, "李某的案子", old, 1)
    keep(database, "养犬", old, 3)
    keep(database, "新词", TODAY - RARE_KEPT, 1)
    with database.transaction() as session:
        prune(session, TODAY)
    kept = rows(database)
    assert set(kept) == {"养犬", "新词", OTHERS}
    assert kept[OTHERS].searches == 3


# What is read


def test_no_wording_is_shown_that_fewer_than_three_asked_for(database: Database) -> None:
    keep(database, "养犬", TODAY, 3)
    keep(database, "张某的案子", TODAY, 2)
    keep(database, PERSONAL, TODAY, 7)
    with database.reading() as session:
        held = statistics(session, TODAY - timedelta(days=6), TODAY)
    assert [line.name for line in held.top] == ["养犬"]
    assert (held.total.searches, held.rare, held.unnamed[0].counts.searches) == (12, 2, 7)
    assert "张某" not in repr(held)


def test_a_week_groups_what_was_asked_in_vain(database: Database) -> None:
    with database.transaction() as session:
        held = {
            (TODAY, "环评批复有效期多久"): Counts(searches=2, empty=2),
            (TODAY + timedelta(days=6), "环评批复有效期"): Counts(searches=1, empty=1),
            (TODAY + timedelta(days=7), "环评批复有效期几年"): Counts(searches=9, empty=9),
            (TODAY, "水污染防治条例"): Counts(searches=9),
        }
        keep_counts(session, held)
    with database.reading() as session:
        found = unexplained(session, TODAY)
    assert [(each.label, each.searches, each.empty) for each in found] == [("环评批复有效期", 3, 3)]


# The page


@pytest.fixture
def page(keeper: Keeper, client: FlaskClient, hold_clock: Callable[[date], None]) -> FlaskClient:
    hold_clock(TODAY)
    keeper.catch_up()
    return client


def counted(app: Flask) -> dict[str, Counts]:
    assert app.extensions["tally"].write()
    return rows(app.extensions["database"])


def get(page: FlaskClient, path: str, address: str = "10.0.0.1", agent: str = "Firefox") -> Any:
    return page.get(path, environ_base={"REMOTE_ADDR": address}, headers={"User-Agent": agent})


def test_a_page_from_the_cache_counts_like_a_fresh_one(page: FlaskClient) -> None:
    for number in range(4):
        assert get(page, "/search?q=犬绳", f"10.0.{number}.1").status_code == 200
    assert len(page.application.extensions["front"].cache) == 1
    assert counted(page.application)["犬绳"].searches == 4


def test_a_page_that_the_reader_has_already_counts_too(page: FlaskClient) -> None:
    etag = get(page, "/search?q=犬绳").headers["ETag"]
    again = page.get(
        "/search?q=犬绳", headers={"If-None-Match": etag}, environ_base={"REMOTE_ADDR": "10.9.9.9"}
    )
    assert again.status_code == 304
    assert counted(page.application)["犬绳"].searches == 2


def test_narrowing_leafing_and_sorting_are_no_searches(page: FlaskClient) -> None:
    for more in ("status=in_force", "page=2", "sort=newest", "on=2021-01-01", "from=2020-01-01"):
        get(page, f"/search?q=犬绳&{more}")
    assert counted(page.application) == {}


def test_a_number_that_leads_on_is_a_search_that_found(page: FlaskClient) -> None:
    assert get(page, "/search?q=云环发[2021]16号").status_code == 303
    row = counted(page.application)["云环发[2021]16号"]
    assert (row.searches, row.empty) == (1, 0)


def test_a_question_that_got_no_answer_was_asked_in_vain(page: FlaskClient) -> None:
    get(page, "/answers?q=银河系怎么漫游")
    row = counted(page.application)["银河系怎么漫游"]
    assert (row.searches, row.empty) == (1, 1)


def test_programs_that_say_so_are_not_counted(page: FlaskClient) -> None:
    get(page, "/search?q=犬绳", agent="Mozilla/5.0 (compatible; SomeBot/2.1)")
    get(page, "/search?q=犬绳", agent="curl/8.5")
    assert counted(page.application) == {}


def test_a_busy_database_makes_no_search_wait(page: FlaskClient) -> None:
    database: Database = page.application.extensions["database"]
    with database.transaction() as session:
        session.execute(text("UPDATE generation SET number = number"))
        assert get(page, "/search?q=犬绳").status_code == 200
    assert counted(page.application)["犬绳"].searches == 1


def test_an_opened_hit_is_counted_by_its_place(page: FlaskClient) -> None:
    html = get(page, "/search?q=犬绳").text
    assert 'start="1" data-counted="犬绳"' in html
    answer = page.post("/search/opened", data={"words": "犬绳", "place": "1"})
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    row = counted(page.application)["犬绳"]
    assert (row.opened_first, row.reciprocal) == (1, 1.0)


@pytest.mark.parametrize(
    "form",
    [
        {"words": "犬绳", "place": "0"},
        {"words": "犬绳", "place": "x"},
        {"words": "犬繩", "place": "1"},
        {"words": PERSONAL, "place": "1"},
        {"words": "犬" * 61, "place": "1"},
        {},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(page: FlaskClient, form: dict[str, str]) -> None:
    assert page.post("/search/opened", data=form).status_code in {400, 422}


# History of nothing


def test_no_byte_of_who_asked_is_kept(
    page: FlaskClient, caplog: pytest.LogCaptureFixture, config: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = [(f"203.0.113.{number}", f"Planted-Agent-{number}/9.{number}") for number in range(20)]
    for number, (address, agent) in enumerate(planted):
        get(page, f"/search?q=犬绳 {number}", address, agent)
        page.post(
            "/search/opened",
            data={"words": f"犬绳 {number}", "place": "1"},
            environ_base={"REMOTE_ADDR": address},
            headers={"User-Agent": agent},
        )
    get(page, "/search?q=我叫张三丰 13800138000 怎么办")
    assert len(counted(page.application)) == 21
    kept = caplog.text.encode() + dump(page.application.extensions["database"])
    for path in config.data.rglob("*"):
        kept += path.read_bytes() if path.is_file() else b""
    assert "犬绳 7".encode() in kept
    traces = [trace for pair in planted for trace in pair] + [
        "Planted-Agent",
        "203.0.113",
        "张三丰",
        "13800138000",
    ]
    assert [trace for trace in traces if trace.encode() in kept] == []


def dump(database: Database) -> bytes:
    """Every value of every table."""
    with database.reading() as session:
        found = [
            row for table in SearchTally.metadata.sorted_tables for row in session.execute(select(table))
        ]
    return repr(found).encode()
