"""Differences (变化): what a follower is told of, most important first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from base.term import Term
from interpretations.following.consulted import Consulted
from interpretations.following.searched import DOCUMENT, news_of
from interpretations.following.states import Key, Paper, State, Told, World
from interpretations.following.tables import Followed
from registry.consultations.reads.life import Happened
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState
from registry.law.days import printed
from registry.law.markers import quoted
from registry.law.terms import Validity
from registry.law.validity import validity


class Novelty(Term):
    """What a follower is told of (订阅变化), most important first."""

    ENDED = "ended", "文件不再有效"
    GONE = "gone", "文件已从本站撤回"
    STANDING = "standing", "时效发生变化"
    PARTS = "parts", "部分条文的效力发生变化"
    AMENDED = "amended", "文件有新的文本"
    AHEAD = "ahead", "文件将有变化"
    ARRIVED = "arrived", "新文件"
    UNASKED = "unasked", "征求意见已撤回"
    DROPPED = "dropped", "征求意见已终止"
    ADOPTED = "adopted", "文件已出台"
    OUTCOME = "outcome", "意见采纳情况已公布"
    OPENED = "opened", "开始征求意见"
    CLOSING = "closing", "征求意见即将截止"
    EXTENDED = "extended", "征求意见期限已延长"
    REPLACED = "replaced", "征求意见稿已更换"
    STALE = "stale", "解读针对旧版条文"
    EXPLAINED = "explained", "新的解读"
    ANSWERED = "answered", "新的公开答复"
    RENEWED = "renewed", "解读有更新"
    TAKEN_BACK = "taken_back", "解读已撤回"


RANK = {novelty: place for place, novelty in enumerate(Novelty)}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new: what it is, of what (a title), a sentence, and its page on this site.

    `by_the_way` follows from what is told anyway.
    """

    novelty: Novelty
    title: str
    sentence: str = ""
    path: str = ""
    by_the_way: bool = False


def differences(world: World, key: Key, former: State, now: State) -> tuple[Item, ...]:
    """What is new of the thing, most important first."""
    followed, number = key
    found: list[Item] = []
    if followed is Followed.DOCUMENT:
        found += _of_document(world, world.papers.get(number), former, now)
    if followed is Followed.SUBJECT:
        found += _of_subject(world, former.get("documents", {}), now.get("documents", {}))
    if followed is Followed.SEARCH:
        found += _of_search(world, former, now)
    if followed is Followed.CONSULTATION:
        found += of_consultation(world.consulted.get(number), former, now)
    elif not now.get("gone"):
        explained = _of_interpretations(world, former.get("of", {}), now.get("of", {}))
        # Who is told that a document has ended need not be told that what explains it has.
        found += [item for item in explained if followed is Followed.UNIT or not item.by_the_way]
    return tuple(sorted(found, key=lambda item: RANK[item.novelty]))


EVENTS = {
    Novelty.DROPPED: ConsultationDeed.DROP,
    Novelty.ADOPTED: ConsultationDeed.ADOPT,
    Novelty.OUTCOME: ConsultationDeed.PUBLISH_OUTCOME,
    Novelty.EXTENDED: ConsultationDeed.EXTEND,
    Novelty.REPLACED: ConsultationDeed.REPLACE_TEXT,
}


def of_consultation(one: Consulted | None, former: State, now: State) -> Iterator[Item]:
    """What is new of a consultation: what happened to it, and that one can say something, or hardly still."""
    if one is None:
        if not former.get("gone"):
            yield Item(Novelty.UNASKED, "", "您订阅的一项征求意见已撤回。")
        return
    path, told = f"/consultations/{one.id}", former.get("last", {})
    for novelty, deed in EVENTS.items():
        event = one.last(deed)
        if event is not None and told.get(deed.value) != event.id:
            outcome = novelty is Novelty.OUTCOME
            yield Item(novelty, one.title, sentence(one, event), f"{path}/outcome" if outcome else path)
    opened = ConsultationState.OPEN.value
    if now["stage"] == opened and former.get("stage") != opened:
        yield Item(Novelty.OPENED, one.title, f"截止时间：{ends(one)}。", path)
    elif now["soon"] and not former.get("soon"):
        yield Item(Novelty.CLOSING, one.title, f"截止时间：{ends(one)}。还没有提的，请抓紧提出。", path)


