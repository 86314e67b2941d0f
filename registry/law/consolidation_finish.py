"""Finishing a draft: provisions in their new order, with new numbers and ids, as a tree again."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from registry.law import numerals
from registry.law.consolidation_draft import DIVISIONS, Draft, Piece, item_number
from registry.law.consolidation_layout import Entry, Layout, Number, lay_out
from registry.law.instructions import article_number
from registry.law.provisions import Level, Provision

_UNITS = {level: unit for unit, level in DIVISIONS.items()}
_NAMES = {Level.PART: "part", Level.CHAPTER: "chp", Level.SECTION: "sec"}
_LAST = re.compile(r"(part|chp|sec)-[\d-]+$")


def refusals(draft: Draft) -> list[tuple[Piece, str]]:
    """The pieces whose given numbers cannot stand, each with the reason; none when all can."""
    pieces, layout = _articles(draft)
    found = [(pieces[key], why) for key, why in layout.refused.items()]
    for unit in [*draft.units, *draft.added]:
        if unit.level is Level.ARTICLE and not unit.gone:
            found += [(piece, why) for piece, why in _below(unit, shift=draft.shift)]
    return found or _misplaced(pieces, layout)


def _articles(draft: Draft) -> tuple[dict[int, Piece], Layout]:
    standing = [one for one in (*draft.articles, *draft.added) if not one.gone]
    pieces = dict(enumerate(standing))
    entries = [Entry(key, one.number_before, one.given) for key, one in pieces.items()]
    first = min((one.number_before[0] for one in draft.articles if one.number_before), default=1)
    return pieces, lay_out(entries, shift=draft.shift, first=first)


def _below(unit: Piece, *, shift: bool) -> Iterator[tuple[Piece, str]]:
    for holder, level, moving in _lists(unit, shift=shift):
        layout = _list_layout(holder, level, shift=moving)
        standing = _listed(holder, level)
        yield from ((standing[key], why) for key, why in layout.refused.items())


def _lists(unit: Piece, *, shift: bool) -> Iterator[tuple[Piece, Level, bool]]:
    """The lists under an article whose numbers change: its paragraphs, which bear none, and items."""
    if _changes(unit, Level.PARAGRAPH):
        yield unit, Level.PARAGRAPH, True
    for piece in unit.walk():
        for level in (Level.ITEM, Level.POINT):
            if piece.level is not Level.ARTICLE and _changes(piece, level):
                yield piece, level, shift


def _changes(holder: Piece, level: Level) -> bool:
    return any(one.level is level and (one.given or one.gone) for one in holder.children)


def _listed(holder: Piece, level: Level) -> list[Piece]:
    return [one for one in holder.children if one.level is level and not one.gone]


def _list_layout(holder: Piece, level: Level, *, shift: bool) -> Layout:
    standing = _listed(holder, level)
    entries = [
        Entry(key, one.number_before or (0, key), one.given)
        if one.number_before or not one.given
        else Entry(key, None, one.given)
        for key, one in enumerate(standing)
    ]
    if level is Level.PARAGRAPH:
        # Paragraphs that follow one which became several bear no number yet: they stay where they are.
        entries = [Entry(one.key, (one.key + 1,) if one.number else None, one.given) for one in entries]
    return lay_out(entries, shift=shift)


def _misplaced(pieces: dict[int, Piece], layout: Layout) -> list[tuple[Piece, str]]:
    """Added articles that do not stand behind the one they were to follow."""
    order = [pieces[key] for key, _ in layout.order]
    found = []
    for at, piece in enumerate(order):
        if piece.after is None:
            continue
        before = at - 1
        while before >= 0 and order[before] is not piece.after and order[before].after is piece.after:
            before -= 1
        if before < 0 or order[before] is not piece.after:
            found.append((piece, f"作为{piece.number}不在{piece.after.number}之后，决定前后不一"))
    return found


def finished(draft: Draft) -> tuple[tuple[Provision, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The text after, which articles changed their numbers (before, after), and what should be checked."""
    pieces, layout = _articles(draft)
    order = [(pieces[key], number) for key, number in layout.order]
    cautions: list[str] = []
    units = _woven(draft, [piece for piece, _ in order], cautions)
    moved = []
    for piece, number in order:
        if piece.number_before and number != piece.number_before:
            moved.append((article_number(piece.number_before), article_number(number)))
        _number_article(piece, number, shift=draft.shift)
    _number_divisions(units, shift=draft.shift)
    return _nested(units), tuple(moved), tuple(cautions)


def _woven(draft: Draft, order: Sequence[Piece], cautions: list[str]) -> list[Piece]:
    """All units: articles that keep their order stay where they are, others go behind their forerunner."""
    places = {id(unit): at for at, unit in enumerate(draft.units)}
    staying = _rising([one for one in order if id(one) in places], places)
    units = [one for one in draft.units if not one.gone and (id(one) in staying or one not in order)]
    for at, piece in enumerate(order):
        if id(piece) in staying:
            continue
        before = order[at - 1] if at else None
        where = next((i for i, one in enumerate(units) if one is before), None)
        if where is None:
            where = next((i for i, one in enumerate(units) if one.level is Level.ARTICLE), len(units)) - 1
        piece.depth = before.depth if before else (units[where + 1].depth if where + 1 < len(units) else 0)
        if piece.division is not None:
            _divide(units, where, piece)
            continue
        following = units[where + 1] if where + 1 < len(units) else None
        if following is not None and following.level in _UNITS:
            cautions.append(
                f"{piece.number}列在{_UNITS[following.level]}末，请核对它属于哪一{_UNITS[following.level]}"
            )
        units.insert(where + 1, piece)
    return units


