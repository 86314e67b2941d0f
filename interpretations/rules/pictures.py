"""The picture (一图读懂) as values: sections, bands of entries that are drawn alike, and what is known.

The page, the picture and the print show the same `Picture`, so that their words are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from base.term import Term
from interpretations.rules.terms import BlockKind, Layout

# Short enough to stand two abreast.
TILE_NAME, TILE_WORDS = 12, 48
# More entries than a page of paper need hold together.
FEW = 4


class Shape(Term):
    """How the entries of a band are drawn (图解栏目样式)."""

    FIGURES = "figures", "关键数字"
    POINTS = "points", "要点速览"
    STEPS = "steps", "办理流程"
    CHANGES = "changes", "有哪些变化"
    QUESTIONS = "questions", "一问一答"
    CASES = "cases", "以案说法"


@dataclass(frozen=True, slots=True)
class Named:
    """A document that is explained: title and number, since when it holds, its mark ("" when in force)."""

    title: str
    number: str = ""
    since: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the picture says beside the drafter's words.

    `documents` come with the leading one first. `mark` is the leading one's word (已废止), `sentence` how it
    stands, `grave` whether it must not be relied upon any more. `unit` explains, `dated` is the day of the
    explanation as printed, `address` the document's page (for the QR code), `link` the explanation's;
    `provisions` names those of each block, by its key.
    """

    documents: tuple[Named, ...]
    unit: str
    site: str
    address: str
    link: str = ""
    dated: str = ""
    mark: str = ""
    sentence: str = ""
    grave: bool = False
    provisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words; `new` when it is what changed."""

    words: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the picture: its number among its like, its name, its words, and a remark (`aside`).

    Of a figure `before`, `number` and `unit` are the parts of its value; of a change `parts` are the new
    words with what is new in them.
    """

    kind: BlockKind
    key: str
    place: int
    name: str
    words: str = ""
    aside: str = ""
    provisions: tuple[str, ...] = ()
    before: str = ""
    number: str = ""
    unit: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """Entries that are drawn alike, side by side or one below the other."""

    shape: Shape
    entries: tuple[Entry, ...]

    @property
    def tiled(self) -> bool:
        """Whether the entries are short enough to stand two abreast."""
        return len(self.entries) > 1 and all(
            len(entry.name) <= TILE_NAME and len(entry.words) + len(entry.aside) <= TILE_WORDS
            for entry in self.entries
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its ordinal, its heading, a few words, its bands."""

    ordinal: str
    heading: str
    words: str = ""
    provisions: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def many(self) -> bool:
        """Whether a page of paper may end inside it."""
        return sum(len(band.entries) for band in self.bands) > FEW


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a picture shows.

    `omitted` blocks had no room; `advice` tells the drafter what was shortened.
    """

    layout: Layout
    title: str
    lead: str
    sections: tuple[Section, ...]
    facts: Facts
    contact: str = ""
    speaker: str = ""
    omitted: int = 0
    advice: tuple[str, ...] = ()

    @property
    def marked_title(self) -> str:
        """The title with the mark of the document before it."""
        return f"【{self.facts.mark}】{self.title}" if self.facts.mark else self.title
