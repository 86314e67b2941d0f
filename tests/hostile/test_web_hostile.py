"""Rulings on what a hostile reader gets out of the pages: an answer, and nothing that is not public."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

PLACE = "/documents/local-regulation/2012/569243"
WATER = quote("水")
CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
# A fault of ours would be 500; 503 says that prints cannot be made here.
NO_FAULT = {200, 206, 300, 303, 304, 308, 400, 404, 405, 410, 413, 416, 503}
STRANGE = {
    "NUL": "%00",
    "lone surrogate": "%ED%A0%80",
    "broken UTF-8": "%FF%FE",
    "noncharacter": "%EF%BF%BF",
    "right to left": "%E2%80%AE",
    "line ends": "1%0D%0ASet-Cookie:%20a=b",
    "brackets": "(" * 10_000,
    "title marks": quote("《") * 3_000,
    "half a number": quote("国办发[") * 200,
    "quotes": quote("“”\"'") * 500,
    "minus signs": "-" * 500,
    "SQL": quote("' OR 1=1; DROP TABLE document;--"),
    "LIKE": "%25_" * 200,
    "another grammar": quote("title:* OR *:* AND NOT a^9~2 [a TO z]"),
    "regular expression": quote("(a+)+$^[一-龥]*\\"),
    "template": quote("{{ config }}{% raw %}"),
    "path": quote("../../../etc/passwd", safe=""),
    "large number": "9" * 40,
    "digits of another script": quote("１２３"),
    "below nought": "-1",
    "no day": "2021-02-30",
    "day nought": "0000-00-00",
    "last day of all": "9999-12-31",
    "a megabyte": "a" * 1_000_000,
}
ROUTES = (
    "/{}",
    "/search?q={}",
    f"/search?q={WATER}&on={{}}",
    f"/search?q={WATER}&page={{}}",
    f"/search?q={WATER}&sort={{}}",
    f"/search?q={WATER}&kind={{}}&status={{}}&year={{}}",
    "/documents?on={}",
    "/documents?page={}",
    "/documents?sort={}",
    "/documents?kind={}",
    "/documents?issuer={}&region={}&subject={}",
    "/documents.json?year={}",
    "/documents/data.feed?status={}",
    "/documents/{}",
    f"{PLACE}?on={{}}",
    f"{PLACE}/{{}}",
    f"{PLACE}.json?on={{}}",
    f"{PLACE}.txt?on={{}}",
    f"{PLACE}/article/{{}}",
    f"{PLACE}/compare/{{}}/2020-01-01",
    "/id/{}",
    "/files/{}",
    "/static/{}",
)
# Every public page, one of each kind.
PAGES = (
    "/",
    "/sitemap",
    "/documents",
    "/documents.json",
    "/documents/data.feed",
    f"/search?q={WATER}",
    PLACE,
    f"{PLACE}/2014-01-01",
    f"{PLACE}/compare/2014-01-01/2019-01-01",
    f"{PLACE}.json",
    f"{PLACE}.txt",
    "/id/nothing",
    "/files/1",
    "/static/site.css",
    "/nothing-here",
)


def fine(answer: Any) -> None:
    """What holds for every answer, whatever was asked."""
    assert answer.status_code in NO_FAULT
    assert "default" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in answer.headers
    assert "Set-Cookie" not in answer.headers
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        said = str(answer.json["message"]) if answer.is_json else answer.text
        assert CHINESE.search(said)


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
def test_every_route_answers_whatever_is_put_into_it(reader: FlaskClient, value: str) -> None:
    for route in ROUTES:
        fine(reader.get(route.replace("{}", value)))


# Werkzeug leaves the file of a HEAD to the garbage collector, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_only_be_read(reader: FlaskClient, path: str, method: str) -> None:
    answer = reader.open(path, method=method)
    fine(answer)
    if method not in {"HEAD", "OPTIONS"}:
        assert answer.status_code in {404, 405}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Range", "bytes=0-10"),
        ("Range", "bytes=99999999-"),
        ("Range", "bytes=rubbish"),
        ("If-None-Match", '"""*,W/'),
        ("If-None-Match", "x" * 10_000),
        ("If-Modified-Since", "yesterday"),
        ("If-Range", '"'),
        ("Cookie", 'appearance="<script>"; session=rubbish; =;;; appearance'),
        ("Cookie", "appearance=" + "large." * 5_000),
        ("Accept-Language", "<x>;q=9"),
        ("Accept", "x" * 5_000),
        ("Host", 'a"><script>'),
        ("Host", "[::1"),
        ("Content-Length", "-1"),
        ("Content-Type", "multipart/form-data"),
        ("X-Forwarded-Host", "elsewhere.example"),
        ("Forwarded", "host=elsewhere.example;proto=https"),
    ],
)
def test_headers_of_any_kind_change_nothing_that_others_see(
    reader: FlaskClient, name: str, value: str
) -> None:
    for path in PAGES:
        answer = reader.get(path, headers={name: value})
        fine(answer)
        assert b"elsewhere.example" not in answer.data
        assert b"<script>" not in answer.data


