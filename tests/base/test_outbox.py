"""What changed is heard of at least once, and every change makes the generation grow."""

import pytest

from base import outbox
from base.db import Database


def test_messages_stand_or_fall_with_the_change(database: Database) -> None:
    with pytest.raises(LookupError), database.transaction() as session:
        outbox.post(session, "document", [7])
        raise LookupError
    with database.reading() as session:
        assert outbox.pending(session, "document") == ()


def test_messages_come_oldest_first_and_by_topic(database: Database) -> None:
    with database.transaction() as session:
        outbox.post(session, "document", [3, 1])
        outbox.post(session, "feed", [9])
        outbox.post(session, "document", [2])
    with database.reading() as session:
        assert [message.key for message in outbox.pending(session, "document")] == [3, 1, 2]


def test_a_message_stays_until_its_work_is_done(database: Database) -> None:
    with database.transaction() as session:
        outbox.post(session, "document", range(1_200))
    with database.transaction() as session:
        heard = outbox.pending(session, "document")
        outbox.post(session, "document", [77])
        outbox.settle(session, heard)
    with database.reading() as session:
        assert [message.key for message in outbox.pending(session, "document")] == [77]


def test_every_change_makes_the_generation_grow(database: Database) -> None:
    seen = []
    for keys in ([1], [1, 2, 3], []):
        with database.transaction() as session:
            outbox.post(session, "document", keys)
        with database.reading() as session:
            seen.append(outbox.generation(session))
    assert seen == [1, 2, 2]
