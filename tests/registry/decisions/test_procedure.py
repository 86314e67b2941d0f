"""The rules of the procedure of major decisions, one ruling for each."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.decisions.rules.course import Course, Hearing, Notice, Paper, Step
from registry.decisions.rules.opening import names_article
from registry.decisions.rules.procedure import REGULATION, RULES, bars, breaches, checked
from registry.decisions.rules.terms import Holding, ItemCategory, PaperRole, ReviewResult, StepKind

P, E, R, F = StepKind.PARTICIPATION, StepKind.EXPERTS, StepKind.RISK, StepKind.FAIR_COMPETITION
L, D, PUB, EV = StepKind.LEGALITY, StepKind.DELIBERATION, StepKind.PUBLICATION, StepKind.EVALUATION


def day(number: int) -> date:
    return date(2026, 3, 1) + timedelta(days=number)


def papers(*roles: PaperRole) -> tuple[Paper, ...]:
    return tuple(Paper(role) for role in roles)


NOTICE = Notice("征求意见公告", 30, 29, outcome_published=True)
HEARING = Hearing("听证会", day(40), day(20), day(30), participants=12, recorded=True)
LAWFUL = Course(
    name="碳普惠行动方案",
    category=ItemCategory.POLICY,
    unit="应对气候变化处",
    hearing_planned=True,
    market=True,
    consented_on=day(-20),
    listed_on=day(-10),
    steps={
        P: Step(day(0), day(1), day(45), papers=papers(PaperRole.DRAFT, PaperRole.OPINIONS)),
        E: Step(
            day(0),
            day(1),
            day(50),
            carried_out_by="省环境规划院",
            papers=papers(PaperRole.EXPERT_OPINION, PaperRole.EXPERT_ADOPTION),
        ),
        R: Step(day(0), day(1), day(50), carried_out_by="省社会科学院", papers=papers(PaperRole.RISK_REPORT)),
        F: Step(day(0), day(1), day(51), papers=papers(PaperRole.FAIR_COMPETITION)),
        L: Step(
            day(0),
            day(52),
            day(63),
            ReviewResult.LAWFUL,
            papers=papers(PaperRole.FOR_REVIEW, PaperRole.LEGALITY_OPINION),
        ),
        D: Step(day(0), day(70), day(70), papers=papers(PaperRole.RECORD)),
        PUB: Step(day(0), day(75), day(75), papers=papers(PaperRole.PARTY_REPORT, PaperRole.DECISION)),
        EV: Step(
            day(0), day(400), day(420), carried_out_by="省发展研究中心", papers=papers(PaperRole.EVALUATION)
        ),
    },
    notices=(NOTICE,),
    hearings=(HEARING,),
    review_days=8,
)


def with_step(kind: StepKind, course: Course = LAWFUL, **changes: Any) -> Course:
    return replace(course, steps={**course.steps, kind: replace(course.step(kind), **changes)})


def without_paper(role: PaperRole) -> Course:
    steps = {
        kind: replace(step, papers=tuple(paper for paper in step.papers if paper.role is not role))
        for kind, step in LAWFUL.steps.items()
    }
    return replace(LAWFUL, steps=steps)


def broken(course: Course) -> set[str]:
    return {breach.rule for breach in breaches(course)}


def holding(course: Course, rule: str) -> Holding:
    return next(each.holding for each in checked(course) if each.rule.id == rule)


def test_a_course_that_follows_the_regulation_meets_every_rule() -> None:
    said = {each.rule.id: each.holding for each in checked(LAWFUL)}
    # Nothing was left out, so that no ground is asked for.
    assert said.pop("K05") is Holding.NOT_ASKED
    assert set(said.values()) == {Holding.MET}


def test_nothing_is_broken_before_anything_has_begun() -> None:
    begun = Course("碳普惠行动方案", ItemCategory.POLICY, "应对气候变化处", hearing_planned=True, market=True)
    assert broken(begun) == set()


@pytest.mark.parametrize(
    ("rule", "course"),
    [
        ("K01", replace(LAWFUL, category=None)),
        ("K02", replace(LAWFUL, name="水环境保护条例（草案）")),
        ("K03", replace(LAWFUL, consented_on=None)),
        ("K03", replace(LAWFUL, consented_on=day(-9))),
        ("K04", replace(LAWFUL, unit="")),
        ("K05", with_step(R, ground="没有必要")),
        ("K06", with_step(E, papers=())),
        ("K07", with_step(E, began_on=day(51))),
        ("K08", with_step(P, done_on=None)),
        ("K08", with_step(P, done_on=day(71))),
        ("K09", replace(LAWFUL, notices=(replace(NOTICE, has_note=False),))),
        ("K09", replace(LAWFUL, notices=(replace(NOTICE, ways=0),))),
        ("K10", replace(LAWFUL, notices=(replace(NOTICE, announced_days=29),))),
        ("K10", replace(LAWFUL, notices=(replace(NOTICE, real_days=26, late=True),))),
        ("K11", replace(LAWFUL, hearings=())),
        ("K11", replace(LAWFUL, hearings=(replace(HEARING, held_on=day(71)),))),
        ("K12", replace(LAWFUL, hearings=(replace(HEARING, announced_on=day(40)),))),
        ("K12", replace(LAWFUL, hearings=(replace(HEARING, placed=False),))),
        ("K13", replace(LAWFUL, hearings=(replace(HEARING, participants=0),))),
        ("K14", replace(LAWFUL, hearings=(replace(HEARING, papers_sent_on=day(34)),))),
        ("K14", replace(LAWFUL, hearings=(replace(HEARING, papers_sent_on=None),))),
        ("K15", replace(LAWFUL, hearings=(replace(HEARING, recorded=False),))),
        ("K16", replace(without_paper(PaperRole.OPINIONS), notices=())),
        ("K17", with_step(E, done_on=day(71))),
        ("K18", without_paper(PaperRole.EXPERT_OPINION)),
        ("K19", with_step(E, carried_out_by="")),
        ("K20", with_step(R, done_on=day(71))),
        ("K21", without_paper(PaperRole.RISK_REPORT)),
        ("K22", with_step(F, done_on=None)),
        ("K22", with_step(F, ground="依照第二十九条，不涉及")),
        ("K23", with_step(L, done_on=day(71))),
        ("K23", with_step(L, ground="依照第二十五条，不审查")),
        ("K24", with_step(L, papers=(Paper(PaperRole.OPINIONS, of_participation=True),))),
        ("K25", with_step(L, result=ReviewResult.UNLAWFUL)),
        ("K25", with_step(L, result=ReviewResult.TO_CHANGE)),
        ("K26", without_paper(PaperRole.FOR_REVIEW)),
        ("K27", replace(LAWFUL, review_days=6)),
        ("K27", replace(LAWFUL, review_days=None)),
        ("K28", with_step(R, done_on=day(64))),
        ("K29", without_paper(PaperRole.LEGALITY_OPINION)),
        ("K30", without_paper(PaperRole.DRAFT)),
        ("K30", without_paper(PaperRole.EXPERT_ADOPTION)),
        ("K30", without_paper(PaperRole.FAIR_COMPETITION)),
        ("K31", with_step(D, done_on=None)),
        ("K31", with_step(D, ground="依照第三十条，不讨论")),
        ("K32", without_paper(PaperRole.RECORD)),
        ("K33", without_paper(PaperRole.PARTY_REPORT)),
        ("K34", with_step(PUB, done_on=day(69), began_on=day(69))),
        ("K34", without_paper(PaperRole.DECISION)),
        ("K35", with_step(EV, carried_out_by="省发展研究中心、省环境规划院")),
        ("K35", with_step(EV, carried_out_by="")),
        ("K36", with_step(EV, began_on=day(74))),
    ],
)
def test_the_rule_is_broken(rule: str, course: Course) -> None:
    assert rule in broken(course)


def test_thirty_days_are_enough_and_a_shorter_time_needs_its_reason_in_the_notice() -> None:
    short = replace(NOTICE, announced_days=10, real_days=9)
    assert "K10" in broken(replace(LAWFUL, notices=(short,)))
    explained = replace(short, short_reason="汛期临近，须在主汛期前施行")
    assert holding(replace(LAWFUL, notices=(explained,)), "K10") is Holding.MET


def test_hearing_papers_seven_days_before_are_in_time() -> None:
    in_time = replace(HEARING, papers_sent_on=HEARING.held_on - timedelta(days=7))
    assert holding(replace(LAWFUL, hearings=(in_time,)), "K14") is Holding.MET
    late = replace(HEARING, papers_sent_on=HEARING.held_on - timedelta(days=6))
    (breach,) = [each for each in breaches(replace(LAWFUL, hearings=(late,))) if each.rule == "K14"]
    assert breach.step is P
    assert breach.sentence == "“听证会”的材料在召开前 6 日才送达听证参加人，应当提前 7 日"


def test_seven_working_days_are_enough_for_the_review() -> None:
    assert holding(replace(LAWFUL, review_days=7), "K27") is Holding.MET


def test_a_reform_without_rules_may_be_discussed_with_its_legal_risk_shown() -> None:
    doubtful = with_step(L, result=ReviewResult.UNLAWFUL)
    shown = (*papers(PaperRole.LEGAL_RISK), *LAWFUL.step(L).papers)
    assert holding(with_step(L, doubtful, papers=shown), "K25") is Holding.MET


def test_what_bars_the_discussion_is_an_unfinished_a_replaced_or_an_unlawful_review() -> None:
    assert {each.rule for each in bars(with_step(L, done_on=None, result=None))} == {"K23", "K25"}
    assert bars(LAWFUL) == ()
    assert bars(with_step(E, done_on=None)) == ()


def test_a_step_left_out_on_a_lawful_ground_breaks_nothing() -> None:
    ground = "依照第二十二条第二款，已按有关规定评估，不作重复评估"
    left_out = with_step(R, began_on=None, done_on=None, papers=(), ground=ground)
    assert broken(left_out) == set()
    assert holding(left_out, "K20") is Holding.NOT_ASKED
    assert holding(left_out, "K05") is Holding.MET


def test_what_touches_no_market_needs_no_review_of_fair_competition() -> None:
    steps = {kind: step for kind, step in LAWFUL.steps.items() if kind is not F}
    assert broken(replace(LAWFUL, market=False, steps=steps)) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_quotes_the_regulation(rule: Any, corpus: Any) -> None:
    (place,) = corpus.glob(f"corpus/documents/*/{REGULATION}*.md")
    words = re.sub(r"\s", "", place.read_text("utf-8"))
    for part in rule.text.split("……"):
        assert part.strip() in words


def test_every_rule_is_told_from_every_other() -> None:
    assert [rule.id for rule in RULES] == [f"K{number:02d}" for number in range(1, len(RULES) + 1)]
    assert len({rule.title for rule in RULES}) == len(RULES)


days = st.one_of(st.none(), st.integers(0, 100).map(day))
steps = st.builds(
    Step,
    planned_on=days,
    began_on=days,
    done_on=days,
    result=st.one_of(st.none(), st.sampled_from(ReviewResult)),
    ground=st.sampled_from(["", "不需要", "依照第二十二条第二款"]),
    carried_out_by=st.sampled_from(["", "甲院", "甲院、乙所"]),
    papers=st.lists(st.sampled_from(PaperRole).map(Paper), max_size=3).map(tuple),
)
courses = st.builds(
    Course,
    name=st.sampled_from(["方案", "某条例（草案）"]),
    category=st.one_of(st.none(), st.sampled_from(ItemCategory)),
    hearing_planned=st.booleans(),
    market=st.booleans(),
    steps=st.dictionaries(st.sampled_from(StepKind), steps),
    review_days=st.one_of(st.none(), st.integers(0, 20)),
)


@given(courses)
def test_every_course_gets_one_answer_of_every_rule_and_breaches_have_a_place(course: Course) -> None:
    found = checked(course)
    assert [each.rule for each in found] == list(RULES)
    for each in found:
        assert bool(each.breaches) is (each.holding is Holding.BREACHED)
        assert all(breach.sentence for breach in each.breaches)


@given(courses)
def test_no_draft_is_discussed_unbarred_before_a_review_that_found_it_lawful(course: Course) -> None:
    discussed, review = course.discussed_on, course.step(L)
    if discussed and not bars(course):
        assert review.done_on is not None
        assert review.done_on <= discussed
        assert review.result is ReviewResult.LAWFUL or course.papers(PaperRole.LEGAL_RISK)


@given(st.text(max_size=20))
def test_a_ground_without_an_article_is_none(words: str) -> None:
    assert names_article(f"依照第十四条，{words}")
    if "第" not in words:
        assert not names_article(words)
