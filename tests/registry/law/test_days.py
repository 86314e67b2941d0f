from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.days import days_in, printed, read_day
from registry.law.numerals import chinese

AUGUST_FIRST = date(2021, 8, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2021年8月1日",
        "2021年08月01日",
        "２０２１年８月１日",
        "2021 年 8 月 1 日",
        "2021\u3000年8月1日",
        "二〇二一年八月一日",
        "二○二一年八月一日",
        "二O二一年八月一日",
        "2021-08-01",
        "2021.8.1",
        "2021/8/1",
        "2021——08——01",
        " 2021-8-1 ",
    ],
)
def test_one_day_is_read_from_every_way_of_printing_it(text: str) -> None:
    assert read_day(text) == AUGUST_FIRST


@pytest.mark.parametrize(
    "text",
    [
        "2021年2月30日",
        "2021年3月1月",
        "2021年13月1日",
        "0000-00-00",
        "2021年8月",
        "2021-08/01",
        "",
        "昨日",
        "98.1.1",
    ],
)
def test_an_impossible_day_is_no_day(text: str) -> None:
    assert read_day(text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_printed_reads_back(day: date) -> None:
    assert read_day(printed(day)) == day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_in_chinese_numerals_reads_back(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert read_day(f"{year}年{chinese(day.month)}月{chinese(day.day)}日") == day


def test_days_are_found_in_order_with_their_places() -> None:
    text = "自2021.8.1起，1996年4月5日公布的办法废止。"
    found = days_in(text)
    assert [one.day for one in found] == [AUGUST_FIRST, date(1996, 4, 5)]
    assert [text[one.start : one.end] for one in found] == [one.raw for one in found]


def test_an_impossible_day_is_reported_not_dropped() -> None:
    found = days_in("2021年2月30日公布，自2021年3月1月起施行")
    assert [(one.raw, one.day) for one in found] == [("2021年2月30日", None), ("2021年3月1月", None)]


@pytest.mark.parametrize("text", ["12021年8月1日", "版本1.2021.8.1", "2021-08-011"])
def test_a_longer_run_of_digits_is_not_cut_into_a_day(text: str) -> None:
    assert days_in(text) == []


@given(st.text(alphabet="2021年八月-./一日 号", max_size=60))
def test_garbage_never_raises(text: str) -> None:
    assert all(text[one.start : one.end] == one.raw for one in days_in(text))
