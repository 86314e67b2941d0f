"""The tasks on an interpretation's way: whose they are, and that none is left when it has come past them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.roles import Role
from base.staff.tables import Account
from interpretations.publishing import flow, release
from interpretations.publishing.offices import office_of
from interpretations.rules.terms import Form
from registry.watch import queue, tasks
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


def staff(session: Session, unit: int, name: str) -> None:
    """Somebody who reviews and publishes, in that unit."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    stamp = {"password_set_at": at, "recorded_at": at, "recorded_by": "tests", "password_hash": ""}
    session.add(Account(name=name, full_name=name, role=Role.PUBLISHER.value, unit_id=unit, **stamp))
    session.flush()


def seen(home: Any, session: Session, role: Role, unit: int) -> list[str]:
    """What somebody of the unit finds in their list of tasks."""
    actor = home.actor(role, unit)
    lines = queue.tasks(session, actor, queue.Wanted(), datetime(2026, 11, 23, tzinfo=UTC).date()).lines
    return [line.title for line in lines]


def test_the_office_finds_what_it_has_to_review_and_then_to_publish(home: Any) -> None:
    with home.database.transaction() as session:
        staff(session, home.office, "baiwen")
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        assert seen(home, session, Role.PUBLISHER, home.office) == [f"审核解读《{row.title}》"]
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        assert seen(home, session, Role.PUBLISHER, home.office) == [f"发布解读《{row.title}》"]
        release.publish(session, row.id, 1, by=home.reviewer)
        assert live(session) == []


def test_a_response_is_the_legal_divisions_until_it_is_checked_and_then_the_offices(home: Any) -> None:
    with home.database.transaction() as session:
        staff(session, home.office, "baiwen")
        row = home.begin(session, home.content(form=Form.RESPONSE))
        flow.submit(session, row.id, 1, by=home.drafter)
        assert seen(home, session, Role.PUBLISHER, home.office) == []
        assert seen(home, session, Role.LEGAL_OFFICER, home.legal) == [f"法制审核解读《{row.title}》"]
        flow.check(session, row.id, 1, "与条文一致", by=home.officer)
        assert seen(home, session, Role.PUBLISHER, home.office) == [f"审核解读《{row.title}》"]
        flow.recall(session, row.id, by=home.drafter)
        assert live(session) == []


def test_what_a_bureau_wrote_is_reviewed_by_its_own_office_where_it_has_one(home: Any) -> None:
    with home.database.transaction() as session:
        staff(session, home.office, "baiwen")
        assert office_of(session, home.bureau) == home.office
        staff(session, home.bureau, "yunzhou")
        assert office_of(session, home.bureau) == home.bureau
        assert office_of(session, home.water) == home.office


def test_what_was_passed_and_is_sent_back_is_not_to_be_published(home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        assert live(session) == [f"interpretation_publication:{row.id}"]
        flow.reopen(session, row.id, "补充数据来源", by=home.reviewer)
        assert live(session) == [f"interpretation_returned:{row.id}"]
