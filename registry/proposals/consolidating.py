"""Amending decisions on the desk (修改文本): what a decision makes of each text it changes.

This file reads; `consolidating_entry` enters what a person confirmed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound, RegistryError
from registry.intake.markdown import manuscript
from registry.intake.record import recall
from registry.law.consolidation import Consolidation, consolidate
from registry.law.consolidation_history import history_line, inside
from registry.law.consolidation_lines import lines_of
from registry.law.days import days_in
from registry.law.instructions import Amending
from registry.law.instructions_reading import read_instructions
from registry.law.provisions import Provision
from registry.law.terms import EventKind, RelationKind
from registry.law.titles import title_key
from registry.proposals.subjects import drafted
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.reads.wording import read_wording
from registry.tables import Document, RelationRow, Source, Text
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty, open_task

# A decision that has effect already is worked in within two weeks.
WITHIN = timedelta(days=14)


class AlreadyEntered(RegistryError):
    """The text after this decision stands in the registry."""

    code = "already-entered"
    status = 409


@dataclass(frozen=True, slots=True)
class Decision:
    """An amending decision of the registry: its days, and what it orders, by instrument."""

    id: int
    title: str
    address: str
    number: str
    decided_on: date | None
    effective_on: date | None
    text_id: int
    amendings: tuple[Amending, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An instrument that a decision changes; `standing` says why there is nothing to confirm, or "".

    `base` is the version that the decision found, `done` the one that it made where that is entered.
    """

    amending: Amending
    document_id: int | None = None
    title: str = ""
    address: str = ""
    base: Text | None = None
    done: Text | None = None
    standing: str = ""

    @property
    def ready(self) -> bool:
        """Whether a text after can be proposed."""
        return self.base is not None and not self.standing


@dataclass(frozen=True, slots=True)
class Proposed:
    """The consolidated text that is proposed for one target."""

    decision: Decision
    target: Target
    before: tuple[Provision, ...]
    made: Consolidation
    note: str
    line: str


def decision_of(session: Session, key: int) -> Decision:
    """The decision with what it orders; raises NotFound where there is no such document, or no text."""
    row = session.get(Document, key)
    texts = versions(session, key)
    if row is None or not texts:
        raise NotFound(f"没有编号为 {key} 的文件")
    text = texts[-1]
    amendings = read_instructions(row.title, lines_of(read_wording(session, text.id)))
    decided = row.published_on or row.signed_on or row.adopted_on or row.approved_on or text.dated_on
    return Decision(
        row.id,
        row.title,
        row.address,
        row.order_number or row.document_number,
        row.adopted_on or row.signed_on or decided,
        _first_day(session, key) or None,
        text.id,
        amendings,
    )


def decision_of_draft(session: Session, key: int) -> Decision:
    """A decision that is still a draft, as its text stands; raises NotFound for a draft that is none."""
    draft = drafted(session, key)
    amendings = read_instructions(draft.title, manuscript(draft.text).body)
    return Decision(0, draft.title, "", "", clock.today(), None, 0, amendings)


def _first_day(session: Session, key: int) -> date | None:
    days = [event.on for event in lives(session, [key]).get(key, ()) if event.kind is EventKind.COMMENCEMENT]
    return min((day for day in days if day), default=None)


def versions(session: Session, key: int) -> list[Text]:
    """The standing versions of a document, oldest first."""
    query = select(Text).where(Text.document_id == key, Text.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Text.position)))


def targets(session: Session, decision: Decision) -> tuple[Target, ...]:
    """The instruments that the decision changes, in its order, each with how it stands here."""
    return tuple(_target(session, decision, amending) for amending in decision.amendings)


def _target(session: Session, decision: Decision, amending: Amending) -> Target:
    found = _documents(session, decision.id, amending.title)
    if len(found) != 1:
        why = "登记中没有这一文件" if not found else f"登记中有 {len(found)} 份同名文件，须先审定所指为哪一份"
        return Target(amending, standing=why)
    row = found[0]
    base, done, why = _base(session, row.id, decision)
    return Target(amending, row.id, row.title, row.address, base, done, why)


