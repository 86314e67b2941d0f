import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.titles import same_title, title_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("中华人民共和国行政许可法", "《行政许可法》"),
        ("规则（试行）", "规则(试行)"),
        ("规则〔试行〕", "规则［试行］"),
        ("关于贯彻〈条例〉的通知", "关于贯彻《条例》的 通知"),
        ("最高人民法院关于适用民法典的解释", "关于适用民法典的解释"),
        (
            "最高人民法院 最高人民检察院关于办理环境污染刑事案件的解释",
            "最高人民法院、最高人民检察院关于办理环境污染刑事案件的解释",
        ),
        ("维吾尔•某某办法", "维吾尔·某某办法"),
        ("推进ＰＰＰ的意见", "推进PPP的意见"),
        ("浙江省\u200b水污染防治\u3000条例", "浙江省水污染防治条例"),
        ("长江—黄河办法", "长江－黄河办法"),
    ],
)
def test_one_title_printed_two_ways_is_one(a: str, b: str) -> None:
    assert same_title(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("人民检察院刑事诉讼规则", "人民检察院刑事诉讼规则（试行）"),
        ("浙江省水污染防治条例", "江苏省水污染防治条例"),
        ("某某法", "某某法（修订草案）"),
        ("国务院关于某事的通知", "关于某事的通知"),
        ("", ""),
    ],
)
def test_titles_that_differ_in_law_stay_apart(a: str, b: str) -> None:
    assert not same_title(a, b)


def test_the_state_s_name_alone_is_not_dropped_to_nothing() -> None:
    assert title_key("中华人民共和国") == "中华人民共和国"


@given(st.text(alphabet="条例（）〔〕《》〈〉 \u3000关于的决定，。、—ＰPp·•\u200b", max_size=40))
def test_the_key_of_a_key_is_itself(title: str) -> None:
    key = title_key(title)
    assert title_key(key) == key
    assert not set(key) & set("《》〈〉 \u3000（）〔〕\u200bＰP")


@given(st.text(max_size=60))
def test_any_text_has_a_key_without_spaces_or_title_marks(title: str) -> None:
    assert not set(title_key(title)) & set("《》 \u3000\n")


@given(st.text(alphabet="中华人民共和国法（）条例 《》", max_size=30))
def test_quotation_marks_and_spaces_never_matter(title: str) -> None:
    assert title_key(f" 《{title}》 ") == title_key(title)
