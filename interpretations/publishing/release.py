"""Release (发布): an interpretation becomes public, now, at its minute, or with its document; withdrawn.

Verbs, which never commit. What is public is a version, its anchors laid in the texts of that day.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing import tying
from interpretations.publishing.editing import at, get, subject
from interpretations.publishing.faults import NotReady
from interpretations.publishing.flow import as_seen, refuse_others, settle_tasks
from interpretations.publishing.works import Work, title_of, works
from interpretations.rules.terms import Progress
from interpretations.tables import ExplainedRow, Interpretation
from registry.reads.visibility import visible
from registry.tables import Document
from registry.works.shelving import TOPIC as DOCUMENTS

# Under these the index and the schedule hear of interpretations.
TOPIC = "interpretation"
SCHEDULES = "interpretation"


def publish(session: Session, key: int, version: int, *, by: Actor) -> Interpretation:
    """Publish (发布) a reviewed interpretation now; raises NotReady with what stands in the way."""
    row = as_seen(at(get(session, key), Progress.REVIEWED, deed="发布"), version)
    return make_public(session, row, clock.now(), by=by)


def schedule(session: Session, key: int, version: int, moment: datetime, *, by: Actor) -> Interpretation:
    """Schedule (定时发布) a reviewed interpretation; raises BadInput for a moment that has passed."""
    row = as_seen(at(get(session, key), Progress.REVIEWED, deed="定时发布"), version)
    if moment <= clock.now():
        raise BadInput("定时发布的时间应晚于现在；要立即公开，请用“立即发布”")
    if any(work.draft_id for work in works(session, key)):
        raise BadInput("所解读的文件尚未发布，不能先定时；请选“与文件同步发布”")
    row.progress, row.publish_at = Progress.SCHEDULED.value, moment
    row.scheduled_by, row.failure = by.name, ""
    expect_next(session)
    audit.record(
        session, by, "interpretation.schedule", subject(row), after={"publish_at": moment.isoformat()}
    )
    return row


def release_with_document(session: Session, key: int, version: int, *, by: Actor) -> Interpretation:
    """Let it become public together with the document whose draft it explains (同步发布)."""
    row = as_seen(at(get(session, key), Progress.REVIEWED, deed="安排同步发布"), version)
    if not any(work.draft_id for work in works(session, key)):
        raise BadInput("所解读的文件都已发布，请直接发布解读")
    row.progress, row.with_document, row.scheduled_by = Progress.SCHEDULED.value, True, by.name
    audit.record(session, by, "interpretation.with_document", subject(row))
    return row


def unschedule(session: Session, key: int, *, by: Actor) -> Interpretation:
    """Take back (取消定时) a schedule before its time."""
    row = at(get(session, key), Progress.SCHEDULED, deed="取消定时发布")
    row.progress, row.publish_at, row.with_document = Progress.REVIEWED.value, None, False
    expect_next(session)
    audit.record(session, by, "interpretation.unschedule", subject(row))
    return row


def expect_next(session: Session) -> None:
    """Tell whoever answers requests at which moment the next interpretation becomes public."""
    # Before the row that all share is written, so that no deed waits for another that waits for it.
    audit.turn(session)
    session.flush()
    query = select(Interpretation.publish_at).where(
        Interpretation.progress == Progress.SCHEDULED.value, Interpretation.publish_at.is_not(None)
    )
    outbox.expect(session, SCHEDULES, session.scalars(query.order_by(Interpretation.publish_at)).first())


def make_public(session: Session, row: Interpretation, moment: datetime, *, by: Actor) -> Interpretation:
    """Make the working copy what the public reads, from this moment; raises NotReady."""
    refuse_others(session, row)
    explained = works(session, row.id)
    refuse_hidden(session, explained)
    tying.lay(session, row, explained, clock.local(moment).date(), by=by)
    row.progress, row.published_version, row.failure = Progress.PUBLISHED.value, row.version, ""
    row.published_at, row.renewed_at = row.published_at or moment, moment
    row.publish_at, row.with_document, row.withdrawn_at = None, False, None
    settle_tasks(session, row, by=by, outcome="published")
    expect_next(session)
    tell(session, row)
    told = {"version": row.version, "published_at": moment.isoformat(), "title": row.title}
    audit.record(session, by, "interpretation.publish", subject(row), after=told)
    return row


def refuse_hidden(session: Session, explained: tuple[Work, ...]) -> None:
    """Raises NotReady where a document is not public yet: its explanation would tell of it."""
    for work in explained:
        shown = select(Document.id).where(Document.id == (work.document_id or 0), visible())
        if session.scalars(shown).first() is None:
            title = title_of(session, work)
            raise NotReady(f"《{title}》尚未公开，解读不能先于文件发布；可以安排与文件同步发布")


def withdraw(session: Session, key: int, reason: str, *, by: Actor) -> Interpretation:
    """Withdraw (撤回) a published interpretation; its page says so and why."""
    row = get(session, key)
    if row.published_version is None or row.withdrawn_at is not None:
        raise BadInput("这份解读没有公开，不必撤回")
    if not reason.strip():
        raise BadInput("撤回须写明理由")
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = clock.now(), by.name, reason.strip()[:500]
    row.progress, row.publish_at, row.with_document = Progress.WITHDRAWN.value, None, False
    settle_tasks(session, row, by=by, outcome="withdrawn")
    expect_next(session)
    tell(session, row)
    audit.record(session, by, "interpretation.withdraw", subject(row), after={"reason": reason})
    return row


def tell(session: Session, row: Interpretation) -> None:
    """Let the index hear of the interpretation, and of the documents whose pages show it."""
    query = select(ExplainedRow.document_id).where(ExplainedRow.interpretation_id == row.id)
    outbox.post(session, TOPIC, [row.id])
    outbox.post(session, DOCUMENTS, [key for key in session.scalars(query) if key is not None])
