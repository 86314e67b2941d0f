"""Last days (有效期): the term that a text sets to itself; a licence's term is none of its business."""

import re
from dataclasses import replace
from datetime import date, timedelta

from registry.law.days import days_in
from registry.law.marks import bare
from registry.law.numerals import value
from registry.law.reader import Reader
from registry.law.sentences import NUMBERING, Sentence, unquoted
from registry.law.statements import Effective, EffectRule, Expiry

TERM = r"(?:有效期限?|施行期限?|实施期限?|执行期限?|试行期限?|适用期限?)"
TRIGGER = re.compile(rf"{TERM}|(?:施行|实施|执行|试行|有效|生效)[^。；]{{0,12}}(?:至|到)")
PERIOD = re.compile(
    rf"{TERM}(?:限)?(?:暂定)?(?:为|是|定为|共|：)?[\s\u3000]{{0,2}}"
    r"(?P<count>[0-9０-９]{1,2}|[一二两三四五六七八九十]{1,3})[\s\u3000]{0,2}(?:个)?(?P<unit>年|月)"
)
TRIED = re.compile(
    r"(?:试行|施行|实施)(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个)?(?P<unit>年|月)"
)
THROUGH = re.compile(
    rf"(?:{TERM}(?:限)?(?:截止|截至)?(?:为|是)?(?:自[^，。；]{{1,24}})?|施行|实施|执行|试行|有效)[，,]?(?:截止|截至)?(?:到|至)$"
)
# 有效期三年，自2023年4月1日至2026年3月31日
RANGE = re.compile(rf"{TERM}[^。；]{{0,12}}[，,（(]?自[^，。；]{{6,24}}日起?[，,]?(?:至|到)$")
OWN = re.compile(r"本(?:[\u4e00-\u9fff（）()]{1,12}?)(?:自|的?有效|试行|施行|实施|执行|有效)")
# The next sentence begins here or behind one line feed.
NEXT = 2
UNITS = {"年": "Y", "月": "M"}
YEARS = re.compile(r"P(?P<count>[1-9][0-9]?)Y")
TWO = str.maketrans("两０１２３４５６７８９", "二0123456789")


def expiry(reader: Reader, effective: Effective | None) -> Expiry | None:
    """The text's own last day or period; None when it sets none."""
    for sentence in reader.sentences(TRIGGER):
        if sentence.passage.annexed or not _about_itself(sentence, effective):
            continue
        words = bare(unquoted(sentence.text))
        for day in days_in(words):
            if day.day and (THROUGH.search(words[: day.start]) or RANGE.search(words[: day.start])):
                return Expiry(day.day, "", sentence.text)
        if match := PERIOD.search(words) or (TRIED.search(words) if "自" in words else None):
            return _for_period(match, sentence, effective)
    return None


def _about_itself(sentence: Sentence, effective: Effective | None) -> bool:
    # 本办法自…起施行，有效期五年: in the sentence that says when the text begins, or right behind it.
    if effective and effective.evidence == sentence.text:
        return True
    words = NUMBERING.sub("", bare(unquoted(sentence.text)), count=1)
    if OWN.match(words):
        return True
    if effective is None or effective.rule is EffectRule.HEADER or not words.startswith("有效期"):
        return False
    return 0 <= sentence.start - effective.start - len(effective.evidence) <= NEXT


def _for_period(match: re.Match[str], sentence: Sentence, effective: Effective | None) -> Expiry:
    count = value(match["count"].translate(TWO))
    stated = Expiry(None, f"P{count}{UNITS[match['unit']]}", sentence.text)
    return reckoned(stated, effective.on if effective else None)


def reckoned(stated: Expiry, begins_on: date | None) -> Expiry:
    """The term with its last day, where it is printed in years and its first day is known.

    >>> reckoned(Expiry(None, "P5Y", ""), date(2023, 5, 1)).through.isoformat()
    '2028-04-30'
    """
    match = YEARS.fullmatch(stated.period)
    if stated.through or begins_on is None or match is None:
        return stated
    return replace(stated, through=_years_on(begins_on, int(match["count"])) - timedelta(days=1))


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # A term that began on February 29 runs out with February 28 (民法典 art. 202).
        return date(day.year + years, 3, 1)
