"""What belongs to another unit is not reached by an id in a form, whatever the address says.

That addresses are guarded is held by tests/access; these are the ids that only forms carry.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from base.staff.roles import Role
from registry.cleanup.tables import ListRow, RollRow
from registry.drafting.tables import Draft
from registry.marking.tables import Receipt
from registry.tables import Document, EventRow
from registry.watch.tables import Task

OTHERS, BUREAU = 1, 2
FORM = {
    "title": "澄江省测试办法",
    "kind": "normative_document",
    "issuers": "澄江省生态环境厅",
    "disclosure": "open",
    "text": "第一条 测试。",
}


# Drafts


def test_nobody_drafts_for_another_unit(asker: Any) -> None:
    asker.refused("/desk/drafts", FORM | {"unit_id": str(asker.theirs("unit"))})


def test_nobody_hands_a_draft_to_another_unit_by_saving_it(asker: Any) -> None:
    form = FORM | {"unit_id": str(asker.theirs("unit")), "version": "1"}
    asker.refused(f"/desk/drafts/{asker.mine('draft')}/edit", form)
    assert asker.row(Draft, asker.mine("draft")).unit_id == asker.mine("unit")


def test_whoever_may_not_draft_for_a_unit_learns_nothing_of_the_registry_by_trying(asker: Any) -> None:
    title = asker.row(Document, asker.theirs("document")).title
    form = FORM | {"title": title, "unit_id": str(asker.theirs("unit"))}
    assert "同名" not in asker.refused("/desk/drafts", form).text


def test_the_token_of_anothers_form_neither_shows_nor_changes_their_draft(asker: Any) -> None:
    token = "7" * 32
    with asker.app.extensions["database"].transaction() as session:
        theirs = session.get_one(Draft, asker.theirs("draft"))
        theirs.path = f"desk/{token}"
    asker.refused("/desk/drafts", FORM | {"unit_id": str(asker.mine("unit")), "token": token})
    assert asker.row(Draft, asker.theirs("draft")).version == 1


def test_a_file_of_another_draft_is_neither_read_nor_taken_off_by_ones_own_address(asker: Any) -> None:
    number = asker.theirs("draft_file")
    place = f"/desk/drafts/{asker.mine('draft')}/files/{number}"
    assert asker.client.get(place, buffered=True).status_code == 404
    asker.refused(f"{place}/withdraw", {})


def test_a_version_of_another_draft_is_not_compared_with_ones_own(asker: Any) -> None:
    assert (
        asker.client.get(f"/desk/drafts/{asker.mine('draft')}/versions/2", buffered=True).status_code == 404
    )


def test_a_finding_of_another_draft_cannot_be_confirmed(asker: Any) -> None:
    form = {"finding": "old_name:99", "reason": "原文如此"}
    asker.refused(f"/desk/drafts/{asker.mine('draft')}/confirm", form)


@pytest.mark.parametrize("page", ["", "/edit", "/preview", "/versions/1"])
def test_no_page_of_another_units_draft_is_shown(asker: Any, page: str) -> None:
    assert asker.client.get(f"/desk/drafts/{asker.theirs('draft')}{page}", buffered=True).status_code == 403


def test_what_another_units_draft_would_make_of_a_text_is_not_shown_to_a_lower_bureau(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    assert (
        asker.client.get(f"/desk/consolidations/drafts/{asker.mine('draft')}", buffered=True).status_code
        == 403
    )
    own = asker.client.get(f"/desk/consolidations/drafts/{asker.theirs('draft', BUREAU)}")
    assert own.status_code in {200, 404, 422}


def test_a_drafts_list_shows_no_other_units_drafts(asker: Any) -> None:
    page = asker.client.get("/desk/drafts").text
    assert f"/desk/drafts/{asker.mine('draft')}" in page
    assert f"/desk/drafts/{asker.theirs('draft')}" not in page


# Proposals


@pytest.mark.parametrize("deed", ["confirm", "correct", "reject"])
def test_a_lower_bureau_rules_on_no_proposal_of_the_departments(asker: Any, deed: str) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    asker.refused(f"/desk/proposals/{asker.mine('proposal')}/{deed}", {"seen": "open"}, 403)


def test_a_proposal_of_another_text_is_not_shown_beside_ones_own(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER)
    place = f"/desk/proposals/documents/{asker.mine('document')}?p={asker.theirs('proposal')}"
    assert asker.client.get(place, buffered=True).status_code == 404


# Marks


def mark(asker: Any) -> dict[str, str]:
    return {"on": "2026-12-01", "scope": "whole", "act_title": "废止决定", "token": "t" * 32, "known": ""}


def test_an_event_of_another_document_is_not_corrected_here(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER)
    with asker.app.extensions["database"].reading() as session:
        theirs = session.scalars(
            select(EventRow.id).where(EventRow.document_id == asker.theirs("document"))
        ).one()
    form = mark(asker) | {"event_id": str(theirs), "reason": "误标"}
    for deed in ("repeal", "take_back"):
        asker.refused(f"/desk/documents/{asker.mine('document')}/mark/{deed}", form, 404, 422, 409)
    assert asker.row(EventRow, theirs).withdrawn_at is None


def test_a_lower_bureau_marks_no_document_of_the_departments(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    asker.refused(f"/desk/documents/{asker.mine('document')}/mark/repeal", mark(asker), 403)


def test_what_was_seen_of_one_document_is_never_written_on_anothers_receipt(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    number = asker.mine("receipt")
    before = asker.row(Receipt, number).surfaces
    place = f"/desk/documents/{asker.theirs('document', BUREAU)}/receipts/{number}"
    asker.refused(f"{place}/check", {}, 404)
    assert asker.client.get(place, buffered=True).status_code == 404
    assert asker.client.get(f"{place}.pdf", buffered=True).status_code in {404, 503}
    assert asker.row(Receipt, number).surfaces == before
    asker.refused(f"/desk/documents/{asker.theirs('document', BUREAU)}/receipts/999999/check", {}, 404)


# Clean-ups


def pick(asker: Any, world: int) -> str:
    return f"{asker.theirs('roll_row', world)}:1"


def test_no_opinion_is_given_on_another_units_row(asker: Any) -> None:
    form = {"pick": pick(asker, OTHERS), "verdict": "keep", "ground": "needed"}
    asker.refused(f"/desk/cleanup/{asker.theirs('campaign')}/propose", form, 403)


def test_a_row_of_another_campaign_is_not_reached_through_ones_own(asker: Any) -> None:
    form = {"pick": pick(asker, OTHERS), "verdict": "keep", "ground": "needed"}
    place = f"/desk/cleanup/{asker.mine('campaign')}"
    asker.refused(f"{place}/propose", form, 409, 404, 403)
    # The row in the address decides, not the one in the form.
    asker.refused(f"{place}/rows/{asker.mine('roll_row')}", form, 400, 403, 404, 409, 422)
    asker.be(Role.LEGAL_OFFICER)
    for deed, more in (("agree", {}), ("send-back", {"reason": "退回"}), ("exclude", {"reason": "移出"})):
        asker.refused(f"{place}/{deed}", {"pick": pick(asker, OTHERS), **more}, 409, 404)
    assert asker.row(RollRow, asker.theirs("roll_row")).stage == "assigned"


def test_a_row_of_another_campaigns_list_is_not_ruled_on(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    with asker.app.extensions["database"].reading() as session:
        theirs = session.scalars(
            select(ListRow.id).where(ListRow.campaign_id == asker.mine("campaign"))
        ).one()
    place = f"/desk/cleanup/{asker.theirs('campaign', BUREAU)}/lists/{asker.theirs('digest', BUREAU)}"
    asker.refused(f"{place}/rows/{theirs}", {"seen": "doubtful:0", "choice": "drop"}, 404)
    assert asker.row(ListRow, theirs).stage == "doubtful"


def test_a_lower_bureau_takes_no_document_of_the_departments_into_its_clean_up(asker: Any) -> None:
    asker.be(Role.LEGAL_OFFICER, BUREAU)
    campaign, digest = asker.theirs("campaign", BUREAU), asker.theirs("digest", BUREAU)
    place = f"/desk/cleanup/{campaign}/lists/{digest}"
    with asker.app.extensions["database"].reading() as session:
        row = session.scalars(select(ListRow.id).where(ListRow.campaign_id == campaign)).one()
    form = {"seen": "doubtful:0", "choice": str(asker.mine("document"))}
    asker.client.post(f"{place}/rows/{row}", data=form)
    asker.refused(f"{place}/adopt", {"verdict": "repeal", "ground": "covered"}, 400, 403, 404, 409, 422)
    with asker.app.extensions["database"].reading() as session:
        rows = session.scalars(select(RollRow.document_id).where(RollRow.campaign_id == campaign)).all()
    assert asker.mine("document") not in rows


# Tasks


def test_a_task_of_another_unit_is_not_answered_among_ones_own(asker: Any) -> None:
    form = {"task": [str(asker.mine("task")), str(asker.theirs("task"))], "code": "other", "state": "done"}
    asker.refused("/desk/tasks/many", {**form, "outcome": "done"}, 403)
    assert asker.row(Task, asker.mine("task")).state == "open"


# Files


def test_the_original_of_another_unit_is_not_handed_out(asker: Any) -> None:
    assert asker.client.get(f"/desk/files/{asker.mine('attachment')}", buffered=True).status_code == 200
    assert asker.client.get(f"/desk/files/{asker.theirs('attachment')}", buffered=True).status_code == 403


def test_a_file_is_not_uploaded_to_another_units_draft(asker: Any) -> None:
    form = {"role": "attachment", "version": "1", "file": (BytesIO(b"# x"), "a.md")}
    asker.refused(f"/desk/drafts/{asker.theirs('draft')}/files", form, 403)


# Accounts


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.LEGAL_OFFICER, Role.PUBLISHER, Role.AUDITOR])
def test_nobody_of_the_desk_changes_anybodys_account_or_role(asker: Any, role: Role) -> None:
    asker.be(role)
    asker.refused("/admin/accounts/1", {"full_name": "改名", "unit_id": "1", "email": ""}, 403)
    asker.refused("/admin/roles/1", {"role": "auditor", "reason": "试一试"}, 403)


def test_no_administrator_grants_himself_a_role(asker: Any, worlds: list[Any]) -> None:
    asker.be(Role.SECURITY_ADMINISTRATOR)
    asker.refused("/admin/roles/2", {"role": "auditor", "reason": "试一试"}, 403)


def test_a_field_that_names_ones_role_or_author_is_no_field(asker: Any, act_as: Callable[..., Any]) -> None:
    for name in ("author", "author_id", "stage", "recorded_by", "role", "publication"):
        answer = asker.refused("/desk/drafts", FORM | {"unit_id": str(asker.mine("unit")), name: "1"}, 422)
        assert "不认识的字段" in answer.text
