"""The auditor's pages: deeds found, shown, checked, taken away as a table."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from base.db import Database
from base.staff import audit
from base.staff.roles import Actor, Role
from base.staff.units import UnitOrder

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LEGAL = UnitOrder("澄江省生态环境厅", "法规与标准处")


@pytest.fixture
def auditor(visitor: Any, people: Any) -> Any:
    """The auditor, signed in."""
    people.make("audit", Role.AUDITOR)
    visitor.sign_in("audit")
    return visitor


def deeds(database: Database, count: int) -> None:
    doer = Actor(9, "li", "李四", Role.LEGAL_OFFICER, address="10.0.0.9")
    for number in range(count):
        with database.transaction() as session:
            audit.record(
                session, doer, "marking.repeal", f"document:{number}", before={"n": 0}, after={"=cmd": "=1+1"}
            )


def test_deeds_are_found_by_person_deed_subject_and_days(
    auditor: Any, people: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(datetime(2026, 10, 1, 15, 59, tzinfo=UTC))
    deeds(people.database, 2)
    hold_clock(datetime(2026, 10, 1, 16, 1, tzinfo=UTC))
    deeds(people.database, 1)
    hold_clock(NOON)

    def count(query: str) -> str:
        found = re.search(r"共 (\d+) 条", auditor.client.get(f"/admin/audit?{query}").text)
        assert found
        return found[1]

    assert count("name=li") == "3"
    assert count("deed=marking") == "3"
    assert count("deed=标注") == "3", "a deed is asked for by its Chinese name, too"
    assert count("subject=document:1&name=li") == "1"
    # Days are days here, not in Greenwich.
    assert count("name=li&since=2026-10-02") == "1"
    assert count("name=li&through=2026-10-01") == "2"
    assert count("name=nobody") == "0"
    assert count("subject=%25") == "0", "a sign of SQL is a sign like any other"


def test_a_long_trail_has_pages(auditor: Any, people: Any) -> None:
    deeds(people.database, 55)
    first = auditor.client.get("/admin/audit?name=li").text
    assert "第 1 页，共 2 页" in first
    assert 'href="?name=li&amp;page=2"' in first
    assert auditor.client.get("/admin/audit?name=li&page=2").text.count(">document:") == 5
    assert auditor.client.get("/admin/audit?page=0").status_code == 400


@pytest.mark.parametrize(
    "query", ["since=tomorrow", "since=2026-02-30", "since=2026-10-02&through=2026-10-01", "x=1"]
)
def test_a_wrong_question_is_told(auditor: Any, query: str) -> None:
    assert auditor.client.get(f"/admin/audit?{query}").status_code == 422


def test_one_deed_shows_before_and_after(auditor: Any, people: Any) -> None:
    deeds(people.database, 1)
    key = people.rows("marking")[0].id
    page = auditor.client.get(f"/admin/audit/{key}").text
    assert "10.0.0.9" in page
    assert '<th scope="row">n</th><td>0</td><td></td>' in page
    assert auditor.client.get("/admin/audit/9999").status_code == 404


def test_the_export_computes_nothing_in_a_spreadsheet(auditor: Any, people: Any) -> None:
    deeds(people.database, 2)
    with people.database.transaction() as session:
        audit.record(session, Actor(3, "=HYPERLINK(1)", "x", None), "@sum", "＝1+1")
    answer = auditor.post("/admin/audit/export", {"since": "2020-01-01"}, "/admin/audit")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''audit-")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0][0] == "序号"
    assert len(rows) - 1 == len(people.rows())
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@＝＋－＠\t\r")]
    assert people.rows("audit.export")[0].after == {"since": "2020-01-01"}


def test_a_check_is_run_and_its_outcome_stays(auditor: Any, people: Any) -> None:
    deeds(people.database, 3)
    assert "还没有核验过" in auditor.client.get("/admin/audit").text
    auditor.post("/admin/audit/check", {}, "/admin/audit")
    page = auditor.client.get("/admin/audit").text
    assert "全部完好" in page
    assert people.rows("audit.check")[0].after["faults"] == []


def test_a_check_tells_what_is_wrong(auditor: Any, people: Any, forge: Callable[..., None]) -> None:
    deeds(people.database, 3)
    key = people.rows("marking")[0].id
    forge(f"UPDATE audit SET subject = 'document:99' WHERE id = {key}")  # noqa: S608  # an attacker's own words
    auditor.post("/admin/audit/check", {}, "/admin/audit")
    assert f"第 {key} 条与链值不符" in auditor.client.get("/admin/audit").text