@pytest.mark.parametrize(
    "back",
    ["//[", "http://[", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example",
     "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "\x00", ""],
)  # fmt: skip
def test_the_switch_of_looks_leads_nowhere_else(reader: FlaskClient, back: str) -> None:
    answer = reader.post("/appearance", data={"back": back, "large": back, "contrast": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert answer.headers.getlist("Set-Cookie")[0].startswith("appearance=contrast;")


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
)


class Dangers(HTMLParser):
    """Every script, handler and foreign address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"img", "svg", "iframe", "object", "embed", "base"} or "style" in given:
            self.found.append(f"{tag} {given}")
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            assert given.get("type") == "application/ld+json"
        for name, value in given.items():
            if name.startswith("on") or (value.lower().startswith("javascript:") and name != "value"):
                self.found.append(f"{tag} {name}={value}")
            # Only what a reader follows by hand may lead away.
            leaves = re.match(r"(https?:)?//(?!localhost/)", value)
            if leaves and name in {"href", "src", "action"} and "external" not in given.get("rel", ""):
                self.found.append(f"{tag} {name}={value}")


def dangers(page: str) -> list[str]:
    parser = Dangers()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_comes_back_as_markup(reader: FlaskClient, payload: str) -> None:
    typed = quote(payload, safe="")
    for route in ROUTES:
        answer = reader.get(route.replace("{}", typed))
        fine(answer)
        if answer.mimetype == "text/html":
            assert dangers(answer.text) == []
        elif answer.mimetype != "text/plain":
            assert payload not in answer.text or answer.is_json


def test_the_search_for_dangers_finds_them() -> None:
    assert len(dangers('<img src=x onerror="a()"><a href="//elsewhere.example">')) == 3


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_host(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    if answer.mimetype == "text/html":
        assert dangers(answer.text) == []


def test_the_cache_keeps_looks_hosts_and_questions_apart(reader: FlaskClient) -> None:
    looks = {
        look: reader.get(PLACE, headers={"Cookie": f"appearance={look}"}).text
        for look in ("", "large", "contrast", "large.contrast")
    }
    assert len(set(looks.values())) == 4
    assert reader.get(PLACE).text == looks[""]
    elsewhere = reader.get(PLACE, headers={"Host": "elsewhere.example"}).text
    assert "elsewhere.example" in elsewhere
    assert reader.get(PLACE).text == looks[""]
    pages = [reader.get(f"/documents?{query}").text for query in ("page=1", "page=2", "sort=title", "")]
    assert len(set(pages)) >= 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", PAGES)
def test_a_head_before_a_get_spoils_nothing(reader: FlaskClient, path: str) -> None:
    asked = f"{path}{'&' if '?' in path else '?'}fresh=1"
    head, first, second = reader.head(asked), reader.get(asked), reader.get(asked)
    assert head.data == b""
    assert head.status_code == first.status_code == second.status_code
    assert first.data == second.data != b""
    etag = first.headers.get("ETag")
    if etag:
        assert reader.get(asked, headers={"If-None-Match": etag}).status_code == 304


def test_thirty_two_readers_at_once_get_the_pages_one_reader_gets(reader: FlaskClient) -> None:
    paths = [f"{path}{'&' if '?' in path else '?'}crowd={n}" for n in range(3) for path in PAGES]

    def fetch(path: str) -> tuple[int, bytes]:
        answer = reader.application.test_client().get(path, buffered=True)
        return answer.status_code, re.sub(rb"crowd=\d", b"", answer.data)

    with ThreadPoolExecutor(32) as crowd:
        together = list(crowd.map(fetch, paths))
    alone = [fetch(path.replace("crowd=", "alone=")) for path in paths]
    assert [status for status, _ in together] == [status for status, _ in alone]
    assert all(len(page) > 100 or status == 404 for status, page in together)


def surfaces(one: Any) -> list[str]:
    """Everywhere a hidden document could show."""
    asked = (one.title, one.number, one.number.replace("〔", "[").replace("〕", "]"), f"“{one.title[3:]}”")
    return [
        "/", "/sitemap", "/documents", "/documents.json", "/documents/data.feed", "/documents?page=2",
        "/documents?on=2027-06-01", "/documents.json?page=2", f"/documents?year={one.address.split('/')[1]}",
        *(f"/search?q={quote(words)}" for words in asked),
        *(f"/search?q={quote(one.title[3:])}&on={day}" for day in ("2025-01-01", "2027-06-01")),
    ]  # fmt: skip


def test_what_is_not_public_stands_on_no_list_and_is_never_found(site: Any, reader: FlaskClient) -> None:
    for one in site.hidden:
        for path in surfaces(one):
            answer = reader.get(path)
            fine(answer)
            assert one.address not in answer.text, path
            typed = unquote(path)
            if one.title[3:] not in typed and one.number not in typed:
                assert one.title not in answer.text, path
        assert reader.get(f"/id/{quote(one.number)}").status_code == 404


def test_a_document_that_is_not_public_shows_in_no_form(site: Any, reader: FlaskClient) -> None:
    forms = ("", "/2025-01-01", ".json", ".txt", ".pdf", "/2025-01-01.pdf", "/article/1",
             "/compare/2024-01-01/2025-01-01")  # fmt: skip
    for one in site.hidden:
        expected = 410 if one.state == "withdrawn" else 404
        for form in forms:
            answer = reader.get(f"/documents/{one.address}{form}")
            fine(answer)
            assert answer.status_code == expected, form
            assert "第二条" not in answer.text
            said = answer.json["message"] if answer.is_json else answer.text
            assert (one.title in said) == (one.state == "withdrawn")
        assert reader.get(f"/files/{one.file}").status_code == expected
        moved = reader.get(f"/documents/{one.former}")
        assert moved.status_code == (308 if one.state == "withdrawn" else 404)
