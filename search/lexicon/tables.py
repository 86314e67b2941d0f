"""The tables of the lexicon (检索词表): its entries, everything that was done to them, and its stamp."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from search.lexicon.entries import Entry
from search.lexicon.terms import WordKind, WordState


class SearchWord(Table):
    """An entry as it stands (词条); what it was stands in its changes."""

    __tablename__ = "search_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The word folded, as it is looked up: there is one entry for it, in whatever state.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    word: Mapped[str] = mapped_column(String(80))
    formal: Mapped[list[str]] = mapped_column(JSON)
    # Values of WordKind, WordState and WordSource.
    kind: Mapped[str] = mapped_column(String(12), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    source: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500), default="")
    # What a proposal was learnt from: the sentence, its document, and how sure the rule is (0 to 1).
    sentence: Mapped[str] = mapped_column(LongText, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    score: Mapped[float | None]
    # Grows with every change; who saves over an older one is told.
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(60))

    @property
    def entry(self) -> Entry:
        """The entry as search takes it."""
        return Entry(self.word, tuple(self.formal), WordKind(self.kind))

    @property
    def stands(self) -> WordState:
        """How it stands."""
        return WordState(self.state)


class SearchWordChange(Table):
    """What was done to an entry, and how it stood afterwards (词条变动记录); rows are only ever added."""

    __tablename__ = "search_word_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    word_id: Mapped[int] = mapped_column(ForeignKey("search_word.id"), index=True)
    version: Mapped[int]
    # A value of WordDeed.
    deed: Mapped[str] = mapped_column(String(12))
    word: Mapped[str] = mapped_column(String(80))
    formal: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(60))


class LexiconStamp(Table):
    """One row: a number that grows when what search knows changes, and which shipped list was taken in."""

    __tablename__ = "lexicon_stamp"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    shipped: Mapped[str] = mapped_column(String(64), default="")
