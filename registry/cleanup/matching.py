"""Matching (核对): which document of the registry a row of a list means, by number, then by title.

A row is taken as matched only where one document fits and nothing speaks against it; all else goes to a
person, with the candidates and what speaks for each. A title that is only alike never matches by itself:
《水路运输条例》 and 《公路运输条例》 differ by as much as a misprint does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.cleanup.columns import Listed
from registry.law import docnumber
from registry.law.days import printed
from registry.law.nearness import edits, near
from registry.law.terms import Term
from registry.law.titles import title_key
from registry.reads.catalogue import Catalogue, Entry

# A title may differ in one character of eight, in four at most, to be offered as alike.
CHARACTERS_PER_EDIT, MOST_EDITS = 8, 4
# Of the pairs of characters of both titles, this share must be common before they are compared at all.
ALIKE = 0.3
MOST_CANDIDATES = 5
# 〔2013〕 was printed [2013] and (2013) before GB/T 9704-2012.
MODERN = re.compile(r"〔[0-9]{4}〕")
# 关于印发《甲》的通知 and 《甲》 are one document to whoever makes a list.
SHORTEST_PART = 6


class Agreement(Term):
    """How a name in the list agrees with a document's (核对情形)."""

    SAME = "same", "一致"
    NEAR = "near", "相近"
    PART = "part", "包含"
    DIFFERS = "differs", "不一致"
    UNKNOWN = "unknown", "无从核对"


class RowFate(Term):
    """What became of a row of a list (核对结果)."""

    MATCHED = "matched", "已核对"
    DOUBTFUL = "doubtful", "存疑"
    MISSING = "missing", "未找到"
    CHOSEN = "chosen", "人工选定"
    DROPPED = "dropped", "不列入"
    ADOPTED = "adopted", "已并入名单"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a row may mean, and how its number and title agree with the row's."""

    entry: Entry
    number: Agreement
    title: Agreement
    off: int = 0
    more: str = ""

    @property
    def evidence(self) -> str:
        """What speaks for and against it, in words."""
        said = {
            Agreement.SAME: "文号一致",
            Agreement.NEAR: f"文号相近（登记为{self.entry.number}）",
            Agreement.DIFFERS: f"文号不一致（登记为{self.entry.number}）",
        }.get(self.number, "文号无从核对")
        titled = {
            Agreement.SAME: "标题一致",
            Agreement.NEAR: f"标题相差{self.off}字",
            Agreement.PART: "标题互相包含",
            Agreement.DIFFERS: "标题不一致",
        }.get(self.title, "清单没有标题")
        return "；".join(part for part in (said, titled, self.more) if part)


@dataclass(frozen=True, slots=True)
class Match:
    """What a row came to: its fate, the document where one is meant, the candidates where one must choose."""

    fate: RowFate
    entry: Entry | None
    evidence: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Names:
    """Every document of the registry by its numbers, its title, and the pairs of characters of its title."""

    catalogue: Catalogue
    today: date
    by_number: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_pair: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place, entry in enumerate(self.catalogue.entries):
            key = title_key(entry.title)
            self.titles.append(key)
            self.by_title[key].append(entry)
            for number in entry.keys:
                self.by_number[number].append(entry)
            for pair in pairs(key):
                self.by_pair[pair].append(place)

    def numbered(self, number: str) -> list[Entry]:
        """The documents of this number, in whatever form it is printed."""
        found = (entry for key in docnumber.keys(number) for entry in self.by_number.get(key, ()))
        return list({entry.id: entry for entry in found}.values())

    def nearly_numbered(self, number: str) -> list[Entry]:
        """The documents whose number is this one but for a slip of the pen."""
        keys = near(docnumber.key(number), self.by_number, MOST_CANDIDATES) if number else []
        return [entry for key in keys for entry in self.by_number[key]]

    def alike(self, key: str) -> list[Entry]:
        """The documents whose titles are this one but for a few characters."""
        own = pairs(key)
        shared = Counter(place for pair in own for place in self.by_pair.get(pair, ()))
        found = []
        for place, common in shared.most_common(4 * MOST_CANDIDATES):
            enough = 2 * common >= ALIKE * (len(own) + len(pairs(self.titles[place])))
            if enough and agreement(key, self.titles[place])[0] is not Agreement.DIFFERS:
                found.append(self.catalogue.entries[place])
        return found[:MOST_CANDIDATES]


def match(row: Listed, names: Names) -> Match:
    """What one row means."""
    numbered = names.numbered(row.number) if row.number else []
    key = title_key(row.title)
    titled = names.by_title.get(key, []) if key else []
    found = _candidates(row, key, numbered, titled, names)
    if not found:
        return Match(RowFate.MISSING, None, "登记中没有这个文号，也没有相近的标题")
    one = _only(found, row)
    if one is None:
        return Match(RowFate.DOUBTFUL, None, found[0].evidence, found)
    ended = one.entry.standing(names.today)
    if ended.validity.ended:
        since = f"（自{printed(ended.since)}起）" if ended.since else ""
        told = Candidate(one.entry, one.number, one.title, one.off, f"该文件{ended.validity.label}{since}")
        return Match(RowFate.DOUBTFUL, None, told.evidence, (told,))
    return Match(RowFate.MATCHED, one.entry, one.evidence, (one,))


