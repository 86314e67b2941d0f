"""First days (施行日期): the day from which a text says that it holds, and the rule by which it says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.law.days import days_in
from registry.law.history import PUBLISHING, wholesale
from registry.law.marks import bare
from registry.law.reader import Reader
from registry.law.sentences import NUMBERING, NUMERAL, Sentence, unquoted
from registry.law.statements import Amended, Effective, EffectRule, Statements

TRIGGER = re.compile(r"施行|实施|生效|实行|执行|试行")
VERB = r"(?P<verb>施行|实施|生效|实行|执行|试行)"
END = r"(?=[\s\u3000，。；、;,：:（(）)□]|$|但|并|至|的?$)"
# 自…起(在全省)(正式)施行
UNTIL_VERB = re.compile(
    r"[\s\u3000]{0,3}(?:零时|[0０]时|[0-9]{1,2}时)?[\s\u3000]{0,2}(?:起|开始|之日起|以后|后){0,2}[\s\u3000]{0,2}[，,]?"
    rf"(?:在[\u4e00-\u9fff]{{1,8}})?(?:正式|统一|公布|发布)?{VERB}{END}"
)
SINCE = re.compile(r"(?:自|从|于|在)[\s\u3000]{0,2}$")
RELATIVE = re.compile(
    r"(?P<since>自|从|于)?(?P<of>本(?:(?![自从于])[\u4e00-\u9fff]){1,8})?(?:□{2,60})?(?:修订|修改|重新|正式|国务院|国家|上级)?"
    r"(?P<event>公布|发布|颁布|颁发|公告|印发|下发|发出|发文|签发|签署|通过|批准)(?:施行|实施)?"
    r"(?:之日|之时|日|之后)(?P<delay>后?满?[0-9一二三四五六七八九十百]{1,4}(?:日|天|个月|个工作日)(?:之?后)?)?"
    rf"(?:起|开始)?(?P<late>满?[0-9一二三四五六七八九十百]{{1,4}}(?:日|天|个月)(?:之?后)?)?[，,]?(?:正式)?{VERB}{END}"
)
# 由交通部发布施行: the text takes effect by being published.
BY_PUBLISHING = re.compile(
    r"(?P<after>经[^。；]{2,40}?(?:批准|通过|同意)后?[，,]?)?(?:由[\u4e00-\u9fff、]{2,30}?)?"
    r"(?:联合)?(?:公布|发布|颁布)(?:之?后)?(?P<verb>施行|实施|实行|试行)(?=[，。,]|$)"
)
# A tax that holds from a year on names no day.
FROM_YEAR = re.compile(
    rf"自[\s\u3000]?[0-9〇零一二三四五六七八九]{{4}}年度?(?:[0-9]{{1,2}}月份?)?起{VERB}{END}"
)
RULES = {
    "公布": EffectRule.PUBLICATION,
    "发布": EffectRule.PUBLICATION,
    "颁布": EffectRule.PUBLICATION,
    "颁发": EffectRule.PUBLICATION,
    "公告": EffectRule.PUBLICATION,
    "印发": EffectRule.ISSUE,
    "下发": EffectRule.ISSUE,
    "发出": EffectRule.ISSUE,
    "发文": EffectRule.ISSUE,
    "签发": EffectRule.SIGNATURE,
    "签署": EffectRule.SIGNATURE,
    "通过": EffectRule.ADOPTION,
    "批准": EffectRule.APPROVAL,
}
OWN = re.compile(
    r"(?:以上|上述)?(?:本|该项?|此)(?P<genre>(?:(?![的由并应可与和会须])[\u4e00-\u9fff（）()、□]){1,24})$"
)
OPENING = re.compile(r"本(?:(?![的由并应可与和会须])[\u4e00-\u9fff]){1,8}[，经由]")
GENRE = re.compile(
    r"暂行条例|条例|办法|补充规定|规定|决定|决议|细则|规则|规程|规范|准则|标准|解释|批复|通知|意见|方案|预案|公告|命令|安排|目录|清单|制度"
    r"|章程|修正案|法典|法|令|复函|函|通告|计划|规划|纲要|措施|指南|导则|指引|守则|公约|协定|大纲|基准|程序|要求"
)
# …修正，该修正自2021年4月15日施行: the first day of the amended wording, not of the text.
REVISION_FROM = re.compile(r"(?:修正|修订|修改|修正案|决定)自$")
# Verbs that are said of texts only; contracts and decisions in a case 生效 or 执行 too.
PLAIN = ("施行", "实施", "试行")
# A last chapter that ran into its article: 第六章附则第四十条本条例自…起施行.
HEADINGS = re.compile(rf"第[{NUMERAL}]{{1,9}}[章条]|附[\s\u3000]{{0,4}}则|[\s\u3000]")
PROCLAIMED = re.compile(r"现予|予以?(?:公布|发布)|公布|发布|印发|批准|通过")
# Letters that were set for a figure (1995年8月l日): the same glyph on paper.
AS_PRINTED = str.maketrans({"l": "1", "ｌ": "1"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One clause that may say when the text takes effect; a higher weight is surer."""

    on: date | None
    rule: EffectRule
    sentence: Sentence
    weight: int
    annexed: bool
    delay: str = ""


