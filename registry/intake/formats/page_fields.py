"""The block of fields that government pages print above a text (信息公开目录要素), under our own names."""

import re
from collections.abc import Iterable

from registry.law.days import days_in
from registry.law.terms import Disclosure, Genre

# As gov.cn, provincial and department sites call them (DOMAIN: 目录系统实施指引 and opened pages).
NAMES = {
    "index_number": ("索引号", "索取号", "信息索引号", "索引"),
    "subject": ("主题分类", "信息分类", "分类", "主题"),
    "issuers": ("发文机关", "发布机构", "发布机关", "制定机关", "发文单位", "发布单位", "公开主体"),
    "signed_on": ("成文日期", "生成日期", "发文日期", "成文时间", "生成时间"),
    "title": ("标题", "名称", "信息名称", "文件名称"),
    "document_number": ("发文字号", "文号", "文件编号", "发文文号"),
    "published_on": ("发布日期", "公开日期", "发布时间", "公开时间", "公布日期"),
    "keywords": ("主题词", "关键词"),
    "status_in_source": ("有效性", "时效性", "效力状态", "是否有效", "文件状态"),
    "unified_number": ("统一编号", "登记编号", "规范性文件编号", "统一登记编号"),
    "in_force_from": ("施行日期", "生效日期", "实施日期", "施行时间", "生效时间"),
    "valid_through": ("有效期至", "失效日期", "废止时间", "废止日期", "失效时间", "截止日期"),
    "disclosure": ("公开属性", "公开方式", "公开形式", "信息公开选项", "信息公开类别"),
    "genre": ("体裁", "文种", "体裁分类"),
    "drafting_unit": ("起草单位", "起草处室", "责任处室", "承办单位", "责任部门"),
}
FIELDS = {printed: name for name, known in NAMES.items() for printed in known}
LONGEST_NAME = max(map(len, FIELDS))
DAYS = frozenset({"signed_on", "published_on", "in_force_from", "valid_through"})
LONGEST = 600
# These names begin sentences too; alone they are no sign of a block.
COMMON = frozenset({"主题", "分类", "标题", "名称", "文号", "索引"})
LINE = re.compile(
    r"(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,14}?)[\s\u3000]{0,4}[:：](?P<value>.{0,600})$"
)
EMPTY = re.compile(r"[-—/无\s\u3000]{0,8}|0000-00-00")


def named(printed: str) -> str:
    """Our name of a printed field; "" for anything else.

    >>> named("索 引 号："), named("第一条")
    ('index_number', '')
    """
    plain = "".join(printed.split()).strip("：:【】[]*")
    return FIELDS.get(plain, "") if len(plain) <= LONGEST_NAME else ""


def in_cells(cells: Iterable[str]) -> dict[str, str]:
    """The fields of a table of names and values; empty when fewer than two names are known."""
    found: dict[str, str] = {}
    name = ""
    for cell in cells:
        inline = LINE.match(cell.strip())
        if inline and named(inline["name"]) and inline["value"].strip():
            settle(found, named(inline["name"]), inline["value"])
            name = ""
        elif known := named(cell):
            name = known
        elif name:
            settle(found, name, cell)
            name = ""
    return found if len(found) > 1 else {}


def in_line(words: str) -> tuple[str, str]:
    """The field and value of a line such as 发文字号：国办发〔2018〕43号; ("", "") for another line."""
    match = LINE.match(words.strip())
    name = named(match["name"]) if match else ""
    return (name, match["value"].strip()) if match and name else ("", "")


def settle(found: dict[str, str], name: str, value: str) -> None:
    """Write a value down in its usual form; the first of a name stands, what says nothing is left out."""
    words = " ".join(value.split())[:LONGEST]
    if not words or EMPTY.fullmatch(words) or name in found:
        return
    if name in DAYS:
        day = next((each.day for each in days_in(words) if each.day), None)
        words = day.isoformat() if day else ""
    elif name == "disclosure":
        words = disclosed(words)
    elif name == "genre":
        words = next((genre.value for genre in Genre if words in re.split("[（）]", genre.label)), "")
    if words:
        found[name] = words


def disclosed(words: str) -> str:
    """The disclosure (公开属性) that these words mean, as its lasting value; "" when they mean none.

    >>> disclosed("此件公开发布"), disclosed("依申请公开"), disclosed("不公开")
    ('open', 'on_request', 'closed')
    """
    if "依申请" in words:
        return Disclosure.ON_REQUEST.value
    if "不公开" in words or "不予公开" in words:
        return Disclosure.CLOSED.value
    return Disclosure.OPEN.value if "公开" in words else ""
