"""Personal data: found by form and checksum, shown only masked."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.personal import (
    CHECKS,
    WEIGHTS,
    Datum,
    is_card_number,
    is_identity_number,
    personal_data,
)


def sorts(text: str) -> list[Datum]:
    return [found.datum for found in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("身份证号11010519491231002X。", Datum.IDENTITY),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ。", Datum.IDENTITY),
        ("身份证110105 19491231 002X", Datum.IDENTITY),
        ("电话13800138000。", Datum.MOBILE),
        ("电话 138-0013-8000", Datum.MOBILE),
        ("电话+86 13800138000", Datum.MOBILE),
        ("账号6222021234567890128", Datum.CARD),
        ("账号 6222 0212 3456 7890 128", Datum.CARD),
        ("发送至zhang.san@163.com。", Datum.MAIL),
    ],
)
def test_is_found_in_the_forms_in_which_it_is_printed(text: str, datum: Datum) -> None:
    assert sorts(text) == [datum]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码91330000142918505X",
        "身份证号110105194912310021",
        "编号110105194913310029",
        "账号6222021234567890123",
        "电话0571-28868888",
        "12369环保举报热线",
        "监测值13800138000.5",
        "发送至hbt@zj.gov.cn",
        "国发〔2013〕37号、GB 11643—1999、2021年8月1日",
        "A13800138000B",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert sorts(text) == []


def test_what_is_shown_of_it_does_not_give_it_away() -> None:
    text = "张某11010519491231002X，13800138000，6222021234567890128，zhangsan@163.com"
    masked = [found.masked for found in personal_data(text)]
    assert masked == ["1101****002X", "138****8000", "6222****0128", "z****.com"]


@given(st.integers(0, 10**17 - 1))
def test_exactly_one_check_digit_makes_a_number_of_a_person(body: int) -> None:
    digits = f"110105{1950 + body % 60}0{1 + body % 9}{10 + body % 18}{body % 1000:03d}"
    proper = [digits + check for check in CHECKS if is_identity_number(digits + check)]
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    assert proper == [digits + CHECKS[total % 11]]


@given(st.from_regex(r"[3-6][0-9]{14,17}", fullmatch=True))
def test_exactly_one_last_digit_makes_a_card(body: str) -> None:
    assert sum(is_card_number(body + str(digit)) for digit in range(10)) == 1


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text_where_it_says(text: str) -> None:
    for found in personal_data(text):
        assert len(text[found.start : found.end]) == len(found.raw)


@pytest.mark.parametrize(
    "hostile", ["1" * 200_000, "138 " * 50_000, "a@" * 100_000, "a." * 100_000 + "@", "6222 " * 40_000]
)
def test_hostile_text_costs_no_more_than_its_length(hostile: str, within: Callable[..., Any]) -> None:
    # Its square would take minutes.
    with within(10):
        personal_data(hostile)
