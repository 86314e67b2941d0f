"""Rulings on delegation: by the drafting unit's own act, to a unit that is there, once, and taken back."""

from typing import Any

import pytest
from sqlalchemy import select

from base.errors import BadInput, NotFound
from base.forms import Faults
from base.staff.audit import AuditRow
from base.staff.roles import Actor
from interpretations.publishing import delegating
from interpretations.publishing.faults import NotDrafter
from interpretations.publishing.works import Work, drafters
from interpretations.rules.terms import Capacity
from registry.tables import Document

ACT = "关于委托解读的函（澄环函〔2026〕3号）"


def delegate(home: Any, unit: int, by: Actor | None = None, act: str = ACT) -> int:
    with home.database.transaction() as session:
        made = delegating.delegate(
            session, home.document, unit, Capacity.DELEGATE, act, by=by or home.drafter
        )
        return made.id


def refusal(home: Any, unit: int) -> str:
    with home.database.reading() as session:
        return drafters(session, Work(home.document)).refusal(unit)


def test_a_unit_may_explain_once_the_drafting_unit_lets_it(home: Any) -> None:
    assert refusal(home, home.bureau)
    delegate(home, home.bureau)
    assert refusal(home, home.bureau) == ""


def test_and_no_longer_when_that_is_taken_back(home: Any) -> None:
    key = delegate(home, home.bureau)
    with home.database.transaction() as session:
        delegating.take_back(session, home.document, key, by=home.drafter)
    assert "谁起草、谁解读" in refusal(home, home.bureau)
    with home.database.transaction() as session, pytest.raises(BadInput, match="已经收回"):
        delegating.take_back(session, home.document, key, by=home.drafter)


def test_nobody_else_lets_others_explain_and_is_told_why(home: Any) -> None:
    for other in (home.officer, home.reviewer):
        with pytest.raises(NotDrafter, match=r"只有.*起草单位才能委托"):
            delegate(home, home.bureau, other)
    key = delegate(home, home.bureau)
    with home.database.transaction() as session, pytest.raises(NotDrafter):
        delegating.take_back(session, home.document, key, by=home.officer)


def test_a_document_without_a_drafting_unit_has_nobody_who_could(home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).drafting_unit_id = None
    with pytest.raises(NotDrafter, match="没有登记起草单位"):
        delegate(home, home.bureau)


@pytest.mark.parametrize(
    ("unit", "act", "words"),
    [
        ("water", ACT, "不必委托"),
        ("nobody", ACT, "没有编号为"),
        ("bureau", " ", "文书"),
    ],
)
def test_what_is_wrong_with_a_delegation_is_told(home: Any, unit: str, act: str, words: str) -> None:
    with pytest.raises(Faults, match=words):
        delegate(home, getattr(home, unit, 987654), act=act)


def test_a_unit_is_let_once(home: Any) -> None:
    delegate(home, home.bureau)
    with pytest.raises(Faults, match="已经可以解读"):
        delegate(home, home.bureau)


def test_an_explainer_of_another_document_is_not_taken_back_here(home: Any) -> None:
    with home.database.transaction() as session, pytest.raises(NotFound):
        delegating.take_back(session, home.document, 987654, by=home.drafter)


def test_both_are_written_down(home: Any) -> None:
    key = delegate(home, home.bureau)
    with home.database.transaction() as session:
        delegating.take_back(session, home.document, key, by=home.drafter)
        deeds = session.scalars(select(AuditRow.deed).where(AuditRow.deed.startswith("explainer.")))
        assert list(deeds) == ["explainer.delegate", "explainer.take_back"]
