"""What explains a document (文件的解读), in the shapes in which the registry's own pages show it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from base import clock
from base.staff.tables import Unit
from interpretations.anchoring import Anchored, anchored_to
from interpretations.reads.duties import duty_of, sentence
from interpretations.reads.visibility import as_published, public
from interpretations.rules.content import Block, recalled
from interpretations.rules.duty import Policy
from interpretations.rules.terms import BlockKind, Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.reads import visibility
from registry.reads.explanations import Explanation, Explanations, Note
from registry.tables import Document

# Beside an article stands one line, not a paragraph.
LONGEST_NOTE = 40
QUESTION = "问答"


@dataclass(frozen=True, slots=True)
class Registrar:
    """Tells the registry of interpretations; `follows` says whether letters are offered to the public.

    `promise` is what the department promised to explain; without one nothing is said of duties.
    """

    promise: Policy | None = None
    follows: bool = False

    def of(self, session: Session, document_id: int, day: date) -> Explanations:
        """What explains this document on the day; notes stand at the provisions of its text of that day."""
        rows = _rows(session, [document_id])
        anchors = anchored_to(session, document_id, day) if rows else ()
        stale = {each.interpretation_id for each in anchors if each.standing.outdated}
        address = session.scalars(select(Document.address).where(Document.id == document_id)).first()
        return Explanations(
            of=tuple(_explanation(row, stale=row.id in stale) for row in rows),
            notes=_notes(rows, anchors),
            duty=self._duty(session, document_id, day),
            ask=f"/enquiries/new?document={address}",
            follow=f"/follow?document={address}" if self.follows else "",
        )

    def _duty(self, session: Session, document_id: int, day: date) -> str:
        # What is owed is owed today; on the page of a past day it would be read as of that day.
        if self.promise is None or day != clock.today():
            return ""
        line = duty_of(session, self.promise, document_id, day)
        # Without a unit it may be anybody's: a law taken in from elsewhere is not ours to explain.
        return sentence(line) if line and line.unit_id else ""

    def listed(self, session: Session, ids: Collection[int]) -> Mapping[int, tuple[Explanation, ...]]:
        """What explains each of these documents, whatever the day: nothing is said of what is stale."""
        found: dict[int, list[Explanation]] = defaultdict(list)
        for row in _rows(session, ids):
            found[row.document_id].append(_explanation(row))
        return {key: tuple(explanations) for key, explanations in found.items()}

    def newest(self, session: Session, most: int) -> tuple[tuple[Explanation, str], ...]:
        """The explanations published last, each with the address of the document it leads to."""
        query = _query().where(ExplainedRow.position == 0)
        rows = session.execute(
            query.order_by(Interpretation.published_at.desc(), Interpretation.id.desc()).limit(most)
        )
        return tuple((_explanation(row), row.address) for row in rows)


def _query() -> Any:  # noqa: ANN401  # a select of these columns
    return (
        select(
            Interpretation.id,
            Interpretation.published_at,
            InterpretationVersion.title,
            InterpretationVersion.content,
            Unit.name.label("unit"),
            ExplainedRow.document_id,
            ExplainedRow.position,
            Document.address,
        )
        .join(InterpretationVersion, as_published())
        .join(Unit, Unit.id == Interpretation.unit_id)
        .join(ExplainedRow, ExplainedRow.interpretation_id == Interpretation.id)
        .join(Document, Document.id == ExplainedRow.document_id)
        .where(public(), visibility.visible())
    )


def _rows(session: Session, ids: Collection[int]) -> list[Row[Any]]:
    """The public interpretations of these documents: the drafters' own first, then as they came."""
    query = _query().where(ExplainedRow.document_id.in_([*ids]))
    ordered = query.order_by(Interpretation.published_at, Interpretation.id, ExplainedRow.position)
    found: dict[tuple[int, int], Row[Any]] = {}
    for row in session.execute(ordered):
        # Of a document, and of a draft that became its next version: it is listed once.
        found.setdefault((row.id, row.document_id), row)
    return sorted(found.values(), key=lambda row: row.content.get("origin") != Origin.OWN.value)


def _explanation(row: Row[Any], *, stale: bool = False) -> Explanation:
    content = recalled(row.content)
    own = content.origin is Origin.OWN
    return Explanation(
        id=row.id,
        title=row.title,
        form=content.form.label,
        origin="" if own else f"{content.origin.label}{f'：{content.credit}' if content.credit else ''}",
        unit=row.unit,
        address=f"/interpretations/{row.id}",
        published_at=row.published_at,
        lead=content.lead,
        leading=row.position == 0,
        stale=stale,
    )


def _notes(rows: Iterable[Row[Any]], anchors: Iterable[Anchored]) -> dict[str, tuple[Note, ...]]:
    """What stands beside each provision of the text of the day; what is gone from it stands nowhere."""
    blocks = {(row.id, block.key): (row, block) for row in rows for block in recalled(row.content).blocks}
    found: dict[str, list[Note]] = defaultdict(list)
    for anchor in anchors:
        row, block = blocks.get((anchor.interpretation_id, anchor.block), (None, None))
        if row is not None and block is not None and anchor.standing.eid:
            found[anchor.standing.eid].append(_note(row, block, anchor))
    return {eid: tuple(dict.fromkeys(notes)) for eid, notes in found.items()}


def _note(row: Row[Any], block: Block, anchor: Anchored) -> Note:
    words = block.heading or " ".join(block.words.split())
    shown = words if len(words) <= LONGEST_NOTE else f"{words[:LONGEST_NOTE]}……"
    label = QUESTION if block.kind is BlockKind.QUESTION else recalled(row.content).form.label
    address = f"/interpretations/{row.id}#{block.key}"
    return Note(label, shown, address, stale=anchor.standing.outdated)
