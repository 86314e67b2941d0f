"""The desk of proposals: the queue, a text with its proposal, each ruling by its button, and who may."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base import clock
from base.staff.roles import Actor, Role
from base.staff.tables import Unit
from registry.books import enter
from registry.drafting.tables import Draft, Stage
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.proposals import verbs
from registry.proposals.tables import ProposalRow, Ruling
from registry.tables import Document

BODY = """第一条　为了规范排污许可，根据《中华人民共和国环境保护法》《中华人民共和国水法》，制定本办法。

第二条　本办法自2026年12月1日起施行。《排污许可管理暂行办法》同时废止。
"""
OLD = (
    "# 排污许可管理暂行办法\n\n{number}\n\n第一条　为了试验，制定本办法。\n\n"
    "第二条　本办法自2019年6月1日起施行。\n"
)
OFFICER = Actor(7, "wang", "王法", Role.LEGAL_OFFICER)
ORGAN = "澄江省生态环境厅"


def read(text: str, path: str) -> Parsed:
    return open_paper(Paper(path, text.encode(), Row(0)))


def enter_old(session: Any, number: str, issuer: str) -> None:
    text = OLD.format(number=number).replace("# ", f"---\nauthor: {issuer}\n---\n# ", 1)
    enter(session, read(text, f"{number}.md"), by="tests")


@pytest.fixture
def draft_id(app: Flask) -> int:
    """A draft that ends one of two measures of the same name, and its unit."""
    now = clock.now()
    with app.extensions["database"].transaction() as session:
        enter_old(session, "澄环发〔2019〕8号", "澄江省生态环境厅")
        enter_old(session, "澄海发〔2019〕5号", "澄江省海洋局")
        unit = Unit(organ=ORGAN, name="环评处")
        session.add(unit)
        session.flush()
        draft = Draft(
            path="drafts/1",
            stage=Stage.DRAFT.value,
            unit_id=unit.id,
            fields={"title": "澄江省排污许可管理办法"},
            text=BODY,
            author="li",
            recorded_at=now,
            changed_at=now,
        )
        session.add(draft)
        session.flush()
        parsed = read(f"# 澄江省排污许可管理办法\n\n{BODY}", "drafts/1/正文.md")
        verbs.propose_for_draft(session, draft.id, parsed, by=OFFICER)
        return draft.id


@pytest.fixture
def officer(act_as: Callable[..., Actor], draft_id: int) -> Actor:
    """A legal officer of the department is signed in, and there is something to rule on."""
    del draft_id
    return act_as(Role.LEGAL_OFFICER, organ=ORGAN)


@pytest.fixture
def rows(app: Flask) -> Callable[[], dict[str, ProposalRow]]:
    """The proposals by their matter (one of each, the first)."""

    def found() -> dict[str, ProposalRow]:
        with app.extensions["database"].reading() as session:
            every = list(session.execute(select(ProposalRow).order_by(ProposalRow.id.desc())).scalars())
            session.expunge_all()
            return {row.matter: row for row in every}

    return found


Rows = Callable[[], dict[str, ProposalRow]]


@pytest.mark.usefixtures("officer")
def test_the_queue_lists_what_waits_under_its_text(client: FlaskClient, draft_id: int) -> None:
    page = client.get("/desk/proposals").get_data(as_text=True)
    assert "共 4 项" in page
    assert f'<a href="/desk/proposals/drafts/{draft_id}">澄江省排污许可管理办法</a>' in page
    assert "《排污许可管理暂行办法》" in page


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("matter=basis", 2),
        ("sureness=doubtful", 1),
        ("words=排污许可", 4),
        ("ruling=all&matter=repeal", 1),
        ("matter=nonsense", 4),
    ],
)
def test_the_queue_is_narrowed(client: FlaskClient, query: str, count: int) -> None:
    assert f"共 {count} 项" in client.get(f"/desk/proposals?{query}").get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_a_filter_that_fits_nothing_says_so(client: FlaskClient) -> None:
    assert "没有符合条件" in client.get("/desk/proposals?words=不存在").get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_the_sentence_is_lit_in_the_text_and_told_beside_it(
    client: FlaskClient, draft_id: int, rows: Rows
) -> None:
    key = rows()["repeal"].id
    page = client.get(f"/desk/proposals/drafts/{draft_id}?p={key}").get_data(as_text=True)
    lit = re.findall(r"<mark[^>]*>(.*?)</mark>", page)
    assert lit == ["《排污许可管理暂行办法》同时废止。"]
    assert '<mark id="sentence">' in page
    assert "存疑" in page
    assert "登记中有多个文件" in page


@pytest.mark.usefixtures("officer")
def test_candidates_stand_with_their_numbers_and_reasons(
    client: FlaskClient, draft_id: int, rows: Rows
) -> None:
    key = rows()["repeal"].id
    page = client.get(f"/desk/proposals/drafts/{draft_id}?p={key}").get_data(as_text=True)
    assert "澄环发〔2019〕8号" in page
    assert "澄海发〔2019〕5号" in page
    assert page.count('type="radio" name="meant"') == 3


@pytest.mark.usefixtures("officer")
def test_each_deed_has_one_key_told_on_the_page(client: FlaskClient, draft_id: int, rows: Rows) -> None:
    key = sorted(row.id for row in rows().values())[1]
    page = client.get(f"/desk/proposals/drafts/{draft_id}?p={key}").get_data(as_text=True)
    assert set(re.findall(r'data-key="(.)"', page)) == {"c", "e", "x", "j", "k"}
    assert page.count("<kbd>") == 5


def rule(client: FlaskClient, key: int, deed: str, **form: str) -> Any:
    return client.post(f"/desk/proposals/{key}/{deed}", data={"seen": "open", **form})


@pytest.mark.usefixtures("officer")
def test_confirming_goes_on_to_the_next(client: FlaskClient, draft_id: int, rows: Rows) -> None:
    key = rows()["effective"].id
    answer = rule(client, key, "confirm")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/desk/proposals/drafts/{draft_id}?p=")
    assert not answer.location.endswith(f"p={key}")
    assert rows()["effective"].ruling == Ruling.CONFIRMED
    assert "施行日期：已确认。" in client.get(answer.location).get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_choosing_a_candidate_is_kept_as_the_correction(app: Flask, client: FlaskClient, rows: Rows) -> None:
    row = rows()["repeal"]
    with app.extensions["database"].reading() as session:
        address = session.get_one(Document, row.candidates[1]["document_id"]).address
    assert rule(client, row.id, "confirm", meant=address).status_code == 303
    made = rows()["repeal"]
    assert made.ruling == Ruling.CORRECTED
    assert made.corrected["stated"]["meant"] == address


@pytest.mark.usefixtures("officer")
def test_a_document_that_is_no_candidate_is_not_chosen_by_a_forged_form(
    app: Flask, client: FlaskClient, rows: Rows
) -> None:
    with app.extensions["database"].transaction() as session:
        enter(session, read("# 水条例\n\n第一条　本条例自2001年1月1日起施行。\n", "w.md"), by="tests")
        address = session.execute(select(Document.address).where(Document.title == "水条例")).scalar_one()
    answer = rule(client, rows()["repeal"].id, "confirm", meant=address)
    assert answer.status_code == 422
    assert rows()["repeal"].ruling == Ruling.OPEN


@pytest.mark.usefixtures("officer")
def test_a_correction_may_name_the_document_by_its_number(client: FlaskClient, rows: Rows) -> None:
    key = rows()["repeal"].id
    title = "排污许可管理暂行办法"
    answer = rule(client, key, "correct", title=title, number="", articles="第一条", meant="澄海发[2019]5号")
    assert answer.status_code == 303
    made = rows()["repeal"].corrected
    assert made["matter"] == "partial_repeal"
    assert made["stated"]["articles"] == ["第一条"]
    assert made["stated"]["meant"]


@pytest.mark.usefixtures("officer")
def test_all_faults_of_a_correction_are_told_at_once_and_what_was_typed_is_kept(
    client: FlaskClient, rows: Rows
) -> None:
    key = rows()["repeal"].id
    answer = rule(client, key, "correct", title="", articles="三到五", meant="无此号", on="2026-13-01")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "有 4 处需要改正" in page
    assert 'value="三到五"' in page
    assert "<details" in page
    assert rows()["repeal"].ruling == Ruling.OPEN


@pytest.mark.usefixtures("officer")
def test_unknown_fields_are_refused(client: FlaskClient, rows: Rows) -> None:
    answer = rule(client, rows()["repeal"].id, "reject", ruling="confirmed")
    assert answer.status_code == 422
    assert "不认识的字段" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_a_second_submit_of_the_same_form_changes_nothing_and_says_so(
    client: FlaskClient, rows: Rows
) -> None:
    key = rows()["basis"].id
    rule(client, key, "confirm")
    again = rule(client, key, "reject")
    assert again.status_code == 303
    assert rows()["basis"].ruling == Ruling.CONFIRMED
    assert "与您打开页面时不同" in client.get(again.location).get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_sure_readings_that_only_connect_are_confirmed_together(
    client: FlaskClient, draft_id: int, rows: Rows
) -> None:
    page = client.get(f"/desk/proposals/drafts/{draft_id}").get_data(as_text=True)
    assert "一并确认这 2 项" in page
    client.post(f"/desk/proposals/drafts/{draft_id}/confirm-sure")
    assert rows()["basis"].ruling == Ruling.CONFIRMED
    assert rows()["repeal"].ruling == Ruling.OPEN


def test_the_drafter_reads_and_does_not_rule(
    act_as: Callable[..., Actor], client: FlaskClient, draft_id: int, rows: Rows
) -> None:
    act_as(Role.DRAFTER, unit_id=1, organ=ORGAN)
    page = client.get(f"/desk/proposals/drafts/{draft_id}").get_data(as_text=True)
    assert "由法制机构审定" in page
    assert 'data-key="c"' not in page
    assert rule(client, rows()["repeal"].id, "confirm").status_code == 403
    assert client.get("/desk/proposals").status_code == 403


def test_another_unit_does_not_see_the_draft(
    act_as: Callable[..., Actor], client: FlaskClient, draft_id: int
) -> None:
    act_as(Role.DRAFTER, unit_id=99, organ=ORGAN)
    assert client.get(f"/desk/proposals/drafts/{draft_id}").status_code == 403


def test_a_lower_bureau_rules_only_on_its_own(
    act_as: Callable[..., Actor], client: FlaskClient, draft_id: int, rows: Rows
) -> None:
    act_as(Role.LEGAL_OFFICER, organ="澄江市生态环境局", lower=True)
    assert "没有符合条件" in client.get("/desk/proposals").get_data(as_text=True)
    assert client.get(f"/desk/proposals/drafts/{draft_id}").status_code == 403
    assert rule(client, rows()["repeal"].id, "confirm").status_code == 403
    act_as(Role.LEGAL_OFFICER, organ=ORGAN, lower=True)
    assert "共 4 项" in client.get("/desk/proposals").get_data(as_text=True)


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    "path",
    ["/desk/proposals/drafts/999", "/desk/proposals/documents/999", "/desk/proposals/drafts/1?p=99999"],
)
def test_what_does_not_exist_is_told(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("officer")
def test_a_ruling_on_no_proposal_is_told(client: FlaskClient) -> None:
    assert rule(client, 99999, "confirm").status_code == 404
