"""Mentions (提及): every place where a text names an instrument, before the articles are given to them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.checking.rules.names import GOES_ON
from registry.checking.rules.nearby import Nearby
from registry.checking.rules.terms import Way
from registry.law.citations import ANSWERED, PAPERS
from registry.law.docnumber import Found
from registry.law.marks import Mark
from registry.law.naming import BRACKET, names_one
from registry.law.titles import title_key

OWN_NUMBER = re.compile(r"^(?:发文字号|文号|文件编号|编号)[:：]\s*")
CALLED = re.compile(r"(?:称|称为|称之为|名为)[:：]?[“\"]?$")
# 国务院令第703号公布的《…》: a number right before the title is its own.
BEFORE = re.compile(r"[ \u3000]?(?:公布|发布|印发|颁布|颁发|制定)?的?[ \u3000]?")
LONGEST_LINK = 6
DATED = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年\d{1,2}月\d{1,2}日[^，。；：《》\n]{0,60}(?:发布|公布|颁布|印发|通过|批准|修订|修正)的$"
)
FARTHEST = 90
# Stands for a line end inside a title; of its length, and left out of every title and number.
SEAM = "\u200b"
# A line that is nothing but a number, near the head of the text, is the text's own.
HEAD = 800
LONGEST_ASIDE, LONGEST_ISSUER = 60, 40
ASIDE = re.compile(r"简称|下称|修正|修订|试行|暂行|年")
QUOTE_BEFORE, QUOTE_AFTER = '“"‘「', '”"’」'


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an instrument; `closed` lies behind its name, `end` behind its bracket."""

    start: int
    closed: int
    end: int
    way: Way
    title: str
    printed: str
    number: str = ""
    paper: bool = False
    year: int = 0


def marked(text: str, found: Sequence[Mark], numbers: Sequence[Found], nearby: Nearby) -> Iterator[Mention]:
    """The instruments in title marks, each with the number in brackets behind it or right before it."""
    starts, ends = [each.start for each in numbers], [each.end for each in numbers]
    for mark in found:
        if not mark.title or CALLED.search(text, max(0, mark.start - 6), mark.start):
            continue
        title = mark.title.replace(SEAM, "")
        full = nearby.short.get(title_key(title), "").replace(SEAM, "")
        full = full or nearby.issued(text[max(0, mark.start - LONGEST_ISSUER) : mark.start], title)
        bracket = BRACKET.match(text, mark.end)
        inside = _inside(bracket, numbers, starts) if bracket else None
        before = _before(text, mark, numbers, ends) if inside is None else None
        own = inside or before
        yield Mention(
            before.start if before else mark.start,
            mark.end,
            bracket.end() if bracket and (inside or _is_aside(bracket[1])) else mark.end,
            Way.MARKED,
            full or (title if names_one(title_key(title)) else ""),
            title,
            own.raw if own else "",
            bool(PAPERS.search(title)) or bool(ANSWERED.match(text, mark.end)),
            int(dated[1]) if (dated := DATED.search(text, max(0, mark.start - FARTHEST), mark.start)) else 0,
        )


def _inside(bracket: re.Match[str], numbers: Sequence[Found], starts: Sequence[int]) -> Found | None:
    at = bisect_left(starts, bracket.start())
    return numbers[at] if at < len(numbers) and numbers[at].end <= bracket.end() else None


def _before(text: str, mark: Mark, numbers: Sequence[Found], ends: Sequence[int]) -> Found | None:
    at = bisect_left(ends, mark.start + 1) - 1
    if at < 0 or mark.start - ends[at] > LONGEST_LINK:
        return None
    return numbers[at] if BEFORE.fullmatch(text, ends[at], mark.start) else None


def _is_aside(words: str) -> bool:
    # （2018年修正）, （以下简称《条例》）: it belongs to the name; any other aside is the sentence's own.
    return len(words) <= LONGEST_ASIDE and bool(ASIDE.search(words))


def numbered(text: str, numbers: Sequence[Found], taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """The numbers that stand alone: in no title, in no bracket behind one, and not the text's own."""
    begins = [start for start, _ in taken]
    for each in numbers:
        at = bisect_left(begins, each.end) - 1
        if at >= 0 and taken[at][1] > each.start:
            continue
        if each.start < HEAD and _line(text, each.start, each.end) == each.raw.strip():
            continue
        yield Mention(each.start, each.end, each.end, Way.NUMBERED, "", each.raw, each.raw)


def _line(text: str, start: int, end: int) -> str:
    """The words of the line in which a name near the head of a text stands."""
    stop = text.find("\n", end, end + HEAD)
    line = text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else end + HEAD]
    return OWN_NUMBER.sub("", line.strip("#* \u3000（）()"))


def unmarked(veiled: str, nearby: Nearby) -> Iterator[Mention]:
    """Titles of the registry that stand in the text without title marks, or longer names that end so."""
    last = 0
    for begin, end in nearby.names.bare(veiled):
        if begin < last:
            continue
        last, word = end, veiled[begin:end]
        longer = nearby.longer(veiled, end, end - begin)
        start, title = (end - len(longer[0]), longer[1]) if longer else (begin, word)
        own = start < HEAD and _line(veiled, start, end) == veiled[start:end]
        if not own and not CALLED.search(veiled, max(0, start - 6), start):
            yield Mention(start, end, _behind(veiled, end), Way.UNMARKED, title, veiled[start:end])


def _behind(text: str, end: int) -> int:
    bracket = BRACKET.match(text, end)
    return bracket.end() if bracket and _is_aside(bracket[1]) else end


def defined(veiled: str, short: Mapping[str, str]) -> Iterator[Mention]:
    """Short names that the text defined, where they stand as words of four characters or more."""
    words = sorted((word for word in short if len(word) >= 4), key=len, reverse=True)  # noqa: PLR2004  # 条例 and 办法 are words
    if not words:
        return
    for match in re.finditer("|".join(map(re.escape, words)), veiled):
        before = veiled[max(0, match.start() - 4) : match.start()].rstrip(QUOTE_BEFORE)
        if before.endswith("称") or GOES_ON.match(veiled, match.end()):
            continue
        yield Mention(match.start(), match.end(), match.end(), Way.UNMARKED, short[match[0]], match[0])
