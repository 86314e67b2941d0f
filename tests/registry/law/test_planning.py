"""What years a plan is for, and which plans follow one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.numerals import chinese
from registry.law.planning import Period, field, five_years, lines, period


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("浙江省生态环境保护“十四五”规划", 2021, 2025),
        ("浙江省生态环境保护十四五规划", 2021, 2025),
        ("浙江省环境保护“十三五”规划纲要", 2016, 2020),
        ("国民经济和社会发展第十四个五年规划和2035年远景目标纲要", 2021, 2025),
        ("国民经济和社会发展第一个五年计划", 1953, 1957),
        ("国民经济和社会发展第三个五年计划", 1966, 1970),
        ("河北雄安新区总体规划（2018—2035年）", 2018, 2035),
        ("生态环境监测规划(2020-2035年)", 2020, 2035),
        ("水污染防治行动计划2016年至2020年", 2016, 2020),
        ("2024年生态环境工作计划", 2024, 2024),
        ("2024年度立法计划", 2024, 2024),
        ("十五五规划", 2026, 2030),
    ],
)
def test_the_title_tells_the_years(title: str, first: int, last: int) -> None:
    assert period(title) == Period(first, last)


@pytest.mark.parametrize("title", ["城乡规划条例", "生态环境保护规划", "五年规划", "第五条规划"])
def test_a_title_without_years_tells_none(title: str) -> None:
    assert period(title) is None


def test_a_span_that_runs_backwards_is_none() -> None:
    assert period("规划（2035—2018）") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("澄江省生态环境保护“十四五”规划", "澄江省生态环境保护“十五五”规划"),
        ("澄江省生态环境保护“十四五”规划", "澄江省生态环境保护规划（2026—2030年）"),
        ("国民经济和社会发展第十四个五年规划和2035年远景目标纲要", "国民经济和社会发展第十三个五年规划纲要"),
        ("2024年立法计划", "2025年立法计划"),
    ],
)
def test_plans_of_one_field_differ_in_their_years_only(one: str, other: str) -> None:
    assert field(one) == field(other)
    assert period(one) != period(other)


def test_a_plan_for_another_field_is_another_line() -> None:
    assert field("水生态环境保护“十四五”规划") != field("土壤生态环境保护“十四五”规划")


def test_plans_stand_in_the_order_of_their_years_and_the_latest_field_first() -> None:
    titles = ["水保护“十五五”规划", "旧规划（1990—1995年）", "水保护规划", "水保护“十三五”规划"]
    found = lines((title, title) for title in titles)
    assert [[stage.plan for stage in stages] for _, stages in found] == [
        ["水保护规划", "水保护“十三五”规划", "水保护“十五五”规划"],
        ["旧规划（1990—1995年）"],
    ]


@given(st.integers(3, 19))
def test_five_year_plans_follow_one_another_without_a_gap(number: int) -> None:
    assert five_years(number + 1).first == five_years(number).last + 1
    assert period(f"某省“{chinese(number)}五”规划") == five_years(number)
