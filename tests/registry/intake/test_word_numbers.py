"""Word's numbers in their printed forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.formats.word_numbers import FORMATS, printed
from registry.law.numerals import value


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (10, "chineseCounting", "十"),
        (110, "chineseCountingThousand", "一百一十"),
        (21, "ideographDigital", "二一"),
        (25, "chineseLegalSimplified", "贰拾伍"),
        (11, "ideographTraditional", "甲"),
        (12, "ideographZodiac", "亥"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (5, "ganada", "5"),
        (0, "chineseCounting", "0"),
        (12345, "upperRoman", "12345"),
    ],
)
def test_a_number_is_printed_as_word_prints_it(number: int, form: str, words: str) -> None:
    assert printed(number, form) == words


@given(st.integers(1, 9999))
def test_a_counted_number_reads_back_as_itself(number: int) -> None:
    assert value(printed(number, "chineseCounting")) == number


@given(st.integers(-5, 20_000), st.sampled_from([*FORMATS, "other"]))
def test_every_number_has_a_short_print(number: int, form: str) -> None:
    assert 0 < len(printed(number, form)) <= 20
