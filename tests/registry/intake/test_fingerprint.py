"""The fingerprint's folding is Unicode's own, only quicker."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from registry.intake.opening import compatible

# What joins its neighbour, what is taken apart, what stays: marks, kana, Hangul, wide and roman forms.
MIXED = st.text(
    st.one_of(
        st.sampled_from("第一条，（Ａ１\u0301\u3099\u309aかハ\uff76\uff9e각ᆨ㈠①㎡\u3000ﬁ豈鿿"), st.characters()
    )
)


@given(MIXED, MIXED)
def test_folding_between_chinese_characters_is_folding_the_whole(before: str, after: str) -> None:
    for text in (before + after, f"{before}条{after}", f"条{before}条{after}条"):
        assert compatible(text) == unicodedata.normalize("NFKC", text)
