"""Under which words a search is counted (计数用词). Pure.

What tells of a person is not counted under its words, and nothing longer than a line is.
"""

import re

from registry.law.masking import traces
from search.words import fold

LONGEST = 60
# Searches that are counted, but not under their words.
PERSONAL = "（含个人信息，未记录）"
OTHERS = "（其他检索词）"
UNNAMED = (PERSONAL, OTHERS)
# Figures as long as these are of a card, a telephone, a case or a customer, never of a document.
FIGURES = re.compile(r"[0-9]{7,60}")
# 浙A12345, 浙AD12345
PLATE = re.compile(r"[\u4e00-\u9fff][a-z][ ·]?[a-z0-9]{5,6}(?![a-z0-9])")
AT = re.compile(r"\S@\S")


def counted(typed: str) -> str:
    """The words under which a search is counted; "" for one that asks nothing.

    >>> counted("  危险废物  转移 "), counted("我叫张三丰，电话13800138000")
    ('危险废物 转移', '（含个人信息，未记录）')
    """
    folded = " ".join(fold(typed[: 10 * LONGEST]).split())
    if not any(map(str.isalnum, folded)):
        return ""
    return PERSONAL if is_personal(typed[: 10 * LONGEST], folded) else folded[:LONGEST].strip()


def is_personal(typed: str, folded: str) -> bool:
    """Whether the words may tell of a person: in doubt they do."""
    if any(pattern.search(folded) for pattern in (FIGURES, PLATE, AT)):
        return True
    return bool(traces(typed) or traces(folded))
