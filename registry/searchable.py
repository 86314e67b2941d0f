"""What the search floor may know of a document: plain values, read in bulk."""

from dataclasses import dataclass
from datetime import date

from registry.law.terms import Validity


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of text that search can hit: an article, or a paragraph of a text without articles.

    `trail` are the headings above it (第三章 监督管理), `words` its whole wording with items.
    """

    eid: str
    number: str
    trail: str
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a document and the days on which it is the one to read.

    The wordings of a document tile all days: the first has `since` None, the last has `until` None,
    so that exactly one of them answers for any day. `text_from` is the first day on which the wording
    counts: the oldest one kept may be younger than a day that it answers for.
    """

    text_id: int
    title: str
    since: date | None
    until: date | None
    passages: tuple[Passage, ...]
    text_from: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the document stands from a day on, until the next standing begins."""

    since: date | None
    validity: Validity


@dataclass(frozen=True, slots=True)
class Searchable:
    """One published document as search sees it; before `made_on` it did not exist (None: not known)."""

    id: int
    address: str
    title: str
    kind: str
    rank: int
    region: str
    year: int | None
    issuers: tuple[str, ...]
    subject: str
    numbers: tuple[str, ...]
    dated_on: date | None
    standings: tuple[Standing, ...]
    wordings: tuple[Wording, ...]
    made_on: date | None = None
