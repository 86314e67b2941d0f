"""Words of a draft are found again: in their place, in another, changed, or gone; whatever is selected."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.layout import Layout, bare
from registry.consultations.rules.quoting import LONGEST_CONTEXT, LONGEST_EXACT, Place, Quote, again, taken
from registry.consultations.rules.terms import Footing
from registry.law.reading import read_provisions

FIRST = """
第一章　总则
第一条　为了规范排污许可管理，制定本办法。
第二条　排污单位应当在排放污染物之前取得排污许可证。排污许可证由设区的市级生态环境主管部门核发。
第三条　排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。
申请材料包括：
（一）排污许可证延续申请表；
（二）由排污单位法定代表人签字的承诺书。
第二章　附则
第四条　本办法自2027年1月1日起施行。
""".strip().splitlines()
# A new second article, the third reworded, 承诺书 left out.
SECOND = """
第一章　总则
第一条　为了规范排污许可管理，制定本办法。
第二条　主管部门应当公开排污许可信息，接受社会监督。
第三条　排污单位应当在排放污染物之前取得排污许可证。排污许可证由设区的市级生态环境主管部门核发。
第四条　排污许可证有效期为五年；期满需要延续的，应当在届满三十日前向原核发部门提出申请。
第二章　附则
第五条　本办法自2027年3月1日起施行。
""".strip().splitlines()


def laid(lines: list[str]) -> Layout:
    return Layout(read_provisions(lines))


ONE, TWO = laid(FIRST), laid(SECOND)


def quote(exact: str, eid: str = "", **more: str) -> Quote:
    return taken(Quote(eid, exact=exact, **more), ONE).quote


def test_a_selection_is_kept_in_the_words_and_context_of_the_draft() -> None:
    found = taken(Quote("art-3", exact="届满六十日前\n 提出申请"), ONE)
    assert found.advice == ""
    assert (found.quote.eid, found.quote.exact) == ("art-3", "届满六十日前提出申请")
    assert found.quote.prefix.endswith("第三条 排污许可证有效期为五年；期满需要延续的，应当在")
    assert found.quote.suffix.startswith("。 申请材料包括： （一） 排污许可证延续申请表；")
    assert len(found.quote.prefix) <= LONGEST_CONTEXT
    assert len(found.quote.suffix) <= LONGEST_CONTEXT


def test_of_the_same_words_twice_those_are_meant_whose_context_was_sent() -> None:
    second = quote("排污许可证", "art-2", prefix="之前取得排污许可证。", suffix="由设区的市级")
    assert second.suffix.startswith("由设区的市级")
    first = quote("排污许可证", "art-2", prefix="排放污染物之前取得")
    assert first.prefix.endswith("之前取得")


def test_words_that_are_not_in_the_draft_are_never_kept_as_its_words() -> None:
    found = taken(Quote("art-3", exact="买药请加微信"), ONE)
    assert found.quote == Quote("art-3")
    assert "所选文字与征求意见稿不一致" in found.advice
    assert "第三条" in found.advice


def test_an_article_that_is_not_there_makes_it_a_comment_on_the_whole() -> None:
    assert taken(Quote("art-99"), ONE).quote == Quote()
    assert "没有找到所指的条款" in taken(Quote("art-99"), ONE).advice
    # Where its words are in the draft, they say where it belongs.
    assert taken(Quote("art-99", exact="自2027年1月1日起施行"), ONE).quote.eid == "art-4"


def test_a_selection_across_articles_is_filed_under_the_first_with_its_words_whole() -> None:
    found = taken(Quote("art-2", exact="生态环境主管部门核发。\n第三条　排污许可证有效期为五年"), ONE)
    assert found.quote.eid == "art-2"
    assert bare(found.quote.exact) == "生态环境主管部门核发。第三条排污许可证有效期为五年"
    assert "跨越多条" in found.advice
    assert "第二条" in found.advice


def test_a_selection_across_chapters_and_paragraphs_breaks_nothing() -> None:
    across = taken(Quote("art-3-p1", exact="提出申请。\n申请材料包括："), ONE)
    assert (across.quote.eid, across.advice) == ("art-3", "")
    far = taken(Quote("art-3-p2-i2", exact="承诺书。\n第二章　附则\n第四条　本办法"), ONE)
    assert far.quote.eid == "art-3"
    assert "跨越多条" in far.advice


def test_a_selection_that_is_too_long_is_cut_and_says_so() -> None:
    long = laid(["第一条　" + "".join(chr(0x4E00 + n) for n in range(900)), "第二条　完。"])
    found = taken(Quote("art-1", exact="".join(chr(0x4E00 + n) for n in range(900))), long)
    assert len(found.quote.exact) == LONGEST_EXACT
    assert "超过500字" in found.advice
    assert again(found.quote, long) == Place(Footing.SAME, "art-1", found.quote.exact)


def test_a_table_is_quoted_by_its_cells() -> None:
    table = laid(["第一条　排放限值如下：", "| 污染物 | 限值 |", "|---|---|", "| 氨氮 | 五毫克 |"])
    found = taken(Quote("art-1", exact="氨氮\t五毫克"), table)
    assert (found.quote.eid, found.advice) == ("art-1", "")


def test_what_was_renumbered_word_for_word_has_moved() -> None:
    found = again(quote("排放污染物之前取得排污许可证", "art-2"), TWO, ONE)
    assert (found.footing, found.eid) == (Footing.MOVED, "art-3")
    assert again(Quote("art-2"), TWO, ONE) == Place(Footing.MOVED, "art-3")


def test_what_was_reworded_is_found_by_its_likeness() -> None:
    assert again(quote("期满需要延续的，应当在届满六十日前提出申请", "art-3"), TWO, ONE) == Place(
        Footing.ALTERED, "art-4"
    )
    assert again(Quote("art-3-p1"), TWO, ONE).footing is Footing.ALTERED
    assert again(Quote("art-4"), TWO, ONE) == Place(Footing.ALTERED, "art-5")


def test_what_was_left_out_is_gone() -> None:
    assert again(quote("由排污单位法定代表人签字的承诺书", "art-3"), TWO, ONE) == Place(Footing.GONE)
    assert again(Quote("art-3-p2-i2"), TWO, ONE) == Place(Footing.GONE)


def test_short_words_are_not_found_where_their_context_is_another() -> None:
    short = quote("申请", "art-3", suffix="表；")
    assert short.suffix.startswith("表")
    # 申请 stands in the second edition, too, but there is no 申请表 any more.
    assert again(short, TWO, ONE).footing is not Footing.MOVED


def test_a_comment_on_the_whole_stands_on_the_whole() -> None:
    assert again(Quote(), TWO, ONE) == Place(Footing.SAME)


@pytest.mark.parametrize("name", ["第三条", "征求意见稿全文"])
def test_a_quote_says_where_it_stands(name: str) -> None:
    assert {Quote("art-3").where, Quote().where} >= {name}


LINES = st.lists(
    st.text(alphabet="甲乙丙第一二三条章（）：；。 \u3000\u200b|-<>a1", max_size=30), min_size=1, max_size=12
)


@given(LINES, st.data())
def test_whatever_is_selected_of_a_text_is_found_again_in_it(lines: list[str], data: st.DataObject) -> None:
    layout = laid(lines)
    start = data.draw(st.integers(0, len(layout.text)))
    end = data.draw(st.integers(start, min(len(layout.text), start + 40)))
    eid = data.draw(st.sampled_from([*layout.reach, ""]))
    made = taken(Quote(eid, exact=layout.printed(start, end)), layout).quote
    assert bare(made.exact) == layout.text[start:end]
    found = again(made, layout, layout)
    assert (found.footing, found.eid, bare(found.exact)) == (Footing.SAME, made.eid, layout.text[start:end])
    # Only the exact words are needed where they are telling.
    if end - start >= 10:
        assert again(replace(made, prefix="", suffix=""), layout, layout).footing is Footing.SAME


@given(LINES, LINES, st.builds(Quote, *[st.text(alphabet="甲乙第一条 a|\u202e\ud800art-1", max_size=80)] * 4))
def test_nothing_that_can_be_sent_breaks_the_finding(one: list[str], two: list[str], asked: Quote) -> None:
    former, now = laid(one), laid(two)
    made = taken(asked, former).quote
    assert made.eid in {"", *former.reach}
    assert len(made.exact) <= LONGEST_EXACT
    assert max(len(made.prefix), len(made.suffix)) <= LONGEST_CONTEXT
    for each in (made, asked):
        found = again(each, now, former)
        assert found.eid in {"", *now.reach}


def test_long_and_repeated_texts_are_read_at_once(within: Callable[..., Any]) -> None:
    lines = [f"第{n}条　" + "甲乙" * 500 for n in range(1, 200)]
    hard = Quote("art-7", "甲" * 64, "乙甲" * 250, "甲乙" * 32)
    with within(9):
        layout = laid(lines)
        for _ in range(20):
            taken(hard, layout)
            again(hard, layout)
            again(replace(hard, exact="甲乙" * 249 + "丙"), layout)
            again(replace(hard, exact="甲"), layout)
