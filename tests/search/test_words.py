import pytest

from search.words import bigrams, characters, fold, terms, topic


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("浙江省飲用水水源保護條例", "浙江省饮用水水源保护条例"),
        ("ＧＢ／Ｔ　９７０４", "gb／t 9704"),
        ("《噪聲污染防治法》", "《噪声污染防治法》"),
        ("ABC第１条", "abc第1条"),
    ],
)
def test_traditional_wide_and_capital_letters_are_one(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_a_character_that_would_become_two_stays_as_it_is() -> None:
    assert fold("㎡ ﬁ") == "㎡ ﬁ"


def test_bigrams_do_not_reach_across_punctuation() -> None:
    assert bigrams("水、气") == []
    assert bigrams("污染；防治") == ["污染", "防治"]


def test_single_characters_are_chinese_ones_only() -> None:
    assert characters("第10条a") == ["第", "条"]


def test_punctuation_is_no_word() -> None:
    assert terms(["《", "行政复议", "法", "》", "\u3000"]) == ["行政复议", "法"]


def test_words_that_ask_are_left_out_unless_nothing_else_is_asked() -> None:
    assert topic("放鞭炮可不可以").strip() == "放鞭炮"
    assert topic("怎么办") == "怎么办"
