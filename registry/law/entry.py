"""An entry (登记项): what a person says of a document to be entered, and what rules must know beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.law.grammars import Grammar
from registry.law.terms import Disclosure, Genre, Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of the form (登记表), as typed; what was not filled in is empty.

    Of joint issuers the host (主办机关) stands first. `subject` has one or two levels. `version_of` is the
    document that this is another version of. `grounds` are the reasons given for what a rule only warns of,
    by the rule's id.
    """

    title: str = ""
    kind: Kind | None = None
    genre: Genre | None = None
    issuers: tuple[str, ...] = ()
    unit_id: int | None = None
    document_number: str = ""
    order_number: str = ""
    unified_number: str = ""
    index_number: str = ""
    subject: tuple[str, ...] = ()
    summary: str = ""
    disclosure: Disclosure | None = None
    disclosure_reason: str = ""
    adopted_on: date | None = None
    signed_on: date | None = None
    published_on: date | None = None
    source_url: str = ""
    version_of: int | None = None
    grounds: tuple[tuple[str, str], ...] = ()

    def ground(self, rule: str) -> str:
        """The reason given for what this rule warns of, or ""."""
        return dict(self.grounds).get(rule, "").strip()


@dataclass(frozen=True, slots=True)
class Taken:
    """Another document that bears a number or a title: who takes it again is told where it stands."""

    document_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Read:
    """What the text itself says, to be held against the form."""

    empty: bool = True
    title: str = ""
    number: str = ""
    signed_on: date | None = None
    effective_on: date | None = None
    # The text fixes its first day by a rule whose day is known only when it is published.
    effective_later: bool = False
    valid_through: date | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules must know beside the entry: the day, the text, the registry, the grammars.

    `taken` maps a field to the document that bears the same value; `namesakes` are documents under the same
    title and issuer; `organ_code` is the department's own (组织机构代码), by which its index numbers begin.
    """

    today: date
    read: Read = Read()
    taken: Mapping[str, Taken] = field(default_factory=dict)
    namesakes: tuple[Taken, ...] = ()
    grammars: tuple[Grammar, ...] = ()
    organ_code: str = ""
