"""What is due (到时发布): interpretations whose minute has come, and those that come with their document.

No clock of its own, no job: whoever is asked first at or after the minute does it, once.
"""

import logging
from collections.abc import Callable

from sqlalchemy import or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from base import clock, outbox
from base.db import Database
from base.errors import RegistryError
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing.editing import get, subject
from interpretations.publishing.offices import office_of
from interpretations.publishing.release import expect_next, make_public
from interpretations.rules.terms import Capacity, Progress
from interpretations.tables import ExplainedRow, Explainer, Interpretation, Plan
from registry.drafting.publishing import PUBLISHED
from registry.drafting.tables import Draft
from registry.tables import Source, Text
from registry.watch import tasks
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

LOGGER = logging.getLogger(__name__)
BROKEN = "发布过程中出现系统故障，已经记录在日志中"


def publish_due(database: Database) -> int:
    """Publish every interpretation whose minute has come; gives how many became public."""
    with database.reading() as session:
        if not outbox.is_due(session):
            return 0
        query = select(Interpretation.id).where(
            Interpretation.progress == Progress.SCHEDULED.value, Interpretation.publish_at <= clock.now()
        )
        keys = list(session.scalars(query.order_by(Interpretation.publish_at, Interpretation.id)))
    return sum(_publish(database, key, _is_due) for key in keys)


def follow_publications(database: Database) -> int:
    """Let the interpretations and plans of drafts follow them into their documents; gives how many drafts.

    Those that were to become public with their document do. A draft is settled in the transaction that
    carries its interpretations over, so that a crash in between leaves it to be done, and nothing twice.
    """
    with database.reading() as session:
        messages = outbox.pending(session, PUBLISHED)
        waiting = _together(session)
    for message in messages:
        _follow(database, message)
    if messages:
        with database.reading() as session:
            waiting = _together(session)
    for key in waiting:
        _publish(database, key, _is_together)
    return len(messages)


def _together(session: Session) -> list[int]:
    """The interpretations that wait for nothing but their document, which is there now."""
    drafts = select(ExplainedRow.interpretation_id).where(ExplainedRow.draft_id.is_not(None))
    query = select(Interpretation.id).where(
        Interpretation.progress == Progress.SCHEDULED.value,
        Interpretation.with_document.is_(True),
        Interpretation.id.not_in(drafts),
    )
    return list(session.scalars(query.order_by(Interpretation.id)))


def _follow(database: Database, message: outbox.Message) -> None:
    with database.transaction() as session:
        # Two processes at once: the second finds the message settled.
        audit.turn(session)
        if message.id not in {held.id for held in outbox.pending(session, PUBLISHED)}:
            return
        document_id = session.scalars(select(Draft.document_id).where(Draft.id == message.key)).first()
        outbox.settle(session, [message])
        if document_id:
            _carry(session, message.key, document_id)


def _carry(session: Session, draft_id: int, document_id: int) -> None:
    """The plan and the interpretations of the draft become those of its document."""
    now = clock.now()
    plan = session.scalars(select(Plan).where(Plan.draft_id == draft_id)).first()
    if plan is not None:
        plan.document_id = document_id
        standing = select(Explainer.unit_id).where(
            Explainer.document_id == document_id, Explainer.withdrawn_at.is_(None)
        )
        for unit in sorted({*plan.joint_units} - {*session.scalars(standing)}):
            session.add(
                Explainer(
                    document_id=document_id,
                    unit_id=unit,
                    capacity=Capacity.JOINT.value,
                    act="解读方案",
                    recorded_at=now,
                    recorded_by=plan.recorded_by,
                )
            )
    text_id = _became(session, draft_id, document_id)
    for row in session.scalars(select(ExplainedRow).where(ExplainedRow.draft_id == draft_id)):
        row.document_id, row.draft_id, row.text_id = document_id, None, text_id
    session.flush()
    outbox.grow(session)


def _became(session: Session, draft_id: int, document_id: int) -> int | None:
    """The text that a draft became: the one whose source bears the draft's path."""
    path = session.scalars(select(Draft.path).where(Draft.id == draft_id)).one()
    query = select(Source.text_id).join(Text, Text.id == Source.text_id)
    of_draft = or_(Source.path == path, Source.path.startswith(f"{path}/", autoescape=True))
    return session.scalars(query.where(Text.document_id == document_id, of_draft)).first()


def _is_due(row: Interpretation) -> bool:
    return row.publish_at is not None and row.publish_at <= clock.now()


def _is_together(row: Interpretation) -> bool:
    return row.with_document


def _publish(database: Database, key: int, wanted: Callable[[Interpretation], bool]) -> bool:
    why, settled = BROKEN, False
    try:
        with database.transaction() as session:
            row = get(session, key)
            done = Progress(row.progress) is Progress.SCHEDULED and wanted(row)
            if done:
                make_public(session, row, row.publish_at or clock.now(), by=_scheduler(row))
        settled = True
    except OperationalError:
        # The database is busy or away: whoever asks next tries again.
        settled = True
        raise
    except RegistryError as fault:
        why, done = fault.sentence, False
    finally:
        if not settled:
            _give_up(database, key, why)
    return done


def _give_up(database: Database, key: int, why: str) -> None:
    LOGGER.warning("interpretation %s could not be published: %s", key, why)
    with database.transaction() as session:
        row = get(session, key)
        if Progress(row.progress) is not Progress.SCHEDULED:
            return
        by = _scheduler(row)
        row.progress, row.failure = Progress.REVIEWED.value, why[:1000]
        row.publish_at, row.with_document = None, False
        expect_next(session)
        duty = Duty(
            # By its moment: failing a second time is another task.
            f"interpretation_failed:{row.id}:{int(clock.now().timestamp())}",
            TaskCode.PUBLICATION,
            f"定时发布解读《{row.title}》未成功",
            f"/desk/interpretations/{row.id}",
            unit_id=office_of(session, row.unit_id),
            details={"why": why},
        )
        tasks.open_task(session, duty, by=by.name)
        audit.record(session, by, "interpretation.publication_failed", subject(row), after={"why": why})


def _scheduler(row: Interpretation) -> Actor:
    # Whoever scheduled it answers for it, though nobody is there at its minute.
    return Actor(None, row.scheduled_by, row.scheduled_by, None, address="定时")
