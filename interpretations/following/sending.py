"""Sending (发送): takes letters one by one, so that two who send at once never send the same.

A letter is claimed in a transaction of its own, given to the server, and marked. Whoever is killed between
leaves it SENDING; after a while it is UNSURE, which a person decides: sent again by itself, somebody would be
mailed twice.
"""

import logging
import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from base import clock
from base.db import Database
from interpretations.following.letterhead import Letterhead
from interpretations.following.letters import FORGOTTEN
from interpretations.following.smtp import Answer, Outcome, Outgoing, Unreachable, connected, give
from interpretations.following.tables import Mail, MailState

LOGGER = logging.getLogger(__name__)
# Longer than all the waiting for answers of one letter (`smtp.SECONDS` for each of five).
CLAIM = timedelta(minutes=15)
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=4)
TRYING = timedelta(days=3)
KEPT = timedelta(days=30)
INTERRUPTED = "发送时程序中断，不知道对方是否已经收到"
Connect = Callable[..., AbstractContextManager[smtplib.SMTP]]


@dataclass(slots=True)
class Sent:
    """What a round of sending did."""

    sent: int = 0
    later: int = 0
    given_up: int = 0
    unsure: int = 0
    fault: str = ""


def delay_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when three days of trying are over.

    >>> [str(delay_after(tries)) for tries in (1, 2, 3, 20)]
    ['0:01:00', '0:02:00', '0:04:00', '4:00:00']
    """
    spent = sum((_delay(past) for past in range(1, min(tries, 100))), timedelta())
    return None if spent + _delay(tries) > TRYING else _delay(tries)


def _delay(tries: int) -> timedelta:
    doubled: int = 1 << min(tries - 1, 30)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)


def send_due(database: Database, head: Letterhead) -> Sent:
    """Send every letter whose time has come; stops where the server cannot be used, for now."""
    done = Sent(unsure=_leave_unsure(database))
    if not _is_anything_due(database):
        return done
    first = _claim(database)
    try:
        with connected(head.mailing) as client:
            while first is not None:
                _send(database, head, client, first, done)
                first = _claim(database)
    except Unreachable as fault:
        done.fault = str(fault)
        LOGGER.warning("letters could not be sent: %s", fault)
        if first is not None:
            _settle(database, first, Answer(Outcome.LATER, str(fault)), done)
    return done


def _is_anything_due(database: Database) -> bool:
    """Whether there is anything to send; reading first, no idle round takes anybody's turn to write."""
    with database.reading() as session:
        return session.scalars(select(Mail.id).where(_due()).limit(1)).first() is not None


def _due() -> ColumnElement[bool]:
    come = or_(Mail.next_at.is_(None), Mail.next_at <= clock.now())
    return and_(Mail.state == MailState.WAITING.value, come)


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that is ours to send, and how often it was tried, this time included."""

    id: int
    tries: int
    letter: Outgoing


def _claim(database: Database) -> Claim | None:
    """Take the next letter; whoever comes at the same time takes another."""
    with database.transaction() as session:
        query = select(Mail).where(_due()).order_by(Mail.next_at, Mail.id).limit(1)
        row = session.scalars(query.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        row.state, row.tries = MailState.SENDING.value, row.tries + 1
        row.next_at = clock.now() + CLAIM
        letter = Outgoing(row.key, row.recipient, row.subject, row.words, row.leave_url)
        return Claim(row.id, row.tries, letter)


def _send(database: Database, head: Letterhead, client: smtplib.SMTP, claim: Claim, done: Sent) -> None:
    _settle(database, claim, give(client, head, claim.letter), done)


def _settle(database: Database, claim: Claim, answer: Answer, done: Sent) -> None:
    """Write down what became of a letter."""
    now = clock.now()
    state, next_at = _after(answer, claim.tries, now)
    values = {
        "state": state.value,
        "next_at": next_at,
        "fault": answer.fault,
        "sent_at": now if state is MailState.SENT else None,
    }
    with database.transaction() as session:
        # Taken over by a person in the meantime, it stays as that person left it.
        ours = (Mail.id == claim.id) & (Mail.state == MailState.SENDING.value) & (Mail.tries == claim.tries)
        session.execute(update(Mail).where(ours).values(values))
    done.sent += state is MailState.SENT
    done.later += state is MailState.WAITING
    done.given_up += state is MailState.GIVEN_UP
    done.unsure += state is MailState.UNSURE
    if state is not MailState.SENT:
        LOGGER.warning("letter %s: %s: %s", claim.id, state.value, answer.fault)


def _after(answer: Answer, tries: int, now: datetime) -> tuple[MailState, datetime | None]:
    """How a letter stands after an answer, and when it is tried again."""
    if answer.outcome is Outcome.TAKEN:
        return MailState.SENT, None
    if answer.outcome is Outcome.UNKNOWN:
        return MailState.UNSURE, None
    delay = delay_after(tries) if answer.outcome is Outcome.LATER else None
    return (MailState.WAITING, now + delay) if delay else (MailState.GIVEN_UP, None)


def _leave_unsure(database: Database) -> int:
    """Give letters whose sender was killed to a person to decide; gives how many."""
    over = (Mail.state == MailState.SENDING.value) & (Mail.next_at <= clock.now())
    with database.reading() as session:
        if session.scalars(select(Mail.id).where(over).limit(1)).first() is None:
            return 0
    values = {"state": MailState.UNSURE.value, "next_at": None, "fault": INTERRUPTED}
    with database.transaction() as session:
        return len(session.scalars(update(Mail).where(over).values(values).returning(Mail.id)).all())


def forget_old(session: Session) -> int:
    """Forget to whom letters went and what they said, thirty days after; gives how many."""
    return len(session.scalars(update(Mail).where(_old()).values(FORGOTTEN).returning(Mail.id)).all())


def is_any_old(session: Session) -> bool:
    """Whether there is anything to forget; nobody's turn to write is taken to find out."""
    return session.scalars(select(Mail.id).where(_old()).limit(1)).first() is not None


def _old() -> ColumnElement[bool]:
    when = func.coalesce(Mail.sent_at, Mail.recorded_at)
    settled = Mail.state.in_([MailState.SENT.value, MailState.GIVEN_UP.value, MailState.UNSURE.value])
    return settled & (Mail.recipient != "") & (when <= clock.now() - KEPT)
