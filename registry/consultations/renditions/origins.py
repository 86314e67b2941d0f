"""Origins as the pages show them (三方对照): wordings with the changes marked, in order of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.consultations.reads.heard import Heard
from registry.consultations.reads.lineage import Division, Drafted, Lineage, Passing, Stage, Unkept
from registry.consultations.reads.tracing import Trace
from registry.consultations.rules.terms import Verdict
from registry.consultations.rules.tracing import Descent, Strand
from registry.law.compare import words
from registry.law.days import printed
from registry.law.differences import Op, Segment
from registry.law.events import Act, Event
from registry.law.provisions import Provision
from registry.law.terms import EventKind
from registry.renditions.sidebyside import Side, side

Sides = tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many comments came to a verdict (采纳 2 条)."""

    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One consultation's part in a passage: the draft's words, and what was said and answered.

    `draft` is empty where the draft had nothing of it; `same` says that it was adopted word for word.
    """

    drafted: Drafted
    label: str
    same: bool
    draft: Sides
    merged: Sides
    counts: tuple[Count, ...]

    @property
    def heard(self) -> Heard:
        """What was said and answered."""
        return self.drafted.heard

    @property
    def days(self) -> str:
        """When the public was asked (2026年11月23日至2026年12月23日)."""
        return f"{printed(self.drafted.source.from_on)}至{printed(self.drafted.source.through_on)}"


@dataclass(frozen=True, slots=True)
class Told:
    """One text of the document with the passage in it: since when, by which act, and what was changed in it.

    The changes are marked against the last draft that led to this text, else against the text before.
    """

    day: date | None
    act: Act | None
    label: str
    descent: Descent | None
    sides: Sides
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Texts that follow each other, under what the public was asked before the first of them."""

    beside: tuple[Beside, ...]
    texts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with all its wordings, and what else befell it."""

    lineage: Lineage
    told: tuple[Told, ...]
    befell: tuple[Event, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The wordings, those that no consultation led to below the one before."""
        found: list[Block] = []
        for each in self.told:
            if found and not each.beside:
                found[-1] = Block(found[-1].beside, (*found[-1].texts, each))
            else:
                found.append(Block(each.beside, (each,)))
        return tuple(found)


def rows(trace: Trace, found: Iterable[Division | Lineage]) -> Iterator[Division | Row]:
    """The outline of a text with every passage as a row."""
    for each in found:
        yield each if isinstance(each, Division) else row(trace, each)


def row(trace: Trace, lineage: Lineage) -> Row:
    """A passage with all its wordings marked."""
    first, *others = lineage.stages
    later = [stage for stage in others if stage.drafted or stage in lineage.amended]
    return Row(lineage, tuple(_told(trace, stage) for stage in (first, *later)), lineage.events)


def _told(trace: Trace, stage: Stage) -> Told:
    version = stage.version
    passing = stage.drafted[-1].passing if stage.drafted else stage.passing
    day = version.applies_from or version.dated_on
    act = amending(trace.dossier.events, day)
    if version.place == 0:
        day = trace.dossier.dated_on or day
    return Told(
        day,
        act,
        label(passing) if passing else "",
        passing.descent if passing else None,
        _new(passing) if passing else plain(stage.words),
        tuple(beside(each) for each in stage.drafted),
    )


def beside(drafted: Drafted) -> Beside:
    """A consultation's part in a passage."""
    return Beside(
        drafted,
        label(drafted.passing),
        drafted.passing.same,
        _old(drafted.passing),
        plain(strand.old for strand in drafted.merged),
        counts(drafted.heard),
    )


def counts(heard: Heard) -> tuple[Count, ...]:
    """What became of the comments, each verdict that there was."""
    return tuple(Count(verdict, number) for verdict in Verdict if (number := heard.of(verdict)))


def amending(events: Iterable[Event], day: date | None) -> Act | None:
    """The act that amended a document on a day, as far as it is recorded."""
    acts = (each.act for each in events if each.kind is EventKind.AMENDMENT and each.on == day)
    return next((act for act in acts if act), None)


def lost(unkept: Unkept) -> Sides:
    """The words of a passage of the draft that was not kept."""
    return plain(strand.old for strand in unkept.strands)


def plain(provisions: Iterable[Provision | None]) -> Sides:
    """The words of provisions without any mark."""
    found = (side(each, (Segment(Op.SAME, words(each)),), Op.SAME) for each in provisions if each)
    return tuple(each for each in found if each)


def marked(strand: Strand) -> tuple[Side | None, Side | None]:
    """The two wordings of a strand with the changes marked."""
    return side(strand.old, strand.segments, Op.DELETED), side(strand.new, strand.segments, Op.INSERTED)


def label(passing: Passing) -> str:
    """What became of a passage, in words."""
    return "仅条号变动" if passing.same and passing.renumbered else passing.descent.label


def _old(passing: Passing) -> Sides:
    ends = {strand.old.eid: strand for strand in passing.strands if strand.old}
    found = (side(strand.old, strand.segments, Op.DELETED) for strand in ends.values())
    return tuple(each for each in found if each)


def _new(passing: Passing) -> Sides:
    found = (side(strand.new, strand.segments, Op.INSERTED) for strand in passing.strands)
    return tuple(each for each in found if each)
