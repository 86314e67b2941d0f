"""What an amending decision orders: each turn of phrase, what goes on from before, what is quoted."""

import pytest

from registry.law.instructions import Alteration, Amending, Instruction, Place, Whole
from registry.law.instructions_places import places
from registry.law.instructions_reading import read_instructions
from registry.law.instructions_voice import items

TITLE = "关于修改《甲条例》的决定"


def orders(*lines: str, title: str = TITLE) -> list[Instruction]:
    found = read_instructions(title, lines)
    return list(found[0].instructions) if found else []


def only(*lines: str) -> Instruction:
    found = orders(*lines)
    assert len(found) == 1, found
    return found[0]


def printed(found: tuple[Place, ...]) -> list[str]:
    return [place.printed for place in found]


def test_an_article_worded_anew() -> None:
    one = only("一、将第三条修改为：“各级人民政府应当予以支持。”")
    assert one.alteration is Alteration.REPLACE
    assert printed(one.places) == ["第三条"]
    assert one.new == (("各级人民政府应当予以支持。",),)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("将第三条第二款修改为：“甲。”", "第三条第二款"),
        ("第三条第二款第（四）项修改为：“（四）甲；”", "第三条第二款第（四）项"),
        ("将《甲条例》第十条之一修改为：“甲。”", "第十条之一"),
        ("将刑法第三百零八条之一第二款修改为：“甲。”", "第三百零八条之一第二款"),
        ("将引言修改为：“甲。”", "引言"),
        ("将名称修改为：“甲办法”", "名称"),
        ("将第10条第3项修改为：“甲；”", "第十条第（三）项"),
    ],
)
def test_the_place_of_new_wording(line: str, place: str) -> None:
    one = only(line)
    assert one.alteration is Alteration.REPLACE
    assert printed(one.places) == [place]


def test_words_changed_in_several_articles_at_once() -> None:
    one = only("将第三条、第五条第一款和第七条至第九条中的“环境保护”统一修改为“生态环境”。")
    assert one.alteration is Alteration.REWORD
    assert printed(one.places) == ["第三条", "第五条第一款", "第七条", "第八条", "第九条"]
    assert (one.old, one.new) == ((("环境保护",),), (("生态环境",),))
    assert one.everywhere


def test_words_changed_in_the_whole_text() -> None:
    one = only("将本条例中的“工商行政管理部门”修改为“市场监督管理部门”。")
    assert one.places == (Place(whole=Whole.TEXT),)


def test_words_struck_out() -> None:
    one = only("删去第四条第一款中的“、省物价局”“和计划”。")
    assert one.alteration is Alteration.STRIKE
    assert one.old == (("、省物价局",), ("和计划",))


def test_whole_provisions_removed() -> None:
    one = only("删除第二条、第三条、第十八条第二款。")
    assert one.alteration is Alteration.REMOVE
    assert printed(one.places) == ["第二条", "第三条", "第十八条第二款"]


@pytest.mark.parametrize(
    ("line", "unit", "becomes", "after"),
    [
        ("增加一条，作为第四条：“甲。”", "条", ["第四条"], ""),
        ("在第三条后增加一条，作为第四条：“甲。”", "条", ["第四条"], "第三条"),
        (
            "在刑法第一百三十四条后增加一条，作为第一百三十四条之一：“甲。”",
            "条",
            ["第一百三十四条之一"],
            "第一百三十四条",
        ),
        ("第三条增加一款，作为第二款：“甲。”", "款", ["第三条第二款"], ""),
        ("在第三条第一款中增加一项，作为第（四）项：“（四）甲。”", "项", ["第三条第一款第（四）项"], ""),
        ("在第三条中增加两款作为第二款、第三款：“甲。”“乙。”", "款", ["第三条第二款", "第三条第三款"], ""),
    ],
)
def test_provisions_added(line: str, unit: str, becomes: list[str], after: str) -> None:
    one = only(line)
    assert (one.alteration, one.unit) == (Alteration.ADD, unit)
    assert printed(one.becomes) == becomes
    assert (one.after.printed if one.after else "") == after


def test_a_new_number_and_new_words_for_a_paragraph_of_the_article_just_named() -> None:
    first, second = orders("二、第五条改为第六条，第一款修改为：“甲。”")
    assert (first.alteration, printed(first.places), printed(first.becomes)) == (
        Alteration.RENUMBER,
        ["第五条"],
        ["第六条"],
    )
    assert (second.alteration, printed(second.places)) == (Alteration.REPLACE, ["第五条第一款"])


