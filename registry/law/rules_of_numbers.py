"""Rules of numbers (编号): one form, one document each, and of joint documents the host's only."""

from registry.law.docnumber import Family, find, parse
from registry.law.entry import Circumstances, Entry
from registry.law.grammars import Grammar, NumberField
from registry.law.rules import Weight, rule
from registry.law.rules_of_makers import RULES_OF_STATE
from registry.law.terms import Kind

COUNTED = frozenset({Family.ORDER, Family.ANNOUNCEMENT, Family.PUBLIC_NOTICE})
ORGAN_CODE_LENGTH = 9
ZERO = "党政机关公文处理工作条例第九条；GB/T 9704-2012"


def _grammars(entry: Entry, around: Circumstances, field: NumberField) -> list[Grammar]:
    return [
        grammar
        for grammar in around.grammars
        if grammar.field is field and grammar.issuer in entry.issuers[:1]
    ]


@rule("N-1", "document_number", Weight.ALWAYS, "发文字号为机关代字、六角括号内年份、序号", ZERO)
def document_number_form(entry: Entry, around: Circumstances) -> str:
    """机关代字〔全称年份〕序号号: no 第, no leading zero, the brackets U+3014 and U+3015."""
    number = entry.document_number
    if not number or _grammars(entry, around, NumberField.DOCUMENT):
        return ""
    read = parse(number)
    if read is None or read.family is not Family.DOCUMENT:
        return f"发文字号“{number[:40]}”应为机关代字〔年份〕序号号，如 国办发〔2018〕37号"
    proper = read.print()
    return "" if proper == number else f"发文字号应写作“{proper}”（六角括号，不加“第”，序号不编虚位）"


@rule("N-2", "document_number", Weight.ALWAYS, "编号符合主办机关的编号格式", "三统一（各地规定）")
def grammar_of_issuer(entry: Entry, around: Circumstances) -> str:
    """A number is printed as its host's own grammar says, where there is one."""
    for field in NumberField:
        number, grammars = getattr(entry, field.value), _grammars(entry, around, field)
        if number and grammars and not any(grammar.matches(number) for grammar in grammars):
            forms = "、".join(grammar.form for grammar in grammars)
            return f"{field.label}“{number[:40]}”不符合{entry.issuers[0]}的编号格式：{forms}"
    return ""


@rule("N-3", "document_number", Weight.ALWAYS, "联合行文只标主办机关的发文字号", "GB/T 9704-2012 7.2.5")
def hosts_number_only(entry: Entry, around: Circumstances) -> str:
    """A joint document bears the host's number only."""
    found = find(entry.document_number)
    if len(found) > 1:
        return f"联合行文只标注主办机关的发文字号，这里有 {len(found)} 个"
    for grammar in around.grammars:
        other = grammar.field is NumberField.DOCUMENT and grammar.issuer in entry.issuers[1:]
        if other and entry.document_number and grammar.resembles(entry.document_number):
            return f"联合行文标注主办机关（{entry.issuers[0]}）的发文字号，这是{grammar.issuer}的"
    return ""


@rule("N-4", "order_number", Weight.ALWAYS, "令号写明命令的种类与序号", "规章制定程序条例第三十条")
def order_number_form(entry: Entry, _around: Circumstances) -> str:
    """令号 names the order."""
    read = parse(entry.order_number) if entry.order_number else None
    if not entry.order_number or (read and read.family in COUNTED):
        return ""
    return f"令号“{entry.order_number[:40]}”应形如 省政府令第356号"


@rule("N-5", "order_number", Weight.SUBMISSION, "规章须有令号", "规章制定程序条例第三十条")
def order_for_rules(entry: Entry, _around: Circumstances) -> str:
    """A rule (规章) is promulgated by an order that has a number."""
    return "规章以命令公布，请填写令号" if entry.kind in RULES_OF_STATE and not entry.order_number else ""


