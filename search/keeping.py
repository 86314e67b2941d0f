"""Keeping the index (索引维护): it follows the database, and is made anew when it cannot be read.

The outbox row of a change is settled only after the index has announced it: a crash in between indexes a
document twice, never zero times.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from base import outbox
from base.config import Config
from base.db import Database
from registry.searchable import Searchable
from registry.searching import searchables
from search.index import Index, IndexUnreadable
from search.segment import segmenter
from search.snapshot import Snapshot

TOPIC = "document"
# From so many changed documents on, writing everything anew is cheaper than one large addition.
MANY = 1000
Fetch = Callable[[frozenset[int] | None], Iterable[Searchable]]
# Named in one sentence when the index and the database differ.
NAMED = 10


class Keeper:
    """Whoever keeps one installation's index in step with its database."""

    def __init__(self, config: Config, database: Database) -> None:
        self.database = database
        self.index = Index(config.index, segmenter(config.data / "jieba"))

    def settled(self) -> bool:
        """Whether the index has heard of every change."""
        return not self._pending()

    def catch_up(self) -> int:
        """Index what changed, or everything where no index can answer; returns how many documents."""
        with self.index.writing():
            messages = self._pending()
            if not self._readable():
                return self._rebuild()
            changed = frozenset(message.key for message in messages)
            if len(changed) >= MANY:
                return self._rebuild()
            if not changed:
                return 0
            with self._fetching() as fetch:
                count = self.index.update(changed, fetch)
            self._settle(messages)
            return count

    def rebuild(self) -> int:
        """Write the whole index anew, while the old one answers; returns the number of documents."""
        with self.index.writing():
            return self._rebuild()

    def check(self) -> tuple[str, ...]:
        """How the index differs from the database, in sentences; none when it does not."""
        try:
            snapshot = Snapshot(self.index.current())
        except IndexUnreadable as fault:
            return (fault.sentence,)
        indexed = {
            record["id"]: (record["title"], len(record["wordings"]))
            for record, live in zip(snapshot.records, snapshot.live_documents, strict=True)
            if live
        }
        with self._fetching() as fetch:
            known = {found.id: (found.title, max(len(found.wordings), 1)) for found in fetch(None)}
        return tuple(_differences(indexed, known))

    def _readable(self) -> bool:
        try:
            self.index.current()
        except IndexUnreadable:
            return False
        return True

    def _pending(self) -> tuple[outbox.Message, ...]:
        with self.database.reading() as session:
            return outbox.pending(session, TOPIC)

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

            def fetch(ids: frozenset[int] | None) -> Iterable[Searchable]:
                return searchables(session, sorted(ids) if ids is not None else None)

            yield fetch


def _differences(indexed: dict[int, tuple[str, int]], known: dict[int, tuple[str, int]]) -> Iterator[str]:
    def named(ids: Iterable[int], titles: dict[int, tuple[str, int]]) -> str:
        chosen = sorted(ids)
        more = f"等 {len(chosen)} 件" if len(chosen) > NAMED else ""
        return "、".join(f"《{titles[one][0]}》" for one in chosen[:NAMED]) + more

    if missing := known.keys() - indexed.keys():
        yield f"索引缺少：{named(missing, known)}"
    if left := indexed.keys() - known.keys():
        yield f"索引多出：{named(left, indexed)}"
    if other := {one for one in known.keys() & indexed.keys() if known[one] != indexed[one]}:
        yield f"索引与数据库不一致：{named(other, known)}"
