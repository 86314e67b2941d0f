"""What is copied from a document is found, what is told in one's own words is not, and both quickly."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.likeness import likeness

LAW = (
    "第一条　为了规范排污许可管理，制定本办法。",
    "排污单位应当在排放污染物之前取得排污许可证。排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。",
)
CHARACTERS = [chr(0x4E00 + place) for place in range(3000)]


def test_a_sentence_of_the_document_is_found_with_the_one_it_was_taken_from() -> None:
    found = likeness("先说两句闲话给大家听听。期满需要延续的，应当在届满六十日前提出申请。", LAW)
    (copied,) = found.copied
    assert copied.source == "期满需要延续的，应当在届满六十日前提出申请"
    assert copied.percent == 100
    assert 50 < found.percent < 70


def test_other_signs_and_a_changed_word_hide_nothing() -> None:
    assert likeness("期满需要延续的应当在届满60日前提出申请", LAW).sentences[0].copied
    assert likeness("排污单位须在排放污染物之前，取得排污许可证", LAW).sentences[0].copied


def test_own_words_are_not_alike() -> None:
    assert likeness("到期前两个月来窗口或者网上办理延续，不用再跑第二趟。", LAW).percent == 0


def test_short_sentences_are_everybodys() -> None:
    assert likeness("制定本办法。", LAW).sentences == ()


def test_of_two_the_nearer_source_is_shown() -> None:
    near = ["排污单位应当在排放污染物之前办理手续。", *LAW]
    assert likeness("排污单位应当在排放污染物之前取得排污许可证。", near).sentences[0].source == (
        "排污单位应当在排放污染物之前取得排污许可证"
    )


@given(
    st.text(alphabet="排污单位应当取得许可证。，\n", max_size=200),
    st.text(alphabet="排污单位应当取得许可证。，\n", max_size=400),
)
def test_a_measure_is_a_part_and_the_same_every_time(words: str, text: str) -> None:
    found = likeness(words, [text])
    assert 0 <= found.percent <= 100
    assert found == likeness(words, [text])
    assert likeness(text, [text]).percent in {0, 100}


def sentences(count: int, every: int, seed: int) -> str:
    chosen = random.Random(seed)  # noqa: S311  # the same text every time
    return "".join(chosen.choice(CHARACTERS) if place % every else "。" for place in range(count))


@pytest.mark.parametrize(
    "text", [sentences(700_000, 40, 1), "国" * 700_000, "应当依法取得排污许可证。" * 60_000]
)
def test_two_megabytes_are_compared_in_half_a_second(text: str, within: Callable[..., Any]) -> None:
    words = text[1000:6000] + sentences(15_000, 30, 2)
    with within(2):
        likeness(words, [text])
