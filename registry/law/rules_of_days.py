"""Rules of days (日期): adopted, signed, published, in force, one after the other."""

from datetime import date, timedelta

from registry.law.days import printed
from registry.law.entry import Circumstances, Entry
from registry.law.rules import Weight, rule
from registry.law.rules_of_makers import RULES_OF_STATE
from registry.law.terms import Kind

WAIT = timedelta(days=30)
# 一般不超过五年; 试行、暂行 一至二年 (common local rules, none is national: so they only warn).
LONGEST_TERM, LONGEST_TRIAL = 5, 2
# An old document whose day of publication nobody entered would be taken for one published here and now.
OLD = timedelta(days=60)
ORDER = "党政机关公文处理工作条例第九条；立法法第一百零四条"


@rule("D-2", "signed_on", Weight.ALWAYS, "通过不晚于成文", ORDER)
def adopted_before_signed(entry: Entry, _around: Circumstances) -> str:
    """通过 comes before 成文."""
    return _in_order("通过日期", entry.adopted_on, "成文日期", entry.signed_on)


@rule("D-3", "published_on", Weight.ALWAYS, "成文不晚于发布", ORDER)
def signed_before_published(entry: Entry, _around: Circumstances) -> str:
    """成文 comes before 发布."""
    return _in_order("成文日期", entry.signed_on, "发布日期", entry.published_on)


def _in_order(first: str, before: date | None, second: str, after: date | None) -> str:
    if not before or not after or before <= after:
        return ""
    return f"{first}（{printed(before)}）不得晚于{second}（{printed(after)}）"


@rule("D-4", "signed_on", Weight.ALWAYS, "成文日期不晚于今天", ORDER)
def signed_by_today(entry: Entry, around: Circumstances) -> str:
    """What is signed has been signed."""
    late = [day for day in (entry.adopted_on, entry.signed_on) if day and day > around.today]
    return f"{printed(late[0])}尚未到来：通过日期、成文日期不得晚于今天" if late else ""


@rule("D-1", "signed_on", Weight.SUBMISSION, "须有成文日期", "党政机关公文处理工作条例第九条")
def signed(entry: Entry, _around: Circumstances) -> str:
    """A document bears the day on which it was signed."""
    return "" if entry.signed_on or entry.adopted_on else "请填写成文日期"


@rule("D-5", "text", Weight.WARNING, "发布不晚于施行（不溯及既往）", "立法法第一百零四条")
def effect_after_publication(entry: Entry, around: Circumstances) -> str:
    """发布 comes before 施行: what is not published cannot bind."""
    day, effect = entry.published_on or around.today, around.read.effective_on
    if not effect or effect >= day:
        return ""
    called = "发布日期" if entry.published_on else "今天"
    return f"正文载明{printed(effect)}施行，早于{called}（{printed(day)}）：不溯及既往，确有特别规定的请说明"


@rule("D-6", "text", Weight.WARNING, "规章、规范性文件自发布三十日后施行", "规章制定程序条例第三十二条")
def thirty_days(entry: Entry, around: Circumstances) -> str:
    """Rules and normative documents take effect thirty days after their publication."""
    day, effect = entry.published_on or around.today, around.read.effective_on
    if entry.kind not in {Kind.NORMATIVE_DOCUMENT, *RULES_OF_STATE}:
        return ""
    if around.read.effective_later or (effect and day <= effect < day + WAIT):
        return "自发布之日起不满三十日施行，须属于不立即施行将有碍执行等情形"
    return ""


@rule("D-7", "text", Weight.WARNING, "正文载明施行日期", "规章制定程序条例第三十条")
def effect_told(entry: Entry, around: Circumstances) -> str:
    """The text says from when it holds."""
    told = around.read.empty or around.read.effective_on or around.read.effective_later
    return "" if told or entry.kind in {Kind.OTHER, Kind.PLAN} else "正文没有载明施行日期"


@rule("D-8", "text", Weight.WARNING, "有效期一般不超过五年，试行、暂行不超过两年", "各地规范性文件管理规定")
def term(entry: Entry, around: Circumstances) -> str:
    """A term is no longer than five years, on trial no longer than two."""
    begun = around.read.effective_on or entry.published_on or around.today
    end, trial = around.read.valid_through, "试行" in entry.title or "暂行" in entry.title
    years = LONGEST_TRIAL if trial else LONGEST_TERM
    if entry.kind is not Kind.NORMATIVE_DOCUMENT or not end or end <= _years_later(begun, years):
        return ""
    return f"有效期至{printed(end)}，超过{'试行、暂行文件' if trial else ''}通常的 {years} 年"


def _years_later(day: date, years: int) -> date:
    # 29 February has no anniversary in most years: the day before counts.
    return date(day.year + years, day.month, min(day.day, 28 if day.month == 2 else day.day))  # noqa: PLR2004  # February


@rule("D-9", "published_on", Weight.WARNING, "补录旧文件应填发布日期", "国办秘函〔2019〕19号（伪造发文日期）")
def old_day_told(entry: Entry, around: Circumstances) -> str:
    """Without a day of publication the document counts as published here, when it becomes public."""
    day = entry.signed_on or entry.adopted_on
    if entry.published_on or not day or around.today - day <= OLD:
        return ""
    return f"成文于{printed(day)}而未填发布日期：将以本站发布之日为发布日期"


@rule("D-10", "signed_on", Weight.WARNING, "所填成文日期与正文落款一致", "登记项目相互一致")
def signed_in_text(entry: Entry, around: Circumstances) -> str:
    """The text bears the same day."""
    said = around.read.signed_on
    if not said or not entry.signed_on or said == entry.signed_on:
        return ""
    return f"正文落款日期是{printed(said)}，与所填成文日期（{printed(entry.signed_on)}）不同"


DAY_RULES = (
    signed,
    adopted_before_signed,
    signed_before_published,
    signed_by_today,
    effect_after_publication,
    thirty_days,
    effect_told,
    term,
    old_day_told,
    signed_in_text,
)
