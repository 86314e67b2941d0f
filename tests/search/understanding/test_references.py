"""Rulings on provisions, numbers and issuers that a question names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.understanding.articles import reference
from search.understanding.issuers import issued
from search.understanding.numbers import Parts, completing, parts

KNOWN = [
    "国办发〔2018〕37号",
    "国办发〔2019〕37号",
    "国发〔2018〕37号",
    "国务院令第514号",
    "云环发〔2021〕16号",
]


@pytest.mark.parametrize(
    ("typed", "title", "eid"),
    [
        ("水污染防治法第二十条", "水污染防治法", "art-20"),
        ("环评法31条", "环评法", "art-31"),
        ("《环评法》第31条", "环评法", "art-31"),
        ("行政处罚法 第三十三条第一款", "行政处罚法", "art-33-p1"),
        ("刑法第一百三十三条之一", "刑法", "art-133-1"),
        ("养犬条例第十条第二款第三项", "养犬条例", "art-10-p2-i3"),
        ("民法典的第1043条是什么？", "民法典", "art-1043"),
    ],
)
def test_a_provision_is_named_in_any_form(typed: str, title: str, eid: str) -> None:
    found = reference(typed)
    assert found
    assert (found.title, found.eid, found.rest) == (title, eid, "")


def test_what_follows_a_provision_and_says_something_is_kept() -> None:
    found = reference("水污染防治法第二十条 罚款")
    assert found
    assert found.rest == "罚款"


@pytest.mark.parametrize("typed", ["一条龙服务", "第二十条", "两项条款", "条例", "20条", ""])
def test_what_names_no_document_names_no_provision(typed: str) -> None:
    assert reference(typed) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("国办发37号", "国办发〔2019〕37号"),
        ("〔2018〕37号", "国办发〔2018〕37号"),
        ("2018年37号文", "国办发〔2018〕37号"),
        ("514号令", "国务院令第514号"),
        ("云环发〔2021〕", "云环发〔2021〕16号"),
    ],
)
def test_a_number_that_lacks_a_part_leads_to_those_that_have_the_others(typed: str, first: str) -> None:
    wanted = parts(typed)
    assert wanted
    assert first in completing(wanted, KNOWN)[:2]


def test_no_number_completes_a_part_that_none_has() -> None:
    assert completing(Parts("环办", "", "37"), KNOWN) == []
    assert parts("37") is None


def test_an_issuer_counts_only_where_it_issued_something() -> None:
    known = ["浙江省生态环境厅", "广东省生态环境厅", "生态环境部"]
    assert issued("生态环境部发布的危废名录", known) == ("生态环境部", "危废名录")
    assert issued("生态环境厅发布的通知", known) == ("", "生态环境厅发布的通知")
    assert issued("生态环境部门的职责", known) == ("", "生态环境部门的职责")


@given(st.text(alphabet="第条款项之一二十0123〔〕[]号令年 发国办法", max_size=60))
def test_nothing_typed_raises(typed: str) -> None:
    reference(typed)
    wanted = parts(typed)
    assert wanted is None or isinstance(completing(wanted, KNOWN), list)
    assert issued(typed, KNOWN)[1] or not typed.strip()
