"""The lexicon as it stands now (现行词表), in this process: made anew when the office has changed it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.db import Database
from search.lexicon.entries import Entry, Lexicon, lexicon
from search.lexicon.shipped import entries, shipped
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordKind, WordState

STATE = "SELECT number, shipped FROM lexicon_stamp"


class CurrentLexicon:
    """Gives the lexicon of an installation; called at every search, it asks for one number.

    The number grows in the transaction that changes an entry, so that every process knows with its next
    question. A database that the shipped list was not taken into yet has that list beside its own entries.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: tuple[tuple[int, str], Lexicon] | None = None

    def __call__(self) -> Lexicon:
        """The lexicon as it stands."""
        state = self._state()
        if state is None:
            return shipped()
        kept = self._kept
        if kept is None or kept[0] != state:
            # Of a later moment than the state, perhaps: then the next question makes it once more.
            with self.database.reading() as session:
                own = confirmed(session)
            kept = self._kept = (state, lexicon(own if state[1] else [*entries(), *own]))
        return kept[1]

    def _state(self) -> tuple[int, str] | None:
        # Without a session and without building a statement: 0.1 ms instead of 0.3, at every search.
        with self.database.engine.connect() as connection:
            row = connection.exec_driver_sql(STATE).first()
        return (row[0], row[1]) if row else None


def confirmed(session: Session) -> list[Entry]:
    """The entries that search knows."""
    query = select(SearchWord.word, SearchWord.formal, SearchWord.kind)
    rows = session.execute(query.where(SearchWord.state == WordState.CONFIRMED.value))
    return [Entry(row.word, tuple(row.formal), WordKind(row.kind)) for row in rows]
