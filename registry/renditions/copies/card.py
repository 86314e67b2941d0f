"""The picture of a share card (分享卡片): only drawn in the limited child (`copies.child`).

What a link looks like in a chat: the title, and in words how the document stands. 1200 × 630, as the sites
that show such cards ask (Open Graph).
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from base.errors import Unavailable

SIZE = (1200, 630)
EDGE = 72
INK, SOFT, RED, PAPER = "#1a1a1a", "#555555", "#a3161f", "#ffffff"
ELLIPSIS = "…"
Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; `word` stands in a box, red where `warns`."""

    word: str
    warns: bool
    title: str
    number: str
    sentence: str
    site: str


def png(card: Card) -> bytes:
    """The card as a PNG picture; raises Unavailable where no Chinese font is installed."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    colour = RED if card.warns else INK
    pen.rectangle((0, 0, SIZE[0], 18), fill=colour)
    box = (EDGE, 64, EDGE + int(_font(58).getlength(card.word)) + 48, 64 + 96)
    pen.rectangle(box, outline=colour, width=6)
    pen.text((EDGE + 24, 64 + 46), card.word, font=_font(58), fill=colour, anchor="lm")
    bottom = _lines(pen, card.title, (EDGE, 200), (50, 3), INK)
    if card.number:
        bottom = _lines(pen, card.number, (EDGE, bottom + 4), (30, 1), SOFT)
    _lines(pen, card.sentence, (EDGE, bottom + 14), (32, 3), colour)
    pen.text((EDGE, SIZE[1] - 44), card.site, font=_font(26), fill=SOFT, anchor="lm")
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _lines(
    pen: ImageDraw.ImageDraw, words: str, place: tuple[int, int], form: tuple[int, int], colour: str
) -> int:
    """Write the words in at most so many lines of a size (`form`); gives where the next line begins."""
    (left, top), (size, most) = place, form
    font, step = _font(size), size * 13 // 10
    for line in broken(words, most, lambda piece: font.getlength(piece) <= SIZE[0] - 2 * EDGE):
        pen.text((left, top), line, font=font, fill=colour)
        top += step
    return top


def broken(words: str, most: int, fits: Fits) -> list[str]:
    """The words in at most `most` lines that fit; what is left over is cut off and shown to be.

    >>> broken("一二三四五六七", 2, lambda piece: len(piece) <= 3)
    ['一二三', '四五…']
    """
    lines, line = [], ""
    for character in words:
        if line and not fits(line + character):
            lines.append(line)
            line = ""
        line += character
    lines += [line] if line else []
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and not fits(last + ELLIPSIS):
        last = last[:-1]
    return [*lines[: most - 1], last + ELLIPSIS]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    place, face = _face()
    return ImageFont.truetype(place, size, index=face)


@cache
def _face() -> tuple[str, int]:
    """The file and face of the Chinese font that prints have too."""
    program = shutil.which("fc-match")
    if program is None:
        raise Unavailable("没有 fontconfig，无法绘制分享卡片")
    asked = [program, "-f", "%{lang}\n%{file}\n%{index}", "Noto Sans CJK SC:bold:lang=zh-cn"]
    found = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603  # fontconfig's own program
    languages, _, rest = found.stdout.partition("\n")
    place, _, face = rest.partition("\n")
    if "zh-cn" not in languages.split("|") or not place:
        raise Unavailable("没有中文字体，无法绘制分享卡片")
    return place, int(face or 0)
