"""Kinds (文件种类) from what a ledger, a metadata block or a folder calls a document."""

import re

from registry.law.terms import Genre, Kind

NATIONAL = "国家"
WORDS = {
    "宪法": Kind.CONSTITUTION,
    "法律": Kind.LAW,
    "行政法规": Kind.ADMINISTRATIVE_REGULATION,
    "监察法规": Kind.SUPERVISORY_REGULATION,
    "司法解释": Kind.JUDICIAL_INTERPRETATION,
    "地方性法规": Kind.LOCAL_REGULATION,
    "自治条例和单行条例": Kind.AUTONOMOUS_REGULATION,
    "自治条例": Kind.AUTONOMOUS_REGULATION,
    "单行条例": Kind.AUTONOMOUS_REGULATION,
    "经济特区法规": Kind.SPECIAL_ZONE_REGULATION,
    "部门规章": Kind.DEPARTMENTAL_RULE,
    "地方政府规章": Kind.LOCAL_GOVERNMENT_RULE,
    "政府规章": Kind.LOCAL_GOVERNMENT_RULE,
    "规范性文件": Kind.NORMATIVE_DOCUMENT,
    "行政规范性文件": Kind.NORMATIVE_DOCUMENT,
    "规划计划": Kind.PLAN,
    "规划": Kind.PLAN,
    "其他": Kind.OTHER,
    "其他文件": Kind.OTHER,
}
# Plans (M12) are filed among normative documents; a plan is known by what its title says it is, alone or
# as what a notice issues (关于印发…规划的通知). Approvals of plans (批复) and rules about them are not plans.
PLAN = re.compile(
    r"(?:规划(?:纲要)?|五年计划|行动计划|年度计划|工作计划|计划纲要)(?:（[^（）]{1,40}）|\([^()]{1,40}\))?》?(?:的通知)?$"
)
AUTONOMOUS = re.compile(r"自治(?:区|州|县|旗).{0,40}条例$")
ZONE = re.compile(r"^(?:深圳|珠海|汕头|厦门|海南)经济特区")
PROVINCES = tuple(
    re.findall(
        "[^ ]+",
        "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
        "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆",
    )
)
# Any other province by the form of its name: a registry may serve one that is not in the list.
PROVINCE = re.compile(r"^([\u4e00-\u9fff]{2,3})省")
CENTRAL = re.compile(r"^(?:中华人民共和国|全国人民代表大会|国务院|国家|最高人民|中共中央|中央)")
FORMS = tuple(genre for genre in Genre if genre is not Genre.ORDER)


def kind_of(word: str, title: str, region: str = "") -> Kind | None:
    """The kind that a word means for this document; None where the word is not known.

    >>> kind_of("规章", "碳排放管理试行办法", "广东").label
    '地方政府规章'
    >>> kind_of("规范性文件", "生态环境保护“十四五”规划").label
    '规划计划'
    """
    name = word.strip()
    if name == "规章":
        return Kind.LOCAL_GOVERNMENT_RULE if region not in {"", NATIONAL} else Kind.DEPARTMENTAL_RULE
    kind = WORDS.get(name)
    if kind is Kind.NORMATIVE_DOCUMENT and PLAN.search(title):
        return Kind.PLAN
    if kind is Kind.LOCAL_REGULATION:
        return _local(title)
    return kind


def genre_of(title: str) -> str:
    """The genre (体裁) that the title ends with; "" for forms of legislation and other titles."""
    plain = re.sub(r"（[^（）]{1,20}）$", "", title.strip().rstrip("》"))
    if plain.endswith("令"):
        return Genre.ORDER.value
    return next((genre.value for genre in FORMS if plain.endswith(genre.label)), "")


def region_of(name: str) -> str:
    """The province that an issuer's name or a title begins with, 国家 for central organs, else "".

    >>> region_of("浙江省生态环境厅"), region_of("最高人民法院"), region_of("杭州市人民政府")
    ('浙江', '国家', '')
    """
    if CENTRAL.match(name):
        return NATIONAL
    known = next((province for province in PROVINCES if name.startswith(province)), "")
    match = PROVINCE.match(name)
    return known or (match[1] if match else "")


def _local(title: str) -> Kind:
    if AUTONOMOUS.search(title):
        return Kind.AUTONOMOUS_REGULATION
    return Kind.SPECIAL_ZONE_REGULATION if ZONE.match(title) else Kind.LOCAL_REGULATION
