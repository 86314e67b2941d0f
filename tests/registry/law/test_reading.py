"""Rulings on how a text becomes a tree."""

import pytest

from registry.law.provisions import Level, Provision
from registry.law.reading import find, flatten, gaps, read_provisions

REGULATION = """
## 第一章　总　　则
第一条　为了加强管理，制定本办法。
第二条　在本省行政区域内从事下列活动，适用本办法：
（一）生产活动；
（二）经营活动，包括：
1.批发；
2.零售。
前款规定以外的活动，按照国家有关规定执行。
## 第二章　法律责任
### 第一节　一般规定
第三条　违反本办法规定的，处一万元以下罚款。
第三条之一　情节轻微的，不予处罚。
### 第二节　附加规定
第四条　本办法自2021年8月1日起施行。
"""


def read(text: str) -> tuple[Provision, ...]:
    return read_provisions(text.splitlines())


def shown(text: str) -> list[str]:
    return [f"{one.eid}|{one.number}|{one.heading}|{one.body}" for _, one in flatten(read(text))]


def eids(text: str) -> list[str]:
    return [one.eid for _, one in flatten(read(text))]


def test_reads_chapters_sections_articles_paragraphs_items_and_points() -> None:
    assert eids(REGULATION) == [
        "chp-1",
        "art-1",
        "art-1-p1",
        "art-2",
        "art-2-p1",
        "art-2-p1-i1",
        "art-2-p1-i2",
        "art-2-p1-i2-pt1",
        "art-2-p1-i2-pt2",
        "art-2-p2",
        "chp-2",
        "sec-2-1",
        "art-3",
        "art-3-p1",
        "art-3-1",
        "art-3-1-p1",
        "sec-2-2",
        "art-4",
        "art-4-p1",
    ]


def test_levels_follow_the_printed_marks() -> None:
    levels = {one.eid: one.level for _, one in flatten(read(REGULATION))}
    assert levels["chp-1"] is Level.CHAPTER
    assert levels["sec-2-1"] is Level.SECTION
    assert levels["art-3-1"] is Level.ARTICLE
    assert levels["art-2-p1"] is Level.PARAGRAPH
    assert levels["art-2-p1-i1"] is Level.ITEM
    assert levels["art-2-p1-i2-pt1"] is Level.POINT


def test_a_heading_set_wide_is_closed_up() -> None:
    chapter = find(read(REGULATION), "chp-1")
    assert chapter is not None
    assert (chapter.number, chapter.heading) == ("第一章", "总则")


def test_depth_is_counted_from_the_top() -> None:
    assert [depth for depth, _ in flatten(read(REGULATION))][:9] == [0, 1, 2, 1, 2, 3, 3, 4, 4]


def test_an_id_that_is_not_there_finds_nothing() -> None:
    assert find(read(REGULATION), "art-99") is None


@pytest.mark.parametrize(
    "line",
    [
        "第十条　内容。",
        "第10条　内容。",
        "第１０条 内容。",
        "第 十 条　内容。",
        "笫十条　内容。",
        "**第十条** 内容。",
        "　　第十条　内容。",
        "## 第十条　内容。",
        "\u200b第十条\u2003内容。",
    ],
)
def test_an_article_number_is_read_however_it_is_set(line: str) -> None:
    read_ids = eids(f"第九条　甲。\n{line}")
    assert read_ids[2:] == ["art-10", "art-10-p1"]


def test_a_number_alone_on_its_line_takes_the_next_line_as_its_paragraph() -> None:
    assert shown("第一条\n为了加强管理，制定本办法。\n第二条　乙。")[:2] == [
        "art-1|第一条||",
        "art-1-p1|||为了加强管理，制定本办法。",
    ]


def test_items_right_after_the_number_belong_to_a_first_paragraph() -> None:
    assert eids("第一条\n（一）甲；\n（二）乙。\n第二条　丙。")[:4] == [
        "art-1",
        "art-1-p1",
        "art-1-p1-i1",
        "art-1-p1-i2",
    ]


