"""Choosing what to explain (选择所解读的文件): documents and drafts by title or number, and who may."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.roles import Actor
from interpretations.publishing.works import Work, drafters
from registry.drafting.fields import recalled
from registry.drafting.tables import Draft, Stage
from registry.law.terms import Publication
from registry.law.titles import title_key
from registry.marking.finding import find
from registry.tables import Document

SHOWN = 20
ENDED = (Stage.ABANDONED.value, Stage.PUBLISHED.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be explained; `refusal` says why this person's unit may not ("" where it may)."""

    work: Work
    title: str
    number: str
    what: str
    refusal: str = ""


def choices(session: Session, who: Actor, words: str, today: date) -> tuple[Choice, ...]:
    """The own drafts and the documents with these words; without words the own unit's newest."""
    return (*_drafts(session, who, words), *_documents(session, who, words, today))


def _drafts(session: Session, who: Actor, words: str) -> Iterator[Choice]:
    # Others' drafts are not told of: before its publication a document does not exist for them.
    query = select(Draft.id, Draft.fields).where(Draft.unit_id == who.unit_id, Draft.stage.not_in(ENDED))
    wanted, shown = title_key(words), 0
    for key, fields in session.execute(query.order_by(Draft.changed_at.desc(), Draft.id.desc()).limit(500)):
        entry = recalled(fields)
        number = entry.document_number or entry.order_number
        if shown < SHOWN and (not words or wanted in title_key(entry.title) or words in number):
            shown += 1
            yield Choice(Work(draft_id=key), entry.title, number, "登记稿")


def _documents(session: Session, who: Actor, words: str, today: date) -> Iterator[Choice]:
    if words:
        found = find(session, words, None, 1, today).lines
        shown = [(one.id, one.title, one.number) for one in found if one.publication is Publication.PUBLISHED]
    else:
        query = select(Document.id, Document.title, Document.document_number)
        query = query.where(
            Document.drafting_unit_id == who.unit_id, Document.publication == Publication.PUBLISHED.value
        )
        shown = [(*row,) for row in session.execute(query.order_by(Document.id.desc()).limit(SHOWN))]
    for key, title, number in shown:
        work = Work(document_id=key)
        yield Choice(work, title, number, "已公布", drafters(session, work).refusal(who.unit_id))
