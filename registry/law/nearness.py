"""Nearness of numbers: how far one normal form is from another, for suggestions."""

import re
from collections.abc import Iterable

DIGITS = re.compile("[0-9]{1,8}")
FARTHEST = 2
TOO_FAR = FARTHEST + 1


def near(wanted: str, known: Iterable[str], limit: int = 5) -> list[str]:
    """Known normal forms that the wanted one may have meant: issuer, year or serial a little off.

    >>> near("国办发〔2018〕119号", ["国办发〔2018〕118号", "国发〔2018〕119号", "环发〔1999〕1号"])
    ['国办发〔2018〕118号', '国发〔2018〕119号']
    """
    words, numbers = _shape(wanted)
    scored = []
    for one in set(known):
        others, counted = _shape(one)
        if one == wanted or len(counted) != len(numbers):
            continue
        cost = sum(map(_off, numbers, counted))
        if cost <= FARTHEST and (cost := cost + _apart(words, others)) <= FARTHEST:
            scored.append((cost, one))
    return [one for _, one in sorted(scored)[:limit]]


def _shape(form: str) -> tuple[str, list[str]]:
    return DIGITS.sub("#", form), DIGITS.findall(form)


def _off(wanted: str, known: str) -> int:
    # One up or down, one key struck wrongly, two digits swapped: one fault. More is another number.
    if wanted == known:
        return 0
    struck = edits(wanted, known, 1) == 1 or sorted(wanted) == sorted(known)
    if struck or abs(int(wanted) - int(known)) == 1:
        return 1
    return TOO_FAR


def _apart(wanted: str, known: str) -> int:
    # A shortened issuer (令第372号 for 浙江省人民政府令第372号) is one fault, however long the rest.
    if wanted == known:
        return 0
    if known.endswith(wanted) or wanted.endswith(known):
        return 1
    return edits(wanted, known, FARTHEST)


def edits(a: str, b: str, most: int) -> int:
    """How many single characters must change to make `a` into `b`; `most` + 1 when more than `most`.

    >>> edits("国办发", "国发", 2), edits("国办发", "法释", 2)
    (1, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for count, character in enumerate(a, 1):
        corner, row[0] = row[0], count
        for place, other in enumerate(b, 1):
            corner, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, corner + (character != other)),
            )
    return min(row[-1], most + 1)
