"""Rulings on where an adopted provision came from (条文对应更正). Verbs, which never commit."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations import notices
from registry.consultations.reads import tracing
from registry.consultations.rules.terms import NoticeProgress
from registry.consultations.tables import Consultation, TraceLink
from registry.drafting.faults import Stale

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person rules: the adopted provision, that of the draft ("" for none), and why.

    `seen` is the id of the ruling that stood when the form was shown, 0 for none.
    """

    adopted_eid: str
    draft_eid: str
    reason: str
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Ends:
    """What may be ruled on: the provisions of the adopted text, and of the draft."""

    adopted: Collection[str]
    draft: Collection[str]


def rule(session: Session, key: int, ruling: Ruling, ends: Ends, *, by: Actor) -> TraceLink:
    """Rule where a provision came from (更正条文对应); the ruling before it is kept, and stands no more.

    Raises BadInput for what neither text has or without a reason, Stale where somebody ruled meanwhile.
    """
    row = _adopted(session, key)
    if ruling.adopted_eid not in ends.adopted:
        raise BadInput("出台的文本没有这一条，请从列表重新打开")
    if ruling.draft_eid and ruling.draft_eid not in ends.draft:
        raise BadInput("征求意见稿没有所选的条款，请重新选择")
    if not ruling.reason.strip():
        raise BadInput("请写明更正的理由")
    before = _replaced(session, row, ruling.adopted_eid, ruling.seen)
    link = TraceLink(
        consultation_id=row.id,
        adopted_eid=ruling.adopted_eid,
        draft_eid=ruling.draft_eid,
        reason=ruling.reason.strip()[:LONGEST_REASON],
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(link)
    session.flush()
    after = {"adopted": link.adopted_eid, "draft": link.draft_eid, "reason": link.reason}
    outbox.grow(session)
    audit.record(session, by, "trace.rule", notices.subject(row), before=_before(before), after=after)
    return link


def take_back(session: Session, key: int, adopted_eid: str, seen: int, *, by: Actor) -> None:
    """Take a ruling back (撤销更正): what is proposed by number and likeness stands again."""
    row = _adopted(session, key)
    before = _replaced(session, row, adopted_eid, seen)
    if before is None:
        raise WrongStage("这一条没有更正过，不用撤销")
    outbox.grow(session)
    audit.record(session, by, "trace.take_back", notices.subject(row), before=_before(before))


def standing(session: Session, key: int) -> dict[str, TraceLink]:
    """The rulings that stand, by the adopted provision."""
    query = select(TraceLink).where(TraceLink.consultation_id == key, tracing.standing())
    return {link.adopted_eid: link for link in session.scalars(query.order_by(TraceLink.id))}


def _adopted(session: Session, key: int) -> Consultation:
    # First: whoever rules on the same provision at the same time waits here, and sees the other's ruling.
    audit.turn(session)
    row = notices.at(notices.get(session, key), NoticeProgress.PUBLISHED, deed="更正条文对应")
    if row.document_id is None:
        raise WrongStage(f"“{row.title}”还没有登记出台的文件，没有可以对应的条文")
    return row


def _replaced(session: Session, row: Consultation, adopted_eid: str, seen: int) -> TraceLink | None:
    before = standing(session, row.id).get(adopted_eid)
    if (before.id if before else 0) != seen:
        raise Stale("这一条的对应刚刚由他人更正，请看过之后再改")
    if before:
        before.withdrawn_at = clock.now()
    return before


def _before(link: TraceLink | None) -> dict[str, object] | None:
    return {"adopted": link.adopted_eid, "draft": link.draft_eid} if link else None
