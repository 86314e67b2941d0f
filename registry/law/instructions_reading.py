"""Reading instructions (读取修改指令) out of a decision: by instrument, in order, nothing guessed.

What looks like an order and fits no known turn of phrase is kept as UNREAD, with its sentence: a person
has to carry it out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry.law.instructions import Alteration, Amending, Instruction, Place, Quote, Whole
from registry.law.instructions_patterns import ANNOUNCED, BETWEEN, IDLE, REST, VERBS, turns
from registry.law.instructions_places import places as read_places
from registry.law.instructions_voice import QUOTED, Item, items, unnumbered
from registry.law.marks import marks
from registry.law.titles import title_key

SUPPLEMENT = re.compile(r"^(?P<title>.{2,60}?)修正案(?:[（(][^（）()]{1,12}[）)])?(?:（草案）)?$")
# 以下简称《解释》, and the words a decision uses for the text it changes without saying so.
ALIAS = re.compile(r"(?:以下|下)?简称[:：]?《(?P<short>[^《》]{1,30})》")
COMMON = frozenset(
    {"解释", "规定", "办法", "条例", "决定", "安排", "细则", "通知", "规则", "意见", "批复", "程序"}
)
BASIS = re.compile(r"(?:根据|依照|依据|按照)[^，。；]{0,200}")
# 一、修改《甲》; 一、对《甲》作如下修改; 将《甲》第三条
HEADS = re.compile(
    r"^(?:将|对|把|在|删去|删除)?(?:修改|修正)?\s?《》[^，。；“”]{0,60}?(?:作(?:出|了)?(?:如下|以下)?修改|第|中|[:：]?$|的?名称|引言)"
    r"|(?:对|将)[^。；“”]{0,200}?《》[^。；“”]{0,80}?(?:作|进行|予以)(?:出|了)?(?:如下|以下|下列|相应)?的?(?:修改|补充|修正)"
    r"|^《》"
)
SEVERAL = re.compile(r"《》(?:（[^（）]{0,60}）)?(?:和《》)?等[^。；]{0,30}[件部个]|部分|等")
Context = tuple[Place, ...]
BARE_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?")
SUPPLEMENT_ITEM = re.compile(
    r"^\s?第[一二三四五六七八九十百]{1,6}条[\s\u3000]{1,4}(?=.{0,12}(?:第|序言|宪法))"
)
EVERYWHERE = re.compile(r"统一|均|全文|相关条文|有关条文|本(?:法|条例|规定|办法|解释|细则)中的?$|条文中")
_TEXT = r"(?:法|条例|规定|办法|解释|细则|决定|意见|通知|方案|规则|规程|文件|标准)"
GENERAL = re.compile(rf"全文|文中|正文|条文|{_TEXT}中")
# What may stand between no place at all and the quoted words.
HERE = re.compile(
    rf"(?:其)?(?:统一)?(?:(?:本|该)?{_TEXT})?(?:全文|正文|文|有关|相关)?(?:条文|条款)?(?:末尾|规定|中|里|内)?的?(?:之?[前后]面?)?"
)
LONGEST = 60_000


def read_instructions(title: str, lines: Sequence[str]) -> tuple[Amending, ...]:
    """What the decision with this title and these lines orders, by instrument, in order.

    Offsets are those of the lines joined by line feeds. A decision that names several instruments
    says for each item which one it means; an order for an instrument that is not named is left out of
    none: it stands under "".
    """
    reader = _Reader(title)
    for item in items(lines):
        if len(item.words) <= LONGEST:
            reader.item(item)
    shift = reader.shift
    return tuple(
        Amending(name, tuple(found) + (() if shift is None or _shifts(found) else (shift,)))
        for name, found in reader.found.items()
        if any(one.alteration not in {Alteration.SHIFT, Alteration.UNREAD} for one in found)
    )


def _shifts(found: Sequence[Instruction]) -> bool:
    return any(one.alteration is Alteration.SHIFT for one in found)


class _Reader:
    def __init__(self, title: str) -> None:
        self.supplement = SUPPLEMENT.match(title)
        self.own = title
        self.target = self.supplement["title"] if self.supplement else _named_by(title)
        self.named = bool(self.supplement)
        self.found: dict[str, list[Instruction]] = {}
        self.shift: Instruction | None = None
        self.aliases: set[str] = set(COMMON)
        self.context: Context = ()
        self.base: tuple[str, Context] = ("", ())

    def item(self, item: Item) -> None:
        """Read one paragraph of the decision."""
        self.aliases |= {match["short"] for match in ALIAS.finditer(item.words)}
        words = unnumbered(item.words)
        if self.supplement:
            words = SUPPLEMENT_ITEM.sub("", words)
        named, hidden = _without_titles(words)
        target = self._meant(named, hidden)
        if item.number:
            kind, base = self.base
            self.base = ("", ()) if kind == item.number[0] else self.base
            self.context = () if kind == item.number[0] else base
        if announced := ANNOUNCED.match(hidden):
            self.context = read_places(announced["places"])
            self.base = (item.number[0] if item.number else "", self.context)
            return
        for one in _orders(hidden, item, self.context):
            self._take(one, target)

    def _take(self, one: Instruction, target: str) -> None:
        if one.places:
            self.context = one.places
        if one.alteration is Alteration.SHIFT and len(self.found) != 1:
            # Said of all instruments at the end, or of the one that this item is about.
            closing = not target or one.sentence.lstrip().startswith(("本决定", "根据本决定", "上述", "此外"))
            if closing:
                self.shift = one
                return
        self.found.setdefault(target, []).append(one)

    def _meant(self, named: list[str], hidden: str) -> str:
        """The instrument that this paragraph changes; it stays the same until another is named."""
        plain = [
            name for name in named if name not in self.aliases and title_key(name) != title_key(self.own)
        ]
        head = BASIS.sub(lambda match: " " * len(match[0]), hidden)
        outside = [name for name, at in zip(named, _places_of(hidden), strict=True) if head[at] != " "]
        meant = [name for name in outside if name in plain]
        if self.supplement or not meant or not HEADS.search(head):
            return self.target
        if re.search(r"《》[^，。；]{0,20}等[^。；]{0,20}[件部个]", head):
            self.target = ""
        else:
            self.target = meant[0]
        self.context, self.base = (), ("", ())
        return self.target


def _named_by(title: str) -> str:
    found = marks(title)
    return found[0].title if found and "等" not in title[found[0].end : found[0].end + 1] else ""


def _places_of(hidden: str) -> list[int]:
    return [match.start() for match in re.finditer("《》", hidden)]


def _without_titles(words: str) -> tuple[list[str], str]:
    found = marks(words)
    parts, at = [], 0
    for mark in found:
        parts += [words[at : mark.start], "《》"]
        at = mark.end
    return [mark.title for mark in found], "".join([*parts, words[at:]])


def _orders(words: str, item: Item, context: Context) -> Iterator[Instruction]:
    """The orders of one paragraph, in turn; places go on from those before them."""
    at, quotes = 0, list(item.quotes)
    while at < len(words):
        if between := BETWEEN.match(words, at):
            at = between.end()
            continue
        alteration, match = _turn(words, at)
        if match is None:
            match = REST.match(words, at)
            if match is None or match.end() == at:
                at += 1
                continue
        spoken = match[0]
        used, quotes = quotes[: spoken.count(QUOTED)], quotes[spoken.count(QUOTED) :]
        if alteration is not Alteration.UNREAD:
            one = _instruction(alteration, match, used, item, context)
            context = one.places or context
            yield one
        elif VERBS.search(spoken) and not IDLE.search(spoken):
            yield Instruction(alteration, item.source, item.start, item.end, new=tuple(used))
        at = match.end()


def _turn(words: str, at: int) -> tuple[Alteration, re.Match[str] | None]:
    for alteration, pattern in turns():
        match = pattern.match(words, at)
        if match and match.end() > at:
            return alteration, match
    return Alteration.UNREAD, None


def _instruction(
    alteration: Alteration, match: re.Match[str], quotes: list[Quote], item: Item, context: Context
) -> Instruction:
    parts = {name: held or "" for name, held in match.groupdict().items()}
    last = context[-1] if context else Place()
    named = read_places(parts["places"], last) if parts.get("places") else ()
    where = parts.get("where", "")
    olds = parts.get("old", "").count(QUOTED)
    one = Instruction(
        alteration,
        item.source,
        item.start,
        item.end,
        places=tuple(replace(place, detail=where) for place in named),
        old=tuple(quotes[:olds]),
        new=tuple(quotes[olds:]),
        unit=parts.get("unit", ""),
        everywhere=bool(EVERYWHERE.search(match[0].split(QUOTED)[0])) or "统一" in match[0],
    )
    if parts.get("after"):
        one = replace(one, after=read_places(parts["after"], last)[-1])
    if not named:
        one = _carried_on(one, where, context)
    if parts.get("becomes"):
        one = _numbered(one, parts["becomes"], last)
    return one if named else _numbers_only(one)


def _numbered(one: Instruction, printed: str, last: Place) -> Instruction:
    anchor = one.places[0] if one.places else (one.after or last)
    becomes = read_places(printed, anchor)
    return replace(one, becomes=becomes, unit=one.unit or _unit(one, becomes))


def _unit(one: Instruction, becomes: Sequence[Place]) -> str:
    # 增加第三款: what is added is told by the number it gets.
    if one.alteration is not Alteration.ADD:
        return ""
    return "项" if becomes[0].item else "款" if becomes[0].paragraph else "条"


def _carried_on(one: Instruction, where: str, context: Context) -> Instruction:
    """An order that names no place: of the whole text where it says so, else of the places before."""
    if one.alteration in {Alteration.REWORD, Alteration.STRIKE, Alteration.ADD_WORDS}:
        if not HERE.fullmatch(where):
            # 附件1中的“甲”: a place there is, but none that is known.
            return replace(one, alteration=Alteration.UNREAD)
        general = one.everywhere or GENERAL.search(where)
        if general or not context:
            return replace(one, places=(Place(whole=Whole.TEXT),), everywhere=bool(general))
        return replace(one, places=tuple(replace(place, detail=where) for place in context))
    if one.alteration is Alteration.REPLACE or (
        one.alteration is Alteration.ADD and one.unit not in "条章节"
    ):
        return replace(one, places=context[-1:] or (one.after or Place(),))
    return one


def _numbers_only(one: Instruction) -> Instruction:
    # “第八条”调整为“第七条”: the numbers are quoted, but they are those of the articles.
    quoted = [quote[0] for quote in (*one.old, *one.new) if len(quote) == 1]
    numbers = len(quoted) == len(one.old) + len(one.new) and all(map(BARE_ARTICLE.fullmatch, quoted))
    if one.alteration is not Alteration.REWORD or not numbers or len(one.old) != len(one.new):
        return one
    before = tuple(place for quote in one.old for place in read_places(quote[0]))
    after = tuple(place for quote in one.new for place in read_places(quote[0]))
    return replace(one, alteration=Alteration.RENUMBER, places=before, becomes=after, old=(), new=())
