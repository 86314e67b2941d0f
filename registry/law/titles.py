"""Titles (标题) in the form in which they are matched; the printed title is always kept beside it."""

import re
import unicodedata

QUOTES = "《》〈〉<>«»“”„‟\"‘’'「」『』﹁﹂"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DROPPED = dict.fromkeys(map(ord, QUOTES + INVISIBLE))
UNIFIED = str.maketrans(
    {"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "〖": "(", "〗": ")"}
    | dict.fromkeys("–—―−‐‑─", "-")
    | dict.fromkeys("•・‧∙⋅●", "·")
)
EDGES = "。,;:、"
# Unified characters may be several (㍿ becomes 株式会社): a key is kept in a column of this width.
LONGEST_KEY = 400
# The state's name or a court's in front adds nothing: texts cite 食品安全法 for 中华人民共和国食品安全法,
# and 关于…的解释 for 最高人民法院关于…的解释.
STATE = "中华人民共和国"
COURTS = re.compile(r"(?:最高人民法院[、,]?最高人民检察院|最高人民法院|最高人民检察院)[、,]?(?=关于)")


def title_key(title: str) -> str:
    """The normal form of a title, by which documents are matched; two titles are one when it is equal.

    Quotation marks and spaces are dropped, brackets and dashes unified, 中华人民共和国 and the courts'
    names in front left out; words in brackets, such as （试行）, stay, because they tell documents apart.

    >>> title_key("《中华人民共和国食品安全法》"), title_key("规则（试行）")
    ('食品安全法', '规则(试行)')
    """
    # Quotes first: NFKC would make ordinary signs of some of them.
    folded = unicodedata.normalize("NFKC", title.translate(DROPPED)).casefold()
    words = "".join(folded.translate(DROPPED).translate(UNIFIED).split()).strip(EDGES)
    shorter = COURTS.sub("", words.removeprefix(STATE) or words, count=1)
    return (shorter.strip(EDGES) or words)[:LONGEST_KEY]


def same_title(a: str, b: str) -> bool:
    """Whether two printed titles name the same document, or one of its versions.

    >>> same_title("中华人民共和国行政许可法", "《行政许可法》")
    True
    """
    return title_key(a) == title_key(b) != ""
