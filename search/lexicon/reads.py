"""What the desk shows of the lexicon (词表查阅): lists, counts, one entry with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.tables import Document
from search.lexicon.entries import folded_word
from search.lexicon.tables import SearchWord, SearchWordChange
from search.lexicon.terms import WordKind, WordState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None and "" ask for nothing special."""

    state: WordState | None = None
    kind: WordKind | None = None
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of entries, with how many there are and the documents that proposals were learnt from."""

    rows: Sequence[SearchWord]
    total: int
    documents: Mapping[int, Document]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


def rows(session: Session, wanted: Wanted) -> list[SearchWord]:
    """Every entry asked for: proposals with the surest first, the others with the newest first.

    Words are compared here, not in the database, which keeps the formal words as JSON.
    """
    query = select(SearchWord)
    if wanted.state:
        query = query.where(SearchWord.state == wanted.state.value)
    if wanted.kind:
        query = query.where(SearchWord.kind == wanted.kind.value)
    if wanted.state is WordState.PROPOSED:
        query = query.order_by(SearchWord.score.desc(), SearchWord.id)
    else:
        query = query.order_by(SearchWord.id.desc())
    sought = folded_word(wanted.text)
    return [row for row in session.scalars(query) if not sought or _has(row, sought)]


def _has(row: SearchWord, sought: str) -> bool:
    return sought in row.key or any(sought in folded_word(word) for word in row.formal)


def listed(session: Session, wanted: Wanted) -> Listed:
    """The page asked for."""
    found = rows(session, wanted)
    shown = found[(wanted.page - 1) * PAGE :][:PAGE]
    return Listed(shown, len(found), documents(session, shown))


def counts(session: Session) -> dict[str, int]:
    """How many entries there are in each state."""
    query = select(SearchWord.state, func.count()).group_by(SearchWord.state)
    return dict(session.execute(query).all())


def documents(session: Session, shown: Sequence[SearchWord]) -> dict[int, Document]:
    """The documents that these entries were learnt from."""
    wanted = {row.document_id for row in shown if row.document_id}
    return {row.id: row for row in session.scalars(select(Document).where(Document.id.in_(wanted)))}


def history(session: Session, word_id: int) -> Sequence[SearchWordChange]:
    """Everything that was done to an entry, the newest first."""
    query = select(SearchWordChange).where(SearchWordChange.word_id == word_id)
    return session.scalars(query.order_by(SearchWordChange.id.desc())).all()
