"""Rulings on plans: written while the document is drafted, asked for at the gate, public as a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import holidays
from base.config import Explaining
from base.environment import from_environment
from base.errors import BadInput, WrongStage
from base.forms import Faults
from base.staff.audit import AuditRow
from interpretations import routes
from interpretations.publishing import gate, plans
from interpretations.publishing.faults import Stale
from interpretations.publishing.plans import Planned
from interpretations.publishing.promise import policy
from interpretations.reads import duties
from interpretations.rules.terms import DutyState, Form
from interpretations.tables import Plan
from registry.drafting import editing
from registry.drafting.editing import Manuscript
from registry.drafting.faults import NotReady
from registry.drafting.judging import Desk, judge, manuscript, refuse_gated
from registry.drafting.tables import Draft, Stage
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind

PROMISE = policy(Explaining())
TODAY = date(2026, 11, 23)
WHOLE = Planned(
    forms=(Form.TEXT, Form.INFOGRAPHIC), points="先领证，再排污。", due_on=date(2026, 11, 25), person="苏水清"
)
NONE_NEEDED = Planned(needed=False, reason="只涉及本厅内部事务")


@pytest.fixture
def draft(home: Any) -> int:
    """A draft of the water division."""
    with home.database.transaction() as session:
        entry = Entry(title="澄江省尾水排放办法", kind=Kind.NORMATIVE_DOCUMENT, unit_id=home.water)
        return editing.begin(session, "draft1", Manuscript(entry, "第一条 测试。"), by=home.drafter).id


def save(home: Any, draft: int, planned: Planned = WHOLE, version: int = 0) -> int:
    with home.database.transaction() as session:
        return plans.save(session, draft, version, planned, by=home.drafter).version


def held(home: Any, draft: int) -> Planned | None:
    with home.database.reading() as session:
        plan = plans.of_draft(session, draft)
        return plans.said(plan) if plan else None


def refusal(home: Any, draft: int, **more: Any) -> str:
    """What the gate says against submitting the draft."""
    with home.database.reading() as session:
        row = session.get_one(Draft, draft)
        found = manuscript(row)
        judgement = judge(session, replace(found, entry=replace(found.entry, **more)), Desk(), row)
        return gate.gate(PROMISE)(session, row, judgement)


# Writing


def test_a_plan_is_kept_as_it_was_written(home: Any, draft: int) -> None:
    planned = replace(WHOLE, joint_units=(home.legal, home.bureau))
    assert save(home, draft, planned) == 1
    assert held(home, draft) == planned


def test_a_plan_may_be_saved_before_all_of_it_is_known(home: Any, draft: int) -> None:
    save(home, draft, Planned(person="苏水清"))
    assert held(home, draft) == Planned(person="苏水清")


def test_saving_the_same_again_changes_nothing(home: Any, draft: int) -> None:
    save(home, draft)
    assert save(home, draft, version=0) == 1


def test_who_saves_over_anothers_plan_is_told(home: Any, draft: int) -> None:
    save(home, draft)
    with pytest.raises(Stale, match="重新打开"):
        save(home, draft, replace(WHOLE, person="别人"), version=0)
    assert save(home, draft, replace(WHOLE, person="别人"), version=1) == 2


def test_two_who_begin_a_plan_make_one(home: Any, draft: int) -> None:
    save(home, draft)
    with pytest.raises(Stale):
        save(home, draft, NONE_NEEDED)
    with home.database.reading() as session:
        assert session.scalar(select(func.count(Plan.id))) == 1


@pytest.mark.parametrize(
    ("planned", "field", "words"),
    [
        (replace(WHOLE, due_on=date(2026, 11, 22)), "due_on", "2026年11月22日已经过去"),
        (Planned(needed=False, reason=" "), "reason", "写明理由"),
        (replace(WHOLE, joint_units=(987654,)), "joint_units", "没有编号为 987654 的单位"),
        (replace(WHOLE, joint_units=tuple(range(1, 12))), "joint_units", "最多 10 个"),
    ],
)
def test_what_cannot_stand_in_a_plan_is_refused_by_field(
    home: Any, draft: int, planned: Planned, field: str, words: str
) -> None:
    with pytest.raises(Faults) as wrong:
        save(home, draft, planned)
    assert words in wrong.value.fields[field]


def test_the_leading_unit_is_no_joint_drafter(home: Any, draft: int) -> None:
    with pytest.raises(Faults, match="牵头起草单位"):
        save(home, draft, replace(WHOLE, joint_units=(home.water,)))


def test_a_plan_is_not_changed_once_its_draft_was_submitted(home: Any, draft: int) -> None:
    with home.database.transaction() as session:
        session.get_one(Draft, draft).stage = Stage.SUBMITTED.value
    with pytest.raises(WrongStage, match="已送审"):
        save(home, draft)


def test_every_saving_of_a_plan_is_audited(home: Any, draft: int) -> None:
    save(home, draft)
    save(home, draft, NONE_NEEDED, version=1)
    with home.database.reading() as session:
        deeds = list(session.scalars(select(AuditRow.deed).where(AuditRow.deed.startswith("plan."))))
    assert deeds == ["plan.save", "plan.waive"]


# The gate


def test_a_document_that_will_owe_an_explanation_is_not_submitted_without_a_plan(
    home: Any, draft: int
) -> None:
    assert "还没有解读方案" in refusal(home, draft)
    with home.database.reading() as session:
        row = session.get_one(Draft, draft)
        judgement = judge(session, manuscript(row), Desk(), row)
        with pytest.raises(NotReady, match="解读方案"):
            refuse_gated(session, row, judgement, Desk(gates=(gate.gate(PROMISE),)))


def test_a_whole_plan_opens_the_gate(home: Any, draft: int) -> None:
    save(home, draft)
    assert refusal(home, draft) == ""


def test_not_needed_with_a_reason_opens_the_gate(home: Any, draft: int) -> None:
    save(home, draft, NONE_NEEDED)
    assert refusal(home, draft) == ""


def test_half_a_plan_is_refused_with_everything_it_lacks(home: Any, draft: int) -> None:
    save(home, draft, Planned(person="苏水清"))
    said = refusal(home, draft)
    assert all(word in said for word in ("解读形式", "解读重点", "日期"))
    assert "责任人" not in said


def test_a_plan_whose_day_has_passed_is_refused_at_the_gate(
    home: Any, draft: int, hold_clock: Callable[[date], None]
) -> None:
    save(home, draft)
    hold_clock(date(2026, 11, 26))
    assert "2026年11月25日已经过去" in refusal(home, draft)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.PLAN},
        {"disclosure": Disclosure.ON_REQUEST},
        {"disclosure": Disclosure.CLOSED},
    ],
)
def test_what_owes_no_explanation_passes_without_a_plan(home: Any, draft: int, other: dict[str, Any]) -> None:
    assert refusal(home, draft, **other) == ""


def test_a_plan_day_after_the_term_is_warned_of(home: Any) -> None:
    with home.database.reading() as session:
        add = holidays.calendar(session)
    entry = Entry(kind=Kind.NORMATIVE_DOCUMENT)
    late = gate.prospect(entry, replace(WHOLE, due_on=date(2026, 11, 27)), PROMISE, TODAY, add)
    assert "2026年11月26日" in gate.warning(late)
    assert gate.warning(gate.prospect(entry, WHOLE, PROMISE, TODAY, add)) == ""


# The promise


def test_a_kind_that_there_is_not_is_refused_at_the_start() -> None:
    config = from_environment({"INTERPRETATION_KINDS": "normative_document,红头文件"})
    with pytest.raises(BadInput, match="INTERPRETATION_KINDS 中的“红头文件”"):
        routes.handed_down(config)


def test_the_promise_is_what_the_settings_say() -> None:
    made = policy(Explaining(kinds=" plan , normative_document ,", days=5, since="2021-01-01"))
    assert (made.kinds, made.days, made.since) == (
        frozenset({Kind.PLAN, Kind.NORMATIVE_DOCUMENT}),
        5,
        date(2021, 1, 1),
    )


# Of what is published


def state(session: Session, home: Any) -> DutyState:
    line = duties.duty_of(session, PROMISE, home.document, TODAY)
    assert line is not None
    return line.state


def test_a_published_document_may_be_recorded_as_needing_none(home: Any) -> None:
    with home.database.transaction() as session:
        assert state(session, home) is DutyState.WAITING
        plans.waive(session, home.document, "只涉及本厅内部事务", by=home.drafter)
        assert state(session, home) is DutyState.NOT_OWED


def test_and_is_asked_for_again_when_that_is_taken_back(home: Any) -> None:
    with home.database.transaction() as session:
        plans.waive(session, home.document, "只涉及本厅内部事务", by=home.drafter)
        plans.ask_again(session, home.document, "群众来电询问较多", by=home.reviewer)
        assert state(session, home) is DutyState.WAITING
        with pytest.raises(BadInput, match="已经恢复"):
            plans.ask_again(session, home.document, "群众来电询问较多", by=home.reviewer)


def test_it_is_not_recorded_twice_nor_without_a_reason(home: Any) -> None:
    with home.database.transaction() as session:
        with pytest.raises(Faults, match="理由"):
            plans.waive(session, home.document, "  ", by=home.drafter)
        with pytest.raises(Faults, match="理由"):
            plans.ask_again(session, home.document, "", by=home.drafter)
        plans.waive(session, home.document, "只涉及本厅内部事务", by=home.drafter)
        with pytest.raises(BadInput, match="已登记为无需解读"):
            plans.waive(session, home.document, "再说一次", by=home.drafter)


def test_the_plan_of_the_draft_counts_for_its_document_until_an_act_overrules_it(
    home: Any, draft: int
) -> None:
    save(home, draft, NONE_NEEDED)
    with home.database.transaction() as session:
        session.scalars(select(Plan)).one().document_id = home.document
    with home.database.transaction() as session:
        assert state(session, home) is DutyState.NOT_OWED
        plans.ask_again(session, home.document, "群众来电询问较多", by=home.reviewer)
        assert state(session, home) is DutyState.WAITING


def test_the_plan_of_a_later_version_says_nothing_of_the_first(home: Any, draft: int) -> None:
    save(home, draft)
    with home.database.transaction() as session:
        first = session.scalars(select(Plan)).one()
        first.document_id = home.document
        entry = Entry(title="澄江省尾水排放办法", kind=Kind.NORMATIVE_DOCUMENT, unit_id=home.water)
        later = editing.begin(session, "draft2", Manuscript(entry, "第一条 另一稿。"), by=home.drafter).id
        plans.save(session, later, 0, NONE_NEEDED, by=home.drafter).document_id = home.document
        session.flush()
        assert state(session, home) is DutyState.WAITING
