"""Rulings on days in a question: a year alone is a word, with a word of validity it is a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.understanding.days import dated

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "on", "words"),
    [
        ("2015年有效的排污许可规定", date(2015, 12, 31), "排污许可规定"),
        ("2015年初有效的排污许可规定", date(2015, 1, 1), "排污许可规定"),
        ("2026年有效的养犬规定", TODAY, "养犬规定"),
        ("2018年3月1日施行的行政处罚规定", date(2018, 3, 1), "行政处罚规定"),
        ("2018-03-01 行政处罚", date(2018, 3, 1), "行政处罚"),
        ("2016年2月有效的养犬规定", date(2016, 2, 29), "养犬规定"),
        ("2016年12月适用的养犬规定", date(2016, 12, 31), "养犬规定"),
    ],
)
def test_a_day_of_validity_is_read_and_its_words_are_not_looked_for(typed: str, on: date, words: str) -> None:
    found = dated(typed, TODAY)
    assert (found.narrowing.on, found.words) == (on, words)
    assert f"{on.year}年{on.month}月{on.day}日" in found.note


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2019年发布的节能规定", 2019),
        ("去年出台的政策", 2025),
        ("今年新出的条例", 2026),
        ("前年印发的通知", 2024),
    ],
)
def test_a_year_of_issue_narrows(typed: str, year: int) -> None:
    found = dated(typed, TODAY).narrowing
    assert (found.year, found.on) == (year, None)


@pytest.mark.parametrize(
    "typed",
    [
        "2019年节假日安排",
        "2030年前碳达峰行动方案",
        "2018年3月32日施行的规定",
        "2018年13月有效的规定",
        "2015年有效的",
        "国办发〔2018〕37号",
        "",
    ],
)
def test_what_is_no_day_of_validity_stays_words(typed: str) -> None:
    found = dated(typed, TODAY)
    assert found.words == typed
    assert found.narrowing.empty


def test_what_holds_stands_first_anyway_so_the_words_say_nothing() -> None:
    assert dated("现在有效的养犬规定", TODAY).words == "养犬规定"
    assert dated("合同有效吗", TODAY).words == "合同有效吗"


@given(st.text(alphabet="年月日0123456789-./有效的施行初底前去今发布养犬 ", max_size=40))
def test_nothing_typed_raises_or_leaves_nothing(typed: str) -> None:
    found = dated(typed, TODAY)
    assert found.words.strip() or not typed.strip()