def test_a_paragraph_that_takes_anothers_number_and_new_words() -> None:
    gone, moved = orders("七、删除第二十条第一款，第二款改为第一款并修改为：“甲。”")
    assert gone.alteration is Alteration.REMOVE
    assert (printed(moved.places), printed(moved.becomes)) == (["第二十条第二款"], ["第二十条第一款"])
    assert moved.new == (("甲。",),)


def test_articles_merged() -> None:
    one = only("五、将第六条和第七条合并修改为：", "“甲。", "乙。”")
    assert one.alteration is Alteration.MERGE
    assert one.new == (("甲。", "乙。"),)


def test_quoted_numbers_are_new_numbers() -> None:
    found = orders("十、将条文顺序作相应调整：“第八条”调整为“第七条”，“第九条”调整为“第八条”。")
    moved = [one for one in found if one.alteration is Alteration.RENUMBER]
    assert [(printed(one.places), printed(one.becomes)) for one in moved] == [
        (["第八条"], ["第七条"]),
        (["第九条"], ["第八条"]),
    ]
    assert any(one.alteration is Alteration.SHIFT for one in found)


def test_words_added_behind_others() -> None:
    one = only("在第五条第一款“省人民政府”后增加“及其部门”。")
    assert one.alteration is Alteration.ADD_WORDS
    assert (one.old, one.new) == ((("省人民政府",),), (("及其部门",),))


def test_a_vague_order_is_kept_for_a_person() -> None:
    vague = orders("一、将第三条修改为：“甲。”", "二、对部分条款的文字作了修改，个别标点予以增加。")[1]
    assert vague.alteration is Alteration.UNREAD
    assert vague.sentence.startswith("二、对部分条款")


def test_every_order_keeps_its_sentence_and_its_place() -> None:
    lines = [
        "为了试验，对《甲条例》作如下修改：",
        "一、将第三条修改为：“甲。”",
        "二、删去第四条。",
        "本决定自公布之日起施行。",
    ]
    whole = "\n".join(lines)
    assert [whole[one.start : one.end] for one in orders(*lines)] == lines[1:3]


def test_a_text_that_amends_nothing_orders_nothing() -> None:
    lines = [
        "第一条　为了修改完善制度，制定本办法。",
        "第二条　依照《乙法》第三条处理；增加经费的，另行规定。",
    ]
    assert read_instructions("丙办法", lines) == ()


def named(*lines: str, title: str = "关于修改部分地方性法规的决定") -> dict[str, int]:
    return {one.title: len(one.instructions) for one in read_instructions(title, lines)}


def test_a_decision_on_several_laws_says_for_each_item_which() -> None:
    found = named(
        "决定对《甲条例》等三件地方性法规作如下修改：",
        "一、修改《甲条例》",
        "1.将第三条修改为：",
        "“一、甲。”",
        "2.删去第四条。",
        "二、对《乙条例》作出修改",
        "（一）第五条修改为：“乙。”",
        "三、将《丙条例》第七条中的“甲”修改为“乙”。",
        "删去第九条。",
    )
    assert found == {"甲条例": 2, "乙条例": 1, "丙条例": 2}


def test_an_order_of_numbers_at_the_end_is_for_all_laws() -> None:
    lines = [
        "一、对《甲条例》作出修改",
        "删去第四条。",
        "二、对《乙条例》作出修改",
        "删去第五条。",
        "根据本决定，对上述地方性法规的条文顺序作相应调整，重新公布。",
    ]
    found = read_instructions("关于修改部分地方性法规的决定", lines)
    assert [one.instructions[-1].alteration for one in found] == [Alteration.SHIFT] * 2


def test_a_short_name_is_no_other_law() -> None:
    lines = ["对《甲若干问题的解释》（以下简称《解释》）作如下修改：", "一、将《解释》原第六条修改为：“甲。”"]
    (found,) = read_instructions("关于修改《甲若干问题的解释》的决定", lines)
    assert found.title == "甲若干问题的解释"
    assert printed(found.instructions[0].places) == ["第六条"]


def test_an_amendment_of_the_criminal_law_names_it_in_its_title() -> None:
    (found,) = read_instructions("中华人民共和国刑法修正案（二）", ["将刑法第三百四十二条修改为：“甲。”"])
    assert isinstance(found, Amending)
    assert found.title == "中华人民共和国刑法"


def test_further_words_are_those_of_all_places_named_before() -> None:
    found = orders("第十六条、第十七条中的“环境保护”修改为“生态环境”，“国土资源”修改为“自然资源”。")
    assert [printed(one.places) for one in found] == [["第十六条", "第十七条"]] * 2


