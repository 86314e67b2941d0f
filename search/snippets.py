"""Snippets (摘要): the words around what was looked for, marked; always the printed text itself."""

import re
from collections.abc import Iterable

from search.engine import Piece
from search.words import fold

WIDTH = 110
# A little of what stands before the first mark makes the sentence readable.
LEAD = 24
MORE = "…"
MOST_MARKS = 200
NEVER = re.compile("(?!)")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What is to be marked: these folded words, the longest first."""
    longest_first = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else NEVER


def marked(text: str, wanted: re.Pattern[str]) -> tuple[Piece, ...]:
    """The whole text in pieces, what is wanted marked; the pieces joined are the text."""
    pieces, end = [], 0
    for start, stop in _places(text, wanted):
        pieces += [Piece(text[end:start]), Piece(text[start:stop], marked=True)]
        end = stop
    pieces.append(Piece(text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def snippet(text: str, wanted: re.Pattern[str], width: int = WIDTH) -> tuple[Piece, ...]:
    """The part of the text that has the most of what is wanted, at most `width` characters and two dots."""
    flat = " ".join(text.split())
    if len(flat) <= width:
        return marked(flat, wanted)
    start = _best_start(flat, wanted, width)
    end = min(start + width, len(flat))
    before = (Piece(MORE),) if start else ()
    after = (Piece(MORE),) if end < len(flat) else ()
    return before + marked(flat[start:end], wanted) + after


def _places(text: str, wanted: re.Pattern[str]) -> list[tuple[int, int]]:
    # Folding keeps every character in its place, so places in the folded text are places in the printed one.
    found = []
    for match in wanted.finditer(fold(text)):
        found.append(match.span())
        if len(found) == MOST_MARKS:
            break
    return found


def _best_start(flat: str, wanted: re.Pattern[str], width: int) -> int:
    folded, places = fold(flat), _places(flat, wanted)
    best, most = 0, 0
    for number, (start, _stop) in enumerate(places):
        inside = {folded[a:b] for a, b in places[number : number + 20] if b <= start + width - LEAD}
        if sum(map(len, inside)) > most:
            best, most = start, sum(map(len, inside))
    return _sentence_start(flat, best)


def _sentence_start(flat: str, place: int) -> int:
    earliest = max(0, place - LEAD)
    stop = max(flat.rfind(mark, earliest, place) for mark in "。；，、：")
    return stop + 1 if stop >= 0 else earliest
