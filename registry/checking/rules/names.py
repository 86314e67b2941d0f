"""Names (名称) by which instruments are known: exact titles, what is left out, abbreviations, near titles.

A value made once from all titles that may be shown; looking one name up costs some microseconds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.checking.rules.tails import Tails
from registry.law.docnumber import Family, Number, parse
from registry.law.naming import names_one
from registry.law.titles import STATE, title_key

# 国务院关于印发…的通知, …部关于…的意见: whose it is, and what it carries.
ISSUER = re.compile(r"[\u4e00-\u9fff、]{2,60}?(?=关于)")
CARRYING = re.compile(
    r"关于(?:印发|发布|公布|批转|转发|颁布|颁发)(?P<carried>.{4,200}?)的(?:通知|公告|决定|命令|令|函)(?:\(.{1,12}\))?"
)
FORMS = ("法", "条例", "办法", "规定", "细则", "规则", "解释", "决定")
# What a shorter title may leave out, and a longer one add, without being another instrument's.
IDLE = re.compile(
    rf"{STATE}|\((?:试行|暂行|修订|修正|\d{{4}}年?(?:修订|修正|修正本|版)?)\)|[的和与及、·,:]|关于|有关|若干"
    "|最高人民(?:法院|检察院)|(?:办理|审理)|刑事案件|民事案件|(?:具体)?(?:应用|适用)法律|问题"
)
FORM_OF_NAME = re.compile(r"(?:法|条例|办法|规定|细则|规则)$")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:省|市|自治区|自治州|自治县|特别行政区|县)")
# The deed of an act that changes others: 关于废止… is no slip of the pen for 关于修改….
DEED = re.compile("修改|修订|修正|废止|清理|转发|批转|暂停|停止|撤销|取消|批准|延长")
# 中华人民共和国民法典 合同编: a code that is kept in parts is cited as one.
PART = re.compile(r"(?P<whole>.{3,40})[ \u3000](?:总则|分则|附则|[\u4e00-\u9fff]{2,8}编)")
DIGITS = re.compile(r"[0-9〇零一二三四五六七八九十百]+")
SHORTEST, SHORTEST_LAW = 5, 3
LONGEST_BARE = 40
ALIKE, CLEARLY = 0.72, 0.06
COMMON = 400
MOST_ALIKE = 5
LONGEST_ABBREVIATION = 10


@dataclass(frozen=True, slots=True)
class Known:
    """An instrument that may be shown: its place among all, its titles, its numbers' normal forms.

    `weight` orders those that one abbreviation fits: laws first.
    """

    place: int
    titles: tuple[str, ...]
    numbers: tuple[str, ...]
    weight: int


class Names:
    """All names of all instruments; `others` are titles that documents cite and nobody has registered."""

    def __init__(self, known: Sequence[Known], others: Iterable[str] = ()) -> None:
        self.exact: dict[str, tuple[int, ...]] = {}
        self.loose: dict[str, tuple[int, ...]] = {}
        self.numbers: dict[str, tuple[int, ...]] = {}
        self.weights = {each.place: each.weight for each in known}
        self._tails: dict[str, tuple[int, ...]] = {}
        self._short: dict[str, list[str]] = defaultdict(list)
        for each in known:
            self._enter(each)
        self._bare = frozenset(key for key in self.exact if may_stand_bare(key))
        self.tails = Tails([*self._bare, *(key for key in map(title_key, others) if may_stand_bare(key))])
        self.issuers = frozenset(match[0] for key in self.exact if (match := ISSUER.match(key)))
        self._learn()

    def _enter(self, each: Known) -> None:
        for title in each.titles:
            key = title_key(title)
            _add(self.exact, key, each.place)
            for other in loosened(title):
                _add(self.loose, other, each.place)
            if part := PART.fullmatch(title):
                _add(self.loose, title_key(part["whole"]), each.place)
        for number in each.numbers:
            _add(self.numbers, number, each.place)

    def _learn(self) -> None:
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for key in self._bare:
            lengths[key[-3:]].add(len(key))
        self._tails = {tail: tuple(sorted(found, reverse=True)) for tail, found in lengths.items()}
        for key in self.exact:
            if key and key.endswith(("法", "条例")) and len(key) <= LONGEST_BARE:
                self._short[key[0]].append(key)
        self._pairs: defaultdict[str, list[str]] = defaultdict(list)
        for key in {**self.exact, **self.loose}:
            for pair in set(map("".join, pairwise(key))):
                self._pairs[pair].append(key)

    def __len__(self) -> int:
        return 400 * len(self.exact)

    def titled(self, title: str) -> tuple[int, ...]:
        """The instruments of this title, else those whose title differs by what is commonly left out."""
        key = title_key(title)
        if found := self.exact.get(key) or self.loose.get(key):
            return found
        for other in loosened(title):
            if found := self.exact.get(other) or self.loose.get(other):
                return found
        return ()

    def tailed(self, word: str) -> tuple[int, ...]:
        """The instruments whose titles end with this word (调解仲裁法), for names without title marks."""
        return tuple(place for title in self.tails.titles(word) for place in self.exact.get(title, ()))

    def numbered(self, key: str) -> tuple[int, ...]:
        """The instruments with this number, in its normal form."""
        return self.numbers.get(key, ())

    def abbreviated(self, word: str) -> tuple[int, ...]:
        """The instruments of the highest rank whose titles this abbreviates (环评法); () where none does.

        >>> names = Names([Known(0, ("中华人民共和国环境影响评价法",), (), 2)])
        >>> names.abbreviated("环评法"), names.abbreviated("环法"), names.abbreviated("评价法")
        ((0,), (), ())
        """
        key = title_key(word)
        form = "法" if key.endswith("法") else "条例"
        stem = key.removesuffix(form)
        if not 2 <= len(stem) <= LONGEST_ABBREVIATION or not key.endswith(form):  # noqa: PLR2004  # one sign names nothing
            return ()
        fitting = [
            each
            for each in self._short.get(key[0], ())
            if each.endswith(form) and abbreviates(stem, each.removesuffix(form))
        ]
        places = [place for each in fitting for place in self.exact[each]]
        best = min((self.weights[place] for place in places), default=0)
        highest = [each for each in fitting if any(self.weights[place] == best for place in self.exact[each])]
        # 环保法 is 环境保护法 rather than 环境保护税法.
        least = min(map(len, highest), default=0)
        return tuple(place for each in highest if len(each) == least for place in self.exact[each])

    def alike(self, title: str) -> tuple[int, ...]:
        """The instruments whose titles come nearest, the nearest first; () where none is near.

        One that is clearly nearest stands alone. A title of another place or year is never near.
        """
        key = title_key(title)
        pairs = Counter(map("".join, pairwise(key)))
        shared: Counter[str] = Counter()
        for pair in pairs:
            if len(holders := self._pairs.get(pair, ())) <= COMMON:
                shared.update(holders)
        scored = sorted(
            (-likeness(key, other), other) for other, _ in shared.most_common(40) if comparable(key, other)
        )
        near = [(score, other) for score, other in scored if -score >= ALIKE]
        if not near:
            return ()
        keep = [other for score, other in near if score - near[0][0] < CLEARLY]
        found = (place for other in keep for place in self.exact.get(other) or self.loose[other])
        return tuple(dict.fromkeys(found))[:MOST_ALIKE]

    def bare(self, text: str) -> Iterator[tuple[int, int]]:
        """Where titles stand in running text without title marks, the longest at each place."""
        for match in BARE_END.finditer(text):
            end = match.end()
            for length in self._tails.get(text[max(0, end - 3) : end], ()):
                if length <= end and text[end - length : end] in self._bare and not GOES_ON.match(text, end):
                    start = end - length
                    yield start - len(STATE) if text.endswith(STATE, 0, start) else start, end
                    break


BARE_END = re.compile("(?:法|条例|办法|规定|细则|规则)")
GOES_ON = re.compile(
    r"律|院|学|官|人|治|制|庭|警|典|定|委员会|规(?!定)|实施|解释|司法解释|修正案|草案|修订草案|（草案|\(草案|释义|施行细则|征求意见|》|〉"
)


def may_stand_bare(key: str) -> bool:
    """Whether a title is told from ordinary words without title marks (环境保护法, not 管理办法).

    >>> may_stand_bare("森林法"), may_stand_bare("水法"), may_stand_bare("管理办法")
    (True, False, False)
    """
    least = SHORTEST_LAW if key.endswith("法") and not key.endswith("办法") else SHORTEST
    plain = bool(FORM_OF_NAME.search(key)) and not key.startswith("关于") and "(" not in key
    return plain and least <= len(key) <= LONGEST_BARE and names_one(key)


def loosened(title: str) -> tuple[str, ...]:
    """Other keys under which a title is also cited: without the state's name, its issuer, what carries it.

    >>> loosened("国务院关于印发水污染防治行动计划的通知")
    ('关于印发水污染防治行动计划的通知', '水污染防治行动计划')
    >>> loosened("山东省实施《中华人民共和国水法》办法")
    ('山东省实施水法办法',)
    """
    key = title_key(title)
    found = [key.replace(STATE, "")]
    issuer = ISSUER.match(found[0])
    # 关于废止部分地方性法规的决定 is every province's: without its issuer it names none.
    if issuer and not PLACE.match(issuer[0]):
        found.append(found[0][issuer.end() :])
    if carried := CARRYING.search(found[0]):
        found.append(title_key(carried["carried"]))
    return tuple(other for other in dict.fromkeys(found) if other and other != key and names_one(other))


def abbreviates(stem: str, full: str) -> bool:
    """Whether the characters of the stem stand in the full name in order, the first at its head.

    >>> abbreviates("环评", "环境影响评价"), abbreviates("环保", "海洋环境保护")
    (True, False)
    """
    if not full.startswith(stem[:1]) or len(stem) >= len(full):
        return False
    place = 0
    for sign in stem:
        place = full.find(sign, place) + 1
        if not place:
            return False
    return True


def likeness(one: str, other: str) -> float:
    """How much two titles share: 1 for the same, by pairs of characters (Dice), idle words left out."""
    a, b = (Counter(map("".join, pairwise(f"^{IDLE.sub('', words)}$"))) for words in (one, other))
    return 2 * (a & b).total() / (a.total() + b.total())


def comparable(one: str, other: str) -> bool:
    """Whether one title can be a slip of the pen for the other: the same form, place and figures.

    >>> comparable("江苏省水污染防治条例", "浙江省水污染防治条例")
    False
    """
    a, b = _marks_of(one), _marks_of(other)
    return a == b


def _marks_of(title: str) -> tuple[object, ...]:
    place = PLACE.match(title)
    form = FORM_OF_NAME.search(title)
    figures = DIGITS.findall(IDLE.sub("", title))
    deeds = frozenset(DEED.findall(title))
    return (place[0] if place else "", form[0] if form else title[-2:], figures, deeds)


def _add(table: dict[str, tuple[int, ...]], key: str, place: int) -> None:
    if key and place not in (held := table.get(key, ())):
        table[key] = (*held, place)


def order_keys(printed: Iterable[str]) -> tuple[str, ...]:
    """The normal forms of numbers, each with the forms in which it is cited for short.

    >>> order_keys(["中华人民共和国国务院令第559号"])
    ('国务院令第559号',)
    """
    numbers: list[Number] = [number for raw in printed if (number := parse(raw))]
    return tuple(
        dict.fromkeys(each.print() for each in numbers if each.family is not Family.ORDER or each.organ)
    )
