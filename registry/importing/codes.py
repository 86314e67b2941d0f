"""What doubts are called (疑点种类) in the summary of an import."""

LABELS = {
    "refused": "拒收",
    "encoding": "非 UTF-8 编码",
    "no-title": "没有标题",
    "two-titles": "有两个标题",
    "title-differs": "标题与文件名不同",
    "title-contradicts": "标题与台账不同",
    "issuer-contradicts": "发文机关与台账不同",
    "docno-contradicts": "文号与台账不同",
    "signed_on-contradicts": "成文日期与台账不同",
    "published_on-contradicts": "发布日期与台账不同",
    "kind-contradicts": "种类与题注不符",
    "no-kind": "种类未载明",
    "no-text": "没有正文",
    "private-use": "字符已丢失（专用区）",
    "control": "控制字符",
    "zero-width": "不可见字符",
    "impossible-date": "不可能的日期",
    "no-effect": "未载明施行日期",
    "effect-without-day": "施行日期无法推算",
    "effect-before-publication": "施行早于公布",
    "history-cut-off": "题注不完整",
    "history-short": "题注未记到最后一次修改",
    "article-gap": "条文序号有缺",
    "version-without-day": "版本未载明日期",
    "same-day-copy": "同日文本文字不同",
    "namesake-differs": "同名文件文号或年份不同",
    "ambiguous-target": "所指文件不止一个",
    "target-made-later": "所指文件制定在后",
    "target-lived-on": "被废止文件其后仍有版本",
    "provisions-unclear": "所指条款无法认定",
    "status-differs": "来源标注与推算不同",
    "sha256-differs": "文件与台账校验值不同",
    "ledger-path": "台账路径有误",
    "ledger-number-twice": "台账文号重复",
    "ledger-missing-file": "台账所列文件不存在",
    "ledger-kind": "台账种类不认识",
    "ledger-signed_on": "台账成文日期有误",
    "ledger-published_on": "台账发布日期有误",
}


def label(code: str) -> str:
    """The Chinese name of a kind of doubt.

    >>> label("effect-before-publication")
    '施行早于公布'
    """
    return LABELS[code]
