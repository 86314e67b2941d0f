"""The tally (计数器): counts searches in the memory of the process, and writes them down now and then.

A search never waits for it and never fails of it: writing is done beside the requests, a few hundred rows at
once, and what could not be written is tried again with the next. Who asked is known only as long as the day
lasts, in memory, as hashes under a key that is made anew every day and kept nowhere: so that one network is
counted once for the same words.
"""

import hashlib
import logging
import re
import secrets
from collections import Counter
from datetime import date, datetime, timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from base import clock
from base.db import Database
from base.staff.locks import network
from search.statistics.counts import Counts
from search.statistics.keeping import keep_counts, prune
from search.statistics.shown import Shown
from search.statistics.wording import OTHERS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOGGER = logging.getLogger(__name__)
EVERY = timedelta(seconds=30)
# So long the end of the program waits for what is being written.
CLOSING_SECONDS = 5.0
# Wordings held until they are written; further ones are counted without their words.
MOST_HELD = 2_000
# Pairs of network and words known of a day; and searches of one network that are counted in a day. A robot
# that goes through all words there are changes the figures no more than this.
MOST_KNOWN, MOST_OF_ONE = 50_000, 200
# Programs that say what they are ask for nobody.
PROGRAMS = re.compile("bot|spider|crawl|slurp|curl|wget|python|java/|go-http|headless", re.IGNORECASE)


class Tally:
    """The counts of this process; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lock = Lock()
        self._held: dict[tuple[date, str], Counts] = {}
        self._written_at: datetime = clock.now()
        self._pruned: date | None = None
        self._writing: Thread | None = None
        self._begin(clock.today())

    def _begin(self, day: date) -> None:
        self._day, self._key = day, secrets.token_bytes(32)
        self._known: set[bytes] = set()
        self._of_one: Counter[bytes] = Counter()

    def told(self, environ: "WSGIEnvironment", note: object) -> None:
        """Count a page of hits that goes out, made now or long ago."""
        program = PROGRAMS.search(environ.get("HTTP_USER_AGENT", "")[:400])
        if isinstance(note, Shown) and not program:
            self.search(note, environ.get("REMOTE_ADDR", ""))

    def search(self, shown: Shown, address: str) -> None:
        """Count a search: once a day for the same words from the same network."""
        with self._lock:
            if shown.words and self._first("search", shown.words, address):
                self._counts(shown.words).search(shown.found)
        self._write_when_due()

    def open(self, words: str, place: int, address: str) -> None:
        """Count a hit that was opened, each place once a day for the same words and network."""
        with self._lock:
            if self._first(f"open {place}", words, address):
                self._counts(words).open(place)
        self._write_when_due()

    def _first(self, what: str, words: str, address: str) -> bool:
        today = clock.today()
        if today != self._day:
            self._begin(today)
        of = self._hash(network(address))
        asked = self._hash(f"{network(address)}\n{what}\n{words}")
        if asked in self._known or len(self._known) >= MOST_KNOWN or self._of_one[of] >= MOST_OF_ONE:
            return False
        self._known.add(asked)
        self._of_one[of] += 1
        return True

    def _hash(self, words: str) -> bytes:
        return hashlib.blake2b(words.encode("utf-8", "replace"), key=self._key, digest_size=8).digest()

    def _counts(self, words: str) -> Counts:
        key = self._day, words
        if key not in self._held and len(self._held) >= MOST_HELD:
            key = self._day, OTHERS
        return self._held.setdefault(key, Counts())

    def _write_when_due(self) -> None:
        if not self._held or clock.now() < self._written_at + EVERY:
            return
        with self._lock:
            if self._writing is None or not self._writing.is_alive():
                # Beside the request: a database that is busy makes nobody wait.
                self._writing = Thread(target=self.write, name="search-tally", daemon=True)
                self._writing.start()

    def accompany(self, stop: Event) -> None:
        """Write down every half minute what was counted, until stopped: also where nobody asks any more."""
        while not stop.wait(EVERY.total_seconds()):
            self.write()

    def close(self) -> None:
        """Write down what is left, after what is being written now: the database is closed next."""
        if self._writing is not None:
            self._writing.join(CLOSING_SECONDS)
        self.write()

    def write(self) -> bool:
        """Write down what was counted, and let go of what is old; tells whether that was done."""
        with self._lock:
            held, self._held, self._written_at = self._held, {}, clock.now()
        today = clock.today()
        try:
            if held or self._pruned != today:
                with self.database.transaction() as session:
                    keep_counts(session, held)
                    if self._pruned != today:
                        prune(session, today)
        except SQLAlchemyError as fault:
            LOGGER.warning("searches could not be counted: %s", type(fault).__name__)
            self._take_back(held)
            return False
        self._pruned = today
        return True

    def _take_back(self, held: dict[tuple[date, str], Counts]) -> None:
        with self._lock:
            for key, counts in held.items():
                if key in self._held or len(self._held) < MOST_HELD:
                    self._held.setdefault(key, Counts()).add(counts)
