"""The tree under construction: marked lines of one segment become nodes with stable ids."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, islice

from registry.law.levels import COUNTED, DIVISION_MARKS, Line, Mark, is_title
from registry.law.provisions import Level, Provision

# How deep a node stands: numbered paragraphs outside articles (_OUTLINE) stand above them, items below.
_ORDER = {Mark.PART: 1, Mark.SUBPART: 2, Mark.CHAPTER: 3, Mark.SECTION: 4}
_TITLE, _OUTLINE, _ARTICLE, _PARAGRAPH, _ITEM = range(5, 10)
_LEVEL = {
    Mark.PART: (Level.PART, "part"),
    Mark.SUBPART: (Level.SUBPART, "sub"),
    Mark.CHAPTER: (Level.CHAPTER, "chp"),
    Mark.SECTION: (Level.SECTION, "sec"),
}
# （一）加强领导。各地要… : a short first sentence is the heading of what follows.
_LEAD = re.compile(r"[^。，,；;：:]{1,24}(?:，[^。，,；;：:]{1,14})?。(?=[^”’」』）)])")
_CAPTION = re.compile(r"(【[^】]{1,30}】)\s{0,9}")
_NEAR = 20
_STRUCTURE = DIVISION_MARKS | {Mark.ARTICLE}
_PREFACES = frozenset(("序言", "前言", "引言"))


@dataclass(slots=True)
class Node:
    """A provision under construction."""

    level: Level
    eid: str
    order: int = 0
    number: str = ""
    heading: str = ""
    body: str = ""
    value: tuple[int, ...] = ()
    hashes: int = 0
    rank: int = 0
    children: "list[Node]" = field(default_factory=list)

    def finished(self) -> Provision:
        """The provision with all below it."""
        children = tuple(child.finished() for child in self.children)
        return Provision(self.level, self.eid, self.number, self.heading, self.body, children)


class Ids:
    """The ids of one text: a number printed twice gets `_2`, so that no id names two provisions."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def take(self, eid: str) -> str:
        """The id, or the id with a suffix when it is taken."""
        self._taken[eid] += 1
        return eid if self._taken[eid] == 1 else self.take(f"{eid}_{self._taken[eid]}")

    def next(self, stem: str) -> str:
        """The next id of an unnumbered provision: the stem and its place among its like."""
        self._counts[stem] += 1
        return self.take(f"{stem}{self._counts[stem]}")


def together(level: Level, eid: str, lines: Iterable[Line], ids: Ids) -> Node:
    """One node with a child for each line: a preamble, a signature."""
    node = Node(level, ids.take(eid))
    for line in lines:
        child, stem = (Level.TABLE, "-tbl-") if line.mark is Mark.TABLE else (Level.PARAGRAPH, "-p")
        node.children.append(Node(child, ids.next(node.eid + stem), body=line.words))
    return node


