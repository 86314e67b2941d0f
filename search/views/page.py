"""The search page (检索页): one box, the hits of a day, and ways to narrow them."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from base import clock, web
from registry.law.terms import Kind
from search.engine import PAGE_SIZE, Answer, Sort
from search.fallback import NOTICE
from search.query import LONGEST
from search.understanding.needs import Need
from search.views.answers import Replied, of
from search.views.asking import LAST_PAGE, Asking, asking
from search.views.counting import counted_as, note
from search.views.exporting import MOST_TAKEN
from search.views.facets import shown_facets
from search.views.opening import answered, engine, replied
from search.views.quoting import shown


def find() -> ResponseReturnValue:
    """Hits, or straight to the document whose number was typed."""
    asked = asking()
    if not asked.question.text.strip():
        return page(asked, None)
    numbered = engine().by_number(asked.question.text[:LONGEST])
    if numbered and len(numbered.exact) == 1 and not asked.question.filters:
        note(asked, 1)
        return redirect(f"/documents/{numbered.exact[0]}{asked.document_day}", 303)
    near = numbered.near if numbered and not numbered.exact else None
    answer = answered(asked.question)
    if NOTICE not in answer.notices:
        note(asked, answer.total)
    return page(asked.as_of(answer.on), answer, near)


def page(asked: Asking, answer: Answer | None, near: tuple[tuple[str, str], ...] | None = None) -> str:
    """The page as HTML; `near` are numbers like the one typed, None when none was typed."""
    return render_template(
        "search.html",
        section="search",
        asked=asked,
        question=asked.question,
        answer=answer,
        near=near,
        quotes=shown(answer.articles, asked.question.on) if answer and asked.page == 1 else [],
        reply=reply_to(asked, answer) if answer else None,
        today=clock.today(),
        facets=list(shown_facets(asked, answer)) if answer else [],
        sorts=[(sort.label, sort is asked.question.sort, asked.address(sort=sort.value)) for sort in Sort],
        pages=-(-answer.total // PAGE_SIZE) if answer else 0,
        last_page=LAST_PAGE,
        most_taken=MOST_TAKEN,
        letters=bool(web.config().mailing.host),
        counted_as=counted_as(asked),
        kind_label=lambda kind: Kind(kind).label,
    )


def reply_to(asked: Asking, answer: Answer) -> Replied | None:
    """What is quoted above the hits of a question; nothing for words, later pages and narrowed hits."""
    understood = answer.understood
    if understood is None or understood.need is not Need.QUESTION or asked.page > 1 or asked.question.filters:
        return None
    return of(replied(asked.question))
