"""Rules of who may make what, and under which name (制定主体、名称)."""

import re

from registry.law.entry import Circumstances, Entry
from registry.law.kindnames import in_brackets_left_out
from registry.law.rules import Weight, rule
from registry.law.terms import Genre, Kind

RULES_OF_STATE = frozenset({Kind.DEPARTMENTAL_RULE, Kind.LOCAL_GOVERNMENT_RULE})
NAMES_OF_RULES = ("规定", "办法", "细则", "规则")
# 处, 科, 办公室 of a department; bodies for one purpose or for a time. 办公厅 of a government is an organ.
INNER = re.compile(
    r"(?:处|科|股|室|领导小组|工作小组|工作组|专班|指挥部|协调小组|联席会议|议事协调机构|筹备组|筹备委员会)(?:办公室)?$"
)
# Their last word is that of an inner unit, they themselves are organs.
ORGANS = re.compile(
    r"(?:人民政府办公室|委员会办公室|研究室|法制办公室|参事室|办事处|管理处|税务稽查处|(?:省|市|县|区)委办公室)$"
)
MAKERS = {
    Kind.LAW: re.compile(r"全国人民代表大会(?:常务委员会)?$"),
    Kind.CONSTITUTION: re.compile(r"全国人民代表大会$"),
    Kind.ADMINISTRATIVE_REGULATION: re.compile(r"国务院(?:、?中央军事委员会)?$|^中央军事委员会$"),
    Kind.SUPERVISORY_REGULATION: re.compile(r"国家监察委员会$"),
    Kind.JUDICIAL_INTERPRETATION: re.compile(r"最高人民(?:法院|检察院)$"),
    Kind.LOCAL_REGULATION: re.compile(r"人民代表大会(?:常务委员会)?$"),
    Kind.AUTONOMOUS_REGULATION: re.compile(r"人民代表大会(?:常务委员会)?$"),
    Kind.SPECIAL_ZONE_REGULATION: re.compile(r"人民代表大会(?:常务委员会)?$"),
    Kind.LOCAL_GOVERNMENT_RULE: re.compile(r"人民政府$"),
}
# 厅 and 局 of a province or a city make no rules (规章): these belong to ministries.
PROVINCIAL = re.compile(
    r"^(?!国家|国务院|中国|中华|中央).{0,20}?[省市区州县](?:[\u4e00-\u9fff]{2,20})(?:厅|局|委员会|办公室)$"
)
# Used locally to tell normative documents from others; lists differ from place to place, so it only warns.
NOT_NORMATIVE = re.compile(
    r"(?:会议纪要|工作要点|工作方案|实施方案|工作计划|任免的通知|任职的通知|免职的通知|表彰的(?:决定|通报|通知)|奖励的决定"
    r"|处分的决定|资金的通知|请示|编制的通知|技术规范|技术指南)$"
)


@rule("M-5", "title", Weight.ALWAYS, "规章称规定、办法，不称条例", "规章制定程序条例第七条")
def no_regulation(entry: Entry, _around: Circumstances) -> str:
    """规章 are called 规定 or 办法, never 条例."""
    title = in_brackets_left_out(entry.title)
    if entry.kind in RULES_OF_STATE and title.endswith("条例"):
        return f"规章的名称为“规定”“办法”，不得称“条例”：{entry.title[:60]}"
    return ""


@rule(
    "M-3",
    "issuers",
    Weight.ALWAYS,
    "内设机构、议事协调机构、临时机构不得制发规范性文件",
    "国办发〔2018〕37号",
)
def no_inner_unit(entry: Entry, _around: Circumstances) -> str:
    """Inner units and temporary bodies issue no normative documents in their own name."""
    if entry.kind not in {Kind.NORMATIVE_DOCUMENT, *RULES_OF_STATE}:
        return ""
    wrong = [name for name in entry.issuers if INNER.search(name) and not ORGANS.search(name)]
    if not wrong:
        return ""
    return f"内设机构、议事协调机构和临时机构不得以自己名义制发规范性文件：{'、'.join(wrong)[:80]}"


@rule("M-4", "issuers", Weight.ALWAYS, "各类文件由有权机关制定", "立法法第九十一条、第九十三条等")
def maker_of_kind(entry: Entry, _around: Circumstances) -> str:
    """Each kind has its makers; a provincial department makes none of the legislation."""
    if entry.kind is None or not entry.issuers:
        return ""
    pattern = MAKERS.get(entry.kind)
    if pattern:
        wrong = [name for name in entry.issuers if not pattern.search(name)]
    else:
        rule = entry.kind is Kind.DEPARTMENTAL_RULE
        wrong = [name for name in entry.issuers if rule and PROVINCIAL.search(name)]
    return f"{'、'.join(wrong)[:60]}不能制定{entry.kind.label}" if wrong else ""


@rule(
    "M-6",
    "kind",
    Weight.WARNING,
    "工作方案、要点、纪要、任免、表彰等不属于行政规范性文件",
    "国办发〔2018〕37号",
)
def not_normative(entry: Entry, _around: Circumstances) -> str:
    """Plans of work, minutes, appointments, awards are not normative documents."""
    match = NOT_NORMATIVE.search(in_brackets_left_out(entry.title).rstrip("》"))
    if entry.kind is not Kind.NORMATIVE_DOCUMENT or not match:
        return ""
    return f"标题以“{match[0]}”结尾，一般不按行政规范性文件管理，请确认文件种类"


@rule("M-7", "genre", Weight.WARNING, "体裁与标题一致", "党政机关公文处理工作条例第八条")
def genre_in_title(entry: Entry, _around: Circumstances) -> str:
    """The genre is the word the title ends with, where it ends with a genre."""
    title = in_brackets_left_out(entry.title).rstrip("》")
    named = max(
        (genre for genre in Genre if title.endswith(genre.label)), key=lambda g: len(g.label), default=None
    )
    if not entry.genre or named is None or named is entry.genre:
        return ""
    return f"标题以“{named.label}”结尾，所选体裁为“{entry.genre.label}”"


@rule(
    "M-1",
    "issuers",
    Weight.SUBMISSION,
    "须有发文机关，联合发文主办机关在前",
    "党政机关公文处理工作条例第九条",
)
def host_named(entry: Entry, _around: Circumstances) -> str:
    """A document has an issuer."""
    return "" if entry.issuers else "请填写发文机关，联合发文的主办机关写在第一行"


@rule("M-2", "kind", Weight.SUBMISSION, "须有文件种类", "政府信息公开条例第十二条")
def kind_named(entry: Entry, _around: Circumstances) -> str:
    """A document has a kind."""
    return "" if entry.kind else "请选择文件种类"


MAKER_RULES = (
    host_named,
    kind_named,
    no_inner_unit,
    maker_of_kind,
    no_regulation,
    not_normative,
    genre_in_title,
)
