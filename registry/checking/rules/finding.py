"""Finding (查找引用): every instrument and article that a text cites, with its place; in linear time."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from registry.checking.rules.articles import BETWEEN, REFERENCE, references, run
from registry.checking.rules.citations import Citation, Pointed
from registry.checking.rules.mentions import SEAM, Mention, defined, marked, numbered, unmarked
from registry.checking.rules.names import Names
from registry.checking.rules.nearby import UNKNOWN, Nearby, nearby
from registry.checking.rules.shortnames import short_names
from registry.checking.rules.terms import Way
from registry.law.docnumber import find as find_numbers
from registry.law.marks import Mark, marks, veiled

FORM = r"(?:法|条例|办法|规定|细则|规则|决定|通知|意见|方案|解释|规范|章程)"
# 合同法第三条 does not point back.
BACK = re.compile(rf"(?:该|(?<![合共协不相会等异])同|上述|前述|前引)《?(?P<form>{FORM})》?[ ]?(?:中?的|，)?$")
# The pasted text itself: 本办法, 本实施细则, 本合同; 本省水污染防治条例 and 本院规定 are another's.
OWN_FORM = (
    rf"(?:{FORM}|法典|安排|制度|纲要|规程|准则|通则|预案|标准|公约|协定|条约|批复|纪要|指南|指引|基准"
    "|合同|协议|报告|决定书|通知书|意见书|申请书)"
)
ELSEWHERE = (
    r"(?:省|市|自治(?!条例)|区|州|县|旗|乡|镇|院|部|局|厅|委|办公|会|级|地|国|行政|单位|机关|公司|企业)"
)
QUALIFIED = r"(?:(?![人款条项依据按照的有违])[\u4e00-\u9fff]){0,6}?"
THIS = rf"(?<![基根日])本《?(?!{ELSEWHERE}){QUALIFIED}{OWN_FORM}"
OWN = re.compile(rf"{THIS}》?[ ]?(?:中?的|，)?$")
ITSELF = re.compile(THIS)
SENTENCE_END = re.compile(r"[。！？!?\n]")
# How far before an article its instrument may stand in the same sentence, and how far 该法 looks back.
REACH, BACK_REACH = 200, 4_000
MOST = 20_000
TITLE_OVER_LINES = re.compile(r"《[^《》\n]{0,160}\n{1,2}[^《》\n]{1,160}(?:\n{1,2}[^《》\n]{1,160})?》")
ABBREVIATED = re.compile(r"[\u4e00-\u9fff](?:法|条例)(?P<at>[0-9０-９]{1,3}条)")


@dataclass(slots=True)
class _Walk:
    """What is known on the way through the text."""

    text: str
    nearby: Nearby
    mentions: Sequence[Mention]
    begins: Sequence[int]
    # Where titles stand: an article named in one is part of the title.
    titles: Sequence[Mark]
    found: list[Citation] = field(default_factory=list)
    # The last article that was given an instrument named otherwise than right before it.
    last: Citation | None = None


def find(text: str, names: Names) -> tuple[Citation, ...]:
    """All citations of the text, in order, at most 20,000.

    >>> law = Names([])
    >>> [(c.title, c.designations) for c in find("依据《水法》第二条，该法第三条", law)]
    [('水法', ('第二条',)), ('水法', ('第三条',))]
    """
    plain = joined(text)
    found = marks(plain)
    numbers = find_numbers(plain)
    short = short_names(plain, found)
    near = nearby(names, short, found)
    named = [*marked(plain, found, numbers, near)]
    taken = sorted([*((each.start, each.end) for each in named), *((mark.start, mark.end) for mark in found)])
    hidden = veiled(plain, [Mark("", start, end) for start, end in taken])
    others = [*numbered(plain, numbers, taken), *unmarked(hidden, near), *defined(hidden, short)]
    mentions = apart([*named, *others])
    walk = _Walk(plain, near, mentions, [each.start for each in mentions], found)
    return tuple(_in_order(walk))[:MOST]


def joined(text: str) -> str:
    """The text with line ends inside titles as signs that no title counts: copied prints break titles."""
    return TITLE_OVER_LINES.sub(lambda match: match[0].replace("\n", SEAM), text) if "《" in text else text


def apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in order, of two that overlap the earlier, and of one place the longer."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda each: (each.start, -each.closed)):
        if not kept or each.start >= kept[-1].closed:
            kept.append(each)
    return kept


def _in_order(walk: _Walk) -> list[Citation]:
    taken: set[int] = set()
    # What begins behind so many is cut off anyway, and need not be walked.
    limit = walk.mentions[MOST].start if len(walk.mentions) > MOST else len(walk.text)
    for each in walk.mentions[:MOST]:
        pointed = _behind(walk.text, each)
        taken.update(
            match.start() for one in pointed for match in REFERENCE.finditer(walk.text, one.start, one.end)
        )
        end = max(pointed[-1].end, each.closed) if pointed else (each.end if each.number else each.closed)
        walk.found.append(_citation(each, end, pointed))
    last, stop = 0, len(walk.found) + MOST
    for match in _outside(walk.titles, references(walk.text)):
        if match.start() >= limit or len(walk.found) >= stop:
            break
        if match.start() in taken or match.start() < last:
            continue
        pointed = run(walk.text, match.start())
        if pointed:
            last = pointed[-1].end
            walk.last = _of_article(walk, match.start(), pointed)
            walk.found.append(walk.last)
    walk.found += islice(_loosely(walk), MOST)
    return sorted(walk.found, key=lambda each: (each.start, each.end))


def _outside(titles: Sequence[Mark], found: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those that stand in no title: 《关于〈水法〉第三条的答复》 cites the answer."""
    ends = [each.end for each in titles]
    for match in found:
        at = bisect_right(ends, match.start())
        if at == len(titles) or titles[at].start > match.start():
            yield match


