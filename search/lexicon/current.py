"""The lexicon as it stands now (现行词表), in this process: made anew when the office has changed it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.db import Database
from search.lexicon.entries import Entry, Lexicon, lexicon
from search.lexicon.shipped import shipped
from search.lexicon.tables import LexiconStamp, SearchWord
from search.lexicon.terms import WordKind, WordState


class CurrentLexicon:
    """Gives the lexicon of an installation; called at every search, it asks for one number.

    The number grows in the transaction that changes an entry, so that every process knows with its next
    question. A database that no list was entered into yet has the one that comes with the program.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: tuple[int, Lexicon] | None = None

    def __call__(self) -> Lexicon:
        """The lexicon as it stands."""
        with self.database.reading() as session:
            number = session.execute(select(LexiconStamp.number)).scalar_one_or_none()
            if number is None:
                return shipped()
            kept = self._kept
            if kept is None or kept[0] != number:
                kept = self._kept = (number, lexicon(confirmed(session)))
        return kept[1]


def confirmed(session: Session) -> list[Entry]:
    """The entries that search knows."""
    query = select(SearchWord.word, SearchWord.formal, SearchWord.kind)
    rows = session.execute(query.where(SearchWord.state == WordState.CONFIRMED.value))
    return [Entry(row.word, tuple(row.formal), WordKind(row.kind)) for row in rows]
