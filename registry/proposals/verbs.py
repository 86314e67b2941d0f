"""Verbs on proposals (条文事项建议): propose, confirm, correct, reject. Nothing becomes law by itself.

What is ruled on a draft counts when the draft is published; what is ruled on a document of the registry
becomes event and relation in the same transaction. Verbs never commit; each leaves its audit row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, RegistryError
from base.staff import audit
from base.staff.roles import Actor
from registry.intake.parsed import Parsed
from registry.proposals import carrying, waiting
from registry.proposals.corrections import Correction, corrected
from registry.proposals.keeping import Place, bring_in_line, standing
from registry.proposals.proposing import located, proposals, registry_for, speaker_of
from registry.proposals.shown import ShownText
from registry.proposals.stating import Said, key_of, restated, said, value_of
from registry.proposals.subjects import Subject, drafted, subject_of, text_of_document, text_of_path
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness

# These end or change other documents, or say when this one holds.
DEEDS = (
    Matter.REPEAL,
    Matter.PARTIAL_REPEAL,
    Matter.AMENDMENT,
    Matter.SUSPENSION,
)
# These only connect: many at once may be confirmed when the reading is sure.
HARMLESS = (Matter.BASIS, Matter.CITATION, Matter.NUMBER, Matter.ISSUER)
LONGEST_REASON = 500
# Who opens and closes tasks when a draft is published, at its minute perhaps by nobody's hand.
PUBLICATION = "publication"
DEED_OF = {Ruling.CONFIRMED: "confirm", Ruling.CORRECTED: "correct", Ruling.REJECTED: "reject"}


class AlreadyRuled(RegistryError):
    """Somebody else ruled on the proposal in the meantime, or its text has changed."""

    code = "already-ruled"
    status = 409


def propose_for_draft(
    session: Session, draft_id: int, parsed: Parsed, *, by: Actor
) -> tuple[ProposalRow, ...]:
    """Propose what the draft's text states; rulings on what has not changed stand.

    A proposal whose sentence or words are gone is superseded. Raises NotFound for a draft that is none.
    """
    text = ShownText(drafted(session, draft_id).text)
    speaker = speaker_of(parsed)
    registry = registry_for(session, parsed, speaker.entry)
    found = proposals(said(parsed.statements), text, speaker, registry)
    subject = Subject(draft_id)
    changed = bring_in_line(session, subject, found, standing(session, subject), Place(parsed.path))
    if changed.added or changed.superseded:
        audit.record(session, by, "proposals.read", subject.key, after=changed.plain)
    waiting.settle(session, subject, by=by.name)
    return tuple(standing(session, subject))


def confirm(
    session: Session,
    proposal_id: int,
    *,
    by: Actor,
    meant: str = "",
    seen: Ruling = Ruling.OPEN,
) -> ProposalRow:
    """Confirm (确认) a proposal as it was read; `meant` chooses the document among its candidates."""
    row = _to_rule(session, proposal_id, seen)
    read = read_of(row)
    if meant and not _is_choice(session, row, meant):
        raise BadInput("所选文件不在候选之列，请用“改正”填写")
    made = _with_meaning(read, meant) if meant else read
    ruling = Ruling.CORRECTED if meant else Ruling.CONFIRMED
    return _rule(session, row, ruling, made, by=by)


def correct(
    session: Session,
    proposal_id: int,
    correction: Correction,
    *,
    by: Actor,
    seen: Ruling = Ruling.OPEN,
) -> ProposalRow:
    """Correct (改正) a proposal: what the text states is what the person says it is.

    Raises BadInput for an instrument without a name or a document meant that does not stand here.
    """
    row = _to_rule(session, proposal_id, seen)
    made = corrected(read_of(row), correction)
    carrying.check(session, made, subject_of(row))
    return _rule(session, row, Ruling.CORRECTED, made, by=by)


def reject(
    session: Session,
    proposal_id: int,
    reason: str = "",
    *,
    by: Actor,
    seen: Ruling = Ruling.OPEN,
) -> ProposalRow:
    """Reject (不予采纳) a proposal: the text does not state this."""
    row = _to_rule(session, proposal_id, seen)
    row.reason = reason.strip()[:LONGEST_REASON]
    return _rule(session, row, Ruling.REJECTED, None, by=by)


def confirm_sure(session: Session, subject: Subject, *, by: Actor) -> int:
    """Confirm every open proposal of a text that only connects and is read surely; gives how many."""
    query = select(ProposalRow).where(
        subject.own,
        ProposalRow.ruling == Ruling.OPEN.value,
        ProposalRow.sureness == Sureness.SURE.value,
        ProposalRow.matter.in_([matter.value for matter in HARMLESS]),
    )
    # Held, as for a single ruling: what somebody rejects at the same moment is not confirmed over it.
    held = query.order_by(ProposalRow.id).with_for_update()
    rows = session.scalars(held, execution_options={"populate_existing": True}).all()
    confirmed = [_ruled(session, row, Ruling.CONFIRMED, read_of(row), by=by) for row in rows]
    _carry_out(session, confirmed, by=by)
    waiting.settle(session, subject, by=by.name)
    return len(rows)


def confirmed_statements(session: Session, draft_id: int, parsed: Parsed) -> Parsed:
    """What was read of a draft, with only those statements that a person confirmed or corrected."""
    rows = {key_of(Matter(row.matter), row.stated): row for row in standing(session, Subject(draft_id))}
    return replace(parsed, statements=restated(parsed.statements, _kept(said(parsed.statements), rows)))


def _kept(says: Iterable[Said], rows: dict[str, ProposalRow]) -> list[Said]:
    kept = []
    for one in says:
        row = rows.get(one.key)
        if row is not None and row.ruling == Ruling.CONFIRMED:
            kept.append(one)
        elif row is not None and row.ruling == Ruling.CORRECTED:
            kept.append(made_of(row))
    return kept


def open_deeds(session: Session, draft_id: int) -> int:
    """How many proposals that change other documents wait for a ruling: no publication before."""
    rows = standing(session, Subject(draft_id))
    return sum(row.ruling == Ruling.OPEN and Matter(row.matter) in DEEDS for row in rows)


def follow_publication(session: Session, draft_id: int, document_id: int, path: str) -> None:
    """Let a draft's proposals become those of the document that it was published as.

    What nobody has ruled on still waits, now as the document's; its place is that in the document's text.
    """
    text_id = text_of_path(session, path)
    text = ShownText(text_of_document(session, text_id) if text_id else "")
    for row in standing(session, Subject(draft_id)):
        row.document_id, row.path, row.text_id = document_id, path, text_id
        one = read_of(row)
        row.sentence, row.start, row.end = located(one, text)
    session.flush()
    waiting.settle(session, Subject(draft_id), by=PUBLICATION)
    waiting.settle(session, Subject(None, document_id), by=PUBLICATION)


def made_of(row: ProposalRow) -> Said:
    """What a ruled proposal stands for: what the person made of it, else what was read."""
    if row.corrected is None:
        return read_of(row)
    matter = Matter(str(row.corrected["matter"]))
    kept = row.corrected["stated"]
    return Said(matter, value_of(matter, kept if isinstance(kept, dict) else {}))


def read_of(row: ProposalRow) -> Said:
    """What was read, whatever a person made of it."""
    matter = Matter(row.matter)
    return Said(matter, value_of(matter, row.stated))


def _to_rule(session: Session, proposal_id: int, seen: Ruling) -> ProposalRow:
    row = session.get(ProposalRow, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {proposal_id} 的条文事项建议")
    if row.ruling != seen:
        now = Ruling(row.ruling)
        who = f"（{row.ruled_by}）" if row.ruled_by else ""
        raise AlreadyRuled(f"这项建议现在的状态是“{now.label}”{who}，与您打开页面时不同，请刷新后再审定")
    if seen is Ruling.SUPERSEDED:
        raise AlreadyRuled("正文已改，这项建议已被替代，请审定新的建议")
    return row


def _with_meaning(read: Said, meant: str) -> Said:
    return Said(read.matter, replace(carrying.named(read), meant=meant))


def _is_choice(session: Session, row: ProposalRow, meant: str) -> bool:
    ids = [candidate["document_id"] for candidate in row.candidates]
    return carrying.document_at(session, meant) in ids


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a ruling changes: these statements of the proposal's file give way to what was made of them."""

    row: ProposalRow
    gone: tuple[Said, ...]
    made: tuple[Said, ...]


