"""Public pages remembered in the process (页面缓存), answered before Flask is even asked.

A page is kept under everything it depends on: its address, the host it was asked from, how the reader wants
it to look, the day, and the generation of the registry. So no page outlives the midnight at which a repeal
takes effect, nor the change that makes it old.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request, session

from base import clock
from base.db import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTRIES = 1_000
BYTES = 48 * 1024 * 1024
# One page must not push out all others.
LARGEST = 4 * 1024 * 1024
KEY = "registry.page_key"
KEEP = "registry.keep_page"
UNTIL = "registry.keep_until"
# What a view notes of its page, for whoever counts how often pages are shown.
NOTE = "registry.page_note"
LOOK_COOKIE = "appearance"
LOOKS = ("large", "contrast")
# Headers that speak of a body, which a 304 does not have (RFC 9110, 15.4.5).
OF_THE_BODY = frozenset({"content-length", "content-type"})

Key = tuple[str, str, str, str, frozenset[str], date, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it goes out; `until` is the moment from which it must not be shown any more.

    `note` is what its view noted of it.
    """

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    until: datetime | None = None
    note: object = None

    @property
    def weight(self) -> int:
        """Bytes held, headers estimated."""
        return len(self.body) + 1_000


class PageCache:
    """The pages used last, within a number of entries and bytes; safe to use from several threads."""

    def __init__(self, entries: int = ENTRIES, size: int = BYTES) -> None:
        self.entries, self.size = entries, size
        self.held = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Key) -> Page | None:
        """The page kept under this key, unless its time is over."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or (page.until is not None and clock.now() >= page.until):
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        """Keep a page, and let go of those unused for longest when it gets too much."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self.held += page.weight - (old.weight if old else 0)
            while len(self._pages) > self.entries or self.held > self.size:
                _, gone = self._pages.popitem(last=False)
                self.held -= gone.weight


@dataclass(frozen=True, slots=True)
class Beat:
    """The generation, and the second (since 1970) from which something more is public."""

    generation: int
    due_second: int | None

    @property
    def is_due(self) -> bool:
        """Whether that second has come."""
        return self.due_second is not None and clock.now().timestamp() >= self.due_second


class Pulse:
    """The generation of the registry, read with as little work as possible.

    One connection of its own, without a session: 4 µs on SQLite instead of 150 through the ORM.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._lock = Lock()
        # A connection of SQLite or of psycopg: both execute SQL when asked directly.
        self._connection: Any = None

    def beat(self) -> Beat | None:
        """The generation now; None when the database does not answer, which the page will then tell."""
        with self._lock:
            try:
                row = self._open().execute("SELECT number, due_second FROM generation").fetchone()
            except self._engine.dialect.loaded_dbapi.Error:
                self._drop()
                return None
            return Beat(*row) if row else Beat(0, None)

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._drop()

    def _open(self) -> Any:  # noqa: ANN401  # either driver's own connection
        if self._connection is None:
            pooled = self._engine.raw_connection()
            driver: Any = pooled.driver_connection
            # Out of the pool, which would end its transactions, and never inside a transaction of its own.
            pooled.detach()
            if self._engine.dialect.name == "postgresql":
                driver.autocommit = True
            self._connection = driver
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Front:
    """Stands before the application and answers what it remembers.

    `when_due` is what must be done before anything is answered, once the second that the generation names
    has come: whoever asks first does it, in whatever process. `when_shown` is told of every page with a note
    that goes out, from here or fresh.
    """

    def __init__(self, inner: "WSGIApplication", cache: PageCache, pulse: Pulse) -> None:
        self.inner, self.cache, self.pulse = inner, cache, pulse
        self.when_due: Callable[[], None] = _nothing
        self.when_shown: Callable[[WSGIEnvironment, object], None] = _nothing

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from the cache, or ask the application and say under which key its page may be kept."""
        key = self.key(environ, self.present())
        page = self.cache.find(key) if key else None
        if page is None:
            environ[KEY] = key
            return self.inner(environ, start_response)
        self._tell(environ, page.note)
        if unchanged(environ.get("HTTP_IF_NONE_MATCH", ""), page.etag):
            start_response(
                "304 NOT MODIFIED", [pair for pair in page.headers if pair[0].lower() not in OF_THE_BODY]
            )
            return ()
        start_response(page.status, page.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (page.body,)

    def _tell(self, environ: "WSGIEnvironment", note: object) -> None:
        if note is not None and environ["REQUEST_METHOD"] == "GET":
            self.when_shown(environ, note)

    def present(self) -> int | None:
        """The generation that is to be answered with; what has become due is done first."""
        # Read before the page is made: a change in between makes a page that is newer than its key.
        beat = self.pulse.beat()
        if beat is not None and beat.is_due:
            self.when_due()
            beat = self.pulse.beat()
        return beat.generation if beat else None

    def key(self, environ: "WSGIEnvironment", generation: int | None) -> Key | None:
        """What the page depends on; None for requests whose answer must be made afresh."""
        cookies = environ.get("HTTP_COOKIE", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "session=" in cookies:
            return None
        if generation is None:
            return None
        return (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            looks_in(cookies) if cookies else frozenset(),
            clock.today(),
            generation,
        )

    def remember(self, response: Response) -> Response:
        """Keep the page a view allowed to be kept; answer 304 when the reader has it already."""
        environ = request.environ
        note = environ.get(NOTE)
        self._tell(environ, note)
        if not environ.get(KEEP) or response.status_code != 200 or response.direct_passthrough:  # noqa: PLR2004  # OK
            return response
        response.add_etag()
        response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Cookie")
        key, body = environ.get(KEY), response.get_data()
        # A session that was begun becomes a cookie only after this: that page is one reader's.
        personal = session.modified or "Set-Cookie" in response.headers
        if key and len(body) <= LARGEST and not personal:
            headers = response.get_wsgi_headers(environ).to_wsgi_list()
            etag, until = response.headers["ETag"], environ.get(UNTIL)
            self.cache.keep(key, Page(response.status, headers, body, etag, until, note))
        response.make_conditional(environ)
        return response


def _nothing(*_: object) -> None:
    """What is to be done where nobody said otherwise."""


def unchanged(asked: str, etag: str) -> bool:
    """Whether `If-None-Match` names this page.

    >>> unchanged('W/"0", "5d41"', '"5d41"'), unchanged("", '"5d41"')
    (True, False)
    """
    return bool(asked) and (etag in asked or asked.strip() == "*")


def looks_in(cookies: str) -> frozenset[str]:
    """How the reader wants pages to look, from the raw Cookie header; unknown words are not looked at.

    >>> sorted(looks_in("a=1; appearance=large.contrast.purple"))
    ['contrast', 'large']
    """
    for cookie in cookies.split(";"):
        name, _, value = cookie.strip().partition("=")
        if name == LOOK_COOKIE:
            words = value[:40].strip('"').split(".")
            return frozenset(word for word in LOOKS if word in words)
    return frozenset()


def install(app: Flask, database: Database) -> Front:
    """Put a page cache before the application; to be called before anything else asks to see responses."""
    front = Front(app.wsgi_app, PageCache(), Pulse(database))
    app.wsgi_app = front  # type: ignore[method-assign]  # Flask's documented way to put something before it
    # Flask asks the latest registered first: this one, registered first, sees the finished response.
    app.after_request(front.remember)
    return front
