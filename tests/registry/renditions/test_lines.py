"""A tree of provisions as the lines of a print."""

from collections.abc import Callable

import pytest

from registry.law.provisions import Level, Provision
from registry.renditions.lines import DEEPEST_OUTLINE, Line, numbered_shape, sheet_lines

Make = Callable[..., Provision]


def shapes(lines: list[Line]) -> list[tuple[str, str, str]]:
    return [(line.shape, line.mark, line.words) for line in lines]


def test_article_begins_its_first_paragraph(article: Make) -> None:
    assert shapes(sheet_lines([article(1, "甲。", "乙。")], {})) == [
        ("article", "第1条", "甲。"),
        ("paragraph", "", "乙。"),
    ]


def test_items_follow_their_paragraph_before_the_next(provision: Make) -> None:
    item = provision("item", "art-1-p1-i1", number="（一）", body="丙；")
    first = provision("paragraph", "art-1-p1", item, body="甲：")
    second = provision("paragraph", "art-1-p2", body="乙。")
    lines = sheet_lines([provision("article", "art-1", first, second, number="第一条")], {})
    assert [line.words for line in lines] == ["甲：", "丙；", "乙。"]


def test_articles_heading_stands_with_its_number(provision: Make) -> None:
    lines = sheet_lines([provision("article", "art-1", number="第一条", heading="【目的】", body="甲。")], {})
    assert shapes(lines) == [("article", "第一条\u3000【目的】", "甲。")]


def test_heading_with_a_sentence_runs_into_its_paragraph(provision: Make) -> None:
    heading = provision("heading", "h-1-1", number="（一）", heading="加强领导。", body="各地要重视。")
    assert shapes(sheet_lines([heading], {})) == [("second-lead", "（一）加强领导。", "各地要重视。")]


def test_heading_alone_is_a_line_of_its_own(provision: Make) -> None:
    heading = provision("heading", "h-1", number="一、", heading="总体要求")
    assert shapes(sheet_lines([heading], {})) == [("first", "一、", "总体要求")]


def test_numbered_sentence_is_no_heading(provision: Make) -> None:
    words = "废止《澄江省排污费征收使用管理办法》。" * 4
    assert shapes(sheet_lines([provision("heading", "h-1", number="一、", body=words)], {})) == [
        ("item", "一、", words)
    ]


def test_outline_follows_the_tree(provision: Make, article: Make) -> None:
    section = provision("section", "sec-1-1", article(1, "甲。"), number="第一节", heading="一般")
    chapter = provision("chapter", "chp-1", section, number="第一章", heading="总则")
    lines = sheet_lines([chapter, article(2, "乙。")], {})
    assert [(line.outline, line.label) for line in lines] == [
        (1, "第一章\u3000总则"),
        (2, "第一节\u3000一般"),
        (3, "第1条"),
        (1, "第2条"),
    ]


def test_outline_is_never_deeper_than_bookmarks_are_styled(provision: Make) -> None:
    tree = provision("article", "art-1", number="第一条", body="甲。")
    for level in range(10):
        tree = provision("chapter", f"chp-{level}", tree, number=f"第{level}章")
    assert max(line.outline for line in sheet_lines([tree], {})) == DEEPEST_OUTLINE


def test_what_stands_below_something_ended_has_ended_with_it(provision: Make, article: Make) -> None:
    chapter = provision("chapter", "chp-1", article(1, "甲。", "乙。"), number="第一章", heading="总则")
    lines = sheet_lines([chapter, article(2, "丙。")], {"chp-1": "已废止"})
    assert [line.ended for line in lines] == ["已废止", "已废止", "已废止", ""]
    assert lines[0].label == "第一章\u3000总则（已废止）"


def test_suspended_first_paragraph_does_not_take_the_second_with_it(article: Make) -> None:
    lines = sheet_lines([article(1, "甲。", "乙。")], {"art-1-p1": "停止执行"})
    assert [line.ended for line in lines] == ["停止执行", ""]


def test_struck_article_bears_its_word_once(provision: Make, article: Make) -> None:
    items = [provision("item", f"art-1-p1-i{place}", number=f"（{place}）", body="丙；") for place in (1, 2)]
    whole = provision(
        "article", "art-1", provision("paragraph", "art-1-p1", *items, body="甲："), number="第一条"
    )
    lines = sheet_lines([whole, article(2, "乙。")], {"art-1": "已废止", "art-2": "已废止"})
    assert [line.says for line in lines] == [True, False, False, True]
    one = sheet_lines([whole], {"art-1-p1-i1": "已废止", "art-1-p1-i2": "已废止"})
    assert [line.says for line in one] == [False, True, True]


def test_annex_has_its_label_and_its_title(provision: Make) -> None:
    annex = provision("annex", "annex-1", number="附件1", heading="样式")
    assert [line.shape for line in sheet_lines([annex], {})] == ["annex", "annex-title"]


def test_list_of_annexes_within_the_text_is_no_annex(provision: Make) -> None:
    listing = provision("annex", "annexes", number="附件：", heading="1.样式")
    assert shapes(sheet_lines([listing], {})) == [("paragraph", "附件：", "1.样式")]


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("各设区市人民政府，省政府直属各单位：", "addressee"),
        ("厅机关各处室、直属各单位:", "addressee"),
        ("为了维护法制统一，作如下决定：", "paragraph"),
        ("各设区市生态环境局应当遵守本办法。", "paragraph"),
    ],
)
def test_addressee_is_known_by_its_organs_and_colon(provision: Make, words: str, shape: str) -> None:
    lines = sheet_lines([provision("paragraph", "para-1", body=words)], {})
    assert lines[0].shape == shape


def test_signature_is_one_block_of_lines(provision: Make) -> None:
    rows = [provision("paragraph", f"sig-p{place}", body=words) for place, words in enumerate("甲乙", 1)]
    assert shapes(sheet_lines([provision("signature", "sig", *rows)], {})) == [("signature", "", "甲\n乙")]


def test_table_keeps_its_source(provision: Make) -> None:
    lines = sheet_lines([provision("table", "tbl-1", body="| 甲 |\n|---|")], {})
    assert shapes(lines) == [("table", "", "| 甲 |\n|---|")]


def test_every_word_of_a_tree_is_printed_once_and_in_order(provision: Make, article: Make) -> None:
    tree = [
        provision("preamble", "preamble", provision("paragraph", "preamble-p1", body="令甲")),
        provision("chapter", "chp-1", article(1, "乙", "丙"), number="第一章", heading="总则", body="丁"),
        provision("heading", "h-1", provision("point", "h-1-pt1", number="1.", body="戊"), heading="己"),
    ]
    printed = "".join(line.mark + line.words for line in sheet_lines(tree, {}))
    assert printed == "令甲第一章总则丁第1条乙丙己1.戊"


@pytest.mark.parametrize(
    ("mark", "level", "shape"),
    [
        ("一、", Level.HEADING, "first"),
        ("（十二）", Level.HEADING, "second"),
        ("1.", Level.HEADING, "item"),
        ("（一）", Level.ITEM, "item"),
        ("", Level.PARAGRAPH, "item"),
    ],
)
def test_face_follows_the_number_of_a_heading(mark: str, level: Level, shape: str) -> None:
    assert numbered_shape(mark, level) == shape
