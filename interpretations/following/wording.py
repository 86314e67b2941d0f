"""The words of letters (邮件文字): plain text, the status first, the address that leaves last."""

from collections.abc import Sequence
from datetime import datetime

from base import clock
from interpretations.following.differences import Item, Novelty
from interpretations.following.letterhead import Letterhead
from interpretations.following.letters import LONGEST_SUBJECT
from interpretations.following.things import Thing
from registry.law.days import printed
from registry.law.markers import quoted

# A whole collection taken in at once is one letter that a person can read.
MOST_ITEMS = 30
KEPT_DAYS = 7
HEADINGS = {
    Novelty.ENDED: "{title}不再有效",
    Novelty.GONE: "您订阅的文件已从本站撤回",
    Novelty.STANDING: "{title}的时效有变化",
    Novelty.PARTS: "{title}部分条文的效力有变化",
    Novelty.AMENDED: "{title}有新的文本",
    Novelty.AHEAD: "{title}将有变化",
    Novelty.ARRIVED: "新文件：{title}",
    Novelty.UNASKED: "您订阅的征求意见已撤回",
    Novelty.DROPPED: "{title}不再继续制定",
    Novelty.ADOPTED: "征求过意见的文件已出台：{title}",
    Novelty.OUTCOME: "意见采纳情况已公布：{title}",
    Novelty.OPENED: "开始征求意见：{title}",
    Novelty.CLOSING: "征求意见即将截止：{title}",
    Novelty.EXTENDED: "征求意见期限延长：{title}",
    Novelty.REPLACED: "征求意见稿已更换：{title}",
    Novelty.STALE: "解读针对旧版条文：{title}",
    Novelty.EXPLAINED: "新的解读：{title}",
    Novelty.ANSWERED: "新的公开答复：{title}",
    Novelty.RENEWED: "解读有更新：{title}",
    Novelty.TAKEN_BACK: "一份解读已撤回",
}


def one_line(words: str) -> str:
    """The words on one line, as a subject can be."""
    return " ".join(words.split())


def subject_of(items: Sequence[Item]) -> str:
    """What a letter is about: the most important of its news, and how many others there are."""
    first = items[0]
    named = quoted(first.title) if first.title else ""
    heading = one_line(HEADINGS[first.novelty].format(title=named))
    more = f"（另有 {len(items) - 1} 项）" if len(items) > 1 else ""
    return f"{heading[: LONGEST_SUBJECT - 40]}{more}"


def news(head: Letterhead, thing: Thing, items: Sequence[Item], page: str) -> str:
    """The words of a letter of news; `page` is where one leaves."""
    shown = items[:MOST_ITEMS]
    named = one_line(thing.words) if thing.name else "内容"
    lines = [f"截至{printed(clock.today())}，您订阅的{named}"]
    lines[0] += f"，有 {len(items)} 项变化："
    for place, item in enumerate(shown, 1):
        lines += ["", *_told(head, place, item)]
    if len(items) > len(shown):
        lines += ["", f"另有 {len(items) - len(shown)} 项，请到网站查看：{head.root}{thing.path}"]
    return "\n".join([*lines, *_foot(head, page)])


def _told(head: Letterhead, place: int, item: Item) -> list[str]:
    named = quoted(one_line(item.title)) if item.title else ""
    lines = [f"{place}. 【{item.novelty.label}】{named}"]
    if item.sentence:
        lines.append(f"   {one_line(item.sentence)}")
    if item.path:
        lines.append(f"   {head.root}{item.path}")
    return lines


def _foot(head: Letterhead, page: str) -> list[str]:
    return [
        "",
        "——",
        f"{head.name}（{head.organiser}）按您的订阅自动发出，请勿回复。正式引用请以公报刊载的标准文本为准。",
        f"查看或者退订（打开后点一下即可）：{page}",
    ]


def confirmation(head: Letterhead, thing: Thing, page: str, asked_at: datetime) -> tuple[str, str]:
    """The letter that asks whether the address is that of whoever asked: its subject and words."""
    day = printed(clock.local(asked_at).date())
    return "请确认邮件订阅", "\n".join(
        [
            f"{day}，有人在{head.name}用这个邮箱订阅了下面的内容：",
            "",
            f"  {one_line(thing.words)}",
            f"  {head.root}{thing.path}",
            "",
            f"是您本人的，请在 {KEPT_DAYS} 天内打开下面的网址，点“确认订阅”：",
            "",
            f"  {page}",
            "",
            f"不是您本人的，不必做任何事：不确认就不会再收到邮件，{KEPT_DAYS} 天后这个邮箱会从本站删除。",
            *_signed(head),
        ]
    )


def already(head: Letterhead, thing: Thing, page: str) -> tuple[str, str]:
    """The letter to an address that follows already."""
    return "您已经订阅了这项内容", "\n".join(
        [
            f"有人在{head.name}用这个邮箱再次订阅了下面的内容。您早已订阅，不必再确认：",
            "",
            f"  {one_line(thing.words)}",
            "",
            f"查看或者退订：{page}",
            *_signed(head),
        ]
    )


def _signed(head: Letterhead) -> list[str]:
    return ["", "——", f"{head.name}（{head.organiser}）自动发出，请勿回复。"]
