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
from interpretations.reads.anchoring import Anchored, anchored, anchored_to
from interpretations.reads.visibility import public
from interpretations.rules.content import Block, recalled
from interpretations.rules.terms import BlockKind, Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.reads import visibility
from registry.reads.dossier import Dossier, read_dossier
from registry.reads.explanations import Explanation, Explanations, Note
from registry.tables import Document

# Beside an article stands one line, not a paragraph.
LONGEST_NOTE = 40
QUESTION = "问答"


@dataclass(frozen=True, slots=True)
class Registrar:
    """Tells the registry of interpretations; `asks` and `follows` say what the public is offered."""

    asks: bool = True
    follows: bool = False

    def of(self, session: Session, dossier: Dossier, day: date) -> Explanations:
        """What explains this document on the day; notes stand at the provisions of its text of that day."""
        rows = _rows(session, [dossier.id])
        anchors = anchored_to(session, dossier.id, day) if rows else ()
        stale = {each.interpretation_id for each in anchors if not each.standing.reliable}
        return Explanations(
            of=tuple(_explanation(row, stale=row.id in stale) for row in rows),
            notes=_notes(rows, anchors),
            ask=f"/enquiries/new?document={dossier.address}" if self.asks else "",
            follow=f"/follow?document={dossier.address}" if self.follows else "",
        )

    def listed(self, session: Session, ids: Collection[int]) -> Mapping[int, tuple[Explanation, ...]]:
        """What explains each of these documents, for lists and feeds."""
        found: dict[int, list[Explanation]] = defaultdict(list)
        rows = _rows(session, ids)
        held = anchored(session, clock.today(), {row.id for row in rows}) if rows else ()
        stale = {(each.interpretation_id, each.document_id) for each in held if not each.standing.reliable}
        for row in rows:
            found[row.document_id].append(_explanation(row, stale=(row.id, row.document_id) in stale))
        return {key: tuple(explanations) for key, explanations in found.items()}

    def newest(self, session: Session, most: int) -> tuple[tuple[Explanation, Dossier], ...]:
        """The explanations published last, each with the document it leads to."""
        rows = session.execute(_query().order_by(Interpretation.published_at.desc()).limit(most * 4)).all()
        leading = {row.id: row for row in reversed(rows)}
        return tuple(
            (_explanation(row, stale=False), read_dossier(session, row.address))
            for row in list(reversed(leading.values()))[:most]
        )


def _query() -> Any:  # noqa: ANN401  # a select of these columns
    return (
        select(
            Interpretation.id,
            Interpretation.origin,
            Interpretation.published_at,
            InterpretationVersion.title,
            InterpretationVersion.content,
            Unit.name.label("unit"),
            ExplainedRow.document_id,
            Document.address,
        )
        .join(
            InterpretationVersion,
            (InterpretationVersion.interpretation_id == Interpretation.id)
            & (InterpretationVersion.version == Interpretation.published_version),
        )
        .join(Unit, Unit.id == Interpretation.unit_id)
        .join(ExplainedRow, ExplainedRow.interpretation_id == Interpretation.id)
        .join(Document, Document.id == ExplainedRow.document_id)
        .where(public(), visibility.visible())
    )


def _rows(session: Session, ids: Collection[int]) -> list[Row[Any]]:
    """The public interpretations of these documents: the drafters' own first, then as they came."""
    query = _query().where(ExplainedRow.document_id.in_([*ids]))
    rows = session.execute(query.order_by(Interpretation.published_at, Interpretation.id)).all()
    return sorted(rows, key=lambda row: row.origin != Origin.OWN.value)


def _explanation(row: Row[Any], *, stale: bool) -> Explanation:
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
    return Note(label, shown, address, stale=not anchor.standing.reliable)
