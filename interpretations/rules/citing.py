"""Provisions as people write them (引条写法): 第十条第二款、第三款；第十二条至第十四条, and their ids."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from interpretations.rules.content import Ref
from registry.law.designations import designation, eid_of

SEPARATORS = re.compile(r"[、，,；;\s]{1,200}")
# Of several documents explained together the second and later ones are named by their place: 文件2第十条.
WORK = re.compile(r"文件([1-9][0-9]?)[：:]?")
RANGE = re.compile(r"(第[^第至]{1,12}条)(?:至|到|—|－|-|~|～)(第[^第至]{1,12}条)")
STEP = re.compile(r"附件[0-9一二三四五六七八九十]{1,4}|第[^第附]{1,16}")
ARTICLE = re.compile(r"((?:annex-\d{1,4}-)?art-)(\d{1,5})")
# What a paragraph, an item or a point named alone goes on from.
BELOW = {"款": "款项目", "项": "项目", "目": "目"}
MOST_REFS = 40
LONGEST_RANGE = 30


@dataclass(frozen=True, slots=True)
class Cited:
    """What was read: the provisions in their order, each once, and a sentence for what is none."""

    refs: tuple[Ref, ...] = ()
    faults: tuple[str, ...] = ()


def read_refs(written: str, texts: Sequence[Collection[str]]) -> Cited:
    """The provisions named in `written`, held against the ids of each document's text.

    >>> read_refs("第十条第二款、第三款", [{"art-10", "art-10-p2", "art-10-p3"}]).refs
    (Ref(work=0, eid='art-10-p2'), Ref(work=0, eid='art-10-p3'))
    >>> read_refs("第九十九条", [{"art-1"}]).faults
    ('没有第九十九条',)
    """
    found: dict[Ref, None] = {}
    faults: list[str] = []
    work, last = 0, ""
    for entry in [each for each in SEPARATORS.split(written) if each]:
        if named := WORK.match(entry):
            work, last = int(named[1]) - 1, ""
        words = entry[named.end() :] if named else entry
        if work >= len(texts):
            faults.append(f"“{entry[:20]}”：没有第 {work + 1} 份所解读的文件")
            continue
        for eid, wrong in _named(words, last, texts[work]) if words else ():
            last = eid or last
            _take(found, faults, Ref(work, eid), wrong)
    if len(found) > MOST_REFS:
        faults.append(f"一处最多引 {MOST_REFS} 条，现有 {len(found)} 条")
    return Cited(tuple(found)[:MOST_REFS], tuple(dict.fromkeys(faults)))


def _take(found: dict[Ref, None], faults: list[str], ref: Ref, wrong: str) -> None:
    if wrong:
        faults.append(wrong if ref.work == 0 else f"文件{ref.work + 1}{wrong}")
    else:
        found[ref] = None


def _named(words: str, last: str, eids: Collection[str]) -> Iterator[tuple[str, str]]:
    """The ids that one entry names, each with what is wrong with it."""
    if whole := RANGE.fullmatch(words):
        yield from _range(whole[1], whole[2], eids)
        return
    full = _continued(words, last)
    eid = eid_of(full)
    if eid is None:
        yield "", f"“{words[:20]}”认不出是哪一条：应写成“第十条”或者“第十条第二款”"
        return
    place = _place(eid, eids)
    yield (place, "") if place else (eid, _missing(full, eids))


def _missing(full: str, eids: Collection[str]) -> str:
    return f"没有{full[:30]}" if eids else f"没有可以引用的条文（“{full[:20]}”）：文件的正文还没有分条"


def _range(first: str, last: str, eids: Collection[str]) -> Iterator[tuple[str, str]]:
    begins, ends = ARTICLE.fullmatch(eid_of(first) or ""), ARTICLE.fullmatch(eid_of(last) or "")
    if not begins or not ends or not 0 < int(ends[2]) - int(begins[2]) <= LONGEST_RANGE:
        yield "", f"“{first}至{last}”认不出范围：从前到后，最多 {LONGEST_RANGE} 条"
        return
    for place in range(int(begins[2]), int(ends[2]) + 1):
        eid = f"{begins[1]}{place}"
        yield eid, "" if eid in eids else f"没有{designation(eid)}"


def _continued(words: str, last: str) -> str:
    """第三款 after 第十条第二款 is 第十条第三款."""
    first = STEP.match(words)
    unit = first[0].rstrip("）)")[-1] if first else ""
    if not last or unit not in BELOW:
        return words
    above = takewhile(lambda step: step.rstrip("）)")[-1] not in BELOW[unit], STEP.findall(designation(last)))
    return "".join(above) + words


def _place(eid: str, eids: Collection[str]) -> str:
    if eid in eids:
        return eid
    # The first paragraph of an article that has but one is the article.
    above = eid.removesuffix("-p1")
    return above if above != eid and above in eids and f"{above}-p2" not in eids else ""


def print_refs(refs: Iterable[Ref]) -> str:
    """Provisions as people write them; `read_refs` reads them again.

    >>> print_refs([Ref(0, "art-10-p2"), Ref(1, "art-3")])
    '第十条第二款、文件2第三条'
    """
    said, work = [], 0
    for ref in refs:
        named = designation(ref.eid)
        said.append(named if ref.work == work else f"文件{ref.work + 1}{named}")
        work = ref.work
    return "、".join(said)
