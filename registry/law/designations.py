"""Designations (条款称谓): 第十条第二款第（三）项 and the stable id art-10-p2-i3, each from the other.

Provisions are cited by 条、款、项、目 (立法技术规范); what those do not reach is cited by 部分, 点 and 段.
"""

import re

from registry.law import numerals

_N = r"[一二三四五六七八九十百千零〇0-9０-９]{1,12}"
# What a reference may name, outermost first: its place in that order, its pattern, its part of the id.
_STEPS: tuple[tuple[int, re.Pattern[str], str], ...] = tuple(
    (place, re.compile(pattern.replace("N", _N)), name)
    for place, pattern, name in (
        (0, "附件(N)", "annex"),
        (1, "第(N)编", "part"),
        (2, "第(N)分编", "sub"),
        (3, "第(N)章(?:之(N))?", "chp"),
        (4, "第(N)节(?:之(N))?", "sec"),
        (5, "第(N)条(?:之(N))?", "art"),
        (5, "第(N)部分", "h"),
        (6, "第(N)款", "p"),
        (6, "第(N)点", ""),
        (7, "第[（(]?(N)[）)]?项", "i"),
        (8, "第[（(]?(N)[）)]?目", "pt"),
        (9, "第(N)段", "para"),
    )
)
# Points may stand below points (1. then （1）), and 点 below 点.
_REPEATED = frozenset(("pt", ""))
_TOKEN = re.compile(r"(annex|part|sub|chp|sec|art|para|tbl|hd|h)-(\d+(?:-\d+)*)|(pt|p|i)(\d+(?:-\d+)*)")
_WHOLE = {"cover": "发文", "contents": "目录", "preamble": "序言", "sig": "落款", "annexes": "附件目录"}
_ARABIC = {"annex": "附件", "tbl": "表", "hd": "标题"}
_UNITS = {
    "part": "第{}编",
    "sub": "第{}分编",
    "chp": "第{}章",
    "sec": "第{}节",
    "art": "第{}条",
    "h": "第{}部分",
    "p": "第{}款",
    "i": "第（{}）项",
    "pt": "第{}目",
    "para": "第{}段",
}
_AGAIN = re.compile(r"_(\d+)$")
_LONGEST = 80
_Step = tuple[str, tuple[int, ...]]


def eid_of(reference: str) -> str | None:
    """The id of the provision that a reference names, or None when it names none.

    An item named without its paragraph (第十条第三项) is one of the first paragraph.

    >>> eid_of("第十条第二款第三项"), eid_of("第10条"), eid_of("第十条之一"), eid_of("第十条第（三）项")
    ('art-10-p2-i3', 'art-10', 'art-10-1', 'art-10-p1-i3')
    >>> eid_of("本办法") is None
    True
    """
    steps = _steps("".join(reference[:_LONGEST].split()))
    if not steps:
        return None
    names = [name for name, _ in steps]
    # Articles are counted through a whole text: the chapter adds nothing to their name.
    if "art" in names:
        steps = [step for step in steps if step[0] not in {"part", "sub", "chp", "sec"}]
    parts: list[str] = []
    for name, values in steps:
        _extend(parts, name, "-".join(map(str, values)))
    return "-".join(parts)


def _steps(reference: str) -> list[_Step]:
    steps: list[_Step] = []
    at, last = 0, (-1, "none")
    while at < len(reference):
        step = next(((p, n, m) for p, pattern, n in _STEPS if (m := pattern.match(reference, at))), None)
        if step is None:
            return []
        place, name, match = step
        values = tuple(numerals.value(group) for group in match.groups() if group)
        if place < last[0] or (place == last[0] and not name == last[1] in _REPEATED) or not all(values):
            return []
        steps.append((name, tuple(value for value in values if value)))
        at, last = match.end(), (place, name)
    return steps


def _extend(parts: list[str], name: str, values: str) -> None:
    above = parts[-1] if parts else ""
    if name == "sec" and above.startswith("chp-"):
        parts[-1] = f"sec-{above.removeprefix('chp-')}-{values}"
    elif name == "" and parts:
        parts.append(values)
    elif name == "para" and parts:
        parts.append(f"p{values}")
    elif name in {"p", "i", "pt"}:
        if name == "i" and above.startswith("art-"):
            parts.append("p1")
        parts.append(f"{name}{values}")
    else:
        parts.append(f"{name}-{values}")


def designation(eid: str) -> str:
    """How a provision is cited, from its id; the inverse of `eid_of`.

    >>> designation("art-10-p2-i3"), designation("annex-1-art-3"), designation("sec-2-1")
    ('第十条第二款第（三）项', '附件1第三条', '第二章第一节')
    >>> designation("h-1-2"), designation("para-3")
    ('第一部分第二点', '第三段')
    """
    again = _AGAIN.search(eid)
    printed, above = "", ""
    for name, values in _tokens(eid[: again.start()] if again else eid):
        printed += _printed(name, values, above)
        above = name
    return printed + (f"（重出之{_numeral(int(again[1]))}）" if again else "")


def _tokens(eid: str) -> list[_Step]:
    found: list[_Step] = [(name, ()) for name in _WHOLE if name in eid.split("-")]
    for match in _TOKEN.finditer(eid):
        name = match[1] or match[3]
        found.append((name, tuple(int(value) for value in (match[2] or match[4]).split("-"))))
    return found


def _printed(name: str, values: tuple[int, ...], above: str) -> str:
    if not values:
        return _WHOLE[name]
    if name in _ARABIC:
        return f"{_ARABIC[name]}{values[0]}"
    if name == "p" and above != "art":
        name = "para"
    if name == "sec" and len(values) > 1:
        return _printed("chp", values[:1], above) + _printed("sec", values[1:2], above)
    first, *rest = (_numeral(value) for value in values)
    return _UNITS[name].format(first) + "".join(
        ("第{}点" if name == "h" else "之{}").format(value) for value in rest
    )


def _numeral(number: int) -> str:
    return numerals.chinese(number) if number <= numerals.LARGEST else str(number)