class Builder:
    """Builds the nodes of one segment; ids of the segment begin with `prefix`."""

    def __init__(self, prefix: str, ids: Ids) -> None:
        self._prefix = prefix
        self._ids = ids
        self._roots: list[Node] = []
        self._stack: list[Node] = []

    def read(self, lines: list[Line]) -> list[Node]:
        """The nodes of these lines."""
        lines = self._prefaced(_without_stray_article(lines))
        for at, (line, resumed) in enumerate(zip(lines, _resumptions(lines), strict=True)):
            if line.mark in DIVISION_MARKS:
                self._division(line)
            elif line.mark is Mark.ARTICLE:
                self._article(line)
            elif line.mark is Mark.TITLE:
                self._title(line)
            elif line.mark is Mark.NUMBERED:
                follower = lines[at + 1] if at + 1 < len(lines) else None
                self._numbered(line, follower, introduced=at > 0 and lines[at - 1].introduces)
            elif line.mark is Mark.TABLE:
                self._append(Node(Level.TABLE, self._ids.next(self._stem("tbl-")), body=line.rest))
            else:
                self._paragraph(line, resumed)
        return self._roots

    def _prefaced(self, lines: list[Line]) -> list[Line]:
        """Set what stands before the first article or heading apart; the lines after it."""
        start = _preface_end(lines)
        for contents, group in groupby(lines[:start], key=lambda line: line.mark is Mark.CONTENTS):
            eid = f"{self._prefix}{'contents' if contents else 'preamble'}"
            self._roots.append(together(Level.PREAMBLE, eid, group, self._ids))
        return lines[start:]

    def _division(self, line: Line) -> None:
        order = _ORDER[line.mark]
        self._close(order)
        level, name = _LEVEL[line.mark]
        above = [node for node in self._stack if node.order < _ORDER[Mark.CHAPTER]]
        scope = f"{above[-1].eid}-" if above else self._prefix
        values = line.value
        if line.mark is Mark.SECTION and self._stack and self._stack[-1].level is Level.CHAPTER:
            values = self._stack[-1].value + values
        eid = self._ids.take(f"{scope}{name}-{_joined(values)}")
        self._open(Node(level, eid, order, line.number, line.rest, value=line.value, hashes=line.hashes))

    def _title(self, line: Line) -> None:
        self._close(_OUTLINE)
        while self._stack and not 0 < self._stack[-1].hashes < line.hashes:
            self._stack.pop()
        preface = line.rest in _PREFACES
        eid = self._ids.take(f"{self._prefix}preamble") if preface else self._ids.next(f"{self._prefix}hd-")
        level = Level.PREAMBLE if preface else Level.HEADING
        self._open(Node(level, eid, _TITLE, heading=line.rest, hashes=line.hashes))

    def _article(self, line: Line) -> None:
        self._close(_ARTICLE)
        # Articles stand under a heading (一、当事人举证), never under a numbered paragraph of text.
        if self._stack and self._stack[-1].body:
            self._close(_OUTLINE)
        caption = _CAPTION.match(line.rest)
        body = line.rest[caption.end() :] if caption else line.rest
        eid = self._ids.take(f"{self._prefix}art-{_joined(line.value)}")
        self._open(Node(Level.ARTICLE, eid, _ARTICLE, line.number, caption[1] if caption else ""))
        if body:
            self._open(Node(Level.PARAGRAPH, self._ids.next(f"{eid}-p"), _PARAGRAPH, body=body))

    def _numbered(self, line: Line, follower: Line | None, *, introduced: bool) -> None:
        if line.hashes or not self._in_article or self._heads_articles(line, follower):
            self._outline(line, follower, introduced=introduced)
            return
        if self._stack[-1].order == _ARTICLE:
            self._open(Node(Level.PARAGRAPH, self._ids.next(f"{self._stack[-1].eid}-p"), _PARAGRAPH))
        self._settle(line, _ITEM, introduced=introduced)
        parent = self._stack[-1]
        level, name = (Level.ITEM, "i") if parent.order == _PARAGRAPH else (Level.POINT, "pt")
        eid = self._ids.take(f"{parent.eid}-{name}{_joined(line.value)}")
        self._open(Node(level, eid, _ITEM, line.number, body=line.rest, value=line.value, rank=line.rank))

    def _heads_articles(self, line: Line, follower: Line | None) -> bool:
        # 一、当事人举证 stands above articles; the last item of a list also stands before one.
        if follower is None or follower.mark is not Mark.ARTICLE or line.rank != COUNTED:
            return False
        return is_title(line.rest) and not any(
            node.order == _ITEM and node.rank == COUNTED for node in self._stack
        )

    def _outline(self, line: Line, follower: Line | None, *, introduced: bool) -> None:
        self._close(_ARTICLE)
        self._settle(line, _OUTLINE, introduced=introduced)
        parent = self._stack[-1] if self._stack else None
        nested = parent is not None and parent.order == _OUTLINE
        stem = f"{parent.eid}-" if parent and nested and len(line.value) == 1 else self._outline_stem
        nearest = islice(reversed(parent.children), _NEAR) if parent else ()
        sibling = next((node for node in nearest if node.rank == line.rank), None)
        heading, body = _heading_and_body(line, follower, sibling)
        level = Level.HEADING if heading or not nested else Level.ITEM
        node = Node(level, self._ids.take(stem + _joined(line.value)), _OUTLINE, line.number, heading, body)
        node.value, node.hashes, node.rank = line.value, line.hashes, line.rank
        self._open(node)

    def _paragraph(self, line: Line, resumed: Line | None) -> None:
        if self._announced() or (self._in_article and self._continued_by(resumed)):
            self._append(Node(Level.PARAGRAPH, self._ids.next(self._stem("p")), body=line.words))
            return
        if self._in_article:
            self._close(_PARAGRAPH)
            eid = self._ids.next(f"{self._stack[-1].eid}-p")
            self._open(Node(Level.PARAGRAPH, eid, _PARAGRAPH, body=line.words))
            return
        while self._stack and self._stack[-1].level is Level.ITEM and not _precedes(self._stack[-1], resumed):
            self._stack.pop()
        eid = self._ids.next(self._stem("p") if self._stack else f"{self._prefix}para-")
        self._append(Node(Level.PARAGRAPH, eid, body=line.words))

    def _continued_by(self, resumed: Line | None) -> bool:
        """Whether the list goes on after this line (（一）…, words, （二）…): it is then part of （一）."""
        for at in range(len(self._stack) - 1, -1, -1):
            if self._stack[at].order == _ITEM and _precedes(self._stack[at], resumed):
                del self._stack[at + 1 :]
                return True
        return False

    def _announced(self) -> bool:
        """Whether the numbered paragraph just read announces these words (将第四十二条修改为：)."""
        top = self._stack[-1] if self._stack else None
        return top is not None and top.rank > 0 and not top.children and top.body.endswith(("：", ":"))

    def _settle(self, line: Line, order: int, *, introduced: bool) -> None:
        """Close the numbered paragraphs that this one does not stand under."""
        chain = [node for node in self._stack if node.order == order]
        if any(node.rank == line.rank for node in chain):
            while self._stack.pop().rank != line.rank:
                pass
        elif not (introduced and line.value[-1] == 1):
            while self._stack and self._stack[-1].order == order and self._stack[-1].rank > line.rank:
                self._stack.pop()

    @property
    def _in_article(self) -> bool:
        return any(node.order == _ARTICLE for node in self._stack)

    @property
    def _outline_stem(self) -> str:
        above = [node for node in self._stack if node.order < _OUTLINE]
        return f"{above[-1].eid}-h-" if above else f"{self._prefix}h-"

    def _stem(self, name: str) -> str:
        return f"{self._stack[-1].eid}-{name}" if self._stack else f"{self._prefix}{name}"

    def _close(self, order: int) -> None:
        while self._stack and self._stack[-1].order >= order:
            self._stack.pop()

    def _append(self, node: Node) -> None:
        (self._stack[-1].children if self._stack else self._roots).append(node)

    def _open(self, node: Node) -> None:
        self._append(node)
        self._stack.append(node)


