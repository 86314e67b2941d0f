"""Rulings on tasks of explaining: opened when owed, ended when settled, never thousands at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from base import holidays
from base.config import Explaining
from base.holidays import Announced
from base.staff.audit import AuditRow
from interpretations.anchoring import Anchored
from interpretations.publishing import plans, release
from interpretations.publishing.promise import policy
from interpretations.reads import watching
from interpretations.reads.stale import Affected
from interpretations.rules.anchors import Standing
from interpretations.rules.terms import AnchorState
from registry.drafting import correcting
from registry.law.terms import EventKind
from registry.tables import Document, EventRow
from registry.watch import rounds
from registry.watch.handling import Answer, handle
from registry.watch.tables import LIVE, Task, TaskCode, TaskState

WATCHES = watching.watches(policy(Explaining()))
NEW = "排污许可证有效期为三年；期满需要延续的，应当在届满三十日前提出申请。"


@pytest.fixture
def go(home: Any, hold_clock: Callable[[date], None]) -> Callable[..., None]:
    """Let somebody open the list of tasks on a day."""

    def round_of(day: date) -> None:
        hold_clock(day)
        with home.database.transaction() as session:
            rounds.go_round(session, day, WATCHES)

    return round_of


def tasks(home: Any, code: TaskCode, *, live: bool = True) -> list[Task]:
    with home.database.reading() as session:
        query = select(Task).where(Task.code == code.value).order_by(Task.id)
        found = list(session.scalars(query.where(Task.state.in_(LIVE)) if live else query))
        session.expunge_all()
    return found


TODAY = date(2026, 11, 23)
DUE, STALE = TaskCode.INTERPRETATION_DUE, TaskCode.STALE_ANCHOR


def test_the_drafting_unit_gets_a_task_with_the_last_day(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    go(TODAY)
    (task,) = tasks(home, DUE)
    assert (task.unit_id, task.due_on, task.path) == (
        home.water,
        date(2026, 11, 25),
        f"/desk/duties/{home.document}",
    )
    assert task.title == "发布《澄江省排污许可管理办法》的解读"


def test_it_ends_when_the_interpretation_is_out(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    home.publish()
    go(TODAY)
    assert tasks(home, DUE) == []
    (task,) = tasks(home, DUE, live=False)
    assert (task.state, task.reason) == (TaskState.DROPPED, watching.SETTLED)


def test_it_ends_when_none_is_needed_and_comes_again_when_one_is(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    with home.database.transaction() as session:
        plans.waive(session, home.document, "只涉及本厅内部事务", by=home.drafter)
    go(TODAY)
    assert tasks(home, DUE) == []
    with home.database.transaction() as session:
        plans.ask_again(session, home.document, "群众来电询问较多", by=home.reviewer)
    go(TODAY)
    assert len(tasks(home, DUE)) == 1


def test_it_comes_again_when_the_interpretation_is_withdrawn(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    key = home.publish()
    go(TODAY)
    with home.database.transaction() as session:
        release.withdraw(session, key, "数字有误", by=home.reviewer)
    go(TODAY)
    assert len(tasks(home, DUE)) == 1


def test_it_goes_over_to_the_unit_that_really_drafted_the_document(
    home: Any, go: Callable[..., None]
) -> None:
    go(TODAY)
    with home.database.transaction() as session:
        correcting.assign_unit(session, home.document, home.legal, "登记有误", by=home.officer)
    go(TODAY)
    assert [task.unit_id for task in tasks(home, DUE)] == [home.legal]


def test_it_comes_back_to_the_unit_that_had_it_first(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    for unit in (home.legal, home.water):
        with home.database.transaction() as session:
            correcting.assign_unit(session, home.document, unit, "登记有误", by=home.officer)
        go(TODAY)
        assert [task.unit_id for task in tasks(home, DUE)] == [unit]
    (task,) = tasks(home, DUE)
    assert (task.state, task.reason, task.closed_at, task.closed_by) == (TaskState.OPEN, "", None, "")


def test_what_a_person_ended_stays_ended(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    (task,) = tasks(home, DUE)
    with home.database.transaction() as session:
        handle(session, task.id, Answer(TaskState.DROPPED, reason="由政策研究处统一解读"), by=home.drafter)
    go(TODAY)
    go(TODAY + timedelta(days=1))
    assert tasks(home, DUE) == []


def test_its_day_follows_the_calendar_and_a_corrected_publication(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    with home.database.transaction() as session:
        held = holidays.announced(session, 2026)
        days = {**held.days, date(2026, 11, 24): (False, "特别放假")}
        holidays.announce(session, Announced(2026, days, held.source), held.mark, by=home.reviewer)
    go(TODAY)
    assert tasks(home, DUE)[0].due_on == date(2026, 11, 26)
    with home.database.transaction() as session:
        session.get_one(Document, home.document).published_on = date(2026, 11, 19)
    go(TODAY)
    assert tasks(home, DUE)[0].due_on == date(2026, 11, 25)
    with home.database.reading() as session:
        assert not rounds.look(session, TODAY, WATCHES)
        query = select(AuditRow).where(AuditRow.deed == "watch.round").order_by(AuditRow.id.desc())
        (moved,) = session.scalars(query.limit(1)).one().after["moved"].values()
        assert moved == "2026-11-25"


def test_old_documents_that_are_brought_in_open_no_tasks(home: Any, go: Callable[..., None]) -> None:
    with home.database.transaction() as session:
        document = session.get_one(Document, home.document)
        document.published_on = TODAY - watching.HORIZON - timedelta(days=1)
    go(TODAY)
    assert tasks(home, DUE) == []


def test_a_task_that_was_opened_stays_however_old_it_grows(home: Any, go: Callable[..., None]) -> None:
    go(TODAY)
    go(TODAY + 4 * watching.HORIZON)
    assert len(tasks(home, DUE)) == 1


def test_a_document_that_names_no_unit_opens_none(home: Any, go: Callable[..., None]) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).drafting_unit_id = None
    go(TODAY)
    assert tasks(home, DUE) == []


# Provisions that changed


CHANGED = date(2027, 1, 4)


def test_a_changed_article_is_one_task_for_the_unit_that_explained_it(
    home: Any, go: Callable[..., None]
) -> None:
    key = home.publish()
    home.reword("art-3", NEW, CHANGED)
    go(CHANGED - timedelta(days=1))
    assert tasks(home, STALE) == []
    go(CHANGED)
    go(CHANGED + timedelta(days=1))
    (task,) = tasks(home, STALE)
    assert task.title == "核对解读《〈澄江省排污许可管理办法〉解读》：第三条已修改"
    assert (task.unit_id, task.path) == (home.water, f"/desk/interpretations/{key}/anchors")
    assert task.due_on == date(2027, 1, 7)


def test_every_further_text_is_another_task_and_ends_the_one_before(
    home: Any, go: Callable[..., None]
) -> None:
    home.publish()
    home.reword("art-3", NEW, CHANGED)
    go(CHANGED)
    home.reword("art-3", f"{NEW}逾期不予受理。", date(2027, 3, 1))
    go(date(2027, 3, 1))
    assert len(tasks(home, STALE)) == 1
    assert len(tasks(home, STALE, live=False)) == 2


def test_an_event_that_is_withdrawn_and_recorded_again_is_a_task_again(
    home: Any, go: Callable[..., None]
) -> None:
    home.publish()
    for _time in range(2):
        home.event(EventKind.PARTIAL_REPEAL, CHANGED, provisions=["art-2"])
        go(CHANGED)
        assert len(tasks(home, STALE)) == 1
        with home.database.transaction() as session:
            for row in session.scalars(select(EventRow).where(EventRow.kind == "partial_repeal")):
                session.delete(row)
        go(CHANGED)
        assert tasks(home, STALE) == []


def test_a_change_of_what_was_not_explained_is_nobodys_task(home: Any, go: Callable[..., None]) -> None:
    home.publish()
    home.reword("art-1", "为了保护水环境，制定本办法。", CHANGED)
    go(CHANGED)
    assert tasks(home, STALE) == []


def test_a_provision_that_ended_is_a_task_too(home: Any, go: Callable[..., None]) -> None:
    home.publish()
    home.event(EventKind.PARTIAL_REPEAL, CHANGED, provisions=["art-2"])
    go(CHANGED)
    (task,) = tasks(home, STALE)
    assert task.title.endswith("第二条已失效")


def test_a_document_that_ended_as_a_whole_leaves_nothing_to_mend(home: Any, go: Callable[..., None]) -> None:
    home.publish()
    home.reword("art-3", NEW, CHANGED)
    home.event(EventKind.REPEAL, CHANGED)
    go(CHANGED)
    assert tasks(home, STALE) == []


def test_a_withdrawn_interpretation_needs_no_look(home: Any, go: Callable[..., None]) -> None:
    key = home.publish()
    home.reword("art-3", NEW, CHANGED)
    go(CHANGED)
    with home.database.transaction() as session:
        release.withdraw(session, key, "已过时", by=home.reviewer)
    go(CHANGED)
    assert tasks(home, STALE) == []


def test_several_provisions_of_one_text_are_one_task(home: Any, go: Callable[..., None]) -> None:
    home.publish()
    for article in ("art-2", "art-3"):
        home.event(EventKind.PARTIAL_REPEAL, CHANGED, provisions=[article])
    go(CHANGED)
    (task,) = tasks(home, STALE)
    assert task.title.endswith("：第二条、第三条已失效")


def test_of_many_provisions_the_first_three_are_named() -> None:
    loose = [
        Anchored(key, 1, "b1", 1, 1, f"art-{key}", f"第{key}条", "", Standing(AnchorState.STALE, ""))
        for key in range(1, 6)
    ]
    assert Affected(1, "", 1, 1, 2, None, tuple(loose)).named == "第1条、第2条、第3条等已修改"
