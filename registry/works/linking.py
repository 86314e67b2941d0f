"""Linking (关联): which document of the registry a bond means, and what that does to it.

Nothing is linked by likeness. A name that fits several documents, or a document that lived on after
the day of its supposed repeal, stays a bare title and is reported.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.law.docnumber import key as number_key
from registry.law.events import Event
from registry.law.terms import EventKind, RelationKind

NATIONAL = "国家"
YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})年")
EID = re.compile(r"[a-z]{1,8}-[a-z0-9_-]{1,60}")
DEEDS = frozenset({RelationKind.REPEALS, RelationKind.SUSPENDS, RelationKind.AMENDS})


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the catalogue knows it; `first_on` and `last_on` are the days of its versions."""

    id: int
    title_key: str
    region: str
    numbers: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    first_on: date | None = None
    last_on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A bond as it stands in the database: what `source` says about an instrument.

    `meant` is the address of the very document meant, where a person has said so.
    """

    id: int
    kind: RelationKind
    source_id: int
    title_key: str
    number: str = ""
    qualifier: str = ""
    area: str = ""
    provisions: tuple[str, ...] = ()
    on: date | None = None
    evidence: str = ""
    text_id: int | None = None
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a claim came to: the document it means, the event it causes, or why there is none."""

    target_id: int | None = None
    event: Event | None = None
    doubt: str = ""


@dataclass(slots=True)
class Catalogue:
    """Every document of the registry by its names; grows as documents arrive."""

    by_id: dict[int, Entry] = field(default_factory=dict)
    by_title: dict[str, dict[int, Entry]] = field(default_factory=lambda: defaultdict(dict))
    by_number: dict[str, dict[int, Entry]] = field(default_factory=lambda: defaultdict(dict))
    by_address: dict[str, Entry] = field(default_factory=dict)

    def put(self, entry: Entry) -> None:
        """Enter a document, or what is new of one that is known."""
        self.drop(entry.id)
        self.by_id[entry.id] = entry
        self.by_title[entry.title_key][entry.id] = entry
        if entry.address:
            self.by_address[entry.address] = entry
        for number in entry.numbers:
            self.by_number[number][entry.id] = entry

    def drop(self, key: int) -> None:
        """Forget a document."""
        known = self.by_id.pop(key, None)
        if known:
            self.by_title[known.title_key].pop(key, None)
            self.by_address.pop(known.address, None)
            for number in known.numbers:
                self.by_number[number].pop(key, None)


def answer(claim: Claim, catalogue: Catalogue) -> Answer:
    """The document that a claim means and the event that follows for it."""
    source = catalogue.by_id.get(claim.source_id)
    if source is None or (claim.kind is RelationKind.REPLACES and claim.title_key == source.title_key):
        return Answer()
    if claim.meant in catalogue.by_address:
        return _deed(claim, source, catalogue.by_address[claim.meant])
    fitting = fitting_of(claim, source, catalogue)
    if len(fitting) > 1:
        return Answer(doubt="ambiguous-target" if claim.kind in DEEDS else "")
    if not fitting:
        namesakes = set(catalogue.by_title.get(claim.title_key, ())) - {source.id}
        return Answer(doubt="namesake-differs" if namesakes and claim.kind in DEEDS else "")
    return _deed(claim, source, fitting[0])


def fitting_of(claim: Claim, source: Entry, catalogue: Catalogue) -> Sequence[Entry]:
    """The documents that a claim's names fit: by number and title, else by number, else by title and year."""
    number = number_key(claim.number) if claim.number else ""
    named = [entry for entry in catalogue.by_title.get(claim.title_key, {}).values() if entry is not source]
    numbered = [
        entry for entry in catalogue.by_number.get(number, {}).values() if number and entry is not source
    ]
    both = [entry for entry in named if entry in numbered]
    if both:
        return both
    if number and not named:
        return numbered
    # A number that is known and differs tells a namesake apart.
    named = [entry for entry in named if not (number and entry.numbers)]
    return _nearest(_of_years(claim, named), source)


def _of_years(claim: Claim, entries: Iterable[Entry]) -> list[Entry]:
    years = {int(year) for year in YEAR.findall(claim.qualifier)}
    return [entry for entry in entries if not years or years & entry.years]


def _nearest(entries: list[Entry], source: Entry) -> list[Entry]:
    # 《大气污染防治条例》 said in Shandong means Shandong's; a national law is meant everywhere.
    for region in (source.region, NATIONAL):
        near = [entry for entry in entries if entry.region == region]
        if near:
            return near
    return entries


def _deed(claim: Claim, source: Entry, target: Entry) -> Answer:
    if claim.kind is RelationKind.REPEALS:
        return _repeal(claim, source, target)
    if claim.kind is RelationKind.SUSPENDS:
        return _suspension(claim, target)
    return Answer(target.id)


def _repeal(claim: Claim, source: Entry, target: Entry) -> Answer:
    # Who named the very document has looked at it: only what the words cannot tell stays doubtful.
    day = None if claim.meant else claim.on or source.first_on
    if day and target.first_on and target.first_on > day:
        return Answer(doubt="target-made-later")
    if not _printed_eids(claim):
        return Answer(target.id, doubt="provisions-unclear")
    if day and target.last_on and target.last_on > day and not claim.provisions:
        return Answer(target.id, doubt="target-lived-on")
    kind = EventKind.PARTIAL_REPEAL if claim.provisions else _ending(claim.evidence)
    return Answer(target.id, Event(kind, claim.on, claim.provisions, evidence=claim.evidence, rule="act"))


def _suspension(claim: Claim, target: Entry) -> Answer:
    if not _printed_eids(claim):
        return Answer(target.id, doubt="provisions-unclear")
    event = Event(
        EventKind.SUSPENSION, claim.on, claim.provisions, claim.area, evidence=claim.evidence, rule="act"
    )
    return Answer(target.id, event)


def _ending(evidence: str) -> EventKind:
    lapsed = "失效" in evidence and "废止" not in evidence
    return EventKind.LAPSE if lapsed else EventKind.REPEAL


def _printed_eids(claim: Claim) -> bool:
    return all(EID.fullmatch(provision) for provision in claim.provisions)
