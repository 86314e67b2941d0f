"""What the page of a document says on a day (文件页): finished values, nothing left to compute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from registry.law.claims import claimed
from registry.law.clauses import EffectRule
from registry.law.days import printed
from registry.law.events import REVISED, Act, Event, in_effect_order
from registry.law.markers import Marker, called, markers, standing_sentence
from registry.law.terms import Disclosure, EventKind, Genre, Kind, RelationKind, Validity
from registry.law.validity import Span, ended_provisions, spans, suspended_provisions, validity
from registry.reads.catalogue import Catalogue, Entry
from registry.reads.dossier import Dossier, Link, Version
from registry.reads.plans import neighbours

# How a relation is called from either end.
RELATION_LABELS = {
    (RelationKind.BASIS, True): "依据",
    (RelationKind.IMPLEMENTS, True): "为实施",
    (RelationKind.REPLACES, True): "代替",
    (RelationKind.REPEALS, True): "废止",
    (RelationKind.AMENDS, True): "修改",
    (RelationKind.SUSPENDS, True): "使停止执行",
    (RelationKind.CITES, True): "引用",
    (RelationKind.REPLACES, False): "被代替",
    (RelationKind.REPEALS, False): "被废止",
    (RelationKind.AMENDS, False): "被修改",
    (RelationKind.SUSPENDS, False): "被停止执行",
    (RelationKind.BASIS, False): "作为下列文件的依据",
    (RelationKind.IMPLEMENTS, False): "被下列文件实施",
    (RelationKind.CITES, False): "被引用",
}
RULE_LABELS = {rule.value: rule.label for rule in EffectRule} | {
    "valid_through": "有效期届满",
    REVISED: "修订文本载明",
}
# A reader who misses one of these takes a dead text for the law.
MARKED = frozenset(Validity) - {Validity.IN_FORCE, Validity.PARTLY_REPEALED, Validity.UNDATED}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline (沿革)."""

    day: str
    label: str
    what: str
    area: str
    act: Act | None
    evidence: str
    rule: str
    pending: bool


@dataclass(frozen=True, slots=True)
class End:
    """The other end of a relation, with how it stands today when it is in the registry."""

    title: str
    number: str
    address: str
    validity: Validity | None
    provisions: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Group:
    """All relations of one sort, under the word for it."""

    label: str
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version in the list of versions; `day` is a day on which it is read, for its address."""

    version: Version
    day: date | None
    previous: date | None
    shown: bool
    current: bool

    @property
    def title(self) -> str:
        """How the version is called in the list."""
        if self.version.dated_on:
            return f"{printed(self.version.dated_on)}文本"
        return f"第{self.version.place + 1}个文本"


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything the page of a document says of one day."""

    dossier: Dossier
    day: date
    today: date
    standing: Validity
    spans: tuple[Span, ...]
    sentence: str
    markers: tuple[Marker, ...]
    version: Version | None
    struck: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]
    timeline: tuple[Happening, ...]
    groups: tuple[Group, ...]
    editions: tuple[Edition, ...]
    claim: str

    @property
    def text_notice(self) -> str:
        """What must be said of a text that is not the text of the day; "" where it is."""
        return text_notice(self.version, self.day)

    @property
    def mark(self) -> str:
        """The mark nobody may miss (已废止); "" where the document may be relied upon."""
        return self.standing.label if self.standing in MARKED else ""

    @property
    def is_today(self) -> bool:
        """Whether the page speaks of today."""
        return self.day == self.today

    @property
    def past_text(self) -> bool:
        """Whether the wording shown is not the one to read today."""
        return self.version != self.dossier.version_on(self.today)


def document_page(dossier: Dossier, day: date, today: date, catalogue: Catalogue) -> DocumentPage:
    """What the page says of the document on `day`, seen from `today`."""
    version = dossier.version_on(day)
    return DocumentPage(
        dossier=dossier,
        day=day,
        today=today,
        standing=validity(dossier.events, day),
        spans=spans(dossier.events),
        sentence=standing_sentence(dossier.events, day, dossier.replaced_by()),
        markers=markers(dossier.events, day),
        version=version,
        struck=struck(dossier.events, version, day),
        facts=facts(dossier),
        timeline=timeline(dossier.events, day),
        groups=(*succession(dossier, catalogue, today), *groups(dossier.links, catalogue, today)),
        editions=editions(dossier, version, today),
        claim=claim(dossier, today),
    )


def text_notice(version: Version | None, day: date) -> str:
    """That the registry has no text of the day, and which one it shows in its place; "" where it has."""
    if version is None or version.applies_from is None or not version.is_later_than(day):
        return ""
    return f"本库未收录{printed(day)}的文本，所列是自{printed(version.applies_from)}起适用的文本"


def struck(events: tuple[Event, ...], version: Version | None, day: date) -> dict[str, str]:
    """Which provisions of this version no longer hold on this day, with the word to print at each.

    What ended before the version's first day is no longer in it: its articles may bear the same
    numbers and be others.
    """
    since = version.applies_from if version else None
    later = [event for event in events if since is None or event.on is None or event.on >= since]
    halted = dict.fromkeys(suspended_provisions(later, day), Validity.SUSPENDED.label)
    return halted | dict.fromkeys(ended_provisions(later, day), Validity.REPEALED.label)


