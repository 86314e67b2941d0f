"""Rulings on the list of documents, its JSON, its feed, and the home page."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"


def listed(pages: Any, query: str = "") -> dict[str, Any]:
    answer = pages.get(f"/documents.json?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told: dict[str, Any] = answer.get_json()
    return told


def titles(pages: Any, query: str = "") -> list[str]:
    return [member["title"] for member in listed(pages, query)["member"]]


def facet(pages: Any, name: str, query: str = "") -> dict[str, int]:
    return {count["value"]: count["count"] for count in listed(pages, query)["facets"][name]}


def test_lists_every_published_document_newest_first(pages: Any) -> None:
    assert titles(pages) == [
        "澄江省碳普惠管理办法",
        "澄江省排污权交易管理办法",
        "澄江省黄标车提前淘汰补助办法",
        "澄江省排污权交易管理办法（试行）",
        "澄江省水环境保护条例",
        "澄江省噪声污染防治办法",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=local_regulation", ["澄江省水环境保护条例"]),
        ("status=repealed", ["澄江省排污权交易管理办法（试行）"]),
        (
            "status=in_force&on=2021-07-31",
            ["澄江省黄标车提前淘汰补助办法", "澄江省排污权交易管理办法（试行）", "澄江省水环境保护条例"],
        ),
        ("region=" + quote("澄江"), ["澄江省水环境保护条例"]),
        ("issuer=" + quote("澄江省人民政府"), ["澄江省噪声污染防治办法"]),
        ("year=2018", ["澄江省黄标车提前淘汰补助办法"]),
        ("year=1901", []),
    ],
)
def test_shows_only_what_the_filter_lets_through(pages: Any, query: str, expected: list[str]) -> None:
    assert titles(pages, query) == expected


def test_shows_on_a_past_day_only_what_had_been_made(pages: Any) -> None:
    assert titles(pages, "on=2012-05-29") == ["澄江省噪声污染防治办法"]
    assert titles(pages, "on=2012-05-30") == ["澄江省水环境保护条例", "澄江省噪声污染防治办法"]


def test_a_repeal_counts_from_its_own_day(pages: Any) -> None:
    assert facet(pages, "status", "on=2021-07-31").get("repealed") is None
    assert facet(pages, "status", "on=2021-08-01")["repealed"] == 1


def test_counts_each_facet_as_if_it_were_not_chosen(pages: Any) -> None:
    kinds = facet(pages, "kind", "kind=local_regulation")
    assert kinds == {"local_regulation": 1, "local_government_rule": 1, "normative_document": 4}
    assert facet(pages, "status", "kind=local_regulation") == {"in_force": 1}


def test_every_count_is_the_length_of_the_list_it_leads_to(pages: Any) -> None:
    for counts in listed(pages)["facets"].values():
        for count in counts:
            query = count["href"].partition("?")[2]
            assert listed(pages, query)["totalItems"] == count["count"], count


def test_sorts_by_rank_and_by_title(pages: Any) -> None:
    assert titles(pages, "sort=rank")[0] == "澄江省水环境保护条例"
    by_title = titles(pages, "sort=title")
    assert by_title == sorted(by_title)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kind=novel", "kind"),
        ("status=alive", "status"),
        ("sort=luck", "sort"),
        ("year=21", "year"),
        ("on=2021-02-30", "on=2021-02-30"),
        ("page=0", "page"),
        ("page=abc", "page"),
    ],
)
def test_says_which_parameter_is_wrong(pages: Any, query: str, named: str) -> None:
    answer = pages.get(f"/documents?{query}")
    assert answer.status_code == 400
    assert named in answer.get_data(as_text=True)
    assert pages.get(f"/documents.json?{query}").get_json()["code"] == "bad-input"


def many(scribe: Any) -> None:
    for number in range(45):
        scribe.document(f"plan/2001/{number}", f"规划{number:02}", kind="plan", published_on=date(2001, 1, 1))


def test_leads_from_page_to_page_and_no_further(pages: Any, write: Callable[[Any], None]) -> None:
    write(many)
    seen = [title for page in (1, 2, 3) for title in titles(pages, f"kind=plan&page={page}")]
    assert len(seen) == len(set(seen)) == 45
    last = listed(pages, "kind=plan&page=3")
    assert len(last["member"]) == 5
    assert set(last["view"]) == {"first", "previous", "last"}
    assert titles(pages, "kind=plan&page=9") == titles(pages, "kind=plan&page=3")


def test_the_page_shows_the_count_the_filters_and_the_way_on(
    pages: Any, write: Callable[[Any], None]
) -> None:
    write(many)
    html = pages.get("/documents?kind=plan&on=2020-01-01").get_data(as_text=True)
    assert "共 45 份文件" in html
    assert "2020年1月1日" in html
    assert 'rel="next" href="/documents?kind=plan&amp;on=2020-01-01&amp;page=2"' in html
    assert re.search(r'<a href="/documents\?on=2020-01-01"><span class="soft">种类：</span>规划计划', html)
    assert 'href="/documents/plan/2001/0/2020-01-01"' in html


def test_notices_a_change_of_the_registry_at_once(pages: Any, write: Callable[[Any], None]) -> None:
    assert len(titles(pages)) == 6
    write(lambda scribe: scribe.document("plan/2001/1", "新规划", kind="plan"))
    assert len(titles(pages)) == 7


def test_the_feed_is_atom_and_marks_what_has_ended(pages: Any) -> None:
    answer = pages.get("/documents/data.feed?kind=normative_document")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314  # our own words
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries][
        -1
    ] == "【已废止】澄江省排污权交易管理办法（试行）"
    assert entries[0].findtext(f"{ATOM}id") == "http://localhost/documents/normative-document/2026/9"


def test_home_counts_what_is_in_force_today_by_kind(pages: Any) -> None:
    html = pages.get("/").get_data(as_text=True)
    tiles = re.findall(r'<a href="(.*?)"><b>(\d+)</b><span>(.*?)</span>', html)
    assert [tile[1:] for tile in tiles] == [("1", "地方性法规"), ("1", "行政规范性文件")]
    for address, number, _kind in tiles:
        assert f"共 {number} 份文件" in pages.get(address.replace("&amp;", "&")).text


def test_home_says_how_many_stand_otherwise(pages: Any) -> None:
    html = pages.get("/").get_data(as_text=True)
    others = re.findall(r'<a href="/documents\?status=(\w+)">(\w+) (\d+) 份</a>', html)
    assert {status: number for status, _label, number in others} == {
        "partly_repealed": "1",
        "not_yet_in_force": "1",
        "expired": "1",
        "repealed": "1",
    }


def test_home_tells_what_is_new_what_ended_and_what_will_begin(pages: Any) -> None:
    html = pages.get("/").get_data(as_text=True)
    ended = html[html.index('id="ended"') : html.index('id="commencing"')]
    assert ended.index("黄标车") < ended.index("（试行）")
    assert "碳普惠" in html[html.index('id="commencing"') :]
    assert 'id="ending"' not in html


def test_an_empty_registry_has_pages_too(client: Any) -> None:
    assert "还没有现行有效的文件" in client.get("/").get_data(as_text=True)
    assert "共 0 份文件" in client.get("/documents").get_data(as_text=True)
    assert client.get("/documents.json").get_json()["totalItems"] == 0
    assert client.get("/sitemap").status_code == 200


def test_a_number_in_any_brackets_leads_to_its_document(pages: Any) -> None:
    for raw in (
        "澄环发〔2021〕8号",
        "澄环发[2021]8号",
        "澄环发（2021）8号",
        "澄环发 2021 8",
        "113300007/2012-00018",
    ):
        answer = pages.get(f"/id/{quote(raw)}")
        assert answer.status_code == 303, raw
    assert answer.location == "/documents/local-regulation/2012/1"


def test_a_title_leads_to_its_document_too(pages: Any) -> None:
    assert (
        pages.get(f"/id/{quote('《澄江省水环境保护条例》')}").location == "/documents/local-regulation/2012/1"
    )


def test_a_number_borne_by_several_gives_a_choice(pages: Any, write: Callable[[Any], None]) -> None:
    write(
        lambda scribe: scribe.document(
            "plan/2021/1", "同号规划", kind="plan", document_number="澄环发〔2021〕8号"
        )
    )
    answer = pages.get(f"/id/{quote('澄环发〔2021〕8号')}")
    assert answer.status_code == 300
    assert {"同号规划", "澄江省排污权交易管理办法"} <= set(
        re.findall(r'row-title"><a [^>]+>(.*?)</a>', answer.get_data(as_text=True))
    )


def test_a_number_nearly_right_leads_to_suggestions(pages: Any) -> None:
    answer = pages.get(f"/id/{quote('澄环发〔2021〕9号')}")
    assert answer.status_code == 404
    assert "澄江省排污权交易管理办法" in answer.get_data(as_text=True)


def test_nonsense_for_a_number_gets_a_page_and_no_fault(pages: Any) -> None:
    for raw in ("%20", "<script>", "〔" * 150, "第号", "../../etc/passwd"):
        assert pages.get(f"/id/{quote(raw)}").status_code in {404, 308}, raw


def test_the_look_is_kept_in_a_cookie_and_the_reader_goes_back(pages: Any) -> None:
    answer = pages.post("/appearance", data={"large": "on", "back": "/documents?kind=law"})
    assert (answer.status_code, answer.location) == (303, "/documents?kind=law")
    assert '<html lang="zh-CN" class="large">' in pages.get("/documents").get_data(as_text=True)
    pages.post("/appearance", data={"contrast": "on", "back": "/"})
    assert 'class="contrast large"' in pages.get("/documents").get_data(as_text=True)
    pages.post("/appearance", data={"large": "off", "back": "/"})
    assert 'class="contrast"' in pages.get("/documents").get_data(as_text=True)


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "", "/a\nb"]
)
def test_the_look_never_leads_off_the_site(pages: Any, back: str) -> None:
    assert pages.post("/appearance", data={"large": "on", "back": back}).location == "/"
