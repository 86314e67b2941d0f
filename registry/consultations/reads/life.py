"""The life of consultations (征求意见经过) as the public reads it: events, and the documents they lead to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.consultations.notices import day_of
from registry.consultations.rules.terms import ConsultationDeed
from registry.consultations.tables import ConsultationEvent
from registry.reads.visibility import visible
from registry.tables import Document


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: `on` is the day on which it counts, `at` the moment from which the public knew.

    `through_on` is the new last day of an extension, `text_id` the new edition of a replaced draft.
    """

    id: int
    deed: ConsultationDeed
    at: datetime
    on: date
    reason: str = ""
    through_on: date | None = None
    text_id: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A public document that a consultation leads to, or would change."""

    id: int
    title: str
    number: str
    address: str


def happened(events: Iterable[ConsultationEvent]) -> Mapping[int, tuple[Happened, ...]]:
    """The events of each consultation, in the order given."""
    found: dict[int, list[Happened]] = defaultdict(list)
    for row in events:
        found[row.consultation_id].append(
            Happened(
                row.id,
                ConsultationDeed(row.deed),
                row.at,
                row.on or day_of(row.at),
                row.reason,
                row.through_on,
                row.text_id,
            )
        )
    return {key: tuple(each) for key, each in found.items()}


def named(session: Session, ids: Collection[int | None]) -> Mapping[int, Named]:
    """Those of these documents that the public may see."""
    query = select(
        Document.id, Document.title, Document.document_number, Document.order_number, Document.address
    ).where(Document.id.in_({key for key in ids if key}), visible())
    return {
        key: Named(key, title, number or order, address)
        for key, title, number, order, address in session.execute(query)
    }
