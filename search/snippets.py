"""Snippets (摘要): the words around what was looked for, marked; always the printed text itself."""

import re
from collections.abc import Iterable
from itertools import islice

from search.engine import Piece
from search.words import fold

WIDTH = 110
# A little of what stands before the first mark makes the sentence readable.
LEAD = 24
MORE = "…"
# Marks looked at in a text, and in one window of it.
MOST_MARKS, MOST_INSIDE = 60, 12
NEVER = re.compile("(?!)")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What is to be marked: these folded words, the longest first."""
    longest_first = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else NEVER


def marked(text: str, wanted: re.Pattern[str]) -> tuple[Piece, ...]:
    """The whole text in pieces, what is wanted marked; the pieces joined are the text."""
    return _pieces(text, 0, len(text), _places(fold(text), wanted))


def snippet(text: str, wanted: re.Pattern[str], width: int = WIDTH) -> tuple[Piece, ...]:
    """The part of the text that has the most of what is wanted, at most `width` characters and two dots."""
    flat = " ".join(_without_rules(text).split())
    folded = fold(flat)
    places = _places(folded, wanted)
    if len(flat) <= width:
        return _pieces(flat, 0, len(flat), places)
    start = _best_start(folded, places, width)
    end = min(start + width, len(flat))
    before = (Piece(MORE),) if start else ()
    after = (Piece(MORE),) if end < len(flat) else ()
    return (*before, *_pieces(flat, start, end, places), *after)


def _without_rules(text: str) -> str:
    """The words of a text whose tables are kept as Markdown: cells apart, and no rule below their heads."""
    if "|" not in text:
        return text
    lines = (line.strip() for line in text.splitlines())
    told = (line for line in lines if not line.startswith("|") or line.strip("|:- "))
    return "\n".join(
        "\u3000".join(line.strip("| ").split("|")) if line.startswith("|") else line for line in told
    )


def _places(folded: str, wanted: re.Pattern[str]) -> list[tuple[int, int]]:
    # Folding keeps every character in its place, so places in the folded text are places in the printed one.
    return [match.span() for match in islice(wanted.finditer(folded), MOST_MARKS)]


def _pieces(text: str, start: int, end: int, places: list[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces = []
    for first, last in places:
        if start <= first and last <= end:
            if start < first:
                pieces.append(Piece(text[start:first]))
            pieces.append(Piece(text[first:last], marked=True))
            start = last
    if start < end:
        pieces.append(Piece(text[start:end]))
    return tuple(pieces)


def _best_start(folded: str, places: list[tuple[int, int]], width: int) -> int:
    best, most, room = 0, 0, width - LEAD
    for number, (start, _stop) in enumerate(places):
        inside = {folded[a:b] for a, b in places[number : number + MOST_INSIDE] if b <= start + room}
        if (found := sum(map(len, inside))) > most:
            best, most = start, found
    return _sentence_start(folded, best)


def _sentence_start(flat: str, place: int) -> int:
    earliest = max(0, place - LEAD)
    stop = max(flat.rfind(mark, earliest, place) for mark in "。；，、：")
    return stop + 1 if stop >= 0 else earliest
