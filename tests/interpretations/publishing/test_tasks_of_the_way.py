"""The tasks on an interpretation's way: whose they are, and that none is left when it has come past them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interpretations.publishing import flow
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty


def live(session: Session) -> list[str]:
    """The kinds of the tasks that still wait, by their keys."""
    session.flush()
    found = session.scalars(select(Task.key).where(Task.state.in_(LIVE)).order_by(Task.id))
    return [key.rsplit(":", 1)[0] for key in found]


def test_settling_ends_every_task_of_the_way_and_nobody_elses(home: Any) -> None:
    with home.database.transaction() as session:
        rows = [home.begin(session, sent=f"t{number}") for number in range(11)]
        for row in (rows[0], rows[10]):
            flow.submit(session, row.id, 1, by=home.drafter)
        flow.send_back(session, rows[10].id, 1, "请补充", by=home.reviewer)
        failed = f"interpretation_failed:{rows[0].id}:1"
        tasks.open_task(session, Duty(failed, TaskCode.PUBLICATION, "未成功"), by="tests")
        flow.settle_tasks(session, rows[0], by=home.reviewer, outcome="withdrawn")
        assert live(session) == [f"interpretation_returned:{rows[10].id}"]
        ended = session.scalars(select(Task).where(Task.key == failed)).one()
        assert (ended.outcome, ended.closed_by) == ("withdrawn", home.reviewer.name)
