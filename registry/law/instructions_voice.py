"""The voice (行文) of a decision: its own words apart from the wording that it quotes.

A quotation may run over many lines. Some decisions open every line of it anew (each begins with “), some
only the first; wording quoted inside it bears marks of its own, and now and then a mark is missing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from registry.law import numerals
from registry.law.instructions import Quote

OPEN, CLOSE = "“", "”"
QUOTED = OPEN + CLOSE
_NUMBER = re.compile(
    r"[\s\u3000]{0,8}(?:(?P<counted>[一二三四五六七八九十百]{1,5})[、．.]|(?P<plain>[0-9０-９]{1,3})[、．.]"
    r"|[（(](?P<bracketed>[一二三四五六七八九十]{1,4})[）)])[\s\u3000]{0,4}"
)
_ORDERS = re.compile(r"修改|删|增加|调整|合并|作为|改为|《|施行")
_CLOSING_WORDS = ("本决定", "本修正案", "根据本决定", "此外，", "本补充")


@dataclass(slots=True)
class Item:
    """One paragraph in the decision's own voice: each quotation in it is an empty pair of marks.

    `number` is its own number with the way it is written (("counted", 3) for 三、).
    """

    start: int
    end: int = 0
    words: str = ""
    quotes: list[Quote] = field(default_factory=list)
    number: tuple[str, int] | None = None
    source: str = ""


def items(lines: Sequence[str]) -> list[Item]:
    """The decision's paragraphs, quotations taken out of them; one runs on to the end of its quotation."""
    return _Listener(lines).heard()


class _Listener:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [_paired(line) for line in lines]
        self.whole = "\n".join(self.lines)
        self.found: list[Item] = []
        self.item: Item | None = None
        self.quote: list[str] | None = None
        self.depth, self.reopened = 0, False
        self.last: dict[str, int] = {}

    def heard(self) -> list[Item]:
        start = 0
        for at, line in enumerate(self.lines):
            if line.strip():
                self._line(at, line, start)
            start += len(line) + 1
        self._end_quote(start)
        self._end_item(start - 1)
        return self.found

    def _line(self, at: int, line: str, start: int) -> None:
        if self.quote is not None and self._speaks_itself(line):
            self._end_quote(start)
            self._end_item(start - 1)
        if self.quote is None and not (self.item and line.lstrip(" \u3000").startswith(OPEN)):
            # A line that begins with a quotation goes on with the paragraph that announced it.
            self._end_item(start - 1)
            self.item = Item(start, number=_numbered(line))
            if self.item.number:
                self.last[self.item.number[0]] = self.item.number[1]
        words = line.lstrip(" \u3000")
        if self.quote is not None:
            words = words[1:] if self.reopened and words.startswith(OPEN) else words
            self.quote.append("")
        self._hear(words)
        if self.quote is not None and len(self.quote) == 1:
            self.reopened = self._opens_every_line(at + 1)

    def _hear(self, words: str) -> None:
        item = self.item
        for sign in words:
            if self.quote is None:
                if sign == OPEN:
                    self.quote, self.depth = [""], 1
                elif item is not None:
                    item.words += sign
                continue
            self.depth += (sign == OPEN) - (sign == CLOSE)
            if self.depth == 0:
                self._end_quote(0)
            else:
                self.quote[-1] += sign

    def _end_quote(self, _at: int) -> None:
        if self.quote is not None and self.item is not None:
            whole = tuple(line.strip() for line in self.quote if line.strip())
            self.item.quotes.append(whole)
            self.item.words += QUOTED
        self.quote, self.depth, self.reopened = None, 0, False

    def _end_item(self, end: int) -> None:
        if self.item is not None:
            self.item.end = end
            self.item.source = self.whole[self.item.start : end]
            self.found.append(self.item)
        self.item = None

    def _speaks_itself(self, line: str) -> bool:
        """Whether a line inside a quotation that nobody closed is the decision's own again."""
        words = line.strip()
        if self.reopened:
            return not words.startswith((OPEN, "|", "<"))
        if words.startswith(_CLOSING_WORDS):
            return True
        number = _numbered(line)
        if number is None or not _ORDERS.search(words) or number[0] == "bracketed":
            return False
        return self.last.get(number[0], -1) + 1 == number[1]

    def _opens_every_line(self, at: int) -> bool:
        """Whether the lines from here on each open the quotation anew, up to where it ends."""
        seen = False
        for line in self.lines[at:]:
            words = line.strip()
            if not words:
                continue
            if not words.startswith(OPEN):
                # Balanced lines that opened it anew, and then the decision's own voice: nobody closed it.
                return seen
            excess = words[1:].count(CLOSE) - words[1:].count(OPEN)
            if excess:
                return excess == 1 and words.rstrip("。；;，").endswith(CLOSE)
            seen = True
        return seen


def _numbered(line: str) -> tuple[str, int] | None:
    match = _NUMBER.match(line)
    if match is None or match.lastgroup is None:
        return None
    value = numerals.value(match[match.lastgroup])
    return (match.lastgroup, value) if value else None


def unnumbered(words: str) -> str:
    """The paragraph without its own number."""
    match = _NUMBER.match(words)
    return words[match.end() :] if match else words.lstrip(" \u3000")


def _paired(line: str) -> str:
    # Typewriter quotation marks, told apart by turns.
    if '"' not in line or line.count('"') % 2:
        return line
    pieces = line.split('"')
    return "".join(
        piece + (("" if at == len(pieces) - 1 else OPEN) if at % 2 == 0 else CLOSE)
        for at, piece in enumerate(pieces)
    )
