"""Interpretations, dispatches, enquiries of other units are not reached by an id in a form or an address.

Besides what only forms carry, each address is tried with one's own first part and another's second.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from base.staff.roles import Role
from interpretations.enquiries.tables import Enquiry, ReplyTemplate
from interpretations.following.tables import Follower, Mail
from interpretations.passing.tables import AskedBack, Dispatch, Recipient
from interpretations.tables import (
    AnchorRow,
    ExplainedRow,
    Explainer,
    Interpretation,
    InterpretationFile,
    Plan,
)
from registry.tables import Document

OTHERS, BUREAU = 1, 2
TODAY = date(2026, 11, 23)
WRITTEN = {
    "token": "7" * 32,
    "form": "text",
    "origin": "own",
    "title": "另一份解读",
    "lead": "一句话说清。",
    "layout": "points",
    "last": "1",
    "b-1-kind": "passage",
    "b-1-key": "b1",
    "b-1-heading": "为什么出台",
    "b-1-words": "过去各地不一。",
}
SENT_DOWN = {"token": "7" * 32, "title": "学习办法", "due_on": "2026-12-01", "count": "0"}


@pytest.fixture(autouse=True)
def today(hold_clock: Callable[[date], None]) -> None:
    hold_clock(TODAY)


def count(asker: Any, model: Any) -> int:
    with asker.app.extensions["database"].reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def status(asker: Any, path: str) -> int:
    return int(asker.client.get(path, buffered=True).status_code)


# Interpretations


def test_nobody_explains_what_another_unit_drafted(asker: Any) -> None:
    before = count(asker, Interpretation)
    for work in (f"document-{asker.theirs('document')}", f"draft-{asker.theirs('draft')}"):
        answer = asker.refused("/desk/interpretations/new", WRITTEN | {"work": work})
        assert "起草" in answer.text
        asker.refused("/desk/interpretations/preview", WRITTEN | {"work": work})
        assert status(asker, f"/desk/interpretations/new?work={work}") in {403, 404}
    assert count(asker, Interpretation) == before


def test_an_interpretation_of_ones_own_is_not_tied_to_anothers_document(asker: Any) -> None:
    key = asker.mine("interpretation")
    works = [f"document-{asker.mine('document')}", f"document-{asker.theirs('document')}"]
    asker.refused(f"/desk/interpretations/{key}/edit", WRITTEN | {"version": "1", "work": works})
    asker.refused(f"/desk/interpretations/{key}/merge", WRITTEN | {"version": "1", "work": works})
    with asker.app.extensions["database"].reading() as session:
        held = session.scalars(
            select(ExplainedRow.document_id).where(ExplainedRow.interpretation_id == key)
        ).all()
    assert held == [asker.mine("document")]
    assert asker.row(Interpretation, key).version == 1


def test_the_token_of_anothers_form_neither_shows_nor_changes_their_interpretation(asker: Any) -> None:
    with asker.app.extensions["database"].transaction() as session:
        session.get_one(Interpretation, asker.theirs("interpretation")).token = WRITTEN["token"]
    form = WRITTEN | {"work": f"document-{asker.mine('document')}"}
    answer = asker.refused("/desk/interpretations/new", form)
    assert "测试管理办法解读" not in answer.text
    assert asker.row(Interpretation, asker.theirs("interpretation")).version == 1


def test_a_file_of_another_interpretation_is_no_field_of_ones_own(asker: Any) -> None:
    place = f"/desk/interpretations/{asker.mine('interpretation')}/edit"
    form = WRITTEN | {"version": "1", "work": f"document-{asker.mine('document')}"}
    for name in ("media", "captions", "picture", "unit_id", "progress", "published_version"):
        answer = asker.refused(place, form | {name: str(asker.theirs("interpretation_file"))}, 422)
        assert "不认识的字段" in answer.text
    assert asker.row(Interpretation, asker.mine("interpretation")).version == 1


@pytest.mark.parametrize("world", [OTHERS, BUREAU])
def test_a_file_of_another_interpretation_is_neither_read_nor_taken_off_by_ones_own_address(
    asker: Any, world: int
) -> None:
    number = asker.theirs("interpretation_file", world)
    place = f"/desk/interpretations/{asker.mine('interpretation')}/files/{number}"
    assert status(asker, place) == 404
    asker.refused(f"{place}/detach", {"version": "1"}, 303, 404)
    theirs = f"/desk/interpretations/{asker.theirs('interpretation', world)}/files/{number}"
    assert status(asker, theirs) == 403
    asker.refused(f"{theirs}/detach", {"version": "1"}, 403)
    assert status(asker, f"/interpretations/{asker.mine('interpretation')}/files/{number}") == 404
    assert asker.row(InterpretationFile, number)


@pytest.mark.parametrize("page", ["", "/edit", "/versions/1", "/anchors"])
def test_no_page_of_another_units_interpretation_is_shown(asker: Any, page: str) -> None:
    assert status(asker, f"/desk/interpretations/{asker.theirs('interpretation')}{page}") == 403


@pytest.mark.parametrize("page", ["", "/picture.png", "/qr.png", "/qr.svg"])
def test_no_new_media_of_another_units_interpretation_is_made(asker: Any, page: str) -> None:
    assert status(asker, f"/desk/media/{asker.theirs('interpretation')}{page}") == 403


def test_a_list_of_interpretations_shows_no_other_units(asker: Any) -> None:
    page = asker.client.get("/desk/interpretations").text
    assert f'"/desk/interpretations/{asker.mine("interpretation")}"' in page
    assert f'"/desk/interpretations/{asker.theirs("interpretation")}"' not in page


def test_an_anchor_of_another_interpretation_is_not_settled_through_ones_own(asker: Any) -> None:
    number = asker.theirs("anchor")
    form = {"eid": "art-1", "text_id": str(asker.row(AnchorRow, number).text_id)}
    asker.refused(f"/desk/interpretations/{asker.mine('interpretation')}/anchors/{number}", form, 404)
    asker.refused(f"/desk/interpretations/{asker.theirs('interpretation')}/anchors/{number}", form, 403)
    assert asker.row(AnchorRow, number).withdrawn_at is None


def test_an_anchor_is_not_settled_on_the_text_of_another_document(asker: Any) -> None:
    number = asker.mine("anchor")
    form = {"eid": "art-1", "text_id": str(asker.row(AnchorRow, asker.theirs("anchor")).text_id)}
    asker.refused(f"/desk/interpretations/{asker.mine('interpretation')}/anchors/{number}", form, 409)
    assert asker.row(AnchorRow, number).withdrawn_at is None


# Plans and duties


def test_nobody_plans_the_explanation_of_another_units_draft(asker: Any) -> None:
    form = {"version": "0", "needed": "no", "reason": "内部事务"}
    asker.refused(f"/desk/plans/{asker.theirs('draft')}", form, 403)
    assert status(asker, f"/desk/plans/{asker.theirs('draft')}") == 403
    assert count(asker, Plan) == 0


def test_nobody_lets_himself_explain_what_another_unit_drafted(asker: Any) -> None:
    form = {"unit_id": str(asker.mine("unit")), "capacity": "delegate", "act": "委托函"}
    before = count(asker, Explainer)
    asker.refused(f"/desk/duties/{asker.theirs('document')}/delegate", form, 403)
    # The legal division watches the duties of all, and explains for none of them.
    asker.be(Role.LEGAL_OFFICER)
    asker.refused(f"/desk/duties/{asker.theirs('document')}/delegate", form, 403)
    assert count(asker, Explainer) == before


def test_a_delegation_of_another_document_is_not_taken_back_through_ones_own(asker: Any) -> None:
    number = asker.theirs("explainer")
    asker.refused(f"/desk/duties/{asker.mine('document')}/explainers/{number}/withdraw", {}, 404)
    asker.refused(f"/desk/duties/{asker.theirs('document')}/explainers/{number}/withdraw", {}, 403)
    assert asker.row(Explainer, number).withdrawn_at is None


def test_nobody_waives_the_duty_of_another_unit(asker: Any) -> None:
    asker.refused(f"/desk/duties/{asker.theirs('document')}/waive", {"reason": "内部事务"}, 403)
    asker.refused(f"/desk/duties/{asker.theirs('document')}/ask-again", {"again": "有人问"}, 403)
    assert status(asker, f"/desk/duties/{asker.theirs('document')}") == 403


# Passing down


def test_nothing_is_sent_to_a_unit_that_is_not_below(asker: Any) -> None:
    before = count(asker, Recipient)
    form = SENT_DOWN | {"document": str(asker.mine("document"))}
    for unit in (asker.mine("unit"), asker.theirs("unit")):
        answer = asker.refused("/desk/dispatches", form | {"unit": str(unit)}, 422)
        assert "不能接收" in answer.text
    asker.refused("/desk/dispatches", form | {"posts": "水生态环境处：执法岗"}, 422)
    asker.refused(f"/desk/dispatches/{asker.mine('dispatch')}/recipients", {"unit": "2"}, 422)
    assert count(asker, Recipient) == before


def test_an_interpretation_of_another_document_is_not_sent_along(asker: Any) -> None:
    form = SENT_DOWN | {"document": str(asker.mine("document")), "unit": str(asker.theirs("unit", BUREAU))}
    answer = asker.refused(
        "/desk/dispatches", form | {"interpretation": str(asker.theirs("interpretation"))}, 422
    )
    assert "不是这份文件的解读" in answer.text


def test_a_document_that_is_not_public_is_not_sent_and_its_name_is_not_told(asker: Any) -> None:
    with asker.app.extensions["database"].transaction() as session:
        hidden = session.get_one(Document, asker.theirs("document"))
        hidden.publication, title = "draft", hidden.title
    form = SENT_DOWN | {"document": str(asker.theirs("document")), "unit": str(asker.theirs("unit", BUREAU))}
    answer = asker.refused("/desk/dispatches", form, 404, 422)
    assert title not in answer.text


def test_the_token_of_anothers_form_neither_shows_nor_changes_their_dispatch(asker: Any) -> None:
    with asker.app.extensions["database"].transaction() as session:
        session.get_one(Dispatch, asker.theirs("dispatch")).token = SENT_DOWN["token"]
    form = SENT_DOWN | {"document": str(asker.mine("document")), "unit": str(asker.theirs("unit", BUREAU))}
    asker.refused("/desk/dispatches", form, 403)


@pytest.mark.parametrize(
    ("deed", "form"),
    [
        ("edit", {"title": "改名", "due_on": "2026-12-01", "count": "0", "known": ""}),
        ("recipients", {"unit": "3"}),
        ("remind", {}),
        ("withdraw", {"reason": "撤回"}),
    ],
)
def test_nobody_changes_another_units_dispatch(asker: Any, deed: str, form: dict[str, str]) -> None:
    place = f"/desk/dispatches/{asker.theirs('dispatch')}"
    asker.refused(f"{place}/{deed}", form, 403)
    for page in ("", "/edit", "/matrix.xlsx", "/sheet.pdf"):
        assert status(asker, f"{place}{page}") == 403


def test_a_question_back_about_another_dispatch_is_not_answered_through_ones_own(asker: Any) -> None:
    number = asker.theirs("asked_back")
    form = {"answer": "按第一条办。"}
    asker.refused(f"/desk/dispatches/{asker.mine('dispatch')}/questions/{number}", form, 404)
    asker.refused(f"/desk/dispatches/{asker.theirs('dispatch')}/questions/{number}", form, 403)
    assert not asker.row(AskedBack, number).answer


@pytest.mark.parametrize("deed", ["acknowledge", "attempt", "tell", "ask"])
@pytest.mark.parametrize("role", [Role.DRAFTER, Role.LEGAL_OFFICER, Role.PUBLISHER])
def test_nobody_learns_in_another_units_name(asker: Any, deed: str, role: Role) -> None:
    asker.be(role)
    place = f"/desk/received/{asker.theirs('recipient')}"
    asker.refused(f"{place}/{deed}", {"question": "可以吗？"}, 403)
    assert status(asker, place) == 403
    assert status(asker, f"{place}/sheet.pdf") == 403


def test_a_bureau_sends_nothing_to_the_units_of_the_department(asker: Any) -> None:
    asker.be(Role.PUBLISHER, BUREAU)
    form = SENT_DOWN | {"document": str(asker.theirs("document", BUREAU)), "unit": str(asker.mine("unit"))}
    asker.refused("/desk/dispatches", form, 422)
    asker.refused(f"/desk/dispatches/{asker.mine('dispatch')}/withdraw", {"reason": "撤回"}, 403)


# Enquiries


@pytest.mark.parametrize(
    ("deed", "form"),
    [
        ("draft", {"reply": "草稿"}),
        ("reply", {"reply": "答复"}),
        ("transfer", {"unit_id": "1", "reason": "不归我们"}),
        ("add", {"more": "补充"}),
        ("select", {"question": "怎么办？", "answer": "照办。", "confirmed": "1"}),
        ("route", {"unit_id": "1"}),
        ("check", {"verdict": "pass", "opinion": "同意"}),
        ("hand_off", {"channel": "petition", "words": "请到信访。"}),
        ("refuse", {"refusal": "广告"}),
    ],
)
def test_nobody_handles_another_units_enquiry(asker: Any, deed: str, form: dict[str, str]) -> None:
    key = asker.theirs("enquiry")
    asker.refused(f"/desk/enquiries/{key}/{deed}", form | {"version": "1"}, 403)
    held = asker.row(Enquiry, key)
    assert (held.state, held.version, held.unit_id) == ("assigned", 1, asker.theirs("unit"))
    assert count(asker, Interpretation) == len(asker.worlds)


def test_no_page_of_another_units_enquiries_is_shown(asker: Any) -> None:
    key = asker.theirs("enquiry")
    assert status(asker, f"/desk/enquiries/{key}") == 403
    assert status(asker, f"/desk/enquiries/{key}/select") == 403
    page = asker.client.get(f"/desk/enquiries?state=all&unit={asker.theirs('unit')}").text
    assert f'"/desk/enquiries/{key}"' not in page


def test_the_office_of_a_bureau_handles_no_enquiry_of_the_departments(asker: Any) -> None:
    asker.be(Role.PUBLISHER, BUREAU)
    key = asker.mine("enquiry")
    form = {"version": "1", "unit_id": str(asker.theirs("unit", BUREAU))}
    asker.refused(f"/desk/enquiries/{key}/route", form, 403)
    assert asker.row(Enquiry, key).unit_id == asker.mine("unit")


def test_an_enquiry_goes_to_no_unit_that_is_not_there(asker: Any) -> None:
    form = {"version": "1", "unit_id": "999999", "reason": "不归我们"}
    asker.refused(f"/desk/enquiries/{asker.mine('enquiry')}/transfer", form, 400, 422)
    assert asker.row(Enquiry, asker.mine("enquiry")).version == 1


def test_a_template_of_another_unit_is_neither_shown_nor_withdrawn(asker: Any) -> None:
    number = asker.theirs("reply_template")
    page = asker.client.get("/desk/enquiries/templates").text
    assert f"/templates/{asker.mine('reply_template')}/withdraw" in page
    assert f"/templates/{number}/withdraw" not in page
    asker.refused(f"/desk/enquiries/templates/{number}/withdraw", {}, 403)
    asker.be(Role.PUBLISHER)
    # A unit's own is none of those of all, whoever keeps these.
    asker.refused(f"/desk/enquiries/templates/general/{number}/withdraw", {}, 404)
    assert asker.row(ReplyTemplate, number).withdrawn_at is None


def test_a_template_is_added_for_no_other_unit_by_a_field_of_ones_own(asker: Any) -> None:
    form = {"title": "延续", "words": "您好！", "unit_id": str(asker.theirs("unit"))}
    answer = asker.refused("/desk/enquiries/templates", form, 422)
    assert "不认识的字段" in answer.text
    asker.refused("/desk/enquiries/templates/general", {"title": "延续", "words": "您好！"}, 403)


def test_a_code_shows_its_own_enquiry_and_no_id_in_the_form_another(asker: Any) -> None:
    asker.app.extensions["visitor"] = lambda: None
    code = asker.mine("enquiry_code")
    mine = asker.client.post("/enquiries/follow", data={"code": code}, buffered=True)
    assert mine.status_code == 200
    for name in ("key", "enquiry", "id"):
        asker.refused("/enquiries/follow/take-back", {"code": code, name: str(asker.theirs("enquiry"))}, 422)
    assert asker.row(Enquiry, asker.theirs("enquiry")).state == "assigned"


# Following


def test_a_token_leaves_for_its_own_follower_alone(asker: Any) -> None:
    asker.app.extensions["visitor"] = lambda: None
    mine, theirs = asker.mine("follow_token"), asker.theirs("follower")
    for more in ({"email": "reader2@example.cn"}, {"follower_id": str(theirs)}, {"token": "x"}):
        asker.client.post(f"/follow/{mine}/leave", data=more, buffered=True)
    with asker.app.extensions["database"].reading() as session:
        left = session.scalars(select(Follower.id)).all()
    assert theirs in left
    assert asker.mine("follower") not in left


def test_the_page_of_a_token_tells_of_no_other_reader(asker: Any) -> None:
    asker.app.extensions["visitor"] = lambda: None
    page = asker.client.get(f"/follow/{asker.mine('follow_token')}", buffered=True)
    assert page.status_code == 200
    assert asker.theirs("follow_token") not in page.text
    assert "example.cn" not in page.text.replace("r***@example.cn", "")


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.LEGAL_OFFICER])
def test_only_the_office_decides_about_letters_and_days(asker: Any, role: Role) -> None:
    asker.be(role)
    asker.refused(f"/desk/mail/{asker.mine('letter')}", {"deed": "retry"}, 403)
    asker.refused("/desk/holidays/2027", {"days": "2027-01-01 元旦", "source": "通知"}, 403)
    assert asker.row(Mail, asker.mine("letter")).state == "waiting"
