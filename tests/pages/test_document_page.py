"""Rulings on the page of a document."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from base import files

WATER = "/documents/local-regulation/2012/1"
OLD = "/documents/normative-document/2015/3"
NEW = "/documents/normative-document/2021/8"
NOISE = "/documents/local-government-rule/2010/6"
REQUIRED_TAGS = (
    *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords"),
    *("ColumnType", "ArticleTitle", "PubDate", "ContentSource"),
)
COMING = "/documents/normative-document/2026/9"


def page(pages: Any, path: str, status: int = 200) -> str:
    answer = pages.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return str(answer.get_data(as_text=True))


def plain(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]{0,400}>", "", html))


def test_says_in_one_sentence_how_a_document_in_force_stands(pages: Any) -> None:
    assert "现行有效，自2021年8月1日起施行。" in plain(page(pages, NEW))


def test_marks_a_repealed_document_before_its_title_everywhere(pages: Any) -> None:
    html = page(pages, OLD)
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert title[1].startswith("【已废止】澄江省排污权交易管理办法（试行）")
    assert '<meta name="ArticleTitle" content="【已废止】澄江省排污权交易管理办法（试行）">' in html
    assert html.index("mark-repealed") < html.index("<h1>")


def test_names_and_links_the_act_and_the_successor_of_a_repealed_document(pages: Any) -> None:
    html = page(pages, OLD)
    act = "依据《澄江省排污权交易管理办法》（澄环发〔2021〕8号）"
    assert f"已于2021年8月1日废止，{act}，由《澄江省排污权交易管理办法》代替。" in plain(html)
    assert f'<a href="{NEW}">《澄江省排污权交易管理办法》</a>' in html


def test_shows_a_document_as_it_stood_on_the_day_before_its_repeal(pages: Any) -> None:
    html = page(pages, f"{OLD}/2021-07-31")
    assert "<title>澄江省排污权交易管理办法（试行）（2021-07-31）" in html
    assert "mark-repealed" not in html
    assert "现行有效，自2015年4月1日起施行" in plain(html)
    assert "【已废止】" in page(pages, f"{OLD}/2021-08-01")


def test_strikes_what_ended_and_says_so_in_words(pages: Any) -> None:
    html = page(pages, NOISE)
    article = html[html.index('id="art-2"') : html.index('id="art-3"')]
    assert '<span class="struck-mark">已废止</span>' in article
    assert "<s>夜间禁止施工。</s>" in article
    assert "<s>" not in html[html.index('id="art-1"') : html.index('id="art-2"')]
    assert "第二条已于2020年5月1日废止" in plain(html)


def test_does_not_strike_on_a_day_before_the_partial_repeal(pages: Any) -> None:
    assert "<s>" not in page(pages, f"{NOISE}/2020-04-30")
    assert "<s>" in page(pages, f"{NOISE}/2020-05-01")


def test_does_not_strike_an_article_of_a_later_text_that_bears_an_ended_number(
    pages: Any, write: Callable[[Any], None]
) -> None:
    def renumber(scribe: Any) -> None:
        document = scribe.find("local-government-rule/2010/6")
        scribe.text(
            document,
            [(0, "article", "art-2", "第二条", "", "新的第二条。")],
            position=1,
            applies_from=date(2022, 1, 1),
        )

    write(renumber)
    assert "<s>" not in page(pages, NOISE)
    assert "<s>" in page(pages, f"{NOISE}/2021-12-31")


def test_reads_the_text_of_the_day(pages: Any) -> None:
    assert "制定本条例" in page(pages, f"{WATER}/2017-12-31")
    assert "取得排污许可证" not in page(pages, f"{WATER}/2017-12-31")
    assert "取得排污许可证" in page(pages, f"{WATER}/2018-01-01")
    assert "取得排污许可证" in page(pages, WATER)


def test_says_so_where_the_text_of_the_day_was_never_taken_in(
    pages: Any, write: Callable[[Any], None]
) -> None:
    def amend(scribe: Any) -> None:
        scribe.find(NOISE.removeprefix("/documents/")).texts[0].applies_from = date(2019, 6, 1)

    write(amend)
    words = "本库未收录2019年5月31日的文本，所列是自2019年6月1日起适用的文本"
    assert words in plain(page(pages, f"{NOISE}/2019-05-31"))
    assert words in page(pages, f"{NOISE}.txt?on=2019-05-31")
    assert pages.get(f"{NOISE}.json?on=2019-05-31").json["text_notice"] == words
    assert "本库未收录" not in plain(page(pages, f"{NOISE}/2019-06-01"))


def test_keeps_past_texts_out_of_search_engines_and_names_the_present_address(pages: Any) -> None:
    past, present = page(pages, f"{WATER}/2013-01-01"), page(pages, WATER)
    assert '<meta name="robots" content="noindex">' in past
    assert 'name="robots"' not in present
    for html in (past, present):
        assert f'<link rel="canonical" href="http://localhost{WATER}">' in html


def test_leads_from_a_day_asked_for_to_the_address_of_that_day(pages: Any) -> None:
    answer = pages.get(f"{WATER}?on=2013-01-01")
    assert (answer.status_code, answer.location) == (303, f"{WATER}/2013-01-01")


def test_says_which_day_is_wrong(pages: Any) -> None:
    assert "on=2021-02-30" in page(pages, f"{WATER}?on=2021-02-30", 400)
    for impossible in ("2021-02-30", "1899-12-31", "2201-01-01", "0000-00-00"):
        page(pages, f"{WATER}/{impossible}", 404)


def test_carries_the_required_tags_of_site_column_and_content(pages: Any) -> None:
    html = page(pages, NEW)
    for name in REQUIRED_TAGS:
        assert f'<meta name="{name}" content="' in html, name
    assert '<meta name="PubDate" content="2026-11-20 10:05">' in html
    assert "<time>2026-11-20 10:05</time>" in html


def test_prints_no_empty_rows_in_the_head_table(pages: Any) -> None:
    html = page(pages, NEW)
    labels = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html[html.index('class="facts"') :])
    named = dict(labels)
    assert named["发文字号"] == "澄环发〔2021〕8号"
    assert named["施行日期"] == "2021年8月1日"
    assert "统一编号" not in named
    assert all(value for value in named.values())


def test_shows_the_last_day_of_a_term_as_the_law_prints_it(pages: Any) -> None:
    html = page(pages, "/documents/normative-document/2018/2")
    assert "<dt>有效期至</dt><dd>2026年7月31日</dd>" in html
    assert "有效期至2026年7月31日，已期满失效。" in plain(html)
    assert "【期满失效】" in html


def test_tells_every_event_with_its_act_and_the_sentence_it_was_read_from(pages: Any) -> None:
    html = page(pages, OLD)
    timeline = html[html.index('class="timeline"') :]
    assert timeline.index("2015年4月1日") < timeline.index("2021年8月1日")
    assert "<blockquote>《澄江省排污权交易管理办法（试行）》同时废止。</blockquote>" in timeline
    assert f'<a href="{NEW}">' in timeline


def test_names_relations_from_both_ends(pages: Any) -> None:
    new, old, water = page(pages, NEW), page(pages, OLD), page(pages, WATER)
    assert [re.search(r"<h3>废止</h3>", new) is not None, "<h3>依据</h3>" in new] == [True, True]
    assert "中华人民共和国环境保护法" in new
    assert "未收入本库" in new
    assert "<h3>被废止</h3>" in old
    assert "<h3>作为下列文件的依据</h3>" in water


def test_shows_a_source_s_claim_only_where_the_events_do_not_bear_it_out(pages: Any) -> None:
    assert "来源标注为“有效”" in page(pages, OLD)
    assert "来源标注" not in page(pages, NEW)


def test_offers_lasting_links_to_the_text_shown_and_to_the_current_one(pages: Any) -> None:
    html = page(pages, NEW)
    assert f'<span id="cite-current">http://localhost{NEW}</span>' in html
    assert f'<span id="cite-version">http://localhost{NEW}/2026-11-23</span>' in html
    assert "《澄江省排污权交易管理办法》（澄环发〔2021〕8号）" in html


def test_leads_from_an_article_number_to_its_place(pages: Any) -> None:
    answer = pages.get(f"{NEW}/article/2")
    assert (answer.status_code, answer.location) == (303, f"{NEW}#art-2")
    page(pages, "/documents/normative-document/1999/1/article/2", 404)


@pytest.mark.parametrize(("typed", "written"), [("%23%3Cb%3E", "%23%3Cb%3E"), ("%E4%BA%8C", "%E4%BA%8C")])
def test_an_article_number_stays_inside_its_own_part_of_the_address(
    pages: Any, typed: str, written: str
) -> None:
    assert pages.get(f"{NEW}/article/{typed}").location == f"{NEW}#art-{written}"


def test_says_of_a_withdrawn_document_that_it_was_withdrawn_and_why(pages: Any) -> None:
    html = page(pages, "/documents/normative-document/2019/4", 410)
    assert "现已撤回" in html
    assert "重复发布" in html


def test_shows_no_draft_anywhere(pages: Any) -> None:
    assert "草稿" not in page(pages, "/documents/normative-document/2026/10", 404)
    for path in ("/", "/documents", "/documents.json", "/documents/data.feed", "/id/澄环发〔2026〕10号"):
        assert "不应出现的草稿" not in pages.get(path).get_data(as_text=True), path


def test_leads_from_a_former_address_to_the_present_one(pages: Any) -> None:
    answer = pages.get("/documents/normative-document/2021/08")
    assert (answer.status_code, answer.location) == (308, NEW)


def test_announces_what_is_not_yet_in_force(pages: Any) -> None:
    html = page(pages, COMING)
    assert "【尚未施行】澄江省碳普惠管理办法" in html
    assert "尚未施行，自2027年1月1日起施行。" in plain(html)
    assert "现行有效" in page(pages, f"{COMING}/2027-01-01")


def test_changes_its_word_at_midnight_in_hangzhou(pages: Any, hold_clock: Callable[[Any], None]) -> None:
    hold_clock(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    assert "【尚未施行】" in page(pages, COMING)
    hold_clock(datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC))
    assert "【尚未施行】" not in page(pages, COMING)


def test_structured_data_is_legislation_with_its_days_of_validity(pages: Any) -> None:
    html = page(pages, OLD)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["@type"] == "Legislation"
    assert told["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert told["temporalCoverage"] == "2015-04-01/2021-07-31"
    assert told["legislationIdentifier"] == "澄环发〔2015〕3号"
    open_ended = json.loads(re.search(r"ld\+json\">(.*?)</script>", page(pages, NEW), re.DOTALL)[1])  # type: ignore[index]
    assert open_ended["temporalCoverage"] == "2021-08-01/.."
    assert open_ended["legislationRepeals"][0]["@id"] == f"http://localhost{OLD}"


def test_a_title_cannot_break_out_of_the_page(pages: Any, write: Callable[[Any], None]) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    write(
        lambda scribe: scribe.text(
            scribe.document("other/2024/1", evil, kind="other"), [(0, "article", "art-1", "第一条", "", evil)]
        )
    )
    html = page(pages, "/documents/other/2024/1")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<script>alert" not in page(pages, "/documents?kind=other")


def test_a_file_is_offered_for_saving_and_can_do_nothing(pages: Any, registry: Any) -> None:
    digest = files.keep(registry.extensions["config"].files, b"test")
    assert digest.startswith("9f86d081")
    found = re.search(r'href="(/files/\d+)"', page(pages, NEW))
    assert found
    answer = pages.get(found[1])
    assert answer.status_code == 200
    assert answer.data == b"test"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert pages.get("/files/9999").status_code == 404


def test_json_says_what_the_page_says(pages: Any) -> None:
    told = pages.get(f"{NOISE}.json?on=2020-04-30").get_json()
    assert told["validity"] == {"value": "in_force", "label": "现行有效"}
    assert told["struck"] == {}
    later = pages.get(f"{NOISE}.json").get_json()
    assert later["struck"] == {"art-2": "已废止"}
    assert later["provisions"][0]["children"][1]["eid"] == "art-2"
    assert [span["validity"] for span in later["spans"]] == [
        "not_yet_in_force",
        "in_force",
        "partly_repealed",
    ]
    assert pages.get("/documents/other/1/1.json").get_json()["code"] == "not-found"


def test_plain_text_bears_the_mark_first_and_before_every_ended_provision(pages: Any) -> None:
    answer = pages.get(f"{OLD}.txt")
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).startswith("【已废止】澄江省排污权交易管理办法（试行）\n")
    assert "\n\u3000\u3000【已废止】第二条\u3000夜间禁止施工。\n" in pages.get(f"{NOISE}.txt").get_data(
        as_text=True
    )


def test_answers_304_to_a_reader_who_has_the_page(pages: Any) -> None:
    first = pages.get(NEW)
    again = pages.get(NEW, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
