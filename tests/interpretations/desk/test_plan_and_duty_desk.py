"""Rulings on the desk of plans, duties and anchors: what each person sees and may do there."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base.staff.roles import Role
from base.staff.tables import Account
from interpretations.publishing.works import Work, drafters
from interpretations.tables import Plan
from registry.drafting import editing
from registry.drafting.editing import Manuscript
from registry.drafting.tables import Draft, Stage
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind
from registry.tables import Correction, Document

ORGAN = "澄江省生态环境厅"
FORM: dict[str, Any] = {
    "version": "0",
    "needed": "yes",
    "forms": ["text", "infographic"],
    "points": "先领证，\n再排污。",
    "due_on": "2026-11-25",
    "person": "苏水清",
}
NEW = "排污许可证有效期为三年；期满需要延续的，应当在届满三十日前提出申请。"
CHANGED = date(2027, 1, 4)


@pytest.fixture
def seat(home: Any, client: FlaskClient, act_as: Callable[..., Any]) -> Any:
    """Sit down as somebody of a role and unit."""

    def sit(role: Role, unit: int) -> None:
        who = home.actor(role, unit)
        act_as(role, unit_id=unit, unit=who.unit, organ=who.organ, lower=who.lower, account_id=1)

    with home.database.transaction() as session:
        at = datetime(2026, 11, 20, tzinfo=UTC)
        stamp = {"password_set_at": at, "recorded_at": at, "recorded_by": "tests", "password_hash": ""}
        session.add(Account(id=1, name="one", full_name="经办人", **stamp))
    sit(Role.DRAFTER, home.water)
    return sit


@pytest.fixture
def draft(home: Any) -> int:
    with home.database.transaction() as session:
        entry = Entry(title="澄江省尾水排放办法", kind=Kind.NORMATIVE_DOCUMENT, unit_id=home.water)
        return editing.begin(session, "draft1", Manuscript(entry, "第一条 测试。"), by=home.drafter).id


def read(client: FlaskClient, address: str, wanted: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == wanted, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def send(client: FlaskClient, address: str, wanted: int = 303, **form: Any) -> str:
    answer = client.post(address, data=form)
    assert answer.status_code == wanted, answer.get_data(as_text=True)[:3000]
    return answer.get_data(as_text=True)


# Plans


def test_the_page_of_a_draft_shows_its_plan_and_leads_to_it(
    seat: Any, client: FlaskClient, draft: int
) -> None:
    page = read(client, f"/desk/drafts/{draft}")
    assert "还没有解读方案" in page
    assert f'href="/desk/plans/{draft}"' in page
    assert f'href="/desk/interpretations/new?work=draft-{draft}"' in page
    send(client, f"/desk/plans/{draft}", **FORM)
    page = read(client, f"/desk/drafts/{draft}")
    assert "文字解读、一图读懂" in page
    assert "2026年11月25日" in page
    assert "解读方案已保存" in page


def test_what_is_still_missing_and_what_comes_too_late_is_told(
    seat: Any, client: FlaskClient, draft: int
) -> None:
    send(client, f"/desk/plans/{draft}", **{**FORM, "points": "", "due_on": "2026-12-20"})
    page = read(client, f"/desk/drafts/{draft}")
    assert "还缺：请写明解读重点" in page
    assert "晚于它" in page


def test_the_reviewer_sees_the_plan_and_what_is_written_but_cannot_change_it(
    seat: Any, client: FlaskClient, draft: int, home: Any
) -> None:
    send(client, f"/desk/plans/{draft}", **FORM)
    with home.database.transaction() as session:
        session.get_one(Draft, draft).stage = Stage.SUBMITTED.value
        explained = [Work(draft_id=draft)]
        from interpretations.publishing import editing as writing  # noqa: PLC0415  # two modules of one name

        writing.begin(
            session, "t9", home.content(title="尾水办法解读"), explained, home.water, by=home.drafter
        )
    seat(Role.LEGAL_OFFICER, home.legal)
    page = read(client, f"/desk/drafts/{draft}")
    assert "先领证" in page
    assert "尾水办法解读" in page
    assert "解读草稿" in page
    assert "修改解读方案" not in page
    assert "<textarea" not in read(client, f"/desk/plans/{draft}")
    assert "不能改动解读方案" in send(client, f"/desk/plans/{draft}", 409, **{**FORM, "version": "1"})


def test_every_fault_of_a_plan_is_told_at_once_and_what_was_typed_is_kept(
    seat: Any, client: FlaskClient, draft: int
) -> None:
    wrong = {**FORM, "needed": "maybe", "forms": ["poster"], "due_on": "2026-13-01", "joint_units": "x"}
    page = send(client, f"/desk/plans/{draft}", 422, **wrong)
    for words in ("是否解读“maybe”", "解读形式中有一项", "日期", "联合起草单位中有一项"):
        assert words in page
    assert "再排污。" in page
    past = send(client, f"/desk/plans/{draft}", 422, **{**FORM, "due_on": "2026-11-20"})
    assert "已经过去" in past
    assert 'value="2026-11-20"' in past
    assert "最多 5000 个字" in send(client, f"/desk/plans/{draft}", 422, **{**FORM, "points": "字" * 5001})


def test_not_needed_asks_for_a_reason(seat: Any, client: FlaskClient, draft: int) -> None:
    assert "写明理由" in send(client, f"/desk/plans/{draft}", 422, version="0", needed="no")
    send(client, f"/desk/plans/{draft}", version="0", needed="no", reason="只涉及本厅内部事务")
    assert "无需解读</b>：只涉及本厅内部事务" in read(client, f"/desk/drafts/{draft}")


def test_who_saves_over_a_colleagues_plan_sees_both(seat: Any, client: FlaskClient, draft: int) -> None:
    send(client, f"/desk/plans/{draft}", **FORM)
    page = send(client, f"/desk/plans/{draft}", 409, **{**FORM, "points": "我写的重点。"})
    assert "我写的重点。" in page
    assert "先领证，" in page
    assert 'name="version" value="1"' in page
    send(client, f"/desk/plans/{draft}", **{**FORM, "points": "我写的重点。", "version": "1"})
    assert "我写的重点。" in read(client, f"/desk/drafts/{draft}")


def test_another_unit_reads_and_writes_no_plan_of_it(
    seat: Any, client: FlaskClient, draft: int, home: Any
) -> None:
    seat(Role.DRAFTER, home.bureau)
    read(client, f"/desk/plans/{draft}", 403)
    send(client, f"/desk/plans/{draft}", 403, **FORM)


def test_a_draft_goes_on_only_with_its_plan(
    seat: Any, client: FlaskClient, draft: int, home: Any, app: Flask
) -> None:
    with home.database.transaction() as session:
        entry = Entry(
            title="澄江省尾水排放办法",
            kind=Kind.NORMATIVE_DOCUMENT,
            issuers=(ORGAN,),
            unit_id=home.water,
            document_number="澄环发〔2026〕31号",
            signed_on=date(2026, 11, 20),
            subject=("城乡建设、环境保护", "环境监测、保护与治理"),
            summary="规范尾水排放。",
            disclosure=Disclosure.OPEN,
        )
        text = "第一条 为规范尾水排放，制定本办法。\n\n第二条 本办法自2027年3月1日起施行。"
        whole = editing.save(session, draft, 1, Manuscript(entry, text), by=home.drafter)
        assert whole.version == 2  # the second
    send(client, f"/desk/drafts/{draft}/submit", version="2")
    assert "须解读，还没有解读方案：请先填写" in read(client, f"/desk/drafts/{draft}")
    with home.database.reading() as session:
        assert session.get_one(Draft, draft).stage == Stage.DRAFT
    send(client, f"/desk/plans/{draft}", **FORM)
    send(client, f"/desk/drafts/{draft}/submit", version="2")
    with home.database.reading() as session:
        assert session.get_one(Draft, draft).stage == Stage.SUBMITTED


# Duties


def test_a_drafter_sees_the_duties_of_the_own_unit_office_and_legal_division_all(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    page = read(client, "/desk/duties")
    assert "澄江省排污许可管理办法" in page
    assert "解读期限内" in page
    assert f'href="/desk/interpretations/new?work=document-{home.document}"' in page
    for role, unit in ((Role.PUBLISHER, home.office), (Role.LEGAL_OFFICER, home.legal)):
        seat(role, unit)
        page = read(client, "/desk/duties")
        assert "澄江省排污许可管理办法" in page
        assert "拟写解读" not in page
    seat(Role.DRAFTER, home.bureau)
    assert "没有须解读的文件" in read(client, "/desk/duties")
    read(client, f"/desk/duties/{home.document}", 403)


def test_the_list_narrows_and_says_what_it_was_asked_wrongly(seat: Any, client: FlaskClient) -> None:
    assert "没有符合条件的文件" in read(client, "/desk/duties?state=met")
    assert "澄江省排污许可管理办法" in read(client, "/desk/duties?state=waiting&year=2026")
    read(client, "/desk/duties?state=sleeping", 400)
    read(client, "/desk/duties?unit=x", 400)


def test_the_list_leaves_as_a_spreadsheet_in_which_nothing_computes(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).title = "=HYPERLINK(1)"
    answer = client.get("/desk/duties/export.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[2][:4] == ("'=HYPERLINK(1)", "澄环发〔2026〕9号", "行政规范性文件", "水生态环境处")
    assert rows[2][5:7] == ("2026-11-25", "解读期限内")


def test_the_drafting_unit_lets_another_explain_and_takes_it_back(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    place = f"/desk/duties/{home.document}"
    page = send(client, f"{place}/delegate", 422, unit_id=str(home.water), capacity="delegate", act="")
    assert "请写明" in page or "请填写" in page
    send(client, f"{place}/delegate", unit_id=str(home.bureau), capacity="delegate", act="委托函")
    page = read(client, place)
    assert "受委托解读单位" in page
    number = re.search(r"explainers/(\d+)/withdraw", page)
    assert number
    send(client, f"{place}/explainers/{number[1]}/withdraw")
    with home.database.reading() as session:
        assert drafters(session, Work(home.document)).refusal(home.bureau)


def test_no_other_unit_does_not_even_the_office(seat: Any, client: FlaskClient, home: Any) -> None:
    for role, unit in ((Role.PUBLISHER, home.office), (Role.LEGAL_OFFICER, home.legal)):
        seat(role, unit)
        form = {"unit_id": str(home.bureau), "capacity": "delegate", "act": "委托函"}
        send(client, f"/desk/duties/{home.document}/delegate", 403, **form)


def test_what_needs_none_is_recorded_with_its_reason_and_taken_back(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    place = f"/desk/duties/{home.document}"
    seat(Role.PUBLISHER, home.office)
    assert "请填写无需解读的理由" in send(client, f"{place}/waive", 422, reason=" ")
    send(client, f"{place}/waive", reason="只涉及本厅内部事务")
    assert "只涉及本厅内部事务" in read(client, "/interpretations/gaps?state=not_owed")
    send(client, f"{place}/ask-again", again="群众来电询问较多")
    assert "只涉及本厅内部事务" not in read(client, "/interpretations/gaps")
    with home.database.reading() as session:
        assert session.scalars(select(Plan.version)).one() == 2  # said, and taken back


def test_who_owes_an_explanation_does_not_let_themselves_off(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    place = f"/desk/duties/{home.document}"
    page = read(client, place)
    assert "请向办公室或者法制机构说明理由" in page
    assert f"{place}/waive" not in page
    send(client, f"{place}/waive", 403, reason="只涉及本厅内部事务")
    seat(Role.LEGAL_OFFICER, home.legal)
    assert f"{place}/waive" in read(client, place)
    send(client, f"{place}/waive", reason="只涉及本厅内部事务")
    seat(Role.DRAFTER, home.water)
    assert f"{place}/ask-again" not in read(client, place)
    send(client, f"{place}/ask-again", 403, again="群众来电询问较多")
    # A bureau's office has a say in its own documents only.
    seat(Role.PUBLISHER, home.bureau)
    send(client, f"{place}/ask-again", 403, again="群众来电询问较多")


def test_a_missing_document_has_no_page(seat: Any, client: FlaskClient, home: Any) -> None:
    seat(Role.PUBLISHER, home.office)
    read(client, "/desk/duties/987654", 404)


# The drafting unit


def test_the_legal_division_says_which_unit_drafted_a_document(
    seat: Any, client: FlaskClient, home: Any
) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).drafting_unit_id = None
    seat(Role.LEGAL_OFFICER, home.legal)
    place = f"/desk/drafts/documents/{home.document}"
    assert "未登记" in read(client, place)
    assert f'href="{place}#unit"' in read(client, f"/desk/duties/{home.document}")
    page = send(client, f"{place}/unit", 422, unit_id="", unit_note="")
    assert "请填写起草单位" in page
    assert "请填写更正的原因" in page
    assert "没有编号为 987654 的单位" in send(
        client, f"{place}/unit", 422, unit_id="987654", unit_note="核对"
    )
    send(client, f"{place}/unit", unit_id=str(home.bureau), unit_note="核对档案")
    assert "云州市生态环境局" in read(client, f"/desk/duties/{home.document}")
    with home.database.reading() as session:
        row = session.scalars(select(Correction)).one()
        assert (row.field, row.before, row.after) == ("drafting_unit", "", "云州市生态环境局")
    page = read(client, f"/documents/{_address(home)}")
    assert "起草单位" in page
    assert "核对档案" in page


def _address(home: Any) -> str:
    with home.database.reading() as session:
        return str(session.get_one(Document, home.document).address)


def test_a_drafter_assigns_no_document_to_anybody(seat: Any, client: FlaskClient, home: Any) -> None:
    send(client, f"/desk/drafts/documents/{home.document}/unit", 403, unit_id="1", unit_note="x")


# Anchors


def test_the_unit_sees_old_and_new_words_and_confirms(
    seat: Any, client: FlaskClient, home: Any, hold_clock: Callable[[date], None]
) -> None:
    key = home.publish()
    place = f"/desk/interpretations/{key}/anchors"
    assert "没有需要核对的" in read(client, place)
    home.reword("art-3", NEW, CHANGED)
    hold_clock(CHANGED)
    assert "核对解读" in read(client, "/desk/tasks")
    page = read(client, place)
    assert "解读针对旧版" in page
    assert "<del>" in page
    assert "证到期了怎么办？" in page
    found = re.search(rf'action="{place}/(\d+)"', page)
    text = re.search(r'name="text_id" value="(\d+)"', page)
    assert found
    assert text
    assert "没有第九十九条" in send(client, f"{place}/{found[1]}", 409, eid="art-99", text_id=text[1])
    assert "又有变动" in send(client, f"{place}/{found[1]}", 409, eid="art-3", text_id="1")
    send(client, f"{place}/{found[1]}", eid="art-3", text_id=text[1])
    page = read(client, place)
    assert "没有需要核对的" in page
    assert "三年" in page


def test_others_look_and_only_the_unit_confirms(
    seat: Any, client: FlaskClient, home: Any, hold_clock: Callable[[date], None]
) -> None:
    key = home.publish()
    home.reword("art-3", NEW, CHANGED)
    hold_clock(CHANGED)
    seat(Role.LEGAL_OFFICER, home.legal)
    page = read(client, f"/desk/interpretations/{key}/anchors")
    assert "由解读单位核对" in page
    send(client, f"/desk/interpretations/{key}/anchors/1", 403, eid="art-3", text_id="1")
    seat(Role.DRAFTER, home.bureau)
    read(client, f"/desk/interpretations/{key}/anchors", 403)
