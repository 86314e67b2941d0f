"""Who answers (应答): the index, or the database while the index is made anew."""

from dataclasses import replace
from threading import Thread

from sqlalchemy import select

from base.errors import RegistryError
from registry.reads.visibility import visible
from registry.tables import Document
from search.engine import Answer, Numbered, Question
from search.fallback import DatabaseEngine
from search.finder import IndexEngine
from search.index import IndexUnreadable
from search.keeping import Keeper


class Answering:
    """The engine of an installation: never without an answer, and it mends its index by itself."""

    def __init__(self, keeper: Keeper, *, mends: bool = True) -> None:
        self.keeper = keeper
        self.mends = mends
        self.index = IndexEngine(keeper.index)
        self.database = DatabaseEngine(keeper.database)
        self.mending: Thread | None = None
        self.fault = ""

    def search(self, question: Question) -> Answer:
        """Answer from the index; from the database, with a notice, when the index cannot be read."""
        try:
            return self.index.search(question)
        except IndexUnreadable:
            self.mend()
            return self.database.search(question)

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; None when what was typed is not a number."""
        try:
            return self.index.by_number(typed)
        except IndexUnreadable:
            self.mend()
            return self.database.by_number(typed)

    def public(self, answer: Answer) -> Answer:
        """The answer without documents that have been withdrawn since the index last heard of them."""
        found = [hit.id for hit in answer.hits]
        with self.keeper.database.reading() as session:
            shown = set(session.scalars(select(Document.id).where(Document.id.in_(found), visible())))
        hits = tuple(hit for hit in answer.hits if hit.id in shown)
        return replace(answer, hits=hits, total=answer.total - len(answer.hits) + len(hits))

    def mend(self) -> None:
        """Begin to make the index anew, beside the requests; one at a time."""
        if self.mends and (self.mending is None or not self.mending.is_alive()):
            self.mending = Thread(target=self._rebuild, name="index", daemon=True)
            self.mending.start()

    def _rebuild(self) -> None:
        try:
            self.keeper.rebuild()
        except (RegistryError, OSError) as fault:
            # The next search tries again; meanwhile the database answers.
            self.fault = str(fault)
