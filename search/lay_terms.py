"""Lay words (俗称): what people type for what the law calls otherwise. Pure.

The list is general knowledge of the language, kept as lines of text that anybody can extend.
"""

import re
from functools import cache
from importlib.resources import files


@cache
def _entries() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    formal: dict[str, tuple[str, ...]] = {}
    for line in files("search").joinpath("lay_terms.txt").read_text("utf-8").splitlines():
        if "=" not in line or line.startswith("#"):
            continue
        lay, words = line.split("=")
        for word in lay.strip().split("|"):
            formal[word.lower()] = tuple(words.split())
    longest_first = sorted(formal, key=len, reverse=True)
    return formal, re.compile("|".join(map(re.escape, longest_first)))


def formal_words(folded: str) -> tuple[str, ...]:
    """The law's words for the lay words in the (folded) question; none where there are none.

    >>> formal_words("年假几天")
    ('年休假', '带薪年休假')
    """
    formal, pattern = _entries()
    found = (formal[lay] for lay in pattern.findall(folded))
    return tuple(dict.fromkeys(word for words in found for word in words if word not in folded))
