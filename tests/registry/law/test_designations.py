"""Rulings on how provisions are cited."""

import pytest

from registry.law.designations import designation, eid_of

BOTH_WAYS = [
    ("第十条", "art-10"),
    ("第十条之一", "art-10-1"),
    ("第十条第二款", "art-10-p2"),
    ("第十条第二款第（三）项", "art-10-p2-i3"),
    ("第十条第二款第（三）项第一目", "art-10-p2-i3-pt1"),
    ("第二编第一分编第三章", "part-2-sub-1-chp-3"),
    ("第二章第一节", "sec-2-1"),
    ("第二编第二章第一节", "part-2-sec-2-1"),
    ("附件1", "annex-1"),
    ("附件1第三条第一款", "annex-1-art-3-p1"),
    ("第一部分第二点第三点", "h-1-2-3"),
    ("第一部分第二段", "h-1-p2"),
    ("第三段", "para-3"),
    ("第一千一百零五条", "art-1105"),
]


@pytest.mark.parametrize(("printed", "eid"), BOTH_WAYS)
def test_a_designation_and_its_id_name_each_other(printed: str, eid: str) -> None:
    assert eid_of(printed) == eid
    assert designation(eid) == printed


@pytest.mark.parametrize(
    ("printed", "eid"),
    [
        ("第10条", "art-10"),
        ("第１０条第２款", "art-10-p2"),
        ("第十条第二款第三项", "art-10-p2-i3"),
        ("第十条第二款第(三)项", "art-10-p2-i3"),
        (" 第 十 条 第二款", "art-10-p2"),
        ("第十条第三项", "art-10-p1-i3"),
        ("第三章第十条", "art-10"),
    ],
)
def test_other_ways_of_citing_lead_to_the_same_provision(printed: str, eid: str) -> None:
    assert eid_of(printed) == eid


@pytest.mark.parametrize(
    "words",
    [
        "",
        "本办法",
        "第条",
        "第十",
        "第二款第十条",
        "第十条第十条",
        "第零条",
        "第十条及第十一条",
        "第一百五条",
    ],
)
def test_what_names_no_provision_has_no_id(words: str) -> None:
    assert eid_of(words) is None


@pytest.mark.parametrize(
    ("eid", "printed"),
    [
        ("preamble", "序言"),
        ("sig", "落款"),
        ("annexes", "附件目录"),
        ("art-2_2", "第二条（重出之二）"),
        ("art-2-p1-tbl-1", "第二条第一款表1"),
        ("art-99999", "第99999条"),
        ("art-2-p1-i1-p1", "第二条第一款第（一）项第一段"),
    ],
)
def test_every_id_can_be_said(eid: str, printed: str) -> None:
    assert designation(eid) == printed
