"""Official papers taken apart: letterhead, number, title, addressees, signature, remarks, imprint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.formats.extract import Extract, Line, as_words, table_line
from registry.intake.formats.official import compose
from registry.intake.formats.paper import unclosed
from registry.intake.markdown import manuscript
from registry.law.terms import Disclosure


def read(*lines: str | tuple[str, float]) -> tuple[str, dict[str, str], list[str]]:
    """What is read from lines; those with a size are centred."""
    made = [Line(one) if isinstance(one, str) else Line(one[0], centred=True, size=one[1]) for one in lines]
    return compose(Extract(made))


CIRCULAR = ("各市、县生态环境局：", "现印发给你们，请遵照执行。", "澄江省生态环境厅", "2021年3月1日")


def test_a_joint_circular_names_its_issuers_in_order() -> None:
    text, fields, _ = read(
        "澄江省生态环境厅 澄江省财政厅文件",
        "澄环发（2021）3号",
        "澄江省生态环境厅 澄江省财政厅关于印发《办法》的通知",
        *CIRCULAR[:2],
        "澄江省生态环境厅　澄江省财政厅",
        "二〇二一年三月一日",
    )
    assert text.startswith("# 澄江省生态环境厅 澄江省财政厅关于印发《办法》的通知\n\n澄环发（2021）3号\n")
    assert fields["issuers"] == "澄江省生态环境厅、澄江省财政厅"
    assert fields["signed_on"] == "2021-03-01"


def test_a_title_over_two_lines_without_a_layout_is_one() -> None:
    _, fields, _ = read("国务院办公厅关于", "加强草原保护修复的若干意见", "国办发〔2021〕7号", *CIRCULAR)
    assert fields["title"] == "国务院办公厅关于加强草原保护修复的若干意见"
    assert fields["document_number"] == "国办发〔2021〕7号"


def test_a_title_set_wide_is_closed_up() -> None:
    _, fields, _ = read(("某市人民政府办公室", 22), ("关于公布清理结果的", 22), ("通　　知", 22), *CIRCULAR)
    assert fields["title"] == "某市人民政府办公室关于公布清理结果的通知"


def test_an_order_of_a_department_gives_the_title_of_its_rule() -> None:
    text, fields, _ = read(
        "中华人民共和国生态环境部令",
        "第 23 号",
        "《危险废物转移管理办法》已于2021年9月18日审议通过，现予公布，自2022年1月1日起施行。",
        "生态环境部部长　黄某",
        "2021年11月30日",
        "危险废物转移管理办法",
        "第一章　总则",
        "第一条　为加强监管，制定本办法。",
    )
    assert fields["title"] == "危险废物转移管理办法"
    assert fields["order_number"] == "中华人民共和国生态环境部令第23号"
    assert (fields["issuers"], fields["signed_on"]) == ("生态环境部", "2021-11-30")
    assert manuscript(text).title == "危险废物转移管理办法"


def test_history_lines_stand_above_the_text() -> None:
    text, fields, _ = read(
        ("澄江省湿地保护条例", 22),
        ("（2012年5月30日澄江省人民代表大会常务委员会第三十三次会议通过", 16),
        "2019年1月20日 澄江省人民代表大会主席团公告",
        "2019年10月1日 施行",
        "第一条　为了保护湿地，制定本条例。",
    )
    assert fields == {"title": "澄江省湿地保护条例"}
    source = manuscript(text)
    assert len(source.head) == 3
    assert source.body == ("第一条　为了保护湿地，制定本条例。",)


def test_a_page_s_own_fields_are_no_text() -> None:
    text, fields, _ = read(
        "索引号：000014349/2018-00222",
        "发文机关：国务院办公厅",
        "成文日期：2018年12月21日",
        "标　　题：国务院办公厅关于甲工作的通知",
        "发文字号：国办发〔2018〕43号",
        "主 题 词：",
        "国务院办公厅",
        "关于甲工作的通知",
        *CIRCULAR,
    )
    assert fields["index_number"] == "000014349/2018-00222"
    assert fields["title"] == "国务院办公厅关于甲工作的通知"
    assert "索引号" not in text


@pytest.mark.parametrize(
    ("remark", "disclosure"),
    [
        ("（此件公开发布）", Disclosure.OPEN),
        ("（此件主动公开）", Disclosure.OPEN),
        ("（此件依申请公开）", Disclosure.ON_REQUEST),
        ("（此件不予公开）", Disclosure.CLOSED),
        ("信息公开选项：依申请公开", Disclosure.ON_REQUEST),
    ],
)
def test_the_remark_says_whether_it_is_public(remark: str, disclosure: Disclosure) -> None:
    text, fields, _ = read("关于湿地的通知", *CIRCULAR, remark)
    assert fields["disclosure"] == disclosure.value
    assert remark not in text


def test_the_imprint_is_no_text() -> None:
    text, fields, _ = read(
        "关于湿地的通知", *CIRCULAR, "抄送：省司法厅。", "澄江省生态环境厅办公室　2021年3月2日印发"
    )
    assert (fields["copied_to"], fields["printed_on"]) == ("省司法厅", "2021-03-02")
    assert "抄送" not in text


def test_a_text_without_a_title_asks_for_one() -> None:
    text, fields, notices = read("第一条　没有标题。", "第二条　甲。")
    assert text == "第一条　没有标题。\n\n第二条　甲。\n"
    assert (fields, notices) == ({}, ["没有认出标题，请填写。"])


def test_a_secret_mark_is_told() -> None:
    assert "标有密级“秘密★5年”：请先核实能否公开。" in read("秘密★5年", "关于湿地的通知", *CIRCULAR)[2]


WORDS = st.text(st.characters(categories=("Lo", "Nd", "Po"), max_codepoint=0x9FFF), min_size=1, max_size=40)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_any_lines_are_read_and_none_makes_markup(lines: list[str]) -> None:
    text, fields, _ = read(*lines)
    assert "<" not in text.replace("<!-- INFO END -->", "")
    assert all(isinstance(value, str) for value in fields.values())


@given(st.text(max_size=60))
def test_no_tag_stands_in_words(text: str) -> None:
    shown = as_words(text)
    assert not any(f"<{sign}" in shown for sign in "aZ/!?")
    assert shown.replace("&lt;", "<").replace("&amp;", "&") == text or "&" in text


def test_an_open_title_goes_on_only_for_a_while() -> None:
    assert unclosed("根据《关于修改〈甲条例〉")
    assert not unclosed("《" + "甲" * 200)


def test_a_table_without_rows_is_nothing() -> None:
    assert table_line([]) == Line("")
