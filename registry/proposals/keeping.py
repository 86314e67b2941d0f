"""Keeping proposals (保存建议): rows in line with a newer reading; rulings on the same words stand."""

from collections.abc import Iterable, Sequence

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


def bring_in_line(
    session: Session,
    subject: Subject,
    found: Sequence[Proposal],
    *,
    path: str,
    text_id: int | None = None,
) -> dict[str, object]:
    """Add what is new, supersede what is gone; tells how many of each, nothing where nothing changed."""
    known = {key_of(Matter(row.matter), row.stated): row for row in standing(session, subject)}
    added = 0
    for proposal in found:
        row = known.pop(proposal.said.key, None)
        if row is None:
            added += 1
            row = _new(subject, proposal)
            session.add(row)
        _place(row, proposal, path, text_id)
    supersede(known.values())
    session.flush()
    return {"added": added, "superseded": len(known)} if added or known else {}


def supersede(rows: Iterable[ProposalRow]) -> None:
    """Another reading stands in the place of these; what was ruled on them stays to be seen."""
    for row in rows:
        row.ruling = Ruling.SUPERSEDED.value


def _new(subject: Subject, proposal: Proposal) -> ProposalRow:
    return ProposalRow(
        draft_id=subject.draft_id,
        document_id=subject.document_id,
        matter=proposal.said.matter.value,
        stated=proposal.said.stated,
        ruling=Ruling.OPEN.value,
        recorded_at=clock.now(),
    )


def _place(row: ProposalRow, proposal: Proposal, path: str, text_id: int | None) -> None:
    row.path, row.text_id = path, text_id
    row.sentence, row.start, row.end = proposal.sentence, proposal.start, proposal.end
    row.sureness = proposal.judgement.sureness.value
    row.grounds = proposal.judgement.grounds[:500]
    row.candidates = [candidate.plain for candidate in proposal.judgement.candidates]
