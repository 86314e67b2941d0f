"""The shapes of proposals: what is proposed, how sure it is and why, and which documents could be meant."""

from dataclasses import dataclass, field

from registry.law.statements import Statements
from registry.proposals.stating import Said
from registry.proposals.tables import Sureness
from registry.works.linking import Catalogue, Entry

# A text that is no document yet: no document bears this id.
UNBORN = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of the registry that may be meant, and why it may."""

    document_id: int
    title: str
    number: str
    why: str

    @property
    def plain(self) -> dict[str, object]:
        """As it is kept with a proposal."""
        return {
            "document_id": self.document_id,
            "title": self.title,
            "number": self.number,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a reading is, the grounds in words, and what could be meant, best first."""

    sureness: Sureness
    grounds: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing a text states, with its sentence and its place in the text as shown.

    `text[start:end] == sentence`, unless both are 0: then the sentence is the title, or there is none.
    """

    said: Said
    sentence: str
    start: int
    end: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Speaker:
    """The text whose statements are judged: as the catalogue knows it, and what is entered of it."""

    entry: Entry
    statements: Statements
    title: str
    numbers: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """What is known of the documents that may be meant: the catalogue, and each one's title and number."""

    catalogue: Catalogue
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
