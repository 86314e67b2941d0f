"""Hiding parts of a comment (隐去): the public reads the comment itself, with marks where a part is hidden.

Whoever moderates may hide what tells of a person, and cannot change a word of what was said.
"""

import re

MARKS = re.compile(r"(?:\*{1,200}|〔已隐去〕){1,50}")


def only_hides(words: str, shown: str) -> bool:
    """Whether `shown` is `words` with parts hidden behind marks, and otherwise the same.

    >>> only_hides("我叫张三丰，反对。", "我叫张**，反对。"), only_hides("我不同意", "我同意")
    (True, False)
    """
    parts = MARKS.split(shown)
    if len(parts) == 1:
        return shown == words
    first, *middle, last = parts
    if not words.startswith(first) or not words.endswith(last):
        return False
    at = len(first)
    for part in middle:
        # The leftmost place leaves the most room for what follows.
        found = words.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at <= len(words) - len(last)
