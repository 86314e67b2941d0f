"""Who answers (应答): the index, or the database while the index is made anew."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import TypeVar

from base import clock
from base.errors import RegistryError
from registry.law.validity import validity
from registry.reads.life import lives
from search.anchors import reliable, with_marks
from search.answers import Answerer, Reply
from search.engine import Answer, Facet, Numbered, Question
from search.fallback import DatabaseEngine
from search.finder import IndexEngine
from search.hidden import NOTHING
from search.index import IndexUnreadable
from search.keeping import Keeper
from search.lexicon.current import CurrentLexicon
from search.segments import DAMAGE
from search.suggesting import Suggestion, suggestions

Told = TypeVar("Told")
CLOSING_SECONDS = 5.0


class Answering:
    """The engine of an installation: never without an answer, and it mends its index by itself."""

    def __init__(self, keeper: Keeper, *, mends: bool = True) -> None:
        self.keeper = keeper
        self.mends = mends
        self.index = IndexEngine(keeper.index, CurrentLexicon(keeper.database), keeper.preferences)
        self.database = DatabaseEngine(keeper.database)
        self.mending: Thread | None = None
        self.fault = ""
        self.verifying: Thread | None = None
        self._verified: frozenset[tuple[str, int]] = frozenset()
        self._stamp = (0, 0)

    def search(self, question: Question) -> Answer:
        """Answer as the public may read it now, from the index; from the database when that cannot be read.

        A notice says so. What was withdrawn since the index heard last is in no answer, and hits bear the
        status that the events give: none looks as if it were in force because the index is a second behind.
        """
        try:
            return self.tried(self.index, question)
        except IndexUnreadable:
            self.mend()
            return self._marked(self.database.search(question), question)

    def tried(self, engine: IndexEngine, question: Question) -> Answer:
        """The same from this engine; raises IndexUnreadable when it cannot answer."""
        hidden = self.keeper.hidden()
        answer = self._sound(lambda: engine.search(replace(question, hidden=hidden or NOTHING)))
        answer = answer if hidden is None else self._restated(answer, question)
        return self._marked(answer, question)

    def reply(self, question: Question) -> Reply:
        """What the collection says to a question, word for word; nothing while there is no index.

        A published answer to what is no longer so worded is never given.
        """
        hidden = self.keeper.hidden()
        asked = replace(question, hidden=hidden or NOTHING)
        try:
            reply = self._sound(lambda: Answerer(self.index).reply(asked))
        except IndexUnreadable:
            return Reply(question.text, question.on, self.search(question))
        quotes = reliable(self.keeper.database, reply.quotes, reply.on)
        near = reply.near if hidden is None else self._restated(reply.near, question)
        known = reply.known and bool(quotes)
        return replace(reply, quotes=quotes, known=known, near=self._marked(near, question))

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; None when what was typed is not a number."""
        if not self.keeper.settled():
            return self.database.by_number(typed)
        try:
            return self._sound(lambda: self.index.by_number(typed))
        except IndexUnreadable:
            self.mend()
            return self.database.by_number(typed)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be about to be asked, all of it public now; nothing while there is no index."""
        asked = Question(typed, clock.today(), hidden=self.keeper.hidden() or NOTHING)
        try:
            return self._sound(lambda: suggestions(self.index.opened(), self.index.lexicon(), asked))
        except IndexUnreadable:
            self.mend()
            return ()

    def _marked(self, answer: Answer, question: Question) -> Answer:
        on = answer.on or question.on
        return replace(answer, hits=with_marks(self.keeper.database, answer.hits, on))

    def _restated(self, answer: Answer, question: Question) -> Answer:
        """The answer of an index that is behind, its hits with the status that they have now."""
        on, documents = answer.on or question.on, [hit.document for hit in answer.hits]
        with self.keeper.database.reading() as session:
            events = lives(session, documents)
        hits = (replace(hit, status=validity(events.get(hit.document, ()), on)) for hit in answer.hits)
        wanted = question.filters.get(Facet.STATUS)
        kept = tuple(hit for hit in hits if wanted in (None, hit.status.value))
        total = answer.total - len(answer.hits) + len(kept)
        return replace(answer, hits=kept, total=total, settled=False)

    def _sound(self, deed: Callable[[], Told]) -> Told:
        """What the index says; raises IndexUnreadable where it breaks because its files are damaged."""
        try:
            told = deed()
        except DAMAGE:
            # Verifying tells whether the files are damaged; if they are not, the fault is ours.
            self.keeper.index.verify()
            raise
        self._verify_once()
        return told

    def _verify_once(self) -> None:
        """Read a state of the index again beside the requests, once, when it is met for the first time."""
        stamp = self.keeper.index.stamp()
        if stamp == self._stamp or not self.mends or (self.verifying and self.verifying.is_alive()):
            return
        self._stamp = stamp
        self.verifying = Thread(target=self._verify, name="verify-index", daemon=True)
        self.verifying.start()

    def _verify(self) -> None:
        try:
            self._verified = self.keeper.index.verify(self._verified)
        except IndexUnreadable as fault:
            self.fault = str(fault)
            self.mend()
        except OSError as fault:
            # It was replaced meanwhile; the next search meets the new one.
            self.fault = str(fault)

    def mend(self) -> None:
        """Begin to make the index anew, beside the requests; one at a time."""
        if self.mends and (self.mending is None or not self.mending.is_alive()):
            self.mending = Thread(target=self._rebuild, name="index", daemon=True)
            self.mending.start()

    def close(self) -> None:
        """Wait a little for what goes on beside the requests: it reads the database, which is closed next."""
        for thread in (self.verifying, self.mending):
            if thread is not None:
                thread.join(CLOSING_SECONDS)

    def _rebuild(self) -> None:
        try:
            self.keeper.mend()
        except (RegistryError, OSError) as fault:
            # The next search tries again; meanwhile the database answers.
            self.fault = str(fault)
