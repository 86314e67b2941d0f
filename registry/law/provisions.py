"""Provisions (章节条款项目): a text as a tree with stable ids.

This file holds the shapes; `registry/law/reading.py` reads them out of a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.law.terms import Term


class Level(Term):
    """Levels of a text (编章节条款项目), with what may stand outside the articles."""

    PART = "part", "编"
    SUBPART = "subpart", "分编"
    CHAPTER = "chapter", "章"
    SECTION = "section", "节"
    ARTICLE = "article", "条"
    PARAGRAPH = "paragraph", "款"
    ITEM = "item", "项"
    POINT = "point", "目"
    HEADING = "heading", "标题"
    PREAMBLE = "preamble", "序言"
    TABLE = "table", "表"
    ANNEX = "annex", "附件"
    SIGNATURE = "signature", "落款"


@dataclass(frozen=True, slots=True)
class Provision:
    """One node of a text.

    `eid` is stable across versions: `chp-2`, `sec-2-1`, `art-10`, `art-10-1` (第十条之一),
    `art-10-p2` (第二款), `art-10-p2-i3` (第三项), `annex-1`, `annex-1-art-3`; texts without articles
    number their paragraphs `para-1`, …. `number` is the designation as printed (第十条, （三）, or ""),
    `body` the words that follow it; for a TABLE the body is the Markdown/HTML source of the table.
    """

    level: Level
    eid: str
    number: str = ""
    heading: str = ""
    body: str = ""
    children: tuple["Provision", ...] = ()

    def walk(self) -> Iterator["Provision"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """All words of this node and those below it, a line for each paragraph."""
        own = "\u3000".join(part for part in (self.number, self.heading, self.body) if part)
        return "\n".join(
            [own, *(child.text for child in self.children)] if own else [c.text for c in self.children]
        )
