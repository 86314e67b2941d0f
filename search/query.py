"""The reader's words (检索式) → a tree that cannot be too large. Pure.

The grammar is ours and small: words; "quoted phrases" in any quotation marks; -excluded. 《书名号》 are left
out: what stands between them is words like others, and an exact title is recognised by itself. Nothing
reaches a field, nothing nests, nothing raises.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.words import fold, is_term

LONGEST = 200
# Of what somebody sends, so much is looked at to find the first 200 characters that say something.
LOOKED_AT = 4000
MOST_PHRASES = 4
MOST_EXCLUDED = 4
QUOTED = re.compile('“([^”“]{1,200})”|"([^"]{1,200})"|「([^」「]{1,200})」|＂([^＂]{1,200})＂')
EXCLUDED = re.compile(r"(?:^|(?<=\s))[-－]([^\s\-－]{1,40})")
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
MARKS = str.maketrans(dict.fromkeys('《》〈〉“”"「」＂', " "))


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: words in any order, phrases that must stand as they are, words that must not.

    All folded, but for `typed`. `notice` says what was not taken into account.
    """

    typed: str
    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    notice: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not any(map(is_term, self.words))


def read(typed: str) -> Query:
    """Read what a person typed; whatever it is, the answer is a query.

    >>> asked = read("“危险废物” 转移 -医疗"); asked.phrases, asked.excluded, asked.words.split()
    (('危险废物',), ('医疗',), ['危险废物', '转移'])
    """
    clean = " ".join(INVISIBLE.sub(" ", typed[:LOOKED_AT]).split())
    notice = f"检索词超过 {LONGEST} 字，只用了前 {LONGEST} 字。" if len(clean) > LONGEST else ""
    clean = clean[:LONGEST].strip()
    folded = fold(clean)
    phrases = _distinct("".join(found) for found in QUOTED.findall(folded))
    rest = QUOTED.sub(lambda found: f" {''.join(filter(None, found.groups()))} ", folded)
    excluded = _distinct(EXCLUDED.findall(rest))
    words = EXCLUDED.sub(" ", rest).translate(MARKS).strip()
    return Query(clean, words, phrases[:MOST_PHRASES], excluded[:MOST_EXCLUDED], notice)


def _distinct(parts: Iterable[str]) -> tuple[str, ...]:
    stripped = (part.strip() for part in parts)
    return tuple(dict.fromkeys(part for part in stripped if any(map(is_term, part))))
