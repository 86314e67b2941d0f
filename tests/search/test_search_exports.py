"""What can be taken away from a search: spreadsheets, JSON, a feed; and only what the public may see."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from openpyxl import load_workbook

from search.keeping import Keeper
from search.views import exporting

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FORMS = (".xlsx", ".csv", ".json", "/data.feed")


@pytest.fixture
def page(keeper: Keeper, client: FlaskClient, hold_clock: Callable[[date], None]) -> FlaskClient:
    hold_clock(date(2026, 11, 23))
    keeper.catch_up()
    return client


def table(client: FlaskClient, query: str) -> list[list[str]]:
    response = client.get(f"/search.csv?{query}")
    assert response.status_code == 200, response.status
    return list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def feed(client: FlaskClient, query: str) -> Element:
    response = client.get(f"/search/data.feed?{query}")
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    made: Element = fromstring(response.get_data())
    return made


def test_the_sheet_names_the_search_and_leads_to_the_article(page: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(page.get("/search.xlsx?q=犬绳").get_data()))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0][0] == "检索“犬绳”（截至2026年11月23日），共 1 件"
    assert rows[1][:3] == ["序号", "标题", "时效"]
    assert rows[2][1:4] == ["云岭省养犬管理规定", "现行有效", "文件"]
    assert rows[2][9] == "第1条"
    assert rows[2][11].startswith("http://localhost/documents/")
    assert rows[2][11].endswith("#art-1")


def test_the_csv_says_what_the_page_says(page: FlaskClient) -> None:
    head, *rows = table(page, "q=管理规定&sort=oldest")
    assert len(rows) == 2
    assert {row[head.index("时效")] for row in rows} == {"现行有效", "已废止"}


def test_no_cell_becomes_a_formula(page: FlaskClient, shelf: Any, keeper: Keeper) -> None:
    shelf.put("=HYPERLINK(1)云岭省算式规定", "＝算式条文应当无害。")
    keeper.catch_up()
    cells = [cell for row in table(page, "q=算式规定") for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "＝"))]
    book = load_workbook(io.BytesIO(page.get("/search.xlsx?q==算式").get_data()))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_programs_get_a_collection_with_passages_status_and_facets(page: FlaskClient) -> None:
    found = page.get("/search.json?q=管理规定").get_json()
    assert (found["@type"], found["totalItems"], found["on"]) == ("hydra:Collection", 2, "2026-11-23")
    ended = next(one for one in found["member"] if one["validity"]["value"] == "repealed")
    assert ended["title"] == "云岭省烟花爆竹管理规定"
    status = next(count for count in found["facets"]["status"] if count["value"] == "repealed")
    assert (status["label"], status["count"]) == ("已废止", 1)
    narrowed = page.get(status["href"].removeprefix("http://localhost")).get_json()
    assert narrowed["totalItems"] == 1


def test_the_words_that_were_looked_for_are_named(page: FlaskClient) -> None:
    passage = page.get("/search.json?q=犬绳").get_json()["member"][0]["passages"][0]
    assert (passage["eid"], passage["number"], passage["marked"]) == ("art-1", "第1条", ["犬绳"])
    assert passage["@id"].endswith("#art-1")


def test_pages_of_a_size_lead_to_each_other(page: FlaskClient) -> None:
    first = page.get("/search.json?q=管理规定&size=1").get_json()
    assert set(first["view"]) == {"first", "next", "last"}
    second = page.get(first["view"]["next"].removeprefix("http://localhost")).get_json()
    titles = {one["title"] for answer in (first, second) for one in answer["member"]}
    assert (len(titles), set(second["view"])) == (2, {"first", "previous", "last"})


@pytest.mark.parametrize("size", ["0", "1001", "x", "１"])
def test_no_size_beyond_what_is_offered(page: FlaskClient, size: str) -> None:
    answer = page.get(f"/search.json?q=犬绳&size={size}")
    assert (answer.status_code, "size" in answer.get_data(as_text=True)) == (400, True)


def test_a_cut_list_says_so(page: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_TAKEN", 1)
    book = load_workbook(io.BytesIO(page.get("/search.xlsx?q=管理规定").get_data()))
    assert book.active["A1"].value.endswith("共 2 件，只列出前 1 件")


def test_a_feed_bears_totals_links_and_marks(page: FlaskClient) -> None:
    made = feed(page, "q=管理规定")
    assert made.findtext(f"{OPENSEARCH}totalResults") == "2"
    assert {link.get("rel") for link in made.findall(f"{ATOM}link")} >= {"self", "alternate", "first", "last"}
    titles = [entry.findtext(f"{ATOM}title") for entry in made.findall(f"{ATOM}entry")]
    assert "【已废止】云岭省烟花爆竹管理规定" in titles
    ended = next(
        one for one in made.findall(f"{ATOM}entry") if "已废止" in (one.findtext(f"{ATOM}title") or "")
    )
    assert ended.findtext(f"{ATOM}updated") == "2024-03-01T00:00:00+08:00"


def test_a_feed_asked_for_under_another_address_is_the_same(page: FlaskClient) -> None:
    answer = page.get("/search.atom?q=%E7%8A%AC")
    assert (answer.status_code, answer.location) == (308, "/search/data.feed?q=%E7%8A%AC")


@pytest.mark.parametrize("words", ["<b>%26%22'", "]]>%26amp;", "%F0%A0%AE%B7", "条例" * 150, ""])
def test_strange_words_make_a_feed_that_can_be_read(page: FlaskClient, words: str) -> None:
    assert feed(page, f"q={words}").tag == f"{ATOM}feed"


@pytest.mark.parametrize("form", FORMS)
def test_what_was_withdrawn_is_in_no_form_even_before_the_index_hears_of_it(
    page: FlaskClient, shelf: Any, keeper: Keeper, form: str
) -> None:
    key = shelf.put("云岭省秘密事项规定", "保密事项应当登记造册。")
    keeper.catch_up()
    assert told(page, form)
    shelf.withdraw(key)
    assert not told(page, form)
    keeper.catch_up()
    assert not told(page, form)


def told(client: FlaskClient, form: str) -> bool:
    content = client.get(f"/search{form}?q=登记造册").get_data()
    if form == ".xlsx":
        book = load_workbook(io.BytesIO(content))
        return any("秘密事项" in str(cell.value) for row in book.active.iter_rows() for cell in row)
    return "秘密事项" in content.decode()


def test_browsers_are_told_how_to_search_here(page: FlaskClient) -> None:
    answer = page.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    made = fromstring(answer.get_data())
    types = {url.get("type") for url in made.findall(f"{OPENSEARCH}Url")}
    assert types >= {
        "text/html",
        "application/atom+xml",
        "application/json",
        "application/x-suggestions+json",
    }
    assert 'rel="search" type="application/opensearchdescription+xml"' in page.get("/").text
    template = next(
        u.get("template") for u in made.findall(f"{OPENSEARCH}Url") if u.get("type") == "text/html"
    )
    address = template.replace("{searchTerms}", "犬绳").replace("&page={startPage?}", "")
    assert "养犬" in page.get(address.removeprefix("http://localhost")).text


def test_the_page_offers_every_form(page: FlaskClient) -> None:
    html = page.get("/search?q=犬绳").text
    for form in FORMS:
        assert re.search(rf'href="/search{re.escape(form)}\?q=', html), form


# Days


def test_hits_can_be_held_to_the_days_they_bear(page: FlaskClient, shelf: Any, keeper: Keeper) -> None:
    key = shelf.put("云岭省养犬登记规定", "携带犬只应当登记。")
    shelf.change(key, signed_on=date(2023, 5, 1))
    keeper.catch_up()
    assert [row[1] for row in table(page, "q=犬只")[1:]].count("云岭省养犬登记规定") == 1
    inside, before = table(page, "q=犬只&from=2023-05-01&to=2023-05-01"), table(page, "q=犬只&to=2023-04-30")
    assert [row[1] for row in inside[1:]] == ["云岭省养犬登记规定"]
    assert "云岭省养犬登记规定" not in {row[1] for row in before[1:]}


@pytest.mark.parametrize("query", ["from=2026-02-30", "to=x", "from=2024-01-02&to=2024-01-01"])
def test_days_that_cannot_be_are_named(page: FlaskClient, query: str) -> None:
    answer = page.get(f"/search?q=犬&{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text
