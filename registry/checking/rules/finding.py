"""Finding (查找引用): every instrument and article that a text cites, with its place; in linear time."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from registry.checking.rules.articles import BETWEEN, REFERENCE, references, run
from registry.checking.rules.citations import Citation, Pointed
from registry.checking.rules.mentions import SEAM, Mention, defined, marked, numbered, unmarked
from registry.checking.rules.names import Names
from registry.checking.rules.shortnames import short_names
from registry.checking.rules.terms import Way
from registry.law.docnumber import find as find_numbers
from registry.law.marks import Mark, marks, veiled

FORM = r"(?:法|条例|办法|规定|细则|规则|决定|通知|意见|方案|解释|规范|章程)"
BACK = re.compile(rf"(?:该|同|上述|前述|前引)《?(?P<form>{FORM})》?[ ]?(?:中?的|，)?$")
OWN = re.compile(rf"(?<![基根])本《?(?:{FORM}|法典)》?[ ]?(?:中?的|，)?$")
ITSELF = re.compile(rf"(?<![基根])本{FORM}")
QUOTES = re.compile(r"[”\"’」》〉]$")
SENTENCE_END = re.compile(r"[。！？!?\n]")
# How far before an article its instrument may stand in the same sentence, and how far 该法 looks back.
REACH, BACK_REACH = 200, 4_000
MOST = 20_000
TITLE_OVER_LINES = re.compile(r"《[^《》\n]{0,160}\n[^《》\n]{1,160}(?:\n[^《》\n]{1,160})?》")
ABBREVIATED = re.compile(r"[\u4e00-\u9fff](?:法|条例)(?P<at>[0-9０-９]{1,3}条)")
SHORT_FORM = re.compile(r"[\u4e00-\u9fff]{2,12}(?:法|条例)$")


@dataclass(slots=True)
class _Walk:
    """What is known on the way through the text."""

    text: str
    names: Names
    short: Mapping[str, str]
    mentions: Sequence[Mention]
    begins: Sequence[int]
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
    named = [*marked(plain, found, numbers, short)]
    taken = sorted([*((each.start, each.end) for each in named), *((mark.start, mark.end) for mark in found)])
    hidden = veiled(plain, [Mark("", start, end) for start, end in taken])
    others = [*numbered(plain, numbers, taken), *unmarked(hidden, names), *defined(hidden, short)]
    mentions = apart([*named, *others])
    walk = _Walk(plain, names, short, mentions, [each.start for each in mentions])
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
    for match in references(walk.text):
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
        word = _short_before(walk, walk.text[max(0, at - 40) : at])
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
    if word := _short_before(walk, before):
        return Citation(at - len(word[0]), end, Way.UNMARKED, word[1], word[0], "", pointed)
    if carried := _carried(walk, at):
        return Citation(at, end, Way.REFERRED, carried.title, carried.printed, carried.number, pointed)
    return Citation(at, end, Way.OWN, "", "", "", pointed)


def _short_before(walk: _Walk, before: str) -> tuple[str, str] | None:
    """A short name right before an article: one that the text defined, or an abbreviation (环评法第三条)."""
    words = QUOTES.sub("", before.rstrip(" 的"))
    for length in range(min(30, len(words)), 1, -1):
        if (full := walk.short.get(words[-length:])) is not None:
            return before[-(length + len(before) - len(words)) :], full
    match = SHORT_FORM.search(words)
    for length in range(len(match[0]) if match else 0, 1, -1):
        word = words[-length:]
        if walk.names.titled(word) or walk.names.abbreviated(word):
            return before[-(length + len(before) - len(words)) :], word
    return None


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
