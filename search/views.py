"""The search page (检索页): one box, the hits of a day, and ways to narrow them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, pagecache, web
from base.errors import BadInput
from base.staff.access import public
from registry.law.terms import Kind, Term, Validity
from registry.searchable import Findable
from search.answering import Answering
from search.engine import (
    MOST_ASKED,
    PAGE_SIZE,
    Answer,
    Count,
    Facet,
    Hit,
    PassageHit,
    Question,
    Sort,
)
from search.keeping import Keeper
from search.query import LONGEST

search = Blueprint("search", __name__)

# What stands in the address for each parameter that is not a facet.
DEFAULT_SORT = Sort.RELEVANCE
LAST_PAGE = MOST_ASKED
LONGEST_VALUE = 120
SHOWN_COUNTS = 12
STANDINGS = [validity.value for validity in Validity]
TERMS: dict[Facet, type[Term]] = {Facet.CONTENT: Findable, Facet.KIND: Kind, Facet.STATUS: Validity}


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


def engine() -> Answering:
    """The engine of this application, opened at its first question."""
    kept: Answering | None = current_app.extensions.get("search")
    if kept is None:
        kept = Answering(Keeper(web.config(), web.database()))
        current_app.extensions["search"] = kept
    return kept


@search.get("/search")
@public
def find() -> ResponseReturnValue:
    """Hits, or straight to the document whose number was typed."""
    asked = asking()
    if not asked.question.text.strip():
        return page(asked, None)
    answering = engine()
    # While changes wait to be indexed, the index may name what is not public any more.
    settled = answering.keeper.settled()
    whose = answering if settled else answering.database
    numbered = whose.by_number(asked.question.text[:LONGEST])
    if numbered and len(numbered.exact) == 1 and not asked.question.filters:
        return redirect(f"/documents/{numbered.exact[0]}{asked.document_day}", 303)
    answer = answering.search(asked.question)
    if not settled:
        answer = answering.public(answer, asked.question)
    elif not answer.notices:
        # Kept only when settled: the page would outlive the changes that wait.
        request.environ[pagecache.KEEP] = True
    return page(asked, answer, numbered.near if numbered and not numbered.exact else None)


def page(asked: Asking, answer: Answer | None, near: tuple[tuple[str, str], ...] | None = None) -> str:
    """The page as HTML; `near` are numbers like the one typed, None when none was typed."""
    return render_template(
        "search.html",
        section="search",
        asked=asked,
        question=asked.question,
        answer=answer,
        near=near,
        today=clock.today(),
        facets=list(shown_facets(asked, answer)) if answer else [],
        sorts=[(sort.label, sort is asked.question.sort, asked.address(sort=sort.value)) for sort in Sort],
        pages=-(-answer.total // PAGE_SIZE) if answer else 0,
        last_page=LAST_PAGE,
        kind_label=lambda kind: Kind(kind).label,
    )


@dataclass(frozen=True, slots=True)
class ShownCount:
    """One value of a facet as a link: to narrow by it, or to let it go."""

    label: str
    count: int
    chosen: bool
    address: str


def shown_facets(asked: Asking, answer: Answer) -> Iterator[tuple[str, str, list[ShownCount]]]:
    """Each facet that can tell hits apart: its name, label and values; the chosen value always among them."""
    for facet, counts in answer.facets.items():
        chosen = asked.question.filters.get(facet, "")
        shown = [count for count in in_order(facet, counts)[:SHOWN_COUNTS] if count.value != chosen]
        if chosen:
            own = next((count for count in counts if count.value == chosen), Count(chosen, 0))
            shown.insert(0, own)
        if len(shown) > 1 or chosen:
            yield facet.value, facet.label, [_shown(asked, facet, count, chosen) for count in shown]


def in_order(facet: Facet, counts: tuple[Count, ...]) -> list[Count]:
    """The values of a facet by number; of the status with what is in force first."""
    if facet is not Facet.STATUS:
        return [*counts]
    return sorted(counts, key=lambda count: STANDINGS.index(count.value))


def _shown(asked: Asking, facet: Facet, count: Count, chosen: str) -> ShownCount:
    own = count.value == chosen
    address = asked.address(**{facet.value: "" if own else count.value})
    return ShownCount(value_label(facet, count.value), count.count, own, address)


def value_label(facet: Facet, value: str) -> str:
    """A facet's value as people read it; one that does not exist stays as typed."""
    terms = TERMS.get(facet)
    if terms and value in set(terms):
        return terms(value).label
    return f"{value}年" if facet is Facet.YEAR else value
