"""Whatever a stranger types stays words, on every surface, parsed as the programs of readers parse it."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from types import ModuleType
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import docx
import html5lib
import openpyxl
import pytest
from defusedxml import ElementTree
from icalendar import Calendar
from pypdf import PdfReader
from werkzeug.test import TestResponse

from base.staff.roles import Role

TODAY = date(2026, 11, 23)
# What runs by itself, brings something of another site, or changes what addresses mean.
FOREIGN_ELEMENTS = {"iframe", "object", "embed", "base", "math", "template", "frame", "applet", "style"}
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "ping",
    "background",
    "{http://www.w3.org/1999/xlink}href",
)
RUNS = re.compile(r"(?:javascript|vbscript|data|livescript|file)\s*:", re.IGNORECASE)
# Browsers drop these from an address before they read its scheme (URL standard 4.4): tabs and line ends
# wherever they stand, blanks only at its ends.
DROPPED = re.compile(r"[\t\n\r\u200b\ufeff]|^[\x00-\x20]{1,99}|[\x00-\x20]{1,99}$")
LINK = re.compile(r'(?:href|src)="([^"]{1,2000})"')
# Of each of the staff, beside those that are asked for by name.
MOST_PAGES = 45
# Of the desk, what the floor of interpretations shows.
EXPLAINING = ("/interpretations", "/duties", "/dispatches", "/received", "/enquiries?state=all")
OFFICE = (
    "/desk/enquiries?state=all",
    "/desk/enquiries/watch",
    "/desk/enquiries/templates",
    "/desk/dispatches",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
JSON_IN_PAGES = {"application/ld+json", "application/json"}


def dangers(page: str) -> list[str]:
    """What in a page could run, load or lead to something of a stranger's; and what is no HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    found = [f"line {place[0]}: {code}" for place, code, _ in parser.errors]
    for element in tree.iter():
        if isinstance(element.tag, str):
            found += of_element(element)
    return found


def of_element(element: Any) -> Iterator[str]:
    """What is dangerous in one element."""
    tag = element.tag
    if tag in FOREIGN_ELEMENTS:
        yield f"<{tag}>"
    if tag == "script" and element.get("type") in JSON_IN_PAGES:
        json.loads(element.text or "")
    elif tag == "script" and (not own(element.get("src") or "//") or (element.text or "").strip()):
        yield "<script>"
    if tag == "meta" and (element.get("http-equiv") or "").lower() in {"refresh", "set-cookie"}:
        yield "<meta http-equiv>"
    if tag in {"img", "link", "source", "video", "audio", "input"}:
        source = element.get("src") or (
            element.get("href") if tag == "link" and element.get("rel") != "canonical" else ""
        )
        if source and not own(source) and not source.startswith("data:image/"):
            yield f"<{tag}> from {source[:60]}"
    for name, value in element.attrib.items():
        if name.lower().startswith("on") or name == "style":
            yield f"{tag} {name}"
        plain = DROPPED.sub("", value)
        picture = tag == "img" and plain.startswith("data:image/")
        if name in ADDRESSES and RUNS.match(plain) and not picture:
            yield f"{tag} {name}={value[:60]}"


def own(address: str) -> bool:
    """Whether an address is of this site."""
    return urlsplit(urljoin("http://localhost/", address)).netloc == "localhost"


def links(page: str) -> Iterator[str]:
    """Where a page leads within the site."""
    for raw in LINK.findall(page):
        address = unescape(raw)
        if address and own(address) and not RUNS.match(address):
            parts = urlsplit(urljoin("http://localhost/", address))
            yield parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture
def typed(hand: Any, hold_clock: Callable[[date], None]) -> Any:
    """The site with everything typed, on 23 November 2026."""
    hold_clock(TODAY)
    return hand


def surfaces(hand: Any) -> list[tuple[str, TestResponse]]:
    """Every address that the pages lead to, asked for as the public and as each of the staff."""
    found: dict[tuple[str, str], TestResponse] = {}
    documents = list(hand.addresses())
    machines = [f"/badge/{one}.{form}" for one in documents for form in ("svg", "json")]
    machines += [f"/documents/{one}.{form}" for one in documents for form in ("json", "txt")]
    machines += ["/documents.json", "/plans.json", "/documents/data.feed", "/search.json?q=办法", "/embed.js"]
    for role, begin in (
        (None, ["/", "/documents", "/plans", "/calendar/expiries", "/search?q=办法", *machines]),
        (None, explained(hand)),
        (Role.LEGAL_OFFICER, ["/desk", "/desk/drafts", "/desk/documents", "/desk/proposals"]),
        (Role.LEGAL_OFFICER, [f"/desk{part}" for part in EXPLAINING]),
        (Role.DRAFTER, [f"/desk{part}" for part in EXPLAINING]),
        (Role.PUBLISHER, ["/desk/drafts?stage=published", "/desk/mail", "/desk/holidays", *OFFICE]),
        (Role.SYSTEM_ADMINISTRATOR, ["/admin/accounts", "/admin/units"]),
        (Role.SECURITY_ADMINISTRATOR, ["/admin/roles"]),
        (Role.AUDITOR, ["/admin/audit", *(f"/admin/audit/{number}" for number in range(1, 60, 7))]),
    ):
        hand.be(role, 6)
        waiting, kind = list(begin), role.value if role else ""
        most = len(begin) + MOST_PAGES + sum(one == kind for one, _ in found)
        while waiting and sum(one == kind for one, _ in found) < most:
            path = waiting.pop(0)
            if (kind, path) in found or path.startswith(("/static", "/sign-out")):
                continue
            answer = hand.client().get(path, buffered=True)
            found[kind, path] = answer
            if answer.mimetype == "text/html":
                waiting += [link for link in links(answer.text) if plain_enough(link, found)]
    return [(f"{path} ({kind})", answer) for (kind, path), answer in found.items()]


