"""The lines of a print (版面行): a tree of provisions as a run of paragraphs, headings and tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.law.provisions import Level, Provision

# GB/T 9704-2012, 7.3.3: 一、黑体，（一）楷体，1.和（1）仿宋.
FIRST_LEVEL = re.compile(r"[一二三四五六七八九十百]{1,5}、")
SECOND_LEVEL = re.compile(r"[（(][一二三四五六七八九十百]{1,5}[)）]")
DIVISIONS = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION})
# What lies behind a heading of its own in the outline.
OUTLINED = DIVISIONS | {Level.HEADING, Level.ANNEX}
DEEPEST_OUTLINE = 6
RUN_IN = frozenset({"article", "first-lead", "second-lead"})
# 各设区市人民政府，省政府直属各单位：
ADDRESSEE = re.compile(
    r"[^。；]{1,300}(?:政府|局|厅|委|院|部|办|室|单位|机构|会|处|公司|企业|校|大学|中心|社|行|署|站|所|队|团)[)）]?[：:]"
)
# A list of annexes (附件：1.…) within the text is not an annex itself.
LISTING = "annexes"
# A heading that is longer than a line is a paragraph with a number.
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a print.

    `shape` names its look, `mark` is the designation set in a heavier face, `words` what follows it (for a
    table its source), `outline` its level among the bookmarks (0: none), `label` its bookmark, `ended` the
    word for what no longer holds (已废止, 停止执行): such a line is struck, and where `says` is true the word
    is printed before it.
    """

    shape: str
    eid: str
    mark: str = ""
    words: str = ""
    outline: int = 0
    ended: str = ""
    says: bool = False

    @property
    def runs_in(self) -> bool:
        """Whether the designation is set apart only by its face, at the head of a paragraph."""
        return self.shape in RUN_IN

    @property
    def spaced(self) -> bool:
        """Whether a space parts the designation from the words (第一条　…, but 一、…)."""
        return bool(self.mark and self.words) and self.mark.startswith("第")

    @property
    def label(self) -> str:
        """The bookmark's words; what has ended says so there too."""
        words = "" if self.runs_in else self.words
        name = ("\u3000" if self.shape != "first" else "").join(part for part in (self.mark, words) if part)
        return f"{name}（{self.ended}）" if self.ended else name


def sheet_lines(provisions: Sequence[Provision], ended: Mapping[str, str]) -> list[Line]:
    """All lines of a text; an addressee (主送机关) before the text is set as one.

    `ended` gives the word that a provision must bear (已废止, 停止执行) by its stable id.
    """
    found = list(lines(provisions, ended))
    if found and found[0].shape == "paragraph" and ADDRESSEE.fullmatch(found[0].words):
        found[0] = replace(found[0], shape="addressee")
    before = ["", *(line.ended for line in found)]
    return [_saying(line, last, ended) for last, line in zip(before, found, strict=False)]


def _saying(line: Line, before: str, ended: Mapping[str, str]) -> Line:
    # The word at every item of a struck article would drown the text; at its beginning it is enough.
    if line.ended and (line.outline or line.ended != before or line.eid in ended):
        return replace(line, says=True)
    return line


def lines(
    provisions: Sequence[Provision], ended: Mapping[str, str], outline: int = 1, word: str = ""
) -> Iterator[Line]:
    """The lines of a text in reading order; what stands below something ended has ended with it.

    `outline` is the level of the first headings among the bookmarks, `word` what all provisions must bear.
    """
    for provision in provisions:
        own = word or ended.get(provision.eid, "")
        yield from _lines(provision, ended, min(outline, DEEPEST_OUTLINE), own)


def _lines(provision: Provision, ended: Mapping[str, str], outline: int, word: str) -> Iterator[Line]:
    below = provision.children
    if provision.level is Level.SIGNATURE:
        yield Line("signature", provision.eid, words=provision.text)
        return
    if provision.level is Level.ARTICLE:
        lead, below = _lead(provision)
        own = word or ended.get(lead.eid, "")
        yield Line("article", provision.eid, _designation(provision), lead.body, outline, own)
        yield from lines(lead.children, ended, outline + 1, own)
    else:
        yield from _own(provision, outline, word)
    yield from lines(below, ended, outline + (provision.level in OUTLINED), word)


def _lead(article: Provision) -> tuple[Provision, tuple[Provision, ...]]:
    """The paragraph that stands on the article's own line, and what follows it."""
    below = article.children
    if not article.body and below and below[0].level is Level.PARAGRAPH and not below[0].number:
        return below[0], below[1:]
    return Provision(article.level, article.eid, body=article.body), below


def _designation(article: Provision) -> str:
    return "\u3000".join(part for part in (article.number, article.heading) if part)


def _own(provision: Provision, outline: int, word: str) -> Iterator[Line]:
    """The lines of a node itself, without what stands below it."""
    level, eid = provision.level, provision.eid
    mark, heading, body = provision.number, provision.heading, provision.body
    if level is Level.ANNEX and eid.startswith(LISTING):
        yield Line("paragraph", eid, mark, heading, ended=word)
    elif level is Level.ANNEX:
        yield Line("annex", eid, mark or "附件", heading, outline, word)
        if heading:
            yield Line("annex-title", eid, words=heading)
    elif level in DIVISIONS or (level is Level.HEADING and not mark):
        yield Line(level.value, eid, mark, heading or body, outline, word)
        body = body if heading else ""
        mark = ""
    elif level is Level.TABLE:
        yield Line("table", eid, words=body, ended=word)
        return
    else:
        yield from _numbered(provision, outline, word)
        return
    if body:
        yield Line("paragraph", eid, words=body, ended=word)


def _numbered(provision: Provision, outline: int, word: str) -> Iterator[Line]:
    """一、 and （一） are headings where they stand alone, and begin a paragraph where they do not."""
    mark, heading, body = provision.number, provision.heading, provision.body
    shape = numbered_shape(mark, provision.level)
    if shape != "item" and heading and len(heading) <= LONGEST_HEADING:
        # （一）加强领导。各地要…: the heading runs into its paragraph.
        own = Line(f"{shape}-lead", provision.eid, mark + heading, body, outline, word)
        yield own if body else Line(shape, provision.eid, mark, heading, outline, word)
        return
    words = "\u3000".join(part for part in (heading, body) if part)
    if mark or words:
        yield Line("item" if mark else "paragraph", provision.eid, mark, words, 0, word)


def numbered_shape(mark: str, level: Level) -> str:
    """The look of what bears this number: `first` (黑体), `second` (楷体) or `item` (as the text).

    >>> numbered_shape("一、", Level.HEADING), numbered_shape("（一）", Level.ITEM)
    ('first', 'item')
    """
    if level not in OUTLINED:
        return "item"
    if FIRST_LEVEL.match(mark):
        return "first"
    return "second" if SECOND_LEVEL.match(mark) else "item"
