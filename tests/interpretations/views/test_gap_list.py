"""Rulings on the public gap list: everybody sees who owes what, and that the numbers are counted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from interpretations.publishing import plans, release
from interpretations.reads import duties
from interpretations.views import shelf
from registry.tables import Document

PLACE = "/interpretations/gaps"
TITLE = "澄江省排污许可管理办法"


@pytest.fixture
def public(home: Any, client: FlaskClient) -> FlaskClient:
    """A reader of the public pages, at noon of 23 November 2026."""
    return client


def page(public: FlaskClient, query: str = "") -> str:
    answer = public.get(f"{PLACE}{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)[:1000]
    return answer.get_data(as_text=True)


def test_whoever_owes_is_named_with_the_last_day(public: FlaskClient) -> None:
    shown = page(public)
    assert TITLE in shown
    assert "水生态环境处" in shown
    assert '<time datetime="2026-11-25">' in shown
    assert "解读期限内" in shown


def test_strangers_who_ask_in_many_ways_let_it_be_read_once(
    public: FlaskClient, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[date] = []

    def counted(session: Any, policy: Any, on: date) -> Any:
        read.append(on)
        return duties.duties(session, policy, on)

    monkeypatch.setattr(shelf, "read_duties", counted)
    for query in ("", "?page=2", f"?unit={home.water}", "?year=2026", "?state=waiting"):
        page(public, query)
        public.get(f"{PLACE}.json{query}")
    assert read == [date(2026, 11, 23)]
    home.publish()
    page(public)
    assert len(read) == 2


def test_a_term_that_runs_out_is_told_at_midnight(
    public: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    page(public)
    hold_clock(date(2026, 11, 26))
    assert "逾期未解读</span>" in page(public)


def test_an_interpretation_that_comes_out_is_there_at_once_and_gone_with_its_withdrawal(
    public: FlaskClient, home: Any
) -> None:
    page(public)
    key = home.publish()
    shown = page(public)
    assert "按期解读</span>" in shown
    assert f'href="/interpretations/{key}"' in shown
    with home.database.transaction() as session:
        release.withdraw(session, key, "数字有误", by=home.reviewer)
    assert "按期解读</span>" not in page(public)


def test_documents_without_a_unit_are_told_apart_and_not_hidden(public: FlaskClient, home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).drafting_unit_id = None
    assert "起草单位未登记" in page(public)
    assert TITLE in page(public, "?unit=none")
    assert TITLE not in page(public, f"?unit={home.water}")


def test_a_withdrawn_document_is_not_told_of(public: FlaskClient, home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = "withdrawn"
    assert TITLE not in page(public)


@pytest.mark.parametrize("query", ["?state=x", "?unit=water", "?year=99", "?page=0", "?unit=1&unit=2&year=x"])
def test_a_wrong_question_is_told(public: FlaskClient, query: str) -> None:
    assert public.get(f"{PLACE}{query}").status_code == 400


def test_programs_get_the_same(public: FlaskClient, home: Any) -> None:
    key = home.publish()
    found = public.get(f"{PLACE}.json").get_json()
    assert found["promise"]["working_days"] == 3
    assert found["counts"] == {
        "not_owed": 0,
        "waiting": 0,
        "met": 1,
        "late": 0,
        "missing": 0,
        "owed": 1,
        "met_rate": "100.0%",
    }
    (document,) = found["documents"]
    assert document["state"] == {"value": "met", "label": "按期解读"}
    assert document["first"] == {"url": f"http://localhost/interpretations/{key}", "on": "2026-11-23"}
    assert document["due_on"] == "2026-11-25"


def test_a_reason_is_shown_as_words(public: FlaskClient, home: Any) -> None:
    with home.database.transaction() as session:
        plans.waive(session, home.document, "<script>alert(1)</script>", by=home.drafter)
    assert "<script>alert" not in page(public)
    assert "&lt;script&gt;" in page(public)