def test_a_caption_in_brackets_is_the_heading_of_the_article() -> None:
    assert shown("第一条【立法目的】为了规范处罚，制定本办法。\n第二条　乙。")[:2] == [
        "art-1|第一条|【立法目的】|",
        "art-1-p1|||为了规范处罚，制定本办法。",
    ]


def test_a_sentence_that_begins_with_a_cited_article_is_no_article() -> None:
    text = "第一条　甲。\n第八条规定的期限，从受理之日起计算。\n第八条、第九条另有规定的除外。\n第二条　乙。"
    assert eids(text) == ["art-1", "art-1-p1", "art-1-p2", "art-1-p3", "art-2", "art-2-p1"]


def test_a_glued_number_is_an_article_when_it_goes_on_counting() -> None:
    assert eids("第一条　甲。\n第二条各级人民政府应当加强领导。\n第九条各级人民政府乙。") == [
        "art-1",
        "art-1-p1",
        "art-2",
        "art-2-p1",
        "art-2-p2",
    ]


def test_words_between_two_items_belong_to_the_first_of_them() -> None:
    assert eids("第一条　条件如下：\n（一）甲。\n甲的说明。\n（二）乙。\n本条的另一款。\n第二条　丙。") == [
        "art-1",
        "art-1-p1",
        "art-1-p1-i1",
        "art-1-p1-i1-p1",
        "art-1-p1-i2",
        "art-1-p2",
        "art-2",
        "art-2-p1",
    ]


def test_items_named_in_a_sentence_begin_no_item() -> None:
    text = "第一条　条件如下：\n（一）甲；\n（二）乙。\n（一）、（二）项所列人员，另行规定。\n第二条　丙。"
    assert eids(text)[:5] == ["art-1", "art-1-p1", "art-1-p1-i1", "art-1-p1-i2", "art-1-p2"]


def test_a_number_printed_twice_gets_a_suffix() -> None:
    assert eids("第一条　甲。\n第二条　乙。\n第二条　丙。")[2:] == [
        "art-2",
        "art-2-p1",
        "art-2_2",
        "art-2_2-p1",
    ]


def test_chapters_that_restart_in_every_part_have_ids_of_their_own() -> None:
    text = (
        "# \n第一编　总则\n第一章　甲\n第一条　甲。\n"
        "第二编　分则\n第一分编　乙\n第一章　乙\n第一节　丙\n第二条　乙。"
    )
    divisions = [one.eid for _, one in flatten(read(text)) if one.children and one.level is not Level.ARTICLE]
    assert divisions == [
        "part-1",
        "part-1-chp-1",
        "part-2",
        "part-2-sub-1",
        "part-2-sub-1-chp-1",
        "part-2-sub-1-sec-1-1",
    ]


def test_headings_above_articles_hold_them() -> None:
    text = "## 一、举证\n第一条　甲：\n一、乙；\n二、丙\n第二条　丁。\n## 二、质证\n第三条　戊。"
    assert eids(text) == [
        "h-1",
        "art-1",
        "art-1-p1",
        "art-1-p1-i1",
        "art-1-p1-i2",
        "art-2",
        "art-2-p1",
        "h-2",
        "art-3",
        "art-3-p1",
    ]


def test_the_next_heading_takes_no_paragraph_from_the_article_before_it() -> None:
    text = "为正确审理，制定本解释。\n## 一、范围\n第一条　甲。\n甲的第二款。\n## 二、管辖\n第二条　乙。"
    assert eids(text) == [
        "preamble",
        "preamble-p1",
        "h-1",
        "art-1",
        "art-1-p1",
        "art-1-p2",
        "h-2",
        "art-2",
        "art-2-p1",
    ]


