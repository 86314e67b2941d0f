"""Rules of hearings: each by its article, on the last day that keeps it and the first that does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.hearings import (
    RULES,
    Keeping,
    MeetingFinding,
    MeetingPlan,
    findings,
)
from registry.consultations.rules.terms import Matter, MeetingKind

HELD = date(2027, 1, 20)
GOOD = MeetingPlan(
    MeetingKind.HEARING,
    Matter.MAJOR_DECISION,
    HELD,
    place="省厅一楼会议室",
    content="罚款幅度",
)
RULE = replace(GOOD, matter=Matter.RULE)


def of(rule: str, plan: MeetingPlan, on: date) -> MeetingFinding | None:
    return next((each for each in findings(plan, on) if each.rule.id == rule), None)


def keeping(rule: str, plan: MeetingPlan, on: date) -> Keeping | None:
    found = of(rule, plan, on)
    return found.keeping if found else None


def test_a_hearing_on_a_rule_is_announced_thirty_days_before_it() -> None:
    assert keeping("H01", RULE, date(2026, 12, 21)) is Keeping.KEPT
    late = of("H01", RULE, date(2026, 12, 22))
    assert late is not None
    assert late.blocks


def test_what_was_announced_in_time_stays_so() -> None:
    plan = replace(RULE, announced_on=date(2026, 12, 21))
    assert keeping("H01", plan, date(2027, 3, 1)) is Keeping.KEPT


def test_the_thirty_days_are_asked_of_rules_alone() -> None:
    assert of("H01", GOOD, HELD) is None


@pytest.mark.parametrize("matter", list(Matter))
def test_a_notice_without_place_or_content_is_not_announced(matter: Matter) -> None:
    for left_out in ("place", "content"):
        found = of("H02", replace(GOOD, matter=matter, **{left_out: " "}), date(2026, 12, 1))
        assert found is not None
        assert found.broken
        assert found.blocks == (matter in {Matter.RULE, Matter.MAJOR_DECISION})


def test_the_draft_and_its_note_are_public_before_a_hearing() -> None:
    found = of("H03", replace(GOOD, drafted=False), date(2026, 12, 1))
    assert found is not None
    assert found.blocks


def test_the_papers_reach_the_participants_seven_days_before() -> None:
    assert keeping("H04", replace(GOOD, papers_sent_on=date(2027, 1, 13)), HELD) is Keeping.KEPT
    assert keeping("H04", replace(GOOD, papers_sent_on=date(2027, 1, 14)), HELD) is Keeping.BROKEN


def test_papers_not_sent_yet_are_ahead_while_there_is_time() -> None:
    assert keeping("H04", GOOD, date(2027, 1, 13)) is Keeping.AHEAD
    assert keeping("H04", GOOD, date(2027, 1, 14)) is Keeping.BROKEN


def test_where_one_has_to_register_the_way_of_choosing_is_public() -> None:
    asked = replace(GOOD, register_through=date(2027, 1, 5))
    assert keeping("H05", asked, date(2026, 12, 1)) is Keeping.BROKEN
    assert keeping("H05", replace(asked, selection="按报名先后"), date(2026, 12, 1)) is Keeping.KEPT
    assert keeping("H05", GOOD, date(2026, 12, 1)) is None


def test_the_list_of_participants_is_public_before_the_day() -> None:
    assert keeping("H06", replace(GOOD, participants_on=date(2027, 1, 19)), HELD) is Keeping.KEPT
    assert keeping("H06", replace(GOOD, participants_on=HELD), HELD) is Keeping.BROKEN
    assert keeping("H06", GOOD, date(2027, 1, 19)) is Keeping.AHEAD
    assert keeping("H06", GOOD, HELD) is Keeping.BROKEN


def test_a_hearing_on_a_rule_leaves_a_record() -> None:
    assert keeping("H07", RULE, HELD) is Keeping.AHEAD
    found = of("H07", RULE, HELD + timedelta(days=1))
    assert found is not None
    assert found.broken
    assert not found.blocks
    assert keeping("H07", replace(RULE, recorded=True), date(2027, 3, 1)) is Keeping.KEPT


def test_the_participants_sign_the_record() -> None:
    assert keeping("H08", GOOD, HELD) is Keeping.AHEAD
    assert keeping("H08", GOOD, HELD + timedelta(days=1)) is Keeping.BROKEN
    assert keeping("H08", replace(GOOD, signed=True), date(2027, 3, 1)) is Keeping.KEPT


def test_what_is_only_the_model_of_a_normative_document_asks_for_a_reason_and_blocks_nothing() -> None:
    plan = replace(GOOD, matter=Matter.NORMATIVE_DOCUMENT, drafted=False)
    broken = [each for each in findings(plan, HELD) if each.broken]
    assert {"H03", "H04", "H06"} <= {each.rule.id for each in broken}
    assert not any(each.blocks for each in broken)


def test_the_regulation_of_decisions_does_not_bind_the_making_of_rules() -> None:
    assert {each.rule.id for each in findings(RULE, HELD)} == {"H01", "H02", "H07"}


@pytest.mark.parametrize("kind", [MeetingKind.SEMINAR, MeetingKind.EXPERTS])
def test_seminars_and_meetings_of_experts_have_no_such_rules(kind: MeetingKind) -> None:
    assert findings(replace(GOOD, kind=kind, place=""), HELD) == ()


def test_every_rule_names_its_article() -> None:
    assert all("条例》第" in rule.source for rule in RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    st.sampled_from(Matter),
    days,
    days,
    st.none() | days,
    st.none() | days,
    st.booleans(),
)
def test_time_alone_never_mends_a_breach(
    matter: Matter, held: date, on: date, papers: date | None, listed: date | None, drafted: bool
) -> None:
    plan = MeetingPlan(
        MeetingKind.HEARING, matter, held, papers_sent_on=papers, participants_on=listed, drafted=drafted
    )
    before = {each.rule.id for each in findings(plan, on) if each.broken}
    after = {each.rule.id for each in findings(plan, on + timedelta(days=1)) if each.broken}
    assert before <= after
