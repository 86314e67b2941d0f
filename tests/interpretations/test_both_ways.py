"""From the document to what explains it: page, article, JSON, linked data, text, print, feed, home page."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from flask import Flask
from flask.testing import FlaskClient

from base import clock
from interpretations.publishing import flow, release
from registry.law.terms import EventKind
from registry.marking.looking import Answer
from registry.marking.sighting import sight
from registry.reads.dossier import read_dossier
from registry.renditions.surfaces import surfaces

TITLE = "《澄江省排污许可管理办法》解读"
PATH = "/documents/normative-document/2026/900001"
SURFACES = (PATH, f"{PATH}.json", f"{PATH}.txt", "/documents/data.feed", "/")


@pytest.fixture
def reader(home: Any, app: Flask) -> Iterator[FlaskClient]:
    """A reader of the site on the department's database."""
    return app.test_client()


def words(reader: FlaskClient, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_nothing_tells_of_an_interpretation_before_its_minute_and_everything_does_at_it(
    home: Any, reader: FlaskClient
) -> None:
    minute = datetime(2026, 11, 24, 1, tzinfo=UTC)
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, minute, by=home.reviewer)
    clock.set_moment(datetime(2026, 11, 24, 0, 59, 59, tzinfo=UTC))
    assert not any(TITLE in words(reader, address) for address in SURFACES)
    clock.set_moment(minute)
    assert all(TITLE in words(reader, address) for address in SURFACES)


def test_beside_each_article_stands_what_explains_it(home: Any, reader: FlaskClient) -> None:
    key = home.publish()
    page = words(reader, PATH)
    second = re.search(r'<section class="article" id="art-2".*?</section>', page, re.DOTALL)
    assert second
    assert f'<a href="/interpretations/{key}#b3">先领证，再排污</a>' in second[0]
    first = re.search(r'<section class="article" id="art-1".*?</section>', page, re.DOTALL)
    assert first
    assert "explained" not in first[0]


def test_beside_a_reworded_article_the_explanation_says_that_it_is_of_the_former_wording(
    home: Any, reader: FlaskClient
) -> None:
    home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    clock.set_moment(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    assert "解读针对旧版" not in words(reader, PATH)
    clock.set_moment(datetime(2026, 12, 31, 16, tzinfo=UTC))
    page = words(reader, PATH)
    third = page[page.index('id="art-3"') :]
    assert "解读针对旧版" in third[: third.index("</section>")]
    told = json.loads(words(reader, f"{PATH}.json"))
    assert [each["stale"] for each in told["explained_provisions"]] == [False, True]


def test_programs_are_told_in_their_own_shapes(home: Any, reader: FlaskClient) -> None:
    key = home.publish()
    told = json.loads(words(reader, f"{PATH}.json"))
    assert [each["@id"].rsplit("/", 2)[1:] for each in told["interpretations"]] == [
        ["interpretations", str(key)]
    ]
    assert told["interpretations"][0]["unit"] == "水生态环境处"
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', words(reader, PATH), re.DOTALL)
    assert script
    subject = json.loads(script[1])["subjectOf"]
    assert subject[0]["headline"] == TITLE
    assert f'title="文字解读：{TITLE}"' in words(reader, "/documents/data.feed")


def test_a_withdrawn_interpretation_leaves_the_pages_of_its_document(home: Any, reader: FlaskClient) -> None:
    key = home.publish()
    assert TITLE in words(reader, PATH)
    with home.database.transaction() as session:
        release.withdraw(session, key, "数字有误", by=home.officer)
    assert not any(TITLE in words(reader, address) for address in SURFACES)


def test_the_home_page_marks_the_explanation_of_what_has_ended(home: Any, reader: FlaskClient) -> None:
    home.publish()
    home.event(EventKind.REPEAL, date(2027, 1, 1))
    clock.set_moment(datetime(2027, 1, 2, tzinfo=UTC))
    column = words(reader, "/").partition('id="explained"')[2]
    assert "已废止" in column


@pytest.mark.pdf
def test_the_print_names_its_interpretations(home: Any, reader: FlaskClient) -> None:
    home.publish()
    with pdfplumber.open(BytesIO(reader.get(f"{PATH}.pdf").data)) as document:
        last = "".join((document.pages[-1].extract_text() or "").split())
    assert "本文件的解读" in last
    assert TITLE in last


def test_the_receipt_of_a_repeal_looks_at_the_interpretations_too(
    home: Any, app: Flask, reader: FlaskClient
) -> None:
    key = home.publish()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    with app.extensions["database"].reading() as session:
        dossier = read_dossier(session, PATH.removeprefix("/documents/"))
    place = next(each for each in surfaces(dossier, clock.today()) if each.name == f"explained:{key}")
    assert (place.address, place.words) == (f"/interpretations/{key}", f"【已废止】{TITLE}")

    def fetch(address: str) -> Answer:
        answer = reader.get(address)
        return Answer(answer.status_code, {**answer.headers}, answer.data)

    seen = {each.surface: each for each in sight(dossier, clock.today(), fetch, slow=False)}
    assert seen[f"explained:{key}"].agrees, seen[f"explained:{key}"]


def test_the_page_says_who_will_explain_it_and_by_when_while_nobody_has(
    home: Any, reader: FlaskClient
) -> None:
    assert "水生态环境处将于2026年11月25日前发布解读" in words(reader, PATH)
    clock.set_moment(datetime(2026, 11, 25, 16, tzinfo=UTC))
    assert "水生态环境处应于2026年11月25日前发布解读，现已逾期" in words(reader, PATH)
    home.publish()
    assert "发布解读" not in words(reader, PATH)