def _documents(session: Session, decision_id: int, title: str) -> list[Document]:
    """What the decision's relation points to (a person may have ruled on it), else the one of this title."""
    key = title_key(title)
    linked = (
        select(Document)
        .join(RelationRow, RelationRow.target_id == Document.id)
        .where(
            RelationRow.source_id == decision_id,
            RelationRow.kind == RelationKind.AMENDS.value,
            RelationRow.target_key == key,
            RelationRow.withdrawn_at.is_(None),
            visible(),
        )
    )
    if found := list(dict.fromkeys(session.scalars(linked))):
        return found
    named = select(Document).where(Document.title_key == key, Document.id != decision_id, visible())
    return list(session.scalars(named))


def _base(session: Session, key: int, decision: Decision) -> tuple[Text | None, Text | None, str]:
    """The version before the decision, the one it made if entered already, and what stands in the way."""
    known = versions(session, key)
    if decision.decided_on is None:
        return None, None, "决定没有通过、签署或公布日期，不能判断它修改的是哪一个文本"
    done = next((one for one in known if _made_by(one, decision)), None)
    if done is not None:
        return None, done, "修改后的文本已经登记"
    before = [one for one in known if _older(one, decision.decided_on)]
    later = [one for one in known if one not in before]
    if not before:
        return None, None, "登记中只有决定之后的文本，没有修改前的文本"
    if any(one.dated_on == decision.decided_on for one in later):
        return None, None, "登记中已有决定当日的文本"
    return before[-1], None, ""


def _made_by(text: Text, decision: Decision) -> bool:
    names = (f"《{decision.title}》", f"《{inside(decision.title)}》")
    return any(name in text.note for name in names)


def _older(text: Text, decided_on: date) -> bool:
    # A file's day may be that of the first text, while its head tells of later changes.
    told = [found.day for line in text.note.splitlines() if "施行" not in line for found in days_in(line)]
    return max((day for day in (*told, text.dated_on) if day), default=date.min) < decided_on


def proposed(session: Session, decision: Decision, target: Target) -> Proposed:
    """The text after, as the instructions make it of the text before.

    Raises AlreadyEntered where it is in the registry, NotFound where the text before is not.
    """
    if target.done is not None:
        raise AlreadyEntered(f"《{target.title}》：{target.standing}")
    if target.base is None or target.standing:
        raise NotFound(f"《{target.title or target.amending.title}》：{target.standing}")
    before = read_wording(session, target.base.id)
    made = consolidate(target.title, before, target.amending.instructions)
    history = [
        step for found in readings(session, target.base.id) for step in recall(found).statements.history
    ]
    line = ""
    if decision.decided_on:
        line = history_line(decision.title, decision.number, decision.decided_on, history)
    return Proposed(decision, target, before, made, target.base.note, line)


def readings(session: Session, text_id: int) -> list[dict[str, object]]:
    """What was read of the files of a version, in the order of their paths."""
    return list(session.scalars(select(Source.found).where(Source.text_id == text_id).order_by(Source.path)))


def target_of(session: Session, decision: Decision, document_id: int) -> Target:
    """The target that is this document; raises NotFound when the decision does not change it."""
    found = next((one for one in targets(session, decision) if one.document_id == document_id), None)
    if found is None:
        raise NotFound(f"《{decision.title}》没有可以识别的对该文件的修改")
    return found


def task_key(decision_id: int, document_id: int) -> str:
    """The key of the task to confirm a text after."""
    return f"consolidation:{decision_id}:{document_id}"


def open_tasks(session: Session, document_id: int, by: str) -> int:
    """Open a task for every text that this document, where it is a decision, changes; gives how many.

    Called when a document is published or entered; whatever amends nothing opens none.
    """
    decision = decision_of(session, document_id)
    duties = list(_duties(decision, targets(session, decision)))
    for duty in duties:
        open_task(session, duty, by=by)
    return len(duties)


def _duties(decision: Decision, found: Sequence[Target]) -> Iterator[Duty]:
    soon = clock.today() + WITHIN
    for target in found:
        if target.ready and target.document_id:
            yield Duty(
                key=task_key(decision.id, target.document_id),
                code=TaskCode.CONSOLIDATION,
                title=f"按《{decision.title}》审定《{target.title}》修改后的文本",
                path=f"/desk/consolidations/{decision.id}/{target.document_id}",
                document_id=target.document_id,
                due_on=max(soon, decision.effective_on or soon),
                details={"decision": decision.title, "instructions": len(target.amending.instructions)},
            )
