"""What stands between pages and index: questions, answers, and the protocol of whoever answers.

Another engine can serve when one machine is not enough; views and commands know only this.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from registry.law.terms import Term, Validity
from registry.searchable import Explained, Findable
from search.hidden import NOTHING, Hidden
from search.understanding.needs import Understood

PAGE_SIZE = 20
MOST_ASKED = 100


class Sort(Term):
    """Orders of hits (排序)."""

    RELEVANCE = "relevance", "按相关度"
    NEWEST = "newest", "最新在前"
    OLDEST = "oldest", "最早在前"
    EFFECTIVE = "effective", "按施行日期"


class Facet(Term):
    """What hits can be narrowed by (筛选)."""

    CONTENT = "content", "内容"
    STATUS = "status", "时效"
    KIND = "kind", "种类"
    REGION = "region", "地区"
    ISSUER = "issuer", "发文机关"
    YEAR = "year", "年份"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the words as typed, the day, the filters (facet → value) and the slice of hits.

    `dated_from` and `dated_through` are the first and last day that a hit may bear; what bears none is then
    no hit. With `open_day` nobody chose the day, and the words may name another; `literal` words are looked
    up as they are: nothing is read into them. What is `hidden` is found, counted, quoted and named nowhere.
    """

    text: str
    on: date
    filters: dict[Facet, str] = field(default_factory=dict)
    offset: int = 0
    limit: int = PAGE_SIZE
    sort: Sort = Sort.RELEVANCE
    dated_from: date | None = None
    dated_through: date | None = None
    open_day: bool = False
    literal: bool = False
    hidden: Hidden = NOTHING


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of printed text, marked when it is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that answers: where it stands, and the words around what was looked for.

    `mark` says of an explanation that what it explains is no longer so worded, "" while it is.
    """

    eid: str
    number: str
    trail: str
    pieces: tuple[Piece, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, in the wording of the day asked for, with its standing and best passages.

    Or what explains one: `content` tells which, `explains` the document, whose kind and status the hit has;
    `form`, `unit` and `mark` (解读针对旧版) are those of the explanation. `text_from` is the first day of the
    wording where it came later: the text of the day itself was never taken in.
    """

    id: int
    address: str
    title: tuple[Piece, ...]
    kind: str
    numbers: tuple[str, ...]
    issuers: tuple[str, ...]
    dated_on: date | None
    status: Validity
    passages: tuple[PassageHit, ...]
    score: float
    text_from: date | None = None
    content: Findable = Findable.DOCUMENT
    explains: Explained | None = None
    form: str = ""
    unit: str = ""
    mark: str = ""

    @property
    def path(self) -> str:
        """Where it is on this site: of a document as it stands today, of a question its place."""
        return f"/interpretations/{self.address}" if self.explains else f"/documents/{self.address}"

    @property
    def document(self) -> int:
        """The id of the document that it is, or explains."""
        return self.explains.id if self.explains else self.id

    @property
    def plain_title(self) -> str:
        """The title without marks."""
        return "".join(piece.text for piece in self.title)


@dataclass(frozen=True, slots=True)
class Quote:
    """A provision, or a published answer, word for word (引文), with the document that it is of.

    `document` is the document's id, `title` its title on the day; `path` leads to the very place. Of a
    published answer `question` is what was asked, and `unit` who answered.
    """

    document: int
    title: str
    address: str
    numbers: tuple[str, ...]
    status: Validity
    eid: str
    number: str
    trail: str
    words: str
    path: str
    text_from: date | None = None
    question: str = ""
    unit: str = ""
    interpretation: int | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet and how many hits it has."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits in order, how many there are in all, counts by facet, and what must be said about them.

    `understood` is how the question was taken, `on` the day that it was answered for, `articles` the
    provisions that it names, `titles` the documents whose titles are nearly what was typed; `settled` is
    whether the index had heard of every change.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[Facet, tuple[Count, ...]]
    notices: tuple[str, ...] = ()
    understood: Understood | None = None
    on: date | None = None
    articles: tuple[Quote, ...] = ()
    titles: tuple[Hit, ...] = ()
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a typed document number leads to: `exact` documents by address, `near` ones with their numbers."""

    exact: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()


def later(text_from: date | None, day: date) -> date | None:
    """The first day of a wording that came after the day it is shown for; None for the day's own wording."""
    return text_from if text_from and text_from > day else None


class Engine(Protocol):
    """Whoever answers questions about documents."""

    def search(self, question: Question) -> Answer:
        """Answer any question; a strange one gets an empty answer with a notice, never an error."""

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; None when what was typed is not a number."""
