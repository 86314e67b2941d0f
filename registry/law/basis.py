"""The basis (依据): what a text says it is made under, or to carry out."""

import re
from collections.abc import Iterator

from registry.law.marks import VEIL, Mark, bare, marks
from registry.law.naming import limits, names_one, number_of
from registry.law.reader import Reader
from registry.law.sentences import Sentence, unquoted
from registry.law.statements import Named
from registry.law.titles import title_key

TRIGGER = re.compile(r"根据|依据|依照|按照|遵照|实施|贯彻|执行|落实|施行")
ENACTING = re.compile(
    r"(?:特|现)?(?:制定|制订|订立|规定|颁布|颁发)(?:了)?(?:本(?!地|单位|市|县|区|部门|企业|行业|系统|级|校|院|机构)|如下|以下|下列|此|《)|作(?:出)?(?:如下|以下|下列)|(?:解释|规定|批复|决定|通知|通告|公告|答复|复函|"
    r"意见|安排|补充|修改|说明|办法|要求|罪名|方案|命令|决议|函复|措施)(?:如下|：|:)|提出(?:以下|如下)|特作|特制定|决定对|决定修改|决定："
)
UNDER = re.compile(r"根据|依据|依照|按照|遵照")
# 各地要按照《甲》的规定制定方案: what others are told to go by is not what this text rests on.
ORDERED = re.compile(r"(?:要|应|应当|须|必须|可|可以|将|严格|均|不得|不|应该|负责|认真|继续|坚持)$")
# What ends the list of names: the deed itself, or what the deed is about.
OVER = re.compile(
    r"，(?:现|特|并)?(?:就|对|将)|制定|制订|[，、](?:参照|借鉴|结合)|，(?:为|经)|现(?:就|对|将)|(?:决定|决议)对"
)
CARRYING_OUT = re.compile(
    rf"为[^。；]{{0,200}}?(?:实施|施行|执行|落实|贯彻)[^，。；□]{{0,12}}(?:{VEIL}+[、和及与，]{{0,2}}){{1,12}}"
    rf"|为[^。；□]{{0,30}}(?:保证|保障|推动|推进|促进|确保)(?:{VEIL}+[、和及与]{{0,2}}){{1,6}}[^，。；]{{0,14}}(?:实施|施行|执行|贯彻)"
)
UNMARKED = re.compile(
    r"(?:中华人民共和国)?[\u4e00-\u9fff]{1,24}?(?:宪法|法典|法|条例)(?=[、和及与以等的第，]|$)"
)
NOT_NAMES = ("法律", "立法", "办法", "方法", "依法", "做法", "司法", "执法", "国法", "合法", "用法")
FIRST_LINES = 14
FIRST_ARTICLE = re.compile(
    r"[\s\u3000]{0,8}第[一1]条[\s\u3000]{1,4}(?:为.{4,400}?[，,](?:根据|依据|依照|按照)|(?:根据|依据|依照)《.{4,600}本(?:办法|条例|规定|细则|规则))"
)
SECOND_ARTICLE = re.compile(r"[\s\u3000]{0,8}第(?:二|2)条(?=[\s\u3000])")


def basis(reader: Reader) -> tuple[Named, ...]:
    """The instruments that the enacting sentence names as its basis; each once."""
    once: dict[str, Named] = {}
    for sentence in _enacting(reader):
        for named in (*_under(sentence), *_carried_out(sentence)):
            once.setdefault(title_key(named.title), named)
    return tuple(once.values())


def _enacting(reader: Reader) -> Iterator[Sentence]:
    first = {id(passage) for passage in _opening(reader)}
    for sentence in reader.sentences(TRIGGER):
        if id(sentence.passage) in first and _enacts(sentence):
            yield sentence


def _enacts(sentence: Sentence) -> bool:
    words = unquoted(sentence.text)
    if ENACTING.search(words) or words.endswith(("：", ":")):
        return True
    # A first article that breaks off, or that says what it applies to: 根据《甲法》，…适用本办法。
    return bool(FIRST_ARTICLE.match(words))


def _opening(reader: Reader) -> Iterator[object]:
    for passage in reader.passages[:FIRST_LINES]:
        if SECOND_ARTICLE.match(passage.text):
            return
        yield passage


def _under(sentence: Sentence) -> Iterator[Named]:
    words = bare(sentence.text)
    named = marks(sentence.text)
    for under in UNDER.finditer(words):
        if ORDERED.search(words[: under.start()]):
            continue
        stop = OVER.search(words, under.end())
        end = stop.start() if stop else len(words)
        for mark in named:
            if sentence.text[: mark.start].endswith("称") or not names_one(mark.title):
                continue
            if under.end() <= mark.start < end and not _passed_over(words, under.end(), mark):
                yield _one(sentence, mark)
        if match := UNMARKED.match(words, under.end(), end):
            yield from _unmarked(sentence, match)


def _passed_over(words: str, start: int, mark: Mark) -> bool:
    # 根据甲，为了实施乙: another clause with a verb of its own lies between.
    return bool(re.search(r"[。；]|为了|加强|规范", words[start : mark.start]))


def _unmarked(sentence: Sentence, match: re.Match[str]) -> Iterator[Named]:
    # 共和国 is one word: 中华人民共和国宪法.
    for name in re.split(r"、|(?<!共)和|及", match[0]):
        if name.endswith(("法", "法典", "条例")) and not name.endswith(NOT_NAMES) and "本" not in name:
            yield Named(name, marked=False, evidence=sentence.text)


def _carried_out(sentence: Sentence) -> Iterator[Named]:
    words = bare(sentence.text)
    for match in CARRYING_OUT.finditer(words):
        for mark in marks(sentence.text):
            if match.start() <= mark.start and mark.end <= match.end():
                yield _one(sentence, mark, implements=True)


def _one(sentence: Sentence, mark: Mark, *, implements: bool = False) -> Named:
    articles, _ = limits(sentence.text, mark.end)
    number = number_of(sentence.text, mark, "")
    return Named(mark.title, number, articles=articles, implements=implements, evidence=sentence.text)
