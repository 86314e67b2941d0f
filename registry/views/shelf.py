"""What is kept in memory between requests (常备数据), as long as the registry stays as it is."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app, request

from base import pagecache, web
from base.outbox import generation
from registry.law.provisions import Provision
from registry.reads.catalogue import Catalogue, read_catalogue
from registry.reads.dossier import Dossier, read_dossier
from registry.reads.listing import Browser
from registry.reads.wording import read_wording
from registry.renditions.body import Body, typeset_body

V = TypeVar("V")
DOSSIERS = 400
# Characters of HTML; the 3,564 documents of a full registry come to about 90 million.
BODIES = 24_000_000


class Kept(Generic[V]):
    """The values used last, within a total weight; safe to use from several threads."""

    def __init__(self, limit: int, weigh: Callable[[V], int] = lambda _value: 1) -> None:
        self.limit, self.weigh, self.held = limit, weigh, 0
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value under this key, made when it is not there; what is made fails for its maker alone."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self.held += self.weigh(value)
            self._values[key] = value
            while self.held > self.limit and len(self._values) > 1:
                self.held -= self.weigh(self._values.popitem(last=False)[1])
        return value


@dataclass(frozen=True)
class Shelf:
    """All that was read in one generation of the registry."""

    generation: int
    catalogues: Kept[Browser]
    dossiers: Kept[Dossier]
    bodies: Kept[Body]

    def browser(self) -> Browser:
        """The list of all visible documents, with its columns."""
        return self.catalogues.get("all", self._read_catalogue)

    def _read_catalogue(self) -> Browser:
        with web.reading() as session:
            return Browser(read_catalogue(session, self.generation))


def shelf() -> Shelf:
    """The shelf of the present generation; the old one is let go when the registry has changed."""
    now = _generation()
    held: Shelf | None = current_app.extensions.get("shelf")
    if held is None or held.generation != now:
        held = Shelf(now, Kept(1), Kept(DOSSIERS), Kept(BODIES, lambda body: len(body.html)))
        current_app.extensions["shelf"] = held
    return held


def _generation() -> int:
    # The page cache has just read it for this request; asking again would cost as much as the page.
    key = request.environ.get(pagecache.KEY)
    if key:
        found: int = key[-1]
        return found
    with web.reading() as session:
        return generation(session)


def catalogue() -> Catalogue:
    """All visible documents in compact columns."""
    return shelf().browser().catalogue


def dossier(address: str) -> Dossier:
    """The visible document at this address; raises NotFound or Withdrawn."""

    def read() -> Dossier:
        with web.reading() as session:
            return read_dossier(session, address)

    return shelf().dossiers.get(address, read)


def wording(text_id: int) -> tuple[Provision, ...]:
    """The provisions of a text."""
    with web.reading() as session:
        return read_wording(session, text_id)


def body(text_id: int, marks: dict[str, str]) -> Body:
    """The text as HTML, made once for each text and what has ended in it."""
    key = (text_id, tuple(sorted(marks.items())))
    return shelf().bodies.get(key, lambda: typeset_body(wording(text_id), marks))
