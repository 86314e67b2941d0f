"""Who answers (应答): the index, or the database while the index is made anew."""

from dataclasses import replace
from threading import Thread

from sqlalchemy import select

from base.errors import RegistryError
from interpretations.reads.visibility import public
from interpretations.tables import Interpretation
from registry.law.validity import validity
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document
from search.anchors import with_marks
from search.engine import Answer, Facet, Numbered, Question
from search.fallback import DatabaseEngine
from search.finder import IndexEngine
from search.index import IndexUnreadable
from search.keeping import Keeper
from search.lexicon.current import CurrentLexicon


class Answering:
    """The engine of an installation: never without an answer, and it mends its index by itself."""

    def __init__(self, keeper: Keeper, *, mends: bool = True) -> None:
        self.keeper = keeper
        self.mends = mends
        self.index = IndexEngine(keeper.index, CurrentLexicon(keeper.database))
        self.database = DatabaseEngine(keeper.database)
        self.mending: Thread | None = None
        self.fault = ""

    def search(self, question: Question) -> Answer:
        """Answer from the index; from the database, with a notice, when the index cannot be read."""
        try:
            answer = self.index.search(question)
        except IndexUnreadable:
            self.mend()
            answer = self.database.search(question)
        return replace(answer, hits=with_marks(self.keeper.database, answer.hits, question.on))

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; None when what was typed is not a number."""
        try:
            return self.index.by_number(typed)
        except IndexUnreadable:
            self.mend()
            return self.database.by_number(typed)

    def public(self, answer: Answer, question: Question) -> Answer:
        """The answer as it stands now, though the index has not heard of every change.

        What has been withdrawn since is left out, as is what explains it; the others bear the status that
        the events give: no hit may look as if it were in force because the index is a second behind. A hit
        that the status asked for no longer fits is left out too.
        """
        found = [hit.document for hit in answer.hits]
        told = [hit.id for hit in answer.hits if hit.explains]
        with self.keeper.database.reading() as session:
            shown = set(session.scalars(select(Document.id).where(Document.id.in_(found), visible())))
            public_ones = select(Interpretation.id).where(Interpretation.id.in_(told), public())
            said = set(session.scalars(public_ones)) if told else set()
            events = lives(session, found)
        restated = (
            replace(hit, status=validity(events.get(hit.document, ()), question.on))
            for hit in answer.hits
            if hit.document in shown and (hit.explains is None or hit.id in said)
        )
        wanted = question.filters.get(Facet.STATUS)
        hits = tuple(hit for hit in restated if wanted in (None, hit.status.value))
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
