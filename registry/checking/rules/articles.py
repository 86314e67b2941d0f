"""Articles in running text (条文指称): 第三条第二款第（一）项, ranges and lists, in any digits."""

import re
from collections.abc import Iterator

from registry.checking.rules.citations import Pointed
from registry.law.numerals import chinese, value
from registry.law.sentences import NUMERAL

N = f"[{NUMERAL}]"
AND = "(?:[、，,和及与或]|以及)"
# 第二、三款; 第（一）、（二）项: one word for several.
FIRST_ITEMS = rf"(?:[（(]{N}{{1,4}}[）)]{AND}){{0,12}}"
FIRST_PARAGRAPHS = rf"(?:{N}{{1,2}}{AND}){{0,6}}"
PARTS = (
    rf"(?:第[ ]?{FIRST_PARAGRAPHS}{N}{{1,4}}[ ]?款)?"
    rf"(?:[ ]?第?[ ]?{FIRST_ITEMS}[（(]?[ ]?{N}{{1,4}}[ ]?[）)]?[ ]?项)?"
    rf"(?:[ ]?第?[（(]?{N}{{1,4}}[）)]?目)?"
)
SEVERAL = re.compile(
    rf"第?(?P<items>(?:[（(]{N}{{1,4}}[）)]{AND}){{1,12}})(?=[（(]?{N}{{1,4}}[）)]?[ ]?项)"
    rf"|第[ ]?(?P<paragraphs>(?:{N}{{1,2}}{AND}){{1,6}})(?={N}{{1,4}}[ ]?款)"
)
# Words that count with 条 and are no article: 第三条生产线, 第二条跑道.
COUNTED = r"(?!生产线|线|铁路|公路|高速|战线|防线|跑道|道路|航线|河|街|腿|标语|消息|短信|意见|建议)"
ARTICLE = rf"第[ \u3000]?(?P<number>{N}{{1,9}})[ \u3000]?条(?:之(?P<inserted>{N}{{1,3}}))?"
REFERENCE = re.compile(rf"{ARTICLE}{COUNTED}(?P<parts>{PARTS})")
# 《环评法》31条: without 第 only right behind a name.
LOOSE = re.compile(
    rf"(?<!{N})(?P<number>[0-9０-９]{{1,3}})[ ]?条(?:之(?P<inserted>{N}{{1,3}}))?{COUNTED}(?P<parts>{PARTS})"
)
# 第三条第一款、第三款: the same article's next paragraph or item.
FURTHER = re.compile(rf"[、和及与或]{{1,2}}(?=第)(?P<parts>{PARTS})")
RANGE = re.compile("[ ]?(?:至|到|-|－|—{1,2}|~|～)[ ]?")
LIST = re.compile(r"[ \u3000]?(?:[、，,]|和|与|及|以及|或者|或|并|暨|、以及|，以及){1,2}[ \u3000]?")
# Between a name and its article: 《水法》的第三条, 《水法》（2016年修正）第三条, 《水法》中第三条.
BETWEEN = re.compile(r"[ \u3000]?(?:的|中的?|之)?[ \u3000]?(?:[，,：:][ ]?)?")
# 第三条　为了…: the article itself, not a mention of it.
HEADING = re.compile(
    rf"^[#*>\s\u3000]{{0,8}}第[ ]?{N}{{1,9}}[ ]?条(?:之{N}{{1,3}})?[*]{{0,2}}(?=[\s\u3000【（(:：]|$)",
    re.MULTILINE,
)
MOST_IN_RANGE = 60


def headings(text: str) -> set[int]:
    """Where 第X条 stands as the head of an article."""
    return {match.start() + match[0].index("第") for match in HEADING.finditer(text)}


def references(text: str) -> Iterator[re.Match[str]]:
    """Every 第X条 of the text that is no heading, with what it names of the article."""
    own = headings(text)
    return (match for match in REFERENCE.finditer(text) if match.start() not in own)


def designation_of(match: re.Match[str]) -> str:
    """How the reference is written by the rules: 第31条第(2)项 → 第三十一条第（二）项."""
    number, inserted = value(match["number"]), value(match["inserted"] or "")
    head = f"第{_numeral(number, match['number'])}条" + (f"之{chinese(inserted)}" if inserted else "")
    return head + parts_of(match["parts"])


def parts_of(parts: str) -> str:
    """The paragraph, item and point of a reference, as they are looked up.

    >>> parts_of("第2款(三)项")
    '第二款第（三）项'
    """
    found = ""
    for number, unit in re.findall(rf"({N}{{1,4}})[ ]?[）)]?[ ]?([款项目])", parts):
        name = _numeral(value(number), number)
        found += f"第（{name}）项" if unit == "项" else f"第{name}{unit}"
    return found


def each_of(parts: str) -> tuple[str, ...]:
    """The parts that one word names together, each in full.

    >>> each_of("第一款第（二）、（三）项"), each_of("第二、三款")
    (('第一款第（二）项', '第一款第（三）项'), ('第二款', '第三款'))
    """
    several, last = SEVERAL.search(parts), parts_of(parts)
    if not several:
        return (last,)
    unit, before = ("项" if several["items"] else "款"), parts_of(parts[: several.start()])
    numbers = re.findall(f"{N}{{1,4}}", several["items"] or several["paragraphs"])
    return (*(before + parts_of(f"{number}{unit}") for number in numbers), last)


def _numeral(number: int | None, printed: str) -> str:
    return chinese(number) if number is not None and number <= 9_999 else printed  # noqa: PLR2004  # the largest printed


def run(text: str, at: int, *, loose: bool = False) -> tuple[Pointed, ...]:
    """The articles that are named from `at` on without a word between them: lists and ranges.

    >>> [one.designations for one in run("第三条至第五条、第八条规定", 0)]
    [('第三条', '第四条', '第五条'), ('第八条',)]
    """
    found: list[Pointed] = []
    match = REFERENCE.match(text, at) or (LOOSE.match(text, at) if loose else None)
    while match and len(found) < MOST_IN_RANGE:
        found.append(_with_further(text, match))
        end = found[-1].end
        if (to := RANGE.match(text, end)) and (last := REFERENCE.match(text, to.end())):
            found[-1] = Pointed(match.start(), last.end(), _between(match, last))
            end = last.end()
        join = LIST.match(text, end)
        match = REFERENCE.match(text, join.end()) if join else None
    return tuple(found)


def _with_further(text: str, match: re.Match[str]) -> Pointed:
    head, end = designation_of(match).removesuffix(parts_of(match["parts"])), match.end()
    names = [head + part for part in each_of(match["parts"])]
    while (
        match["parts"] and (more := FURTHER.match(text, end)) and more["parts"] and len(names) < MOST_IN_RANGE
    ):
        names.append(head + _completed(parts_of(more["parts"]), names[-1].removeprefix(head)))
        end = more.end()
    return Pointed(match.start(), end, tuple(names))


def _completed(parts: str, before: str) -> str:
    """第二款第（一）项、第（三）项: an item belongs to the paragraph named before it."""
    if "款" in parts or "款" not in before:
        return parts
    return before[: before.index("款") + 1] + parts


def _between(first: re.Match[str], last: re.Match[str]) -> tuple[str, ...]:
    low, high = value(first["number"]), value(last["number"])
    ends = (designation_of(first), designation_of(last))
    if low is None or high is None or not low < high <= low + MOST_IN_RANGE:
        return ends
    return (ends[0], *(f"第{chinese(number)}条" for number in range(low + 1, high)), ends[1])
