"""Keeping the index (索引维护): it follows the database, and is made anew when it cannot be read.

The outbox row of a change is settled only after the index has announced it: a crash in between indexes a
document twice, never zero times.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from base import outbox
from base.config import Config
from base.db import Database
from interpretations.publishing.release import TOPIC as INTERPRETATIONS
from interpretations.reads.visibility import public
from interpretations.searching import explaining, searchable_interpretations
from interpretations.tables import Interpretation
from registry.reads.visibility import visible
from registry.searchable import Searchable, key_of
from registry.searching import searchables
from registry.tables import Document
from registry.works.shelving import TOPIC as DOCUMENTS
from search import preferences
from search.comparing import differences, indexed, known
from search.hidden import Hidden
from search.index import Index, IndexUnreadable
from search.segment import segmenter
from search.snapshot import Snapshot

# What the index hears of: documents, and what explains them.
TOPICS = (DOCUMENTS, INTERPRETATIONS)
# From so many changed documents on, writing everything anew is cheaper than one large addition.
MANY = 1000
Fetch = Callable[[frozenset[str] | None], Iterable[Searchable]]


class Keeper:
    """Whoever keeps one installation's index in step with its database."""

    def __init__(self, config: Config, database: Database) -> None:
        self.database = database
        self.preferences = preferences.read(config.searching)
        self.index = Index(config.index, segmenter(config.data / "jieba"))

    def settled(self) -> bool:
        """Whether the index has heard of every change."""
        return not self._pending()

    def hidden(self) -> Hidden | None:
        """What the index may still name though it is not public any more; None when it has heard of all."""
        if not (messages := self._pending()):
            return None
        documents, told = ({one.key for one in messages if one.topic == topic} for topic in TOPICS)
        with self.database.reading() as session:
            return Hidden(
                documents - shown(session, Document.id, visible(), documents),
                told - shown(session, Interpretation.id, public(), told),
            )

    def catch_up(self) -> int:
        """Index what changed, or everything where no index can answer; returns how many were written."""
        with self.index.writing():
            messages = self._pending()
            if not self._readable():
                return self._rebuild()
            changed = self._changed(messages)
            if len(changed) >= MANY:
                return self._rebuild()
            if not changed:
                return 0
            with self._fetching() as fetch:
                count = self.index.update(changed, fetch)
            self._settle(messages)
            return count

    def rebuild(self) -> int:
        """Write the whole index anew, while the old one answers; returns how many were written."""
        with self.index.writing():
            return self._rebuild()

    def mend(self) -> int:
        """Write the whole index anew if it is damaged while no writer is at work; returns how many came.

        Between two files that a writer replaces, an index may look damaged to those who read it.
        """
        with self.index.writing():
            try:
                self.index.verify()
            except IndexUnreadable:
                return self._rebuild()
        return 0

    def check(self) -> tuple[str, ...]:
        """How the index differs from the database, in sentences; none when it does not."""
        try:
            self.index.verify()
            snapshot = Snapshot(self.index.current())
        except IndexUnreadable as fault:
            return (fault.sentence,)
        with self._fetching() as fetch:
            return tuple(differences(indexed(snapshot), known(fetch(None))))

    def _readable(self) -> bool:
        try:
            self.index.current()
        except IndexUnreadable:
            return False
        return True

    def _pending(self) -> tuple[outbox.Message, ...]:
        with self.database.reading() as session:
            return tuple(message for topic in TOPICS for message in outbox.pending(session, topic))

    def _changed(self, messages: tuple[outbox.Message, ...]) -> frozenset[str]:
        """The keys that must be written anew: with a document what explains it, for it bears its standing."""
        documents = sorted({message.key for message in messages if message.topic == DOCUMENTS})
        with self.database.reading() as session:
            explained = explaining(session, documents)
        return frozenset(
            [
                *(key_of(message.topic, message.key) for message in messages),
                *(key_of(INTERPRETATIONS, key) for key in explained),
            ]
        )

    def _settle(self, messages: tuple[outbox.Message, ...]) -> None:
        if messages:
            with self.database.transaction() as session:
                outbox.settle(session, messages)

    def _rebuild(self) -> int:
        # Read before the documents are: what changes while we write stays pending.
        messages = self._pending()
        with self._fetching() as fetch:
            count = self.index.rebuild(fetch(None))
        self._settle(messages)
        return count

    @contextmanager
    def _fetching(self) -> Iterator[Fetch]:
        with self.database.reading() as session:

            def fetch(keys: frozenset[str] | None) -> Iterable[Searchable]:
                documents, interpretations = numbers(keys, DOCUMENTS), numbers(keys, INTERPRETATIONS)
                yield from searchables(session, documents)
                yield from searchable_interpretations(session, interpretations)

            yield fetch


def shown(
    session: Session, key: InstrumentedAttribute[int], allowed: ColumnElement[bool], among: set[int]
) -> set[int]:
    """Those of the keys that the public may see, asked for in parts: a statement holds so many."""
    wanted = sorted(among)
    parts = (wanted[start : start + MANY] for start in range(0, len(wanted), MANY))
    return {one for part in parts for one in session.scalars(select(key).where(key.in_(part), allowed))}


def numbers(keys: frozenset[str] | None, topic: str) -> list[int] | None:
    """The numbers among these keys that belong to the topic; None for all there are."""
    if keys is None:
        return None
    return sorted(int(key.partition(":")[2]) for key in keys if key.startswith(f"{topic}:"))