def _divide(units: list[Piece], where: int, piece: Piece) -> None:
    division = piece.division
    if division is None:
        return
    likes = [one.depth for one in units if one.level is division.level]
    division.depth = likes[0] if likes else max(piece.depth - 1, 0)
    piece.depth = division.depth + 1
    units[where + 1 : where + 1] = [division, piece]


def _rising(order: Sequence[Piece], places: dict[int, int]) -> set[int]:
    """The ids of the longest run of pieces that stand in the order of the text before."""
    tails: list[int] = []
    chain: list[int] = []
    back: list[int] = []
    for at, piece in enumerate(order):
        place = places[id(piece)]
        rank = bisect_left(tails, place)
        back.append(chain[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [place]
        chain[rank : rank + 1] = [at]
    kept: set[int] = set()
    at = chain[-1] if chain else -1
    while at >= 0:
        kept.add(id(order[at]))
        at = back[at]
    return kept


def _number_article(piece: Piece, number: Number, *, shift: bool) -> None:
    if number != piece.number_before:
        piece.number = article_number(number)
    for holder, level, moving in list(_lists(piece, shift=shift)):
        _number_list(holder, level, _list_layout(holder, level, shift=moving))
    piece.final = piece.eid if number == piece.number_before else "art-" + "-".join(map(str, number))
    name_below(piece)


def _number_list(holder: Piece, level: Level, layout: Layout) -> None:
    standing = _listed(holder, level)
    # What stands between (a table, a paragraph that goes on) stays behind what it followed.
    groups: dict[int, list[Piece]] = {}
    lead: list[Piece] = []
    last = lead
    for child in holder.children:
        if child.level is level:
            last = groups.setdefault(id(child), [child]) if not child.gone else last
        else:
            last.append(child)
    ordered = [(standing[key], number) for key, number in layout.order]
    for piece, number in ordered:
        if level is not Level.PARAGRAPH and number != piece.number_before:
            piece.number = item_number(piece.number, number[-1])
        piece.given = number
    holder.children = [*lead, *(one for piece, _ in ordered for one in groups[id(piece)])]


def name_below(piece: Piece) -> None:
    """Ids below an article or an item, counted as a text read anew counts them."""
    paragraphs = tables = 0
    for child in piece.children:
        if child.gone:
            continue
        if child.level is Level.PARAGRAPH:
            paragraphs += 1
            child.final = f"{piece.final}-p{paragraphs}"
        elif child.level is Level.TABLE:
            tables += 1
            child.final = f"{piece.final}-tbl-{tables}"
        else:
            stem = "i" if child.level is Level.ITEM else "pt"
            value = (child.given or child.number_before or (0,))[-1] or _value(child.eid)
            child.final = f"{piece.final}-{stem}{value}"
        name_below(child)


def _value(eid: str) -> int:
    digits = re.search(r"(\d+)(?:_\d+)?$", eid)
    return int(digits[1]) if digits else 0


def _number_divisions(units: Sequence[Piece], *, shift: bool) -> None:
    chapters = [one for one in units if one.level is Level.CHAPTER]
    if not any(one.given for one in units if one.level in _UNITS) and not (shift and _gapped(chapters)):
        return
    scopes = {one.eid.rsplit("chp-", 1)[0] for one in chapters}
    if len(scopes) == 1:
        layout = lay_out(
            [Entry(key, one.number_before, one.given) for key, one in enumerate(chapters)], shift=shift
        )
        for key, number in layout.order:
            chapters[key].given = number
    for one in units:
        if one.level in _UNITS and one.given and one.given != one.number_before:
            one.number = f"第{numerals.chinese(one.given[-1])}{_UNITS[one.level]}"
            one.final = _LAST.sub(rf"\g<1>-{one.given[-1]}", one.eid)


def _gapped(chapters: Sequence[Piece]) -> bool:
    numbers = [one.number_before[-1] for one in chapters if one.number_before]
    return numbers != list(range(1, len(numbers) + 1))


def _nested(units: Sequence[Piece]) -> tuple[Provision, ...]:
    waiting: list[tuple[int, Provision]] = []
    for unit in reversed(units):
        children: list[Provision] = []
        while waiting and waiting[-1][0] > unit.depth:
            children.append(waiting.pop()[1])
        own = closed(unit)
        waiting.append(
            (
                unit.depth,
                Provision(own.level, own.eid, own.number, own.heading, own.body, (*own.children, *children)),
            )
        )
    return tuple(provision for _, provision in reversed(waiting))


def closed(piece: Piece) -> Provision:
    """A piece as a provision of the finished text, under its final id."""
    if not piece.final:
        piece.final = piece.eid
    if piece.touched and piece.level is Level.PREAMBLE:
        for at, child in enumerate(piece.children, 1):
            child.final = f"{piece.final}-p{at}"
    children = tuple(closed(child) for child in piece.children if not child.gone)
    return Provision(piece.level, piece.final, piece.number, piece.heading, piece.body, children)
