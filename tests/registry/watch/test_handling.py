"""Tasks are answered once, with a result or a reason, and the answer is on record."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput, NotFound
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from base.staff.tables import Unit
from registry.watch import handling, queue
from registry.watch.handling import AlreadyEnded, Answer, Outcome
from registry.watch.queue import Wanted
from registry.watch.tables import Task, TaskCode, TaskState
from registry.watch.tasks import Duty, close_task, drop_task, open_task

TODAY = date(2026, 11, 23)


def duty(key: str, unit_id: int | None = None, due_on: date | None = None) -> Duty:
    return Duty(key, TaskCode.EXPIRY, f"任务 {key}", unit_id=unit_id, due_on=due_on)


@pytest.fixture
def task(session: Session) -> Task:
    return open_task(session, duty("expiry:1:2027-01-01:180"), by="tests")


def test_the_same_finding_twice_is_one_task(session: Session, task: Task) -> None:
    assert open_task(session, duty(task.key), by="somebody else").id == task.id


def test_an_answer_names_its_result_and_who_gave_it(session: Session, task: Task, officer: Actor) -> None:
    handling.handle(session, task.id, Answer(TaskState.DONE, Outcome.REVISE, "列入明年计划"), by=officer)
    assert (task.state, task.outcome, task.closed_by) == ("done", "revise", "fa")
    row = session.scalars(select(AuditRow)).one()
    assert row.subject == f"task:{task.id}"
    assert row.before == {"state": "open", "reason": ""}


def test_a_task_is_ended_once(session: Session, task: Task, officer: Actor) -> None:
    handling.handle(session, task.id, Answer(TaskState.DROPPED, reason="文件已由他处承办"), by=officer)
    with pytest.raises(AlreadyEnded, match="fa"):
        handling.handle(session, task.id, Answer(TaskState.DONE, Outcome.RENEW), by=officer)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(TaskState.DONE), "outcome"),
        (Answer(TaskState.DONE, Outcome.UNAFFECTED), "outcome"),
        (Answer(TaskState.WAITING), "reason"),
        (Answer(TaskState.DROPPED, reason="  "), "reason"),
        (Answer(TaskState.OPEN), "待办"),
    ],
)
def test_an_answer_that_lacks_its_result_or_reason_is_refused(
    session: Session, task: Task, officer: Actor, answer: Answer, field: str
) -> None:
    with pytest.raises(BadInput, match=field):
        handling.handle(session, task.id, answer, by=officer)
    assert task.state == "open"


def test_a_waiting_task_can_be_taken_up_again(session: Session, task: Task, officer: Actor) -> None:
    handling.handle(session, task.id, Answer(TaskState.WAITING, reason="等上级答复"), by=officer)
    handling.handle(session, task.id, Answer(TaskState.OPEN), by=officer)
    assert task.state == "open"


def test_there_is_no_task_to_answer(session: Session, officer: Actor) -> None:
    with pytest.raises(NotFound):
        handling.handle(session, 404, Answer(TaskState.DONE, Outcome.DONE), by=officer)


def test_a_finding_that_was_dealt_with_elsewhere_closes_its_task(session: Session, task: Task) -> None:
    close_task(session, task.key, by="fa")
    assert task.state == "done"
    close_task(session, task.key, by="another")
    assert task.closed_by == "fa"


def test_dropping_needs_a_reason(session: Session, task: Task) -> None:
    with pytest.raises(BadInput):
        drop_task(session, task.key, by="fa", reason=" ")


def test_a_drafter_sees_the_tasks_of_the_unit_only(session: Session, unit: Unit, task: Task) -> None:
    own = open_task(session, duty("own", unit.id), by="tests")
    drafter = Actor(2, "qi", "起草人员", Role.DRAFTER, unit.id, unit.name, unit.organ)
    assert [line.id for line in queue.tasks(session, drafter, Wanted(), TODAY).lines] == [own.id]


def test_a_lower_bureau_sees_the_tasks_of_its_own_organ_only(
    session: Session, unit: Unit, task: Task, officer: Actor
) -> None:
    open_task(session, duty("ours", unit.id), by="tests")
    bureau = Unit(organ="云州市生态环境局", name="云州市生态环境局", kind="bureau")
    session.add(bureau)
    session.flush()
    theirs = open_task(session, duty("theirs", bureau.id), by="tests")
    lower = Actor(3, "yun", "法制人员", Role.LEGAL_OFFICER, bureau.id, bureau.name, bureau.organ, lower=True)
    assert [line.id for line in queue.tasks(session, lower, Wanted(), TODAY).lines] == [theirs.id]
    assert queue.tasks(session, officer, Wanted(), TODAY).total == 3


def test_the_most_pressing_stands_first_and_what_is_late_says_so(session: Session, officer: Actor) -> None:
    open_task(session, duty("no day"), by="tests")
    open_task(session, duty("later", due_on=date(2027, 1, 1)), by="tests")
    open_task(session, duty("late", due_on=date(2026, 11, 22)), by="tests")
    lines = queue.tasks(session, officer, Wanted(), TODAY).lines
    assert [line.title for line in lines] == ["任务 late", "任务 later", "任务 no day"]
    assert [line.late for line in lines] == [True, False, False]
    assert queue.counts(session, officer, TODAY) == {"expiry": 3, "late": 1}
    assert queue.tasks(session, officer, Wanted(late=True), TODAY).total == 1


def test_a_task_due_today_is_not_late(session: Session, officer: Actor) -> None:
    open_task(session, duty("today", due_on=TODAY), by="tests")
    assert queue.counts(session, officer, TODAY)["late"] == 0


def test_the_division_sees_how_each_unit_stands(session: Session, unit: Unit) -> None:
    open_task(session, duty("a", unit.id, date(2026, 1, 1)), by="tests")
    open_task(session, duty("b", unit.id), by="tests")
    open_task(session, duty("c", unit.id), by="tests")
    close_task(session, "c", by="fa")
    assert queue.by_unit(session, TODAY) == [("水生态环境处", 2, 1, 1)]
