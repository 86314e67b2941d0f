"""The way of a notice (公告流转): submitted, sent back, published now or at a minute, withdrawn. Verbs.

The office publishes what a unit asks for, and nobody publishes what they wrote themselves.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.config import Consulting
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.audit import AuditRow
from base.staff.roles import Actor
from registry.consultations.judging import refuse_unready
from registry.consultations.notices import at, day_of, held, subject
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress
from registry.consultations.tables import Consultation, ConsultationEvent
from registry.consultations.tasks import ask_mending, ask_review, close
from registry.consultations.writing import as_seen, reasoned
from registry.drafting.faults import FourEyes

# Under this the schedule hears of consultations.
SCHEDULES = "consultation"
# Whoever did one of these had a hand in what the notice says.
WRITING = tuple(f"consultation.{deed}" for deed in ("begin", "save", "attach", "detach", "submit"))
LONGEST_OPINION = 2_000


def submit(session: Session, key: int, version: int, consulting: Consulting, *, by: Actor) -> Consultation:
    """Submit (送审) a notice as it was seen; raises NotReady with everything that is still to be mended."""
    row = as_seen(at(held(session, key), NoticeProgress.DRAFT, deed="送审"), version)
    refuse_unready(session, row, consulting, clock.today())
    row.progress, row.opinion = NoticeProgress.SUBMITTED.value, ""
    row.submitted_at, row.submitted_by = clock.now(), by.name
    row.changed_at = clock.now()
    close(session, row, by=by, outcome="submitted")
    ask_review(session, row, by=by)
    audit.record(session, by, "consultation.submit", subject(row), after={"version": version})
    return row


def recall(session: Session, key: int, *, by: Actor) -> Consultation:
    """Take back (撤回送审) what the office has not decided yet."""
    row = at(held(session, key), NoticeProgress.SUBMITTED, deed="撤回送审")
    row.progress, row.changed_at = NoticeProgress.DRAFT.value, clock.now()
    close(session, row, by=by, outcome="recalled")
    audit.record(session, by, "consultation.recall", subject(row))
    return row


def send_back(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Consultation:
    """Send back (退回) a notice with the reason; its unit mends it."""
    row = as_seen(at(held(session, key), NoticeProgress.SUBMITTED, deed="退回"), version)
    if not opinion.strip():
        raise BadInput("退回须写明理由")
    row.progress, row.opinion = NoticeProgress.DRAFT.value, opinion.strip()[:LONGEST_OPINION]
    row.reviewed_at = row.changed_at = clock.now()
    row.reviewed_by = by.name
    close(session, row, by=by, outcome="returned", reason=row.opinion)
    ask_mending(session, row, row.opinion, by=by)
    audit.record(session, by, "consultation.send_back", subject(row), after={"opinion": row.opinion})
    return row


def publish(
    session: Session, key: int, version: int, opinion: str, consulting: Consulting, *, by: Actor
) -> Consultation:
    """Pass a notice and publish it now (审核发布)."""
    row = _passed(session, key, version, opinion, by)
    return make_public(session, row, clock.now(), consulting, by=by)


def schedule(
    session: Session,
    key: int,
    version: int,
    opinion: str,
    plan: tuple[datetime, Consulting],
    *,
    by: Actor,
) -> Consultation:
    """Pass a notice and publish it at a minute to come (定时发布); raises BadInput for one that is past."""
    moment, consulting = plan
    row = _passed(session, key, version, opinion, by)
    if moment <= clock.now():
        raise BadInput("定时发布的时间应晚于现在；要立即公开，请用“立即发布”")
    refuse_unready(session, row, consulting, day_of(moment))
    row.progress, row.publish_at = NoticeProgress.SCHEDULED.value, moment
    row.changed_at = clock.now()
    close(session, row, by=by, outcome="scheduled", reason=opinion)
    expect_next(session)
    told = {"publish_at": moment.isoformat(), "opinion": row.opinion}
    audit.record(session, by, "consultation.schedule", subject(row), after=told)
    return row


def unschedule(session: Session, key: int, *, by: Actor) -> Consultation:
    """Take back (取消定时发布) a schedule before its minute; the office decides again."""
    row = at(held(session, key), NoticeProgress.SCHEDULED, deed="取消定时发布")
    row.progress, row.publish_at, row.changed_at = NoticeProgress.SUBMITTED.value, None, clock.now()
    expect_next(session)
    ask_review(session, row, by=by)
    audit.record(session, by, "consultation.unschedule", subject(row))
    return row


def make_public(
    session: Session, row: Consultation, moment: datetime, consulting: Consulting, *, by: Actor
) -> Consultation:
    """Make a notice public from this moment on; raises NotReady where it would come out too late."""
    refuse_unready(session, row, consulting, day_of(moment))
    row.progress, row.publish_at = NoticeProgress.PUBLISHED.value, None
    row.published_at, row.changed_at = moment, clock.now()
    happen(session, row, ConsultationDeed.PUBLISH, at=moment, by=by)
    close(session, row, by=by, outcome="published")
    expect_next(session)
    outbox.grow(session)
    told = {"version": row.version, "published_at": moment.isoformat(), "title": row.title}
    audit.record(session, by, "consultation.publish", subject(row), after=told)
    return row


def withdraw(session: Session, key: int, reason: str, *, by: Actor) -> Consultation:
    """Withdraw (撤回) a published notice; its page says that it was, when and why, and nothing more."""
    row = held(session, key)
    if NoticeProgress(row.progress) is not NoticeProgress.PUBLISHED:
        raise WrongStage("这份公告没有公开，不必撤回")
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reasoned(reason, "撤回")
    row.progress, row.changed_at = NoticeProgress.WITHDRAWN.value, clock.now()
    happen(session, row, ConsultationDeed.WITHDRAW, reason=row.withdrawal_reason, by=by)
    close(session, row, by=by, outcome="withdrawn")
    outbox.grow(session)
    told = {"reason": row.withdrawal_reason}
    audit.record(session, by, "consultation.withdraw", subject(row), after=told)
    return row


def happen(
    session: Session,
    row: Consultation,
    deed: ConsultationDeed,
    *,
    by: Actor,
    at: datetime | None = None,
    reason: str = "",
) -> ConsultationEvent:
    """Write an event (征求意见事件) into the public life of a consultation."""
    made = ConsultationEvent(
        consultation_id=row.id, deed=deed.value, at=at or clock.now(), by=by.name, reason=reason
    )
    session.add(made)
    session.flush()
    return made


def writers(session: Session, row: Consultation) -> frozenset[str]:
    """Everybody who had a hand in what the notice says, as the audit trail knows, which nobody can change."""
    query = select(AuditRow.name).where(AuditRow.subject == subject(row), AuditRow.deed.in_(WRITING))
    return frozenset({*session.scalars(query), row.author, row.submitted_by} - {""})


def expect_next(session: Session) -> None:
    """Tell whoever answers requests at which moment the next notice becomes public."""
    audit.turn(session)
    session.flush()
    query = select(Consultation.publish_at).where(
        Consultation.progress == NoticeProgress.SCHEDULED.value, Consultation.publish_at.is_not(None)
    )
    outbox.expect(session, SCHEDULES, session.scalars(query.order_by(Consultation.publish_at)).first())


def _passed(session: Session, key: int, version: int, opinion: str, by: Actor) -> Consultation:
    row = as_seen(at(held(session, key), NoticeProgress.SUBMITTED, deed="发布"), version)
    if not opinion.strip():
        raise BadInput("审核须写明意见")
    if by.name in writers(session, row):
        raise FourEyes("起草、修改或者送审过这份公告的人不能发布它，请由另一人审核发布")
    row.opinion = opinion.strip()[:LONGEST_OPINION]
    row.reviewed_at, row.reviewed_by = clock.now(), by.name
    return row
