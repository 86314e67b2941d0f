"""The outcomes that units owe: found by the round, each with its day, gone when it is published."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from base import clock
from base.config import Consulting
from registry.consultations import changing, notices
from registry.consultations.watching import key_of, owed, watch
from registry.watch.rounds import go_round, look
from registry.watch.tables import LIVE, Task, TaskCode
from tests.registry.consultations.conftest import Forum

RULES = Consulting()
Hold = Callable[[date], None]
CLOSED = date(2026, 12, 24)


def test_owes_nothing_while_it_is_open(forum: Forum) -> None:
    forum.publish()
    with forum.database.reading() as session:
        assert owed(session, RULES, date(2026, 12, 23)) == ()


def test_owes_its_outcome_from_the_day_after_its_end(forum: Forum) -> None:
    key = forum.publish()
    with forum.database.reading() as session:
        (duty,) = owed(session, RULES, CLOSED)
    assert (duty.key, duty.code) == (key_of(key), TaskCode.OUTCOME_DUE)
    assert (duty.unit_id, duty.due_on) == (forum.water, date(2027, 1, 22))


def test_what_nobody_published_owes_nothing(forum: Forum) -> None:
    forum.begin()
    with forum.database.reading() as session:
        assert owed(session, RULES, date(2027, 6, 1)) == ()


def test_the_round_opens_the_task_and_drops_it_when_the_outcome_is_public(
    forum: Forum, hold_clock: Hold
) -> None:
    key = forum.publish()
    hold_clock(CLOSED)
    with forum.database.transaction() as session:
        go_round(session, clock.today(), (watch(RULES),))
        go_round(session, clock.today(), (watch(RULES),))
    with forum.database.transaction() as session:
        notices.get(session, key).outcome_published_at = clock.now()
        go_round(session, clock.today(), (watch(RULES),))
    with forum.database.reading() as session:
        (task,) = session.scalars(select(Task)).all()
        assert task.state not in LIVE


def test_what_was_dropped_owes_nothing(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        changing.drop(session, key, "不再制定", RULES, by=forum.publisher)
    with forum.database.reading() as session:
        assert owed(session, RULES, CLOSED) == ()


def test_the_day_moves_with_the_promise(forum: Forum, hold_clock: Hold) -> None:
    forum.publish()
    hold_clock(CLOSED)
    with forum.database.transaction() as session:
        go_round(session, clock.today(), (watch(RULES),))
    with forum.database.reading() as session:
        found = look(session, clock.today(), (watch(Consulting(outcome_days=10)),))
    assert [day for _, day in found.moved] == [date(2027, 1, 2)]
