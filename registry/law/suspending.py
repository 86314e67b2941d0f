"""Suspensions (暂时调整实施、停止执行): provisions that a text suspends, and where."""

import re

from registry.law.marks import Mark, bare, marks
from registry.law.reader import Reader
from registry.law.sentences import NUMERAL, Sentence
from registry.law.since import day_since
from registry.law.statements import Named

# How far behind the deed a name may stand and still be its object.
NEAR = 200
TRIGGER = re.compile(r"暂时(?:调整|停止|暂停)|暂停(?:实施|执行|适用|施行)|停止(?:实施|适用)")
VERB = re.compile(
    r"暂时(?:调整|停止|暂停)(?:实施|适用|执行|施行)|暂停(?:实施|执行|适用|施行)|停止(?:实施|适用)"
)
ARTICLES = re.compile(rf"(?:第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?[、和及与，]{{0,2}}){{1,20}}")
AREA = re.compile(r"在(?P<area>[\u4e00-\u9fff（）()、]{2,60}?)(?:内|范围内)?(?=暂时|暂停|停止)")


def suspended(reader: Reader) -> tuple[Named, ...]:
    """The instruments, or their provisions, that the text suspends (never a repeal, never an amendment)."""
    found = [named for sentence in reader.sentences(TRIGGER) for named in _in(sentence)]
    return tuple({(named.title, named.articles): named for named in reversed(found)}.values())[::-1]


def _in(sentence: Sentence) -> list[Named]:
    words = bare(sentence.text)
    verb = VERB.search(words)
    if not verb or "□" not in words:
        return []
    area = AREA.search(sentence.text)
    place = area["area"] if area else ""
    named = [mark for mark in marks(sentence.text) if mark.start >= verb.end()]
    return [_named(sentence, mark, place) for mark in named if mark.start - verb.end() <= NEAR]


def _named(sentence: Sentence, mark: Mark, area: str) -> Named:
    match = ARTICLES.match(sentence.text, mark.end)
    articles = re.findall(rf"第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?", match[0]) if match else []
    return Named(
        mark.title,
        articles=tuple(articles),
        area=area,
        on=day_since(sentence.text[: mark.start]),
        evidence=sentence.text,
    )
