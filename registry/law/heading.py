"""The head of a text (题注、版头、落款): its history, issuer, own number and days."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise, takewhile

from registry.law import organs
from registry.law.days import days_in, read_day
from registry.law.docnumber import find
from registry.law.history import PUBLISHING, VERB, steps, wholesale
from registry.law.manuscript import Manuscript
from registry.law.marks import marks
from registry.law.statements import Amended, Statements
from registry.law.titles import title_key

DAY = r"[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
DAY_ONLY = re.compile(r"[\s\u3000]{0,40}[0-9〇○零Ｏ一二三四五六七八九十年月日 ]{7,20}[\s\u3000]{0,40}")
ADOPTED = re.compile(
    rf"(?:《.{{1,120}}》)?(?:业?已)?(?:经|于){{0,2}}(?P<day>{DAY})(?:召开的|，)?(?:经?由)?"
    r"(?P<organ>[\u4e00-\u9fff0-9（）、]{4,60}会议)(?:审议|讨论|修订){0,2}通过(?=，?(?:。|现予|现将|自))"
)
OPENING_LINES = 8
LAST_LINES = 12
LONGEST_NUMBER = 60
NOTE_LINES = 24


def read(manuscript: Manuscript) -> Statements:
    """What the head, the metadata block and the signature of a manuscript say; nothing else is set."""
    above = tuple(steps(manuscript.head))
    history = above + tuple(steps(_notes(manuscript)))
    if not _adopted(history):
        history += _adopted_in_body(manuscript)
    signers, signed = signature(manuscript.body)
    fields = manuscript.fields
    return Statements(
        issuer=_issuer(manuscript, above, signers),
        number=_number(manuscript, above),
        adopted_on=_adopted(history),
        approved_on=_first(history, ("批准",)),
        published_on=_published(above),
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


def _first(history: Sequence[Amended], verbs: Sequence[str]) -> date | None:
    return next((step.on for step in history if step.verb in verbs), None)


def _published(history: Sequence[Amended]) -> date | None:
    # A wholesale revision is published anew: that publication is this text's, the first one its forerunner's.
    revised = [place for place, step in enumerate(history) if wholesale(step)]
    return (_first(history[revised[-1] :], PUBLISHING) if revised else None) or _first(history, PUBLISHING)


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
    return _counted(history) or _number_line(manuscript.head)


def _counted(history: Sequence[Amended]) -> str:
    # A wholesale revision under a new order bears that order's number.
    number, revised = "", False
    for step in history:
        revised = revised or wholesale(step)
        if step.number and (not number or (revised and step.verb in (*PUBLISHING, "修订"))):
            number, revised = step.number, False
    return number


def _number_line(head: Sequence[str]) -> str:
    # A line that is a number, or one short line with a number in it and no history.
    for line in head:
        words = line.strip()
        if len(words) < LONGEST_NUMBER and not days_in(words) and (found := find(words)):
            return organs.order_number(words) or found[0].raw
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
