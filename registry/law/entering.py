"""Entering (登记): every rule an entry is held against, and what comes of it."""

from collections.abc import Iterable

from registry.law.entry import Circumstances, Entry
from registry.law.rules import Breach, Rule, Weight, rule
from registry.law.rules_of_days import DAY_RULES
from registry.law.rules_of_makers import MAKER_RULES
from registry.law.rules_of_numbers import NUMBER_RULES
from registry.law.terms import Disclosure, Kind
from registry.law.titles import same_title, title_key

LONGEST_REASON = 500
CATALOGUE = "政府信息公开条例第十二条"


@rule("C-1", "title", Weight.ALWAYS, "须有标题", "党政机关公文处理工作条例第九条")
def titled(entry: Entry, _around: Circumstances) -> str:
    """A document has a title with words in it."""
    return "" if title_key(entry.title) else "请填写标题"


@rule("C-2", "text", Weight.SUBMISSION, "须有正文", "党政机关公文处理工作条例第九条")
def worded(_entry: Entry, around: Circumstances) -> str:
    """A document has a text."""
    return "请填写正文" if around.read.empty else ""


@rule("C-3", "title", Weight.ALWAYS, "同机关同名文件只登记一次，再次制定的作为新文本", "国办发〔2018〕37号")
def title_free(entry: Entry, around: Circumstances) -> str:
    """A namesake by the same issuer is another version of that document, or must be called otherwise."""
    others = [other for other in around.namesakes if other.document_id != entry.version_of]
    if not others or (entry.version_of and len(others) < len(around.namesakes)):
        return ""
    return f"《{others[0].title[:80]}》已经登记：请选择“作为该文件的新文本”，或者修改标题"


@rule("C-4", "version_of", Weight.ALWAYS, "新文本与原文件同名", "登记项目相互一致")
def version_is_namesake(entry: Entry, around: Circumstances) -> str:
    """Only a text under the same title is another version of a document."""
    known = {other.document_id for other in around.namesakes}
    if entry.version_of is None or entry.version_of in known:
        return ""
    return "所选的已登记文件与本文件标题或机关不同，不能并为同一文件的文本"


@rule("C-5", "title", Weight.WARNING, "所填标题与正文一致", "登记项目相互一致")
def title_in_text(entry: Entry, around: Circumstances) -> str:
    """The text bears the same title."""
    said = around.read.title
    return "" if not said or same_title(said, entry.title) else f"正文标题是“{said[:80]}”，与所填标题不同"


@rule("C-6", "disclosure", Weight.SUBMISSION, "须有公开属性", "国办发〔2016〕80号")
def disclosed(entry: Entry, _around: Circumstances) -> str:
    """Whether a document is made public is decided together with the draft."""
    return "" if entry.disclosure else "请选择公开属性"


@rule("C-7", "disclosure_reason", Weight.ALWAYS, "不主动公开须说明理由", "国办发〔2016〕80号")
def closed_with_reason(entry: Entry, _around: Circumstances) -> str:
    """What is not made public of itself needs a reason."""
    if entry.disclosure in {None, Disclosure.OPEN} or entry.disclosure_reason:
        return ""
    return "依申请公开或者不予公开的，须说明理由"


@rule("C-8", "disclosure", Weight.WARNING, "政策性文件不公开须先经政务公开机构", "国办发〔2016〕80号")
def policy_is_open(entry: Entry, _around: Circumstances) -> str:
    """A policy document that is not to be public goes to the office of disclosure first."""
    policy = entry.kind in {Kind.NORMATIVE_DOCUMENT, Kind.LOCAL_GOVERNMENT_RULE, Kind.DEPARTMENTAL_RULE}
    if not policy or entry.disclosure in {None, Disclosure.OPEN}:
        return ""
    return "政策性文件拟不主动公开的，须先送政务公开机构审查"


@rule("C-9", "subject", Weight.WARNING, "须有主题分类", CATALOGUE)
def classified(entry: Entry, _around: Circumstances) -> str:
    """A document has a subject of the State Council's list."""
    return "" if entry.subject else "尚未选择主题分类"


@rule("C-10", "summary", Weight.WARNING, "须有内容概述", CATALOGUE)
def summarised(entry: Entry, _around: Circumstances) -> str:
    """The catalogue of disclosure tells what a document is about."""
    return "" if entry.summary else "尚未填写内容概述"


CONTENT_RULES = (
    titled,
    worded,
    title_free,
    version_is_namesake,
    title_in_text,
    disclosed,
    closed_with_reason,
    policy_is_open,
    classified,
    summarised,
)
RULES: tuple[Rule, ...] = (*CONTENT_RULES, *MAKER_RULES, *NUMBER_RULES, *DAY_RULES)
BY_ID = {rule.id: rule for rule in RULES}


def breaches(entry: Entry, around: Circumstances) -> tuple[Breach, ...]:
    """Every rule that the entry breaks, in the order of the rules."""
    return tuple(Breach(rule, said) for rule in RULES if (said := rule.check(entry, around)))


def standing(found: Iterable[Breach], *weights: Weight) -> dict[str, str]:
    """The sentences of the breaches of these weights, by field; several at one field are joined."""
    told: dict[str, str] = {}
    for breach in found:
        if breach.rule.weight in weights:
            told[breach.field] = "；".join(filter(None, (told.get(breach.field), breach.sentence)))
    return told


def unexplained(entry: Entry, found: Iterable[Breach]) -> dict[str, str]:
    """The warnings that nobody gave a reason for, by the field where the reason is written."""
    return {
        f"why-{breach.rule.id}": f"请改正，或者说明理由：{breach.sentence}"
        for breach in found
        if breach.rule.weight is Weight.WARNING and not entry.ground(breach.rule.id)
    }
