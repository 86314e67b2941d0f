"""Rulings on the picture of a share card."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from base import typeset
from registry.renditions.copies.card import SIZE, Card, broken, png

ENDED = Card(
    "已废止", warns=True, title="办法", number="澄环发〔2015〕3号", sentence="已于2021年废止。", site="库"
)


@given(st.text(max_size=200), st.integers(1, 4), st.integers(2, 30))
def test_lines_are_never_too_many_or_too_wide_and_lose_nothing_unsaid(
    words: str, most: int, room: int
) -> None:
    lines = broken(words, most, lambda piece: len(piece) <= room)
    assert len(lines) <= most
    assert all(len(line) <= room for line in lines)
    assert "".join(lines) == words or lines[-1].endswith("…")


@pytest.mark.pdf
def test_the_card_has_the_size_that_chats_ask_for_and_its_word_in_ink() -> None:
    if reason := typeset.available():
        pytest.skip(reason)
    picture = Image.open(io.BytesIO(png(ENDED)))
    other = Image.open(io.BytesIO(png(Card("现行有效", False, "办法", "", "现行有效。", "库"))))
    assert picture.size == SIZE
    assert picture.getpixel((600, 5)) == (0xA3, 0x16, 0x1F)
    assert other.getpixel((600, 5)) != picture.getpixel((600, 5))
    assert picture.tobytes() != other.tobytes()
    inked = sum(picture.crop((72, 64, 500, 160)).convert("L").histogram()[:128])
    assert inked > 3000