def ends(one: Consulted) -> str:
    """When its period ends, as known on the day."""
    return f"{printed(one.course.last_day(one.day))}24时"


def sentence(one: Consulted, event: Happened) -> str:
    """What an event says of itself, with its public reason."""
    reason = f"理由：{event.reason.rstrip('。')}。" if event.reason else ""
    match event.deed:
        case ConsultationDeed.EXTEND if event.through_on:
            return f"延长至{printed(event.through_on)}24时。{reason}"
        case ConsultationDeed.REPLACE_TEXT:
            return f"此前提出的意见仍然有效。{reason}"
        case ConsultationDeed.ADOPT if one.adopted:
            return f"出台的文件：{quoted(one.adopted.title)}。"
        case _:
            return reason


def _of_document(world: World, paper: Paper | None, former: State, now: State) -> Iterator[Item]:
    if paper is None:
        if not former.get("gone"):
            yield Item(Novelty.GONE, "", "您订阅的一份文件已从本站撤回，不再提供。")
        return
    made = _maker(world, paper)
    standing = former.get("validity") != now["validity"] or former.get("gone")
    if standing:
        yield made(Novelty.ENDED if Validity(now["validity"]).ended else Novelty.STANDING)
    elif any(former.get(name) != now[name] for name in ("ended", "halted")):
        yield made(Novelty.PARTS)
    if former.get("text") != now["text"]:
        yield made(Novelty.AMENDED)
    if now["ahead"] and former.get("ahead") != now["ahead"] and not standing:
        yield made(Novelty.AHEAD)


def _maker(world: World, paper: Paper) -> Callable[[Novelty], Item]:
    sentence, path = world.sentence(paper), f"/documents/{paper.address}"
    return lambda novelty: Item(novelty, paper.title, sentence, path)


def _of_subject(world: World, former: dict[str, str], now: dict[str, str]) -> Iterator[Item]:
    for key, standing in now.items():
        made = _maker(world, world.papers[int(key)])
        before = former.get(key)
        if before is None:
            yield made(Novelty.ARRIVED)
        elif before != standing and Validity(standing).ended and not Validity(before).ended:
            yield made(Novelty.ENDED)


def _of_search(world: World, former: State, now: State) -> Iterator[Item]:
    for kind, what, number in news_of(world, former, now):
        if what == DOCUMENT:
            yield _maker(world, world.papers[number])(Novelty(kind))
        else:
            one = world.told[number]
            answered = kind == Novelty.EXPLAINED and one.answers
            yield _item(world, one, Novelty.ANSWERED if answered else Novelty(kind))


def _of_interpretations(world: World, former: State, now: State) -> Iterator[Item]:
    for key, (version, stale) in now.items():
        one, before = world.told[int(key)], former.get(key)
        if before is None:
            yield _item(world, one, Novelty.ANSWERED if one.answers else Novelty.EXPLAINED)
        elif stale and not before[1]:
            yield _item(world, one, Novelty.STALE)
        elif version != before[0] or stale != before[1]:
            yield _item(world, one, Novelty.RENEWED)
    for _ in former.keys() - now.keys():
        # Its title is not public any more.
        yield Item(Novelty.TAKEN_BACK, "", "此前公开的一份解读已撤回，请以现行页面为准。")


def _item(world: World, one: Told, novelty: Novelty) -> Item:
    """An interpretation, with how the document that it explains stands."""
    papers = [world.papers[key] for key in one.documents if key in world.papers]
    sentence = "".join(f"{quoted(paper.title)}{world.sentence(paper)}" for paper in papers[:3])
    if novelty is Novelty.STALE:
        sentence = f"所解读的条文已修改或者失效，阅读时请以现行条文为准。{sentence}"
    ended = bool(papers) and all(validity(paper.events, world.day).ended for paper in papers)
    by_the_way = novelty is Novelty.STALE and ended
    return Item(novelty, one.title, sentence, f"/interpretations/{one.id}", by_the_way)
