"""Repeals (废止): the instruments that a text itself ends, by name.

`废止` is often not an act: history in brackets (2017年10月1日废止), rules about law-making
(修改或者废止), classes without a name (凡与本规定不一致的同时废止), conflicts (不一致的，以本条例为准),
standards (该地方标准即行废止). Only a name in title marks, or a line of a list that the text announces,
is ended here.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from registry.law.days import days_in
from registry.law.docnumber import find
from registry.law.effect import RULES, resolved
from registry.law.marks import VEIL, Mark, bare, marks, veiled
from registry.law.naming import limits, number_of, qualifier_of
from registry.law.reader import Reader
from registry.law.repeal_lists import annexed, listed
from registry.law.sentences import Sentence, unquoted
from registry.law.statements import Amended, EffectRule, Named, Statements

TRIGGER = re.compile(
    r"废止|失效|停止执行|停止施行|停止实施|终止执行|终止施行|不再执行|不再适用|不再施行|不再实施|不再有效|失去效力"
)
ENDING = rf"(?:{TRIGGER.pattern})"
# 《甲》和《乙》(自…起)同时废止。 What is said after the names must be the deed and nothing else.
BEHIND = re.compile(
    rf"(?P<how>(?:同时|即[行时予告]?|立即|自行|自然|均|都|皆|一律|一并|相应|随之|随即|也|亦|"
    r"应当?|全部|届时|予以?|宣布|而|被|，|,"
    rf"|自[^，。；□]{{0,30}}?(?:之日|日|时)?起|从[^，。；□]{{0,24}}起|于[^，。；□]{{4,16}}日){{0,5}}){ENDING}(?P<end>[^，。；：、]?)"
)
# 废止《甲》; 同时废止下列文件：
AHEAD = re.compile(
    r"(?P<before>^|[，。；：、]|同时|决定|现将?|予以|并|一律|宣布|相应|起)"
    r"(?P<verb>废止|(?:宣布)?失效|(?:停止|终止|不再)(?:执行|施行))"
    r"(?P<gap>[^，。；：□]{0,80}(?:[、，][^，。；：□]{2,60}){0,3})(?=□)"
)
# 对自贸试验区内的企业，不再执行《甲》: it holds for everybody else.
NOT_CARRIED_OUT = ("执行", "施行")
FOR_SOME = re.compile(r"(?:对|在)[^。；]{2,120}$")
NOT_LONGER_APPLIED = re.compile(r"不再适用[^，。；：□]{0,10}(?=□)")
LISTED = re.compile(
    rf"(?:下列|以下|如下)[^。：]{{0,100}}(?:文件|法律|法规|规章|条例|规定|决定|办法|通知|解释|公告|意见)[^。：]{{0,100}}{ENDING}"
    rf"|{ENDING}[^。：]{{0,20}}(?:下列|以下|如下)[^。：]{{0,60}}(?:文件|法律|法规|规章|条例|规定|决定|办法|通知|解释|公告|意见)"
)
OVER = re.compile(
    r"(?:已经?|业经|早已|未|拟|曾)[^，。；]{0,12}$|(?:修改|修订|变更|制定|撤销|暂停|解释)(?:、|或者?|和|及)$"
)
AFTERWARDS = re.compile(r"^(?:前|后|之日|之前|之后|的|或|和|、|及|日期|时间|程序|工作|情况|以前|以后|期间)")
# What may stand behind a name that is ended; anything else makes it part of something longer.
SEPARATED = re.compile(
    rf"(?:{VEIL}{{1,400}})?[\s\u3000]{{0,2}}(?:$|[，。；、,;：:]|[一二两三四五六七八九十0-9]{{1,3}}[件部个项]|和|以及|及|与|或|并|等|同时|即|自|从|于|均|都|一|也|亦|相应|随|立"
    rf"|予|宣布|停止|终止|废止|失效|不再|失去|全部|届时|中|第|附件|的(?:有关|相关|规定|部分|第|内容|条款|附件)|有关|规定|应)"
)
HISTORY = re.compile(
    rf"(?:{VEIL}{{1,400}})?[\s\u3000]{{0,2}}(?:第[一二三四五六七八九十]{{1,3}}次)?(?:修正|修订|修改|通过|批准|制定|规定的|不一致|相抵触|不符)"
)
BASED = re.compile(
    r"(?:根据|依据|依照|按照|遵照|参照|(?<!停止)(?<!终止)(?<!不再)执行|违反|符合|纳入|并入|与)$"
)
PAPERS = re.compile(r"(?:证|证书|执照|许可证|通知书|决定书|申请书|表|单|簿|卡|报|公报|日报)$")
CLAUSE = re.compile(r"[。；;]|(?:施行|实施|生效|实行|执行)[，,]")
OWN_DAY = re.compile(r"自(?:本[\u4e00-\u9fff]{1,8}?)?(?P<event>公布|发布|颁布|印发|通过|批准|签署)之日起")
IN_FORCE = re.compile(
    r"起?(?:正式)?(?:施行|实施|生效|执行|试行|实行)|(?:公布|发布|颁布|通过|批准|印发|修订|修正|制定)"
)
# What may stand between a number that is ended and the next one, or the deed.
BY_NUMBER = re.compile(r"(?:文件?|通知|同时)?(?:[、，和及与]|$|同时)")


def repealed(reader: Reader, head: Statements) -> tuple[Named, ...]:
    """The instruments that the text repeals, declares lapsed or no longer applies, in order."""
    found: list[Named] = []
    for sentence in reader.sentences(TRIGGER):
        words = bare(unquoted(sentence.text))
        if VEIL in words:
            found += _behind(sentence, words, head.history)
            found += _ahead(sentence, words, head.history)
        if LISTED.search(words):
            found += listed(reader, sentence)
        found += _by_number(sentence, words, head.history)
    found += annexed(reader)
    seen: dict[tuple[object, ...], Named] = {}
    for named in found:
        key = (named.title, named.number, named.qualifier, named.articles, named.part)
        seen.setdefault(key, named)
    return tuple(seen.values())


def _behind(sentence: Sentence, words: str, history: Sequence[Amended]) -> Iterator[Named]:
    for deed in BEHIND.finditer(words):
        if AFTERWARDS.match(deed["end"]) or OVER.search(words[: deed.start()]):
            continue
        start = _clause_start(words, deed.start())
        clause = [mark for mark in marks(sentence.text) if start <= mark.start and mark.end <= deed.start()]
        ended = [mark for mark in clause if _is_ended(words, mark)]
        if not ended or _is_interrupted(words, clause):
            continue
        on = _day_of(words[start : deed.end()], history)
        yield from _named(sentence, start, ended, on)


def _ahead(sentence: Sentence, words: str, history: Sequence[Amended]) -> Iterator[Named]:
    for deed in (*AHEAD.finditer(words), *NOT_LONGER_APPLIED.finditer(words)):
        if OVER.search(words[: deed.start() + len(deed[0]) - len(deed[0].lstrip("、，"))]):
            continue
        if deed[0].endswith(NOT_CARRIED_OUT) and FOR_SOME.search(words[: deed.start()]):
            continue
        stop = CLAUSE.search(words, deed.end())
        end = stop.start() if stop else len(words)
        clause = [mark for mark in marks(sentence.text) if deed.end() <= mark.start and mark.end <= end]
        ended = [mark for mark in clause if _is_ended(words, mark)]
        start = deed.start("gap") if "gap" in deed.re.groupindex else deed.end()
        on = _day_of(words[_clause_start(words, deed.start()) : deed.start() + 1], history)
        yield from _named(sentence, start, ended, on)


def _clause_start(words: str, place: int) -> int:
    return max((stop.end() for stop in CLAUSE.finditer(words, 0, place)), default=0)


def _is_ended(words: str, mark: Mark) -> bool:
    if HISTORY.match(words, mark.end) or BASED.search(words[: mark.start]):
        return False
    return bool(SEPARATED.match(words, mark.end)) and not PAPERS.search(mark.title)


def _is_interrupted(words: str, clause: list[Mark]) -> bool:
    # 在《甲》、《乙》下，对…企业不再执行: what stands next to the deed is not these names.
    last = next((mark for mark in reversed(clause) if not HISTORY.match(words, mark.end)), None)
    return last is None or not SEPARATED.match(words, last.end)


def _named(sentence: Sentence, start: int, ended: list[Mark], on: date | None) -> Iterator[Named]:
    for mark in ended:
        before = max((other.end for other in ended if other.end <= mark.start), default=start)
        qualifier = qualifier_of(sentence.text[before : mark.start])
        articles, part = limits(sentence.text, mark.end)
        yield Named(
            mark.title,
            number=number_of(sentence.text, mark, qualifier),
            articles=articles,
            part=part,
            qualifier=qualifier,
            on=on,
            evidence=sentence.text,
        )


def _day_of(words: str, history: Sequence[Amended]) -> date | None:
    if match := OWN_DAY.search(words):
        return resolved(RULES[match["event"]], tuple(history))
    for day in days_in(words):
        since = words[: day.start].endswith(("自", "从", "于"))
        if since and not IN_FORCE.match(words, day.end):
            return day.day
    return None


def _by_number(sentence: Sentence, words: str, history: Sequence[Amended]) -> Iterator[Named]:
    # 原浙环发〔2015〕21号文件同时废止: named by nothing but its number.
    if "号" not in words:
        return
    plain = veiled(unquoted(sentence.text), marks(sentence.text))
    for deed in BEHIND.finditer(words):
        start = _clause_start(words, deed.start())
        clause = plain[start : deed.start()]
        found = find(clause)
        if AFTERWARDS.match(deed["end"]) or OVER.search(words[: deed.start()]) or not found:
            continue
        numbers = [
            one for one in found if BY_NUMBER.match(clause, one.end) and not _bracketed(clause, one.start)
        ]
        on = _day_of(words[start : deed.end()], history)
        for one in numbers:
            yield Named(one.raw, one.raw, marked=False, on=on, evidence=sentence.text)


def _bracketed(clause: str, start: int) -> bool:
    # A number in brackets behind a name belongs to the name.
    return clause[:start].rstrip().endswith(("（", "("))


def rule_of_day(evidence: str) -> EffectRule | None:
    """The rule by which a sentence dates its repeals (自本通知印发之日起), where it does so itself."""
    match = OWN_DAY.search(bare(unquoted(evidence)))
    return RULES[match["event"]] if match else None
