"""Searches that are followed (所订检索): what a query string means, and what it finds, for the letters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from base import web
from base.errors import BadInput, RegistryError
from base.unprintable import printable, seen
from interpretations.following.saved import Match
from search.answering import Answering
from search.engine import Answer, Facet, Question, Sort
from search.fallback import NOTICE
from search.query import LONGEST, read
from search.views.asking import FROM, LONGEST_VALUE, THROUGH
from search.views.facets import value_label

# Of what a search finds so much is followed, the newest first.
MOST_FOLLOWED = 300
LONGEST_QUERY = 2_000
MOST_FIELDS = 40


@dataclass(frozen=True, slots=True)
class FollowedSearches:
    """What the floor below is handed down; `opened` gives the engine when it is first asked."""

    opened: Callable[[], Answering]

    def named(self, raw: str) -> tuple[str, str] | None:
        """The normal form of a query string, and its name; None for what asks nothing."""
        asked = fields(raw)
        if asked is None or read(asked["q"]).empty:
            return None
        query = urlencode(asked)
        return (query, name(asked)) if len(query) <= LONGEST_QUERY else None

    def found(self, queries: Sequence[str], day: date) -> Mapping[str, Sequence[Match]]:
        """What each search finds; nothing is told while the index does not know all there is."""
        answering = self.opened()
        try:
            answering.keeper.catch_up()
        except (RegistryError, OSError):
            return {}
        return {query: found for query in queries if (found := _found(answering, query, day)) is not None}


def _found(answering: Answering, query: str, day: date) -> tuple[Match, ...] | None:
    asked = fields(query)
    if asked is None:
        return ()
    question = as_question(asked, day)
    answer = answering.search(question)
    return None if NOTICE in answer.notices else tuple(dict.fromkeys(_matches(answer)))


def _matches(answer: Answer) -> Iterator[Match]:
    for hit in answer.hits:
        yield Match(hit.document, hit.id) if hit.explains else Match(hit.id)


def fields(raw: str) -> dict[str, str] | None:
    """What a query string asks, without order, page and day; None for one that cannot be read.

    >>> fields("q=%20养犬%20%20登记&page=3&status=in_force&sort=newest&utm=x")
    {'q': '养犬 登记', 'status': 'in_force'}
    """
    try:
        given = dict(reversed(parse_qsl(raw, max_num_fields=MOST_FIELDS)))
    except ValueError:
        return None
    asked = {"q": " ".join(seen(printable(given.get("q", ""))).split())[:LONGEST]}
    for facet in Facet:
        asked[facet.value] = " ".join(seen(printable(given.get(facet.value, ""))).split())[:LONGEST_VALUE]
    for bound in (FROM, THROUGH):
        asked[bound] = _day(given.get(bound, "").strip(), bound)
    return {"q": asked.pop("q")} | {name: value for name, value in asked.items() if value}


def _day(raw: str, bound: str) -> str:
    try:
        return web.day(raw, bound).isoformat() if raw else ""
    except BadInput:
        return ""


def as_question(asked: Mapping[str, str], day: date) -> Question:
    """What the search asks on the day, for everything that is followed of it."""
    bounds = [date.fromisoformat(asked[bound]) if bound in asked else None for bound in (FROM, THROUGH)]
    return Question(
        asked["q"],
        day,
        {facet: asked[facet.value] for facet in Facet if facet.value in asked},
        limit=MOST_FOLLOWED,
        sort=Sort.NEWEST,
        dated_from=bounds[0],
        dated_through=bounds[1],
    )


def name(asked: Mapping[str, str]) -> str:
    """What pages and letters call a search.

    >>> name({"q": "养犬", "status": "in_force", "from": "2020-01-01"})
    '“养犬”（时效：现行有效；文件日期自2020-01-01起）'
    """
    limits = [
        f"{facet.label}：{value_label(facet, asked[facet.value])}" for facet in Facet if facet.value in asked
    ]
    if FROM in asked:
        limits.append(f"文件日期自{asked[FROM]}起")
    if THROUGH in asked:
        limits.append(f"文件日期至{asked[THROUGH]}止")
    return f"“{asked['q']}”" + (f"（{'；'.join(limits)}）" if limits else "")
