"""What rests on a law that is changed is listed and becomes a task."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from base.staff.audit import AuditRow
from base.staff.roles import Actor
from registry.tables import Document, EventRow, RelationRow
from registry.watch import handling, rounds, upper_law
from registry.watch.tables import OutsideChange, Task

TODAY = date(2026, 11, 23)
Enter = Callable[..., Document]
Record = Callable[..., EventRow]
Rests = Callable[..., RelationRow]


@pytest.fixture
def law(document: Enter, event: Record) -> Document:
    made = document("澄江省水环境保护条例", published_on=date(2012, 1, 1))
    event(made, "commencement", date(2012, 9, 1))
    return made


@pytest.fixture
def rule(document: Enter, event: Record, rests: Rests, law: Document) -> Document:
    made = document("澄江省排污许可管理办法")
    event(made, "commencement", date(2020, 3, 1))
    rests(made, law, evidence="根据《澄江省水环境保护条例》，制定本办法。")
    return made


@pytest.mark.parametrize("change", ["amendment", "repeal", "lapse", "annulment", "partial_repeal"])
def test_each_document_that_rests_on_a_changed_law_becomes_a_task(
    session: Session, law: Document, rule: Document, event: Record, change: str
) -> None:
    event(law, change, date(2026, 10, 1))
    (duty,) = rounds.go_round(session, TODAY).opened
    assert duty.document_id == rule.id
    assert duty.details["sentence"] == "根据《澄江省水环境保护条例》，制定本办法。"


def test_a_suspension_is_no_change_of_the_law(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    event(law, "suspension", date(2026, 10, 1))
    assert not rounds.look(session, TODAY)


def test_a_change_whose_day_is_not_known_yet_counts(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    event(law, "repeal", None)
    assert len(rounds.look(session, TODAY).opened) == 1


def test_a_change_of_years_ago_is_no_news(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    event(law, "amendment", date(2024, 1, 1))
    assert not rounds.look(session, TODAY)


def test_a_document_made_after_the_change_knew_of_it(
    session: Session, law: Document, event: Record, document: Enter, rests: Rests
) -> None:
    later = document("澄江省入河排污口管理办法", published_on=date(2026, 11, 1))
    rests(later, law)
    event(law, "amendment", date(2026, 10, 1))
    assert not rounds.look(session, TODAY)


def test_an_ended_document_is_not_looked_at(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    event(rule, "repeal", date(2026, 1, 1))
    event(law, "amendment", date(2026, 10, 1))
    assert upper_law.resting(session, law.id, TODAY) == ()
    assert not rounds.look(session, TODAY)


def test_who_rests_and_cites_is_listed_once_as_resting(
    session: Session, law: Document, rule: Document, rests: Rests
) -> None:
    rests(rule, law, "cites", "依照《澄江省水环境保护条例》处罚。")
    (found,) = upper_law.resting(session, law.id, TODAY)
    assert found.kind.label == "依据"


def test_a_withdrawn_change_takes_its_tasks_with_it(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    change = event(law, "repeal", date(2026, 10, 1))
    rounds.go_round(session, TODAY)
    change.withdrawn_at = change.recorded_at
    session.flush()
    assert [reason for _, reason in rounds.go_round(session, TODAY).dropped] == [rounds.CHANGE_GONE]


def test_a_task_outlives_the_year_in_which_the_change_was_news(
    session: Session, law: Document, rule: Document, event: Record
) -> None:
    event(law, "repeal", date(2026, 10, 1))
    rounds.go_round(session, TODAY)
    assert not rounds.look(session, date(2028, 1, 1))
    assert session.scalars(select(Task)).one().state == "open"


def test_a_law_outside_the_registry_is_entered_by_its_title(
    session: Session, document: Enter, rests: Rests, officer: Actor
) -> None:
    rule = document("澄江省噪声污染防治办法")
    rests(rule, "中华人民共和国噪声污染防治法", evidence="根据《中华人民共和国噪声污染防治法》……")
    change = OutsideChange(
        title="《中华人民共和国噪声污染防治法》", change="amended", on=date(2026, 11, 1), note=""
    )
    handling.enter_outside(session, change, by=officer)
    (duty,) = rounds.go_round(session, TODAY).opened
    assert duty.document_id == rule.id
    assert [row.deed for row in session.scalars(select(AuditRow))] == ["watch.outside_change", "watch.round"]


def test_many_changes_at_once_cost_no_more_statements_than_one(
    session: Session, document: Enter, event: Record, rests: Rests
) -> None:
    """A clean-up ends hundreds of documents; everybody who opens the desk looks round afterwards."""
    executed: list[str] = []
    listen(session.get_bind(), "before_cursor_execute", lambda *told: executed.append(told[2]))
    costs = []
    for place in range(30):
        law, rule = document(f"澄江省第{place}号条例"), document(f"澄江省第{place}号办法")
        rests(rule, law)
        event(law, "repeal", date(2026, 10, 1))
        before = len(executed)
        assert len(rounds.look(session, TODAY).opened) == place + 1
        costs.append(len(executed) - before)
    assert costs[-1] == costs[0]
