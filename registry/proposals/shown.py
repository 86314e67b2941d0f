"""The text as shown (所示正文) beside its proposals, and where in it a sentence stands.

Of a draft it is what was typed; of a document the history lines (题注) and then every provision, number,
heading and body joined by a full-width space, a line for each; an article's number stands on the line of
its first paragraph. Places are counted in its characters.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from registry.law.sentences import NUMERAL

# Layout and Markdown signs: a reader drops some of them, a page adds others; they are no words.
ARTICLE = re.compile(rf"第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?")
LEFT_OUT = frozenset("#*\u200b\u200c\u200d\u2060\ufeff\u00ad")


def shown(note: str, provisions: Iterable[Sequence[str]]) -> str:
    r"""The shown text of a document: its history lines, then (number, heading, body) of each provision.

    >>> shown("2020年1月1日公布", [("第一条", "", "为了试验。")])
    '2020年1月1日公布\n第一条\u3000为了试验。'
    """
    lines: list[str] = []
    for parts in provisions:
        words = "\u3000".join(part for part in parts if part)
        if lines and words and ARTICLE.fullmatch(lines[-1]):
            # An article's number runs into its first paragraph.
            lines[-1] += f"\u3000{words}"
        elif words:
            lines.append(words)
    return "\n".join([*filter(None, note.splitlines()), *lines])


class ShownText:
    """A shown text that can be searched for a sentence as its reader had it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _places(self) -> list[int]:
        return [place for place, sign in enumerate(self.text) if not left_out(sign)]

    @cached_property
    def _words(self) -> str:
        return "".join(sign for sign in self.text if not left_out(sign))

    def find(self, sentence: str, *, last: bool = False) -> tuple[int, int] | None:
        """Where the sentence begins and ends in the text, layout aside; None where it does not stand.

        Of several places the first counts, or the last one: the closing article repeats none.
        """
        words = "".join(sign for sign in sentence if not left_out(sign))
        found = (self._words.rfind(words) if last else self._words.find(words)) if words else -1
        if found < 0:
            return None
        return self._places[found], self._places[found + len(words) - 1] + 1


def left_out(sign: str) -> bool:
    """Whether a character is layout and not a word."""
    return sign.isspace() or sign in LEFT_OUT
