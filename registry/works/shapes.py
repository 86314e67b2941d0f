"""The shapes in which a work is composed before anything is written."""

from dataclasses import dataclass, field
from datetime import date

from registry.intake.parsed import Doubt, Parsed
from registry.law.events import Event
from registry.law.terms import Kind, RelationKind, Term


@dataclass(frozen=True, slots=True)
class Held:
    """One wording of a work, with every file that gave it, in the order of their paths."""

    fingerprint: str
    readings: tuple[Parsed, ...]

    @property
    def dated_on(self) -> date | None:
        """The day of this version; None when no file tells it."""
        return next((reading.dated_on for reading in self.readings if reading.dated_on), None)

    @property
    def path(self) -> str:
        """The file that speaks for this wording."""
        return self.readings[0].path


@dataclass(frozen=True, slots=True)
class Version:
    """A text's place among the versions of its work; `copy_of` names the version it is only a copy of."""

    fingerprint: str
    title: str
    dated_on: date | None
    applies_from: date | None
    note: str
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """An event of the work's own life, and the wording that states it."""

    event: Event
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Bond:
    """How the work bears on another instrument, as one of its wordings says it.

    `provisions` are stable ids where the printed reference gives them, the printed words otherwise.
    """

    kind: RelationKind
    title: str
    title_key: str
    fingerprint: str
    number: str = ""
    qualifier: str = ""
    area: str = ""
    provisions: tuple[str, ...] = ()
    on: date | None = None
    evidence: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of a work (著录), composed from all its readings."""

    title: str
    title_key: str
    work_key: str
    kind: Kind
    genre: str
    region: str
    year: int | None
    document_number: str
    order_number: str
    unified_number: str
    index_number: str
    drafting_unit: str
    subject: tuple[str, ...]
    issuers: tuple[str, ...]
    adopted_on: date | None
    approved_on: date | None
    signed_on: date | None
    published_on: date | None
    web_posted_on: date | None
    source_url: str
    status_in_source: str


@dataclass(frozen=True, slots=True)
class Work:
    """A work as all its files together tell it."""

    description: Description
    versions: tuple[Version, ...]
    events: tuple[Stated, ...]
    bonds: tuple[Bond, ...]
    doubts: tuple[tuple[str, Doubt], ...] = field(default=())


# level, eid, depth, number, heading, body: one provision as its row holds it, in reading order.
ProvisionValues = tuple[str, str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file on its way into the registry: what was read, its provisions flat, and its digest.

    `reading` tells by what reader and with what ledger row it was read: when it and the bytes are
    known, there is nothing to do.
    """

    parsed: Parsed
    provisions: tuple[ProvisionValues, ...]
    reading: str
    media_type: str = "text/markdown"


class Fate(Term):
    """What became of a file in an import (收录结果)."""

    NEW = "new", "新增"
    UPDATED = "updated", "更新"
    UNCHANGED = "unchanged", "未变"
    JOINED = "joined", "并入为另一版本"
    REFUSED = "refused", "拒收"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file went."""

    path: str
    fate: Fate
    document_id: int