def _behind(text: str, mention: Mention) -> tuple[Pointed, ...]:
    """The articles right behind a name or the bracket behind it."""
    for end in dict.fromkeys((mention.end, mention.closed)):
        between = BETWEEN.match(text, end)
        at = between.end() if between else end
        loose = mention.way is not Way.NUMBERED and at == end
        if found := run(text, at, loose=loose):
            return found
    return ()


def _loosely(walk: _Walk) -> Iterator[Citation]:
    """Abbreviations with a bare figure: 环评法31条."""
    for match in ABBREVIATED.finditer(walk.text):
        at = match.start("at")
        word = walk.nearby.before(walk.text[max(0, at - 40) : at])
        if word and (pointed := run(walk.text, at, loose=True)):
            yield Citation(at - len(word[0]), pointed[-1].end, Way.UNMARKED, word[1], word[0], "", pointed)


def _citation(mention: Mention, end: int, pointed: tuple[Pointed, ...]) -> Citation:
    return Citation(
        mention.start,
        end,
        mention.way,
        mention.title,
        mention.printed,
        mention.number,
        pointed,
        mention.paper,
        mention.year,
    )


def _of_article(walk: _Walk, at: int, pointed: tuple[Pointed, ...]) -> Citation:
    """Articles with no name right before them: 该法, 本办法, a short name, or what was named before."""
    end, before = pointed[-1].end, walk.text[max(0, at - 40) : at]
    floor = max(0, at - 40)
    if own := OWN.search(before):
        return Citation(floor + own.start(), end, Way.OWN, "", own[0], "", pointed)
    if back := BACK.search(before):
        meant = _referred(walk, floor + back.start(), back["form"])
        title, number = (meant.title, meant.number) if meant else ("", "")
        return Citation(floor + back.start(), end, Way.REFERRED, title, back[0], number, pointed)
    if word := walk.nearby.before(before):
        return Citation(at - len(word[0]), end, Way.UNMARKED, word[1], word[0], "", pointed)
    if UNKNOWN.search(before):
        return Citation(at, end, Way.OWN, "", "", "", pointed)
    if carried := _carried(walk, at):
        return Citation(at, end, Way.REFERRED, carried.title, carried.printed, carried.number, pointed)
    return Citation(at, end, Way.OWN, "", "", "", pointed)


def _referred(walk: _Walk, at: int, form: str) -> Mention | None:
    """What 该法 means: the last instrument named before it whose title ends so."""
    for place in range(bisect_right(walk.begins, at) - 1, -1, -1):
        each = walk.mentions[place]
        if at - each.closed > BACK_REACH:
            return None
        if each.title.rstrip("）)").endswith(form) or form in each.title[-8:]:
            return each
    return None


def _carried(walk: _Walk, at: int) -> Mention | Citation | None:
    """The instrument named last in the same sentence."""
    place = bisect_right(walk.begins, at - 1) - 1
    named = walk.mentions[place] if place >= 0 else None
    closed = named.closed if named else 0
    if walk.last and walk.last.end > closed:
        # 条例第十条…，第十一条…: what the article before belongs to; to none when it is the text's own.
        closed = walk.last.end
        found: Mention | Citation | None = None if walk.last.way is Way.OWN else walk.last
    else:
        found = None if named and named.paper else named
    if found is None or at - closed > REACH or SENTENCE_END.search(walk.text, closed, at):
        return None
    # 本办法 in between: the sentence speaks of itself again.
    return None if ITSELF.search(walk.text, closed, at) else found
