"""The head of a text (题注、版头、落款): its history, issuer, own number and days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from registry.law import organs
from registry.law.days import days_in, read_day
from registry.law.manuscript import Manuscript
from registry.law.marks import bare, marks
from registry.law.statements import Amended
from registry.law.titles import title_key

PUBLISHING = ("公布", "发布", "颁布")
REVISING = ("修订", "修正", "修改")
DAY = r"[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
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
NUMBER_LINE = re.compile(
    r"[\u4e00-\u9fff]{1,16}[〔\[［（(【﹝][12][0-9]{3}[〕\]］）)】﹞][\u4e00-\u9fff]{0,4}(?:第|特)?[ 0-9]{1,6}号"
)
DAY_ONLY = re.compile(r"[\s\u3000]{0,40}[0-9〇○零Ｏ一二三四五六七八九十年月日 ]{7,20}[\s\u3000]{0,40}")
ADOPTED = re.compile(
    rf"(?:《.{{1,120}}》)?(?:业?已)?(?:经|于){{0,2}}(?P<day>{DAY})(?:召开的|，)?(?:经?由)?"
    r"(?P<organ>[\u4e00-\u9fff0-9（）、]{4,60}会议)(?:审议|讨论|修订){0,2}通过(?=，?(?:。|现予|现将|自))"
)
OPENING_LINES = 8
LAST_LINES = 12
LONGEST_NUMBER = 60
NOTE_LINES = 24


@dataclass(frozen=True, slots=True)
class Head:
    """What a head and a signature block say."""

    issuer: tuple[str, ...] = ()
    number: str = ""
    adopted_on: date | None = None
    approved_on: date | None = None
    published_on: date | None = None
    signed_on: date | None = None
    history: tuple[Amended, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A day of the head with the words up to the next day: one step of the history, or half of one."""

    on: date
    words: str
    verb: str
    tail: str
    act: str


def read(manuscript: Manuscript) -> Head:
    """Read the head, the metadata block and the signature of a manuscript."""
    above = tuple(steps(manuscript.head))
    history = above + tuple(steps(_notes(manuscript)))
    if not _adopted(history):
        history += _adopted_in_body(manuscript)
    signers, signed = signature(manuscript.body)
    fields = manuscript.fields
    return Head(
        issuer=_issuer(manuscript, above, signers),
        number=_number(manuscript, above),
        adopted_on=_adopted(history),
        approved_on=_first(history, ("批准",)),
        published_on=_first(above, PUBLISHING),
        signed_on=read_day(fields.get("成文日期", "")) or signed,
        history=history,
    )


def _notes(manuscript: Manuscript) -> list[str]:
    # An order that carries a regulation prints its title again, and its history in brackets below it.
    lines, own = manuscript.body[:NOTE_LINES], title_key(manuscript.title)
    return [
        line
        for before, line in pairwise(lines)
        if line.startswith(("（", "("))
        and VERB.search(line)
        and title_key(before)
        and title_key(before) in own
    ]


def _adopted_in_body(manuscript: Manuscript) -> tuple[Amended, ...]:
    # 《工作规则》已经2004年6月16日国务院第54次常务会议通过，现予印发。
    own = title_key(manuscript.title)
    for line in manuscript.body[:OPENING_LINES]:
        match = ADOPTED.match(line)
        if match and all(title_key(mark.title) in own for mark in marks(match[0])):
            (day,) = days_in(match["day"])
            body = "、".join(organs.acting(match["organ"]))
            return (Amended(day.day, "通过", body, match[0]),) if day.day else ()
    return ()


def steps(head: Sequence[str]) -> list[Amended]:
    """The steps that history lines report, in their printed order.

    >>> [(step.verb, step.body) for step in steps(("2014年11月24日 中华人民共和国国务院令第656号公布",))]
    [('公布', '国务院')]
    """
    merged = _merged([segment for line in _whole_lines(head) for segment in _segments(line)])
    found = [_step(segment, merged[place + 1 :]) for place, segment in enumerate(merged)]
    return [step for one in found for step in (one, *_in_force_at_once(one))]


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
        _segment(day.day, line[day.end : end], hidden[day.end : end])
        for day, end in zip(found, ends, strict=False)
        if day.day
    ]


