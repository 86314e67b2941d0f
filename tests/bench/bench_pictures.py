"""How long a picture, a print and a card of an interpretation take: cold, warm, and kept.

In seconds of the clock and of the processor (the children's included), and as multiples of a bare Flask
hello. "Cold" is the first one after the start, when both children have yet to start.

./run bench pictures
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.request import urlopen

from measuring import family, processor_seconds, report, serving
from PIL import Image

from base import typeset
from interpretations.renditions import cards, drawing
from interpretations.renditions import picture as rendition
from interpretations.rules.content import Block, Content
from interpretations.rules.newmedia import posts
from interpretations.rules.pictures import Facts, Named
from interpretations.rules.picturing import picture
from interpretations.rules.terms import BlockKind, Layout

HELLO = Path(__file__).with_name("hello.py")
GREETINGS, TURNS = 200, 5
WORDS = "排污单位应当按照许可证的规定排放污染物，保存原始记录。"
KINDS = {
    Layout.POINTS: BlockKind.POINT,
    Layout.PROCESS: BlockKind.STEP,
    Layout.CHANGES: BlockKind.CHANGE,
}
FACTS = Facts(
    (Named("澄江省排污许可管理办法", "澄环发〔2026〕9号", "自2026年12月1日起施行"),),
    "澄江省生态环境厅水生态环境处",
    "政策文件库",
    "https://policy.example/documents/normative-document/2026/9",
    link="https://policy.example/interpretations/12",
)


def content(layout: Layout, blocks: int) -> Content:
    """Three figures, and so many blocks of the layout's kind; no two are alike."""
    figures = tuple(
        Block(f"f{place}", BlockKind.FIGURE, f"{place + 3}个工作日", "办结") for place in range(3)
    )
    told = tuple(
        Block(f"b{place}", KINDS[layout], f"第{place}项举措", WORDS * 2, WORDS[place % 9 :])
        for place in range(blocks)
    )
    return Content("《澄江省排污许可管理办法》解读", lead=WORDS, layout=layout, blocks=(*figures, *told))


def once(make: Callable[[], bytes]) -> tuple[float, float]:
    """Seconds of the clock and of this process and all its children for one."""
    spent, since = processor(), perf_counter()
    make()
    return perf_counter() - since, processor() - spent


def processor() -> float:
    """Processor seconds of this process and of the children that run."""
    return sum(map(processor_seconds, family(int(Path("/proc/self").readlink().name))))


def measured(name: str, make: Callable[[int], bytes], cold: bool = False) -> tuple[str, float, float]:
    """The cost of one: of the first, or the median of several; each turn is another picture."""
    turns = [once(lambda turn=turn: make(turn)) for turn in range(1 if cold else TURNS)]  # type: ignore[misc]
    return name, median(seconds for seconds, _ in turns), median(cpu for _, cpu in turns)


def long_picture(layout: Layout, blocks: int, turn: int) -> bytes:
    """The PNG of a picture that nobody has asked for."""
    made = picture(content(layout, blocks), replace(FACTS, dated=f"2026年11月{turn + 1}日"))
    return drawing.png(rendition.html(made, rendition.LONG), rendition.WIDTH, ends=True)


def printed(paper: str, turn: int) -> bytes:
    """The PDF of a picture that nobody has asked for."""
    made = picture(content(Layout.POINTS, 8), replace(FACTS, dated=f"2026年11月{turn + 1}日"))
    return typeset.to_pdf(rendition.html(made, rendition.PAPERS[paper]))


def card(shape: cards.Shape, turn: int) -> bytes:
    """A card that nobody has asked for."""
    page = cards.html(replace(content(Layout.POINTS, 1), lead=WORDS[turn:]), FACTS, shape)
    return drawing.png(page, shape.width)


def words(turn: int) -> bytes:
    """The three texts."""
    return str(posts(content(Layout.POINTS, 20 + turn), FACTS)).encode()


def hello() -> float:
    """Seconds of the clock until a bare Flask application has answered."""
    with serving((sys.executable, str(HELLO))) as server:
        return median(greeted(server.port) for _ in range(GREETINGS))


def greeted(port: int) -> float:
    """Seconds of one answer."""
    since = perf_counter()
    with urlopen(f"http://127.0.0.1:{port}/") as answer:  # loopback, our own server
        answer.read()
    return perf_counter() - since


def main() -> None:
    """Measure and print."""
    found = [
        measured("picture, 8 points, cold", lambda turn: long_picture(Layout.POINTS, 8, turn), cold=True)
    ]
    found += [
        measured(
            f"picture, {layout.label}, 8 blocks", lambda turn, layout=layout: long_picture(layout, 8, turn)
        )  # type: ignore[misc]
        for layout in Layout
    ]
    found.append(
        measured("picture, 40 blocks (the most)", lambda turn: long_picture(Layout.POINTS, 40, turn))
    )
    found += [
        measured(f"print {paper}", lambda turn, paper=paper: printed(paper, turn)) for paper in ("a4", "a3")
    ]  # type: ignore[misc]
    found += [
        measured(shape.name, lambda turn, shape=shape: card(shape, turn))  # type: ignore[misc]
        for shape in (cards.CARD, cards.SQUARE)
    ]
    found.append(measured("three texts for new media", words))
    floor = hello()
    rows = [(name, f"{seconds:.3f} {cpu:7.3f} {seconds / floor:8.0f}") for name, seconds, cpu in found]
    with Image.open(BytesIO(long_picture(Layout.POINTS, 40, 0))) as largest:
        rows.append(("pixels of the largest", "%d x %d" % largest.size))  # noqa: UP031  # two numbers of a pair
    report(f"Pictures: seconds, processor seconds, multiples of a hello ({floor * 1000:.1f} ms)", rows)


if __name__ == "__main__":
    main()
