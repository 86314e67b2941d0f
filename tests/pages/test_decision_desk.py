"""The desk of the catalogue: from an empty year to a published one, by the people who may."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base import clock, holidays
from base.staff.roles import Role
from base.staff.tables import Unit, UnitKind
from registry.decisions.tables import CatalogueEdition, DecisionItem, DecisionPaper, DecisionStep

DEPARTMENT = "澄江省生态环境厅"
TODAY = date(2026, 3, 2)
ENTRY = {
    "name": "碳普惠行动方案",
    "basis": "《澄江省应对气候变化办法》",
    "category": "policy",
    "planned": "2026年第三季度",
    "planned_through": "2026-09-30",
    "market": "yes",
}


@pytest.fixture
def units(app: Flask, hold_clock: Callable[[date], None]) -> Iterator[dict[str, int]]:
    """The units of the department."""
    hold_clock(TODAY)
    with app.extensions["database"].transaction() as session:
        holidays.seed(session)
        rows = [
            Unit(organ=DEPARTMENT, name=name, kind=UnitKind.OFFICE.value)
            for name in ("应对气候变化处", "水生态环境处")
        ]
        session.add_all(rows)
        session.flush()
        found = {row.name: row.id for row in rows}
    yield found
    clock.set_moment(None)


def version(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        newest = select(CatalogueEdition.version).order_by(CatalogueEdition.id.desc()).limit(1)
        return session.scalars(newest).one()


def listed(app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]) -> int:
    """An item in the first edition, entered at the desk; gives its id."""
    act_as(Role.LEGAL_OFFICER, organ=DEPARTMENT)
    assert client.post("/desk/decisions", data={"year": "2026"}).status_code == 303
    sent = {**ENTRY, "unit_id": units["应对气候变化处"]}
    answer = client.post("/desk/decisions/2026/items", data=sent)
    assert answer.status_code == 303
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def test_a_catalogue_goes_from_the_legal_division_by_the_office_to_the_public(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    listed(app, client, act_as, units)
    agreed = {"version": version(app), "consented_on": "2026-03-01", "consent_act": "纪要〔2026〕3号"}
    assert client.post("/desk/decisions/2026/consent", data=agreed).status_code == 303
    assert client.post("/desk/decisions/2026/submission", data={"version": version(app)}).status_code == 303
    publication = "/desk/decisions/2026/publication"
    assert client.post(publication, data={"version": version(app)}).status_code == 403
    act_as(Role.PUBLISHER, organ=DEPARTMENT)
    assert "公布第 1 版" in client.get("/desk/decisions/2026").get_data(as_text=True)
    assert client.post(publication, data={"version": version(app) - 1}).status_code == 409
    assert client.post(publication, data={"version": version(app)}).status_code == 303
    act_as(None)
    assert "碳普惠行动方案" in client.get("/decisions/2026").get_data(as_text=True)


def test_every_fault_of_an_item_is_told_at_once(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    listed(app, client, act_as, units)
    answer = client.post("/desk/decisions/2026/items", data={"name": "", "planned_through": "何时"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "有 6 处需要改正" in page


def test_a_unit_records_the_steps_of_its_own_items_and_of_no_other(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    path = f"/desk/decisions/2026/{key}/steps/risk"
    act_as(Role.DRAFTER, unit_id=units["水生态环境处"], organ=DEPARTMENT)
    assert client.post(path, data={"version": 1, "planned_on": "2026-05-01"}).status_code == 403
    act_as(Role.DRAFTER, unit_id=units["应对气候变化处"], organ=DEPARTMENT)
    assert "碳普惠行动方案" in client.get("/desk/decisions").get_data(as_text=True)
    assert client.post(path, data={"version": 1, "planned_on": "2026-05-01"}).status_code == 303
    again = client.post(path, data={"version": 1, "planned_on": "2026-06-01", "note": "我的说明"})
    assert again.status_code == 409
    page = again.get_data(as_text=True)
    assert "计划 2026-05-01" in page
    assert "我的说明" in page


def test_what_must_not_be_discussed_is_recorded_only_by_somebody_who_owns_to_it(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    path = f"/desk/decisions/2026/{key}/steps/deliberation"
    refused = client.post(path, data={"version": 1, "began_on": "2026-03-02"})
    assert refused.status_code == 409
    assert "如实登记" in refused.get_data(as_text=True)
    owned = client.post(path, data={"version": 1, "began_on": "2026-03-02", "confirmed": "yes"})
    assert owned.status_code == 303


def test_a_step_with_several_faults_tells_all_of_them(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    sent = {"version": 1, "began_on": "2026-04-01", "done_on": "2026-03-20", "omitted_ground": "没有必要"}
    answer = client.post(f"/desk/decisions/2026/{key}/steps/risk", data=sent)
    assert answer.status_code == 422
    assert "有 3 处需要改正" in answer.get_data(as_text=True)


def test_a_paper_is_filed_and_taken_off(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    base = f"/desk/decisions/2026/{key}"
    sent = {"kind": "risk", "role": "risk_report", "title": "风险评估报告", "public": "yes"}
    missing = client.post(f"{base}/papers", data=sent)
    assert missing.status_code == 400
    sent["file"] = (io.BytesIO("风险可控。".encode()), "报告.txt")  # type: ignore[assignment]
    assert client.post(f"{base}/papers", data=sent).status_code == 303
    with app.extensions["database"].reading() as session:
        number = session.scalars(select(DecisionPaper.id)).one()
    assert client.get(f"{base}/papers/{number}").get_data(as_text=True) == "风险可控。"
    assert client.get(f"{base}/file.zip").data.startswith(b"PK")
    assert client.post(f"{base}/papers/{number}/withdrawal").status_code == 303
    assert f"/papers/{number}" not in client.get(base).get_data(as_text=True)


def test_a_program_is_no_paper(app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]) -> None:
    key = listed(app, client, act_as, units)
    sent = {"kind": "risk", "role": "other", "title": "报告", "file": (io.BytesIO(b"#!/bin/sh\nls"), "a.txt")}
    answer = client.post(f"/desk/decisions/2026/{key}/papers", data=sent)
    assert answer.status_code == 400
    assert "不能上传" in answer.get_data(as_text=True)


def test_an_item_under_another_year_is_not_found(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    assert client.get(f"/desk/decisions/2025/{key}").status_code == 404
    assert client.get("/desk/decisions/2025").status_code in {403, 404}


def test_nobody_from_outside_and_no_lower_bureau_looks_into_the_drafted_catalogue(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    act_as(None)
    assert client.get("/desk/decisions/2026").status_code == 303
    act_as(Role.DRAFTER, unit_id=99, organ="云州市生态环境局", lower=True)
    assert client.get("/desk/decisions/2026").status_code == 403
    assert client.get(f"/desk/decisions/2026/{key}").status_code == 403
    assert "碳普惠行动方案" not in client.get("/desk/decisions").get_data(as_text=True)


def test_a_hostile_name_is_words_on_every_page(
    app: Flask, client: FlaskClient, act_as: Any, units: dict[str, int]
) -> None:
    key = listed(app, client, act_as, units)
    sent = {**ENTRY, "name": "<script>alert(1)</script>", "unit_id": units["应对气候变化处"], "version": 1}
    assert client.post(f"/desk/decisions/2026/{key}", data=sent).status_code == 303
    for path in ("/desk/decisions", "/desk/decisions/2026", f"/desk/decisions/2026/{key}"):
        assert "<script>alert" not in client.get(path).get_data(as_text=True)
    with app.extensions["database"].reading() as session:
        assert session.get_one(DecisionItem, key).name == "<script>alert(1)</script>"
        assert len(session.scalars(select(DecisionStep)).all()) == 8
    assert re.search("alert", client.get(f"/desk/decisions/2026/{key}").get_data(as_text=True))
