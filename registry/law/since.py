"""From which day (起始日) a deed to another instrument takes effect, where the text itself says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from registry.law.days import days_in
from registry.law.reader import Reader
from registry.law.statements import Named

# A clean-up notice lists its documents first and says for all of them when they end:
# 上述文件自2023年4月24日起不再作为行政管理的依据.
TOGETHER = re.compile(r"(?:上述|以上|前述|所列)[\u4e00-\u9fff、（）]{0,16}(?=[自从])")
ENDING = re.compile(
    r"起[，]?(?:一律|即行|同时)?(?:停止执行|不再执行|不再适用|不再作为[^。；]{0,16}依据|失效|废止)"
)
SPAN = 80


def day_since(words: str) -> date | None:
    """The day that stands in 自…起 or 从…起.

    >>> day_since("决定自2026年8月25日起暂停执行《甲办法》").isoformat()
    '2026-08-25'
    """
    for found in days_in(words):
        if words[: found.start].endswith(("自", "从")) and words[found.end :].lstrip().startswith("起"):
            return found.day
    return None


def dated_together(reader: Reader, repealed: Sequence[Named]) -> tuple[Named, ...]:
    """The repealed instruments, with the day that one sentence gives for all that are listed."""
    if not repealed or all(named.on for named in repealed):
        return tuple(repealed)
    for sentence in reader.sentences(TOGETHER):
        match = TOGETHER.search(sentence.text)
        words = sentence.text[match.end() : match.end() + SPAN] if match else ""
        day = day_since(words) if ENDING.search(words) else None
        if day:
            return tuple(named if named.on else replace(named, on=day) for named in repealed)
    return tuple(repealed)
