"""Levels (结构层次序数): what a line of a legal text announces by its first characters.

Levels and their numbering are those of 立法技术规范 for articles (编章节条款项目) and of GB/T 9704-2012,
7.3.3 for documents without them (一、 then （一） then 1. then （1）).
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from string import ascii_letters

from registry.law import numerals

# What str.strip() leaves: zero-width characters and byte-order marks of pages saved as text.
BLANK = " \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u3000\ufeff"
HAN = "一二三四五六七八九十"
_NUMBER = r"[一二三四五六七八九十百千零〇○0-9０-９\s]{1,14}?"
_DIVISION = re.compile(rf"[第笫]({_NUMBER})(分编|编|章|节)(?:之([{HAN}]{{1,3}}))?")
# 笫 is a misprint of 第 that real texts have.
_ARTICLE = re.compile(rf"[第笫]({_NUMBER})条(?:\s{{0,2}}之\s{{0,2}}([{HAN}]{{1,3}}))?")
_ANNEX = re.compile(
    rf"[（(]?附\s{{0,6}}(?:[件录表图]|注(?=[:：])|(?=[:：]))\s{{0,3}}([0-9０-９{HAN}]{{0,3}})\s{{0,3}}[)）]?[:：]?"
)
_COUNTED = re.compile(rf"([{HAN}百]{{1,5}})\s?[、．.]")
# 一、二审 and 三、四级公路 count things, they do not number a paragraph.
_SPOKEN_PAIR = re.compile(rf"([{HAN}]{{1,3}})(?:[、级类审期等楼层次届年月]|$)")
_BRACKETED = re.compile(rf"[（(]\s?(?:([{HAN}百]{{1,5}})|([0-9０-９]{{1,3}}))\s?[)）][、.．]?")
# （四）、（五）项所列人员 names items, it does not begin one.
_NAMED_ITEMS = re.compile(r"(?:至|、|和|或)\s?(?:第\s?)?[（(]|[、.．]?项")
_WIDE = re.compile(r"([0-9]{1,2})[ \u3000\u00a0]{1,4}(?=[\u4e00-\u9fff])")
_DOTTED = re.compile(r"[0-9]{1,3}(?:[.．][0-9]{1,3}){1,4}(?=\s|$)")
_ARABIC = re.compile(r"([0-9０-９]{1,3})(?:\s?[、．]|\.(?![0-9])|([)）]))")
_LETTER = re.compile(r"([a-zA-Z])[)）]")
_HASHES = re.compile(r"(#{1,6})\s{0,9}")
_BOLD = re.compile(r"\*\*([^*]{1,24})\*\*")
_SENTENCE = re.compile(r"[。；;，,：:]")
_LONGEST_HEADING = 60
_LONGEST_TITLE = 40
_LONGEST_CLOSED_UP = 4
# Beyond this a heading mark (#) stands before a paragraph that somebody wanted large, not a heading.
_LONGEST_MARKED = 200
# 第十条规定的… begins a sentence, not an article.
_NOT_AFTER_NUMBER = frozenset("的规、，,和至及或第款项所中之与修删。）)”》〉—-～~")
_STANDING_ALONE = frozenset(("序言", "总则", "分则", "附则", "前言", "引言"))
# Ranks of numbered paragraphs, outermost first.
COUNTED, BRACKETED, ARABIC, SMALL, SMALLEST = range(1, 6)
_CIRCLED = {
    chr(ord(first) + offset): (rank, offset + 1)
    for first, rank, size in (("㈠", BRACKETED, 10), ("⒈", ARABIC, 20), ("⑴", SMALL, 20), ("①", SMALLEST, 20))
    for offset in range(size)
}


class Mark(Enum):
    """What a line is."""

    PLAIN = "plain"
    PART = "part"
    SUBPART = "subpart"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    NUMBERED = "numbered"
    TITLE = "title"
    TABLE = "table"
    ANNEX = "annex"
    CONTENTS = "contents"


DIVISIONS = {"编": Mark.PART, "分编": Mark.SUBPART, "章": Mark.CHAPTER, "节": Mark.SECTION}
DIVISION_MARKS = frozenset(DIVISIONS.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its mark: `number` as printed, `value` what it counts, `rest` the words after it.

    `hashes` is the depth of its Markdown heading mark, 0 without; `rank` is that of a numbered
    paragraph, from COUNTED (一、) to SMALLEST (①). `glued`: an article number without a space after it.
    """

    mark: Mark
    rest: str
    number: str = ""
    value: tuple[int, ...] = ()
    hashes: int = 0
    rank: int = 0
    glued: bool = False

    @property
    def words(self) -> str:
        """The whole line without its Markdown marks."""
        return f"{self.number}\u3000{self.rest}" if self.number and self.rest else self.number or self.rest

    @property
    def title_like(self) -> bool:
        """Whether the line could be a title: unnumbered, short, without the punctuation of a sentence."""
        return self.mark in {Mark.PLAIN, Mark.TITLE} and is_title(self.rest)

    @property
    def introduces(self) -> bool:
        """Whether the line announces a list (…如下：)."""
        return self.rest.endswith(("：", ":"))


def is_title(words: str) -> bool:
    """Whether words are short and have no punctuation of a sentence."""
    return 0 < len(words) <= _LONGEST_TITLE and not _SENTENCE.search(words)


def read_line(source: str) -> Line | None:
    """One line with its mark; None when it is blank."""
    words = source.strip(BLANK)
    if not words:
        return None
    hashes = 0
    if words[0] == "#" and (heading := _HASHES.match(words)):
        hashes, words = len(heading[1]), words[heading.end() :].strip(BLANK)
        if not words:
            return None
        hashes = hashes if len(words) <= _LONGEST_MARKED else 0
    if words.startswith("**") and (bold := _BOLD.match(words)):
        words = (bold[1] + words[bold.end() :]).strip(BLANK)
    return _classified(words, hashes)


