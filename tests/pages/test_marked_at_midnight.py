"""At midnight in China every surface changes by itself: nobody signed in, no job run, the clock moved."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from pypdf import PdfReader

from base import files, typeset
from registry.renditions.surfaces import surfaces
from registry.tables import Attachment
from registry.views import shelf

BEFORE = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC)
ADDRESS, TITLE = "normative-document/2021/8", "澄江省排污权交易管理办法"
HERE, NUMBER = f"/documents/{ADDRESS}", "澄环发〔2021〕8号"
Says = Callable[[Any], bool]


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def row_of(html: str) -> str:
    found = re.search(rf'<a href="{HERE}">.*?</li>', html, re.DOTALL)
    return found[0] if found else ""


def listed(answer: Any) -> str:
    members = json.loads(answer.data)["member"]
    return next((one["validity"]["label"] for one in members if one["@id"].endswith(HERE)), "")


def label(answer: Any) -> str:
    return unquote(answer.headers["X-Validity"].partition("UTF-8''")[2])


SURFACES: dict[str, tuple[str, Says]] = {
    "page": (HERE, lambda got: "mark-repealed" in text(got)),
    "title": (HERE, lambda got: f"<title>【已废止】{TITLE}" in text(got)),
    "share": (HERE, lambda got: f'"og:title" content="【已废止】{TITLE}"' in text(got)),
    "json_ld": (HERE, lambda got: "schema.org/NotInForce" in text(got)),
    "header": (HERE, lambda got: label(got) == "已废止"),
    "list": ("/documents?year=2021", lambda got: "已废止" in row_of(text(got))),
    "list_json": ("/documents.json?year=2021", lambda got: listed(got) == "已废止"),
    "in_force_list": ("/documents.json?status=in_force", lambda got: not listed(got)),
    "feed": ("/documents/data.feed", lambda got: f"<title>【已废止】{TITLE}</title>" in text(got)),
    "search": (f"/search?q={TITLE}", lambda got: "已废止" in row_of(text(got))),
    "home": ("/", lambda got: "已废止" in row_of(text(got))),
    "text": (f"{HERE}.txt", lambda got: text(got).startswith("【已废止】")),
    "json": (f"{HERE}.json", lambda got: got.get_json()["validity"]["label"] == "已废止"),
    "pdf": (f"{HERE}.pdf", lambda got: title_of(got).startswith("【已废止】")),
    "badge": (f"/badge/{ADDRESS}.svg", lambda got: ">已废止</text>" in text(got)),
    "badge_json": (f"/badge/{ADDRESS}.json", lambda got: got.get_json()["word"] == "已废止"),
    "embed": (f"/badge/by-number/{NUMBER}.svg", lambda got: ">已废止</text>" in text(got)),
    "card": (f"/card/{ADDRESS}.png", lambda got: label(got) == "已废止"),
    "related": (
        "/documents/normative-document/2015/3",
        lambda got: bool(
            re.search(rf'<li><a href="{HERE}">[^<]*</a>[^<]*<span class="status status-repealed', text(got))
        ),
    ),
    "file": ("/files/1", lambda got: text(got).startswith("【已废止】")),
}
WITH_TYPE = {"pdf", "card"}


def title_of(answer: Any) -> str:
    metadata = PdfReader(BytesIO(answer.data)).metadata
    return str(metadata.title) if metadata else ""


@pytest.fixture
def ending(registry: Flask, write: Callable[[Any], None]) -> Flask:
    """The document ends with the year; one of its files is kept; the index has heard of it."""
    files.keep(registry.extensions["config"].files, b"test")
    write(lambda scribe: scribe.event(scribe.find(ADDRESS), "repeal", AFTER.date().replace(2027, 1, 1)))
    with registry.app_context():
        for deed in registry.extensions["after_change"]:
            deed()
    with registry.extensions["database"].reading() as session:
        assert session.query(Attachment).one().id == 1
    return registry


@pytest.mark.parametrize("name", SURFACES)
def test_the_surface_turns_at_midnight_and_not_a_second_earlier(
    ending: Flask, hold_clock: Callable[[datetime], None], name: str
) -> None:
    if name in WITH_TYPE and (reason := typeset.available()):
        pytest.skip(reason)
    path, shows = SURFACES[name]
    reader = ending.test_client()
    hold_clock(BEFORE)
    assert not shows(reader.get(path))
    hold_clock(AFTER)
    assert shows(reader.get(path))
    hold_clock(BEFORE)
    assert not shows(reader.get(path)), "what was made after midnight was shown before it"


def test_every_public_surface_is_watched(ending: Flask) -> None:
    with ending.test_request_context():
        named = {one.name.split(":")[0] for one in surfaces(shelf.dossier(ADDRESS), AFTER.date())}
    # The page of a day and its printing are the page; no single provision is struck when all of it ends.
    assert named == set(SURFACES) | {"day", "paper", "provisions"}


def test_a_struck_provision_turns_at_midnight_too(
    registry: Flask, write: Callable[[Any], None], hold_clock: Callable[[datetime], None]
) -> None:
    def strike(scribe: Any) -> None:
        day = AFTER.date().replace(2027, 1, 1)
        scribe.event(scribe.find(ADDRESS), "partial_repeal", day, provisions=["art-1"])

    write(strike)
    reader = registry.test_client()
    for moment, struck in ((BEFORE, False), (AFTER, True)):
        hold_clock(moment)
        assert ("<s>为规范排污权交易" in text(reader.get(HERE))) is struck
        assert ("【已废止】第一条" in text(reader.get(f"{HERE}.txt"))) is struck
        assert (label(reader.get(HERE)) == "部分废止") is struck
