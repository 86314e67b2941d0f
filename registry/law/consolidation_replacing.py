"""Putting new wording (修改条款) at a place of a draft, as the edits of one instruction."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from registry.law.consolidation_draft import DIVISIONS, Draft, Piece, Unapplied, read_article
from registry.law.consolidation_layout import Number
from registry.law.instructions import Instruction, Place, Quote, Whole
from registry.law.levels import Mark, read_line
from registry.law.provisions import Level

HEADED = re.compile(r"章名|节名|标题|名称")
OPENING = re.compile(r"条首|款首|项首|开头|引语|导语|首部")
_STOPS = frozenset("。；：！？”）|>")
NARROWED = re.compile(r"句|末尾|前半|后半|部分")


@dataclass(slots=True)
class Deed:
    """What an instruction will do: the edits in order, the units they touch, what a person should check."""

    edits: list[Callable[[], None]] = field(default_factory=list)
    units: list[Piece] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)

    def then(self, edit: Callable[[], None], unit: Piece | None) -> None:
        """Add one edit of a unit."""
        self.edits.append(edit)
        if unit is not None and unit not in self.units:
            self.units.append(unit)


def own_number(place: Place) -> Number:
    """The number of the innermost provision that a place names."""
    last = next((number for number in (place.point, place.item, place.paragraph) if number), 0)
    if last:
        return (last,)
    return (place.division[-1][1],) if place.division else place.article


def shares(one: Instruction) -> list[Quote]:
    """The new wording of each place, where several are given at once."""
    if not one.new or not all(one.new):
        raise Unapplied("决定没有给出新的文字")
    if len(one.places) == len(one.new):
        return list(one.new)
    whole = tuple(line for quote in one.new for line in quote)
    if len(one.places) == 1:
        return [whole]
    if len(whole) == len(one.places):
        return [(line,) for line in whole]
    raise Unapplied(f"{len(one.places)}处条款只有{len(one.new)}段引文，不能确定如何对应")


def put(draft: Draft, deed: Deed, place: Place, lines: Quote) -> None:
    """Plan to put these lines at a place; raises Unapplied where they cannot stand there."""
    if place.whole is Whole.TITLE:
        deed.then(partial(setattr, draft, "title", "".join(lines)), None)
        return
    piece, unit = draft.find(place), draft.unit(place)
    if piece.level is Level.PREAMBLE:
        deed.then(partial(_refill, piece, [Piece(Level.PARAGRAPH, "", body=line) for line in lines]), unit)
    elif piece.level in DIVISIONS.values():
        deed.then(partial(_headed, piece, lines), unit)
    elif place.detail and OPENING.search(place.detail):
        deed.then(partial(_opening, with_items(piece, place), lines), unit)
        deed.cautions.append(f"{place.printed}：以分项之前的文字为“{place.detail.strip('的')}”，请核对")
    elif NARROWED.search(place.detail):
        raise Unapplied(f"不能确定“{place.printed}{place.detail}”的起止")
    elif piece.level in {Level.ITEM, Level.POINT}:
        deed.then(partial(_become, piece, item(lines, piece.number)), unit)
    elif piece.level is Level.PARAGRAPH:
        _put_paragraphs(deed, unit, piece, place, lines)
        _ended(deed, place, lines)
    else:
        _ended(deed, place, lines)
        deed.then(partial(_become, piece, read_article(lines, piece.number_before or (1,))), unit)


def _ended(deed: Deed, place: Place, lines: Quote) -> None:
    if lines[-1][-1:] not in _STOPS:
        deed.cautions.append(f"{place.printed}的新文字末尾没有标点，请核对")


def _put_paragraphs(deed: Deed, unit: Piece, piece: Piece, place: Place, lines: Quote) -> None:
    fresh = read_article(lines, (1,)).children
    deed.then(partial(_become, piece, fresh[0]), unit)
    if len(fresh) > 1:
        deed.then(partial(_follow, unit, piece, fresh[1:]), unit)
        deed.cautions.append(f"{place.printed}的新文字有{len(fresh)}款，其后各款顺次后移，请核对")


def _become(piece: Piece, other: Piece) -> None:
    piece.heading, piece.body, piece.touched = other.heading, other.body, True
    piece.children = other.children


def _refill(piece: Piece, children: list[Piece]) -> None:
    piece.body, piece.children, piece.touched = "", children, True


def _follow(unit: Piece, piece: Piece, fresh: Sequence[Piece]) -> None:
    at = unit.children.index(piece)
    unit.children[at + 1 : at + 1] = fresh


def _headed(piece: Piece, lines: Quote) -> None:
    line = read_line(lines[0])
    piece.heading = (
        line.rest if line and line.number and line.number.endswith(tuple(DIVISIONS)) else "".join(lines)
    )
    piece.touched = True


def with_items(piece: Piece, place: Place) -> Piece:
    """The one paragraph of an article that has items; raises Unapplied where it is not one."""
    found = [one for one in (*piece.paragraphs, piece) if one.level is Level.PARAGRAPH and one.children]
    if len(found) != 1:
        raise Unapplied(f"{place.printed}不止一款分项或没有分项，不能确定“{place.detail}”的起止")
    return found[0]


def _opening(piece: Piece, lines: Quote) -> None:
    words = "".join(lines)
    piece.body = words if words.endswith(("：", ":", "。")) else words + piece.body[-1:]
    piece.touched = True


def item(lines: Sequence[str], printed: str) -> Piece:
    """The item that quoted lines make, read under the number it will bear."""
    first = read_line(lines[0])
    words = first.rest if first and first.mark is Mark.NUMBERED else lines[0]
    paragraph = read_article(("下列各项：", f"{printed or '（一）'}{words}", *lines[1:]), (1,)).children
    if len(paragraph) != 1 or len(paragraph[0].children) != 1:
        raise Unapplied("引文不能读成一项")
    return paragraph[0].children[0]
