"""Masking (隐去个人信息): what in somebody's words tells of a person, and the text without it.

Numbers are found by form and checksum (`registry.law.personal`); landlines, addresses and names only where
their form gives them away. Whatever else names a person, a person takes out: the text is edited before it
is published (个人信息保护法 art. 55).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.law.personal import Datum, FoundDatum, personal_data

LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}[- ]?[1-9][0-9]{6,7}(?![0-9])")
# 环城东路12号3幢502室, 青田村8组16号
PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:大道|大街|路|街|巷|弄|村|小区|花园|公寓|新村|社区|里|苑|庄)"
    r"[0-9A-Za-z一二三四五六七八九十]{0,6}(?:号|弄|组|幢|栋|单元|室|楼|[-—]){1,2}"
    r"(?:[0-9A-Za-z一二三四五六七八九十]{1,6}(?:号楼|号|幢|栋|单元|室|楼|层|[-—])?){0,4}"
)
NAMED = re.compile(
    r"(?:我叫|我是|姓名[:：]?|联系人[:：]?|本人)[ \u3000]{0,2}([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])"
)
# The kin of 姓名: a word that follows 我是 and is no name.
NO_NAMES = ("企业", "公司", "业主", "居民", "学生", "村民", "员工", "个体", "农民", "单位", "工厂")
SHORTEST = 2
HIDDEN = "〔已隐去〕"


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace of a person: what it is, where it stands, and what may stand in its place.

    Not `certain`: found by its form alone; it may be an office's own address or telephone.
    """

    what: str
    start: int
    end: int
    instead: str
    certain: bool = True


def traces(text: str, known: Iterable[str] = (), *, whose: str = "咨询人") -> tuple[Trace, ...]:
    """Every trace of a person in the text, `known` words (their name and contact) among them.

    >>> [each.what for each in traces("我叫张三丰，电话13800138000，住环城东路12号3幢", ["张三丰"])]
    ['咨询人的姓名或者联系方式', '手机号', '地址']
    """
    found = sorted(_all(text, known, whose), key=lambda each: (each.start, -each.end))
    kept: list[Trace] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def masked(text: str, known: Iterable[str] = (), *, only_certain: bool = False) -> str:
    """The text with every trace hidden, and everything else as it was.

    >>> masked("我叫张三丰，电话13800138000。")
    '我叫张**，电话138****8000。'
    """
    made, at = [], 0
    for each in traces(text, known):
        if only_certain and not each.certain:
            continue
        made += [text[at : each.start], each.instead]
        at = each.end
    return "".join([*made, text[at:]])


def _all(text: str, known: Iterable[str], whose: str) -> Iterator[Trace]:
    for word in known:
        if len(word.strip()) >= SHORTEST:
            for match in re.finditer(re.escape(word.strip()), text, re.IGNORECASE):
                yield Trace(f"{whose}的姓名或者联系方式", match.start(), match.end(), _short(match[0]))
    for datum in personal_data(text):
        yield Trace(datum.datum.label, datum.start, datum.end, _number(datum))
    for match in LANDLINE.finditer(text):
        yield Trace("固定电话", match.start(), match.end(), HIDDEN, certain=False)
    for match in PLACE.finditer(text):
        yield Trace("地址", match.start(), match.end(), HIDDEN, certain=False)
    for match in NAMED.finditer(text):
        if not match[1].endswith(NO_NAMES):
            yield Trace("姓名", match.start(1), match.end(1), _short(match[1]), certain=False)


def _number(datum: FoundDatum) -> str:
    # Of a telephone the ends may stay (138****0000); of an identity card they tell a place and a day.
    return datum.masked if datum.datum is Datum.MOBILE else HIDDEN


def _short(word: str) -> str:
    """A name by its first character (张**); a contact not at all."""
    return f"{word[0]}**" if re.fullmatch(r"[\u4e00-\u9fff·]{2,12}", word) else HIDDEN
