"""The fields of the form (登记表): read from what was typed, kept as JSON, and typed back again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from base.forms import FormReader
from registry.intake.record import plain, rebuilt
from registry.law.entering import BY_ID, LONGEST_REASON
from registry.law.entry import Entry
from registry.law.organs import listed
from registry.law.terms import Disclosure, Genre, Kind
from registry.subjects import LIST

# What a text may weigh as it is kept; the longest real document has 1.1 MB.
LONGEST_TEXT_BYTES = 2 * 1024 * 1024
MOST_ISSUERS = 20
LEVELS = "\\"
LABELS = {
    "title": "标题",
    "kind": "文件种类",
    "genre": "体裁",
    "issuers": "发文机关",
    "unit_id": "起草单位",
    "document_number": "发文字号",
    "order_number": "令号",
    "unified_number": "统一编号",
    "index_number": "索引号",
    "subject": "主题分类",
    "summary": "内容概述",
    "disclosure": "公开属性",
    "disclosure_reason": "不主动公开的理由",
    "adopted_on": "通过日期",
    "signed_on": "成文日期",
    "published_on": "发布日期",
    "source_url": "原发布网页",
    "version_of": "登记为",
    "text": "正文",
}
URL = re.compile(r"https?://[^\s<>\"']{3,480}")
# The moment at which a document becomes public is the server's: whoever types one would forge it.
SERVERS_OWN = ("published_at", "posted_at", "publication_time", "recorded_at", "publish_at")
WHY = "why-"


def read_entry(reader: FormReader) -> tuple[Entry, str]:
    """The entry and its text; what is wrong with any field is a fault of the reader."""
    for name in SERVERS_OWN:
        if name in reader.form:
            reader.asked.add(name)
            reader.fault(name, "发布时间由系统在发布时记录，不能填写")
    entry = Entry(
        title=_one_line(reader, "title", 400),
        kind=reader.choice("kind", LABELS["kind"], Kind),
        genre=reader.choice("genre", LABELS["genre"], Genre),
        issuers=_issuers(reader),
        unit_id=reader.whole("unit_id", LABELS["unit_id"], required=True),
        subject=_subject(reader),
        summary=reader.text("summary", LABELS["summary"], longest=1000),
        disclosure=reader.choice("disclosure", LABELS["disclosure"], Disclosure),
        disclosure_reason=reader.text(
            "disclosure_reason", LABELS["disclosure_reason"], longest=LONGEST_REASON
        ),
        source_url=_address(reader),
        version_of=reader.whole("version_of", LABELS["version_of"]) or None,
        grounds=_grounds(reader),
    )
    return _numbered_and_dated(entry, reader), read_text(reader)


def _numbered_and_dated(entry: Entry, reader: FormReader) -> Entry:
    return replace(
        entry,
        document_number=_one_line(reader, "document_number", 120),
        order_number=_one_line(reader, "order_number", 120),
        unified_number=_one_line(reader, "unified_number", 60),
        index_number=_one_line(reader, "index_number", 80),
        adopted_on=reader.day("adopted_on", LABELS["adopted_on"]),
        signed_on=reader.day("signed_on", LABELS["signed_on"]),
        published_on=reader.day("published_on", LABELS["published_on"]),
    )


def read_text(reader: FormReader) -> str:
    """The text as Markdown, at most 2 MB of UTF-8."""
    text = reader.text("text", LABELS["text"], longest=LONGEST_TEXT_BYTES)
    weight = len(text.encode())
    if weight > LONGEST_TEXT_BYTES:
        reader.fault("text", f"正文最多 2 MB，现有 {weight / 1024 / 1024:.1f} MB；长表格请作为附件上传")
    return text


def _one_line(reader: FormReader, name: str, longest: int) -> str:
    words = reader.text(name, LABELS[name], longest=longest)
    if "\n" in words:
        reader.fault(name, f"{LABELS[name]}应写在一行内")
    return words


def _issuers(reader: FormReader) -> tuple[str, ...]:
    typed = reader.text("issuers", LABELS["issuers"], longest=2_000)
    names = tuple(dict.fromkeys(line.strip() for line in typed.split("\n") if line.strip()))
    if len(names) > MOST_ISSUERS or any(len(name) > 120 for name in names):  # noqa: PLR2004  # the column's width
        reader.fault("issuers", f"发文机关最多 {MOST_ISSUERS} 个，每个不超过 120 字，一行一个")
    for name in names:
        # 甲厅、乙厅 on one line are two organs; names never hold such a mark between two organs.
        if len(listed(name)) > 1:
            reader.fault("issuers", f"“{name[:60]}”是几个机关，请一行写一个，主办机关在前")
    return names


def _subject(reader: FormReader) -> tuple[str, ...]:
    typed = reader.text("subject", LABELS["subject"], longest=130)
    names = tuple(part for part in typed.split(LEVELS) if part)
    known = not names or (names[0] in LIST and (len(names) == 1 or names[1] in LIST[names[0]]))
    if not known or len(names) > 2:  # noqa: PLR2004  # two levels
        reader.fault("subject", f"主题分类“{typed[:40]}”不在分类表内")
    return names


def _address(reader: FormReader) -> str:
    typed = reader.text("source_url", LABELS["source_url"], longest=500)
    if typed and not URL.fullmatch(typed):
        reader.fault("source_url", "原发布网页应以 http:// 或 https:// 开头")
    return typed


def _grounds(reader: FormReader) -> tuple[tuple[str, str], ...]:
    given = {
        name.removeprefix(WHY): reader.text(name, "理由", longest=LONGEST_REASON)
        for name in sorted(reader.form)
        if name.removeprefix(WHY) in BY_ID
    }
    return tuple((rule, reason) for rule, reason in given.items() if reason)


def kept(entry: Entry) -> dict[str, object]:
    """The entry as JSON; what is empty is left out."""
    made = plain(entry)
    if not isinstance(made, dict):
        raise TypeError("an entry is kept as an object")
    return {**made}


def recalled(fields_of_draft: Mapping[str, object]) -> Entry:
    """The entry back from JSON."""
    entry: Entry = rebuilt(Entry, dict(fields_of_draft))
    return entry


def typed(entry: Entry, text: str) -> dict[str, str]:
    """What the form shows of an entry, field by field, as somebody would have typed it."""
    shown = {each.name: _word(getattr(entry, each.name)) for each in fields(Entry) if each.name in LABELS}
    shown["issuers"] = "\n".join(entry.issuers)
    shown["subject"] = LEVELS.join(entry.subject)
    return shown | {"text": text} | {f"{WHY}{rule}": reason for rule, reason in entry.grounds}


def _word(value: object) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    return value.value if isinstance(value, (Kind, Genre, Disclosure)) else str(value)


def label(name: str) -> str:
    """The Chinese name of a field of the form."""
    rule = BY_ID.get(name.removeprefix(WHY))
    return LABELS.get(name) or (f"理由（{rule.words}）" if rule else name)


def differing(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Sequence[str]:
    """The fields in which two typed forms differ, in the order of the form."""
    names = [*LABELS, *sorted(({*mine} | {*theirs}) - {*LABELS})]
    return [name for name in names if _same(mine.get(name, "")) != _same(theirs.get(name, ""))]


def _same(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
