"""Adding provisions (增加条款) to a draft: where the decision says, and only there."""

import re
from collections.abc import Sequence
from dataclasses import replace
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
from registry.law.consolidation_replacing import Deed, item, own_number, with_items
from registry.law.instructions import Instruction, Place, Quote, article_number
from registry.law.provisions import Level
from registry.law.reading import read_provisions

ARTICLE_HEAD = re.compile(
    r"[\s\u3000]{0,4}第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?(?=[\s\u3000])"
)


def added(draft: Draft, one: Instruction) -> Deed:
    """Plan to add what an instruction adds; raises Unapplied where it does not say where."""
    if one.unit == "条":
        return _add_articles(draft, one)
    if one.unit in DIVISIONS:
        return _add_division(draft, one)
    place = one.places[0] if one.places else Place()
    if not one.becomes and one.after and one.after.article:
        place, one = one.after, replace(one, becomes=(_next(one.after, one.unit),))
    if not one.becomes or not place.article:
        raise Unapplied(f"决定没有载明增加的{one.unit}在何处、为第几{one.unit}")
    lines = tuple(line for quote in one.new for line in quote)
    if one.unit == "款":
        return _add_paragraphs(draft, one, place, lines)
    if one.unit == "项":
        return _add_items(draft, one, place, lines)
    raise Unapplied(f"不能自动增加{one.unit}")


def _next(place: Place, unit: str) -> Place:
    """The place right behind another (第二款后增加一款)."""
    if unit == "项" and place.item:
        return replace(place, item=place.item + 1)
    if unit == "款" and place.paragraph and not place.item:
        return replace(place, paragraph=place.paragraph + 1)
    raise Unapplied(f"决定没有载明增加的{unit}为第几{unit}")


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
        piece.given, piece.touched = own_number(becomes), True
        deed.then(partial(unit.children.append, piece), unit)
    return deed


def _add_items(draft: Draft, one: Instruction, place: Place, lines: Quote) -> Deed:
    unit = draft.find(Place(place.article))
    paragraph = (
        draft.find(Place(place.article, place.paragraph)) if place.paragraph else with_items(unit, place)
    )
    quotes = [(line,) for line in lines] if len(one.becomes) == len(lines) > 1 else [lines]
    if len(quotes) != len(one.becomes):
        raise Unapplied(f"引文有{len(quotes)}项，决定却载明增加{len(one.becomes)}项")
    deed = Deed()
    model = paragraph.children[0].number if paragraph.children else "（一）"
    for quote, becomes in zip(quotes, one.becomes, strict=True):
        number = own_number(becomes)
        piece = item(quote, item_number(model, number[0]))
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
