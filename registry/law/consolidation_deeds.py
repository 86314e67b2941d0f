"""Carrying out one instruction on a draft: all of it or, with the reason, nothing of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from registry.law import numerals
from registry.law.consolidation_draft import (
    DIVISIONS,
    Draft,
    Piece,
    Unapplied,
    item_number,
    opened,
    read_article,
)
from registry.law.consolidation_layout import Number
from registry.law.consolidation_wording import reworded, struck, worded
from registry.law.instructions import Alteration, Instruction, Place, Quote, Whole, article_number
from registry.law.levels import Mark, read_line
from registry.law.provisions import Level
from registry.law.reading import read_provisions

HEADED = re.compile(r"章名|节名|标题|名称")
OPENING = re.compile(r"条首|款首|项首|开头|引语|导语|首部")
NARROWED = re.compile(r"句|末尾|前半|后半|部分")
ARTICLE_HEAD = re.compile(
    r"[\s\u3000]{0,4}第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?(?=[\s\u3000])"
)


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


def carried_out(draft: Draft, one: Instruction) -> Deed:
    """Carry out an instruction; raises Unapplied, having changed nothing, where it is not exact."""
    deed = _READERS[one.alteration](draft, one)
    for edit in deed.edits:
        edit()
    return deed


def _unread(_draft: Draft, _one: Instruction) -> Deed:
    raise Unapplied("这一句不合已知的修改用语，须由人办理")


def _shift(draft: Draft, _one: Instruction) -> Deed:
    return Deed([partial(_shift_all, draft)])


def _shift_all(draft: Draft) -> None:
    draft.shift = True


def _drop(piece: Piece) -> None:
    piece.gone = True


def _replace(draft: Draft, one: Instruction) -> Deed:
    deed = Deed()
    for place, lines in zip(one.places, _shares(one), strict=True):
        _put(draft, deed, place, lines)
    return deed


def _shares(one: Instruction) -> list[Quote]:
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


def _put(draft: Draft, deed: Deed, place: Place, lines: Quote) -> None:
    if place.whole is Whole.TITLE:
        deed.then(partial(setattr, draft, "title", "".join(lines)), None)
        return
    piece, unit = draft.find(place), draft.unit(place)
    if piece.level is Level.PREAMBLE:
        deed.then(partial(_refill, piece, [Piece(Level.PARAGRAPH, "", body=line) for line in lines]), unit)
    elif piece.level in DIVISIONS.values():
        deed.then(partial(_headed, piece, place, lines), unit)
    elif place.detail and OPENING.search(place.detail):
        deed.then(partial(_opening, _with_items(piece, place), lines), unit)
        deed.cautions.append(f"{place.printed}：以分项之前的文字为“{place.detail.strip('的')}”，请核对")
    elif NARROWED.search(place.detail):
        raise Unapplied(f"不能确定“{place.printed}{place.detail}”的起止")
    elif piece.level in {Level.ITEM, Level.POINT}:
        deed.then(partial(_become, piece, _item(lines, piece.number)), unit)
    elif piece.level is Level.PARAGRAPH:
        _put_paragraphs(deed, unit, piece, place, lines)
    else:
        deed.then(partial(_become, piece, read_article(lines, piece.number_before or (1,))), unit)


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


def _headed(piece: Piece, place: Place, lines: Quote) -> None:
    line = read_line(lines[0])
    piece.heading = (
        line.rest if line and line.number and line.number.endswith(tuple(DIVISIONS)) else "".join(lines)
    )
    piece.touched = True
    del place


def _with_items(piece: Piece, place: Place) -> Piece:
    found = [one for one in (*piece.paragraphs, piece) if one.level is Level.PARAGRAPH and one.children]
    if len(found) != 1:
        raise Unapplied(f"{place.printed}不止一款分项或没有分项，不能确定“{place.detail}”的起止")
    return found[0]


def _opening(piece: Piece, lines: Quote) -> None:
    words = "".join(lines)
    piece.body = words if words.endswith(("：", ":", "。")) else words + piece.body[-1:]
    piece.touched = True


def _item(lines: Sequence[str], printed: str) -> Piece:
    """The item that quoted lines make, read under the number it will bear."""
    first = read_line(lines[0])
    words = first.rest if first and first.mark is Mark.NUMBERED else lines[0]
    paragraph = read_article(("下列各项：", f"{printed or '（一）'}{words}", *lines[1:]), (1,)).children
    if len(paragraph) != 1 or len(paragraph[0].children) != 1:
        raise Unapplied("引文不能读成一项")
    return paragraph[0].children[0]


def _remove(draft: Draft, one: Instruction) -> Deed:
    deed = Deed()
    for place in one.places:
        if place.whole in {Whole.TITLE, Whole.TEXT} or not (piece := draft.find(place)):
            raise Unapplied(f"不能删去{place.printed}")
        whole = draft.below(piece) if piece.level in DIVISIONS.values() else [piece]
        for gone in whole:
            deed.then(partial(_drop, gone), draft.unit(place))
            deed.units += [gone] if len(whole) > 1 and gone not in deed.units else []
    return deed


def _merge(draft: Draft, one: Instruction) -> Deed:
    first, *rest = one.places
    if not rest or len(one.becomes) > 1:
        raise Unapplied("合并的条款与合并后的序号不能对应")
    deed = Deed()
    _put(draft, deed, first, tuple(line for quote in one.new for line in quote))
    for place in rest:
        deed.then(partial(_drop, draft.find(place)), draft.unit(place))
    for place in one.becomes:
        deed.then(partial(setattr, draft.find(first), "given", _own(place)), draft.unit(first))
    return deed


def _renumber(draft: Draft, one: Instruction) -> Deed:
    if len(one.places) != len(one.becomes):
        raise Unapplied(f"{len(one.places)}处条款与{len(one.becomes)}个新序号不能对应")
    deed = Deed()
    for place, becomes in zip(one.places, one.becomes, strict=True):
        piece = draft.find(place)
        if _kind(place) != _kind(becomes):
            raise Unapplied(f"不能将{place.printed}改为{becomes.printed}")
        deed.then(partial(setattr, piece, "given", _own(becomes)), draft.unit(place))
    for place, lines in zip(one.places, _shares(one), strict=True) if one.new else ():
        _put(draft, deed, place, lines)
    return deed


def _kind(place: Place) -> tuple[bool, ...]:
    return (bool(place.division), bool(place.paragraph), bool(place.item), bool(place.point))


def _own(place: Place) -> Number:
    last = next((number for number in (place.point, place.item, place.paragraph) if number), 0)
    if last:
        return (last,)
    return (place.division[-1][1],) if place.division else place.article


def _add(draft: Draft, one: Instruction) -> Deed:
    if one.unit == "条":
        return _add_articles(draft, one)
    if one.unit in DIVISIONS:
        return _add_division(draft, one)
    place = one.places[0] if one.places else Place()
    if not one.becomes or not place.article:
        raise Unapplied(f"决定没有载明增加的{one.unit}在何处、为第几{one.unit}")
    lines = tuple(line for quote in one.new for line in quote)
    if one.unit == "款":
        return _add_paragraphs(draft, one, place, lines)
    if one.unit == "项":
        return _add_items(draft, one, place, lines)
    raise Unapplied(f"不能自动增加{one.unit}")


def _add_articles(draft: Draft, one: Instruction) -> Deed:
    numbers = [place.article for place in one.becomes]
    anchor = draft.find(one.after) if one.after else None
    if not numbers and one.after and len(one.after.article) == 1 and draft.shift:
        numbers = [(one.after.article[0] + 1,)]
    if not numbers or not all(numbers):
        raise Unapplied("决定没有载明增加的条为第几条")
    deed = Deed()
    for number, lines in zip(numbers, _by_article(one.new, numbers), strict=True):
        piece = read_article(lines, number)
        piece.given, piece.after, piece.touched = number, anchor, True
        deed.then(partial(draft.added.append, piece), piece)
    return deed


def _by_article(quotes: Sequence[Quote], numbers: Sequence[Number]) -> list[Quote]:
    """The wording of each added article; several in one quotation begin with their numbers."""
    if len(quotes) == len(numbers):
        return list(quotes)
    lines = [line for quote in quotes for line in quote]
    wanted = [article_number(number) for number in numbers]
    starts = [
        at
        for at, line in enumerate(lines)
        if (head := ARTICLE_HEAD.match(line)) and head[0].strip() in wanted
    ]
    if not starts or starts[0] != 0 or len(starts) != len(numbers):
        raise Unapplied(f"引文不能分为{len(numbers)}条")
    return [tuple(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _add_paragraphs(draft: Draft, one: Instruction, place: Place, lines: Quote) -> Deed:
    unit = draft.find(Place(place.article))
    fresh = read_article(lines, (1,)).children
    if len(fresh) != len(one.becomes):
        raise Unapplied(f"引文有{len(fresh)}款，决定却载明增加{len(one.becomes)}款")
    deed = Deed()
    for piece, becomes in zip(fresh, one.becomes, strict=True):
        piece.given, piece.touched = _own(becomes), True
        deed.then(partial(unit.children.append, piece), unit)
    return deed


def _add_items(draft: Draft, one: Instruction, place: Place, lines: Quote) -> Deed:
    unit = draft.find(Place(place.article))
    paragraph = (
        draft.find(Place(place.article, place.paragraph)) if place.paragraph else _with_items(unit, place)
    )
    quotes = [(line,) for line in lines] if len(one.becomes) == len(lines) > 1 else [lines]
    if len(quotes) != len(one.becomes):
        raise Unapplied(f"引文有{len(quotes)}项，决定却载明增加{len(one.becomes)}项")
    deed = Deed()
    model = paragraph.children[0].number if paragraph.children else "（一）"
    for quote, becomes in zip(quotes, one.becomes, strict=True):
        number = _own(becomes)
        piece = _item(quote, item_number(model, number[0]))
        piece.given, piece.touched = number, True
        deed.then(partial(paragraph.children.append, piece), unit)
    return deed


def _add_division(draft: Draft, one: Instruction) -> Deed:
    lines = [line for quote in one.new for line in quote]
    read = read_provisions(lines)
    level = DIVISIONS[one.unit]
    if len(read) != 1 or read[0].level is not level or len(one.becomes) > 1:
        raise Unapplied(f"引文不能读成一{one.unit}及其条文")
    articles = [child for child in read[0].children if child.level is Level.ARTICLE]
    if not articles or len(articles) != len(read[0].children):
        raise Unapplied(f"新增的{one.unit}没有条文，不能确定它在何处")
    division = Piece(level, read[0].eid, read[0].number, read[0].heading, touched=True)
    deed = Deed()
    for place, article in enumerate(articles):
        piece = opened(article, fresh=True)
        piece.given, piece.touched = opened(article).number_before, True
        piece.division = None if place else division
        deed.then(partial(draft.added.append, piece), piece)
    division.given = (numerals.value(read[0].number[1:-1]) or 0,)
    return deed


def _words(
    make: Callable[[Draft, Instruction, Place], Iterable[tuple[Piece | None, Callable[[], None], str]]],
) -> Callable[[Draft, Instruction], Deed]:
    def read(draft: Draft, one: Instruction) -> Deed:
        deed = Deed()
        for place in one.places:
            for unit, edit, caution in make(draft, one, place):
                deed.then(edit, unit)
                if caution and caution not in deed.cautions:
                    deed.cautions.append(caution)
        return deed

    return read


_READERS: dict[Alteration, Callable[[Draft, Instruction], Deed]] = {
    Alteration.REPLACE: _replace,
    Alteration.REWORD: _words(reworded),
    Alteration.STRIKE: _words(struck),
    Alteration.ADD_WORDS: _words(worded),
    Alteration.REMOVE: _remove,
    Alteration.ADD: _add,
    Alteration.RENUMBER: _renumber,
    Alteration.MERGE: _merge,
    Alteration.SHIFT: _shift,
    Alteration.UNREAD: _unread,
}
