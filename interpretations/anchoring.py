"""Anchors as of a day (引条状态查询): what each block explains, and whether that is what holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from interpretations.rules.anchors import Anchor, Standing, Wording, fingerprints, standing
from interpretations.tables import AnchorRow
from registry.law.events import Event
from registry.law.terms import Validity
from registry.law.validity import ended_provisions, suspended_provisions, validity
from registry.law.wordings import tiles
from registry.reads.life import lives
from registry.reads.wording import read_wording
from registry.tables import Text

# Of a document as a whole: it holds no longer, or is halted.
HALTED = frozenset(state for state in Validity if state.ended) | {Validity.SUSPENDED}


# A text by its id, with the first day on which its wording counts.
Dated = tuple[int, date | None]


@dataclass(frozen=True, slots=True)
class Anchored:
    """A block tied to a provision: what was quoted, of which text, and how that stands on the day."""

    id: int
    interpretation_id: int
    block: str
    document_id: int
    text_id: int
    eid: str
    number: str
    quoted: str
    standing: Standing


def anchored(
    session: Session, day: date, interpretation_ids: Iterable[int] | None = None
) -> tuple[Anchored, ...]:
    """The standing anchors of these interpretations (of all), as of the day, in the order they were laid."""
    query = select(AnchorRow).where(AnchorRow.withdrawn_at.is_(None)).order_by(AnchorRow.id)
    if interpretation_ids is not None:
        query = query.where(AnchorRow.interpretation_id.in_([*interpretation_ids]))
    return as_of(session, session.scalars(query).all(), day)


def anchored_to(session: Session, document_id: int, day: date) -> tuple[Anchored, ...]:
    """The standing anchors to provisions of this document, as of the day."""
    query = select(AnchorRow).where(AnchorRow.document_id == document_id, AnchorRow.withdrawn_at.is_(None))
    return as_of(session, session.scalars(query.order_by(AnchorRow.id)).all(), day)


def as_of(session: Session, rows: Sequence[AnchorRow], day: date) -> tuple[Anchored, ...]:
    """These anchors with their standing on the day."""
    laid = wordings(session, {row.document_id for row in rows}, day)
    return tuple(
        Anchored(
            row.id,
            row.interpretation_id,
            row.block,
            row.document_id,
            row.text_id,
            row.eid,
            row.number,
            row.quoted,
            standing(Anchor(row.eid, row.text_id, row.fingerprint), laid[row.document_id]),
        )
        for row in rows
    )


def wordings(session: Session, document_ids: Iterable[int], day: date) -> dict[int, Wording]:
    """What is to be read of these documents on the day, as anchors are held against it."""
    keys = sorted(document_ids)
    events, texts = lives(session, keys), _texts(session, keys)
    return {key: _wording(session, texts.get(key, []), events.get(key, ()), day) for key in keys}


def _wording(session: Session, texts: Sequence[Dated], events: Sequence[Event], day: date) -> Wording:
    text_id, since = _on(texts, day) or (0, None)
    # What ended before the text's first day is no longer in it: its numbers may be other articles' now.
    later = [event for event in events if since is None or event.on is None or event.on >= since]
    return Wording(
        text_id,
        fingerprints(read_wording(session, text_id)) if text_id else {},
        frozenset({*ended_provisions(later, day), *suspended_provisions(later, day)}),
        whole_ended=validity(events, day) in HALTED,
        coming=frozenset(key for key, first in texts if first and first > day),
    )


def texts_on(session: Session, keys: Sequence[int], day: date) -> dict[int, Dated]:
    """The text of each of these documents to read on the day, with its first day."""
    held = {key: _on(texts, day) for key, texts in _texts(session, keys).items()}
    return {key: text for key, text in held.items() if text is not None}


def _texts(session: Session, keys: Sequence[int]) -> dict[int, list[Dated]]:
    query = select(Text.document_id, Text.id, Text.applies_from)
    query = query.where(Text.document_id.in_(keys), Text.withdrawn_at.is_(None))
    found: dict[int, list[Dated]] = defaultdict(list)
    for document_id, text_id, since in session.execute(query.order_by(Text.document_id, Text.position)):
        found[document_id].append((text_id, since))
    return found


def _on(texts: Sequence[Dated], day: date) -> Dated | None:
    laid = tiles([since for _, since in texts])
    covering = (held for held, tile in zip(texts, laid, strict=True) if tile and tile.covers(day))
    return next(covering, None)
