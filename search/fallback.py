"""The database answers (数据库检索) while there is no index: without ranking or counts, with a notice."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from base.db import Database
from registry.law import docnumber
from registry.law.terms import Validity
from registry.reads.visibility import visible
from registry.searchable import Searchable, Wording
from registry.searching import searchables
from registry.tables import Document, ProvisionRow, Text
from search.engine import Answer, Hit, Numbered, PassageHit, Question, later
from search.query import Query, read
from search.snippets import marked, pattern, snippet

NOTICE = "检索索引正在重建，暂时由数据库直接检索：结果未按相关度排序，也没有分类统计。"
MOST_FOUND = 200
MOST_WORDS = 4
SHOWN = 3
ESCAPE = "\\"


class DatabaseEngine:
    """Answers from titles and provisions by LIKE; filters and sorting are left to the index."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def search(self, question: Question) -> Answer:
        """The documents that have every word in their title or in one provision, titles first."""
        query = read(question.text)
        if query.empty:
            return Answer((), 0, {}, ("请输入文号、标题或词语。",))
        words = wanted_words(query)
        with self.database.reading() as session:
            found = _found(session, words)
            page = found[question.offset : question.offset + question.limit]
            known = {one.id: one for one in searchables(session, page)}
            hits = tuple(_hit(known[one], words, question.on) for one in page if one in known)
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


def _hit(found: Searchable, words: Sequence[str], day: date) -> Hit:
    wanted, wording = pattern(words), wording_on(found, day)
    passages = [one for one in wording.passages if all(word in one.words for word in words)]
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
