"""Likeness of comments (意见雷同): which say the same in the same words, or nearly, so that one answer does.

Grouping is help for whoever answers, never a verdict: each comment stays, is counted and gets its answer.
What is likened is the wording alone, and only of comments about the same provision: 建议删去本条 on two
articles are two opinions. A group is held together by its representative, not by a chain from one comment to
the next: each member is like the representative. The answer does not depend on the order of the comments.

The work is bounded whatever is sent: of each wording the first and last characters are looked at, at most
`SKETCH` of their pairs are held, and a wording is compared with a few likely ones only. Where a bound is met,
a comment may stand alone that could have joined a group; none is lost, identical ones are never parted.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import nsmallest

from base.term import Term

# Signs and white space tell nothing: comments are compared by their letters, figures and characters.
SILENT = re.compile(r"[\W_]{1,2000}")
FIGURES = re.compile(r"[0-9一二三四五六七八九十百千万亿]{1,30}")
# Words that turn an opinion round: 同意 and 不同意 differ in one character. Wordings that have another number
# of one of them are never likened.
STANCES = ("不", "未", "没", "勿", "反对", "赞成", "支持", "赞同")
# From this part of the pairs of characters in common on two wordings are near-identical. A campaign's text
# with another name, place or greeting keeps nine tenths; two people who object to the same sentence in their
# own words share about a third; at four fifths neither is mistaken for the other.
LIKE = 0.8
# Of a wording so many pairs of characters are held, those with the smallest mixed numbers: a fair sample of a
# longer one (the part in common is then told to within 3 %), the whole of one with fewer.
SKETCH = 256
# Of a long wording its beginning and its end are looked at.
HEAD, TAIL = 1_500, 500
# For each rare pair so many representatives are remembered, and of those that share some the likeliest
# are compared.
MOST_HOLDERS, MOST_COMPARED = 40, 8
# So many with the same wording, from as many origins, are no coincidence.
CAMPAIGN = 5
_MIX, _ROOM = 0x9E3779B97F4A7C15, (1 << 64) - 1


class GroupKind(Term):
    """How comments come to be alike (雷同情形)."""

    SINGLE = "single", "单独意见"
    REPEATS = "repeats", "同一来源重复提交"
    ALIKE = "alike", "内容雷同"
    CAMPAIGN = "campaign", "多人提交相同文本"


@dataclass(frozen=True, slots=True)
class Said:
    """What grouping knows of a comment: its number, words, provision, and a hash of where it came from.

    `origin` is "" where none is known: who wrote a letter stands apart.
    """

    id: int
    words: str
    eid: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A comment of a group: how like it is to the representative, in percent; 100 only for the same wording.

    `figures`: its figures are others (30日, 60日), which may be the point of it.
    """

    id: int
    percent: int
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Comments that say the same of the same provision; the representative is one of the members."""

    representative: int
    eid: str
    kind: GroupKind
    members: tuple[Member, ...]
    # How many different origins are known; those of letters are not.
    origins: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of its comments."""
        return tuple(member.id for member in self.members)

    @property
    def identical(self) -> int:
        """How many have the representative's own wording."""
        return sum(member.percent == 100 for member in self.members)  # noqa: PLR2004  # percent

    @property
    def least(self) -> int:
        """How like the least like of them is, in percent."""
        return min(member.percent for member in self.members)


def wording(words: str) -> str:
    """What is compared of a comment: one width, small letters, no signs, no spaces.

    >>> wording("建议：将“３０日”改为 60 日。") == wording("建议将30日改为60日")
    True
    """
    plain = SILENT.sub("", unicodedata.normalize("NFKC", words)).casefold()
    # Nothing but signs is a wording too: ？？？ is not ！！！
    return plain or words.strip()


def wording_hash(words: str) -> str:
    """SHA-256 of the wording: the same words again are found at once (相同意见)."""
    return sha256(wording(words).encode("utf-8", "replace")).hexdigest()


