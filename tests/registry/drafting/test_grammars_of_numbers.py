"""Number grammars: a form anybody can write down, matched to the letter, never slow."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from registry.law.grammars import Grammar, NumberField, read_form


def grammar(form: str) -> Grammar:
    return Grammar("澄江省生态环境厅", NumberField.DOCUMENT, read_form(form))


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("澄环发〔{年}〕{号}号", "澄环发〔2021〕8号"),
        ("ZJSP16-{年}-{号4}", "ZJSP16-2021-0003"),
        ("HFGS—{年}—{号}", "HFGS—2017—9"),
        ("杨管规〔{年}〕{号3}", "杨管规〔2012〕001"),
    ],
)
def test_the_numbers_of_known_registries_are_forms(form: str, number: str) -> None:
    assert grammar(form).matches(number)


@pytest.mark.parametrize(
    "number",
    [
        "澄环发[2021]8号",
        "澄环发〔21〕8号",
        "澄环发〔2021〕08号",
        "澄环发〔2021〕第8号",
        "澄环发〔2021〕8",
        " 澄环发〔2021〕8号",
    ],
)
def test_another_print_of_the_number_does_not_match(number: str) -> None:
    assert not grammar("澄环发〔{年}〕{号}号").matches(number)


@pytest.mark.parametrize("number", ["澄环发[2021]8号", "澄环发（2021） 08号", "澄环发【２０２１】８号"])
def test_another_print_resembles_it(number: str) -> None:
    assert grammar("澄环发〔{年}〕{号}号").resembles(number)


@pytest.mark.parametrize(
    "form", ["澄环发", "{年}{年}{号}", "{号}{号}", "{x}{号}", "澄{号", "甲" * 90 + "{号}"]
)
def test_what_is_no_form_is_refused_with_a_sentence(form: str) -> None:
    with pytest.raises(BadInput, match="编号格式"):
        read_form(form)


@given(st.integers(1949, 2099), st.integers(1, 9999))
def test_a_form_reads_back_what_it_prints(year: int, serial: int) -> None:
    for form in ("澄环发〔{年}〕{号}号", "ZJSP16-{年}-{号4}"):
        held = grammar(form)
        number = held.printed(year, serial)
        assert held.matches(number)
        assert held.year(number) == year


@given(st.text(max_size=60))
def test_signs_of_regular_expressions_in_a_form_are_only_signs(words: str) -> None:
    plain = words.replace("{", "").replace("}", "")[:60].strip()
    held = Grammar("甲", NumberField.DOCUMENT, plain + "{号}")
    assert held.matches(plain + "7")


def test_a_long_number_costs_no_more_than_its_length(within: Callable[..., Any]) -> None:
    # Its square would take minutes.
    with within(5):
        assert not grammar("甲{年}{号}").matches("甲" + "1" * 100_000)
