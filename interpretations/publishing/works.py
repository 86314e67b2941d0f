"""What an interpretation explains (所解读的文件): documents and drafts, their drafters, their texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from interpretations.rules.duty import Drafters
from interpretations.rules.terms import Capacity
from interpretations.tables import ExplainedRow, Explainer, Plan
from registry.drafting.fields import recalled
from registry.drafting.reading import read_draft
from registry.drafting.tables import Draft
from registry.law.provisions import Provision
from registry.law.terms import RelationKind
from registry.law.wordings import tiles
from registry.reads.visibility import visible
from registry.reads.wording import read_wording
from registry.tables import Document, RelationRow, Text

# Fits 32 bits.
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Work:
    """A document that is explained, or the draft of one: exactly one of the two ids is there.

    `text_id` is the text that the draft became, where there was one; it makes no other work of it.
    """

    document_id: int | None = None
    draft_id: int | None = None
    text_id: int | None = field(default=None, compare=False)

    @classmethod
    def read(cls, written: str) -> "Work":
        """The work as forms name it (`document-12`, `draft-3`); raises ValueError for anything else."""
        kind, _, number = written.partition("-")
        if kind not in {"document", "draft"} or not NUMBER.fullmatch(number):
            raise ValueError(written)
        return cls(**{f"{kind}_id": int(number)})

    def __str__(self) -> str:
        return f"document-{self.document_id}" if self.document_id else f"draft-{self.draft_id}"


def works(session: Session, interpretation_id: int) -> tuple[Work, ...]:
    """What an interpretation explains, the leading one first."""
    query = select(ExplainedRow.document_id, ExplainedRow.draft_id, ExplainedRow.text_id)
    query = query.where(ExplainedRow.interpretation_id == interpretation_id).order_by(ExplainedRow.position)
    return tuple(Work(*row) for row in session.execute(query))


def set_works(session: Session, interpretation_id: int, explained: Sequence[Work]) -> None:
    """Say anew what an interpretation explains."""
    session.execute(delete(ExplainedRow).where(ExplainedRow.interpretation_id == interpretation_id))
    for position, work in enumerate(explained):
        session.add(
            ExplainedRow(
                interpretation_id=interpretation_id,
                position=position,
                document_id=work.document_id,
                draft_id=work.draft_id,
                text_id=work.text_id,
            )
        )
    session.flush()


def title_of(session: Session, work: Work) -> str:
    """The title of what is explained; "" where it is gone."""
    if work.document_id:
        return session.scalars(select(Document.title).where(Document.id == work.document_id)).first() or ""
    fields = session.scalars(select(Draft.fields).where(Draft.id == work.draft_id)).first()
    return recalled(fields).title if fields else ""


def drafters(session: Session, work: Work) -> Drafters:
    """Who drafted it: of a document its unit and explainers, of a draft its unit and its plan's others."""
    if work.document_id:
        leading = session.scalars(
            select(Document.drafting_unit_id).where(Document.id == work.document_id)
        ).first()
        query = select(Explainer.unit_id, Explainer.capacity)
        query = query.where(Explainer.document_id == work.document_id, Explainer.withdrawn_at.is_(None))
        others = tuple((unit, Capacity(capacity)) for unit, capacity in session.execute(query))
        return Drafters(leading, others)
    leading = session.scalars(select(Draft.unit_id).where(Draft.id == work.draft_id)).first()
    joint = session.scalars(select(Plan.joint_units).where(Plan.draft_id == work.draft_id)).first()
    return Drafters(leading, tuple((unit, Capacity.JOINT) for unit in joint or ()))


def text_of(session: Session, work: Work, day: date) -> int | None:
    """The text in which a document is explained on that day; None for a document without any.

    It is the text to read on the day; what was written for a draft explains the text that the draft became,
    also while that applies only from a later day.
    """
    if work.text_id is not None:
        query = select(Text.applies_from).where(Text.id == work.text_id, Text.withdrawn_at.is_(None))
        first = session.scalars(query).first()
        if first is not None and first > day:
            return work.text_id
    return text_on(session, work.document_id or 0, day)


def text_on(session: Session, document_id: int, day: date) -> int | None:
    """The text of a document to read on that day; None for a document without any."""
    query = select(Text.id, Text.applies_from)
    query = query.where(Text.document_id == document_id, Text.withdrawn_at.is_(None)).order_by(Text.position)
    rows = session.execute(query).all()
    laid = tiles([row.applies_from for row in rows])
    return next((row.id for row, tile in zip(rows, laid, strict=True) if tile and tile.covers(day)), None)


def provisions_of(session: Session, work: Work, day: date) -> tuple[Provision, ...]:
    """The provisions of what is explained: of a document as of the day, of a draft as it is written."""
    if work.document_id:
        text_id = text_of(session, work, day)
        return read_wording(session, text_id) if text_id else ()
    draft = session.get(Draft, work.draft_id)
    return read_draft(recalled(draft.fields), draft.text, draft.path).provisions if draft else ()


def former_of(session: Session, work: Work, day: date) -> tuple[Provision, ...]:
    """The provisions of what was there before: the former text, or the document that this one replaces.

    () where it is new, or where nothing of the former one is held.
    """
    if work.draft_id:
        fields = session.scalars(select(Draft.fields).where(Draft.id == work.draft_id)).first()
        before = recalled(fields).version_of if fields else None
        return provisions_on(session, before, day) if before else ()
    present = text_of(session, work, day)
    query = select(Text.id).where(Text.document_id == work.document_id, Text.withdrawn_at.is_(None))
    texts = list(session.scalars(query.order_by(Text.position)))
    if present in texts and texts.index(present):
        return read_wording(session, texts[texts.index(present) - 1])
    replaced = session.scalars(_replaced_by(work.document_id or 0)).first()
    return provisions_on(session, replaced, day) if replaced else ()


def _replaced_by(document_id: int) -> Select[int]:
    query = select(Document.id).join(RelationRow, RelationRow.target_id == Document.id)
    told = RelationRow.kind.in_((RelationKind.REPLACES.value, RelationKind.REPEALS.value))
    of = (RelationRow.source_id == document_id, RelationRow.withdrawn_at.is_(None), told, visible())
    # What it replaces says so more surely than what it repeals besides.
    return query.where(*of).order_by(RelationRow.kind.desc(), RelationRow.id)


def resolved(session: Session, work: Work) -> Work | None:
    """The work as it is now: a draft that was published is its document; None for what is not there."""
    if work.document_id:
        found = session.scalars(select(Document.id).where(Document.id == work.document_id, visible())).first()
        return work if found else None
    draft = session.get(Draft, work.draft_id)
    if draft is None:
        return None
    return Work(document_id=draft.document_id) if draft.document_id else work


def provisions_on(session: Session, document_id: int, day: date) -> tuple[Provision, ...]:
    """The provisions of a document's text of that day."""
    text_id = text_on(session, document_id, day)
    return read_wording(session, text_id) if text_id else ()