def _classified(words: str, hashes: int) -> Line:
    for reader in _READERS.get(words[0], ()):
        if line := reader(words, hashes):
            return line
    if hashes or (len(words) <= _LONGEST_CLOSED_UP and "".join(words.split()) in _STANDING_ALONE):
        return Line(Mark.TITLE, _closed_up(words), hashes=hashes)
    return Line(Mark.PLAIN, words)


def _division(words: str, hashes: int) -> Line | None:
    match = _DIVISION.match(words)
    value = _value(match[1], match[3]) if match else None
    if not match or not value:
        return None
    rest = words[match.end() :]
    if not hashes and (len(rest) > _LONGEST_HEADING or _SENTENCE.search(rest)):
        return None
    number = "".join(match[0].split())
    return Line(DIVISIONS[match[2]], _closed_up(rest.strip(BLANK)), number, value, hashes)


def _article(words: str, hashes: int) -> Line | None:
    match = _ARTICLE.match(words)
    value = _value(match[1], match[2]) if match else None
    if not match or not value:
        return None
    number, rest = "".join(match[0].split()), words[match.end() :]
    glued = bool(rest) and not rest[0].isspace() and rest[0] != "【"
    if glued and rest[0] in _NOT_AFTER_NUMBER:
        return None
    return Line(Mark.ARTICLE, rest.strip(BLANK), number, value, hashes, glued=glued)


def _annex(words: str, hashes: int) -> Line | None:
    match = _ANNEX.match(words)
    if not match:
        return None
    rest = words[match.end() :]
    apart = not rest or match[0][-1] in ":： \u3000\u00a0" or bool(match[1])
    if (
        not apart
        or len(rest) > _LONGEST_HEADING
        or rest.endswith(("。", "；", "，"))
        or rest.startswith("所")
    ):
        return None
    value = numerals.value(match[1]) if match[1] else None
    number = "".join(match[0].split())
    return Line(Mark.ANNEX, rest.strip(BLANK), number, (value,) if value else (), hashes)


def _counted(words: str, hashes: int) -> Line | None:
    match = _COUNTED.match(words)
    value = _value(match[1], None) if match else None
    if not match or not value:
        return None
    pair = _SPOKEN_PAIR.match(words, match.end())
    if pair and numerals.value(pair[1]) == value[0] + 1:
        return None
    return _numbered(words, match.end(), value, COUNTED, hashes)


def _bracketed(words: str, hashes: int) -> Line | None:
    match = _BRACKETED.match(words)
    value = _value(match[1] or match[2], None) if match else None
    if not match or not value or _NAMED_ITEMS.match(words, match.end(0) - (match[0][-1] in "、.．")):
        return None
    return _numbered(words, match.end(), value, BRACKETED if match[1] else SMALL, hashes)


def _arabic(words: str, hashes: int) -> Line | None:
    if dotted := _DOTTED.match(words):
        value = tuple(int(part) for part in re.split("[.．]", dotted[0]))
        return _numbered(words, dotted.end(), value, min(len(value), SMALLEST), hashes)
    if (wide := _WIDE.match(words)) and is_title(words[wide.end() :]):
        return _numbered(words, wide.end(), (int(wide[1]),), COUNTED, hashes)
    match = _ARABIC.match(words)
    if not match:
        return None
    return _numbered(words, match.end(), (int(match[1]),), SMALL if match[2] else ARABIC, hashes)


def _circled(words: str, hashes: int) -> Line | None:
    rank, value = _CIRCLED[words[0]]
    return _numbered(words, 1, (value,), rank, hashes)


def _letter(words: str, hashes: int) -> Line | None:
    match = _LETTER.match(words)
    if not match:
        return None
    return _numbered(words, match.end(), (ord(match[1].lower()) - ord("a") + 1,), SMALLEST, hashes)


def _contents(words: str, hashes: int) -> Line | None:
    if len(words) > _LONGEST_CLOSED_UP or "".join(words.split()) not in {"目录", "目次"}:
        return None
    return Line(Mark.CONTENTS, "".join(words.split()), hashes=hashes)


def _table(words: str, hashes: int) -> Line | None:
    if words.count("|", 0, 400) > 1 or words[:6].lower() == "<table":
        return Line(Mark.TABLE, words, hashes=hashes)
    return None


def _numbered(words: str, end: int, value: tuple[int, ...], rank: int, hashes: int) -> Line:
    rest = words[end:].strip(BLANK)
    return Line(Mark.NUMBERED, rest, words[:end].strip(BLANK), value, hashes, rank)


@lru_cache(maxsize=4096)
def _value(printed: str, inserted: str | None) -> tuple[int, ...] | None:
    value = numerals.value("".join(printed.split()))
    if not value:
        return None
    extra = numerals.value(inserted) if inserted else None
    return (value, extra) if extra else (value,)


def _closed_up(heading: str) -> str:
    # 总　　则 is 总则 set wide.
    tight = "".join(heading.split())
    return tight if len(tight) <= _LONGEST_CLOSED_UP else heading


_READERS = {
    "第": (_article, _division),
    "笫": (_article, _division),
    "附": (_annex,),
    "目": (_contents,),
    "|": (_table,),
    "<": (_table,),
    "（": (_bracketed, _annex),
    "(": (_bracketed, _annex),
    **dict.fromkeys(HAN, (_counted,)),
    **dict.fromkeys("0123456789０１２３４５６７８９", (_arabic,)),
    **dict.fromkeys(_CIRCLED, (_circled,)),
    **dict.fromkeys(ascii_letters, (_letter,)),
}
