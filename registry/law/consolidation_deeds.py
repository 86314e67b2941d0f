"""Carrying out one instruction on a draft: all of it or, with the reason, nothing of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from registry.law.consolidation_adding import added
from registry.law.consolidation_draft import DIVISIONS, Draft, Piece, Unapplied
from registry.law.consolidation_replacing import Deed, own_number, put, shares
from registry.law.consolidation_wording import Edit, reworded, struck, worded
from registry.law.instructions import Alteration, Instruction, Place, Whole


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
    for place, lines in zip(one.places, shares(one), strict=True):
        put(draft, deed, place, lines)
    return deed


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
    put(draft, deed, first, tuple(line for quote in one.new for line in quote))
    for place in rest:
        deed.then(partial(_drop, draft.find(place)), draft.unit(place))
    for place in one.becomes:
        deed.then(partial(setattr, draft.find(first), "given", own_number(place)), draft.unit(first))
    return deed


def _renumber(draft: Draft, one: Instruction) -> Deed:
    if len(one.places) != len(one.becomes):
        raise Unapplied(f"{len(one.places)}处条款与{len(one.becomes)}个新序号不能对应")
    deed = Deed()
    for place, becomes in zip(one.places, one.becomes, strict=True):
        piece = draft.find(place)
        if _kind(place) != _kind(becomes):
            raise Unapplied(f"不能将{place.printed}改为{becomes.printed}")
        deed.then(partial(setattr, piece, "given", own_number(becomes)), draft.unit(place))
    for place, lines in zip(one.places, shares(one), strict=True) if one.new else ():
        put(draft, deed, place, lines)
    return deed


def _kind(place: Place) -> tuple[bool, ...]:
    return (bool(place.division), bool(place.paragraph), bool(place.item), bool(place.point))


def _nested(places: Sequence[Place]) -> bool:
    """Whether one place lies in another: the later edit would undo the earlier."""
    wide = {place.article for place in places if place.article and not place.paragraph and not place.item}
    return any(place.article in wide for place in places if place.paragraph or place.item)


Wording = Callable[[Draft, Instruction, Place], Iterable[Edit]]


def _words(make: Wording) -> Callable[[Draft, Instruction], Deed]:
    def read(draft: Draft, one: Instruction) -> Deed:
        deed = Deed()
        if len(dict.fromkeys(one.places)) != len(one.places) or _nested(one.places):
            raise Unapplied("同一处条款被指到不止一次")
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
    Alteration.ADD: added,
    Alteration.RENUMBER: _renumber,
    Alteration.MERGE: _merge,
    Alteration.SHIFT: _shift,
    Alteration.UNREAD: _unread,
}
