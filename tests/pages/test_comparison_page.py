"""Rulings on two versions side by side."""

import re
from typing import Any

WATER = "/documents/local-regulation/2012/1"


def compared(pages: Any, old: str, new: str, status: int = 200) -> str:
    answer = pages.get(f"{WATER}/compare/{old}/{new}")
    assert answer.status_code == status
    return str(answer.get_data(as_text=True))


def test_marks_the_words_that_changed_and_no_others(pages: Any) -> None:
    html = compared(pages, "2013-01-01", "2020-01-01")
    assert "为了保护<ins>和改善</ins>水环境，制定本条例。" in html
    assert "<del>记录运行情况</del>" in html
    assert re.findall(r"<del>(.*?)</del>", html) == ["删去的字词", "记录运行情况"]


def test_says_of_each_article_what_became_of_it(pages: Any) -> None:
    html = compared(pages, "2013-01-01", "2020-01-01")
    assert re.findall(r'pair-label">(.*?)</p>', html) == ["修改", "修改", "增加"]
    assert "（无此条文）" in html


def test_the_other_way_round_deletes_what_was_added(pages: Any) -> None:
    html = compared(pages, "2020-01-01", "2013-01-01")
    assert "为了保护<del>和改善</del>水环境，制定本条例。" in html
    assert "（已删去）" in html


def test_folds_away_what_did_not_change(pages: Any) -> None:
    html = compared(pages, "2013-01-01", "2014-01-01")
    assert "这两天适用的是同一文本" in html
    assert re.findall(r"<summary>(.*?)</summary>", html) == ["第一条至第二条未变"]
    assert "pair-label" not in html


def test_leads_back_to_both_texts(pages: Any) -> None:
    html = compared(pages, "2013-01-01", "2020-01-01")
    assert f'href="{WATER}/2013-01-01"' in html
    assert f'href="{WATER}/2020-01-01"' in html


def test_a_document_without_text_has_nothing_to_compare(pages: Any) -> None:
    answer = pages.get("/documents/normative-document/2018/2/compare/2019-01-01/2020-01-01")
    assert answer.status_code == 404
    assert "没有登记2019年1月1日的正文" in answer.get_data(as_text=True)


def test_the_page_of_a_document_offers_the_comparison_of_its_versions(pages: Any) -> None:
    html = pages.get(WATER).get_data(as_text=True)
    assert f'href="{WATER}/compare/2012-09-01/2018-01-01"' in html
    assert "现行" not in html[html.index('id="versions"') : html.index('id="downloads"')]