def explained(hand: Any) -> list[str]:
    """The public surfaces of interpretations, questions and enquiries, and what machines read of them."""
    own = [
        f"/interpretations/{key}{form}" for key in hand.interpretations for form in ("", ".json", "/picture")
    ]
    lists = [
        "/interpretations",
        "/interpretations.json",
        "/interpretations/data.feed",
        "/interpretations/gaps",
    ]
    asked = [
        "/faq",
        "/faq.json",
        "/faq/data.feed",
        "/enquiries",
        "/enquiries.json",
        "/enquiries/new",
        "/follow",
    ]
    return [*own, *lists, "/interpretations/gaps.json", *asked, "/enquiries/follow", "/enquiries/channels"]


def plain_enough(link: str, found: Any) -> bool:
    """Whether an address is another kind of page than those already read: lists lead to lists without end."""
    return "page=" not in link and sum(urlsplit(path).path == urlsplit(link).path for _, path in found) < 2


@pytest.fixture(scope="module")
def seen() -> list[tuple[str, TestResponse]]:
    """The surfaces, once they were read."""
    return []


@pytest.fixture
def shown(typed: Any, seen: list[tuple[str, TestResponse]]) -> list[tuple[str, TestResponse]]:
    """Every surface, and every answer to a form on the way."""
    if not seen:
        seen += [*surfaces(typed), *typed.answers]
    return seen


def of_type(shown: list[tuple[str, TestResponse]], *types: str) -> list[tuple[str, TestResponse]]:
    return [
        (path, answer) for path, answer in shown if answer.mimetype in types and answer.status_code != 304
    ]


def test_there_are_forty_payloads_and_every_one_was_typed(hostile_words: ModuleType, shown: Any) -> None:
    assert len(set(hostile_words.PAYLOADS)) >= 40
    pages = [answer for _, answer in of_type(shown, "text/html") if answer.status_code == 200]
    assert len(pages) >= 150
    assert any("evil.example/x.js" in answer.text for answer in pages)


def test_nothing_on_any_page_runs_or_leads_to_a_script(shown: Any) -> None:
    found = {}
    for path, answer in of_type(shown, "text/html"):
        if answer.status_code not in {301, 302, 303, 308} and (wrong := dangers(answer.text)):
            found[path] = wrong
    assert found == {}


def test_no_page_was_a_mistake_of_ours(shown: Any) -> None:
    assert [path for path, answer in shown if answer.status_code in {500, 502}] == []


def test_nothing_typed_is_computed(hostile_words: ModuleType, shown: Any) -> None:
    told = [
        path
        for path, answer in shown
        if answer.mimetype.startswith("text/") and hostile_words.COMPUTED in answer.text
    ]
    assert told == []


def test_every_page_forbids_what_it_does_not_need(shown: Any) -> None:
    for path, answer in of_type(shown, "text/html"):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src" in policy, path
        assert "unsafe" not in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path


def test_no_header_was_written_by_a_stranger(shown: Any) -> None:
    for path, answer in shown:
        assert {"X-Injected"} & {name for name, _ in answer.headers} == set(), path
        for name, value in answer.headers:
            assert not re.search(r"[\r\n\x00]", value), f"{path}: {name}"
            assert not (name == "Set-Cookie" and "stolen" in value), path


def test_every_redirect_stays_on_the_site(shown: Any) -> None:
    moved = [(path, answer.location) for path, answer in shown if answer.location]
    assert len(moved) >= 50
    assert [(path, place) for path, place in moved if not own(place) or RUNS.match(place)] == []


def test_json_is_json(shown: Any) -> None:
    answers = of_type(shown, "application/json", "application/ld+json")
    assert len(answers) >= 8
    for _, answer in answers:
        json.loads(answer.text)


def test_feeds_and_pictures_are_well_formed_and_run_nothing(shown: Any) -> None:
    answers = [
        (path, answer)
        for path, answer in shown
        if answer.mimetype.endswith("xml") and answer.status_code == 200
    ]
    assert "image/svg+xml" in {answer.mimetype for _, answer in answers}
    assert any("feed" in path for path, _ in answers)
    for path, answer in answers:
        # No entities, no document type: defusedxml refuses both.
        tree = ElementTree.fromstring(answer.data)
        for element in tree.iter():
            assert not element.tag.lower().endswith(("}script", "}foreignobject")), path
            assert not any(name.lower().startswith("on") for name in element.attrib), path
            assert not any(RUNS.match(DROPPED.sub("", value)) for value in element.attrib.values()), path


