"""A bounded cache on disk: files that can be made again at any time, the longest unused leave first."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from base import clock
from base.errors import Unavailable
from base.files import PART, path_of, write_whole

log = logging.getLogger(__name__)

# A file half-written for as long as this has lost its writer.
LOST_AFTER = 3600


class DiskCache:
    """Files under a folder by their SHA-256 key, at most `limit` bytes of them; safe under threads."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._sweeping = Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes under this key, made when they are not there.

        A disk that takes no more costs the cache, not the answer; what `make` raises is its caller's.
        """
        place = path_of(self.folder, key)
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            content = make()
            self._keep(place, content)
            return content
        # Swept between the two lines, it is still the answer.
        with suppress(FileNotFoundError):
            os.utime(place)
        return content

    def _keep(self, place: Path, content: bytes) -> None:
        if len(content) > self.limit // 4:
            return
        try:
            write_whole(place, content)
        except Unavailable as reason:
            log.warning("%s", reason.sentence)
        self.sweep()

    def sweep(self) -> None:
        """Let the longest unused files go until a tenth of the room is free again."""
        # One sweep at a time is enough: who comes meanwhile has nothing left to do.
        if not self._sweeping.acquire(blocking=False):
            return
        try:
            held = sorted(self._held())
            excess = sum(size for _, size, _ in held) - self.limit
            if excess > 0:
                self._drop(held, excess + self.limit // 10)
        finally:
            self._sweeping.release()

    def _held(self) -> list[tuple[float, int, Path]]:
        found, now = [], clock.now().timestamp()
        for place in self.folder.glob("*/*"):
            try:
                state = place.stat()
            except FileNotFoundError:
                continue
            # What somebody is writing this moment, in a thread or another process, is not taken from him.
            if place.name.startswith(PART) and now - state.st_mtime < LOST_AFTER:
                continue
            found.append((state.st_mtime, state.st_size, place))
        return found

    def _drop(self, held: list[tuple[float, int, Path]], excess: int) -> None:
        for _, size, place in held:
            if excess <= 0:
                return
            place.unlink(missing_ok=True)
            excess -= size
