"""The picture (一图读懂) as HTML: one body for the page of the site, the long picture and the print."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from base import typeset
from interpretations.rules.pictures import Part, Picture
from registry.renditions import qr
from registry.renditions.pdf import title_words
from registry.renditions.titling import title_lines, width
from registry.renditions.unbroken import WHOLE, unbroken

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
WIDTH = 1080
# A PDF page is at most 14,400 points high (ISO 32000-1, annex C): 19,200 pixels.
TALLEST = 19_000
# A last line of one character is no line: at least so many stay together.
TAIL = 3
LONG_WORD = 8
MARKS = frozenset("，。、；：？！”’）》〉】…%％")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a picture is set on: its size, and the size of its type, from which all else is measured."""

    width: str
    height: str
    rem: str
    # Full-width characters on a line of the title.
    line: int
    long: bool = False


LONG = Paper(f"{WIDTH}px", f"{TALLEST}px", "31px", 15, long=True)
# 五号 on A4, and as much larger on A3 as the paper is.
PAPERS = {"a4": Paper("210mm", "297mm", "10.5pt", 21), "a3": Paper("297mm", "420mm", "15pt", 21)}


@cache
def templates() -> Environment:
    """The templates of pictures; what they are given is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"settled": settled, "by_words": by_words, "emphasis": emphasis}
    return made


def html(picture: Picture, paper: Paper) -> str:
    """The whole page that the typesetter makes a picture or print of."""
    return (
        templates()
        .get_template("picture/print.html")
        .render(
            picture=picture,
            paper=paper,
            css=css_of("picture", paper=paper),
            qr=qr.data_uri(picture.facts.address),
            lines=lines_of(picture.title, paper.line),
        )
    )


def body(picture: Picture) -> Markup:
    """The picture as a part of a page of the site: headings and lists, the same words."""
    module = templates().get_template("picture/body.html").module
    made = module.article(picture, qr.data_uri(picture.facts.address), lines_of(picture.title, LONG.line))  # type: ignore[attr-defined]
    return Markup(made)  # noqa: S704  # made by a template that escapes


def lines_of(title: str, widest: int) -> tuple[str, ...]:
    """The lines of a title; one of two halves breaks at its colon."""
    head, colon, rest = title.partition("：")
    if colon and rest and max(width(head), width(rest)) < widest:
        return (head + colon, rest)
    return title_lines(title_words(title), widest)


def css_of(name: str, **given: object) -> str:
    """A style of ours (`templates/picture/NAME.css`), its ornaments in it."""
    return templates().get_template(f"picture/{name}.css").render(ornament=ornament, **given)


def ornament(name: str) -> str:
    """A drawing of our own (`templates/picture/NAME.svg`) as a data: address."""
    drawn = (TEMPLATES / "picture" / f"{name}.svg").read_bytes()
    return "data:image/svg+xml;base64," + base64.b64encode(drawn).decode("ascii")


def key(page: str) -> str:
    """What tells this picture from every other: all it shows, the typesetter's version and its fonts."""
    return hashlib.sha256(f"{typeset.means().fingerprint}\n{page}".encode()).hexdigest()


def settled(words: str) -> Markup:
    """Running words, whose last line holds at least three characters; days and numbers stay whole.

    >>> settled("先领证，再排污。")
    Markup('先领证，<span class="whole">再排污。</span>')
    """
    start = tail(words)
    return unbroken(words[:start]) + Markup('<span class="whole">{}</span>').format(words[start:])


def tail(words: str) -> int:
    """Where the last words begin that stay on one line.

    >>> tail("先领证，再排污。")
    4
    """
    if len(words) <= TAIL + 1:
        return 0
    start, held = len(words), 0
    for word in reversed(title_words(words[-16:])):
        start -= len(word)
        held += len(word.strip("".join(MARKS)))
        if held >= TAIL:
            break
    if len(words) - start > 2 * TAIL + 2 or words[start] in MARKS:
        start = len(words) - TAIL - 1
    # A day or a number that runs into the tail belongs to it.
    return next((run.start() for run in WHOLE.finditer(words) if run.start() < start < run.end()), start)


def by_words(words: str) -> Markup:
    """A name, whose lines break between words only."""
    joined: list[str] = []
    for word in title_words(words):
        if joined and (word[0] in MARKS or joined[-1][-1:] in "《（“‘【〔"):
            joined[-1] += word
        else:
            joined.append(word)
    return Markup("").join(
        escape(word)
        if len(word) == 1 or len(word) > LONG_WORD
        else Markup('<span class="whole">{}</span>').format(word)
        for word in joined
    )


def emphasis(parts: Iterable[Part]) -> Markup:
    """New words, with what is new in them marked; the last of them stay on one line."""
    parts = tuple(parts)
    start, at = tail("".join(part.words for part in parts)), 0
    head, last = Markup(""), Markup("")
    for part in parts:
        cut = min(max(start - at, 0), len(part.words))
        head += _marked(part.words[:cut], part)
        last += _marked(part.words[cut:], part)
        at += len(part.words)
    return head + Markup('<span class="whole">{}</span>').format(last)


def _marked(words: str, part: Part) -> Markup:
    return Markup("<mark>{}</mark>").format(words) if part.new and words else escape(words)