def _precedes(node: Node, resumed: Line | None) -> bool:
    return resumed is not None and node.rank == resumed.rank and node.value[-1:] == (resumed.value[-1] - 1,)


def _heading_and_body(line: Line, follower: Line | None, sibling: Node | None) -> tuple[str, str]:
    rest = line.rest
    if line.hashes:
        return rest, ""
    # The last item of a list of sentences is no heading, however short.
    if sibling and sibling.body and not sibling.heading:
        return "", rest
    if is_title(rest.removesuffix("。")):
        leads = follower is not None and (
            follower.mark in {Mark.PLAIN, Mark.TABLE, Mark.ARTICLE} or follower.rank > line.rank
        )
        return (rest, "") if leads or line.rank == COUNTED else ("", rest)
    if lead := _LEAD.match(rest):
        return lead[0], rest[lead.end() :]
    return "", rest


def _without_stray_article(lines: list[Line]) -> list[Line]:
    # A single 第六条 in a text without articles is quoted, not one of its own.
    articles = [at for at, line in enumerate(lines) if line.mark is Mark.ARTICLE]
    if len(articles) != 1 or lines[articles[0]].value == (1,):
        return lines
    stray = articles[0]
    return [*lines[:stray], Line(Mark.PLAIN, lines[stray].words), *lines[stray + 1 :]]


def _preface_end(lines: list[Line]) -> int:
    """How many lines stand before the text proper: a preamble (序言、引言), a table of contents."""
    contents = max((at + 1 for at, line in enumerate(lines) if line.mark is Mark.CONTENTS), default=0)
    first = next(
        (at for at, line in enumerate(lines) if line.mark in _STRUCTURE | {Mark.TITLE, Mark.NUMBERED}), 0
    )
    heads = lines[first : first + 2]
    # Before articles a number is that of a heading (一、受案范围); else the text is an outline.
    outline = bool(heads) and heads[0].mark is Mark.NUMBERED and heads[-1].mark is not Mark.ARTICLE
    if outline or not any(line.mark in _STRUCTURE for line in lines[first:]):
        return contents if contents <= first else 0
    return first


def _resumptions(lines: list[Line]) -> list[Line | None]:
    """For each line the next numbered one before any article or heading."""
    found: list[Line | None] = []
    ahead: Line | None = None
    for line in reversed(lines):
        found.append(ahead)
        if line.mark is Mark.NUMBERED and not line.hashes:
            ahead = line
        elif line.mark not in {Mark.PLAIN, Mark.TABLE}:
            ahead = None
    return found[::-1]


def _joined(value: tuple[int, ...]) -> str:
    return "-".join(map(str, value))
