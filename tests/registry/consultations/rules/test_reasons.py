"""What counts as a reason: own words, beyond phrases and places."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.reasons import (
    EMPTY_PHRASES,
    LEAST_WORDS,
    own_words,
    says_something,
    says_where,
)

MARKS = ["，", "。", " ", "\u3000", "！", "\n", "、", "\u200b", "；"]


@pytest.mark.parametrize(
    "reason",
    [
        "已采纳合理意见",
        "已采纳合理意见。",
        "已 采 纳 合 理 意 见",
        "经认真研究，予以采纳，感谢您的宝贵意见！",
        "不予采纳，不符合实际情况。",
        "采纳，见第三条。",
        "已采纳\u200b合理\u200b意见",
        "无",
        "。。。。。。。。",
        "啊啊啊啊啊啊啊啊啊啊",
        "好的好的好的好的好的",
        "",
    ],
)
def test_an_empty_phrase_is_no_reason(reason: str) -> None:
    assert not says_something(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "已采纳，第九条增加“遇重污染天气的除外”。",
        "未采纳。上位法《噪声污染防治法》第七十七条已有罚则，本办法不再重复规定。",
        "部分采纳：公告期限由三日改为五日，其余因审批时限所限不作修改。",
    ],
)
def test_a_reason_in_own_words_is_one(reason: str) -> None:
    assert says_something(reason)


@given(st.lists(st.tuples(st.sampled_from(EMPTY_PHRASES), st.sampled_from(MARKS)), max_size=12))
def test_phrases_alone_are_never_a_reason_however_many(said: list[tuple[str, str]]) -> None:
    assert not says_something("".join(phrase + mark for phrase, mark in said))


@given(st.text(max_size=300))
def test_own_words_are_never_more_than_was_said(reason: str) -> None:
    left = own_words(reason)
    assert not any(mark in left for mark in MARKS)
    assert not says_something(reason) or len(left) >= LEAST_WORDS


@given(st.text(max_size=60), st.sampled_from(EMPTY_PHRASES))
def test_a_phrase_before_a_reason_adds_nothing(reason: str, phrase: str) -> None:
    assert own_words(f"{phrase}") == ""
    assert says_something(f"{phrase}。第九条增加了夜间施工须提前五日公告的规定")
    assert isinstance(says_something(reason), bool)


@pytest.mark.parametrize("place", ["第三条", "第 十二 条 第二款", "附件1", "第（三）项", "标题", "起草说明"])
def test_a_place_in_the_text_is_recognised(place: str) -> None:
    assert says_where(f"已写入{place}")


def test_no_place_is_no_place() -> None:
    assert not says_where("已写入草案，并作了调整")


def test_a_hostile_reason_is_read_in_time(within: Callable[..., AbstractContextManager[None]]) -> None:
    hostile = ["第" * 20_000, "已采纳" * 7_000, "第一" * 10_000, "\u200b" * 20_000, "采" * 20_000]
    with within(6):
        assert not any(says_something(words) for words in hostile)
