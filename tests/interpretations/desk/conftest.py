"""Somebody of the water division at the desk of interpretations, and forms as its pages send them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from base.staff.roles import Actor, Role
from base.staff.tables import Account

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NEW = "/desk/interpretations/new"


class Desk:
    """What people do at the desk, with the forms that its pages hold."""

    def __init__(self, client: FlaskClient, act_as: Callable[..., Actor], home: Any) -> None:
        self.client, self.act_as, self.home = client, act_as, home

    def sit(self, role: Role, unit: int, name: str = "") -> Actor:
        """Act as somebody of this role and unit; another name is another person."""
        who = self.home.actor(role, unit, name)
        made = self.act_as(role, unit_id=unit, unit=who.unit, organ=who.organ, lower=who.lower)
        if name:
            found = Actor(1, name, name, role, unit, who.unit, who.organ, lower=who.lower)
            self.client.application.extensions["visitor"] = lambda: found
            return found
        return made

    def drafter(self, name: str = "") -> Actor:
        return self.sit(Role.DRAFTER, self.home.water, name)

    def reviewer(self, name: str = "") -> Actor:
        return self.sit(Role.PUBLISHER, self.home.office, name)

    def officer(self, name: str = "") -> Actor:
        return self.sit(Role.LEGAL_OFFICER, self.home.legal, name)

    def form(self, path: str) -> dict[str, Any]:
        """Every field of the writing form at this address, as it stands."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
        return fields(answer.get_data(as_text=True))

    def write(self, **more: Any) -> dict[str, Any]:
        """A whole form that passes the check list."""
        typed = self.form(f"{NEW}?work=document-{self.home.document}")
        typed |= {"title": "《澄江省排污许可管理办法》解读", "lead": "排污之前先领证，到期之前早延续。"}
        typed |= {"contact": "水生态环境处，0571-00000000", "speaker": "苏水清"}
        words = (
            "许可制度改革以来，**各地**做法不一。",
            "让企业一次说清、一证管理。",
            "没有证就不能排，投产之前把证办好。",
            "省内所有固定污染源都管。",
            "到期前两个月来申请延续就行，少跑一趟。",
        )
        for place, said in enumerate(words):
            typed[f"b-{place}-words"] = said
        typed["b-2-refs"] = "第二条"
        typed["b-4-refs"] = "第三条"
        return typed | more

    def save(self, **more: Any) -> int:
        """A working copy made at the desk; gives its id."""
        answer = self.client.post(NEW, data=self.write(**more))
        assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def do(self, key: int, deed: str, **fields: Any) -> str:
        """A deed, and what the page says afterwards."""
        fields = {"version": "1"} | fields if deed in WITH_VERSION else fields
        # What was said before is not said again.
        self.page(key)
        answer = self.client.post(f"/desk/interpretations/{key}/{deed}", data=fields, follow_redirects=True)
        return said(answer.get_data(as_text=True))

    def fields(self, page: str) -> dict[str, Any]:
        return fields(page)

    def finding(self, page: str, rule: str) -> str:
        """The key of the finding of this rule that may be let stand."""
        found = re.search(rf'name="finding" value="({rule}-[0-9a-f]+)"', page)
        assert found, page
        return found[1]

    def hidden(self, page: str) -> dict[str, Any]:
        """The hidden fields of a page's form."""
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
        return {name: unescape(value) for name, value in found}

    def said(self, page: str) -> str:
        return said(page)

    def page_said(self, path: str, **fields: Any) -> str:
        """What is said after a form was sent to this address."""
        self.client.get(path.rsplit("/files", 1)[0])
        return said(self.client.post(path, data=fields, follow_redirects=True).get_data(as_text=True))

    def page(self, key: int) -> str:
        return self.client.get(f"/desk/interpretations/{key}").get_data(as_text=True)


WITH_VERSION = {"submit", "check", "review", "publish", "schedule", "together"}


def said(page: str) -> str:
    """What a page says at its head."""
    return "；".join(
        re.sub(r"<[^>]+>", "", words)
        for words in re.findall(r'<p class="said[^>]*role="status">(.*?)</p>', page)
    )


def fields(page: str) -> dict[str, Any]:
    """The fields of the writing form of a page, with their values."""
    form = page[
        page.index('<form class="writing"') : page.index("</form>", page.index('<form class="writing"'))
    ]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="submit"' not in tag:
            found[unescape(name[1])] = unescape(value[1] if value else "")
    for name, words in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def desk(home: Any, app: Flask, client: FlaskClient, act_as: Callable[..., Actor]) -> Desk:
    """The desk, at which the drafter of the water division sits."""
    assert app
    with home.database.transaction() as session:
        session.add(
            Account(
                id=1,
                name="drafter",
                full_name="苏水清",
                password_hash="",
                password_set_at=NOON,
                recorded_at=NOON,
                recorded_by="tests",
            )
        )
    made = Desk(client, act_as, home)
    made.drafter()
    return made
