"""What is due (到时发布): notices whose minute has come are published by whoever is asked first, once.

No clock of its own, no job: the answer to the first request at or after the minute waits until it is done.
"""

import logging
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from base import clock, outbox
from base.config import Consulting
from base.db import Database
from base.errors import RegistryError
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.flow import expect_next, make_public
from registry.consultations.notices import held, subject
from registry.consultations.rules.terms import NoticeProgress
from registry.consultations.tables import Consultation
from registry.consultations.tasks import ask_review

LOGGER = logging.getLogger(__name__)
BROKEN = "发布过程中出现系统故障，已经记录在日志中"
# Nobody asked within the hour: the site was away, and the public had nothing at the minute.
PUNCTUAL = timedelta(hours=1)


def publish_due(database: Database, consulting: Consulting) -> int:
    """Publish every notice whose minute has come; gives how many became public.

    One that cannot be published any more says why, opens a task, and is not tried again by itself.
    """
    with database.reading() as session:
        if not outbox.is_due(session):
            return 0
        query = select(Consultation.id).where(
            Consultation.progress == NoticeProgress.SCHEDULED.value, Consultation.publish_at <= clock.now()
        )
        keys = list(session.scalars(query.order_by(Consultation.publish_at, Consultation.id)))
    return sum(_publish(database, key, consulting) for key in keys)


def _publish(database: Database, key: int, consulting: Consulting) -> bool:
    why, settled, done = BROKEN, False, False
    try:
        with database.transaction() as session:
            done = _publish_now(session, key, consulting)
        settled = True
    except OperationalError:
        # The database is busy or away: whoever asks next tries again.
        settled = True
        raise
    except RegistryError as fault:
        why = fault.sentence
    finally:
        # Also when it broke off unforeseen: one request meets the fault, the next finds nothing due.
        if not settled:
            _give_up(database, key, why)
    return done


def _publish_now(session: Session, key: int, consulting: Consulting) -> bool:
    row, now = held(session, key), clock.now()
    if NoticeProgress(row.progress) is not NoticeProgress.SCHEDULED or row.publish_at is None:
        return False
    if row.publish_at > now:
        return False
    # The real length counts from the day on which the public could read it.
    moment = row.publish_at if now - row.publish_at < PUNCTUAL else now
    make_public(session, row, moment, consulting, by=_scheduler(row))
    return True


def _give_up(database: Database, key: int, why: str) -> None:
    LOGGER.warning("consultation %s could not be published at its minute: %s", key, why)
    with database.transaction() as session:
        row = held(session, key)
        if NoticeProgress(row.progress) is not NoticeProgress.SCHEDULED:
            return
        row.progress, row.publish_at = NoticeProgress.SUBMITTED.value, None
        row.changed_at = clock.now()
        expect_next(session)
        by = _scheduler(row)
        ask_review(session, row, by=by, failure=why)
        audit.record(session, by, "consultation.publication_failed", subject(row), after={"why": why})


def _scheduler(row: Consultation) -> Actor:
    # Whoever scheduled it answers for it, though nobody is there at its minute.
    return Actor(None, row.reviewed_by, row.reviewed_by, None, address="定时")
