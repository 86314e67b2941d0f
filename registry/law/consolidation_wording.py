"""Changing words (字词) at a place of a draft: found exactly, or not touched."""

from collections.abc import Callable, Iterator
from functools import partial

from registry.law.consolidation_draft import Draft, Piece, Unapplied
from registry.law.consolidation_words import plain, put, same, spans, without
from registry.law.instructions import Instruction, Place, Quote, Whole
from registry.law.levels import Mark, read_line
from registry.law.provisions import Level

Edit = tuple[Piece | None, Callable[[], None], str]
Spans = list[tuple[int, int]]
_UNTOUCHED = frozenset({Level.SIGNATURE})


class _Copies:
    """The texts of a place as they will be; written back when every word was found."""

    def __init__(self, draft: Draft, place: Place) -> None:
        self.draft, self.place = draft, place
        self.texts: dict[tuple[int, str], str] = {}
        self.owners: dict[tuple[int, str], tuple[Piece, Piece]] = {}
        units = self._units()
        for unit, root in units:
            for piece in root.walk():
                for name in ("heading", "body"):
                    if words := getattr(piece, name):
                        self.texts[id(piece), name] = words
                        self.owners[id(piece), name] = (unit, piece)
        self.changed: set[tuple[int, str]] = set()

    def _units(self) -> list[tuple[Piece, Piece]]:
        if self.place.whole is Whole.TEXT:
            standing = [one for one in self.draft.units if not one.gone and one.level not in _UNTOUCHED]
            return [(one, one) for one in standing]
        return [(self.draft.unit(self.place), self.draft.find(self.place))]

    def places(self, words: str) -> dict[tuple[int, str], Spans]:
        """Where the words stand, by text."""
        return {key: found for key, text in self.texts.items() if (found := spans(words, text))}

    def numbered(self, words: str) -> dict[tuple[int, str], Spans]:
        """The whole text that stands under the number with which the words begin (三、技术转让合同)."""
        rest = _without_number(words)
        return {
            key: [(0, len(text))]
            for key, text in self.texts.items()
            if rest and same(text, rest) and same(self.owners[key][1].number + rest, words)
        }

    def set(self, key: tuple[int, str], text: str) -> None:
        """Change one text."""
        self.texts[key] = text
        self.changed.add(key)

    def edits(self, caution: str) -> Iterator[Edit]:
        """What writes the changed texts back."""
        for key in self.changed:
            unit, piece = self.owners[key]
            yield unit, partial(_write, piece, key[1], self.texts[key]), caution


def _write(piece: Piece, name: str, words: str) -> None:
    setattr(piece, name, words)
    piece.touched = True


def reworded(draft: Draft, one: Instruction, place: Place) -> Iterator[Edit]:
    """Put other words for quoted ones; raises Unapplied where none is there, or one of several is meant."""
    pairs = list(
        zip(one.old, one.new if len(one.new) == len(one.old) else one.new * len(one.old), strict=False)
    )
    if len(one.new) not in {1, len(one.old)}:
        raise Unapplied(f"{len(one.old)}处旧文字与{len(one.new)}处新文字不能对应")
    if place.whole is Whole.TITLE:
        yield from _retitled(draft, pairs)
        return
    copies, cautions = _Copies(draft, place), []
    for old, new in pairs:
        before, after = _line(old), _line(new)
        found = _found(copies, before)
        if not found and (unnumbered := copies.numbered(before)):
            found, after = unnumbered, _without_number(after) or after
        _require(found, place, before, one)
        cautions += _said(found, one, place, before)
        for key, where in found.items():
            copies.set(key, put(copies.texts[key], where, after))
    yield from copies.edits("；".join(cautions))


def struck(draft: Draft, one: Instruction, place: Place) -> Iterator[Edit]:
    """Strike quoted words out; raises Unapplied as `reworded` does."""
    copies, cautions = _Copies(draft, place), []
    for quote in one.old:
        words = _line(quote)
        found = _found(copies, words)
        _require(found, place, words, one)
        cautions += _said(found, one, place, words)
        for key, where in found.items():
            text = copies.texts[key]
            shorter = without(text, where)
            if len(shorter) != len(text) - sum(end - start for start, end in where):
                cautions.append(f"{place.printed}删去文字后，相接的标点随之删去一个，请核对")
            copies.set(key, shorter)
    yield from copies.edits("；".join(cautions))


def worded(draft: Draft, one: Instruction, place: Place) -> Iterator[Edit]:
    """Add words beside quoted ones, or at the beginning or end of the place."""
    copies, words = _Copies(draft, place), _line(one.new[0]) if one.new else ""
    where = place.detail or one.unit
    if one.old:
        anchor = _line(one.old[0])
        found = copies.places(anchor)
        if sum(map(len, found.values())) != 1:
            count = sum(map(len, found.values()))
            raise Unapplied(f"{place.printed}中“{anchor}”有{count}处，不能确定在哪一处增加文字")
        key, ((start, end),) = next(iter(found.items()))
        at = start if "前" in where else end
        copies.set(key, put(copies.texts[key], [(at, at)], words))
    else:
        key = _edge(copies, where, words, place)
        text = copies.texts[key]
        copies.set(key, words + text if "开" in where or "首" in where else text + words)
    yield from copies.edits("")


def _edge(copies: _Copies, where: str, words: str, place: Place) -> tuple[int, str]:
    keys = [key for key in copies.texts if key[1] == "body"]
    if not keys:
        raise Unapplied(f"{place.printed}没有可以增加文字的正文")
    if not words.endswith(("。", "；", "，", "：")):
        raise Unapplied("引文没有句末标点，不能确定与相邻文字如何衔接")
    return keys[0] if "开" in where or "首" in where else keys[-1]


def _retitled(draft: Draft, pairs: list[tuple[Quote, Quote]]) -> Iterator[Edit]:
    title = draft.title
    for old, new in pairs:
        found = spans(_line(old), title)
        if not found:
            raise Unapplied(f"名称中没有“{_line(old)}”")
        title = put(title, found, _line(new))
    yield None, partial(setattr, draft, "title", title), ""


def _line(quote: Quote) -> str:
    if len(quote) != 1:
        raise Unapplied("引文有多段，不能作为字词逐一对照" if quote else "引文是空的")
    return quote[0]


def _found(copies: _Copies, words: str) -> dict[tuple[int, str], Spans]:
    found = copies.places(words)
    if "末尾" in copies.place.detail and found:
        key = list(found)[-1]
        return {key: found[key][-1:]}
    return found


def _without_number(words: str) -> str:
    line = read_line(words)
    return line.rest if line and line.mark is Mark.NUMBERED else ""


def _require(found: dict[tuple[int, str], Spans], place: Place, words: str, one: Instruction) -> None:
    count = sum(map(len, found.values()))
    if not count:
        raise Unapplied(f"{place.printed}中没有“{words}”")
    # One sign, or words that the decision says of no place: only 统一 would mean them all.
    unsaid = place.whole is Whole.TEXT and not one.everywhere
    if count > 1 and (unsaid or len("".join(plain(words).split())) == 1):
        raise Unapplied(f"{place.printed}中“{words}”有{count}处，不能确定改哪一处")


def _said(found: dict[tuple[int, str], Spans], one: Instruction, place: Place, words: str) -> list[str]:
    count = sum(map(len, found.values()))
    if count == 1 or one.everywhere:
        return []
    return [f"{place.printed}中“{words}”有{count}处，均已修改，请核对"]
