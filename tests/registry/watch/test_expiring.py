"""Who is asked about a term that runs out, and when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.roles import Actor
from base.staff.tables import Unit
from registry.tables import Document, EventRow
from registry.watch import expiring, handling, rounds
from registry.watch.expiring import STEPS, due_day, step_of
from registry.watch.handling import Answer, Outcome
from registry.watch.tables import Task, TaskState

END = date(2027, 8, 1)
Enter = Callable[..., Document]
Record = Callable[..., EventRow]


def days_before(days: int) -> date:
    return END - timedelta(days=days)


@pytest.fixture
def term(document: Enter, event: Record, unit: Unit) -> Document:
    """In force until 31 July 2027."""
    made = document("澄江省碳普惠管理办法", drafting_unit_id=unit.id)
    event(made, "commencement", date(2022, 8, 1))
    event(made, "expiry", END, evidence="有效期至2027年7月31日。")
    return made


def live(session: Session) -> list[Task]:
    states = (TaskState.OPEN.value, TaskState.WAITING.value)
    return list(session.scalars(select(Task).where(Task.state.in_(states)).order_by(Task.id)))


@pytest.mark.parametrize(("days", "asked"), [(181, False), (180, True), (1, True)])
def test_the_unit_is_asked_from_180_days_ahead_until_the_last_day(
    session: Session, term: Document, days: int, asked: bool
) -> None:
    rounds.go_round(session, days_before(days))
    assert [task.document_id for task in live(session)] == ([term.id] if asked else [])


def test_nobody_is_asked_once_the_term_is_over(session: Session, term: Document) -> None:
    assert not rounds.look(session, END)


def test_the_task_names_the_last_day_as_printed_its_sentence_and_the_unit(
    session: Session, term: Document, unit: Unit
) -> None:
    rounds.go_round(session, days_before(180))
    (task,) = live(session)
    assert "有效期至2027年7月31日" in task.title
    assert task.details["sentence"] == "有效期至2027年7月31日。"
    assert task.unit_id == unit.id
    assert task.due_on == days_before(90)


@pytest.mark.parametrize("step", [90, 30])
def test_a_later_reminder_takes_the_place_of_an_unanswered_one(
    session: Session, term: Document, step: int
) -> None:
    rounds.go_round(session, days_before(180))
    rounds.go_round(session, days_before(step))
    (task,) = live(session)
    assert task.details["step"] == step
    first = session.scalars(select(Task).order_by(Task.id)).first()
    assert first is not None
    assert first.state == TaskState.DROPPED
    assert first.reason == "由下一次提醒接替"


def test_a_unit_that_lets_it_end_is_not_asked_again(session: Session, term: Document, officer: Actor) -> None:
    rounds.go_round(session, days_before(180))
    (task,) = live(session)
    handling.handle(session, task.id, Answer(TaskState.DONE, Outcome.LET_END), by=officer)
    session.flush()
    assert not rounds.look(session, days_before(90))


def test_a_promised_renewal_that_did_not_come_is_asked_for_again(
    session: Session, term: Document, officer: Actor
) -> None:
    rounds.go_round(session, days_before(180))
    (task,) = live(session)
    handling.handle(session, task.id, Answer(TaskState.DONE, Outcome.RENEW), by=officer)
    session.flush()
    assert [duty.details["step"] for duty in rounds.look(session, days_before(90)).opened] == [90]


def test_a_term_that_was_taken_back_leaves_no_task(session: Session, term: Document) -> None:
    rounds.go_round(session, days_before(180))
    expiry = session.scalars(select(EventRow).where(EventRow.kind == "expiry")).one()
    expiry.withdrawn_at = expiry.recorded_at
    session.flush()
    rounds.go_round(session, days_before(179))
    assert live(session) == []


def test_a_document_repealed_before_its_term_is_not_listed(
    session: Session, term: Document, event: Record
) -> None:
    event(term, "repeal", days_before(100))
    assert expiring.expiring(session, days_before(180), END + timedelta(days=1)) == ()


def test_a_draft_is_not_listed(session: Session, term: Document) -> None:
    term.publication = "draft"
    session.flush()
    assert expiring.expiring(session, days_before(180), END + timedelta(days=1)) == ()


def test_a_second_round_on_the_same_day_finds_nothing_new(session: Session, term: Document) -> None:
    assert rounds.go_round(session, days_before(100)).opened
    assert not rounds.go_round(session, days_before(100))


@given(st.integers(1, 180))
def test_a_reminder_is_due_after_it_is_given_and_before_the_end(days: int) -> None:
    today = days_before(days)
    step = step_of(END, today)
    assert step in STEPS
    assert days <= step
    assert due_day(END, step) < END
