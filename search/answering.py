"""Who answers (应答): the index, or the database while the index is made anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Thread
from typing import TypeVar

from sqlalchemy import select

from base import clock
from base.errors import RegistryError
from interpretations.reads.visibility import public
from interpretations.tables import Interpretation
from registry.law.validity import validity
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document
from search.anchors import reliable, with_marks
from search.answers import Answerer, Reply
from search.engine import Answer, Facet, Hit, Numbered, Question, Quote
from search.fallback import DatabaseEngine
from search.finder import IndexEngine
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
        """Answer from the index; from the database, with a notice, when the index cannot be read."""
        try:
            answer = self._sound(lambda: self.index.search(question))
        except IndexUnreadable:
            self.mend()
            answer = self.database.search(question)
        on = answer.on or question.on
        return replace(answer, hits=with_marks(self.keeper.database, answer.hits, on))

    def reply(self, question: Question) -> Reply:
        """What the collection says to a question, word for word; nothing while there is no index.

        A published answer to what is no longer so worded is never given.
        """
        try:
            reply = self._sound(lambda: Answerer(self.index).reply(question))
        except IndexUnreadable:
            return Reply(
                question.text, question.on, known=False, confidence=0.0, quotes=(), near=self.search(question)
            )
        quotes = reliable(self.keeper.database, reply.quotes, reply.on)
        near = replace(reply.near, hits=with_marks(self.keeper.database, reply.near.hits, reply.on))
        return replace(reply, quotes=quotes, known=reply.known and bool(quotes), near=near)

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; None when what was typed is not a number."""
        try:
            return self._sound(lambda: self.index.by_number(typed))
        except IndexUnreadable:
            self.mend()
            return self.database.by_number(typed)

    def public(self, answer: Answer, question: Question) -> Answer:
        """The answer as it stands now, though the index has not heard of every change.

        What has been withdrawn since is left out, as is what explains it; the others bear the status that
        the events give: no hit may look as if it were in force because the index is a second behind. A hit
        that the status asked for no longer fits is left out too.
        """
        everything = (*answer.hits, *answer.titles)
        found = [*(hit.document for hit in everything), *(quote.document for quote in answer.articles)]
        shown, said = self._public_ones(found, [hit.id for hit in everything if hit.explains])
        with self.keeper.database.reading() as session:
            events = lives(session, found)
        on = answer.on or question.on

        def restated(hits: tuple[Hit, ...]) -> Iterator[Hit]:
            for hit in hits:
                if hit.document in shown and (hit.explains is None or hit.id in said):
                    yield replace(hit, status=validity(events.get(hit.document, ()), on))

        wanted = question.filters.get(Facet.STATUS)
        hits = tuple(hit for hit in restated(answer.hits) if wanted in (None, hit.status.value))
        articles = tuple(quote for quote in answer.articles if quote.document in shown)
        total = answer.total - len(answer.hits) + len(hits)
        return replace(
            answer, hits=hits, total=total, articles=articles, titles=tuple(restated(answer.titles))
        )

    def public_reply(self, reply: Reply, question: Question) -> Reply:
        """The reply as it stands now, though the index has not heard of every change."""
        told = [quote.interpretation for quote in reply.quotes if quote.interpretation is not None]
        shown, said = self._public_ones([quote.document for quote in reply.quotes], told)

        def may(quote: Quote) -> bool:
            return quote.document in shown and (quote.interpretation is None or quote.interpretation in said)

        quotes = tuple(filter(may, reply.quotes))
        near = self.public(reply.near, question)
        return replace(reply, quotes=quotes, known=reply.known and bool(quotes), near=near)

    def _public_ones(self, documents: list[int], told: list[int]) -> tuple[set[int], set[int]]:
        with self.keeper.database.reading() as session:
            shown = set(session.scalars(select(Document.id).where(Document.id.in_(documents), visible())))
            public_ones = select(Interpretation.id).where(Interpretation.id.in_(told), public())
            return shown, set(session.scalars(public_ones)) if told else set()

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What may be about to be asked, all of it public now; nothing while there is no index."""
        try:
            found = self._sound(
                lambda: suggestions(self.index.opened(), self.index.lexicon(), typed, clock.today())
            )
        except IndexUnreadable:
            self.mend()
            return ()
        if self.keeper.settled():
            return found
        told = [one.interpretation for one in found if one.interpretation is not None]
        shown, said = self._public_ones([one.document for one in found if one.document is not None], told)
        shown_ones = (one for one in found if one.document is None or one.document in shown)
        return tuple(one for one in shown_ones if one.interpretation is None or one.interpretation in said)

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