def test_what_precedes_the_first_article_is_the_preamble() -> None:
    text = "为正确审理案件，制定本解释。\n第一条　甲。\n第二条　乙。"
    assert eids(text)[:3] == ["preamble", "preamble-p1", "art-1"]


def test_a_titled_preamble_keeps_its_title() -> None:
    first = read("## 序　言\n历史悠久。\n## 第一章 总纲\n第一条　甲。")[0]
    assert (first.level, first.eid, first.heading) == (Level.PREAMBLE, "preamble", "序言")
    assert first.children[0].body == "历史悠久。"


def test_a_text_without_articles_is_an_outline() -> None:
    text = """各市人民政府：
一、提高认识
（一）加强领导。各地要落实责任，明确分工。
（二）强化宣传。
利用多种渠道宣传。
二、申请人应当提交以下文书：
（一）申请书；
（二）证明。
其他材料可以后补。"""
    assert shown(text) == [
        "para-1|||各市人民政府：",
        "h-1|一、|提高认识|",
        "h-1-1|（一）|加强领导。|各地要落实责任，明确分工。",
        "h-1-2|（二）|强化宣传。|",
        "h-1-2-p1|||利用多种渠道宣传。",
        "h-2|二、||申请人应当提交以下文书：",
        "h-2-1|（一）||申请书；",
        "h-2-2|（二）||证明。",
        "h-2-p1|||其他材料可以后补。",
    ]


def test_new_wording_stays_with_the_amendment_that_announces_it() -> None:
    text = (
        "一、对规定作如下修改：\n1.将第一条修改为：\n“第一条　下列情形之一：\n"
        "（一）甲；\n（二）乙。”\n2.删去第二条。"
    )
    assert eids(text) == ["h-1", "h-1-1", "h-1-1-p1", "h-1-1-1", "h-1-1-2", "h-1-2"]


def test_decimal_numbers_make_their_own_ids() -> None:
    text = "1　总则\n1.1　目的\n制定本预案。\n1.2　依据\n2　组织\n2.1　指挥部\n由省政府成立。"
    assert eids(text) == ["h-1", "h-1-1", "h-1-1-p1", "h-1-2", "h-2", "h-2-1", "h-2-1-p1"]


def test_counting_words_do_not_number_a_paragraph() -> None:
    assert eids("一、二审法院应当配合。\n三、四级公路由县管理。") == ["para-1", "para-2"]


@pytest.mark.parametrize(
    "table",
    [
        "| 序号 | 名称 |\n| --- | --- |\n| 一、 | 第一条 |",
        "<table><tr><td>第二条</td></tr>\n<tr><td>（一）</td></tr></table>",
    ],
)
def test_a_table_is_kept_whole(table: str) -> None:
    text = f"第一条　标准如下：\n{table}\n前款标准可以调整。\n第二条　乙。"
    found = {one.eid: one for _, one in flatten(read(text))}
    assert list(found) == ["art-1", "art-1-p1", "art-1-p1-tbl-1", "art-1-p2", "art-2", "art-2-p1"]
    assert found["art-1-p1-tbl-1"].level is Level.TABLE
    assert found["art-1-p1-tbl-1"].body == table


def test_skipped_numbers_stay_skipped_and_are_named() -> None:
    provisions = read("第一条　甲。\n第三条　乙。\n第三条之一　丙。\n第八条　丁。")
    assert gaps(provisions) == ("第二条", "第四条至第七条")
    assert find(provisions, "art-3") is not None


def test_a_text_that_begins_later_skips_nothing() -> None:
    assert gaps(read("第十八条　甲。\n第十九条　乙。")) == ()


def test_a_skip_in_an_annex_is_named_with_the_annex() -> None:
    assert gaps(read("第一条　甲。\n第二条　乙。\n附件1\n操作规程\n第一条　丙。\n第三条　丁。")) == (
        "附件1第二条",
    )


def test_no_lines_make_no_provisions() -> None:
    assert read_provisions(["", "　　", "##"]) == ()
