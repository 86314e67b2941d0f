"""Plans are collected by field, and each leads to the one before and after it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient


@pytest.fixture
def planned(write: Callable[..., None]) -> None:
    def fill(scribe: Any) -> None:
        for year, five in ((2016, "十三五"), (2021, "十四五"), (2026, "十五五")):
            plan = scribe.document(
                f"plan/{year}/1",
                f"澄江省生态环境保护“{five}”规划",
                kind="plan",
                published_on=date(year, 9, 1),
            )
            scribe.event(plan, "commencement", date(year, 9, 1))
        hidden = scribe.document("plan/2027/1", "澄江省生态环境保护“十六五”规划", kind="plan")
        hidden.publication = "draft"

    write(fill)


def test_the_plans_of_a_field_stand_in_one_line_with_their_years(pages: FlaskClient, planned: None) -> None:
    page = pages.get("/plans").text
    assert [page.index(f"{year}—{year + 4}年") for year in (2026, 2021, 2016)] == sorted(
        page.index(f"{year}—{year + 4}年") for year in (2026, 2021, 2016)
    )
    assert "十六五" not in page


def test_a_plan_leads_to_the_one_before_and_after_it(pages: FlaskClient, planned: None) -> None:
    page = pages.get("/documents/plan/2021/1").text
    assert (
        page.index("上一期规划") < page.index("“十三五”") < page.index("下一期规划") < page.index("“十五五”")
    )
    assert "下一期规划" not in pages.get("/documents/plan/2026/1").text


def test_programs_get_the_same_lines(pages: FlaskClient, planned: None) -> None:
    found = pages.get("/plans.json").json
    assert found is not None
    assert found["total"] == 3
    (line,) = found["lines"]
    assert [plan["first_year"] for plan in line["plans"]] == [2016, 2021, 2026]
    assert line["plans"][0]["validity"] == "in_force"


def test_a_registry_without_plans_says_so(pages: FlaskClient) -> None:
    assert "还没有规划计划" in pages.get("/plans").text
