"""What every reader of files returns: one document as it was read, with its doubts."""

from dataclasses import dataclass, field, replace
from datetime import date

from registry.law.clauses import Statements
from registry.law.provisions import Provision


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something refused or doubtful in a file: which field, what was wrong, what was assumed.

    `code` groups doubts in the summary (`effect-before-publication`).
    """

    code: str
    field: str
    wrong: str
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file as read: metadata, the text as a tree, what the text states, and the doubts."""

    path: str
    sha256: str
    title: str
    provisions: tuple[Provision, ...]
    statements: Statements
    note: str = ""
    kind: str = ""
    region: str = ""
    genre: str = ""
    issuers: tuple[str, ...] = ()
    document_number: str = ""
    order_number: str = ""
    unified_number: str = ""
    index_number: str = ""
    drafting_unit: str = ""
    subject: tuple[str, ...] = ()
    dated_on: date | None = None
    adopted_on: date | None = None
    approved_on: date | None = None
    signed_on: date | None = None
    published_on: date | None = None
    web_posted_on: date | None = None
    source_url: str = ""
    status_in_source: str = ""
    fingerprint: str = ""
    size: int = 0
    doubts: tuple[Doubt, ...] = field(default=())

    def doubting(self, *doubts: Doubt) -> "Parsed":
        """The same document with more doubts."""
        return replace(self, doubts=self.doubts + doubts)
