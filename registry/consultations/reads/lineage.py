"""The origin of a passage (这一条怎么来的) in order of time: draft, comments, adoption, amendments."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.consultations.reads.heard import Heard, together
from registry.consultations.reads.tracing import Source, Trace
from registry.consultations.rules.passages import Passage, passages
from registry.consultations.rules.terms import Verdict
from registry.consultations.rules.tracing import Alignment, Descent, Strand
from registry.law.events import Event
from registry.law.provisions import Level, Provision
from registry.law.terms import EventKind
from registry.reads.dossier import Version

# What befell a passage without its wording being another.
BEFALLING = frozenset(
    (EventKind.PARTIAL_REPEAL, EventKind.SUSPENSION, EventKind.RESUMPTION, EventKind.ANNULMENT)
)
DIVISIONS = frozenset((Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.ANNEX))


@dataclass(frozen=True, slots=True)
class Passing:
    """How a passage went from one text into the next: a strand for each of its provisions."""

    strands: tuple[Strand, ...]

    @property
    def descent(self) -> Descent:
        """How the whole of it came out of the text before."""
        found = {strand.descent for strand in self.strands}
        return found.pop() if len(found) == 1 else Descent.CHANGED

    @property
    def renumbered(self) -> bool:
        """Whether it bears another number than before."""
        return any(strand.renumbered for strand in self.strands)

    @property
    def same(self) -> bool:
        """Whether nothing of it changed, its number apart."""
        return self.descent is Descent.KEPT

    @property
    def former(self) -> tuple[Provision, ...]:
        """Its provisions in the text before, each once."""
        return tuple({strand.old.eid: strand.old for strand in self.strands if strand.old}.values())


@dataclass(frozen=True, slots=True)
class Drafted:
    """A passage beside a draft: how it came out of it, what else went into it, and what was said of it."""

    source: Source
    passing: Passing
    merged: tuple[Strand, ...]
    heard: Heard

    @property
    def names(self) -> tuple[str, ...]:
        """What it was called in the draft (第三条)."""
        return tuple(dict.fromkeys(each.number for each in self.passing.former if each.number))

    @property
    def eid(self) -> str:
        """The first of its provisions in the draft, or ""."""
        return self.passing.former[0].eid if self.passing.former else ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One text of the document: the drafts that led to it, and how the passage came out of the text before.

    `passing` is None in the first text in which the passage stands.
    """

    version: Version
    words: tuple[Provision, ...]
    drafted: tuple[Drafted, ...]
    passing: Passing | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a passage of a text came from; `name` is what it is called there."""

    eid: str
    name: str
    foot: str
    stages: tuple[Stage, ...]
    events: tuple[Event, ...]

    @property
    def drafted(self) -> tuple[Drafted, ...]:
        """All drafts in which it stood, or which it was not in, in order of time."""
        return tuple(each for stage in self.stages for each in stage.drafted)

    @property
    def heard(self) -> Heard:
        """All that was said of it in every consultation."""
        # The places of answers are told per consultation; here only the comments are asked for.
        return Heard(together(each.heard for each in self.drafted).comments)

    @property
    def amended(self) -> tuple[Stage, ...]:
        """The later texts in which it was changed, added or renumbered."""
        return tuple(
            stage
            for stage in self.stages
            if stage.passing and not stage.drafted and (not stage.passing.same or stage.passing.renumbered)
        )

    @property
    def words(self) -> str:
        """Its origin in one line: what was said of it, else how it came out of the draft."""
        heard = self.heard
        later = "，后来修改" if self.amended and self.drafted else ""
        if heard.received:
            parts = [f"{each.label} {number} 条" for each in Verdict if (number := heard.of(each))]
            return "，".join([f"征求意见收到 {heard.received} 条", "、".join(parts)]).rstrip("，") + later
        if not self.drafted:
            return "后来修改时新增"
        return _came(self.drafted[-1]) + later


def _came(drafted: Drafted) -> str:
    name = "、".join(drafted.names)
    match drafted.passing.descent:
        case Descent.ADDED:
            return "征求意见稿中没有，新增"
        case Descent.SPLIT:
            return f"取自征求意见稿{name}"
        case Descent.KEPT:
            return f"征求意见稿{name}，未作修改"
        case _:
            return f"征求意见稿{name}，有修改"


@dataclass(frozen=True, slots=True)
class Unkept:
    """A passage of a draft without a place of its own in the adopted text (未保留), and what was said."""

    source: Source
    eid: str
    name: str
    strands: tuple[Strand, ...]
    heard: Heard

    @property
    def merged(self) -> tuple[str, ...]:
        """The numbers of the provisions where its words stand now, as far as they do."""
        ends = (strand.new for strand in self.strands if strand.descent is Descent.MERGED)
        return tuple(dict.fromkeys(end.number or end.eid for end in ends if end))


@dataclass(frozen=True, slots=True)
class Division:
    """The heading of a chapter or the like, between the passages."""

    name: str
    level: Level


def lineages(trace: Trace, version: Version) -> tuple[Lineage, ...]:
    """The origin of every passage of a text, in its order."""
    return tuple(_lineage(trace, version, passage) for passage in passages(trace.wording(version.place)))


def lineage(trace: Trace, version: Version, eid: str) -> Lineage | None:
    """The origin of the passage that a provision of a text stands in; None where there is none."""
    found = next((each for each in passages(trace.wording(version.place)) if eid in each.eids), None)
    return _lineage(trace, version, found) if found else None


def outline(trace: Trace, version: Version) -> Iterator[Division | Lineage]:
    """The passages of a text with the headings they stand under."""
    wording = trace.wording(version.place)
    found = {passage.eid: passage for passage in passages(wording)}
    for node in (node for provision in wording for node in provision.walk()):
        name = "\u3000".join(part for part in (node.number, node.heading) if part)
        if node.eid in found:
            yield _lineage(trace, version, found[node.eid])
        elif node.level in DIVISIONS and name:
            yield Division(name, node.level)


def unkept(trace: Trace, version: Version) -> tuple[Unkept, ...]:
    """The passages of the drafts of a text, and of those before it, that were not kept at its adoption."""
    sources = [source for source in trace.sources if source.place <= version.place]
    return tuple(found for source in sources for found in _unkept(source))


def _unkept(source: Source) -> Iterator[Unkept]:
    lives = source.alignment.by_old
    for passage in passages(source.edition.provisions):
        strands = tuple(lives[eid] for eid in passage.eids if eid in lives)
        if strands and all(strand.gone for strand in strands):
            yield Unkept(source, passage.eid, passage.name, strands, _heard(source, (passage.eid,)))


def _lineage(trace: Trace, version: Version, passage: Passage) -> Lineage:
    stages: list[Stage] = []
    eids: Collection[str] = passage.eids
    for place in range(version.place, trace.first - 1, -1):
        passing = _passing(trace.later[place - trace.first - 1], eids) if place > trace.first else None
        sources = [source for source in trace.sources if source.place == place]
        drafted = tuple(_drafted(source, eids) for source in sources)
        ended = passing is None or not passing.former
        wording = tuple(_of(trace.wording(place), eids))
        stages.append(Stage(trace.dossier.versions[place], wording, drafted, passing))
        if passing is None or ended:
            break
        eids = tuple(each.eid for former in passing.former for each in former.walk())
    events = tuple(event for event in trace.dossier.events if _befell(event, passage.eids))
    return Lineage(passage.eid, passage.name, passage.foot, tuple(reversed(stages)), events)


def _passing(alignment: Alignment, eids: Iterable[str]) -> Passing:
    return Passing(tuple(strand for eid in eids if (strand := alignment.by_new.get(eid))))


def _drafted(source: Source, eids: Collection[str]) -> Drafted:
    passing = _passing(source.alignment, eids)
    merged = tuple(
        strand
        for strand in source.alignment.dropped
        if strand.descent is Descent.MERGED and strand.new and strand.new.eid in eids
    )
    drafts = [*(each.eid for each in passing.former), *(each.old.eid for each in merged if each.old)]
    return Drafted(source, passing, merged, _heard(source, drafts))


def _heard(source: Source, eids: Iterable[str]) -> Heard:
    homes = dict.fromkeys(source.home.get(eid, eid) for eid in eids)
    return together(source.heard[home] for home in homes if home in source.heard)


def _of(provisions: Sequence[Provision], eids: Collection[str]) -> Iterator[Provision]:
    """The provisions of a text with these ids, each without what comes with another."""
    for provision in provisions:
        if provision.eid in eids:
            yield provision
        else:
            yield from _of(provision.children, eids)


def _befell(event: Event, eids: Collection[str]) -> bool:
    return event.kind in BEFALLING and bool(event.on) and any(eid in eids for eid in event.provisions)