def match_all(rows: Sequence[Listed], names: Names) -> tuple[Match, ...]:
    """What every row means; a document named twice is a person's to rule on, the second time."""
    found: list[Match] = []
    taken: dict[int, int] = {}
    for row in rows:
        matched = match(row, names)
        if matched.entry and matched.entry.id in taken:
            first = taken[matched.entry.id]
            twice = f"{matched.evidence}；与第 {first} 行是同一文件"
            matched = Match(RowFate.DOUBTFUL, None, twice, matched.candidates)
        elif matched.entry:
            taken[matched.entry.id] = row.position
        found.append(matched)
    return tuple(found)


def agreement(wanted: str, known: str) -> tuple[Agreement, int]:
    """How two titles agree, given in their normal forms, and by how many characters they differ.

    >>> agreement(title_key("排污权交易管理办法"), title_key("排污权交意管理办法"))
    (<Agreement.NEAR: 'near'>, 1)
    """
    if not wanted:
        return Agreement.UNKNOWN, 0
    if wanted == known:
        return Agreement.SAME, 0
    most = min(MOST_EDITS, max(1, max(len(wanted), len(known)) // CHARACTERS_PER_EDIT))
    off = edits(wanted, known, most)
    if off <= most:
        return Agreement.NEAR, off
    shorter, longer = sorted((wanted, known), key=len)
    part = len(shorter) >= SHORTEST_PART and shorter in longer
    return (Agreement.PART if part else Agreement.DIFFERS), off


def pairs(key: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a title."""
    return frozenset(key[place : place + 2] for place in range(len(key) - 1))


def _candidates(
    row: Listed, key: str, numbered: Sequence[Entry], titled: Sequence[Entry], names: Names
) -> tuple[Candidate, ...]:
    """Whatever the row may mean, the likeliest first."""
    others: list[Entry] = []
    if not titled and key:
        others += names.alike(key)
    if not numbered:
        close = names.nearly_numbered(row.number)
        # A near number alone proves nothing: the next number is another document.
        others += [e for e in close if agreement(key, title_key(e.title))[0] is not Agreement.DIFFERS]
    entries = {entry.id: entry for entry in (*numbered, *titled, *others)}.values()
    found = [_candidate(row, key, entry, numbered) for entry in entries]
    return tuple(sorted(found, key=_likeliest)[:MOST_CANDIDATES])


def _candidate(row: Listed, key: str, entry: Entry, numbered: Sequence[Entry]) -> Candidate:
    title, off = agreement(key, title_key(entry.title))
    if entry in numbered:
        old = "；清单用旧括号" if not MODERN.search(row.number) and "〔" in entry.number else ""
        return Candidate(entry, Agreement.SAME, title, off, old.removeprefix("；"))
    return Candidate(entry, _number(row.number, entry), title, off)


def _number(printed: str, entry: Entry) -> Agreement:
    if not printed or not entry.keys:
        return Agreement.UNKNOWN
    return Agreement.NEAR if near(docnumber.key(printed), entry.keys) else Agreement.DIFFERS


ORDER = (Agreement.SAME, Agreement.NEAR, Agreement.PART, Agreement.UNKNOWN, Agreement.DIFFERS)


def _likeliest(found: Candidate) -> tuple[int, int, int, str]:
    number, title = ORDER.index(found.number), ORDER.index(found.title)
    return number + title, number, found.off, found.entry.address


def _only(found: Iterable[Candidate], row: Listed) -> Candidate | None:
    """The one candidate that is meant beyond doubt; None where there is none, or more than one."""
    every = list(found)
    exact = [one for one in every if one.title is Agreement.SAME]
    numbered = [one for one in every if one.number is Agreement.SAME]
    if numbered:
        both = [one for one in numbered if one.title is Agreement.SAME]
        if both or exact:
            return both[0] if len(both) == 1 else None
        # The number proves what the title, misprinted or shortened, only suggests.
        fits = numbered[0].title in {Agreement.NEAR, Agreement.PART, Agreement.UNKNOWN}
        return numbered[0] if len(numbered) == 1 and fits else None
    if len(exact) != 1 or exact[0].number is not Agreement.UNKNOWN:
        return None
    return exact[0] if _same_year(row.number, exact[0].entry) else None


def _same_year(number: str, entry: Entry) -> bool:
    """Whether a number that the registry does not know of a document at least names its year."""
    read = docnumber.parse(number) if number else None
    return not number or bool(read and read.year and read.year == entry.year)