def effective(reader: Reader, head: Statements) -> Effective | None:
    """When the text takes effect, by its own clause or else by its head; None when neither says so."""
    candidates = [
        candidate
        for sentence in reader.sentences(TRIGGER)
        for candidate in _candidates(sentence, reader.title, head.history)
    ]
    best = _best(candidates)
    if best:
        return Effective(best.on, best.rule, best.sentence.text, best.sentence.start, best.delay)
    return _in_head(reader, head)


def _best(candidates: list[Candidate]) -> Candidate | None:
    # A notice that carries a measure in its annex speaks for itself first; of several clauses of one
    # weight the last is the closing article.
    own = [candidate for candidate in candidates if not candidate.annexed] or candidates
    if not own:
        return None
    heaviest = max(candidate.weight for candidate in own)
    return [candidate for candidate in own if candidate.weight == heaviest][-1]


def _candidates(sentence: Sentence, title: str, history: tuple[Amended, ...]) -> Iterator[Candidate]:
    words = bare(unquoted(sentence.text))
    for start, verb, on, rule in _clauses(words, history):
        weight = _weight(words[:start], verb, title)
        if weight:
            delay = _delay(words, start) if on is None else ""
            yield Candidate(on, rule, sentence, weight, sentence.passage.annexed, delay)
            return


def _clauses(words: str, history: tuple[Amended, ...]) -> Iterator[tuple[int, str, date | None, EffectRule]]:
    for day in days_in(words.translate(AS_PRINTED)):
        until, since = UNTIL_VERB.match(words, day.end), SINCE.search(words[: day.start])
        if until:
            yield since.start() if since else day.start, until["verb"], day.day, EffectRule.FIXED
    for match in RELATIVE.finditer(words):
        rule = RULES[match["event"]]
        on = None if match["delay"] or match["late"] else resolved(rule, history)
        start = match.start() if match["since"] else match.start("event")
        yield start, match["verb"], on, rule
    published = BY_PUBLISHING.search(words)
    if published and _own(NUMBERING.sub("", words[: published.start()], count=1).strip(" \u3000，")):
        on = resolved(EffectRule.PUBLICATION, history)
        yield published.start(), published["verb"], on, EffectRule.PUBLICATION
    if year := FROM_YEAR.search(words):
        yield year.start(), year["verb"], None, EffectRule.FIXED


def _delay(words: str, start: int) -> str:
    match = next((found for found in RELATIVE.finditer(words) if found.end() > start), None)
    return (match["delay"] or match["late"] or "") if match else ""


def _weight(before: str, verb: str, title: str) -> int:
    # 0: the clause is about something else (合同自成立时生效, 企业最迟应当自…起施行).
    whole = NUMBERING.sub("", before, count=1).strip(" \u3000")
    clause = re.split(r"[，。；,;]", whole)[-1].strip(" \u3000")
    if own := _own(clause):
        genre = GENRE.search(own["genre"])
        return 3 if genre and genre[0] in title else 2 if genre or verb in PLAIN else 0
    if clause or verb not in PLAIN:
        return 0
    return 2 if not whole or OPENING.match(whole) else 1 if PROCLAIMED.search(whole) else 0


def _own(clause: str) -> re.Match[str] | None:
    own = OWN.search(clause)
    return own if own and not HEADINGS.sub("", clause[: own.start()]) else None


def resolved(rule: EffectRule, history: tuple[Amended, ...]) -> date | None:
    """The day that a relative clause (自公布之日起) points to, if the text itself gives it.

    After a wholesale revision (修订, under a new order or by a session without a decision that amends)
    the clause counts from the revision; after mere amendments from the original.
    """
    revision = next((step for step in reversed(history) if wholesale(step)), None)
    later = [step for step in history if revision is None or step.on >= revision.on]
    if rule is EffectRule.PUBLICATION:
        if revision and revision.number:
            return revision.on
        return next((step.on for step in later if step.verb in PUBLISHING), None)
    if rule is EffectRule.ADOPTION:
        if revision:
            return revision.on
        return next((step.on for step in reversed(history) if step.verb == "通过"), None)
    if rule is EffectRule.APPROVAL:
        return next((step.on for step in later if step.verb == "批准"), None)
    return None


def _in_head(reader: Reader, head: Statements) -> Effective | None:
    before = (None, *head.history)
    for step, last in reversed(list(zip(head.history, before, strict=False))):
        if step.verb == "施行" and not (last and REVISION_FROM.search(last.evidence)):
            return Effective(step.on, EffectRule.HEADER, step.evidence)
    for line in reader.manuscript.head:
        words = line.strip(" \u3000（）()。")
        if match := RELATIVE.fullmatch(words):
            rule = RULES[match["event"]]
            return Effective(resolved(rule, head.history), rule, line.strip())
    return None
