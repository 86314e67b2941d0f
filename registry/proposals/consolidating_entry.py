"""Entering a consolidated text (修改后文本登记): a dated version and its amendment, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import files
from base.errors import BadInput, RegistryError
from base.staff import audit
from base.staff.roles import Actor
from registry import books
from registry.intake.markdown import INFO_END, manuscript
from registry.intake.opening import fingerprint
from registry.intake.parsed import Parsed
from registry.intake.record import recall
from registry.law.clauses import read_statements
from registry.law.consolidation_edit import edited
from registry.law.consolidation_lines import lines_of
from registry.law.events import Act, Event
from registry.law.provisions import Provision
from registry.law.statements import Amended, Statements
from registry.law.terms import EventKind
from registry.proposals.consolidating import (
    Decision,
    Proposed,
    decision_of,
    proposed,
    readings,
    target_of,
    task_key,
)
from registry.reads.life import lives
from registry.tables import EventRow
from registry.watch.tasks import close_task

# Changed words as they are written into the audit trail: the text itself stands in the registry.
LONGEST_TOLD = 2_000
# The rule by which a history line dates an amendment (registry/works/life.py).
HEADER = "header"
BY_THE_ACT = "题注所载的修改，以依据决定登记的记录为准"


class BaseChanged(RegistryError):
    """The text before, or the decision, is another one than the person saw."""

    code = "base-changed"
    status = 409


class NotCarriedOut(RegistryError):
    """Instructions are left that nobody said to have carried out."""

    code = "not-carried-out"
    status = 409


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person confirms: from which day, under which history line, with which words changed by hand.

    `seen` names the texts that the page was made of; `settled` says that what could not be carried out
    was seen to by a person.
    """

    effective_on: date
    line: str
    seen: str
    words: Mapping[str, str]
    settled: bool = False


def seen(one: Proposed) -> str:
    """What a page of this proposal was made of; another value means that it was made of something else."""
    base = one.target.base
    return f"{one.decision.text_id}-{base.id if base else 0}"


def enter(
    session: Session, decision_id: int, document_id: int, order: Confirmed, store: Path, *, by: Actor
) -> int:
    """Enter the text after as a version of the document, with the amendment; gives the document's id.

    Raises BaseChanged, NotCarriedOut, Unapplied for words that cannot be read, and what `books` raises.
    """
    decision = decision_of(session, decision_id)
    one = proposed(session, decision, target_of(session, decision, document_id))
    _check(one, order)
    provisions = edited(one.made.provisions, order.words)
    parsed, raw = read(session, one, provisions, order)
    files.keep(store, raw)
    books.join_version(session, document_id, parsed, by=by.name)
    _amended(session, one, order.effective_on, by)
    told = _told(one, parsed, order)
    before = {"text": one.target.base.id if one.target.base else None}
    audit.record(session, by, "consolidation.confirm", f"document:{document_id}", before=before, after=told)
    close_task(session, task_key(decision_id, document_id), by=by.name, outcome="entered")
    return document_id


def _told(one: Proposed, parsed: Parsed, order: Confirmed) -> dict[str, object]:
    return {
        "decision": one.decision.address,
        "effective_on": order.effective_on.isoformat(),
        "path": parsed.path,
        "fingerprint": parsed.fingerprint,
        "unapplied": [outcome.why for outcome in one.made.unapplied],
        "by_hand": {eid: words[:LONGEST_TOLD] for eid, words in order.words.items()},
    }


def _check(one: Proposed, order: Confirmed) -> None:
    if order.seen != seen(one):
        raise BaseChanged("您打开页面之后，修改前的文本或者决定本身已有变动，请重新打开本页核对")
    if one.made.unapplied and not order.settled:
        count = len(one.made.unapplied)
        raise NotCarriedOut(f"还有 {count} 处修改没有并入，请逐一处理后勾选“已由人工处理”")
    decided = one.decision.decided_on
    if decided and order.effective_on < decided:
        raise BadInput(f"施行日期（effective_on）{order.effective_on} 早于决定作出之日 {decided}")


def read(
    session: Session, one: Proposed, provisions: tuple[Provision, ...], order: Confirmed
) -> tuple[Parsed, bytes]:
    """The text after as if it had come as a file, with its bytes: what stood of the document stands on."""
    base = one.target.base
    if base is None:
        raise BadInput("没有修改前的文本")
    note = "\n".join(part for part in (base.note, order.line) if part)
    raw = source(one.target.title, note, provisions)
    known = readings(session, base.id)
    if not known:
        raise BadInput(f"《{one.target.title}》修改前的文本没有来源文件，无法并入新的文本")
    parsed = replace(
        recall(known[0]),
        path=f"consolidated/{one.decision.address}/{one.target.address}.md",
        sha256=sha256(raw).hexdigest(),
        title=one.target.title,
        provisions=provisions,
        statements=_stated(raw, one.decision, order),
        note=note,
        dated_on=one.decision.decided_on,
        fingerprint=fingerprint(provisions),
        size=len(raw),
        doubts=(),
    )
    return parsed, raw


def source(title: str, note: str, provisions: tuple[Provision, ...]) -> bytes:
    """The text as a file of the collection: title, history lines, body."""
    lines = [f"# {title}", *note.split("\n"), INFO_END, *lines_of(provisions)]
    return ("\n\n".join(line for line in lines if line) + "\n").encode()


def _stated(raw: bytes, decision: Decision, order: Confirmed) -> Statements:
    """What the text after states, read as any text is; its new history line counts from its first day."""
    stated = read_statements(manuscript(raw.decode()))
    evidence = order.line
    line = Amended(order.effective_on, "修正", "", evidence, act=decision.title, number=decision.number)
    earlier = tuple(step for step in stated.history if step.evidence not in evidence)
    return replace(stated, history=(*earlier, line))


def _amended(session: Session, one: Proposed, on: date, by: Actor) -> None:
    """Let the amendment name the decision as its act; what its own history line says is the same event."""
    decision, key = one.decision, one.target.document_id or 0
    act = Act(decision.title, decision.number, decision.address)
    known = lives(session, [key]).get(key, ())
    told = any(event.kind is EventKind.AMENDMENT and event.on == on and _by(event, act) for event in known)
    touched = tuple(dict.fromkeys(eid for outcome in one.made.outcomes for eid in outcome.before))
    sentences = dict.fromkeys(outcome.instruction.sentence.split("\n")[0] for outcome in one.made.outcomes)
    event = Event(EventKind.AMENDMENT, on, touched, act=act, evidence="；".join(sentences)[:LONGEST_TOLD])
    rows = select(EventRow.id).where(
        EventRow.document_id == key,
        EventRow.kind == EventKind.AMENDMENT.value,
        EventRow.on == on,
        EventRow.rule == HEADER,
        EventRow.withdrawn_at.is_(None),
    )
    own = session.scalars(rows).first()
    if own is not None:
        books.correct(session, own, by=by.name, reason=BY_THE_ACT, instead=None if told else event)
    elif not told:
        books.amend(session, key, books.Order(on, act, touched, evidence=event.evidence), by=by.name)


def _by(event: Event, act: Act) -> bool:
    return event.act is not None and event.act.address == act.address != ""
