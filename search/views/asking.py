"""The address of a search and what it asks (检索地址): read from a query string, written with changes."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from flask import request

from base import clock, web
from base.errors import BadInput
from base.unprintable import printable
from registry.law.days import printed
from search.engine import MOST_ASKED, PAGE_SIZE, Facet, Hit, PassageHit, Question, Sort

# What stands in the address for each parameter that is not a facet.
DEFAULT_SORT = Sort.RELEVANCE
LAST_PAGE = MOST_ASKED
PAGES = range(1, LAST_PAGE + 1)
# The first and the last day that hits may bear.
FROM, THROUGH = "from", "to"
# Words are looked up as they are typed.
LITERAL = "literal"
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Asking:
    """What the address asks for, and addresses that ask for a little more or less."""

    question: Question
    page: int

    @property
    def chosen(self) -> dict[str, str]:
        """What is asked for, by parameter; what is usual is "" and stands in no address."""
        question = self.question
        sort = "" if question.sort is DEFAULT_SORT else question.sort.value
        return {
            **{facet.value: value for facet, value in question.filters.items()},
            "q": question.text,
            "on": _day(question.on),
            "sort": sort,
            LITERAL: "1" if question.literal else "",
            FROM: question.dated_from.isoformat() if question.dated_from else "",
            THROUGH: question.dated_through.isoformat() if question.dated_through else "",
        }

    def as_of(self, day: date | None) -> "Asking":
        """The same, of the day for which it was answered: the words may have named one."""
        return replace(self, question=replace(self.question, on=day or self.question.on))

    def address(self, ending: str = "", **changes: object) -> str:
        """The address of this search with something changed: `on`, `sort`, `page`, or a facet's value.

        `ending` makes it that of another form of the hits (`.json`, `/data.feed`).
        """
        asks = self.chosen | {name: str(value) for name, value in changes.items()}
        if asks["sort"] == DEFAULT_SORT:
            asks["sort"] = ""
        return f"/search{ending}?" + urlencode({name: value for name, value in asks.items() if value})

    @property
    def follow(self) -> str:
        """Where one can be told by e-mail of what is new of this search."""
        query = {name: value for name, value in self.chosen.items() if value and name not in {"on", "sort"}}
        return "/follow?" + urlencode({"search": urlencode(query)})

    @property
    def plain(self) -> bool:
        """Whether it is a search as it is typed: nothing narrowed, sorted or leafed through, as of today."""
        return self.page == 1 and not any(value for name, value in self.chosen.items() if name != "q")

    @property
    def name(self) -> str:
        """What this search is called: its words and the day.

        >>> Asking(Question(" 养犬 ", date(2026, 11, 23)), 1).name
        '检索“养犬”（截至2026年11月23日）'
        """
        words = " ".join(printable(self.question.text[:LONGEST_VALUE]).split())
        return f"检索“{words[:60]}”（截至{printed(self.question.on)}）"

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
    page = web.whole_number("page", 1, PAGES)
    sort = request.args.get("sort", "").strip() or DEFAULT_SORT.value
    if sort not in set(Sort):
        raise BadInput(f"“sort={sort[:20]}”应为 {'、'.join(Sort)} 之一")
    first, last = (_given_day(name) for name in (FROM, THROUGH))
    if first and last and first > last:
        raise BadInput(f"起始日期 {FROM}={first} 晚于截止日期 {THROUGH}={last}")
    question = Question(
        text=request.args.get("q", ""),
        on=web.asked_day(),
        filters={facet: value for facet, value in given.items() if value},
        offset=(page - 1) * PAGE_SIZE,
        sort=Sort(sort),
        dated_from=first,
        dated_through=last,
        open_day=not request.args.get("on", "").strip(),
        literal=request.args.get(LITERAL, "") == "1",
    )
    return Asking(question, page)


def _given_day(name: str) -> date | None:
    return web.asked_day(name) if request.args.get(name, "").strip() else None
