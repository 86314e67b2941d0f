"""Keeping proposals (保存建议): rows in line with a newer reading; rulings on the same words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from registry.proposals.shapes import Proposal
from registry.proposals.stating import key_of
from registry.proposals.subjects import Subject
from registry.proposals.tables import Matter, ProposalRow, Ruling

# What was ruled on matters less for the order than how the text is read: deeds first, citations last.
ORDER = {matter: place for place, matter in enumerate(Matter)}


def standing(session: Session, subject: Subject) -> list[ProposalRow]:
    """The proposals of a draft or document that are not superseded, in the order of review."""
    query = select(ProposalRow).where(subject.own, ProposalRow.ruling != Ruling.SUPERSEDED.value)
    rows = session.execute(query).scalars().all()
    return sorted(rows, key=lambda row: (ORDER[Matter(row.matter)], row.start, row.id))


@dataclass(frozen=True, slots=True)
class Place:
    """Where proposals were read: the path of the file, and the version it became, if any."""

    path: str
    text_id: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """How many proposals are new, and how many were superseded."""

    added: int
    superseded: int

    @property
    def plain(self) -> dict[str, object]:
        """As the audit trail keeps it."""
        return {"added": self.added, "superseded": self.superseded}


def bring_in_line(
    session: Session,
    subject: Subject,
    found: Sequence[Proposal],
    rows: Iterable[ProposalRow],
    place: Place,
) -> Changed:
    """Add what is new, keep what is said as before, supersede those of `rows` that nothing says any more."""
    known = {key_of(Matter(row.matter), row.stated): row for row in rows}
    added = 0
    for proposal in found:
        row = known.pop(proposal.said.key, None)
        if row is None:
            added += 1
            row = _new(proposal)
            session.add(row)
        row.draft_id, row.document_id = subject.draft_id or row.draft_id, subject.document_id
        _place(row, proposal, place)
    supersede(known.values())
    session.flush()
    return Changed(added, len(known))


def supersede(rows: Iterable[ProposalRow]) -> None:
    """Another reading stands in the place of these; what was ruled on them stays to be seen."""
    for row in rows:
        row.ruling = Ruling.SUPERSEDED.value


def _new(proposal: Proposal) -> ProposalRow:
    return ProposalRow(matter=proposal.said.matter.value, ruling=Ruling.OPEN.value, recorded_at=clock.now())


def _place(row: ProposalRow, proposal: Proposal, place: Place) -> None:
    row.path, row.text_id, row.stated = place.path, place.text_id, proposal.said.stated
    row.sentence, row.start, row.end = proposal.sentence, proposal.start, proposal.end
    row.sureness = proposal.judgement.sureness.value
    row.grounds = proposal.judgement.grounds[:500]
    row.candidates = [candidate.plain for candidate in proposal.judgement.candidates]