@rule("N-6", "document_number", Weight.SUBMISSION, "行政规范性文件须编号", "国办发〔2018〕37号")
def number_for_documents(entry: Entry, _around: Circumstances) -> str:
    """A normative document is numbered."""
    bare = not (entry.document_number or entry.order_number)
    return (
        "行政规范性文件须统一编号，请填写发文字号" if entry.kind is Kind.NORMATIVE_DOCUMENT and bare else ""
    )


@rule(
    "N-7",
    "unified_number",
    Weight.WARNING,
    "有统一编号规则的机关，其规范性文件应有统一编号",
    "三统一（各地规定）",
)
def unified_for_documents(entry: Entry, around: Circumstances) -> str:
    """Where the issuer has a unified scheme, its normative documents bear such a number."""
    asked = entry.kind is Kind.NORMATIVE_DOCUMENT and _grammars(entry, around, NumberField.UNIFIED)
    return f"{entry.issuers[0]}的行政规范性文件应有统一编号" if asked and not entry.unified_number else ""


@rule(
    "N-8",
    "index_number",
    Weight.ALWAYS,
    "本机关索引号为机构代码/年份-五位序号",
    "政府信息公开目录系统实施指引（试行）",
)
def own_index_number(entry: Entry, around: Circumstances) -> str:
    """The department's own index numbers: code, year, five digits; those of others are opaque."""
    number, code = entry.index_number, around.organ_code
    if not number or not code or not number.startswith(code):
        return ""
    read = parse(number)
    proper = read and read.family is Family.INDEX and read.organ == code and read.width == 5  # noqa: PLR2004  # digits
    return "" if proper else f"本机关的索引号应形如 {code}/2021-00001，现为“{number[:40]}”"


@rule("N-9", "index_number", Weight.ALWAYS, "索引号唯一", "政府信息公开目录系统实施指引（试行）")
def index_number_free(entry: Entry, around: Circumstances) -> str:
    """One index number, one document, for ever."""
    return _taken(entry, around, NumberField.INDEX)


@rule("N-10", "document_number", Weight.ALWAYS, "发文字号唯一", "国办发〔2018〕37号")
def document_number_free(entry: Entry, around: Circumstances) -> str:
    """One document number, one document."""
    return _taken(entry, around, NumberField.DOCUMENT)


@rule("N-11", "unified_number", Weight.ALWAYS, "统一编号唯一", "三统一（各地规定）")
def unified_number_free(entry: Entry, around: Circumstances) -> str:
    """One unified number, one document."""
    return _taken(entry, around, NumberField.UNIFIED)


def _taken(entry: Entry, around: Circumstances, field: NumberField) -> str:
    other = around.taken.get(field.value)
    if other is None or other.document_id == entry.version_of:
        return ""
    return f"{field.label}“{getattr(entry, field.value)[:40]}”已由《{other.title[:60]}》使用"


@rule("N-12", "document_number", Weight.WARNING, "文号年份与成文日期一致", ZERO)
def year_of_number(entry: Entry, _around: Circumstances) -> str:
    """The year in the number is that of the document's day."""
    read = parse(entry.document_number) if entry.document_number else None
    if not read or not read.year or not entry.signed_on or read.year == entry.signed_on.year:
        return ""
    return f"发文字号的年份是 {read.year}，成文日期在 {entry.signed_on.year} 年"


@rule("N-13", "document_number", Weight.WARNING, "所填文号与正文一致", "登记项目相互一致")
def number_in_text(entry: Entry, around: Circumstances) -> str:
    """The text prints the same number."""
    said, own = around.read.number, entry.document_number or entry.order_number
    read, typed = (parse(said), parse(own)) if said and own else (None, None)
    if not read or not typed or read == typed or read.serial == typed.serial:
        return ""
    return f"正文中的文号是“{said[:40]}”，与所填“{own[:40]}”不同"


NUMBER_RULES = (
    document_number_form,
    grammar_of_issuer,
    hosts_number_only,
    order_number_form,
    order_for_rules,
    number_for_documents,
    unified_for_documents,
    own_index_number,
    index_number_free,
    document_number_free,
    unified_number_free,
    year_of_number,
    number_in_text,
)
