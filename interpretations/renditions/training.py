"""The training sheet (培训单): a document, what explains it, a check and a table to sign, on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from interpretations.rules.passing import LETTERS
from registry.renditions import pdf, qr
from registry.renditions.titling import title_lines

# Characters of the title that stand in one line, in the sheet's two sizes of type.
WIDEST, WIDEST_LARGE = 18, 14
# Lines of the table to sign; whoever has more copies the sheet.
PEOPLE, PEOPLE_LARGE = 12, 9


@dataclass(frozen=True, slots=True)
class Point:
    """A main point of the interpretation: what it is about, its words, the provisions it rests on."""

    heading: str
    words: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A provision that matters, quoted as it reads today; `ended` is the mark of one that no longer holds."""

    cited: str
    lines: tuple[str, ...]
    ended: str = ""


@dataclass(frozen=True, slots=True)
class SheetOption:
    """An option with its letter, and whether it is right."""

    letter: str
    words: str
    right: bool


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question of the check as paper asks it; `stale` says that the provision reads otherwise by now."""

    number: int
    words: str
    several: bool
    options: tuple[SheetOption, ...]
    because: str
    cited: str
    stale: str = ""

    @property
    def letters(self) -> str:
        """The letters of the right options."""
        return "".join(option.letter for option in self.options if option.right)


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the sheet leads to by a code: what it is, and its whole address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Training:
    """Everything that a training sheet shows; finished values.

    `stamp` stands across every page of a document that may not be relied upon, `word` is its mark.
    """

    title: str
    document: str
    facts: tuple[tuple[str, str], ...]
    standing: str
    word: str
    stamp: str
    warnings: tuple[str, ...]
    sender: str
    due: str
    note: str
    lead: str
    points: tuple[Point, ...]
    explained_by: str
    articles: tuple[Article, ...]
    questions: tuple[SheetQuestion, ...]
    needed: int
    links: tuple[Link, ...]
    site: str
    made_on: date
    gone: str = ""

    @property
    def running(self) -> str:
        """The line at the head of every page but the first."""
        return f"【{self.word}】{self.document}" if self.word else f"{self.document}　学习培训单"

    @property
    def sections(self) -> tuple[tuple[Literal["points", "articles", "check", "signing"], str], ...]:
        """The parts that there are, each with its heading and number."""
        held: tuple[tuple[Literal["points", "articles", "check", "signing"], str, bool], ...] = (
            ("points", "解读要点", bool(self.lead or self.points)),
            ("articles", "重点条文", bool(self.articles)),
            ("check", "会执行小测", bool(self.questions)),
            ("signing", "学习签到", True),
        )
        there = [(name, words) for name, words, some in held if some]
        return tuple((name, f"{'一二三四'[place]}、{words}") for place, (name, words) in enumerate(there))


def lettered(options: tuple[str, ...], right: frozenset[int]) -> tuple[SheetOption, ...]:
    """The options with their letters."""
    return tuple(SheetOption(LETTERS[place], words, place in right) for place, words in enumerate(options))


def html(training: Training, *, answers: bool, large: bool) -> str:
    """The whole page that the typesetter makes the sheet of."""
    css, page = pdf.templates().get_template("training.css"), pdf.templates().get_template("training.html")
    return page.render(
        training=training,
        css=css.render(large=large, marked=bool(training.word)),
        title=title_lines(pdf.title_words(training.document), WIDEST_LARGE if large else WIDEST),
        codes=[(link, qr.data_uri(link.address)) for link in training.links],
        stamp=pdf.stamp_uri(training.stamp) if training.stamp else "",
        answers=answers,
        large=large,
        people=range(1, (PEOPLE_LARGE if large else PEOPLE) + 1),
    )
