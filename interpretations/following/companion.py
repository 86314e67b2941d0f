"""The companion (邮件随行): beside the server it tells the news and sends the letters, round after round.

It must never hurt the site: it has its own connection, and what goes wrong is logged and tried again in the
next round. Two servers at once each have one; what each does is safe against the other.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Event

from base import clock, outbox
from base.config import Config
from base.db import Database, opened
from interpretations.following.letterhead import Letterhead, letterhead
from interpretations.following.news import is_any_begun, tell_news
from interpretations.following.saved import forget_searches, is_any_unfollowed
from interpretations.following.sending import Sent, forget_old, is_any_old, send_due
from interpretations.following.subscribing import forget_unconfirmed, is_any_unconfirmed

LOGGER = logging.getLogger(__name__)
SECONDS = 20


@dataclass(slots=True)
class Rounds:
    """Rounds of letters: the news is looked for only where the registry or the day is another."""

    database: Database
    head: Letterhead
    seen: tuple[int, date] | None = field(default=None)

    def go(self) -> Sent:
        """One round: forget, tell, send; gives what was sent."""
        self._forget()
        self._tell()
        return send_due(self.database, self.head)

    def _forget(self) -> None:
        with self.database.reading() as session:
            if not (is_any_unconfirmed(session) or is_any_old(session) or is_any_unfollowed(session)):
                return
        with self.database.transaction() as session:
            forget_unconfirmed(session)
            forget_old(session)
            forget_searches(session)

    def _tell(self) -> None:
        with self.database.reading() as session:
            present, begun = (outbox.generation(session), clock.today()), is_any_begun(session)
        if present != self.seen or begun:
            tell_news(self.database, self.head)
            # Only now: a round that failed is made again.
            self.seen = present


def accompany(
    config: Config,
    before: Callable[[], None] = lambda: None,
    stop: Event | None = None,
    seconds: float = SECONDS,
    equip: Callable[[Database], None] = lambda _database: None,
) -> None:
    """Go round until stopped; `before` is what must be done first (what is due becomes public).

    `equip` hands down to its own database what floors above know. Does nothing where no mail server is set.
    """
    if not config.mailing.host:
        return
    stop = stop or Event()
    database = opened(config)
    equip(database)
    try:
        rounds = Rounds(database, letterhead(config))
        while not stop.is_set():
            try:
                before()
                rounds.go()
            except Exception as fault:  # noqa: BLE001  # the outermost loop: ended, no letter would ever leave
                # The fault's own words may hold an address: its name is enough to look for it.
                LOGGER.error("a round of letters failed: %s", type(fault).__name__)  # noqa: TRY400
            stop.wait(seconds)
    finally:
        database.close()
