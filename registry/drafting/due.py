"""What is due (到时发布): drafts whose minute has come are published by whoever is asked first, once.

No clock of its own, no job: the answer to the first request at or after the minute waits until it is done.
"""

import logging

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from base import clock, outbox
from base.db import Database
from base.errors import RegistryError
from base.staff import audit
from base.staff.roles import Actor
from registry.drafting.editing import get, subject
from registry.drafting.flow import failed
from registry.drafting.judging import manuscript
from registry.drafting.publishing import House, expect_next, publish_scheduled
from registry.drafting.tables import Draft, Stage
from registry.watch import tasks
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

LOGGER = logging.getLogger(__name__)
# What is told of a publication that broke off in a way nobody foresaw; the log holds the rest.
BROKEN = "发布过程中出现系统故障，已经记录在日志中"


def publish_due(database: Database, house: House) -> int:
    """Publish every draft whose minute has come; gives how many became public.

    One that cannot be published any more says why, opens a task, and is not tried again by itself.
    """
    return sum(_publish(database, key, house) for key in _due(database))


def _due(database: Database) -> list[int]:
    with database.reading() as session:
        if not outbox.is_due(session):
            return []
        query = select(Draft.id).where(Draft.stage == Stage.SCHEDULED.value, Draft.publish_at <= clock.now())
        return list(session.scalars(query.order_by(Draft.publish_at, Draft.id)))


def _publish(database: Database, key: int, house: House) -> bool:
    why = BROKEN
    settled = False
    try:
        with database.transaction() as session:
            done = publish_scheduled(session, key, house, by=_scheduler(session, key))
        settled = True
    except OperationalError:
        # The database is busy or away: whoever asks next tries again.
        settled = True
        raise
    except RegistryError as fault:
        why, done = fault.sentence, None
    finally:
        # Also when it broke off unforeseen: one request meets the fault, the next finds nothing due.
        if not settled:
            _give_up(database, key, why)
    return done is not None


def _give_up(database: Database, key: int, why: str) -> None:
    LOGGER.warning("draft %s could not be published at its minute: %s", key, why)
    with database.transaction() as session:
        draft = get(session, key)
        if Stage(draft.stage) is not Stage.SCHEDULED:
            return
        draft.stage, draft.failure, draft.publish_at = Stage.REVIEWED.value, why[:1000], None
        session.flush()
        expect_next(session)
        title = manuscript(draft).entry.title
        duty = Duty(
            failed(draft),
            TaskCode.PUBLICATION,
            f"定时发布《{title}》未成功",
            f"/desk/drafts/{draft.id}",
            details={"why": why},
        )
        by = Actor(None, draft.scheduled_by, draft.scheduled_by, None)
        tasks.open_task(session, duty, by=by.name)
        audit.record(session, by, "draft.publication_failed", subject(draft), after={"why": why})


def _scheduler(session: Session, key: int) -> Actor:
    # Whoever scheduled it answers for it, though nobody is there at its minute.
    name = get(session, key).scheduled_by
    return Actor(None, name, name, None, address="定时")
