"""Words (字词) found and changed inside a provision, whatever the width of signs and the spaces between."""

import re

from registry.law.differences import folded

_QUOTES = str.maketrans({"‘": "“", "’": "”", "「": "“", "」": "”", "『": "“", "』": "”"})
_MARKS = "，、；："
_ENDS = "。；：，、"
_DOUBLED = re.compile(rf"[{_MARKS}](?=[{_ENDS}])")


def plain(text: str) -> str:
    """The text as it is compared, character for character: half-width signs, one kind of quotation marks."""
    return folded(text).translate(_QUOTES)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same words but for spaces and the width of signs."""
    return "".join(plain(one).split()) == "".join(plain(other).split())


def spans(words: str, text: str) -> list[tuple[int, int]]:
    """Where the words stand in the text, in order, none overlapping another.

    >>> spans("(甲)", "对（甲）和（ 甲）")
    [(1, 4), (5, 9)]
    """
    wanted = "".join(plain(words).split())
    if not wanted:
        return []
    kept = [(sign, at) for at, sign in enumerate(plain(text)) if not sign.isspace()]
    tight = "".join(sign for sign, _ in kept)
    found, at = [], tight.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found.append((kept[at][1], kept[end - 1][1] + 1))
        at = tight.find(wanted, end)
    return found


def put(text: str, places: list[tuple[int, int]], words: str) -> str:
    """The text with these places filled by other words."""
    for start, end in reversed(places):
        text = text[:start] + words + text[end:]
    return text


def without(text: str, places: list[tuple[int, int]]) -> str:
    """The text without these places; of two signs that meet where words went, the second stays.

    >>> without("予以支持，但有约定的除外。", [(5, 12)])
    '予以支持。'
    """
    for start, end in reversed(places):
        head, tail = text[:start], text[end:]
        if _DOUBLED.match(head[-1:] + tail[:1]):
            head = head[:-1]
        elif not head and tail[:1] in _MARKS:
            tail = tail[1:]
        text = head + tail
    return text
