"""What is sent down: once, to whom it may be sent, by a working day, with questions that rest on the text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from base import clock
from base.errors import BadInput, WrongStage
from base.forms import WHOLE, Faults
from base.staff.audit import AuditRow
from base.staff.roles import Role
from interpretations.passing import orders, sending
from interpretations.passing.matter import Matter
from interpretations.passing.orders import Addressee
from interpretations.passing.shelf import document_of
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.publishing import release
from interpretations.publishing.faults import Stale
from registry.law.terms import EventKind
from registry.tables import Document
from registry.watch.tables import Task, TaskState


def tasks(below: Any) -> list[Task]:
    with below.home.database.reading() as session:
        found = session.scalars(select(Task).where(Task.code == "dispatch").order_by(Task.id)).all()
        session.expunge_all()
        return list(found)


def faults(below: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(Faults) as raised:
        below.send(**more)
    return raised.value.fields


def test_the_same_form_sent_twice_sends_once(below: Any) -> None:
    assert below.send() == below.send()
    with below.home.database.reading() as session:
        assert len(session.scalars(select(Dispatch)).all()) == 1
        assert len(session.scalars(select(Recipient)).all()) == 2
        deeds = session.scalars(select(AuditRow.deed).where(AuditRow.deed == "dispatch.send")).all()
        assert len(deeds) == 1


def test_every_recipient_has_a_task_until_the_due_day(below: Any) -> None:
    below.send()
    assert [(task.unit_id, task.due_on, task.state) for task in tasks(below)] == [
        (below.home.bureau, date(2026, 12, 7), TaskState.OPEN),
        (below.institute, date(2026, 12, 7), TaskState.OPEN),
    ]


def test_the_questions_keep_the_wording_they_rest_on(below: Any) -> None:
    key = below.send()
    with below.home.database.reading() as session:
        held = sending.questions_of(session.get_one(Dispatch, key))
        assert [each.eid for each in held] == ["art-3", "art-3", "art-2"]
        assert all(len(each.fingerprint) == 64 and each.text_id for each in held)


@pytest.mark.parametrize(
    ("due_on", "why"),
    [
        (date(2026, 11, 23), "之后"),
        (date(2026, 11, 20), "之后"),
        (date(2026, 12, 5), "不是工作日"),
        (date(2026, 10, 1), "之后"),
        (date(2028, 1, 4), "一年以内"),
    ],
)
def test_the_due_day_is_a_working_day_to_come(below: Any, due_on: date, why: str) -> None:
    assert why in faults(below, due_on=due_on)["due_on"]


def test_a_saturday_that_is_worked_is_a_working_day(below: Any) -> None:
    clock.set_moment(datetime(2026, 10, 8, 4, tzinfo=UTC))
    with below.home.database.reading() as session:
        # 2026-10-10 is a Saturday on which everybody works (调休).
        assert orders.due_fault(session, date(2026, 10, 10)) == ""
        assert "不是工作日" in orders.due_fault(session, date(2026, 10, 11))


def test_the_proposed_day_is_ten_working_days_away(below: Any) -> None:
    with below.home.database.reading() as session:
        assert orders.proposed_day(session) == date(2026, 12, 7)


def test_everything_wrong_is_told_at_once(below: Any) -> None:
    broken = below.order().questions[0]
    questions = (
        replace(broken, words=""),
        replace(broken, options=("三年",)),
        replace(broken, options=("三年", "三年")),
        replace(broken, right=frozenset()),
        replace(broken, because=""),
        replace(broken, eid="art-30"),
        replace(broken, eid=""),
    )
    found = faults(below, title="", due_on=None, questions=questions, needed=9, addressees=())
    assert set(found) == {
        "title", "due_on", "needed", "unit", "question-1", "option-2-1", "option-3-1", "option-4-1",
        "because-5", "ref-6", "ref-7",
    }  # fmt: skip
    assert "第三十条" in found["ref-6"]


def test_only_public_documents_are_sent(below: Any) -> None:
    with below.home.database.transaction() as session:
        session.get_one(Document, below.home.document).publication = "draft"
    assert "没有公开" in faults(below)[WHOLE]


def test_the_interpretation_is_a_public_one_of_this_document(below: Any) -> None:
    key = below.home.publish()
    assert below.send("with", interpretation=key)
    assert "不是这份文件的解读" in faults(below, form="other", interpretation=99)["interpretation"]
    with below.home.database.transaction() as session:
        release.withdraw(session, key, "引用有误", by=below.home.officer)
    assert "没有公开" in faults(below, form="third", interpretation=key)["interpretation"]


def test_it_is_sent_to_those_below_only(below: Any) -> None:
    assert "不能接收" in faults(below, addressees=(Addressee(below.home.legal),))["unit"]


def test_a_lower_bureau_sends_within_its_own_organ(below: Any) -> None:
    with below.home.database.reading() as session:
        assert orders.below(session, below.clerk) == []
        allowed = orders.below(session, below.home.drafter)
        assert [unit.id for unit in allowed] == [below.home.bureau, below.institute]


def test_who_has_no_unit_sends_nothing(below: Any) -> None:
    nobody = replace(below.home.drafter, unit_id=None)
    with below.home.database.transaction() as session, pytest.raises(BadInput, match="没有所在单位"):
        sending.send(session, "t", Matter(below.home.document), below.order(), by=nobody)


# Later


def change(below: Any, key: int, **more: Any) -> None:
    with below.home.database.transaction() as session:
        known = more.pop("known", None) or sending.state_of(session.get_one(Dispatch, key))
        sending.change(session, key, known, below.order(**more), by=below.home.drafter)


def test_a_later_due_day_reaches_the_tasks(below: Any) -> None:
    key = below.send()
    change(below, key, due_on=date(2026, 12, 14), title="学习办法（延期）")
    assert {task.due_on for task in tasks(below)} == {date(2026, 12, 14)}
    assert all("（延期）" in task.title for task in tasks(below))


def test_the_due_day_that_has_passed_may_stay(below: Any) -> None:
    key = below.send()
    clock.set_moment(datetime(2026, 12, 9, 4, tzinfo=UTC))
    change(below, key, note="改了说明")
    with pytest.raises(Faults):
        change(below, key, due_on=date(2026, 12, 8))


def test_who_changes_an_older_state_is_told(below: Any) -> None:
    key = below.send()
    with pytest.raises(Stale):
        change(below, key, known="0" * 16)


def test_the_check_stays_once_somebody_has_tried_it(below: Any) -> None:
    key = below.send()
    first = below.recipients(key)[0]
    below.acknowledge(first)
    change(below, key, needed=3)
    below.attempt(first, frozenset({0}), frozenset(), frozenset())
    with pytest.raises(Faults, match="不能再改"):
        change(below, key, needed=1)
    with pytest.raises(Faults, match="不能再改"):
        change(below, key, needed=3, questions=below.order().questions[:2])
    change(below, key, needed=3, note="别的可以改")


def test_more_can_be_sent_to_later_and_nobody_twice(below: Any) -> None:
    key = below.send()
    with below.home.database.transaction() as session:
        more = (Addressee(below.home.bureau), Addressee(below.home.bureau, "执法岗"))
        assert sending.add_recipients(session, key, more, by=below.home.drafter) == 1
        assert sending.add_recipients(session, key, more, by=below.home.drafter) == 0
    assert len(tasks(below)) == 3


def test_nobody_is_late_from_the_first_day(below: Any) -> None:
    key = below.send()
    clock.set_moment(datetime(2026, 12, 9, 4, tzinfo=UTC))
    with below.home.database.transaction() as session, pytest.raises(Faults, match="先修改期限"):
        sending.add_recipients(session, key, [Addressee(below.home.bureau, "新岗")], by=below.home.drafter)


def test_what_is_withdrawn_asks_nobody_any_more(below: Any) -> None:
    key = below.send()
    with below.home.database.transaction() as session:
        with pytest.raises(BadInput, match="理由"):
            sending.withdraw(session, key, " ", by=below.home.drafter)
        sending.withdraw(session, key, "发错了", by=below.home.drafter)
    assert {(task.state, task.reason) for task in tasks(below)} == {
        (TaskState.DROPPED, "下发单位撤回：发错了")
    }
    with pytest.raises(WrongStage, match="发错了"):
        change(below, key)
    with pytest.raises(WrongStage):
        below.acknowledge(below.recipients(key)[0])


def test_the_office_may_send_too(below: Any) -> None:
    office = below.home.actor(Role.PUBLISHER, below.home.office)
    with below.home.database.transaction() as session:
        row = sending.send(session, "o", Matter(below.home.document), below.order(), by=office)
        assert row.unit_id == below.home.office


def test_a_document_that_ended_says_so_by_itself(below: Any) -> None:
    key = below.send()
    below.home.event(EventKind.REPEAL, date(2026, 12, 1))
    from_shelf = _document(below, key, date(2026, 11, 24))
    assert from_shelf.word == ""
    assert "期限届满之前" in from_shelf.warnings[0]
    ended = _document(below, key, date(2026, 12, 1))
    assert ended.word == "已废止"
    assert "已变为“已废止”" in ended.warnings[0]


def test_an_amended_document_says_so_by_itself(below: Any) -> None:
    key = below.send()
    below.home.reword("art-3", "排污许可证有效期为三年。", date(2026, 12, 1))
    assert any(
        "修改" in words or "变化" in words for words in _document(below, key, date(2026, 11, 24)).warnings
    )
    assert any("已经修改" in words for words in _document(below, key, date(2026, 12, 1)).warnings)


def test_a_withdrawn_document_says_so(below: Any) -> None:
    key = below.send()
    with below.home.database.transaction() as session:
        row = session.get_one(Document, below.home.document)
        row.publication, row.withdrawal_reason = "withdrawn", "误发"
    found = _document(below, key, date(2026, 11, 24))
    assert (found.word, found.address) == ("已撤回", "")


def _document(below: Any, key: int, day: date) -> Any:
    with below.home.database.reading() as session:
        return document_of(session, session.get_one(Dispatch, key), day)
