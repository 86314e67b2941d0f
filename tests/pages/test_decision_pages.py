"""The public pages of the catalogue, in every form, and what never is in any of them."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from base import clock, holidays
from base.staff.roles import Actor, Role
from base.staff.tables import Unit, UnitKind
from registry.decisions import catalogues, editions, papers, steps
from registry.decisions.catalogues import Entry
from registry.decisions.editions import Seen
from registry.decisions.papers import PaperOrder
from registry.decisions.rules.terms import ItemCategory, PaperRole, StepKind
from registry.decisions.steps import StepOrder
from registry.decisions.tables import CatalogueEdition, DecisionItem
from registry.intake.uploads import ATTACHMENTS, accept

TODAY = date(2026, 3, 2)
LEGAL, OFFICE = (
    Actor(1, "fang", "方正", Role.LEGAL_OFFICER),
    Actor(2, "bai", "白文", Role.PUBLISHER),
)
FORMS = ("", ".json", ".xlsx")
# What must be nowhere: an item that is drafted, one taken out before publication, papers that are not public.
HIDDEN = ("尚未公布的事项", "公布前调出的事项", "内部审查意见", "改名之后的方案", "内部文件名")


@pytest.fixture
def house(app: Flask, hold_clock: Callable[[date], None]) -> Iterator[Any]:
    """A published catalogue with one item, and under it all that is not public."""
    hold_clock(TODAY)
    database, store = app.extensions["database"], app.extensions["config"].files
    with database.transaction() as session:
        holidays.seed(session)
        unit = Unit(organ="澄江省生态环境厅", name="应对气候变化处", kind=UnitKind.OFFICE.value)
        session.add(unit)
        session.flush()

        def entry(name: str) -> Entry:
            return Entry(
                name,
                "=HYPERLINK(依据)",
                ItemCategory.POLICY,
                unit.id,
                "2026年第三季度",
                date(2026, 9, 30),
            )

        edition = catalogues.open_year(session, 2026, by=LEGAL)
        key = catalogues.add(session, edition.catalogue_id, entry("碳普惠行动方案"), by=LEGAL).id
        gone = catalogues.add(session, edition.catalogue_id, entry(HIDDEN[1]), by=LEGAL)
        catalogues.remove(session, gone.id, 1, "重复", by=LEGAL)
        pass_on(session, edition)
        steps.record(session, key, StepKind.RISK, 1, StepOrder(done_on=TODAY), by=LEGAL)
        inner = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, HIDDEN[2], TODAY, public=False)
        upload = accept("风险可控。".encode(), f"{HIDDEN[4]}.txt", ATTACHMENTS)
        hidden = papers.attach(session, key, inner, upload, store, by=LEGAL).id
        shown = PaperOrder(StepKind.RISK, PaperRole.OTHER, "公开的说明", TODAY)
        open_paper = papers.attach(
            session, key, shown, accept("说明".encode(), "说明.txt", ATTACHMENTS), store, by=LEGAL
        ).id
        catalogue = edition.catalogue_id
        drafted = editions.prepare(session, catalogue, "尚未公布的调整理由", by=LEGAL)
        catalogues.change(session, key, 1, entry(HIDDEN[3]), by=LEGAL)
        extra = catalogues.add(session, catalogue, entry(HIDDEN[0]), by=LEGAL).id
        found = {
            "key": key,
            "gone": gone.id,
            "extra": extra,
            "hidden": hidden,
            "open": open_paper,
            "draft": drafted.id,
        }
    yield found
    clock.set_moment(None)


def pass_on(session: Any, edition: CatalogueEdition) -> None:
    editions.consent(session, Seen(edition.id, edition.version), TODAY, "厅党组会议纪要〔2026〕3号", by=LEGAL)
    editions.submit(session, Seen(edition.id, edition.version), by=LEGAL)
    editions.publish(session, Seen(edition.id, edition.version), by=OFFICE)


def words_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    if path.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(answer.data))
        return " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    return answer.get_data(as_text=True)


def test_the_catalogue_is_a_page_a_table_a_feed_and_data(client: FlaskClient, house: Any) -> None:
    for path in ("/decisions", *(f"/decisions/2026{form}" for form in FORMS), "/decisions/data.feed"):
        assert "碳普惠行动方案" in words_of(client, path) or path == "/decisions/data.feed"
    page = words_of(client, "/decisions/2026")
    for word in (
        "序号",
        "依据",
        "决策程序",
        "是否听证",
        "承办单位",
        "计划决策时间",
        "进展",
        "厅党组会议纪要〔2026〕3号",
    ):
        assert word in page


def test_nothing_that_is_not_public_is_in_any_form(client: FlaskClient, house: Any) -> None:
    paths = ["/", "/sitemap", "/decisions", "/decisions/data.feed", f"/decisions/2026/{house['key']}"]
    paths += [f"/decisions/2026{form}" for form in FORMS] + [f"/decisions/2026/{house['key']}.json"]
    for path in paths:
        said = words_of(client, path)
        assert [word for word in (*HIDDEN, "尚未公布的调整理由") if word in said] == [], path


@pytest.mark.parametrize("name", ["gone", "extra"])
def test_what_is_not_public_has_no_address(client: FlaskClient, house: Any, name: str) -> None:
    for ending in ("", ".json"):
        assert client.get(f"/decisions/2026/{house[name]}{ending}").status_code == 404
    assert client.get("/decisions/2026?edition=2").status_code == 404
    assert client.get("/decisions/2025").status_code == 404
    assert client.get(f"/decisions/papers/{house['hidden']}").status_code == 404


def test_a_public_paper_is_saved_and_can_do_nothing(client: FlaskClient, house: Any) -> None:
    answer = client.get(f"/decisions/papers/{house['open']}")
    assert answer.get_data(as_text=True) == "说明"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_no_cell_is_a_formula(client: FlaskClient, house: Any) -> None:
    book = load_workbook(io.BytesIO(client.get("/decisions/2026.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert "'=HYPERLINK(依据)" in {cell.value for cell in cells}


def test_an_item_says_what_it_does_not_meet(client: FlaskClient, app: Flask, house: Any) -> None:
    with app.extensions["database"].transaction() as session:
        order = StepOrder(began_on=TODAY, confirmed=True)
        steps.record(session, house["key"], StepKind.DELIBERATION, 1, order, by=LEGAL)
    page = words_of(client, f"/decisions/2026/{house['key']}")
    assert "合法性审查完成之前已提交讨论" in page
    assert "决策草案提交决策机关讨论前，应当由负责合法性审查的部门进行合法性审查。" in page
    said = json.loads(words_of(client, f"/decisions/2026/{house['key']}.json"))
    assert {c["rule"] for c in said["checks"] if c["holding"] == "breached"} >= {"K23", "K25", "K30"}


def test_the_picture_says_in_words_what_it_draws(client: FlaskClient, house: Any) -> None:
    page = words_of(client, f"/decisions/2026/{house['key']}")
    drawn = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert len(drawn) == 8
    assert "风险评估：已完成（2026-03-02 完成）" in drawn
    assert "<text" in page
    assert " style=" not in page


def test_an_adjustment_shows_both_texts_with_the_change_marked(
    client: FlaskClient, app: Flask, house: Any
) -> None:
    before = client.get("/decisions/2026").headers["ETag"]
    with app.extensions["database"].transaction() as session:
        pass_on(session, session.get_one(CatalogueEdition, house["draft"]))
    answer = client.get("/decisions/2026", headers={"If-None-Match": before})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<ins>" in page
    assert "<del>" in page
    assert "尚未公布的调整理由" in page
    old = words_of(client, "/decisions/2026?edition=1")
    assert "这是调整前的目录" in old
    assert "碳普惠行动方案" in old
    assert HIDDEN[0] not in old
    feed = ET.fromstring(words_of(client, "/decisions/data.feed"))  # noqa: S314  # our own
    titles = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert "2026年度重大行政决策事项目录调整（第 2 版）" in titles


def test_an_item_taken_out_keeps_its_page_with_the_reason(
    client: FlaskClient, app: Flask, house: Any
) -> None:
    with app.extensions["database"].transaction() as session:
        row = session.scalars(select(DecisionItem).where(DecisionItem.id == house["key"])).one()
        catalogues.remove(session, row.id, row.version, "条件尚不成熟", by=LEGAL)
        pass_on(session, session.get_one(CatalogueEdition, house["draft"]))
    page = words_of(client, f"/decisions/2026/{house['key']}")
    assert "已由目录第 2 版调出" in page
    assert "条件尚不成熟" in page


def test_the_print_is_a_pdf_of_the_whole_table(client: FlaskClient, house: Any, tmp_path: Path) -> None:
    answer = client.get("/decisions/2026.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_every_name_in_the_answers_is_documented(client: FlaskClient, house: Any) -> None:
    paper = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
    known = set(re.findall(r"[`\"]([@a-z_A-Z0-9]{2,30})[`\"]", paper))

    def names(value: Any) -> Iterator[str]:
        for each in value if isinstance(value, list) else []:
            yield from names(each)
        for name, held in value.items() if isinstance(value, dict) else ():
            yield name
            yield from names(held)

    for path in ("/decisions/2026.json", f"/decisions/2026/{house['key']}.json"):
        told = set(names(client.get(path).get_json()))
        assert len(told) > 20
        assert told - known == set()
