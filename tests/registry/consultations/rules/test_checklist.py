"""The check list of a notice: each rule, named for what it asks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.workdays import Calendar
from registry.consultations.rules.checklist import RULES, NoticeFacts, findings
from registry.consultations.rules.period import Least, Period, measured
from registry.consultations.rules.terms import Matter

TODAY = date(2026, 11, 30)
FROM, THROUGH = date(2026, 12, 1), date(2026, 12, 30)


def lengths(through: date = THROUGH, on: date = TODAY) -> object:
    return measured(Period(FROM, through), on, Least(30), Calendar().between)


WHOLE = NoticeFacts(
    matter=Matter.RULE,
    title="澄江省排污许可管理办法（征求意见稿）",
    on=TODAY,
    from_on=FROM,
    through_on=THROUGH,
    measured=lengths(),
    words="现公开征求意见。",
    draft=True,
    note=True,
    deciding_body="澄江省人民政府",
    contact_person="水处",
    phone="0571-00000000",
)


def broken(**more: object) -> set[str]:
    return {each.rule.id for each in findings(replace(WHOLE, **more))}


def test_a_complete_notice_breaks_nothing() -> None:
    assert findings(WHOLE) == ()


def test_a_rule_has_its_article() -> None:
    assert len({rule.id for rule, _ in RULES}) == len(RULES)
    assert all(rule.words and rule.source for rule, _ in RULES)
    assert "第十五条" in next(rule.source for rule, _ in RULES if rule.id == "N02")


@pytest.mark.parametrize(
    ("matter", "source"),
    [
        (Matter.RULE, "《规章制定程序条例》第十五条、第二十一条"),
        (Matter.MAJOR_DECISION, "《重大行政决策程序暂行条例》第十五条"),
        (Matter.NORMATIVE_DOCUMENT, "本机关规定，参照《重大行政决策程序暂行条例》第十五条"),
    ],
)
def test_says_which_regulation_asks_for_it_in_the_matter(matter: Matter, source: str) -> None:
    (found,) = findings(replace(WHOLE, matter=matter, note=False))
    assert found.source == source


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"from_on": None, "measured": None}, "N01"),
        ({"through_on": None, "measured": None}, "N01"),
        ({"through_on": date(2026, 11, 30), "on": date(2026, 11, 1), "measured": None}, "N01"),
        ({"measured": lengths(date(2026, 12, 29))}, "N02"),
        ({"measured": lengths(date(2026, 12, 29)), "short_reason": "紧急"}, "N02"),
        ({"draft": False}, "N03"),
        ({"note": False}, "N04"),
        ({"phone": ""}, "N05"),
        ({"postal_address": "环保路1号"}, "N06"),
        ({"postcode": "310000"}, "N06"),
        ({"email": "water at example"}, "N07"),
        ({"contact_person": ""}, "N08"),
        ({"deciding_body": ""}, "N09"),
        ({"title": "排污许可管理办法（修订征求意见稿）"}, "N10"),
        ({"on": THROUGH}, "N11"),
        ({"words": " \n"}, "N12"),
        ({"measured": lengths(on=FROM)}, "N13"),
    ],
)
def test_each_rule_finds_what_breaks_it(more: dict[str, object], rule: str) -> None:
    assert rule in broken(**more)


def test_a_shorter_period_may_stand_with_its_reason() -> None:
    told = lengths(date(2026, 12, 9))
    assert broken(measured=told, short_reason="汛期将至，须尽快施行应急措施。") == set()


@pytest.mark.parametrize(
    "way",
    [{"email": "water@example.test"}, {"postal_address": "环保路1号", "postcode": "310000"}, {"phone": "1"}],
)
def test_one_way_to_answer_beside_the_site_is_enough(way: dict[str, str]) -> None:
    assert "N05" not in broken(**({"phone": ""} | way))


def test_an_address_without_postcode_is_no_way_to_answer() -> None:
    assert {"N05", "N06"} <= broken(phone="", postal_address="环保路1号")


def test_a_revision_that_names_its_document_is_left_alone() -> None:
    assert broken(title="排污许可管理办法（修订征求意见稿）", revises=True) == set()


def test_what_only_advises_holds_nothing_up() -> None:
    found = findings(replace(WHOLE, measured=lengths(on=FROM)))
    assert [each.rule.blocking for each in found] == [False]
    assert found[0].sentence == "当天不计，自发布次日起只有 29 日：建议提前发布或者推迟截止日期"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
def test_says_something_of_whatever_is_typed(title: str, email: str, postcode: str) -> None:
    for each in findings(replace(WHOLE, title=title, email=email, postcode=postcode)):
        assert each.sentence
        assert each.field in {*NoticeFacts.__slots__}
