"""Saved searches (所存检索): a search that is followed, by the query string of its page.

Search stands a floor above: what a query means and finds is handed down in `session.info[SEARCHES]`. A search
is one row for all who follow it, tells nothing of them, and goes with the last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from interpretations.following.tables import Followed, Follower, SavedSearch
from interpretations.following.things import Thing

SEARCHES = "searches"
# The key of a search that nobody follows yet.
UNSAVED = 0


@dataclass(frozen=True, slots=True)
class Match:
    """What a search finds: a document, or an interpretation of the document."""

    document: int
    interpretation: int = 0


class Searches(Protocol):
    """What is handed down by search."""

    def named(self, raw: str) -> tuple[str, str] | None:
        """The normal form of a query string, and what pages and letters call it; None for what is none."""

    def found(self, queries: Sequence[str], day: date) -> Mapping[str, Sequence[Match]]:
        """What each of these finds on the day, newest first; those that cannot be told are left out."""


def handed_down(session: Session) -> Searches | None:
    """The searches of the floor above; None where none was handed down."""
    found: Searches | None = session.info.get(SEARCHES)
    return found


def wanted_search(session: Session, raw: str) -> Thing | None:
    """The search of this query string, as something to follow."""
    searches = handed_down(session)
    named = searches.named(raw) if searches else None
    return known(session, Thing(Followed.SEARCH, UNSAVED, named[1], f"/search?{named[0]}")) if named else None


def query_of(thing: Thing) -> str:
    """The query string of a search."""
    return thing.path.partition("?")[2]


def known(session: Session, thing: Thing) -> Thing:
    """The search with its key, where somebody follows it already."""
    key = session.scalar(select(SavedSearch.id).where(SavedSearch.query == query_of(thing)))
    return replace(thing, key=key) if key else thing


def kept(session: Session, thing: Thing) -> Thing:
    """The search with its key, saved unless it was; in the turn of the caller, so that two make one row."""
    found = known(session, thing)
    if found.key == UNSAVED:
        row = SavedSearch(query=query_of(thing), name=thing.name[:300])
        session.add(row)
        session.flush()
        found = replace(thing, key=row.id)
    return found


def matches(session: Session, keys: Iterable[int], day: date) -> Mapping[int, Sequence[Match]]:
    """What these saved searches find on the day; those that search cannot tell of now are left out."""
    searches, keys = handed_down(session), sorted(keys)
    if searches is None or not keys:
        return {}
    rows = session.execute(select(SavedSearch.id, SavedSearch.query).where(SavedSearch.id.in_(keys))).all()
    found = searches.found([query for _, query in rows], day)
    return {key: found[query] for key, query in rows if query in found}


def forget_searches(session: Session) -> None:
    """Delete the searches that nobody follows any more."""
    session.execute(delete(SavedSearch).where(_unfollowed()))


def is_any_unfollowed(session: Session) -> bool:
    """Whether nobody follows some saved search."""
    return session.scalars(select(SavedSearch.id).where(_unfollowed()).limit(1)).first() is not None


def _unfollowed() -> ColumnElement[bool]:
    followed = select(Follower.key).where(Follower.followed == Followed.SEARCH.value)
    return SavedSearch.id.not_in(followed)
