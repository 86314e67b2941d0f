"""Limits (限流): how often one network address may ask for letters.

Counted in the memory of the process: no table then says who asked for what, and a restart forgives. What
protects an address from being written to stands in the database (`subscribing`).
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

AN_HOUR = timedelta(hours=1)
MOST = 20
# Addresses remembered; those unheard of for longest are forgotten first.
ROOM = 10_000


class Allowance:
    """So many times in an hour for each name; safe to use from several threads."""

    def __init__(self, most: int = MOST, room: int = ROOM) -> None:
        self.most, self.room = most, room
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str, now: datetime) -> bool:
        """Whether the name may once more; a refused time does not count."""
        with self._lock:
            times = self._asked.setdefault(name, deque())
            self._asked.move_to_end(name)
            while times and times[0] <= now - AN_HOUR:
                times.popleft()
            if len(self._asked) > self.room:
                self._asked.popitem(last=False)
            if len(times) >= self.most:
                return False
            times.append(now)
            return True