def _rule(session: Session, row: ProposalRow, ruling: Ruling, made: Said | None, *, by: Actor) -> ProposalRow:
    _carry_out(session, [_ruled(session, row, ruling, made, by=by)], by=by)
    waiting.settle(session, subject_of(row), by=by.name)
    return row


def _ruled(session: Session, row: ProposalRow, ruling: Ruling, made: Said | None, *, by: Actor) -> Ruled:
    before, former, read = _told(row), made_of(row), read_of(row)
    row.ruling, row.ruled_at, row.ruled_by = ruling.value, clock.now(), by.name
    row.corrected = None
    if made is not None and made != read:
        row.corrected = {"matter": made.matter.value, "stated": made.stated}
    session.flush()
    deed = f"proposals.{DEED_OF[ruling]}"
    audit.record(session, by, deed, subject_of(row).key, before=before, after=_told(row))
    return Ruled(row, (read, former), (made,) if made else ())


def _carry_out(session: Session, ruled: Sequence[Ruled], *, by: Actor) -> None:
    # What is ruled on a draft counts when the draft is published.
    by_path: dict[str, list[Ruled]] = {}
    for one in ruled:
        if one.row.document_id:
            by_path.setdefault(one.row.path, []).append(one)
    for path, ones in by_path.items():
        gone = [stated for one in ones for stated in one.gone]
        carrying.carry_out(session, path, gone, [stated for one in ones for stated in one.made], by=by)


def _told(row: ProposalRow) -> dict[str, object]:
    return {
        "proposal": row.id,
        "matter": row.matter,
        "stated": row.stated,
        "ruling": row.ruling,
        "corrected": row.corrected,
        "reason": row.reason,
    }
