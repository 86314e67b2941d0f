"""What stands in the way of publishing an outcome (采纳情况公布规则): every comment has its reasoned answer.

Sources: 《重大行政决策程序暂行条例》 arts. 15, 18, 28, 29 and 32, 《规章制定程序条例》 art. 18,
《个人信息保护法》 art. 25. No statute names a form or a day: what goes beyond them is the house's own rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from registry.consultations.rules.reasons import LEAST_WORDS, says_something, says_where
from registry.consultations.rules.terms import Verdict, Voice
from registry.law.personal import personal_data

DECISIONS = "《重大行政决策程序暂行条例》"
RULES_OF_RULES = "《规章制定程序条例》"
PERSONAL = "《个人信息保护法》"
HOUSE = "本机关规定"
NO_COMMENTS = "征求意见期间未收到意见。"
NAMED = 5


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """One rule of publishing an outcome (采纳情况规则): its id, its words, its source."""

    id: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as the rules see it: whose it is, and whether it stands in a row."""

    id: int
    voice: Voice
    answered: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of the outcome as the rules see it; `names_person` where it tells who commented."""

    id: int
    position: int
    summary: str
    verdict: Verdict | None
    reason: str
    eids: tuple[str, ...] = ()
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """The outcome as it stands: comments that were not taken back, the rows that answer them, the summary.

    `known` are the provisions of the draft's editions; `ends_before` is the first day after the period.
    """

    comments: tuple[Said, ...] = ()
    answers: tuple[Answer, ...] = ()
    overview: str = ""
    known: frozenset[str] = frozenset()
    ends_before: date | None = None
    as_of: date = field(default=date.max)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A rule that is not kept yet, and the sentence that says where; `rows` are the outcomes it is about."""

    rule: OutcomeRule
    sentence: str
    rows: tuple[int, ...] = ()


AFTER_PERIOD = OutcomeRule("O01", "征求意见期满后才公布采纳情况", f"{DECISIONS}第十五条")
EVERY_PUBLIC = OutcomeRule(
    "O02", "每一条公众意见都有答复", f"{DECISIONS}第十八条、第二十九条第二项；{RULES_OF_RULES}第十八条"
)
EVERY_EXPERT = OutcomeRule("O03", "每一条专家论证意见都有答复", f"{DECISIONS}第二十九条第三项")
EVERY_LEGALITY = OutcomeRule(
    "O04", "每一条合法性审查意见都有答复", f"{DECISIONS}第二十八条、第二十九条第五项"
)
EVERY_COMPETITION = OutcomeRule("O05", "每一条公平竞争审查意见都有答复", f"{DECISIONS}第二十九条第一项")
EVERY_VERDICT = OutcomeRule("O06", "每一条答复都写明采纳、部分采纳或者未采纳", f"{DECISIONS}第三十二条")
EVERY_REASON = OutcomeRule("O07", "每一条答复都写明具体理由，采纳的也不例外", HOUSE)
EVERY_PLACE = OutcomeRule("O08", "采纳、部分采纳的写明采纳到哪一条", HOUSE)
EVERY_SUMMARY = OutcomeRule("O09", "每一条答复都写明意见内容", HOUSE)
NO_PERSON = OutcomeRule("O10", "公布的内容不得含有意见人的个人信息", f"{PERSONAL}第二十五条")
KNOWN_PLACES = OutcomeRule("O11", "所列条款在征求意见稿中能够找到", HOUSE)
RULES = (
    AFTER_PERIOD,
    EVERY_PUBLIC,
    EVERY_EXPERT,
    EVERY_LEGALITY,
    EVERY_COMPETITION,
    EVERY_VERDICT,
    EVERY_REASON,
    EVERY_PLACE,
    EVERY_SUMMARY,
    NO_PERSON,
    KNOWN_PLACES,
)
VOICES = {
    Voice.PUBLIC: EVERY_PUBLIC,
    Voice.EXPERT: EVERY_EXPERT,
    Voice.LEGALITY: EVERY_LEGALITY,
    Voice.FAIR_COMPETITION: EVERY_COMPETITION,
}
TAKEN_UP = frozenset({Verdict.ADOPTED, Verdict.PARTLY})


def hindrances(work: Work) -> tuple[Hindrance, ...]:
    """Everything that keeps the outcome from being published, by rule; empty where it may be.

    >>> hindrances(Work())
    ()
    >>> [each.sentence for each in hindrances(Work((Said(1, Voice.PUBLIC, False),)))]
    ['还有 1 条公众意见未答复']
    """
    return (*_early(work), *_unanswered(work), *_rows(work), *_persons(work))


def unanswered(work: Work) -> int:
    """How many comments stand in no row, or in one that is not decided (未答复意见数)."""
    return sum(not each.answered for each in work.comments)


def faults_of(answer: Answer, known: frozenset[str] = frozenset()) -> tuple[Hindrance, ...]:
    """What is wrong with one row by itself, as it is told to whoever decides it."""
    work = Work(answers=(answer,), known=known)
    return (*_rows(work), *_persons(work))


def _early(work: Work) -> Iterator[Hindrance]:
    if work.ends_before is not None and work.as_of < work.ends_before:
        yield Hindrance(AFTER_PERIOD, "征求意见尚未截止，截止后才能公布采纳情况")


def _unanswered(work: Work) -> Iterator[Hindrance]:
    for voice, rule in VOICES.items():
        if left := sum(each.voice is voice and not each.answered for each in work.comments):
            yield Hindrance(rule, f"还有 {left} 条{voice.label}未答复")


def _rows(work: Work) -> Iterator[Hindrance]:
    rows = work.answers
    yield from _about(EVERY_VERDICT, "没有写明采纳情况", (each for each in rows if each.verdict is None))
    decided = [each for each in rows if each.verdict is not None]
    told = f"的理由只有套话或者过短，须用自己的话写明（除套话外至少 {LEAST_WORDS} 个字）"
    yield from _about(EVERY_REASON, told, (each for each in decided if not says_something(each.reason)))
    placeless = (each for each in decided if each.verdict in TAKEN_UP and not _placed(each))
    yield from _about(EVERY_PLACE, "没有写明采纳到哪一条：请勾选条款，或者在理由中写出条款", placeless)
    yield from _about(EVERY_SUMMARY, "没有写明意见内容", (each for each in rows if not each.summary.strip()))
    if work.known:
        strange = (each for each in rows if not set(each.eids) <= work.known)
        yield from _about(KNOWN_PLACES, "所列条款在征求意见稿中找不到", strange)


def _persons(work: Work) -> Iterator[Hindrance]:
    telling = [each for each in work.answers if each.names_person or _personal(each.summary, each.reason)]
    yield from _about(NO_PERSON, "含有意见人的姓名、联系方式或者其他个人信息，请删去", telling)
    if _personal(work.overview):
        yield Hindrance(NO_PERSON, "概述含有个人信息，请删去")


def _placed(answer: Answer) -> bool:
    return bool(answer.eids) or says_where(answer.reason)


def _personal(*texts: str) -> bool:
    return any(personal_data(text) for text in texts)


def _about(rule: OutcomeRule, told: str, rows: Iterable[Answer]) -> Iterator[Hindrance]:
    found = sorted(rows, key=lambda each: (each.position, each.id))
    if not found:
        return
    numbers = "、".join(str(each.position) for each in found[:NAMED])
    more = f"等 {len(found)} 条" if len(found) > NAMED else ""
    yield Hindrance(rule, f"第 {numbers} 条答复{more}{told}", tuple(each.id for each in found))
