"""Rulings on a text as HTML."""

from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.provisions import Level, Provision
from registry.reads.explanations import Note
from registry.renditions.body import body_html, contents_html, table_html

ITEM = Provision(Level.ITEM, "art-1-p1-i1", "（一）", "", "生产的；")
FIRST = Provision(Level.PARAGRAPH, "art-1-p1", "", "", "有下列情形的：", (ITEM,))
SECOND = Provision(Level.PARAGRAPH, "art-1-p2", "", "", "情节严重的，从重处罚。")
ARTICLE = Provision(Level.ARTICLE, "art-1", "第一条", "", "", (FIRST, SECOND))
CHAPTER = Provision(Level.CHAPTER, "chp-1", "第一章", "总则", "", (ARTICLE,))


def test_an_article_s_number_is_a_heading_that_runs_into_its_first_paragraph() -> None:
    html = body_html((CHAPTER,), {})
    assert '<h3 class="part part-chapter" id="chp-1">第一章\u3000总则</h3>' in html
    assert '<h4 class="number"><a href="#art-1">第一条</a></h4><p id="art-1-p1">有下列情形的：</p>' in html
    assert '<p class="item" id="art-1-p1-i1">（一）生产的；</p>' in html


def test_what_ends_an_article_ends_its_items_and_is_said_once() -> None:
    html = body_html((CHAPTER,), {"art-1": "已废止"})
    assert html.count("已废止") == 1
    assert html.count("<s>") == 3


def test_an_ended_item_leaves_the_rest_standing() -> None:
    html = body_html((CHAPTER,), {"art-1-p1-i1": "已废止"})
    assert '<span class="struck-mark">已废止</span><s>（一）生产的；</s>' in html
    assert html.count("<s>") == 1


def test_an_ended_first_paragraph_is_marked_where_it_begins() -> None:
    html = body_html((CHAPTER,), {"art-1-p1": "停止执行"})
    assert '<p id="art-1-p1"><span class="struck-mark">停止执行</span><s>有下列情形的：</s></p>' in html
    assert "<s>情节严重" not in html


def test_an_item_without_a_heading_is_no_heading() -> None:
    item = Provision(Level.HEADING, "h-1", "一、", "", "改为乙。")
    html = body_html((item,), {"h-1": "已废止"})
    assert "<h3" not in html
    assert '<p class="item" id="h-1"><span class="struck-mark">已废止</span><s>一、改为乙。</s></p>' in html
    headed = [Provision(Level.HEADING, f"h-{n}", f"{n}、", "总体要求", "") for n in range(2, 6)]
    contents = contents_html((item, *headed))
    assert "h-1" not in contents
    assert contents.count("<li") == len(headed)


def test_a_signature_keeps_its_lines_together() -> None:
    lines = tuple(
        Provision(Level.PARAGRAPH, f"sig-p{n}", "", "", words)
        for n, words in enumerate(("云岭省生态环境厅", "2024年8月6日"), 1)
    )
    html = body_html((ARTICLE, Provision(Level.SIGNATURE, "sig", "", "", "", lines)), {})
    block = html[html.index('<div class="signature" id="sig">') :]
    assert [words for words in ("云岭省生态环境厅", "2024年8月6日", "</div>") if words in block] == [
        "云岭省生态环境厅",
        "2024年8月6日",
        "</div>",
    ]
    assert "第一条" not in block


def test_headings_go_down_one_level_at_a_time_and_never_past_six() -> None:
    deep = ARTICLE
    for level in (Level.SECTION, Level.CHAPTER, Level.SUBPART, Level.PART):
        deep = Provision(level, level.value, "第一", "名", "", (deep,))
    html = str(body_html((deep,), {}))
    assert [html[place + 2] for place in range(len(html)) if html.startswith("<h", place)] == list("34566")


def test_contents_name_chapters_and_else_articles() -> None:
    chapters = tuple(Provision(Level.CHAPTER, f"chp-{n}", f"第{n}章", "名", "", (ARTICLE,)) for n in range(3))
    assert contents_html(chapters).count("<li") == 3
    articles = tuple(Provision(Level.ARTICLE, f"art-{n}", f"第{n}条") for n in range(5))
    assert contents_html(articles).count("toc-article") == 5
    assert contents_html(articles[:2]) == ""


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ("| 种类 | 限值 |\n| --- | --- |\n| 烟尘 | 20 |", 4),
        ("|甲|乙|\n|丙|丁|", 4),
        ("<table><tr><td colspan=2>甲</td></tr></table>", 1),
    ],
)
def test_tables_keep_their_cells(source: str, cells: int) -> None:
    html = str(table_html(source))
    assert html.count("<td") + html.count("<th") == cells
    assert html.startswith('<div class="table" tabindex="0"')


def test_a_table_brings_nothing_but_rows_and_cells() -> None:
    cell = '<td style="color:red" colspan="1000000">甲<script>alert(1)</script><img src=x></td>'
    evil = f'<table onclick="x()"><tr>{cell}</tr></table>'
    html = str(table_html(evil))
    for word in ("script", "onclick", "style", "img", "1000000"):
        assert word not in html, word


WORDS = st.text(alphabet="甲乙<>&\"'/ab\n|", max_size=30)


@given(WORDS, WORDS, st.sampled_from(list(Level)))
def test_no_wording_can_break_the_page(number: str, body: str, level: Level) -> None:
    html = str(body_html((Provision(level, "x-1", number, "", body),), {}))
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(f"<!doctype html><html lang=zh><head><title>t</title></head><body>{html}</body></html>")
    assert parser.errors == []
    assert "<script" not in html


NOTE = Note("简明问答", "证到期了怎么办？", "/interpretations/3#b4")


def test_what_explains_an_item_stands_once_at_the_end_of_its_article() -> None:
    html = str(body_html((CHAPTER,), {}, {"art-1-p1-i1": (NOTE,)}))
    assert html.count("证到期了怎么办？") == 1
    assert html.index("</details>") < html.index("</section>", html.index("</details>"))
    assert '<a href="/interpretations/3#b4">证到期了怎么办？</a>' in html
    assert "解读针对旧版" not in html


def test_an_explanation_of_a_former_wording_says_so_beside_the_article() -> None:
    html = str(body_html((CHAPTER,), {}, {"art-1": (replace(NOTE, stale=True),)}))
    assert '证到期了怎么办？</a><span class="stale">解读针对旧版</span>' in html


def test_a_paragraph_outside_articles_has_its_own_explanation() -> None:
    html = str(body_html((Provision(Level.PARAGRAPH, "para-1", "", "", "文"),), {}, {"para-1": (NOTE,)}))
    assert html.index('id="para-1"') < html.index("证到期了怎么办？")


def test_words_of_an_explanation_are_words() -> None:
    note = Note("<b>", "<script>x()</script>", '/x"onclick="x()')
    html = str(body_html((CHAPTER,), {}, {"art-1": (note,)}))
    assert "<script" not in html
    assert '"onclick="' not in html


def test_many_explanations_wait_until_they_are_asked_for() -> None:
    few, many = (
        tuple(Note("问答", f"问题{place}", f"/i/{place}") for place in range(count)) for count in (2, 3)
    )
    assert '<details class="explained" open><summary>解读 2 项</summary>' in body_html(
        (CHAPTER,), {}, {"art-1": few}
    )
    assert '<details class="explained"><summary>解读 3 项</summary>' in body_html(
        (CHAPTER,), {}, {"art-1": many}
    )
