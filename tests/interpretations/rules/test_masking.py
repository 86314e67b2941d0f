"""What tells of a person is hidden; what does not is left as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.masking import HIDDEN, masked, traces


@pytest.mark.parametrize(
    ("text", "gone", "what"),
    [
        ("我的手机13800138000，请回电", "13800138000", "手机号"),
        ("身份证11010519491231002X", "11010519491231002X", "身份证号"),
        ("卡号6222021234567890128", "6222021234567890128", "银行卡号"),
        ("邮箱zhang.san@example.com", "zhang.san@example.com", "电子邮箱"),
        ("家里电话0571-88881234", "88881234", "固定电话"),
        ("我住环城东路12号3幢502室", "环城东路12号", "地址"),
        ("青田村8组16号的厂子", "青田村8组", "地址"),
        ("我叫张三丰，想问", "张三丰", "姓名"),
        ("联系人：王五。", "王五", "姓名"),
    ],
)
def test_every_sort_of_trace_is_found_and_hidden(text: str, gone: str, what: str) -> None:
    assert what in [trace.what for trace in traces(text)]
    assert gone not in masked(text)


def test_the_askers_own_name_and_contact_are_known() -> None:
    text = "欧阳明月想问，答复请发weixin_9527"
    assert masked(text, ["欧阳明月", "weixin_9527"]) == f"欧**想问，答复请发{HIDDEN}"


def test_a_full_width_telephone_is_one_too() -> None:
    assert "１３８" not in masked("电话１３８００１３８０００")


@pytest.mark.parametrize(
    "text",
    ["排污许可证有效期为五年", "我是企业，想问许可", "第12号公告", "澄环发〔2026〕9号", "许可的三个步骤"],
)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert masked(text) == text


def test_an_offices_own_place_may_stay_in_its_answer() -> None:
    text = "请到环城东路12号窗口办理，电话0571-88881234，勿发13800138000"
    assert masked(text, only_certain=True) == "请到环城东路12号窗口办理，电话0571-88881234，勿发138****8000"


@given(st.text(max_size=300), st.lists(st.text(min_size=2, max_size=10), max_size=3))
def test_after_masking_nothing_certain_is_left(text: str, known: list[str]) -> None:
    once = masked(text)
    assert [trace for trace in traces(once) if trace.certain] == []
    for word in known:
        assert isinstance(masked(text, [word]), str)


def test_a_long_text_is_read_at_once(within: Callable[..., Any]) -> None:
    with within(8):
        for text in ("路" * 20_000, "一" * 20_000, "东路1号" * 5_000, "0571-" * 4_000, "我叫" * 10_000):
            masked(text)
