"""Hints (清理提示): what the registry knows that speaks for looking at a document again.

They are shown beside the row and decide nothing. All documents of a roll are asked about at once: a roll
of 1,000 costs a handful of statements, not a handful for each row.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.term import Term
from registry.law.abolished import former_organs
from registry.law.days import printed
from registry.law.events import Event
from registry.law.markers import quoted
from registry.law.terms import EventKind, RelationKind
from registry.law.titles import title_key
from registry.reads.catalogue import Catalogue, Entry
from registry.reads.life import lives
from registry.tables import ProvisionRow, RelationRow, Text
from registry.watch.tables import OutsideChange
from registry.works.bonds import FORM

# DOMAIN 1.14: an extension is to be weighed in the six months before a term ends.
SOON = timedelta(days=180)
TRIAL = re.compile("试行|暂行")
PERIOD = re.compile(r"(?:19|20)\d{2}\s{0,2}年?\s{0,2}[-—–－~～至到]{1,2}\s{0,2}(20\d{2})\s{0,2}年?")
# The five-year plans: the twelfth ended with 2015.
PLAN = re.compile('[“"]?十([一二三四五])五[”"]?')
PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}
YEAR = re.compile(r"(?:19|20)\d{2}年?")
# A core of two characters (管理, 排污) would join what has nothing in common.
SHORTEST_CORE = 4
MOST_OF_A_KIND = 5
CHUNK = 10_000
GROUNDS = (RelationKind.BASIS, RelationKind.IMPLEMENTS, RelationKind.CITES)


class HintCode(Term):
    """What a hint is about (清理提示)."""

    BASIS_ENDED = "basis_ended", "依据已失去效力"
    BASIS_AMENDED = "basis_amended", "依据已修改"
    TERM = "term", "适用期"
    ORGAN = "organ", "所称机关已撤销或者更名"
    CITES_ENDED = "cites_ended", "引用已失去效力的文件"
    TRIAL = "trial", "试行暂行已久"
    NAMESAKE = "namesake", "有更新的同类文件"
    UNEXPLAINED = "unexplained", "至今没有解读"


@dataclass(frozen=True, slots=True)
class Hint:
    """One finding: what it is about, the sentence, and the other document it speaks of, if any."""

    code: HintCode
    sentence: str
    document_id: int | None = None

    def record(self) -> dict[str, object]:
        """The hint in the values of JSON."""
        return {"code": self.code.value, "sentence": self.sentence, "document_id": self.document_id}


class Bearing(NamedTuple):
    """One standing relation of a document to what it rests on or cites."""

    source_id: int | None
    kind: str
    target_id: int | None
    title: str
    key: str


Found = Mapping[int, tuple[Hint, ...]]
# What a floor above knows of these documents, as of the day.
Finder = Callable[[Session, Sequence[int], date], Found]


def hints(
    session: Session, entries: Sequence[Entry], catalogue: Catalogue, today: date, *, trial_years: int
) -> Found:
    """The hints of these documents, by document."""
    ids = [entry.id for entry in entries]
    found: dict[int, list[Hint]] = defaultdict(list)
    own = lives(session, ids)
    revised = {entry.id: _revised_on(entry, own.get(entry.id, ()), today) for entry in entries}
    for key, hint in _bearings(session, revised, catalogue, today):
        found[key].append(hint)
    namesakes = _families(catalogue)
    for entry in entries:
        found[entry.id] += term(entry, own.get(entry.id, ()), today)
        found[entry.id] += trial(entry, today, trial_years)
        found[entry.id] += _younger(entry, namesakes, today)
    for key, hint in _organs(session, ids):
        found[key].append(hint)
    return {key: tuple(several) for key, several in found.items()}


def term(entry: Entry, life: Iterable[Event], today: date) -> list[Hint]:
    """That the term ends soon, or that the period in the title is over (适用期已过)."""
    found = []
    ends = min((event.on for event in life if event.kind is EventKind.EXPIRY and event.on), default=None)
    if ends and today < ends <= today + SOON:
        last = ends - timedelta(days=1)
        found.append(Hint(HintCode.TERM, f"有效期至{printed(last)}，还有{(last - today).days}天"))
    elif ends and ends <= today:
        found.append(Hint(HintCode.TERM, f"有效期已于{printed(ends - timedelta(days=1))}届满"))
    year = period_end(entry.title)
    if year and year < today.year:
        found.append(Hint(HintCode.TERM, f"标题所载的期间已于{year}年届满"))
    return found


def period_end(title: str) -> int | None:
    """The last year of the period that a title names; None when it names none.

    >>> period_end("生态环境保护“十四五”规划"), period_end("三年行动计划（2018—2020年）"), period_end("通知")
    (2025, 2020, None)
    """
    years = [int(year) for year in PERIOD.findall(title)]
    years += [PLAN_ENDS[place] for place in PLAN.findall(title)]
    return max(years, default=None)


def trial(entry: Entry, today: date, years: int) -> list[Hint]:
    """That a document on trial (试行、暂行) is older than so many years."""
    word, made = TRIAL.search(entry.title), entry.dated_on
    if word is None or made is None:
        return []
    age = today.year - made.year - ((today.month, today.day) < (made.month, made.day))
    return [Hint(HintCode.TRIAL, f"{word[0]}已满 {age} 年")] if age >= years else []


def core(title: str) -> str:
    """What is left of a title without the form of the act, its year and its plan period.

    >>> core("澄江省排污权交易管理办法（试行）") == core("澄江省排污权交易管理办法")
    True
    """
    return FORM.sub("", PLAN.sub("", YEAR.sub("", PERIOD.sub("", title_key(title)))))


def _families(catalogue: Catalogue) -> Mapping[tuple[str, str], list[Entry]]:
    families: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in catalogue.entries:
        families[(core(entry.title), entry.region)].append(entry)
    return families


def _younger(entry: Entry, families: Mapping[tuple[str, str], list[Entry]], today: date) -> Iterator[Hint]:
    name = core(entry.title)
    if len(name) < SHORTEST_CORE or entry.dated_on is None:
        return
    others = [
        other
        for other in families[(name, entry.region)]
        if other.id != entry.id
        and other.dated_on
        and entry.dated_on < other.dated_on <= today
        and set(other.issuers) & set(entry.issuers or other.issuers)
        and not other.standing(today).validity.ended
    ]
    for other in others[:1]:
        number = f"（{other.number}）" if other.number else ""
        sentence = f"{other.dated_on}印发的{quoted(other.title)}{number}标题相近"
        yield Hint(HintCode.NAMESAKE, sentence, other.id)


def _bearings(
    session: Session, made: Mapping[int, date | None], catalogue: Catalogue, today: date
) -> Iterator[tuple[int, Hint]]:
    rows = list(_relations(session, list(made)))
    outside = _outside(session, {row.key for row in rows if row.target_id is None})
    changed = lives(session, sorted({row.target_id for row in rows if row.target_id is not None}))
    counted: dict[tuple[int, HintCode], int] = defaultdict(int)
    for row in rows:
        source = row.source_id or 0
        place = catalogue.by_id.get(row.target_id or 0)
        if place is None:
            hint = _changed_outside(row, outside.get(row.key), made[source])
        else:
            target = catalogue.entries[place]
            hint = _standing_of(row, target, changed.get(target.id, ()), made[source], today)
        if hint and counted[(source, hint.code)] < MOST_OF_A_KIND:
            counted[(source, hint.code)] += 1
            yield source, hint


def _revised_on(entry: Entry, life: Iterable[Event], today: date) -> date | None:
    # Whoever amended the document since has had its basis in hand.
    own = [event.on for event in life if event.kind is EventKind.AMENDMENT and event.on and event.on <= today]
    return max([*own, entry.dated_on or date.min]) if own else entry.dated_on


def _relations(session: Session, ids: Sequence[int]) -> Iterator[Bearing]:
    query = select(
        RelationRow.source_id,
        RelationRow.kind,
        RelationRow.target_id,
        RelationRow.target_title,
        RelationRow.target_key,
    ).where(RelationRow.withdrawn_at.is_(None), RelationRow.kind.in_(GROUNDS))
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        seen = dict.fromkeys(
            Bearing(*row) for row in session.execute(query.where(RelationRow.source_id.in_(some)))
        )
        yield from seen


def _outside(session: Session, keys: set[str]) -> dict[str, OutsideChange]:
    if not keys:
        return {}
    rows = session.scalars(select(OutsideChange).order_by(OutsideChange.id))
    return {row.title_key: row for row in rows if row.title_key in keys}


def _changed_outside(row: Bearing, change: OutsideChange | None, made_on: date | None) -> Hint | None:
    if change is None or (change.on and made_on and change.on <= made_on):
        return None
    day = f"（自{printed(change.on)}起）" if change.on else ""
    if row.kind == RelationKind.CITES:
        code = HintCode.CITES_ENDED if change.change == "ended" else None
    else:
        code = HintCode.BASIS_ENDED if change.change == "ended" else HintCode.BASIS_AMENDED
    word = "失去效力" if change.change == "ended" else "修改"
    verb = "引用" if row.kind == RelationKind.CITES else "依据"
    return Hint(code, f"{verb}的{quoted(row.title)}已{word}{day}") if code else None


def _standing_of(
    row: Bearing, target: Entry, life: Sequence[Event], made_on: date | None, today: date
) -> Hint | None:
    span = target.standing(today)
    cites = row.kind == RelationKind.CITES
    verb = "引用" if cites else "依据"
    if span.validity.ended:
        code = HintCode.CITES_ENDED if cites else HintCode.BASIS_ENDED
        since = f"（自{printed(span.since)}起）" if span.since else ""
        return Hint(code, f"{verb}的{quoted(target.title)}{span.validity.label}{since}", target.id)
    amended = [e.on for e in life if e.kind is EventKind.AMENDMENT and e.on and e.on <= today]
    last = max(amended, default=None)
    if cites or last is None or made_on is None or last <= made_on:
        return None
    return Hint(HintCode.BASIS_AMENDED, f"依据的{quoted(target.title)}已于{printed(last)}修改", target.id)


def _organs(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, Hint]]:
    """The abolished organs that the present texts name."""
    # Every text is read here: of 512,000 provisions SQLite finds the 47 names in 8 s, Python in 1 s, and a
    # roll is drawn in a transaction that keeps everybody else from writing.
    query = (
        select(Text.document_id, ProvisionRow.body)
        .join(Text, Text.id == ProvisionRow.text_id)
        # The signature names who signed then: that was its name.
        .where(Text.withdrawn_at.is_(None), ProvisionRow.eid.not_like("sig%"))
        .order_by(Text.document_id, Text.position, ProvisionRow.position)
    )
    told: dict[int, set[str]] = defaultdict(set)
    for start in range(0, len(ids), CHUNK):
        some = query.where(Text.document_id.in_(ids[start : start + CHUNK]))
        for key, body in session.execute(some).yield_per(CHUNK):
            for former in former_organs(body):
                if former.name not in told[key] and len(told[key]) < MOST_OF_A_KIND:
                    told[key].add(former.name)
                    year = former.ended_on.year
                    yield key, Hint(HintCode.ORGAN, f"文中称“{former.name}”，{year}年起为{former.successor}")
