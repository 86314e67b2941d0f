"""The desk sees what is asked and not found, grouped by the week, and can act on it; nobody else sees it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from base.db import Database
from base.staff.roles import Role
from registry.watch.rounds import go_round
from registry.watch.tables import Task, TaskCode
from search.keeping import Keeper
from search.statistics.counts import Counts
from search.statistics.keeping import keep_counts
from search.statistics.watching import WATCH
from search.statistics.wording import PERSONAL

TODAY = date(2026, 12, 1)
LAST_WEEK = date(2026, 11, 25)


@pytest.fixture
def desk(
    keeper: Keeper, client: FlaskClient, act_as: Callable[..., Any], hold_clock: Callable[[date], None]
) -> FlaskClient:
    hold_clock(TODAY)
    keeper.catch_up()
    act_as(Role.LEGAL_OFFICER, account_id=None, organ="澄江省生态环境厅")
    opened = Counts(searches=6)
    opened.open(1)
    opened.open(2)
    held = {
        (TODAY, "养犬"): opened,
        (LAST_WEEK, "遛狗要不要牵绳"): Counts(searches=3, empty=3),
        (LAST_WEEK, "遛狗牵绳"): Counts(searches=1, empty=1),
        (LAST_WEEK, "张某某的狗"): Counts(searches=2, empty=2),
        (LAST_WEEK, PERSONAL): Counts(searches=4),
    }
    with client.application.extensions["database"].transaction() as session:
        keep_counts(session, held)
    return client


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return re.sub(r"<[^>]{0,400}>|\s+", "", unescape(answer.text))


def test_the_page_tells_what_is_asked_and_where_readers_go_on(desk: FlaskClient) -> None:
    page = words(desk, "/desk/search")
    assert "养犬6020.75" in page
    assert "含个人信息，未记录4次" in page
    assert "遛狗要不要牵绳" in page


def test_what_few_asked_for_is_on_no_page_and_in_no_file(desk: FlaskClient) -> None:
    for path in ("/desk/search?days=90", "/desk/search/export.csv", "/desk/search/gaps?week=2026-W48"):
        assert "张某某" not in desk.get(path).text, path


def test_the_table_can_be_taken_away(desk: FlaskClient) -> None:
    rows = list(csv.reader(io.StringIO(desk.get("/desk/search/export.csv").get_data().decode("utf-8-sig"))))
    assert rows[0][:4] == ["检索词", "检索次数", "其中没有结果", "打开次数"]
    assert rows[1] == ["养犬", "6", "0", "2", "1", "1", "0", "0", "0.750"]


def test_a_week_leads_from_what_was_not_found_to_an_explanation_and_to_the_word_list(
    desk: FlaskClient,
) -> None:
    html = unescape(desk.get("/desk/search/gaps?week=2026-W48").text)
    assert "遛狗要不要牵绳" in html
    assert "4 次检索" in html
    assert re.search(r'href="/desk/interpretations/new\?[^"]*question=%E9%81%9B', html)
    assert re.search(r'href="/desk/words\?word=%E9%81%9B', html)
    assert "遛狗" not in words(desk, "/desk/search/gaps?week=2026-W47")


@pytest.mark.parametrize("query", ["?days=8", "/gaps?week=2026-W54", "/gaps?week=x", "/gaps?week=0000-W01"])
def test_other_spans_are_refused_by_name(desk: FlaskClient, query: str) -> None:
    assert desk.get(f"/desk/search{query}").status_code == 400


def test_a_week_with_vain_searches_is_a_task_until_it_is_old(desk: FlaskClient) -> None:
    database: Database = desk.application.extensions["database"]

    def tasks(day: date) -> list[tuple[str, str]]:
        with database.transaction() as session:
            go_round(session, day, (WATCH,))
            rows = session.query(Task).filter(Task.code == TaskCode.SEARCH_GAP.value)
            return [(row.path, row.state) for row in rows]

    assert tasks(TODAY) == [("/desk/search/gaps?week=2026-W48", "open")]
    assert tasks(TODAY + timedelta(weeks=5)) == [("/desk/search/gaps?week=2026-W48", "dropped")]


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.AUDITOR])
def test_others_are_not_shown_what_is_asked(
    desk: FlaskClient, act_as: Callable[..., Any], role: Role
) -> None:
    act_as(role, account_id=None, organ="澄江省生态环境厅")
    assert desk.get("/desk/search").status_code == 403
