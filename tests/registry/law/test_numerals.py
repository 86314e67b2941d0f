import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.numerals import LARGEST, chinese, value


@given(st.integers(0, LARGEST))
def test_every_printed_numeral_reads_back(number: int) -> None:
    assert value(chinese(number)) == number


@given(st.integers(1000, 9999))
def test_a_year_read_digit_by_digit(year: int) -> None:
    assert value("".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))) == year


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("十", 10),
        ("一十", 10),
        ("百零五", 105),
        ("一百〇五", 105),
        ("二百十", 210),
        ("廿八", 28),
        ("卅", 30),
        ("二○○八", 2008),
        ("二OO五", 2005),
        ("二0一九", 2019),
        ("１２３", 123),
        ("001", 1),
        ("零", 0),
    ],
)
def test_forms_found_in_print_are_read(printed: str, number: int) -> None:
    assert value(printed) == number


@pytest.mark.parametrize(
    "text", ["", "一百五", "一百零", "零百", "十十", "两", "1.5", "-3", "O", "第一", "٣", "²"]
)
def test_what_is_ambiguous_or_malformed_is_no_number(text: str) -> None:
    assert value(text) is None


@given(st.text(alphabet="一二十百千〇零廿1０ O第\u0663", max_size=16))
def test_garbage_never_raises(text: str) -> None:
    number = value(text)
    assert number is None or number >= 0


def test_a_number_too_large_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="10000"):
        chinese(LARGEST + 1)
