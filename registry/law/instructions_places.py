"""Places (条款位置) that an instruction names: lists, ranges, and what goes on from the place before."""

import re
from dataclasses import replace

from registry.law import numerals
from registry.law.instructions import Place, Whole

_N = r"[一二三四五六七八九十百千零〇0-9０-９]{1,9}"
# 第（一）至（三）项: the first number goes without its unit.
_SPANNED = re.compile(rf"第[（(]?({_N})[）)]?至[（(]?({_N})[）)]?(条|款|项|目)")
_STEP = (
    rf"第[（(]?{_N}[）)]?至[（(]?{_N}[）)]?[条款项目]|"
    rf"第\s?[（(]?{_N}[）)]?\s?(?:条(?:\s?之\s?{_N}){{0,2}}|款|项|目|自然段|段|章|节|编)"
    rf"|(?<![第条一二三四五六七八九十百千零〇]){_N}条(?=修改)"
)
_HEAD = r"(?:引言|序言|前言|名称|标题|题目|全文)(?:部分)?"
REF = rf"(?:{_HEAD}(?:{_STEP}){{0,2}}|(?:{_STEP}){{1,5}})"
JOIN = r"(?:、|和|及|与|以及|至)\s?"
LIST = rf"{REF}(?:{JOIN}(?:原)?{REF}){{0,60}}"
_READ = re.compile(
    rf"(?P<head>{_HEAD})"
    rf"|第?\s?[（(]?(?P<n>{_N})[）)]?\s?(?P<unit>条|款|项|目|自然段|段|章|节|编)(?P<sub>(?:\s?之\s?{_N}){{0,2}})"
    r"|(?P<to>至)|(?P<join>[、和及与，]|以及)"
)
_SUB = re.compile(rf"之\s?({_N})")
_WHOLE = {"名": Whole.TITLE, "标": Whole.TITLE, "题": Whole.TITLE, "全": Whole.TEXT}
_LONGEST_RANGE = 60
_BELOW = ("point", "item", "paragraph")
_FIELD = {"款": "paragraph", "自然段": "paragraph", "段": "paragraph", "项": "item", "目": "point"}


def places(printed: str, before: Place | None = None) -> tuple[Place, ...]:
    """The places that a list names; each leaves out what it shares with the one before it.

    >>> [place.printed for place in places("第三条第一款、第二款和第五条")]
    ['第三条第一款', '第三条第二款', '第五条']
    >>> [place.printed for place in places("第二项至第四项", Place((7,), 1))]
    ['第七条第一款第（二）项', '第七条第一款第（三）项', '第七条第一款第（四）项']
    """
    found: list[Place] = []
    current, fresh, ranged = before or Place(), True, False
    for match in _READ.finditer(_SPANNED.sub(r"第\1\3至第\2\3", printed)):
        if match["to"] or match["join"]:
            found += _reached(found, current, ranged=ranged)
            fresh, ranged = True, bool(match["to"])
            continue
        current = _stepped(current, match, fresh=fresh)
        fresh = False
    return (*found, *_reached(found, current, ranged=ranged))


def _stepped(current: Place, match: re.Match[str], *, fresh: bool) -> Place:
    if match["head"]:
        return Place(whole=_WHOLE.get(match["head"][0], Whole.PREAMBLE))
    number = numerals.value("".join(match["n"].split())) or 0
    unit = match["unit"]
    if unit == "条":
        below = tuple(numerals.value(sub) or 0 for sub in _SUB.findall(match["sub"]))
        return Place((number, *below))
    if unit in "编章节":
        above = () if fresh and unit != "节" else tuple(one for one in current.division if one[0] != unit)
        return Place(division=(*above, (unit, number)))
    return _narrowed(current, _FIELD[unit], number)


def _narrowed(place: Place, field: str, number: int) -> Place:
    """The place with this part of its number, and nothing behind it."""
    plain = replace(place, detail="")
    if field == "paragraph":
        return replace(plain, paragraph=number, item=0, point=0)
    if field == "item":
        return replace(plain, item=number, point=0)
    return replace(plain, point=number)


def _reached(found: list[Place], current: Place, *, ranged: bool) -> list[Place]:
    """The place, or all from the one behind the last found up to it."""
    if not ranged or not found:
        return [current]
    before = found[-1]
    for field in _BELOW:
        last: int = getattr(current, field)
        if last:
            first: int = getattr(before, field)
            return [_narrowed(current, field, number) for number in _range(first, last)]
    if len(before.article) != 1 or len(current.article) != 1:
        return [current]
    return [Place((number,)) for number in _range(before.article[0], current.article[0])]


def _range(first: int, last: int) -> range:
    return range(first + 1, min(last, first + _LONGEST_RANGE) + 1)
