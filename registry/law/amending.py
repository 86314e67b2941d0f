"""Amendments (修改): the instruments that a decision or 修正案 changes."""

import re
from collections.abc import Iterator

from registry.law.aliases import aliases
from registry.law.marks import VEIL, Mark, bare, marks
from registry.law.naming import limits, number_of
from registry.law.reader import Reader
from registry.law.sentences import NUMBERING, Sentence, unquoted
from registry.law.statements import Named
from registry.law.titles import title_key

AMENDING_TITLE = re.compile(r"修改|修正|补充|增加|调整|废止|清理")
TRIGGER = re.compile(r"修改|修正|补充|增加|删去|删除|修订|^[一二三四五六七八九十]{1,4}、《")
CHANGE = r"(?:修改|修正|补充(?!规定)|修订|调整)"
# 对《甲》(等二十七件)作如下修改
INTRODUCED = re.compile(
    rf"(?:对|将|就)(?P<named>[^。；：]{{0,2000}}?{VEIL}[^。；：]{{0,60}}?)(?:作|进行|予以)(?:出|了)?(?:了)?(?:如下|以下|下列|相应)?的?"
    rf"(?:(?:补充|增加)(?:、|和)?)?{CHANGE}"
)
# 一、修改《甲》
HEADED = re.compile(rf"{CHANGE}(?:如下：)?{VEIL}|{VEIL}{{3,400}}[：:]?$")
# 将《甲》第六条修改为; 《甲》第六条修改为; 删去《甲》第六条
WORDED = re.compile(
    rf"(?:将|对|在)?[^，。；□条款项]{{0,30}}{VEIL}{{3,400}}[^。；：]{{0,80}}?"
    r"(?:修改为|改为|删去|增加[^。；]{0,12}(?:款|项|条|章|节))"
    rf"|(?:删去|删除){VEIL}{{3,400}}(?:中|的)?第"
)
SUPPLEMENT = re.compile(r"^(?P<title>.{2,60}?)修正案(?:（[^（）]{1,12}）|\([^()]{1,12}\))?(?:（草案）)?$")
AGREED = re.compile(r"重新公布|重新编排|本决定自|相应修改|以外")


def amended(reader: Reader) -> tuple[Named, ...]:
    """The instruments that the text changes, in order; each once."""
    title = reader.title
    found = [*_by_title(title), *(_in_body(reader) if AMENDING_TITLE.search(title) else [])]
    if not found:
        found = [Named(mark.title, evidence=title) for mark in _of_title(title)]
    short = aliases(reader)
    once: dict[str, Named] = {}
    for named in found:
        key = title_key(named.title)
        if key not in short and key != title_key(title):
            once.setdefault(key, named)
    return tuple(once.values())


def _by_title(title: str) -> Iterator[Named]:
    # 中华人民共和国刑法修正案（七） names what it amends without title marks.
    if match := SUPPLEMENT.match(title):
        yield Named(match["title"], marked=False, evidence=title)


def _of_title(title: str) -> list[Mark]:
    place = re.search(rf"关于{CHANGE}", title)
    return marks(title) if place and title.rstrip("》").endswith(("决定", "决议", "通知", "令")) else []


def _in_body(reader: Reader) -> list[Named]:
    named: dict[bool, list[Named]] = {True: [], False: []}
    for sentence in reader.sentences(TRIGGER):
        words = bare(unquoted(sentence.text))
        if VEIL in words and not AGREED.search(words):
            introduced, changed = _changed(sentence, words)
            named[introduced] += [_named(sentence, mark) for mark in changed]
    # Once a text has said what it amends, wording outside its numbered items names it only in passing.
    return named[True] or named[False]


def _named(sentence: Sentence, mark: Mark) -> Named:
    articles, part = limits(sentence.text, mark.end)
    number = number_of(sentence.text, mark, "")
    return Named(mark.title, number, articles=articles, part=part, evidence=sentence.text)


def _changed(sentence: Sentence, words: str) -> tuple[bool, list[Mark]]:
    named = marks(sentence.text)
    if match := INTRODUCED.search(words):
        start, end = match.span("named")
        basis = max(words.rfind("根据", start, end), words.rfind("依照", start, end))
        return True, [
            mark for mark in named if start <= mark.start and mark.end <= end and mark.start > basis
        ]
    plain = NUMBERING.match(words)
    if plain and HEADED.match(words, plain.end()):
        return True, named[:1]
    if plain and WORDED.match(words, plain.end()):
        return plain.end() > 0, named[:1]
    return False, []
