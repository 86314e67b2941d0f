"""The draft (修改稿): a text opened for changes, every provision found by its number in the text before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from base.errors import RegistryError
from registry.law import numerals
from registry.law.consolidation_layout import Number
from registry.law.instructions import Place, Whole, article_number
from registry.law.levels import Mark, read_line
from registry.law.provisions import Level, Provision
from registry.law.reading import read_provisions

DIVISIONS = {"编": Level.PART, "章": Level.CHAPTER, "节": Level.SECTION}
_OWN_NUMBER = re.compile(
    r"[\s\u3000]{0,4}第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?[\s\u3000]{1,4}"
)
_COUNTED = re.compile(r"art-(\d+(?:-\d+)*)$")


class Unapplied(RegistryError):
    """An instruction cannot be carried out exactly; the sentence tells why."""

    code = "unapplied"
    status = 409


@dataclass(slots=True, eq=False)
class Piece:
    """A provision of the draft. `number_before` is None for an added one; `given` is its new number.

    `after` is the piece that an added one must follow, `division` a new heading to stand before it, `final`
    its id in the finished text.
    """

    level: Level
    eid: str
    number: str = ""
    heading: str = ""
    body: str = ""
    children: "list[Piece]" = field(default_factory=list)
    depth: int = 0
    number_before: Number | None = None
    given: Number | None = None
    after: "Piece | None" = None
    division: "Piece | None" = None
    gone: bool = False
    touched: bool = False
    final: str = ""

    def walk(self) -> "Iterator[Piece]":
        """This piece and all below it that stand, in reading order."""
        yield self
        for child in self.children:
            if not child.gone:
                yield from child.walk()

    @property
    def paragraphs(self) -> "list[Piece]":
        """The paragraphs (款) of the text before that stand under this piece."""
        return [one for one in self.children if one.level is Level.PARAGRAPH and one.number_before]

    @property
    def words(self) -> str:
        """All words that stand in this piece, without numbers."""
        return "".join(part for one in self.walk() for part in (one.heading, one.body))


class Draft:
    """The units of a text in reading order: divisions without what they hold, articles with all of theirs."""

    def __init__(self, title: str, provisions: Sequence[Provision]) -> None:
        self.title = title
        self.shift = False
        self.units: list[Piece] = []
        self.added: list[Piece] = []
        for provision in provisions:
            self._open(provision, 0)

    def _open(self, provision: Provision, depth: int) -> None:
        divided = provision.level in DIVISIONS.values() or provision.level in {Level.SUBPART, Level.HEADING}
        holds = divided and any(one.level is not Level.PARAGRAPH for one in provision.children)
        piece = opened(provision, whole=not holds)
        piece.depth = depth
        self.units.append(piece)
        for child in provision.children if holds else ():
            self._open(child, depth + 1)

    @property
    def articles(self) -> list[Piece]:
        """The articles of the text before, annexes aside, in order."""
        return [one for one in self.units if one.level is Level.ARTICLE and one.number_before]

    def find(self, place: Place) -> Piece:
        """The piece at a place of the text before; raises Unapplied where there is none."""
        if place.whole is Whole.PREAMBLE:
            piece = self._preamble()
        elif place.division and not place.article:
            return self._division(place)
        elif place.article:
            piece = self._article(place)
        else:
            return self._paragraph_of_text(place)
        if place.paragraph:
            piece = self._paragraph(piece, place)
        return _item(piece, place) if place.item else piece

    def unit(self, place: Place) -> Piece:
        """The article, heading or other unit that holds a place; raises Unapplied where there is none."""
        if place.article:
            return self._article(place)
        return self.find(place)

    def below(self, division: Piece) -> list[Piece]:
        """A division with every unit that stands in it."""
        at = self.units.index(division)
        end = next((i for i in range(at + 1, len(self.units)) if self.units[i].depth <= division.depth), None)
        return self.units[at:end]

    def _preamble(self) -> Piece:
        found = [one for one in self.units if one.level is Level.PREAMBLE and one.eid.startswith("preamble")]
        if len(found) != 1:
            raise Unapplied("正文没有可辨认的引言" if not found else "正文有不止一处引言")
        return found[0]

    def _article(self, place: Place) -> Piece:
        found = [one for one in self.articles if one.number_before == place.article]
        if len(found) != 1:
            why = "修改前的正文没有" if not found else "修改前的正文不止一处"
            raise Unapplied(f"{why}{article_number(place.article)}")
        if found[0].gone:
            raise Unapplied(f"{article_number(place.article)}已被本决定删去")
        return found[0]

    def _division(self, place: Place) -> Piece:
        found = self.units
        for unit, number in place.division:
            level = DIVISIONS[unit]
            at = [i for i, one in enumerate(found) if one.level is level and one.number_before == (number,)]
            if len(at) != 1:
                raise Unapplied(f"修改前的正文{'没有' if not at else '不止一处'}{place.printed}")
            found = found[at[0] :]
        return found[0]

    def _paragraph(self, piece: Piece, place: Place) -> Piece:
        found = [one for one in piece.paragraphs if one.number_before == (place.paragraph,)]
        if not found:
            raise Unapplied(f"修改前的正文没有{place.printed.split('第（')[0]}")
        if found[0].gone:
            raise Unapplied(f"{place.printed}已被本决定删去")
        return found[0]

    def _paragraph_of_text(self, place: Place) -> Piece:
        plain = [one for one in self.units if one.level is Level.PARAGRAPH and one.eid.startswith("para-")]
        if self.articles or not 0 < place.paragraph <= len(plain):
            raise Unapplied(f"不能确定“{place.printed}”指正文的哪一处")
        return plain[place.paragraph - 1]


def _item(piece: Piece, place: Place) -> Piece:
    holders = [piece] if place.paragraph else [one for one in piece.paragraphs if _items(one)]
    if len(holders) > 1:
        raise Unapplied(f"{article_number(place.article)}有不止一款分项，决定没有载明是哪一款")
    found = [one for holder in holders for one in _items(holder) if one.number_before == (place.item,)]
    if len(found) != 1 or found[0].gone:
        raise Unapplied(f"修改前的正文没有{place.printed}")
    if not place.point:
        return found[0]
    points = [one for one in _items(found[0]) if one.number_before == (place.point,)]
    if len(points) != 1:
        raise Unapplied(f"修改前的正文没有{place.printed}")
    return points[0]


def _items(piece: Piece) -> list[Piece]:
    return [one for one in piece.children if one.level in {Level.ITEM, Level.POINT} and one.number_before]


def opened(provision: Provision, *, whole: bool = True, fresh: bool = False) -> Piece:
    """A provision opened for changes, with all below it where `whole`."""
    children = [opened(child, fresh=fresh) for child in provision.children] if whole else []
    count = 0
    for child in children:
        if child.level is Level.PARAGRAPH:
            count += 1
            child.number_before = None if fresh else (count,)
    return Piece(
        provision.level,
        provision.eid,
        provision.number,
        provision.heading,
        provision.body,
        children,
        number_before=None if fresh else _number(provision),
    )


def _number(provision: Provision) -> Number | None:
    if provision.level is Level.ARTICLE:
        match = _COUNTED.fullmatch(provision.eid)
        return tuple(int(part) for part in match[1].split("-")) if match else None
    if provision.level in {Level.ITEM, Level.POINT, *DIVISIONS.values()}:
        line = read_line(provision.number + " 某")
        return line.value[-1:] if line and line.value else None
    return None


def read_article(lines: Sequence[str], number: Number) -> Piece:
    """The article that these quoted lines make; raises Unapplied where they make none, or several."""
    words = [_OWN_NUMBER.sub("", lines[0], count=1), *lines[1:]] if lines else []
    # Read under a number of its own, so that a cited one at the head of a line begins no article.
    read = read_provisions([f"第一条\u3000{words[0]}", *words[1:]]) if words else ()
    if len(read) != 1 or read[0].level is not Level.ARTICLE:
        raise Unapplied("引文不能读成一条：其中另有条、章或附件的编号")
    piece = opened(read[0], fresh=True)
    piece.number, piece.eid = article_number(number), "art-" + "-".join(map(str, number))
    return piece


def item_number(printed: str, value: int) -> str:
    """A number of a list in the manner of another: （三） after （二）, 3. after 2.

    >>> item_number("（二）", 3), item_number("2.", 3)
    ('（三）', '3.')
    """
    line = read_line(printed + " 某")
    if line is None or line.mark is not Mark.NUMBERED:
        return f"（{numerals.chinese(value)}）"
    han = re.sub(r"[一二三四五六七八九十百]{1,5}", numerals.chinese(value), printed)
    return han if han != printed else re.sub(r"[0-9０-９]{1,3}", str(value), printed)
