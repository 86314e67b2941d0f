"""Drawing in the limited child: hostile words survive, what is too long is refused, the way is safe."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from base import typeset
from base.errors import BadInput
from interpretations.renditions import cards, drawing, drawing_child
from interpretations.renditions import picture as rendition
from interpretations.rules.content import Block, Content
from interpretations.rules.pictures import Part
from interpretations.rules.picturing import picture
from interpretations.rules.terms import BlockKind, Layout

pytestmark = pytest.mark.pdf
HOSTILE = (
    "超" * 3000,
    "A" * 3000,
    "许\u200b可\u202e证\u2066\ufeff" * 40,
    "😀👨‍👩‍👧\U0001f1e8\U0001f1f3" * 40 + "证",
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x>",
    "مرحبا بالعالم שלום עולם" * 10,
    "e\u0301" * 400,
    "《" * 200,
    "。" * 500,
    "\u3000" * 500 + "一",
)


def size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as made:
        return made.size


def png(content: Content, facts: Any) -> bytes:
    return drawing.png(rendition.html(picture(content, facts), rendition.LONG), rendition.WIDTH, ends=True)


@pytest.mark.parametrize("wish", Layout)
def test_hostile_words_are_drawn_and_end(facts: Any, wish: Layout) -> None:
    kinds = [kind for kind in BlockKind for _ in (0, 1)]
    blocks = tuple(
        Block(f"b{place}", kind, HOSTILE[place % len(HOSTILE)], HOSTILE[-place % len(HOSTILE)], HOSTILE[3])
        for place, kind in enumerate(kinds)
    )
    content = Content(title=HOSTILE[0], lead=HOSTILE[1], layout=wish, blocks=blocks, contact=HOSTILE[5])
    width, height = size(png(content, facts))
    assert width == 1080
    assert height <= 20_000


@pytest.mark.parametrize("kind", [BlockKind.POINT, BlockKind.STEP, BlockKind.CHANGE, BlockKind.QUESTION])
def test_five_hundred_long_blocks_stay_below_20_000_pixels(facts: Any, kind: BlockKind) -> None:
    words = "排污单位应当按照许可证的规定排放污染物，并保存记录。" * 5
    blocks = tuple(Block(f"b{place}", kind, "按证排污", words, words) for place in range(500))
    width, height = size(png(Content(title="解读", blocks=blocks), facts))
    assert (width, height <= 20_000) == (1080, True)


def test_what_does_not_fit_one_picture_is_refused_with_a_sentence() -> None:
    page = f"<style>@page {{ size: 1080px 19000px }}</style>{'<p>一</p>' * 2000}"
    with pytest.raises(BadInput, match="超出一张长图的高度"):
        drawing.png(page, 1080, ends=True)


def test_a_page_without_an_end_is_refused() -> None:
    with pytest.raises(BadInput):
        drawing.png("<style>@page { size: 1080px 400px }</style><p>一</p>", 1080, ends=True)


def test_a_page_of_two_is_no_picture() -> None:
    pdf = typeset.to_pdf('<style>@page { size: 100px }</style><p>一</p><p style="break-before: page">二</p>')
    job = json.dumps({"width": 1080, "ends": False}).encode()
    with pytest.raises(BadInput):
        drawing_child.answer(b"\n".join([job, pdf]))


def test_a_card_is_cut_at_its_end() -> None:
    page = "<style>@page { size: 120px 60px; margin: 0; background: #a3171f }</style><p>一</p>"
    assert size(drawing.png(page, 120)) == (120, 60)


@pytest.mark.parametrize("shape", [cards.CARD, cards.SQUARE])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_pushes_anything_off_a_card(facts: Any, shape: cards.Shape, hostile: str) -> None:
    content = Content(title=hostile, lead=hostile)
    page = cards.html(content, replace(facts, unit=hostile[:60], mark="部分所解读文件已失效"), shape)
    assert size(drawing.png(page, shape.width)) == (shape.width, shape.height)


@pytest.mark.parametrize(
    "words", ["一", "先领证", "先领证，再排污。", "自2026年12月1日起施行。", "。。。。。。"]
)
def test_the_last_line_never_holds_one_character(words: str) -> None:
    made = str(rendition.settled(words))
    assert made.replace('<span class="whole">', "").replace("</span>", "") == words
    tail = made.rsplit('<span class="whole">', 1)[1].removesuffix("</span>")
    assert len(tail) >= min(3, len(words))


def test_what_is_new_stays_marked_up_to_the_last_line() -> None:
    made = rendition.emphasis((Part("受理之日起"), Part("十个工作日", new=True), Part("内。")))
    assert made == '受理之日起<mark>十个</mark><span class="whole"><mark>工作日</mark>内。</span>'


def test_names_break_between_words_only() -> None:
    made = str(rendition.by_words("《排污许可管理办法》解读"))
    assert made.startswith('<span class="whole">《')
    assert "》</span>" in made


def test_a_title_breaks_at_its_colon() -> None:
    assert rendition.lines_of("黄标车淘汰补助政策：旧办法和新办法", 14) == (
        "黄标车淘汰补助政策：",
        "旧办法和新办法",
    )


def test_the_same_picture_has_the_same_key_and_a_mark_another(
    contents: Any, facts: Any, ended_facts: Any
) -> None:
    content = contents["points"]
    page = rendition.html(picture(content, facts), rendition.LONG)
    assert rendition.key(page) == rendition.key(rendition.html(picture(content, facts), rendition.LONG))
    assert rendition.key(page) != rendition.key(rendition.html(picture(content, ended_facts), rendition.LONG))
