"""The history of a text (题注): what its head reports to have happened, step by step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from registry.law import organs
from registry.law.days import days_in
from registry.law.marks import bare, marks
from registry.law.statements import Amended

PUBLISHING = ("公布", "发布", "颁布")
REVISING = ("修订", "修正", "修改")
VERB = re.compile(
    r"公布施行|发布施行|颁布施行|修订发布|修订公布|修订通过|通过修订|批准修订|通过|批准|公布|发布|颁布"
    r"|修订|修正|修改|施行|实施|生效|实行|废止|失效|印发"
)
# Several words for one deed; the last word of a compound says what was done.
DEED = {
    "公布施行": "公布",
    "发布施行": "发布",
    "颁布施行": "颁布",
    "修订发布": "修订",
    "修订公布": "修订",
    "通过修订": "修订",
    "批准修订": "修订",
    "实施": "施行",
    "生效": "施行",
    "实行": "施行",
}
AT_ONCE = re.compile(r"(?:公布|发布|颁布)(?:施行|实施)$")
# A line of history was broken at 、 by whoever copied it; what follows goes on with it.
BROKEN = "、"
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A day of the head with the words up to the next day: one step of the history, or half of one."""

    on: date
    printed: str
    words: str
    verb: str
    tail: str
    act: str


def steps(head: Sequence[str]) -> list[Amended]:
    """The steps that history lines report, in their printed order.

    >>> [(step.verb, step.body) for step in steps(("2014年11月24日 中华人民共和国国务院令第656号公布",))]
    [('公布', '国务院')]
    """
    merged = _merged([segment for line in _whole_lines(head) for segment in _segments(line)])
    found = [_step(segment, merged[place + 1 :]) for place, segment in enumerate(merged)]
    return [_verbatim(step, head) for one in found for step in (one, *_in_force_at_once(one))]


def _verbatim(step: Amended, head: Sequence[str]) -> Amended:
    # Evidence is what the head prints: of a step that runs over several lines, the line it begins in.
    if any(step.evidence in line for line in head):
        return step
    begins = step.evidence.split("日", 1)[0]
    return replace(step, evidence=next((line.strip() for line in head if begins in line), begins))


def wholesale(step: Amended) -> bool:
    """Whether a step revises the whole text (修订, under a new order or by a session).

    A decision that amends (《关于修改…的决定》修正) leaves the text's own number and first day alone.
    """
    return step.verb in ("修订", "修订通过") and not step.act and "修正" not in step.evidence


def _in_force_at_once(step: Amended) -> list[Amended]:
    # 全国人民代表大会公告公布施行: published and in force on one day.
    return [replace(step, verb="施行")] if AT_ONCE.search(step.evidence) else []


def _whole_lines(head: Sequence[str]) -> list[str]:
    whole: list[str] = []
    for line in head:
        words = line.strip().strip("（）()")[:LONGEST_LINE]
        if whole and words and _goes_on(whole[-1], words):
            whole[-1] += BROKEN + words
        elif words:
            whole.append(words)
    return whole


def _goes_on(before: str, line: str) -> bool:
    if before.count("《") > before.count("》") or before.count("〈") > before.count("〉"):
        return True
    if not days_in(before):
        return False
    return not days_in(line) and not VERB.search(bare(before)) and bool(VERB.search(line))


def _segments(line: str) -> list[Segment]:
    hidden = bare(line)
    found = [day for day in days_in(hidden) if day.day]
    ends = [*(day.start for day in found[1:]), len(line)]
    return [
        _segment(day.day, line[day.start : end], line[day.end : end], hidden[day.end : end])
        for day, end in zip(found, ends, strict=False)
        if day.day
    ]


def _segment(on: date, printed: str, words: str, hidden: str) -> Segment:
    verbs = list(VERB.finditer(hidden))
    verb = verbs[-1] if verbs else None
    named = marks(words)
    return Segment(
        on,
        printed.strip(" \u3000、，；"),
        words,
        DEED.get(verb[0], verb[0]) if verb else "",
        hidden[verb.end() :].strip(" \u3000，。、（）()") if verb else "",
        named[0].title if named else "",
    )


def _merged(segments: list[Segment]) -> list[Segment]:
    # 甲日某市人大常委会通过并经乙日某省人大常委会批准的《关于修改…的决定》修正 is one amendment; so is
    # 乙日批准的甲日《关于修改…的决定》修正. It takes effect with the approval.
    merged: list[Segment] = []
    for segment in segments:
        before = merged[-1] if merged else None
        if before and segment.verb in REVISING and _half(before, segment):
            on = before.on if before.verb == "批准" else segment.on
            words = before.words + segment.words
            printed = before.printed + segment.printed
            merged[-1] = Segment(on, printed, words, segment.verb, segment.tail, segment.act)
        else:
            merged.append(segment)
    return merged


def _half(before: Segment, after: Segment) -> bool:
    if before.verb not in ("通过", "批准") or before.act:
        return False
    return before.tail in ("的", "并经", "并", "经") or (before.verb == "通过" and "批准的《" in after.words)


def _step(segment: Segment, following: Sequence[Segment]) -> Amended:
    # Two courts adopt one interpretation: 甲院会议、乙院会议通过 has one verb for both.
    words = segment.words.strip(" \u3000、，；")
    number = organs.order_number(words)
    shared = next((later.verb for later in following if later.verb), "")
    # A bare order number (2017年11月22日 国务院令第692号) is a publication.
    verb = segment.verb or ("公布" if number else shared)
    return Amended(
        on=segment.on,
        verb=verb,
        body="、".join(organs.acting(words)),
        evidence=segment.printed,
        act=segment.act,
        number=number,
    )
