"""The check list of a notice before submission (公告送审前检查): rules, each with its words and its source.

Sources: 重大行政决策程序暂行条例 art. 15 (draft and explanation, ways and period, why it is shortened),
规章制定程序条例 arts. 15 and 21 (draft and explanation, as a rule 30 days or more); the rest is the
department's own rule, so that whoever wants to answer reaches somebody.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.consultations.rules.period import Measured
from registry.consultations.rules.terms import Matter

DECISIONS = "《重大行政决策程序暂行条例》第十五条"
RULES_OF_RULES = "《规章制定程序条例》第十五条、第二十一条"
HOUSE = "本机关规定"
REVISION = re.compile("修订|修改|修正|废止")
POSTCODE = re.compile("[0-9]{6}")
MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,100}\.[^\s@.]{2,20}")
# Fewer characters are no reason: 情况紧急 alone says nothing of what is urgent.
LEAST_REASON = 8


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """One rule of the check list (公告检查规则); what only advises does not hold a submission up."""

    id: str
    words: str
    source: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class NoticeFinding:
    """A rule that is not kept, how, the field where it is mended, and what asks for it in this matter."""

    rule: NoticeRule
    sentence: str
    field: str
    source: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the rules look at: the notice as typed, and the day on which it would be published.

    `measured` is None while the period has no first or last day.
    """

    matter: Matter
    title: str
    on: date
    from_on: date | None = None
    through_on: date | None = None
    measured: Measured | None = None
    short_reason: str = ""
    words: str = ""
    draft: bool = False
    note: bool = False
    deciding_body: str = ""
    contact_person: str = ""
    phone: str = ""
    email: str = ""
    postal_address: str = ""
    postcode: str = ""
    revises: bool = False


Look = Callable[[NoticeFacts], Iterator[tuple[str, str]]]
RULES: list[tuple[NoticeRule, Look]] = []


def _rule(number: str, words: str, source: str, *, blocking: bool = True) -> Callable[[Look], Look]:
    def enter(look: Look) -> Look:
        RULES.append((NoticeRule(number, words, source, blocking), look))
        return look

    return enter


def findings(facts: NoticeFacts) -> tuple[NoticeFinding, ...]:
    """Everything the rules find, in their order."""
    return tuple(
        NoticeFinding(rule, sentence, field, source_of(rule, facts.matter))
        for rule, look in RULES
        for sentence, field in look(facts)
    )


def source_of(rule: NoticeRule, matter: Matter) -> str:
    """What asks for the rule in a matter: the regulation on rules, that on decisions, or the department.

    >>> source_of(RULES[1][0], Matter.RULE), source_of(RULES[1][0], Matter.PLAN)
    ('《规章制定程序条例》第十五条、第二十一条', '本机关规定，参照《重大行政决策程序暂行条例》第十五条')
    """
    if rule.source == HOUSE:
        return HOUSE
    match matter:
        case Matter.RULE if RULES_OF_RULES in rule.source:
            return RULES_OF_RULES
        case Matter.MAJOR_DECISION:
            return DECISIONS
        case _:
            return f"{HOUSE}，参照{DECISIONS}"


@_rule("N01", "写明提出意见的期限", DECISIONS)
def period(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """No first or last day, or the last before the first."""
    if facts.from_on is None:
        yield "没有填写征求意见的起始日期", "from_on"
    if facts.through_on is None:
        yield "没有填写征求意见的截止日期", "through_on"
    if facts.from_on and facts.through_on and facts.through_on < facts.from_on:
        yield "截止日期早于起始日期", "through_on"


@_rule("N02", "期限不少于最短期限，缩短的说明理由", f"{DECISIONS}；{RULES_OF_RULES}")
def long_enough(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Too short, and not a word why."""
    told = facts.measured
    if told is not None and told.short and len(facts.short_reason) < LEAST_REASON:
        yield (
            f"{told.shortfall}：请延长期限，或者写明缩短的理由（不少于 {LEAST_REASON} 个字，随公告公开）",
            "short_reason",
        )


@_rule("N03", "公布草案", f"{DECISIONS}；{RULES_OF_RULES}")
def draft(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Nothing to comment on."""
    if not facts.draft:
        yield "没有征求意见稿的文字：上传文件或者粘贴正文", "draft"


@_rule("N04", "公布草案的说明", f"{DECISIONS}；{RULES_OF_RULES}")
def note(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """No drafting note."""
    if not facts.note:
        yield "没有起草说明：为什么起草、主要内容、哪些问题想听意见", "note"


@_rule("N05", "写明网上以外的提出意见方式", DECISIONS)
def ways(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Who has no computer has no way to answer."""
    by_letter = facts.postal_address and POSTCODE.fullmatch(facts.postcode)
    if not (by_letter or facts.phone or facts.email):
        yield "除网上提交外，至少还要有信函（地址和邮编）、电子邮件、电话中的一种", "postal_address"


@_rule("N06", "信函地址写明邮编", HOUSE)
def postcode(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """An address to which a letter does not find its way, or a postcode alone."""
    if facts.postal_address and not POSTCODE.fullmatch(facts.postcode):
        yield "写了通信地址，没有写 6 位邮政编码", "postcode"
    if facts.postcode and not facts.postal_address:
        yield "写了邮政编码，没有写通信地址", "postal_address"


@_rule("N07", "电子邮箱可用", HOUSE)
def mail(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Something that is no address of mail."""
    if facts.email and not MAIL.fullmatch(facts.email):
        yield f"“{facts.email[:60]}”不是电子邮箱地址", "email"


@_rule("N08", "写明联系人", HOUSE)
def contact(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Nobody to ask."""
    if not facts.contact_person:
        yield "没有写明联系人（可以是处室）", "contact_person"


@_rule("N09", "写明决定机关", HOUSE)
def deciding(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Nobody who decides."""
    if not facts.deciding_body:
        yield "没有写明由哪个机关决定", "deciding_body"


@_rule("N10", "修订的写明所修订的文件", HOUSE)
def revised(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """A revision that does not say of what."""
    if (found := REVISION.search(facts.title)) and not facts.revises:
        yield f"标题中有“{found[0]}”，没有选择所修订的文件：公众看不到与现行文本的对照", "revises"


@_rule("N11", "截止日期没有过去", HOUSE)
def ahead(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """A period that is over before it is told of."""
    if facts.through_on and facts.through_on <= facts.on:
        yield "截止日期已过或者就是发布当天，公众来不及提意见", "through_on"


@_rule("N12", "公告正文不空着", HOUSE)
def told(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Not a word to the public."""
    if not facts.words.strip():
        yield "没有写公告正文：请大家对什么提意见", "words"


@_rule("N13", "自实际发布之日起也不少于最短期限", HOUSE, blocking=False)
def really(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    """Long enough as announced, but not counted from the day after publication (民法典 art. 201)."""
    held = facts.measured
    if held is not None and not held.short and not held.real.meets(held.least):
        yield (
            f"当天不计，自发布次日起只有 {held.real.words(held.least)}：建议提前发布或者推迟截止日期",
            "through_on",
        )
