"""The check list before publication (发布前检查): what a person must look at; nothing blocks silently.

Each finding is mended in the text or confirmed with a reason. Sources: 个人信息保护法 for personal data; the
checks by three persons (三审三校) for old names, secret marks, maps and hidden text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from registry.drafting.words import Word
from registry.law.days import read_day
from registry.law.designations import eid_of
from registry.law.marks import bare, marks, veiled
from registry.law.numerals import value
from registry.law.personal import FoundDatum, personal_data
from registry.law.provisions import Level, Provision
from registry.law.terms import Term

AROUND = 24
MOST_FINDINGS = 200
LONGEST_EXCERPT = 60
COUNT = "[0-9一二三四五六七八九十百千零〇]{1,9}"
# 本办法第九十九条; 本条第二款 names no other article.
OWN_ARTICLE = re.compile(
    rf"本(?:办法|规定|条例|细则|规则|意见|方案|决定|通知|规程|标准|法|实施细则|实施办法|暂行规定|暂行办法)(?P<article>第{COUNT}条(?:之{COUNT})?)"
)
ANNEX = re.compile(
    r"(?:详?见|按照?|依照|参照|填写)[“（(]{0,1}附件(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})?"
)
# 环境保护部门, 文化部分: the name goes on, it is another word.
GOES_ON = "门分署队委件"
# 原环境保护厅 says itself that the name is an old one; 生态环境保护局 is no 环境保护局.
LED = ("原", "生态", "原省", "原市")
SPACED = re.compile(r"(?<=[密])[ \u3000]{1,3}(?=★)")


class CheckCode(Term):
    """What sort of thing was found (检查事项)."""

    PERSONAL = "personal", "个人信息"
    OLD_NAME = "old_name", "机构旧称"
    OWN_REFERENCE = "own_reference", "引用的本文条款不存在"
    REFERENCE = "reference", "引用的条款不存在"
    ENDED = "ended", "引用已失去效力的文件"
    ANNEX = "annex", "附件缺失"
    HIDDEN = "hidden", "隐藏文字"
    SECRET = "secret", "密级或者内部标志"
    MAP = "map", "地图"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what, where it stands (`context`), and what to do.

    `excerpt` is what may be shown and kept of it; `raw` tells it from others and is kept nowhere.
    """

    code: CheckCode
    excerpt: str
    advice: str
    context: str = ""
    raw: str = ""

    @property
    def key(self) -> str:
        """What makes it the same finding in another version of the text."""
        digest = sha256(f"{self.code.value}|{self.raw or self.excerpt}".encode()).hexdigest()
        return f"{self.code.value}-{digest[:16]}"


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists that the checks use."""

    old_names: Sequence[Word] = ()
    secret_marks: Sequence[Word] = ()
    map_words: Sequence[Word] = ()


def findings(
    text: str, provisions: Sequence[Provision], lists: Lists, *, on: date, attachments: int
) -> tuple[Finding, ...]:
    """Everything that the text itself gives to look at; `on` is the day of the document.

    The same thing found at several places is one finding, at its first.
    """
    data = personal_data(text)
    # No finding shows in its surroundings what another one masks; every character keeps its place.
    shown = _masked(text, [(each.start, each.end) for each in data])
    outside = veiled(shown, marks(shown)) if "《" in shown else shown
    found = [
        *personal(data, shown),
        *old_names(shown, outside, lists.old_names, on),
        *listed(CheckCode.SECRET, SPACED.sub("", shown), lists.secret_marks),
        *listed(CheckCode.MAP, outside, lists.map_words),
        *own_references(shown, provisions),
        *missing_annexes(shown, provisions, attachments),
    ]
    return tuple({each.key: each for each in reversed(found)}.values())[::-1][:MOST_FINDINGS]


def personal(data: Iterable[FoundDatum], shown: str) -> Iterator[Finding]:
    """Personal data, masked."""
    for each in data:
        advice = f"{each.datum.label}：确需公开的说明依据，否则删去或者隐去"
        context = _context(shown, each.start, each.end - each.start)
        yield Finding(CheckCode.PERSONAL, each.masked, advice, context, each.raw)


def _masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    parts, place = [], 0
    for start, end in places:
        parts += [text[place:start], "*" * (end - start)]
        place = end
    return "".join([*parts, text[place:]])


def old_names(text: str, outside: str, words: Sequence[Word], on: date) -> Iterator[Finding]:
    """Names that organs bore before, outside titles of documents, in a document made after the change."""
    for word in sorted(words, key=lambda each: -len(each.word)):
        since = read_day(word.since) if word.since else None
        if since and on < since:
            continue
        place = _standing_alone(outside, word)
        if place >= 0:
            advice = f"现为“{word.instead}”" + (f"（{word.why}）" if word.why else "")
            yield Finding(CheckCode.OLD_NAME, word.word, advice, _context(text, place, len(word.word)))
            outside = outside.replace(word.word, "□" * len(word.word))


def _standing_alone(text: str, word: Word) -> int:
    place = text.find(word.word)
    while place >= 0:
        end = place + len(word.word)
        within = (
            word.instead and word.word in word.instead and word.instead in text[max(0, place - 20) : end + 20]
        )
        if (
            not (text[end : end + 1] in GOES_ON and end < len(text))
            and not text[:place][-4:].endswith(LED)
            and not within
        ):
            return place
        place = text.find(word.word, end)
    return -1


def listed(code: CheckCode, text: str, words: Sequence[Word]) -> Iterator[Finding]:
    """Words of a list, wherever they stand."""
    for word in words:
        place = text.find(word.word)
        if place >= 0:
            advice = f"{word.instead}（{word.why}）" if word.why else word.instead
            yield Finding(code, word.word, advice, _context(text, place, len(word.word)))


def own_references(text: str, provisions: Sequence[Provision]) -> Iterator[Finding]:
    """References to articles of the text itself that it does not have."""
    articles = {
        node.eid.rpartition("art-")[2]
        for root in provisions
        for node in root.walk()
        if node.level is Level.ARTICLE
    }
    if not articles:
        return
    for match in OWN_ARTICLE.finditer(text):
        eid = eid_of(match["article"])
        if eid and eid.removeprefix("art-") not in articles:
            advice = f"本文没有{match['article']}，请核对"
            yield Finding(
                CheckCode.OWN_REFERENCE, match[0], advice, _context(text, match.start(), len(match[0]))
            )


def missing_annexes(text: str, provisions: Sequence[Provision], attachments: int) -> Iterator[Finding]:
    """Annexes that the text sends its reader to, and that are neither in it nor attached."""
    there = attachments + sum(node.level is Level.ANNEX for root in provisions for node in root.walk())
    for match in ANNEX.finditer(bare(text) if "《" in text else text):
        number = value(match["number"]) if match["number"] else 1
        if number and number > there:
            advice = f"正文和附件中没有附件{match['number'] or ''}，请补上传或者核对"
            yield Finding(
                CheckCode.ANNEX, text[match.start() : match.end()], advice, _context(text, match.start(), 4)
            )


def hidden(words: Iterable[str]) -> Iterator[Finding]:
    """What stands in the uploaded file and nobody sees on paper."""
    for each in words:
        shown = " ".join(each.split())[:LONGEST_EXCERPT]
        if shown:
            yield Finding(CheckCode.HIDDEN, shown, "原件中含有看不见的文字，公开原件前应清除", raw=each)


def _context(text: str, place: int, length: int) -> str:
    return " ".join(text[max(0, place - AROUND) : place + length + AROUND].split())