def test_pairs_of_words_joined_by_a_pause_mark() -> None:
    found = orders("将第十五条“市经委”修改为“市经信局”、“市财政局”修改为“市财政部门”。")
    assert [(one.old, one.new) for one in found] == [
        ((("市经委",),), (("市经信局",),)),
        ((("市财政局",),), (("市财政部门",),)),
    ]


def test_words_in_a_place_that_is_not_known_are_left_to_a_person() -> None:
    found = orders("一、附件1中的“甲”修改为“乙”。", "二、删去第四条。")
    assert [one.alteration for one in found] == [Alteration.UNREAD, Alteration.REMOVE]


def test_items_of_an_item_are_about_the_article_that_it_announces() -> None:
    found = orders(
        "一、对《甲条例》作出修改",
        "（一）对第十二条作如下修改：",
        "1.将第一款修改为：“甲。”",
        "2.删去第三款。",
        "（二）删去第五条。",
    )
    assert [printed(one.places) for one in found] == [["第十二条第一款"], ["第十二条第三款"], ["第五条"]]


def test_several_items_named_by_their_first_and_last() -> None:
    one = only("将第四十五条第（一）至（三）项修改为：“（一）甲；", "（二）乙；", "（三）丙；”")
    assert printed(one.places) == [f"第四十五条第（{number}）项" for number in "一二三"]


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("将第四十条、第四十一条合并为一条，作为第三十九条，修改为：“甲。”", ["第三十九条"]),
        ("将第三条第一款第二项、第四项合并，作为第二项，修改为：“（二）甲；”", ["第三条第一款第（二）项"]),
    ],
)
def test_what_is_merged_takes_one_number(line: str, becomes: list[str]) -> None:
    one = only(line)
    assert one.alteration is Alteration.MERGE
    assert printed(one.becomes) == becomes


def test_what_is_added_is_told_by_its_number() -> None:
    one = only("第四十八条增加第三款：“甲。”")
    assert (one.alteration, one.unit, printed(one.becomes)) == (Alteration.ADD, "款", ["第四十八条第三款"])


# Quotations


def quotes(*lines: str) -> list[tuple[str, ...]]:
    return [quote for item in items(lines) for quote in item.quotes]


def test_a_quotation_that_only_its_first_line_opens() -> None:
    assert quotes("一、修改为：", "“甲：", "（一）乙；", "（二）丙。”", "二、删去第四条。") == [
        ("甲：", "（一）乙；", "（二）丙。")
    ]


def test_a_quotation_that_every_line_opens_anew() -> None:
    assert quotes("一、修改为：“甲：", "“（一）乙；", "“（二）丙。”", "二、删去“丁”。") == [
        ("甲：", "（一）乙；", "（二）丙。"),
        ("丁",),
    ]


def test_quotations_inside_a_quotation() -> None:
    assert quotes("一、修改为：“本条例所称“水域”，是指……。", "“船舶”，是指……。”") == [
        ("本条例所称“水域”，是指……。", "“船舶”，是指……。")
    ]


def test_a_quotation_that_nobody_closed_ends_where_the_decision_speaks_again() -> None:
    found = items(["一、将第三条修改为：“甲。", "“乙。", "二、删去第四条。"])
    assert [item.quotes for item in found] == [[("甲。", "乙。")], []]
    assert found[1].words == "二、删去第四条。"


def test_an_unclosed_quotation_with_a_list_ends_at_the_next_order() -> None:
    found = items(
        ["1.将第一条修改为：", "“下列案件：", "1.甲案件；", "2.乙案件。", "2.将第二条修改为：“丙。”"]
    )
    assert [item.quotes for item in found] == [[("下列案件：", "1.甲案件；", "2.乙案件。")], [("丙。",)]]


def test_typewriter_quotation_marks() -> None:
    assert quotes('将第三条中的"甲"修改为"乙"。') == [("甲",), ("乙",)]


def test_a_quoted_table_stays_whole() -> None:
    table = "| 类别 | 限值 |"
    assert quotes("一、附表修改为：“下表：", table, "| --- | --- |", "| 甲 | 1 |”") == [
        ("下表：", table, "| --- | --- |", "| 甲 | 1 |")
    ]


# Places


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("第三条", ["第三条"]),
        ("第三条第一款、第二款", ["第三条第一款", "第三条第二款"]),
        ("第三条第二款第一项和第三项", ["第三条第二款第（一）项", "第三条第二款第（三）项"]),
        ("第十条至第十二条", ["第十条", "第十一条", "第十二条"]),
        ("第二章第一节", ["第二章第一节"]),
        ("名称、第三条", ["名称", "第三条"]),
    ],
)
def test_lists_of_places(words: str, expected: list[str]) -> None:
    assert printed(places(words)) == expected
