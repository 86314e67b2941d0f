"""Rulings on words that no line may break."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from registry.renditions.unbroken import unbroken


def whole(words: str) -> list[str]:
    return re.findall(r'<span class="whole">(.*?)</span>', unbroken(words))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("2012年5月30日澄江省第十一届人民代表大会通过", ["2012年5月30日", "第十一届"]),
        ("常务委员会第三十八次会议第一次修正", ["第三十八次会议", "第一次"]),
        ("依据《办法》（澄环发〔2026〕28号）", ["澄环发〔2026〕28号"]),
        ("省政府令第391号；第五条已于2022年7月1日废止", ["第391号", "第五条", "2022年7月1日"]),
        ("现行有效。", []),
    ],
)
def test_a_day_a_session_and_a_number_stay_together(words: str, kept: list[str]) -> None:
    assert whole(words) == kept


def test_links_in_a_sentence_stay_links() -> None:
    link = Markup('<a href="/documents/law/2021/1">《2021年1月1日起施行的办法》</a>')
    assert unbroken(link).startswith('<a href="/documents/law/2021/1">《<span')


@given(st.text(alphabet=st.sampled_from("第三次会议年月日起号〔〕1290<>&\"'条"), max_size=40))
def test_no_character_is_lost_and_none_becomes_markup(words: str) -> None:
    assert re.sub(r'<span class="whole">|</span>', "", unbroken(words)) == escape(words)
