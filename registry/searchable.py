"""What the search floor may know of a document, and of what explains one: plain values, read in bulk."""

from dataclasses import dataclass
from datetime import date

from base.term import Term
from registry.law.terms import Validity


class Findable(Term):
    """What search finds (检索内容)."""

    DOCUMENT = "document", "文件"
    INTERPRETATION = "interpretation", "解读"
    QUESTION = "question", "问答"


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
class Explained:
    """The document that an interpretation explains."""

    id: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Searchable:
    """One published document as search sees it; before `made_on` it did not exist (None: not known).

    Or what explains one: an interpretation, or one question of it. Kind, rank, region, year, issuers and
    standings are then those of the document in `explains`; `form` (Chinese) and `unit` say what it is and
    whose. `address` is a document's, and of what explains it what follows /interpretations/.
    """

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
    content: Findable = Findable.DOCUMENT
    explains: Explained | None = None
    form: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """By which the index takes it out again; an interpretation and its questions have one in common."""
        return key_of("interpretation" if self.explains else "document", self.id)


def key_of(topic: str, number: int) -> str:
    """The key in the index of what the outbox names by topic and number.

    >>> key_of("document", 12)
    'document:12'
    """
    return f"{topic}:{number}"
