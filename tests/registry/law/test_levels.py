"""Rulings on what the first characters of a line announce."""

import pytest

from registry.law.levels import ARABIC, BRACKETED, COUNTED, SMALL, SMALLEST, Line, Mark, read_line


def seen(source: str) -> Line:
    line = read_line(source)
    assert line is not None
    return line


@pytest.mark.parametrize(
    ("source", "mark", "number", "value", "rest"),
    [
        ("第一编　总　则", Mark.PART, "第一编", (1,), "总则"),
        ("第二分编 通则", Mark.SUBPART, "第二分编", (2,), "通则"),
        ("## 第十二章　法律责任", Mark.CHAPTER, "第十二章", (12,), "法律责任"),
        ("第 三 章 监督管理", Mark.CHAPTER, "第三章", (3,), "监督管理"),
        ("第一章之一　特别规定", Mark.CHAPTER, "第一章之一", (1, 1), "特别规定"),
        ("### 第一节", Mark.SECTION, "第一节", (1,), ""),
        ("第一百零一条　甲", Mark.ARTICLE, "第一百零一条", (101,), "甲"),
        ("第一百二十条之六 乙", Mark.ARTICLE, "第一百二十条之六", (120, 6), "乙"),
        ("第12条 丙", Mark.ARTICLE, "第12条", (12,), "丙"),
        ("附件", Mark.ANNEX, "附件", (), ""),
        ("附　件：名单", Mark.ANNEX, "附件：", (), "名单"),
        ("附件二　操作规程", Mark.ANNEX, "附件二", (2,), "操作规程"),
        ("（附件3）", Mark.ANNEX, "（附件3）", (3,), ""),
        ("附表1：税目表", Mark.ANNEX, "附表1：", (1,), "税目表"),
        ("附：说明", Mark.ANNEX, "附：", (), "说明"),
        ("目　录", Mark.CONTENTS, "", (), "目录"),
        ("附　则", Mark.TITLE, "", (), "附则"),
        ("## 引用文件", Mark.TITLE, "", (), "引用文件"),
        ("| 甲 | 乙 |", Mark.TABLE, "", (), "| 甲 | 乙 |"),
        ("普通的一款。", Mark.PLAIN, "", (), "普通的一款。"),
    ],
)
def test_a_mark_is_read_with_its_number(
    source: str, mark: Mark, number: str, value: tuple[int, ...], rest: str
) -> None:
    line = seen(source)
    assert (line.mark, line.number, line.value, line.rest) == (mark, number, value, rest)


@pytest.mark.parametrize(
    ("source", "rank", "value"),
    [
        ("一、总体要求", COUNTED, (1,)),
        ("二十一、甲", COUNTED, (21,)),
        ("1　总则", COUNTED, (1,)),
        ("（一）甲；", BRACKETED, (1,)),
        ("( 十二 ) 甲；", BRACKETED, (12,)),
        ("㈢ 甲", BRACKETED, (3,)),
        ("1.甲", ARABIC, (1,)),
        ("12、甲", ARABIC, (12,)),
        ("３．甲", ARABIC, (3,)),
        ("⒉甲", ARABIC, (2,)),
        ("（1）甲", SMALL, (1,)),
        ("1）甲", SMALL, (1,)),
        ("⑵甲", SMALL, (2,)),
        ("①甲", SMALLEST, (1,)),
        ("b）甲", SMALLEST, (2,)),
        ("5.1 甲", 2, (5, 1)),
        ("#### 5.1.1 重伤一级", 3, (5, 1, 1)),
    ],
)
def test_numbered_paragraphs_rank_as_official_documents_rank_them(
    source: str, rank: int, value: tuple[int, ...]
) -> None:
    line = seen(source)
    assert (line.mark, line.rank, line.value) == (Mark.NUMBERED, rank, value)


@pytest.mark.parametrize(
    "source",
    [
        "第一章规定的处罚，由主管部门实施。",
        "第二节所称的机关，是指行政机关。",
        "第十条第二款规定的期限为十日。",
        "第一次全体会议由筹备组召集。",
        "一、二审法院应当配合。",
        "（一）至（三）项所列人员，另行规定。",
        "（四）、（五）项所列人员，另行规定。",
        "2021年8月1日",
        "1.5米以上的围墙应当批准。",
        "附件三所列全国性法律",
        "附录与本条例具有同等效力。",
        "目录由省政府制定。",
        "|甲",
        "<表>",
        "第零条　甲",
    ],
)
def test_sentences_that_begin_like_a_mark_stay_sentences(source: str) -> None:
    assert (seen(source).mark, seen(source).rest) == (Mark.PLAIN, source)


@pytest.mark.parametrize("source", ["", "　　", "\u200b\ufeff", "##", "###　"])
def test_a_line_of_spaces_and_marks_is_blank(source: str) -> None:
    assert read_line(source) is None


def test_the_depth_of_a_markdown_heading_is_kept() -> None:
    assert (seen("## 第一章　总则").hashes, seen("#### 第一节　甲").hashes, seen("第一章　总则").hashes) == (
        2,
        4,
        0,
    )


def test_a_number_without_a_space_after_it_is_marked_as_glued() -> None:
    assert (seen("第二条各级政府").glued, seen("第二条　各级政府").glued) == (True, False)
    assert seen("第二条【范围】各级政府").glued is False
