"""Comparing (比对): what the registry says of the day now, and what it said when the snapshot was made."""

from registry.attesting.rules.canonical import Value
from registry.attesting.rules.envelope import Object
from registry.law.designations import designation

# What each part of a record is called, in the order in which a reader wants to hear of it.
HEAD = {
    "title": "标题",
    "kind": "种类",
    "document_number": "发文字号",
    "order_number": "令号",
    "unified_number": "统一编号",
    "index_number": "索引号",
    "region": "适用区域",
    "issuers": "发文机关",
    "adopted_on": "通过日期",
    "approved_on": "批准日期",
    "signed_on": "成文日期",
    "published_on": "发布日期",
}
NAMED = 5


def differences(then: Object, now: Object) -> tuple[str, ...]:
    """What is said otherwise now, as sentences; none where all is the same.

    The id of the text is not looked at: a file read again has a new one, though no word has changed.
    """
    found = [
        f"{label}由“{_words(then.get(name))}”更正为“{_words(now.get(name))}”"
        for name, label in HEAD.items()
        if then.get(name) != now.get(name)
    ]
    found += _standing(_object(then.get("standing")), _object(now.get("standing")))
    found += _text(_object(then.get("text")), _object(now.get("text")))
    found += _provisions(_by_eid(then), _by_eid(now))
    if not found and then.get("provisions") != now.get("provisions"):
        found.append("条款的层次或者次序有更正")
    if then.get("events") != now.get("events"):
        found.append("当日以前的沿革有补记或者更正")
    return tuple(found)


def _standing(then: Object, now: Object) -> list[str]:
    if then.get("label") != now.get("label"):
        return [f"当日的时效由“{_words(then.get('label'))}”更正为“{_words(now.get('label'))}”"]
    if then.get("ended") != now.get("ended"):
        return ["当日已经废止或者停止执行的条款有更正"]
    if then.get("sentence") != now.get("sentence"):
        return [f"当日的时效说明现为“{_words(now.get('sentence'))}”"]
    return []


def _text(then: Object, now: Object) -> list[str]:
    days = ("dated_on", "applies_from")
    if not then or not now:
        return [] if then == now else ["当日的文本" + ("已经补录" if now else "已经撤下")]
    if any(then.get(name) != now.get(name) for name in days):
        return [f"当日的文本改为{_words(now.get('dated_on')) or '另一'}文本"]
    if then.get("notice") != now.get("notice") or then.get("note") != now.get("note"):
        return ["文本的题注或者说明有更正"]
    return []


def _provisions(then: dict[str, Value], now: dict[str, Value]) -> list[str]:
    changed = [eid for eid in then | now if then.get(eid) != now.get(eid)]
    if not changed:
        return []
    names = "、".join(designation(eid) or eid for eid in changed[:NAMED])
    return [f"正文有更正：{names}{f'等{len(changed)}处' if len(changed) > NAMED else ''}"]


def _by_eid(record: Object) -> dict[str, Value]:
    rows = record.get("provisions")
    held = [_object(row) for row in rows] if isinstance(rows, list) else []
    return {str(row.get("eid")): [row.get("number"), row.get("heading"), row.get("words")] for row in held}


def _object(value: Value) -> Object:
    return value if isinstance(value, dict) else {}


def _words(value: Value) -> str:
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    return str(value) if value else ""