def _segment(on: date, words: str, hidden: str) -> Segment:
    verbs = list(VERB.finditer(hidden))
    verb = verbs[-1] if verbs else None
    named = marks(words)
    return Segment(
        on,
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
            merged[-1] = Segment(on, words, segment.verb, segment.tail, segment.act)
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
        evidence=words,
        act=segment.act,
        number=number,
    )


def _first(history: Sequence[Amended], verbs: Sequence[str]) -> date | None:
    return next((step.on for step in history if step.verb in verbs), None)


def _adopted(history: Sequence[Amended]) -> date | None:
    adopting = [step for step in history if step.verb in ("通过", "修订通过")]
    if not adopting:
        return None
    first = adopting[0]
    joint = {first.body} if first.body else set()
    last = first.on
    for before, step in pairwise(adopting):
        # A joint instrument is adopted when the later of its organs has adopted it.
        if not step.body or step.body in joint or not _courts(before.body, step.body):
            break
        joint.add(step.body)
        last = max(last, step.on)
    return last


def _courts(*bodies: str) -> bool:
    return all(body.startswith("最高人民") for body in bodies)


def _number(manuscript: Manuscript, history: Sequence[Amended]) -> str:
    if printed := manuscript.fields.get("发文字号", "").strip():
        return printed
    # A wholesale revision under a new order bears that order's number.
    revised = [step.number for step in history if step.number and step.verb == "修订"]
    numbered = [step.number for step in history if step.number]
    return next(iter([*revised[-1:], *numbered[:1]]), "") or _number_line(manuscript.head)


def _number_line(head: Sequence[str]) -> str:
    for line in head:
        words = line.strip()
        if match := NUMBER_LINE.match(words):
            return match[0]
        if not days_in(words) and len(words) < LONGEST_NUMBER and (order := organs.order_number(words)):
            return order
    return ""


def _issuer(manuscript: Manuscript, history: Sequence[Amended], signers: tuple[str, ...]) -> tuple[str, ...]:
    fields = manuscript.fields
    if printed := (fields.get("发文机关") or fields.get("issuing_authority", "")).strip():
        return organs.listed(printed)
    found = (
        _by_order(history)
        or _by_adoption(history)
        or _by_verb(history, PUBLISHING)
        or _by_verb(history, ("批准", "修订", "印发"))
        or organs.in_title(manuscript.title)
        or signers
        or signature(manuscript.head)[0]
    )
    return tuple(organs.placed(organ, manuscript.title) for organ in found)


def _by_order(history: Sequence[Amended]) -> tuple[str, ...]:
    ordered = [step for step in history if "令" in step.number and step.body]
    return organs.listed(ordered[0].body) if ordered else ()


def _by_adoption(history: Sequence[Amended]) -> tuple[str, ...]:
    adopted = _by_verb(history, ("通过", "修订通过"))
    if adopted and adopted[0].startswith("最高人民"):
        both = [step.body for step in history if step.verb == "通过" and step.body.startswith("最高人民")]
        return tuple(dict.fromkeys(organ for body in both for organ in organs.listed(body)))
    return adopted


def _by_verb(history: Sequence[Amended], verbs: Sequence[str]) -> tuple[str, ...]:
    return next((organs.listed(step.body) for step in history if step.verb in verbs and step.body), ())


def signature(body: Sequence[str]) -> tuple[tuple[str, ...], date | None]:
    """The organs and the day that stand under a text (落款), from its last lines; else () and None."""
    lines = [line.strip(" \u3000") for line in body if line.strip(" \u3000")]
    for place in range(len(lines) - 1, max(0, len(lines) - LAST_LINES) - 1, -1):
        if DAY_ONLY.fullmatch(lines[place]) and (day := read_day(lines[place])):
            above = takewhile(bool, (organs.signing(line) for line in reversed(lines[:place])))
            return tuple(signer for line in reversed(list(above)) for signer in line), day
    return (), None
