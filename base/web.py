"""What views need of a request (请求): the database, the day asked for, the page number, the look."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, pagecache
from base.config import Config
from base.db import Database
from base.errors import BadInput

P = ParamSpec("P")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
YEARS = range(1900, 2201)
PAGES = range(1, 10_001)


def config() -> Config:
    """The settings of this application."""
    settings: Config = current_app.extensions["config"]
    return settings


def database() -> Database:
    """The database of this application."""
    opened: Database = current_app.extensions["database"]
    return opened


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees one state of the database and changes nothing."""
    with database().reading() as session:
        yield session


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose work stands or falls together; after its commit the upper floors hear of it."""
    with database().transaction() as session:
        yield session
    for deed in current_app.extensions.get("after_change", ()):
        deed()


def quoted_here() -> str:
    """The path and query of this request, quoted as the value of a parameter."""
    query = request.query_string.decode("ascii", "replace")
    return quote(f"{request.path}?{query}" if query else request.path, safe="")


def local(path: str) -> str:
    r"""The path when it leads nowhere but into this site, otherwise the home page.

    >>> local("/documents?kind=law"), local("//elsewhere.example"), local("/\\elsewhere.example")
    ('/documents?kind=law', '/', '/')
    """
    # Browsers drop tabs and line ends from addresses and take \ for /: `/<tab>/elsewhere` is a host.
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"


def asked_day(name: str = "on") -> date:
    """The day asked for (`?on=2021-08-01`); today when none is; raises BadInput naming the field."""
    raw = request.args.get(name, "").strip()
    return day(raw, name) if raw else clock.today()


def day(raw: str, name: str) -> date:
    """A day as addresses and forms write it; raises BadInput naming the field.

    >>> day("2021-8-1", "on")
    datetime.date(2021, 8, 1)
    """
    parts = DAY.fullmatch(raw)
    try:
        found = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise BadInput(
            f"日期“{name}={raw[:40]}”无法识别：请写成 2021-08-01 的形式，"
            f"年份在 {YEARS.start} 至 {YEARS.stop - 1} 之间"
        )
    return found


def page_number(name: str = "page") -> int:
    """The page of a list asked for, from 1; raises BadInput naming the field."""
    return whole_number(name, 1, PAGES)


def whole_number(name: str, default: int, allowed: range) -> int:
    """A whole number in the query string, within `allowed`; raises BadInput naming the field."""
    raw = request.args.get(name, "").strip()
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) in allowed):  # noqa: PLR2004  # fits 32 bits
        raise BadInput(f"“{name}={raw[:40]}”应为 {allowed.start} 至 {allowed.stop - 1} 之间的整数")
    return int(raw)


def look() -> frozenset[str]:
    """How the reader wants pages to look: any of `large` (大字) and `contrast` (高对比度).

    Kept in the cookie `appearance`, the words joined by full stops; other words are not looked at.
    """
    return pagecache.looks_in(request.headers.get("Cookie", ""))


def cached_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Let a public GET view be remembered until the day ends or the registry changes, with an ETag.

    Only for pages that depend on nothing but the address, the database, the day and the look.
    """

    @wraps(view)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        request.environ[pagecache.KEEP] = True
        return response

    return remembered


def holds_until(moment: datetime) -> None:
    """Say that the page being made must not be shown from this moment (UTC) on, though the day goes on."""
    earlier = request.environ.get(pagecache.UNTIL)
    request.environ[pagecache.UNTIL] = min(earlier, moment) if earlier else moment


def private(page: str, status: int = 200) -> Response:
    """A page that is one reader's alone: nobody keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
