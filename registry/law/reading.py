"""Reading provisions (条款): a text's lines become a tree with stable ids.

Every character of the text but spaces and Markdown heading marks is in exactly one provision, in order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from registry.law.designations import designation
from registry.law.levels import Line, Mark
from registry.law.lines import read_lines
from registry.law.provisions import Level, Provision
from registry.law.segments import Part, Segment, segments
from registry.law.tree import Builder, Ids, Node, together

# How titles of instruments and annexes end; a line without it goes on in the next.
_TITLE_END = re.compile(
    r"(?:法|条例|规定|办法|决定|解释|方案|意见|通知|公告|报告|目录|名录|名单|清单|表|规范|规则|细则|程序|标准|大纲|样式|式样"
    r"|样本|说明|范围|答复|书|令|图|图案|预案|计划|规划|要点|规程|措施|细目|制度)(?:[（(][^）)]{1,30}[)）])?$"
)


def read_provisions(lines: Sequence[str]) -> tuple[Provision, ...]:
    """A text as a tree (章节条款项目), its order or covering notice, annexes and signature set apart.

    Ids are made of printed numbers where there are any, so that they hold across versions; a number
    printed twice gets `_2`. Skipped numbers stay skipped (see `gaps`).
    """
    ids = Ids()
    found: list[Node] = []
    annexes = 0
    for segment in segments(read_lines(lines)):
        if segment.part is Part.ANNEX:
            annexes = segment.value if segment.value and segment.value > annexes else annexes + 1
            found.append(_annex(segment, f"annex-{annexes}", ids))
        else:
            found.extend(_part(segment, ids))
    return tuple(node.finished() for node in found)


def _part(segment: Segment, ids: Ids) -> list[Node]:
    if segment.part is Part.COVER:
        return [together(Level.PREAMBLE, "cover", segment.lines, ids)]
    if segment.part is Part.SIGNATURE:
        return [together(Level.SIGNATURE, "sig", segment.lines, ids)]
    if segment.part is Part.LISTING:
        first = segment.lines[0]
        listing = Node(Level.ANNEX, ids.take("annexes"), number=first.number, heading=first.rest)
        listing.children = Builder("annexes-", ids).read(segment.lines[1:])
        return [listing]
    return Builder("", ids).read(segment.lines)


def _annex(segment: Segment, eid: str, ids: Ids) -> Node:
    lines, titles = segment.lines, _title_lines(segment.lines[:3])
    heading = "\u3000".join(line.rest for line in lines[:titles])
    annex = Node(Level.ANNEX, ids.take(eid), number=segment.label, heading=heading)
    annex.children = Builder(f"{annex.eid}-", ids).read(lines[titles:])
    return annex


def _title_lines(first: list[Line]) -> int:
    """How many lines are the annex's title: one, or two when it is broken or a note follows it."""
    if not first or not first[0].title_like:
        return 0
    if len(first) == 1 or first[1].mark is not Mark.PLAIN:
        return 1
    note = first[1].rest[0] in "（(" and first[1].rest[-1] in ")）"
    broken = not _TITLE_END.search(first[0].rest) and _TITLE_END.search(first[1].rest) is not None
    return 2 if note or (broken and first[1].title_like) else 1


def flatten(provisions: Iterable[Provision], depth: int = 0) -> list[tuple[int, Provision]]:
    """All provisions in reading order, each with its depth (0 at the top)."""
    found: list[tuple[int, Provision]] = []
    for provision in provisions:
        found.append((depth, provision))
        found.extend(flatten(provision.children, depth + 1))
    return found


def find(provisions: Iterable[Provision], eid: str) -> Provision | None:
    """The provision with this id, or None."""
    return next((one for root in provisions for one in root.walk() if one.eid == eid), None)


def gaps(provisions: Iterable[Provision]) -> tuple[str, ...]:
    """The article numbers that a text skips, as printed: 第六条, or 第六条至第九条.

    A text that begins above 第一条 is a part of another one and skips nothing at its start.
    """
    found: list[str] = []
    for prefix, numbers in _article_numbers(provisions).items():
        for before, after in pairwise(sorted(numbers)):
            if after - before > 1:
                found.append(_run(prefix, before + 1, after - 1))
    return tuple(found)


def _article_numbers(provisions: Iterable[Provision]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = {}
    for one in _articles(provisions):
        prefix, _, number = one.eid.rpartition("art-")
        numbers.setdefault(prefix, set()).add(int(number.split("_")[0].split("-")[0]))
    return numbers


def _articles(provisions: Iterable[Provision]) -> Iterator[Provision]:
    for root in provisions:
        yield from (one for one in root.walk() if one.level is Level.ARTICLE)


def _run(prefix: str, first: int, last: int) -> str:
    start = designation(f"{prefix}art-{first}")
    return start if first == last else f"{start}至{designation(f'art-{last}')}"
