"""Organs and the numbers of their orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.organs import acting, listed, order_number, placed, signing


@pytest.mark.parametrize(
    ("words", "organs"),
    [
        (" 第十三届全国人民代表大会常务委员会第六次会议通过", ("全国人民代表大会常务委员会",)),
        (" 景宁畲族自治县八届人大四次会议通过", ("景宁畲族自治县人民代表大会",)),
        (" 国务院第66次常务会议通过", ("国务院",)),
        ("由最高人民法院审判委员会第1746次会议通过", ("最高人民法院",)),
        (" 经某省人民代表大会常务委员会批准", ("某省人民代表大会常务委员会",)),
        (" 中华人民共和国国务院、中华人民共和国中央军事委员会令第71号发布", ("国务院", "中央军事委员会")),
        (
            " 监察部、人事部、中国人民银行、海关总署令第7号发布",
            ("监察部", "人事部", "中国人民银行", "海关总署"),
        ),
        (" 海关总署第61号令发布", ("海关总署",)),
        ("以粤府令第197号公布", ()),
        (" 《国务院关于修改部分行政法规的决定》第二次修订", ()),
        (" 公布", ()),
    ],
)
def test_a_step_names_who_acted(words: str, organs: tuple[str, ...]) -> None:
    assert acting(words) == organs


@pytest.mark.parametrize(
    ("printed", "organs"),
    [
        ("国务院办公厅、中央军委办公厅", ("国务院办公厅", "中央军委办公厅")),
        ("生态环境部 发展改革委", ("生态环境部", "发展改革委")),
        ("财政部、财政部", ("财政部",)),
        ("湿地保护", ()),
        ("", ()),
    ],
)
def test_a_list_of_organs_is_taken_apart(printed: str, organs: tuple[str, ...]) -> None:
    assert listed(printed) == organs


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (" 中华人民共和国国务院令第656号公布", "中华人民共和国国务院令第656号"),
        (" 甲部令第8号、乙委员会令第11号发布", "甲部令第8号、乙委员会令第11号"),
        (" 某市第十二届人民代表大会常务委员会公告第72号公布", "某市第十二届人民代表大会常务委员会公告第72号"),
        (" 某市第三届人民代表大会常务委员会第三十次会议通过", ""),
        (" 以法发〔1993〕15号通知印发", ""),
    ],
)
def test_only_an_order_or_a_public_notice_counts_as_an_order_number(words: str, number: str) -> None:
    assert order_number(words) == number


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("国务院办公厅", ("国务院办公厅",)),
        ("国务院办公厅　中央军委办公厅", ("国务院办公厅", "中央军委办公厅")),
        ("（此件公开发布）", ()),
        ("附件：甲部", ()),
        ("由生态环境部负责解释。", ()),
        ("", ()),
    ],
)
def test_a_signature_line_holds_organs_and_nothing_else(line: str, organs: tuple[str, ...]) -> None:
    assert signing(line) == organs


@given(st.text(alphabet="国务院部第届十三次会议通过令号、《》 公告市人大常委会", max_size=60))
def test_organs_are_never_empty_or_doubled(words: str) -> None:
    found = acting(words)
    assert all(found)
    assert len(set(found)) == len(found)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_place_is_only_added_in_front(organ: str, title: str) -> None:
    assert placed(organ, title).endswith(organ[1:])