def test_plain_texts_and_words_are_served_as_what_they_are(shown: Any) -> None:
    for path, answer in of_type(shown, "text/plain", "text/csv", "text/calendar"):
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert not answer.data.lstrip().startswith(b"<"), path


def test_no_calendar_holds_an_entry_of_a_strangers(typed: Any) -> None:
    typed.be(None)
    answer = typed.client().get("/calendar/expiries.ics", buffered=True)
    events = list(Calendar.from_ical(answer.text).walk("VEVENT"))
    assert all("ATTACH" not in event for event in events)
    assert answer.text.count("BEGIN:VEVENT") == len(events)


@pytest.mark.parametrize("path", ["/documents.csv", "/desk/drafts/words/old_names.csv"])
def test_no_cell_of_a_list_computes(typed: Any, path: str) -> None:
    typed.be(Role.LEGAL_OFFICER, 2)
    answer = typed.client().get(path, buffered=True)
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) > 3
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


def test_no_cell_of_the_audit_trail_computes(typed: Any) -> None:
    typed.be(Role.AUDITOR, 6)
    rows = list(
        csv.reader(
            StringIO(typed.client().post("/admin/audit/export", buffered=True).data.decode("utf-8-sig"))
        )
    )
    assert len(rows) > 100
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/documents.xlsx",
        "/desk/cleanup/1/decision.xlsx",
        "/desk/duties/export.xlsx",
        "/desk/enquiries/export.xlsx",
        "/desk/dispatches/1/matrix.xlsx",
    ],
)
def test_no_cell_of_a_workbook_is_a_formula(typed: Any, path: str) -> None:
    typed.be(Role.LEGAL_OFFICER, 2)
    book = openpyxl.load_workbook(BytesIO(typed.client().get(path, buffered=True).data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 10
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [cell.value for cell in cells if str(cell.value).startswith(FORMULA)] == []


def test_a_word_file_of_ours_holds_words_only(typed: Any) -> None:
    typed.be(Role.LEGAL_OFFICER, 2)
    made = docx.Document(BytesIO(typed.client().get("/desk/cleanup/1/decision.docx", buffered=True).data))
    assert "alert(1)" in "\n".join(paragraph.text for paragraph in made.paragraphs)
    codes = made.element.body.xpath("//w:instrText")
    # Page numbers are fields; nothing else is.
    assert {code.text.split()[0] for code in codes} <= {"PAGE", "NUMPAGES"}
    outside = [link.target_ref for link in made.part.rels.values() if link.is_external]
    assert outside == []


def test_a_print_says_the_words_and_runs_nothing(typed: Any, hostile_words: ModuleType) -> None:
    typed.be(None)
    typed_here = [one for one in typed.addresses() if typed.get(f"/documents/{one}.txt").text.count("alert(")]
    answer = typed.client().get(f"/documents/{typed_here[0]}.pdf", buffered=True)
    if answer.status_code == 503:
        pytest.skip("no typesetting here")
    assert answer.status_code == 200
    for mark in (b"/JavaScript", b"/JS ", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"javascript:"):
        assert mark not in answer.data, mark
    reader = PdfReader(BytesIO(answer.data))
    assert hostile_words.COMPUTED not in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    "path",
    [
        "/search?q={}",
        "/documents?words={}",
        "/embed?number={}",
        "/id/{}",
        "/badge/by-number/{}.svg",
        "/badge/by-number/{}.json",
        "/verify-file?sha256={}",
        "/sign-in?next={}",
        "/interpretations?q={}",
        "/interpretations?unit={}",
        "/interpretations/gaps?state={}",
        "/faq?q={}",
        "/enquiries/new?document={}&eid={}",
        "/follow?document={}",
        "/follow/{}",
        "/{}",
    ],
)
def test_what_stands_in_an_address_stays_words(typed: Any, hostile_words: ModuleType, path: str) -> None:
    typed.be(None)
    for words in (*hostile_words.PAYLOADS, *hostile_words.REFUSED, *hostile_words.HEADER_WORDS):
        answer = typed.client().get(path.replace("{}", quote(words, safe="")), buffered=True)
        assert answer.status_code < 500, words
        if answer.mimetype == "image/svg+xml":
            ElementTree.fromstring(answer.data)
        elif answer.mimetype == "application/json":
            json.loads(answer.text)
        elif words in SLOW or answer.status_code != 200:
            assert dangers(answer.text) == [], words
        else:
            assert not re.search(r"<(?:script>|img src=x|svg/|iframe|base|meta http)", answer.text), words


SLOW = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(18)',
    "甲\x00乙",
    "javascript:alert(27)",
    "{{7*191}}",
)
