"""Rulings on the page of an interpretation, its files, its structured data and its feed."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from base import clock
from interpretations.publishing import editing, flow, release
from interpretations.rules.content import Block, Ref
from interpretations.rules.terms import BlockKind, Form, Origin
from registry.law.terms import EventKind

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "normative-document/2026/900001"


def page(client: FlaskClient, key: int) -> str:
    answer = client.get(f"/interpretations/{key}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def structured(words: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.{1,200000}?)</script>', words, re.DOTALL)
    assert found
    held: dict[str, Any] = json.loads(found[1])
    return held


def test_it_says_by_whom_when_and_of_what(client: FlaskClient, published: Callable[..., int]) -> None:
    words = page(client, published())
    assert "<h1>《澄江省排污许可管理办法》解读</h1>" in words
    assert "澄江省生态环境厅水生态环境处" in words
    assert "苏水清" in words
    assert ">2026-11-23 12:00</time>" in words
    assert "水生态环境处，0571-00000000" in words
    assert f'href="/enquiries/new?document={ADDRESS}"' in words


def test_it_bears_the_tags_that_government_sites_owe(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    words = page(client, published())
    for name, content in (
        ("ColumnType", "政策解读"),
        ("ArticleTitle", "《澄江省排污许可管理办法》解读"),
        ("PubDate", "2026-11-23 12:00"),
        ("ContentSource", "澄江省生态环境厅水生态环境处"),
    ):
        assert f'<meta name="{name}" content="{content}">' in words
    assert '<meta name="ColumnName" content="政策问答">' in client.get("/faq").get_data(as_text=True)


def test_every_block_has_its_own_address_and_its_provision_beside_it(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    words = page(client, published())
    for key in ("b1", "b3", "f1", "s2", "p2", "c1", "q1", "k1", "m1"):
        assert f'id="{key}"' in words
    assert "排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。" in words
    assert f'href="/documents/{ADDRESS}#art-3"' in words


def test_what_others_wrote_stands_under_the_drafters_name(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published(origin=Origin.EXPERT, credit="林一舟", source_url="https://example.org/a")
    words = page(client, key)
    assert "专家解读，作者（来源）：林一舟。由起草单位澄江省生态环境厅水生态环境处发布。" in words
    assert 'href="https://example.org/a" rel="external noopener nofollow">原文（离开本站）' in words


def test_a_revision_says_when(home: Any, client: FlaskClient, published: Callable[..., int]) -> None:
    key = published()
    assert "修订时间" not in page(client, key)
    clock.set_moment(datetime(2026, 11, 25, 2, tzinfo=UTC))
    with home.database.transaction() as session:
        row = editing.save(session, key, 1, home.content(lead="改了一句。"), by=home.drafter)
        flow.submit(session, key, row.version, by=home.drafter)
        flow.approve(session, key, row.version, "同意", by=home.reviewer)
        release.publish(session, key, row.version, by=home.reviewer)
    words = page(client, key)
    assert "修订时间" in words
    assert ">2026-11-25 10:00</time>" in words
    feed = etree.fromstring(client.get("/interpretations/data.feed").data)
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-11-25T02:00:00Z"
    assert feed.findtext(f"{ATOM}entry/{ATOM}published") == "2026-11-23T04:00:00Z"


def test_other_interpretations_of_the_document_are_named(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    first, second = published("t1"), published("t2", title="另一份解读", form=Form.FAQ)
    assert f'<a href="/interpretations/{second}">另一份解读</a>' in page(client, first)
    assert "另一份解读</a>" not in page(client, second)


# Files


def test_a_recording_plays_with_its_transcript_and_a_picture_with_its_words(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    words = page(client, published(with_files=True, form=Form.AUDIO))
    assert "<audio controls" in words
    assert "排污之前" in words
    assert "图中文字" in words


def test_a_player_gets_the_part_it_asks_for(client: FlaskClient, published: Callable[..., int]) -> None:
    key = published(with_files=True)
    whole = client.get(f"/interpretations/{key}/files/1")
    part = client.get(f"/interpretations/{key}/files/1", headers={"Range": "bytes=100-199"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert part.data == whole.data[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    beyond = client.get(f"/interpretations/{key}/files/1", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416


def test_a_file_can_neither_run_nor_pass_for_another_type(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published(with_files=True)
    for number, media_type in ((1, "audio/wav"), (2, "text/vtt"), (3, "image/png")):
        answer = client.get(f"/interpretations/{key}/files/{number}")
        assert answer.mimetype == media_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["Cache-Control"] == "no-cache"
        again = client.get(
            f"/interpretations/{key}/files/{number}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


def test_only_files_of_the_version_that_the_public_reads_go_out(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key, other = published("t1", with_files=True), published("t2")
    assert client.get(f"/interpretations/{key}/files/1").status_code == 200
    assert client.get(f"/interpretations/{other}/files/1").status_code == 404
    assert client.get(f"/interpretations/{key}/files/99").status_code == 404
    with home.database.transaction() as session:
        row = editing.save(session, key, 2, home.content(), by=home.drafter)
        flow.submit(session, key, row.version, by=home.drafter)
        flow.approve(session, key, row.version, "同意", by=home.reviewer)
    assert client.get(f"/interpretations/{key}/files/1").status_code == 200
    with home.database.transaction() as session:
        release.publish(session, key, 3, by=home.reviewer)
    assert client.get(f"/interpretations/{key}/files/1").status_code == 404


# For programs


@pytest.mark.parametrize(
    ("form", "kind"),
    [(Form.TEXT, "Article"), (Form.FAQ, "FAQPage"), (Form.AUDIO, "AudioObject"), (Form.VIDEO, "VideoObject")],
)
def test_the_structured_data_is_about_the_law(
    client: FlaskClient, published: Callable[..., int], form: Form, kind: str
) -> None:
    held = structured(page(client, published(form=form, media_url="https://example.org/v.mp4")))
    assert (held["@type"], held["@context"]) == (kind, "https://schema.org")
    (about,) = held["about"]
    assert about["@type"] == "Legislation"
    assert about["@id"].endswith(f"/documents/{ADDRESS}")
    assert about["legislationLegalForce"] == "https://schema.org/InForce"
    assert held["datePublished"] == "2026-11-23T04:00:00+00:00"
    if kind == "FAQPage":
        assert held["mainEntity"][0]["name"] == "证到期了怎么办？"
        assert "延续申请" in held["mainEntity"][0]["acceptedAnswer"]["text"]
    if kind.endswith("Object"):
        assert held["contentUrl"] == "https://example.org/v.mp4"


def test_structured_questions_that_are_stale_are_left_out(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published(form=Form.FAQ)
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 24))
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))
    assert [each["name"] for each in structured(page(client, key))["mainEntity"]] == ["管哪些单位？"]
    assert [each["name"] for each in structured(client.get("/faq").get_data(as_text=True))["mainEntity"]] == [
        "管哪些单位？"
    ]


def test_nothing_in_a_title_closes_the_script(client: FlaskClient, published: Callable[..., int]) -> None:
    title = "</script><script>alert(1)</script>“解读”"
    words = page(client, published(title=title))
    assert "<script>alert" not in words
    assert structured(words)["name"] == title


def test_the_json_says_what_the_page_says(client: FlaskClient, published: Callable[..., int]) -> None:
    held = client.get(f"/interpretations/{published()}.json").get_json()
    assert held["form"] == {"value": "text", "label": "文字解读"}
    assert held["published_at"] == "2026-11-23T04:00:00Z"
    assert held["documents"][0]["validity"] == {"value": "in_force", "label": "现行有效"}
    anchored = {block["key"]: block["provisions"] for block in held["blocks"]}
    assert anchored["b3"][0]["label"] == "第二条"
    assert anchored["b3"][0]["state"]["value"] == "current"
    assert anchored["b3"][0]["url"].endswith(f"/documents/{ADDRESS}#art-2")
    assert anchored["b1"] == []


def test_the_feeds_are_atom(client: FlaskClient, published: Callable[..., int]) -> None:
    key = published()
    for address in ("/interpretations/data.feed", "/faq/data.feed", "/interpretations/data.feed?form=text"):
        answer = client.get(address)
        assert answer.mimetype == "application/atom+xml"
        feed = etree.fromstring(answer.data)
        assert feed.tag == f"{ATOM}feed"
        for part in ("title", "id", "updated", "author"):
            assert feed.find(f"{ATOM}{part}") is not None
        (entry, *_rest) = feed.findall(f"{ATOM}entry")
        for part in ("title", "id", "updated", "link"):
            assert entry.find(f"{ATOM}{part}") is not None
        assert f"/interpretations/{key}" in entry.findtext(f"{ATOM}id")
    ids = [each.text for each in etree.fromstring(client.get("/faq/data.feed").data).iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert len(etree.fromstring(client.get("/interpretations/data.feed?form=video").data)) == 6


def test_what_was_repealed_comes_up_again_in_the_feed(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    published()
    home.event(EventKind.REPEAL, date(2026, 11, 25))
    clock.set_moment(datetime(2026, 11, 25, 4, tzinfo=UTC))
    feed = etree.fromstring(client.get("/interpretations/data.feed").data)
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-11-24T16:00:00Z"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-24T16:00:00Z"


def test_bad_questions_are_told_what_is_wrong(client: FlaskClient) -> None:
    for address, said in (
        ("/interpretations?form=song", "参数 form"),
        ("/interpretations.json?page=x", "page=x"),
        ("/interpretations/data.feed?year=1", "参数 year"),
        (f"/faq?q={'问' * 101}", "最多 100 个字"),
        ("/faq.json?page=0", "page=0"),
        ("/faq.pdf", "参数 document"),
        ("/interpretations/1.pdf?type=huge", "参数 type"),
    ):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert said in (answer.get_json()["message"] if answer.is_json else answer.get_data(as_text=True))
    assert client.get("/interpretations/99999999999").status_code == 404


def test_a_page_is_kept_until_something_changes(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    first = client.get(f"/interpretations/{key}")
    again = client.get(f"/interpretations/{key}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with home.database.transaction() as session:
        release.withdraw(session, key, "误发", by=home.officer)
    assert client.get(f"/interpretations/{key}").status_code == 410


def test_fifty_anchored_paragraphs_are_no_burden(
    home: Any, client: FlaskClient, within: Callable[..., Any]
) -> None:
    many = tuple(
        Block(
            f"b{place}", BlockKind.PASSAGE, f"第{place}点", "没有证就不能排。" * 20, refs=(Ref(0, "art-2"),)
        )
        for place in range(50)
    )
    key = home.publish(home.content(blocks=many))
    page(client, key)
    # Each page is validated as HTML by the test's client, which takes most of it.
    with within(6):
        for turn in range(5):
            client.get(f"/interpretations/{key}?turn={turn}")


def names(value: Any) -> set[str]:
    """Every name in an answer, at whatever depth."""
    if isinstance(value, dict):
        return {*value, *(name for held in value.values() for name in names(held))}
    return {name for held in value for name in names(held)} if isinstance(value, list) else set()


def test_every_name_in_an_answer_is_documented(client: FlaskClient, published: Callable[..., int]) -> None:
    paper = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text("utf-8")
    documented = set(re.findall(r"[`\"]([@a-z_A-Z0-9]{2,30})[`\"]", paper))
    key = published(with_files=True)
    for address in (f"/interpretations/{key}.json", "/interpretations.json", "/faq.json"):
        told = names(client.get(address).get_json())
        assert len(told) > 10
        assert told - documented == set(), address


def test_every_provision_beside_a_block_leads_to_asking_about_it(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    for path in (f"/interpretations/{key}", "/faq"):
        page = client.get(path).get_data(as_text=True)
        ways = [unescape(way) for way in re.findall(r'href="(/enquiries/new\?[^"]*eid=[^"]*)"', page)]
        assert f"/enquiries/new?document={ADDRESS}&eid=art-3" in ways, path
        form = client.get(f"/enquiries/new?document={ADDRESS}&eid=art-3").get_data(as_text=True)
        assert 'name="eid" value="art-3"' in form
        assert "第三条" in form
    assert f'data-ask="/enquiries/new?document={ADDRESS}"' in client.get(f"/documents/{ADDRESS}").get_data(
        as_text=True
    )
