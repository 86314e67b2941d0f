"""Doubts (疑点) about a text itself: what is odd in it is reported, never silently corrected."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from base.unprintable import UNPRINTABLE
from registry.intake.parsed import Doubt, Parsed
from registry.law.days import days_in, printed
from registry.law.manuscript import Manuscript
from registry.law.reading import gaps

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
AROUND = 6
DATED = re.compile("施行|公布|发布|通过|批准|废止|失效|有效期|修正|修订|印发")
# A day that is off its calendar matters where the law counts from it; body lines without such a word
# (tables of cases, examples) are left alone.
LONGEST_LINE = 2_000
# 公布 follows 通过 within weeks: only a file dated later than that tells of an unrecorded change.
USUAL_DELAY = timedelta(days=90)
# What no history line ends with, unless the next one goes on from there.
CUT_OFF = re.compile(r"(?:根据|《|第|的|关于|年|月|、|，|,)$")
GOES_ON = re.compile(r"[\s\u3000]{0,8}[0-9０-９一二〇○《]")


def text_doubts(text: str, source: Manuscript, parsed: Parsed) -> tuple[Doubt, ...]:
    """Everything doubtful about a text as such."""
    return (
        *odd_characters(text),
        *impossible_days(source),
        *order_of_days(parsed),
        *history(source, parsed),
        *numbering(parsed),
    )


def odd_characters(text: str) -> Iterator[Doubt]:
    """Private-use characters, which stand for something lost, controls, and what cannot be seen."""
    lost = PRIVATE.findall(text)
    if lost:
        place = text.index(lost[0])
        near = text[max(0, place - AROUND) : place + AROUND].replace("\n", " ")
        yield Doubt(
            "private-use", "正文", f"有{len(lost)}个专用区字符，原字符已丢失，如“{near}”", "照原样保存"
        )
    controls = UNPRINTABLE.findall(text)
    if controls:
        yield Doubt("control", "正文", f"有{len(controls)}个控制字符，网页不能显示", "略去；原件照原样保存")
    hidden = INVISIBLE.findall(text.removeprefix("\ufeff"))
    if hidden:
        yield Doubt("zero-width", "正文", f"有{len(hidden)}个不可见字符", "照原样保存，匹配时忽略")


def impossible_days(source: Manuscript) -> Iterator[Doubt]:
    """Days that no calendar has, where the law counts from them."""
    lines = [*source.head, *(line for line in source.body if len(line) < LONGEST_LINE and DATED.search(line))]
    for line in lines:
        for found in days_in(line):
            if found.day is None:
                yield Doubt("impossible-date", "日期", f"“{found.raw}”不是可能的日期", "不据以认定任何日期")
    for name in ("成文日期", "发布日期"):
        printed_as = source.fields.get(name, "")
        if any(found.day is None for found in days_in(printed_as)):
            yield Doubt("impossible-date", name, f"“{printed_as}”不是可能的日期", "视为未载明")


def order_of_days(parsed: Parsed) -> Iterator[Doubt]:
    """Effect before the making of the text, an effect without a day, and no word of effect at all."""
    effective = parsed.statements.effective
    if effective is None:
        yield Doubt("no-effect", "施行日期", "正文未载明施行日期", "不推定施行日期")
        return
    if effective.on is None:
        wrong = f"“{effective.evidence[:80]}”，正文没有可据以推算的日期"
        yield Doubt("effect-without-day", "施行日期", wrong, "施行日期留空")
        return
    first = _made_on(parsed)
    if first and effective.on < first:
        wrong = f"施行日期{printed(effective.on)}早于通过或公布日期{printed(first)}"
        yield Doubt("effect-before-publication", "施行日期", wrong, "照原文记录")


def _made_on(parsed: Parsed) -> date | None:
    # After an amendment the text still states its original day: only the first steps of its history,
    # and never the day of a web posting, are held against it.
    steps = [line.on for line in parsed.statements.history if not line.changes_text]
    made = [day for day in (parsed.adopted_on, parsed.published_on) if day and not parsed.web_posted_on]
    return min([*steps, *made], default=None)


def history(source: Manuscript, parsed: Parsed) -> Iterator[Doubt]:
    """History lines that break off, and a file dated later than anything its history tells."""
    for line, following in pairwise((*source.head, "")):
        if CUT_OFF.search(line.strip().rstrip("）) 　")) and not GOES_ON.match(following):
            yield Doubt("history-cut-off", "题注", f"题注不完整：“{line.strip()[-40:]}”", "只采用完整的部分")
    told = [line.on for line in parsed.statements.history]
    if told and parsed.dated_on and parsed.dated_on > max(told) + USUAL_DELAY:
        wrong = f"文件日期{printed(parsed.dated_on)}，题注只记到{printed(max(told))}"
        yield Doubt("history-short", "题注", wrong, "版本日期以文件日期为准，不补记修改")


def numbering(parsed: Parsed) -> Iterator[Doubt]:
    """Articles whose numbers are skipped."""
    missing = gaps(parsed.provisions)
    if missing:
        yield Doubt("article-gap", "条文序号", f"缺{'、'.join(missing[:10])}", "照原文序号")
    if not parsed.provisions:
        yield Doubt("no-text", "正文", "没有正文", "只登记标题")
