"""What every reader of a format gives: the lines of a file in reading order, and what it left out."""

import re
from dataclasses import dataclass, field

MOST_HIDDEN = 200
LONGEST_HIDDEN = 300
MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph as printed; `size` in points (0: not known).

    `centred` and `red` are what tells a title and a letterhead (发文机关标志) from the text. A table has its
    cells in `rows`, and is printed as Markdown in `words`.
    """

    words: str
    centred: bool = False
    size: float = 0
    red: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def table(self) -> bool:
        """Whether it is a table."""
        return bool(self.rows)


@dataclass(slots=True)
class Extract:
    """The lines of a file, its fields by their printed names, what a person should know, what was hidden."""

    lines: list[Line] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def hide(self, why: str, words: str) -> None:
        """Report words that the file holds but does not show; they are never part of the text."""
        shown = " ".join(words.split())[:LONGEST_HIDDEN]
        if shown and len(self.hidden) < MOST_HIDDEN:
            self.hidden.append(f"{why}：{shown}")

    def notice(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notices:
            self.notices.append(sentence)


def table_line(rows: list[list[str]]) -> Line:
    """A table as Markdown: its first row is its head.

    >>> print(table_line([["序号", "名称"], ["1", "甲|乙"]]).words)
    | 序号 | 名称 |
    | --- | --- |
    | 1 | 甲｜乙 |
    """
    width = max(map(len, rows), default=0)
    full = tuple(tuple(" ".join(cell.split()) for cell in [*row, *[""] * (width - len(row))]) for row in rows)
    # A bar would end the cell; no tag stands in one.
    shown = ["| " + " | ".join(as_words(cell).replace("|", "｜") for cell in row) + " |" for row in full]
    return Line("\n".join([shown[0], "|" + " --- |" * width, *shown[1:]]) if shown else "", rows=full)


def as_words(text: str) -> str:
    """Text in which no sign is markup: what is printed is words, whatever it would mean elsewhere.

    >>> as_words("PM<sub>&amp; a < b")
    'PM&lt;sub>&amp;amp; a < b'
    """
    return MARKUP.sub(lambda sign: {"<": "&lt;", "&": "&amp;"}[sign[0]], text)
