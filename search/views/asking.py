"""The address of a search and what it asks (检索地址): read from a query string, written with changes."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from flask import request

from base import clock, web
from base.errors import BadInput
from search.engine import MOST_ASKED, PAGE_SIZE, Facet, Hit, PassageHit, Question, Sort

# What stands in the address for each parameter that is not a facet.
DEFAULT_SORT = Sort.RELEVANCE
LAST_PAGE = MOST_ASKED
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Asking:
    """What the address asks for, and addresses that ask for a little more or less."""

    question: Question
    page: int

    def address(self, **changes: object) -> str:
        """The address of this search with something changed: `on`, `sort`, `page`, or a facet's value."""
        question = self.question
        chosen = {facet.value: value for facet, value in question.filters.items()}
        chosen |= {"q": question.text, "on": _day(question.on), "sort": question.sort.value}
        chosen |= {name: str(value) for name, value in changes.items()}
        if chosen["sort"] == DEFAULT_SORT:
            chosen["sort"] = ""
        return "/search?" + urlencode({name: value for name, value in chosen.items() if value})

    @property
    def document_day(self) -> str:
        """What follows a document's address so that it shows the day asked for."""
        day = _day(self.question.on)
        return f"/{day}" if day else ""

    def path(self, hit: Hit) -> str:
        """Where a hit leads: a document to its page of the day, what explains one to its own."""
        return hit.path if hit.explains else f"{hit.path}{self.document_day}"

    def place(self, hit: Hit, passage: PassageHit) -> str:
        """Where a passage of a hit stands; the page itself for words that have no place of their own."""
        page = self.path(hit).partition("#")[0]
        return f"{page}#{quote(passage.eid)}" if passage.eid else page


def _day(on: date) -> str:
    return "" if on == clock.today() else on.isoformat()


def asking() -> Asking:
    """What the query string asks for; raises BadInput naming the parameter that is wrong."""
    given = {facet: request.args.get(facet.value, "").strip()[:LONGEST_VALUE] for facet in Facet}
    page = web.whole_number("page", 1, range(1, LAST_PAGE + 1))
    sort = request.args.get("sort", "").strip() or DEFAULT_SORT.value
    if sort not in set(Sort):
        raise BadInput(f"“sort={sort[:20]}”应为 {'、'.join(Sort)} 之一")
    question = Question(
        text=request.args.get("q", ""),
        on=web.asked_day(),
        filters={facet: value for facet, value in given.items() if value},
        offset=(page - 1) * PAGE_SIZE,
        sort=Sort(sort),
    )
    return Asking(question, page)
