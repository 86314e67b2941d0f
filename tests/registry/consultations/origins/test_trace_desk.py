"""Correcting where an article came from: at the desk, by the unit that drafted."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from base.errors import BadInput, WrongStage
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.consultations.reads.proposals import read_rulable
from registry.consultations.tables import Consultation, TraceLink
from registry.consultations.trace_rulings import Ends, Ruling, rule, standing, take_back
from registry.drafting.faults import Stale

WHY = "由第四条改写而来"
ENDS = Ends({"art-2"}, {"art-4"})


@pytest.fixture
def drafter(story: Any, act_as: Callable[..., Any]) -> Any:
    """Every request is made by the drafter."""
    who = story.forum.drafter
    act_as(who.role, unit_id=who.unit_id, unit=who.unit, organ=who.organ)
    return story


def home(story: Any) -> str:
    return f"/desk/consultations/{story.key}/trace"


def send(client: FlaskClient, story: Any, eid: str = "art-2", **form: str) -> Any:
    return client.post(f"{home(story)}/{eid}", data={"draft": "art-4", "reason": WHY, "seen": "0"} | form)


def links(story: Any) -> list[tuple[str, str, bool]]:
    with story.forum.database.reading() as session:
        rows = session.scalars(select(TraceLink).order_by(TraceLink.id))
        return [(row.adopted_eid, row.draft_eid, row.withdrawn_at is None) for row in rows]


def test_what_should_be_looked_at_is_named(drafter: Any, client: FlaskClient) -> None:
    page = client.get(home(drafter)).get_data(as_text=True)
    assert "共 5 条，其中 <b>1</b> 条没有对应" in page
    assert page.count("请核对") == 1
    assert "未保留" in page


def test_a_correction_is_public_at_once_and_recorded(drafter: Any, client: FlaskClient) -> None:
    public = f"/documents/{drafter.address}/origins/art-2"
    assert "征求意见稿中没有这一条" in client.get(public).get_data(as_text=True)
    assert send(client, drafter).status_code == 303
    assert "征求意见稿中没有这一条" not in client.get(public).get_data(as_text=True)
    assert WHY in client.get(home(drafter)).get_data(as_text=True)
    with drafter.forum.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "trace.rule")).one()
        assert row.after == {"adopted": "art-2", "draft": "art-4", "reason": WHY}


def test_a_correction_may_say_that_there_is_no_ancestor(drafter: Any, client: FlaskClient) -> None:
    assert send(client, drafter, "art-4", draft="none").status_code == 303
    assert links(drafter) == [("art-4", "", True)]


def test_a_correction_is_taken_back(drafter: Any, client: FlaskClient) -> None:
    send(client, drafter)
    assert client.post(f"{home(drafter)}/art-2/take-back", data={"seen": "1"}).status_code == 303
    assert links(drafter) == [("art-2", "art-4", False)]
    again = client.post(f"{home(drafter)}/art-2/take-back", data={"seen": "0"})
    assert again.status_code == 409


def test_a_correction_replaces_the_one_before_and_keeps_it(drafter: Any, client: FlaskClient) -> None:
    send(client, drafter)
    assert send(client, drafter, draft="none", seen="1").status_code == 303
    assert links(drafter) == [("art-2", "art-4", False), ("art-2", "", True)]


def test_who_has_not_seen_the_other_correction_is_told(drafter: Any, client: FlaskClient) -> None:
    send(client, drafter)
    late = send(client, drafter, draft="none", reason="另一个理由")
    assert late.status_code == 409
    assert "刚刚由他人更正" in late.get_data(as_text=True)
    assert "另一个理由" in late.get_data(as_text=True)
    assert links(drafter) == [("art-2", "art-4", True)]


@pytest.mark.parametrize("form", [{"reason": " "}, {"draft": ""}, {"seen": "x"}, {"more": "1"}])
def test_a_form_that_lacks_something_is_refused_with_what_was_typed(
    drafter: Any, client: FlaskClient, form: dict[str, str]
) -> None:
    assert send(client, drafter, **form).status_code == 422
    assert links(drafter) == []


def test_what_the_texts_have_not_is_refused(drafter: Any, client: FlaskClient) -> None:
    assert send(client, drafter, draft="art-77").status_code == 400
    assert send(client, drafter, "art-77").status_code == 404
    assert client.get(f"{home(drafter)}/art-77").status_code == 404
    assert links(drafter) == []


def test_before_anything_was_adopted_there_is_nothing_to_correct(drafter: Any, client: FlaskClient) -> None:
    drafter.set(Consultation, drafter.key, document_id=None, text_id=None)
    assert client.get(home(drafter)).status_code == 409


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.DRAFTER])
def test_nobody_else_corrects(
    story: Any, client: FlaskClient, act_as: Callable[..., Any], role: Role
) -> None:
    act_as(role, unit_id=story.forum.legal, unit="法规与标准处", organ="澄江省生态环境厅")
    assert send(client, story).status_code == 403
    assert links(story) == []


def test_a_stranger_is_led_to_the_door(story: Any, client: FlaskClient) -> None:
    assert client.get(home(story)).status_code in (303, 401, 403)
    assert send(client, story).status_code in (303, 401, 403)


def test_the_verbs_refuse_what_cannot_be(story: Any) -> None:
    by = story.forum.drafter
    with story.forum.database.transaction() as session:
        for ruling in (
            Ruling("art-9", "art-4", WHY),
            Ruling("art-2", "art-9", WHY),
            Ruling("art-2", "art-4", "　"),
        ):
            with pytest.raises(BadInput):
                rule(session, story.key, ruling, ENDS, by=by)
        with pytest.raises(Stale):
            rule(session, story.key, Ruling("art-2", "art-4", WHY, seen=5), ENDS, by=by)
        with pytest.raises(WrongStage):
            take_back(session, story.key, "art-2", 0, by=by)
        assert standing(session, story.key) == {}


def test_an_article_that_was_ruled_on_is_not_doubtful(story: Any) -> None:
    story.rule("art-2", "", reason="确为新增")
    with story.forum.database.reading() as session:
        held = read_rulable(session, story.key, 30)
        assert [each.doubtful for each in held.proposals] == [False] * 5
        assert held.ends.draft == {f"art-{number}" for number in range(1, 6)}
