"""Selecting at the desk (选登): it stays a selected answer, and only who may write it makes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from base import clock
from base.staff.roles import Role
from interpretations.desk import dispatch_deeds
from interpretations.enquiries import letters, listing, rates, replying
from interpretations.enquiries.steps import without_words
from interpretations.enquiries.tables import Enquiry
from interpretations.following.tables import Mail
from interpretations.publishing import editing
from interpretations.publishing.works import Work, works
from interpretations.rules.terms import Origin, Progress
from interpretations.tables import Interpretation

ORGAN = "澄江省生态环境厅"


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


@pytest.fixture
def sit(home: Any, act_as: Callable[..., Any]) -> Callable[..., Any]:
    """Let somebody of a role sit at the desk, in the unit of that name."""

    def sitting(role: Role, unit: str = "water") -> Any:
        return act_as(role, account_id=None, unit_id=getattr(home, unit), unit=unit, organ=ORGAN)

    return sitting


def do(client: FlaskClient, key: int, deed: str, **typed: str) -> Any:
    """A deed on an enquiry as its page shows it."""
    page = client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    return client.post(f"/desk/enquiries/{key}/{deed}", data={"version": version, **typed})


def selected(desk: Any, client: FlaskClient, sit: Callable[..., Any]) -> int:
    """The working copy that was made of an answer."""
    key = desk.asked()
    desk.do(replying.reply, key, "六十日以前。", by=desk.unit)
    sit(Role.DRAFTER)
    chosen = {"question": "多久以前申请延续？", "answer": "六十日以前。"}
    made = do(client, key, "select", **chosen)
    assert made.status_code == 303
    return int(made.location.split("/")[-2])


def form_of(client: FlaskClient, key: int) -> dict[str, Any]:
    """The form of a working copy as a browser would send it."""
    page = client.get(f"/desk/interpretations/{key}/edit").get_data(as_text=True)
    form = page[page.index('<form class="writing"') :].split("</form>", 1)[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="submit"' not in tag:
            found[name[1]] = unescape(value[1] if value else "")
    for name, words in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_selected_answer_stays_one_when_it_is_edited(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = selected(desk, client, sit)
    page = client.get(f"/desk/interpretations/{key}/edit").get_data(as_text=True)
    assert "咨询选登" in page
    assert '<select id="origin"' not in page
    for origin in ("own", "enquiry"):
        typed = form_of(client, key) | {"do": "save", "origin": origin, "speaker": f"苏水清{origin}"}
        assert client.post(f"/desk/interpretations/{key}/edit", data=typed).status_code == 303
    with app.extensions["database"].reading() as session:
        row = session.get_one(Interpretation, key)
        content = editing.content_of(row)
        assert (row.version, row.origin, content.origin) == (3, Origin.ENQUIRY, Origin.ENQUIRY)
        assert works(session, key) == (Work(document_id=desk.home.document),)
        assert [str(ref) for _, ref in content.refs()] == ["0:art-3"]
    answer = client.post(f"/desk/interpretations/{key}/submit", data={"version": "3"})
    assert answer.status_code == 303
    with app.extensions["database"].reading() as session:
        assert session.get_one(Interpretation, key).progress == Progress.SUBMITTED


def test_nothing_else_becomes_a_selected_answer(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    with desk.home.database.transaction() as session:
        key = desk.home.begin(session).id
    sit(Role.DRAFTER)
    typed = form_of(client, key) | {"do": "save", "origin": "enquiry"}
    answer = client.post(f"/desk/interpretations/{key}/edit", data=typed)
    assert answer.status_code == 422
    assert "只能由咨询答复选登生成" in answer.get_data(as_text=True)


def test_the_office_that_answers_is_not_led_to_what_it_may_not_write(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked(document_id=None)
    sit(Role.PUBLISHER, "office")
    assert do(client, key, "route", unit_id=str(desk.home.office)).status_code == 303
    assert do(client, key, "reply", reply="六十日以前。").status_code == 303
    assert "选登为公开问答" not in client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    assert client.get(f"/desk/enquiries/{key}/select").status_code == 403
    assert do(client, key, "select", question="问", answer="答").status_code == 403
    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Interpretation.id)).all() == []


@pytest.mark.parametrize("deed", ["publish", "together", "schedule"])
def test_what_still_tells_of_the_asker_is_not_published(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any], deed: str
) -> None:
    enquiry = desk.asked(name="张三丰")
    desk.do(replying.reply, enquiry, "六十日以前。", by=desk.unit)
    sit(Role.DRAFTER)
    made = do(client, enquiry, "select", question="多久以前申请？", answer="六十日以前。")
    key = int(made.location.split("/")[-2])
    with desk.home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        row.content = {**row.content, "speaker": "答张三丰先生"}
        row.progress = Progress.REVIEWED.value
    sit(Role.PUBLISHER, "office")
    sent = {"version": "1"} | ({"publish_at": "2026-12-01T09:00"} if deed == "schedule" else {})
    answer = client.post(f"/desk/interpretations/{key}/{deed}", data=sent, follow_redirects=True)
    assert "请改写后再送审或者发布" in answer.get_data(as_text=True)
    with app.extensions["database"].reading() as session:
        assert session.get_one(Interpretation, key).progress == Progress.REVIEWED


def test_the_rates_follow_an_enquiry_from_unit_to_unit(
    desk: Any, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked(document_id=None, question="一句不该被读进统计的问题")
    assert client.get("/enquiries.json").get_json()["units"][0]["name"] == "（尚未分办）"
    sit(Role.PUBLISHER, "office")
    assert do(client, key, "route", unit_id=str(desk.home.water)).status_code == 303
    assert client.get("/enquiries.json").get_json()["units"][0]["name"] == "水生态环境处"


def test_nobody_reads_the_words_to_count_enquiries(desk: Any) -> None:
    desk.asked()
    with desk.home.database.reading() as session:
        row = session.scalars(without_words()).one()
        assert row.state
        with pytest.raises(InvalidRequestError, match="raiseload"):
            assert row.question
        today = clock.today()
        assert rates.report(session, today.year, today, desk.config.explaining).whole.received == 1
    with desk.home.database.reading() as session:
        counted = listing.counts(session, desk.office, today, desk.config.explaining)
        assert counted["open"] == 1


def test_every_letter_takes_its_addresses_from_the_settings(
    desk: Any, app: Flask, client: FlaskClient
) -> None:
    mailing = replace(desk.config.mailing, host="127.0.0.1")
    inside = replace(desk.config, mailing=mailing, host="::1", base_url="")
    key = desk.asked(contact="li@example.cn")
    with desk.home.database.transaction() as session:
        letters.tell_answered(session, session.get_one(Enquiry, key), inside)
        assert f"http://[::1]:{inside.port}/enquiries/follow" in session.scalars(select(Mail.words)).one()
    app.extensions["config"] = replace(inside, base_url="https://policy.example.cn")
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert dispatch_deeds.root() == "https://policy.example.cn"
        app.extensions["config"] = inside
        assert dispatch_deeds.root() == f"http://[::1]:{inside.port}"
