"""A flood from hundreds of addresses: the brake of all holds, readers read, nothing answered is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base import clock, guarding
from interpretations.enquiries.asking import BRAKE, BRAKE_SPAN
from interpretations.enquiries.tables import Enquiry

DOCUMENT = "normative-document/2026/900001"
ADDRESSES = BRAKE + 60
CODE = re.compile(r'id="code"[^>]*>([0-9A-Z-]{19})<')


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


class Crowd:
    """Many who ask, each from a network of its own; their pages are not validated, there are too many."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app = app
        page = client.get("/enquiries/new").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]*)"', page)
        assert found
        self.token = found[1]
        self.hand = FlaskClient(app, app.response_class)
        self.hand._cookies = client._cookies

    def ask(self, number: int) -> Any:
        sent = guarding.fresh_token()
        begun = guarding.stamp(sent, self.app.config["SECRET_KEY"])
        clock.set_moment(clock.now() + timedelta(seconds=1))
        data = {"csrf_token": self.token, "token": sent, "begun": begun, "concern": ""}
        data["question"] = f"第 {number} 个人问：到期以前多久申请延续？"
        address = f"10.{number // 200}.{number % 200}.1"
        return self.hand.post("/enquiries/new", data=data, environ_base={"REMOTE_ADDR": address})


def kept(app: Flask) -> list[Enquiry]:
    with app.extensions["database"].reading() as session:
        found = list(session.scalars(select(Enquiry).order_by(Enquiry.id)))
        session.expunge_all()
        return found


def test_a_flood_from_hundreds_of_addresses_is_braked_and_loses_nothing(
    home: Any, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Machines that fill in as fast as they like: the brake alone stands before them.
    monkeypatch.setattr(guarding, "FASTEST", timedelta())
    reader, crowd, began = app.test_client(), Crowd(app, client), clock.now()
    reader.get(f"/documents/{DOCUMENT}")
    pages, answers = len(app.extensions["front"].cache), []
    for number in range(ADDRESSES):
        answers.append(crowd.ask(number))
        if number % 60 == 0:
            for path in (f"/documents/{DOCUMENT}", "/documents", "/enquiries", "/faq"):
                assert reader.get(path).status_code == 200
    assert clock.now() - began < BRAKE_SPAN, "the flood comes within the time of the brake"
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * BRAKE + [429] * (ADDRESSES - BRAKE)
    assert len({row.origin_hash for row in kept(app)}) == BRAKE
    assert len(app.extensions["front"].cache) >= pages, "no page that was kept has become old"
    refused = answers[-1].get_data(as_text=True)
    assert f"第 {ADDRESSES - 1} 个人问" in refused, "what was typed is still there"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= BRAKE_SPAN.total_seconds()
    codes = [match[1] for answer in answers if (match := CODE.search(answer.get_data(as_text=True)))]
    held = {row.code_hash: row.question for row in kept(app)}
    assert len(codes) == len(held) == BRAKE
    for number, code in enumerate(codes):
        assert held[guarding.hashed(code)].startswith(f"第 {number} 个人问")
    clock.set_moment(clock.now() + BRAKE_SPAN + timedelta(seconds=1))
    assert crowd.ask(ADDRESSES + 1).status_code == 200
    assert reader.get("/enquiries.json").get_json()["total"]["received"] == BRAKE + 1
