"""The outbox: what upper floors must hear of, written in the same transaction as the change.

A crash between the commit and the reader's work leaves the row: the work is done twice, never zero times.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, delete, event, func, insert, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from base import clock
from base.db import Moment, Table

# What `session.info` knows of the generation: that it shall grow, and that the commit is listened to.
GROWN, LISTENING = "generation_grown", "generation_listening"
UPSERT = text(
    "INSERT INTO expected (topic, second) VALUES (:topic, :second) "
    "ON CONFLICT (topic) DO UPDATE SET second = excluded.second"
)


class OutboxRow(Table):
    """One change that somebody above must hear of."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[int] = mapped_column(Integer)
    posted_at: Mapped[datetime] = mapped_column(Moment)


class Expected(Table):
    """The next second (since 1970, UTC) at which something of a topic becomes public by itself."""

    __tablename__ = "expected"

    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    second: Mapped[int] = mapped_column(BigInteger)


class Generation(Table):
    """One number that grows with every change, so that whatever is cached knows when it is old.

    `due_second` is the next second (since 1970, UTC) at which something becomes public by itself: whoever
    reads the number reads it too, so that nothing is shown past that second as it was before.
    """

    __tablename__ = "generation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    due_second: Mapped[int | None] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox as its reader sees it."""

    id: int
    topic: str
    key: int


def post(session: Session, topic: str, keys: Sequence[int]) -> None:
    """Say that these things changed; to be called in the transaction that changes them."""
    if not keys:
        return
    now = clock.now()
    session.execute(insert(OutboxRow), [{"topic": topic, "key": key, "posted_at": now} for key in keys])
    grow(session)


def grow(session: Session) -> None:
    """Let whatever is cached know that it is old; `post` does so by itself.

    The number grows with the commit. Were its row held from here on, two deeds that also wait for their turn
    in the audit trail, one before and one after this, would wait for each other (seen on PostgreSQL).
    """
    session.info[GROWN] = True
    if not session.info.get(LISTENING):
        session.info[LISTENING] = True
        event.listen(session, "before_commit", _grow_now)


def _grow_now(session: Session) -> None:
    if not session.info.pop(GROWN, False):
        return
    if session.execute(update(Generation).values(number=Generation.number + 1)).rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(Generation).values(id=1, number=1))


def expect(session: Session, topic: str, moment: datetime | None) -> None:
    """Say when the next thing of a topic becomes public by itself (None: nothing of it is waiting)."""
    if moment is None:
        session.execute(delete(Expected).where(Expected.topic == topic))
    else:
        # Two at once: the second writes over what the first wrote, instead of beside it.
        session.execute(UPSERT, {"topic": topic, "second": math.floor(moment.timestamp())})
    second = session.execute(select(func.min(Expected.second))).scalar_one_or_none()
    if session.execute(update(Generation).values(due_second=second)).rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(Generation).values(id=1, number=0, due_second=second))


def is_due(session: Session) -> bool:
    """Whether the moment that `expect` named has come."""
    second = session.execute(select(Generation.due_second)).scalar_one_or_none()
    return second is not None and clock.now().timestamp() >= second


def pending(session: Session, topic: str) -> tuple[Message, ...]:
    """What has not been dealt with yet, oldest first."""
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.topic, OutboxRow.key)
        .where(OutboxRow.topic == topic)
        .order_by(OutboxRow.id)
    )
    return tuple(Message(*row) for row in rows)


def settle(session: Session, messages: Sequence[Message]) -> None:
    """Forget these messages; to be called only after the work they asked for is safely kept."""
    for start in range(0, len(messages), 500):
        ids = [message.id for message in messages[start : start + 500]]
        session.execute(delete(OutboxRow).where(OutboxRow.id.in_(ids)))


def generation(session: Session) -> int:
    """The number that grows with every change; 0 for an empty registry."""
    return session.execute(select(Generation.number)).scalar_one_or_none() or 0