def group(comments: Iterable[Said]) -> tuple[Group, ...]:
    """The comments in groups, the largest first; every comment is in exactly one.

    >>> said = [Said(1, "支持本办法"), Said(2, "支持本办法！"), Said(3, "第三条期限太短")]
    >>> [(each.ids, each.kind.value) for each in group(said)]
    [((1, 2), 'alike'), ((3,), 'single')]
    """
    places: defaultdict[str, defaultdict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for comment in comments:
        places[comment.eid][wording(comment.words)].append(comment)
    found = [made for eid, wordings in places.items() for made in _grouped(eid, wordings)]
    return tuple(sorted(found, key=lambda each: (-len(each.members), each.representative)))


@dataclass(slots=True)
class _Wording:
    """A wording, the comments that have it, and a sample of its pairs of characters."""

    text: str
    comments: list[Said]
    pairs: frozenset[int] = frozenset()
    first: int = 0
    stance: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.first = min(comment.id for comment in self.comments)
        self.pairs, self.stance = sketch(self.text), tuple(self.text.count(word) for word in STANCES)


def sketch(text: str) -> frozenset[int]:
    """The pairs of neighbouring characters as mixed numbers, the smallest `SKETCH` of them."""
    seen = text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]
    coded = seen.encode("utf-32-le", "surrogatepass")
    # Two characters are eight bytes: read from either place, they are all the pairs, without a loop.
    even = memoryview(coded)[: len(coded) // 8 * 8].cast("Q")
    odd = memoryview(coded[4:])[: (len(coded) - 4) // 8 * 8].cast("Q") if len(seen) > 1 else ()
    mixed = [(pair * _MIX ^ pair >> 29) & _ROOM for pair in {*even, *odd}]
    return frozenset(mixed if len(mixed) <= SKETCH else nsmallest(SKETCH, mixed))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of the pairs of both that both have, from their samples."""
    shared = one & other
    both = len(one) + len(other) - len(shared)
    if len(one) < SKETCH or len(other) < SKETCH or both <= SKETCH:
        return len(shared) / both if both else 0.0
    if len(shared) < LIKE * SKETCH:
        # It is not more than this, and this is not enough.
        return len(shared) / SKETCH
    # Of two samples the smallest numbers of both are a sample of both.
    return len(shared.intersection(nsmallest(SKETCH, one | other))) / SKETCH


@dataclass(slots=True)
class _Leaders:
    """The representatives so far, to be found by the rare pairs they hold."""

    rarity: Counter[int]
    groups: list[list[tuple[_Wording, float]]] = field(default_factory=list)
    holders: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def take(self, held: _Wording) -> None:
        """Put a wording to the representative it is most like, or make it one."""
        probe = self._probe(held.pairs)
        shared = Counter(place for pair in probe for place in self.holders.get(pair, ()))
        likely = sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:MOST_COMPARED]
        scored = [(self._like(held, place), -place) for place, _ in likely]
        best, place = max(scored, default=(0.0, 0))
        if best >= LIKE:
            self.groups[-place].append((held, best))
            return
        for pair in probe:
            if len(known := self.holders[pair]) < MOST_HOLDERS:
                known.append(len(self.groups))
        self.groups.append([(held, 1.0)])

    def _like(self, held: _Wording, place: int) -> float:
        leader = self.groups[place][0][0]
        short, long = sorted((len(held.text), len(leader.text)))
        # A text and the same one with as much again behind it are two opinions.
        if held.stance != leader.stance or short < LIKE * long:
            return 0.0
        return alike(held.pairs, leader.pairs)

    def _probe(self, pairs: frozenset[int]) -> list[int]:
        """The rarest pairs, so many that two wordings as like as `LIKE` have one of them in common."""
        many = len(pairs) - int(LIKE * len(pairs)) + 1
        return nsmallest(many, pairs, key=lambda pair: (self.rarity[pair], pair))


def _grouped(eid: str, wordings: dict[str, list[Said]]) -> Iterable[Group]:
    held = [_Wording(text, comments) for text, comments in wordings.items()]
    # What most say in the same words represents the others; of equals what came first.
    held.sort(key=lambda each: (-len(each.comments), each.first))
    leaders = _Leaders(Counter(pair for each in held for pair in each.pairs))
    for each in held:
        leaders.take(each)
    return (_told(eid, members) for members in leaders.groups)


def _told(eid: str, found: Sequence[tuple[_Wording, float]]) -> Group:
    leader = found[0][0]
    figures = FIGURES.findall(leader.text)
    members = [
        Member(comment.id, _percent(held, leader, share), held is not leader and _figures(held) != figures)
        for held, share in found
        for comment in held.comments
    ]
    comments = [comment for held, _ in found for comment in held.comments]
    origins = {comment.origin for comment in comments if comment.origin}
    unknown = sum(not comment.origin for comment in comments)
    return Group(
        leader.first,
        eid,
        _kind(len(comments), len(origins), unknown),
        tuple(sorted(members, key=lambda member: member.id)),
        len(origins),
    )


def _figures(held: _Wording) -> list[str]:
    return FIGURES.findall(held.text)


def _percent(held: _Wording, leader: _Wording, share: float) -> int:
    return 100 if held is leader else min(99, round(100 * share))


def _kind(many: int, origins: int, unknown: int) -> GroupKind:
    if many == 1:
        return GroupKind.SINGLE
    if origins == 1 and not unknown:
        return GroupKind.REPEATS
    return GroupKind.CAMPAIGN if origins + unknown >= CAMPAIGN else GroupKind.ALIKE
