"""Consultations as a feed (征求意见订阅源): every event that the public was told of is an entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.consultations.reads.life import Happened
from registry.consultations.reads.listing import Listed
from registry.consultations.rules.terms import ConsultationDeed
from registry.law.days import printed
from registry.law.markers import quoted

HEADINGS = {
    ConsultationDeed.PUBLISH: "征求意见",
    ConsultationDeed.EXTEND: "期限延长",
    ConsultationDeed.REPLACE_TEXT: "征求意见稿已更换",
    ConsultationDeed.PUBLISH_OUTCOME: "已公布采纳情况",
    ConsultationDeed.ADOPT: "已出台",
    ConsultationDeed.DROP: "已终止",
    ConsultationDeed.WITHDRAW: "已撤回",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the feed: `anchor` stands after the address of the consultation in its lasting id."""

    row: Listed
    deed: ConsultationDeed
    at: datetime
    anchor: str
    title: str
    summary: str
    path: str


def entries(rows: Iterable[Listed]) -> list[Entry]:
    """The entries of these consultations, the newest first.

    Of a withdrawn one only that it was withdrawn: what was told of it before is not told any more.
    """
    found = [entry for row in rows for entry in _of(row)]
    return sorted(found, key=lambda entry: (entry.at, entry.row.id, entry.anchor), reverse=True)


def _of(row: Listed) -> Iterable[Entry]:
    if row.withdrawn_at:
        reason = f"这项征求意见已撤回。撤回理由：{row.reason or '未说明理由'}"
        yield _entry(row, ConsultationDeed.WITHDRAW, row.withdrawn_at, "withdrawn", reason)
        return
    told = [each for each in row.happened if each.deed is not ConsultationDeed.PUBLISH]
    yield _entry(row, ConsultationDeed.PUBLISH, row.published_at, "published", opening(row))
    for each in told:
        yield _entry(row, each.deed, each.at, f"event-{each.id}", sentence(row, each))


def _entry(row: Listed, deed: ConsultationDeed, at: datetime, anchor: str, summary: str) -> Entry:
    title = f"{HEADINGS[deed]}：{quoted(row.title)}"
    path = f"{row.address}/outcome" if deed is ConsultationDeed.PUBLISH_OUTCOME else row.address
    return Entry(row, deed, at, anchor, title, summary, path)


def opening(row: Listed) -> str:
    """What the first entry says: what is asked, by whom, from when to when."""
    days = f"{printed(row.course.from_on)}至{printed(row.course.through_on)}"
    decides = f"，由{row.deciding_body}决定" if row.deciding_body else ""
    return f"{row.matter.label}，{row.unit}起草{decides}，征求意见期限{days}。"


def sentence(row: Listed, event: Happened) -> str:
    """What an event says of itself, with its reason."""
    reason = f"{event.reason.rstrip('。')}。" if event.reason else ""
    match event.deed:
        case ConsultationDeed.EXTEND if event.through_on:
            return f"征求意见期限延长至{printed(event.through_on)}。{reason}"
        case ConsultationDeed.REPLACE_TEXT:
            return f"征求意见稿已更换为新的一稿；此前提出的意见仍然有效。{reason}"
        case ConsultationDeed.PUBLISH_OUTCOME:
            return f"采纳情况有更新：{reason}" if reason else "公众意见的采纳情况及理由已公布。"
        case ConsultationDeed.ADOPT:
            return f"已出台{quoted(row.adopted.title)}。{reason}" if row.adopted else f"已出台。{reason}"
        case ConsultationDeed.DROP:
            return f"不再继续制定。终止理由：{reason or '未说明。'}"
        case _:
            return opening(row)