def facts(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """The head table (文件信息), labels as government sites print them, empty rows left out."""
    expiry = [event.on for event in dossier.events if event.kind is EventKind.EXPIRY and event.on]
    rows = (
        ("索引号", dossier.index_number),
        ("统一编号", dossier.unified_number),
        ("种类", dossier.kind.label),
        ("主题分类", dossier.subject),
        ("发文机关", "、".join(dossier.issuers)),
        ("起草单位", dossier.drafting_unit),
        ("发文字号", dossier.document_number),
        ("令号", dossier.order_number),
        ("体裁", Genre(dossier.genre).label if dossier.genre in set(Genre) else dossier.genre),
        ("适用区域", dossier.region),
        ("通过日期", _day(dossier.adopted_on)),
        ("批准日期", _day(dossier.approved_on)),
        ("成文日期", _day(dossier.signed_on)),
        ("发布日期", _day(dossier.published_on)),
        ("施行日期", _day(dossier.in_force_from)),
        ("有效期至", _day(min(expiry) - timedelta(days=1)) if expiry else ""),
        ("公开属性", Disclosure(dossier.disclosure).label if dossier.disclosure in set(Disclosure) else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def timeline(events: tuple[Event, ...], day: date) -> tuple[Happening, ...]:
    """The document's life, oldest first; what has no day yet stands last."""
    return tuple(
        Happening(
            day=_day(event.on) or "日期未定",
            label=_label(event),
            what=called(event.provisions),
            area=event.area,
            act=event.act,
            evidence=event.evidence,
            rule=RULE_LABELS.get(event.rule, ""),
            pending=event.on is None or event.on > day,
        )
        for event in sorted(events, key=in_effect_order)
    )


def _label(event: Event) -> str:
    # 第十二条废止: what is repealed in part is, itself, repealed.
    partial = event.kind is EventKind.PARTIAL_REPEAL and event.provisions
    return EventKind.REPEAL.label if partial else event.kind.label


def groups(links: tuple[Link, ...], catalogue: Catalogue, today: date) -> tuple[Group, ...]:
    """The relations by sort, in the order of `RELATION_LABELS`; the same end is named once."""
    order = list(RELATION_LABELS)
    ordered = sorted(links, key=lambda link: order.index((link.kind, link.outward)))
    return tuple(
        Group(RELATION_LABELS[sort], _ends(list(found), catalogue, today))
        for sort, found in groupby(ordered, key=lambda link: (link.kind, link.outward))
    )


def succession(dossier: Dossier, catalogue: Catalogue, today: date) -> tuple[Group, ...]:
    """Of a plan: the plan of the same field before it, and the one after it."""
    if dossier.kind is not Kind.PLAN:
        return ()
    found = zip(("上一期规划", "下一期规划"), neighbours(catalogue, dossier.address), strict=True)
    return tuple(Group(label, (_plan(entry, today),)) for label, entry in found if entry)


def _plan(entry: Entry, today: date) -> End:
    return End(entry.title, entry.number, entry.address, entry.standing(today).validity, "", "")


def _ends(links: list[Link], catalogue: Catalogue, today: date) -> tuple[End, ...]:
    found: dict[tuple[str, str, str], End] = {}
    for link in links:
        entry = catalogue.entry(link.address) if link.address else None
        standing = entry.standing(today).validity if entry else None
        named = called(link.provisions)
        end = End(link.title, link.number, link.address, standing, named, link.evidence)
        found.setdefault((link.address or link.title, link.number, named), end)
    return tuple(found.values())


def editions(dossier: Dossier, shown: Version | None, today: date) -> tuple[Edition, ...]:
    """The versions, newest first, each with a day that leads to it and one that leads to the one before."""
    current = dossier.version_on(today)
    days = [reading_day(dossier, version) for version in dossier.versions]
    befores = [None, *days][: len(days)]
    return tuple(
        Edition(version, day, previous, version == shown, version == current)
        for version, day, previous in reversed(list(zip(dossier.versions, days, befores, strict=True)))
    )


def reading_day(dossier: Dossier, version: Version) -> date | None:
    """A day on which this version is the one to read: its first, where it has one."""
    tile = version.tile
    if tile is None or tile.since is not None:
        return tile.since if tile else None
    candidates = [day for day in (dossier.in_force_from, version.dated_on) if day and tile.covers(day)]
    if candidates:
        return candidates[0]
    return tile.until - timedelta(days=1) if tile.until else None


def claim(dossier: Dossier, today: date) -> str:
    """What the source says of the validity (来源标注) where the events do not bear it out; else ""."""
    said = dossier.status_in_source
    return "" if not said or validity(dossier.events, today) in claimed(said, today) else said


def _day(day: date | None) -> str:
    return printed(day) if day else ""
