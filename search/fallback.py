"""The database answers (数据库检索) while there is no index: without ranking or counts, with a notice."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain, islice

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from base.db import Database
from interpretations.searching import searchable_interpretations
from registry.law import docnumber
from registry.law.terms import Validity
from registry.reads.visibility import visible
from registry.searchable import Findable, Searchable, Wording
from registry.searching import searchables
from registry.tables import Document, ProvisionRow, Text
from search.engine import Answer, Facet, Hit, Numbered, PassageHit, Question, Sort, later
from search.facets import KEPT
from search.query import Query, read
from search.records import effective_on, valued
from search.snippets import marked, pattern, snippet
from search.words import fold

NOTICE = "检索索引正在重建，暂时由数据库直接检索：结果未按相关度排序，也没有分类统计。"
MOST_FOUND = 200
MOST_WORDS = 4
SHOWN = 3
MOST_LOOKED_THROUGH = 5000
ESCAPE = "\\"


class DatabaseEngine:
    """Answers from titles and provisions by LIKE, narrowed and sorted as asked; not ranked."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def search(self, question: Question) -> Answer:
        """The documents that have every word in their title or in one provision, titles first."""
        query = read(question.text)
        if query.empty:
            return Answer((), 0, {}, ("请输入文号、标题或词语。",))
        words = wanted_words(query)
        with self.database.reading() as session:
            ids = _found(session, words)
            known = {one.id: one for one in searchables(session, ids)}
            documents = (known[one] for one in ids if one in known)
            # Explanations stand behind all documents, here where nothing is ranked.
            found = [one for one in chain(documents, _explanations(session, words)) if fits(one, question)]
        if question.sort is not Sort.RELEVANCE:
            found.sort(key=order_of(question.sort), reverse=question.sort is not Sort.OLDEST)
        page = found[question.offset : question.offset + question.limit]
        hits = tuple(_hit(one, words, question.on) for one in page)
        return Answer(hits, len(found), {}, tuple(filter(None, (query.notice, NOTICE))))

    def by_number(self, typed: str) -> Numbered | None:
        """Where a document number leads; without suggestions."""
        if docnumber.parse(read(typed).typed) is None:
            return None
        wanted = docnumber.key(read(typed).typed)
        bears = or_(Document.number_key == wanted, Document.order_key == wanted)
        with self.database.reading() as session:
            return Numbered(tuple(session.scalars(select(Document.address).where(visible(), bears))))


def wanted_words(query: Query) -> tuple[str, ...]:
    """Phrases and words, as they must stand in one place."""
    return tuple(dict.fromkeys([*query.phrases, *query.words.split()]))[:MOST_WORDS]


def _having(column: InstrumentedAttribute[str], words: Sequence[str]) -> ColumnElement[bool]:
    return and_(*(column.icontains(word, autoescape=True, escape=ESCAPE) for word in words))


def _found(session: Session, words: Sequence[str]) -> list[int]:
    newest = Document.published_on.desc().nulls_last(), Document.id
    titled = select(Document.id).where(visible(), _having(Document.title, words)).order_by(*newest)
    worded = (
        select(Document.id)
        .join(Text, Text.document_id == Document.id)
        .join(ProvisionRow, ProvisionRow.text_id == Text.id)
        .where(visible(), Text.withdrawn_at.is_(None), _having(ProvisionRow.body, words))
        .limit(MOST_FOUND * SHOWN)
    )
    ids = [*session.scalars(titled.limit(MOST_FOUND)), *session.scalars(worded)]
    return list(dict.fromkeys(ids))[:MOST_FOUND]


def fits(found: Searchable, question: Question) -> bool:
    """Whether it existed on the day, has every value asked for, and bears a day of the span."""
    if found.made_on and found.made_on > question.on:
        return False
    kept = {name: tuple(values) for name, values in valued(found)}
    known = {facet: kept[name] for facet, name in KEPT.items()}
    known[Facet.STATUS] = (status_on(found, question.on).value,)
    if any(value not in known[facet] for facet, value in question.filters.items()):
        return False
    first, last, bears = question.dated_from, question.dated_through, found.dated_on
    if bears is None:
        return first is None and last is None
    return (first or bears) <= bears <= (last or bears)


def order_of(sort: Sort) -> Callable[[Searchable], date]:
    """By which day hits are sorted; what bears none is the oldest."""

    def dated(found: Searchable) -> date:
        return found.dated_on or date.min

    def effective(found: Searchable) -> date:
        return effective_on(found.standings) or dated(found)

    return effective if sort is Sort.EFFECTIVE else dated


def _explanations(session: Session, words: Sequence[str]) -> list[Searchable]:
    """What explains documents and has every word in its title or in one passage.

    Looked through here: the database keeps their contents as JSON, in which LIKE finds no Chinese.
    """
    candidates = islice(searchable_interpretations(session), MOST_LOOKED_THROUGH)
    return [
        one
        for one in candidates
        if any(all(word in text for word in words) for text in map(fold, _texts(one)))
    ][:MOST_FOUND]


def _texts(found: Searchable) -> Iterator[str]:
    yield found.title
    for wording in found.wordings:
        yield from (f"{one.trail}\n{one.words}" for one in wording.passages)


def _hit(found: Searchable, words: Sequence[str], day: date) -> Hit:
    wanted, wording = pattern(words), wording_on(found, day)
    passages = [one for one in wording.passages if all(word in one.words for word in words)]
    if found.content is Findable.QUESTION:
        # Its answer is shown, wherever the words are.
        passages = [*wording.passages]
    return Hit(
        id=found.id,
        address=found.address,
        title=marked(wording.title, wanted),
        kind=found.kind,
        numbers=found.numbers,
        issuers=found.issuers,
        dated_on=found.dated_on,
        status=status_on(found, day),
        passages=tuple(
            PassageHit(one.eid, one.number, one.trail, snippet(one.words, wanted)) for one in passages[:SHOWN]
        ),
        score=0.0,
        text_from=later(wording.text_from, day),
        content=found.content,
        explains=found.explains,
        form=found.form,
        unit=found.unit,
    )


def wording_on(found: Searchable, day: date) -> Wording:
    """The wording to read on the day."""
    for wording in found.wordings:
        if (wording.since is None or wording.since <= day) and (wording.until is None or day < wording.until):
            return wording
    return Wording(0, found.title, None, None, ())


def status_on(found: Searchable, day: date) -> Validity:
    """How the document stands on the day."""
    begun = [one.validity for one in found.standings if one.since is None or one.since <= day]
    return begun[-1] if begun else Validity.UNDATED
