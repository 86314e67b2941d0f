"""What stands against marking a document: one ruling for each rule."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.law.events import Act, Event, expires_after
from registry.law.objections import Case, Gravity, MarkRule, Objection, objections, told
from registry.law.terms import EventKind
from registry.law.validity import validity

TITLE = "澄江省试验办法"
ACT = Act("关于废止部分文件的决定", "澄环发〔2026〕1号")
BEGUN = Event(EventKind.COMMENCEMENT, date(2015, 4, 1))
DAY = date(2026, 12, 1)


def asked(kind: EventKind = EventKind.REPEAL, on: date | None = DAY, *eids: str, **more: object) -> Event:
    values = {"act": ACT} | more
    return Event(kind, on, eids, **values)  # type: ignore[arg-type]


def case(*events: Event, **more: object) -> Case:
    return Case(TITLE, (BEGUN, *events), **more)  # type: ignore[arg-type]


def against(event: Event, of: Case) -> dict[MarkRule, Objection]:
    return {objection.rule: objection for objection in objections(event, of)}


def test_nothing_stands_against_an_ordinary_repeal() -> None:
    assert objections(asked(), case()) == ()


def test_a_draft_is_not_marked() -> None:
    found = against(asked(), case(published=False))
    assert found[MarkRule.PUBLISHED].gravity is Gravity.REFUSED
    assert "尚未发布" in found[MarkRule.PUBLISHED].sentence


def test_a_document_does_not_end_by_itself() -> None:
    assert MarkRule.ITSELF in against(asked(), case(own_act=True))
    assert MarkRule.ITSELF not in against(asked(), case(own_act=True, says_so=True))


def test_a_document_may_begin_and_run_out_by_its_own_words() -> None:
    assert objections(asked(EventKind.EXPIRY, act=None), case(own_act=True)) == ()
    begins = Case(TITLE, (), own_act=True)
    assert objections(asked(EventKind.COMMENCEMENT), begins) == ()


def test_an_act_of_the_same_title_needs_its_number() -> None:
    assert "请填写文号" in against(asked(), case(namesake=True))[MarkRule.ITSELF].sentence


def test_what_has_ended_does_not_end_again_and_the_end_is_told() -> None:
    former = Event(EventKind.REPEAL, date(2021, 8, 1), act=Act("新办法", "澄环发〔2021〕8号"))
    said = against(asked(), case(former))[MarkRule.ENDED].sentence
    assert "依据《新办法》（澄环发〔2021〕8号）自2021年8月1日起已废止" in said
    assert "先更正" in said


def test_an_end_decided_for_a_later_day_excludes_another_decision() -> None:
    coming = Event(EventKind.REPEAL, date(2027, 6, 1), act=ACT)
    for kind in (EventKind.REPEAL, EventKind.LAPSE, EventKind.ANNULMENT):
        assert MarkRule.ENDED in against(asked(kind), case(coming))


def test_an_end_whose_day_is_not_known_excludes_another_decision() -> None:
    said = against(asked(), case(Event(EventKind.LAPSE, None, act=ACT)))[MarkRule.ENDED].sentence
    assert "（日期未定）" in said


def test_until_a_decided_end_the_document_may_still_be_changed() -> None:
    coming = case(Event(EventKind.REPEAL, date(2027, 6, 1), act=ACT), eids=frozenset({"art-2"}))
    assert objections(asked(EventKind.AMENDMENT), coming) == ()
    assert objections(asked(EventKind.PARTIAL_REPEAL, DAY, "art-2"), coming) == ()
    assert MarkRule.ENDED in against(asked(EventKind.AMENDMENT, date(2027, 6, 1)), coming)


def test_a_term_that_runs_out_later_does_not_exclude_a_repeal() -> None:
    term = expires_after(date(2027, 7, 31))
    assert objections(asked(), case(term)) == ()
    assert MarkRule.ENDED in against(asked(EventKind.EXPIRY, date(2028, 1, 1), act=None), case(term))


def test_a_correction_is_noted_also_of_what_has_ended() -> None:
    ended = case(Event(EventKind.REPEAL, date(2021, 8, 1), act=ACT))
    assert objections(asked(EventKind.CORRECTION, act=None), ended) == ()


def test_a_provision_is_repealed_once() -> None:
    gone = Event(EventKind.PARTIAL_REPEAL, date(2020, 5, 1), ("art-2",), act=ACT)
    known = case(gone, eids=frozenset({"art-2", "art-2-p1", "art-3"}))
    again = against(asked(EventKind.PARTIAL_REPEAL, DAY, "art-2-p1"), known)
    assert "第二条第一款" in again[MarkRule.PROVISIONS_ENDED].sentence
    assert objections(asked(EventKind.PARTIAL_REPEAL, DAY, "art-3"), known) == ()


def test_a_provision_of_a_later_text_is_another_one() -> None:
    gone = Event(EventKind.PARTIAL_REPEAL, date(2020, 5, 1), ("art-2",), act=ACT)
    renewed = case(gone, eids=frozenset({"art-2"}), text_from=date(2022, 1, 1))
    assert objections(asked(EventKind.PARTIAL_REPEAL, DAY, "art-2"), renewed) == ()


def test_what_ends_before_it_began_was_never_in_force_and_is_confirmed() -> None:
    early = against(asked(on=date(2015, 3, 1)), case())[MarkRule.UNCOMMENCED]
    assert (early.gravity, early.field) == (Gravity.CONFIRM, "never_commenced")
    assert "从未施行" in early.sentence
    # What begins and ends on one day was never in force either.
    assert MarkRule.UNCOMMENCED in against(asked(on=date(2015, 4, 1)), case())
    assert objections(asked(on=date(2015, 4, 2)), case()) == ()


def test_a_replacement_never_leads_back() -> None:
    assert "代替循环" in against(asked(), case(ring="乙办法"))[MarkRule.CIRCULAR].sentence
    assert "由它自身代替" in against(asked(), case(ring=TITLE))[MarkRule.CIRCULAR].sentence


def test_provisions_stand_in_the_text() -> None:
    found = against(asked(EventKind.PARTIAL_REPEAL, DAY, "art-99"), case(eids=frozenset({"art-1"})))
    assert "art-99" in found[MarkRule.PROVISIONS].sentence
    # 增加一条 names an article that is not there yet.
    assert objections(asked(EventKind.AMENDMENT, DAY, "art-99"), case()) == ()


def test_a_resumption_needs_a_suspension_of_the_same_scope() -> None:
    halted = Event(EventKind.SUSPENSION, date(2026, 1, 1), ("art-2",), "甲市", ACT)
    known = case(halted, eids=frozenset({"art-2"}))
    same = asked(EventKind.RESUMPTION, DAY, "art-2", area="甲市")
    assert objections(same, known) == ()
    for other in (
        asked(EventKind.RESUMPTION, DAY),
        asked(EventKind.RESUMPTION, DAY, "art-2"),
        asked(EventKind.RESUMPTION, DAY, "art-2", area="乙市"),
        asked(EventKind.RESUMPTION, date(2025, 12, 31), "art-2", area="甲市"),
    ):
        assert MarkRule.RESUMPTION in against(other, known)


def test_what_was_resumed_is_not_resumed_again() -> None:
    halted = Event(EventKind.SUSPENSION, date(2026, 1, 1), act=ACT)
    resumed = Event(EventKind.RESUMPTION, date(2026, 2, 1), act=ACT)
    assert MarkRule.RESUMPTION in against(asked(EventKind.RESUMPTION), case(halted, resumed))
    assert objections(asked(EventKind.SUSPENSION), case(halted, resumed)) == ()


def test_what_is_suspended_is_not_suspended_again() -> None:
    halted = Event(EventKind.SUSPENSION, date(2026, 1, 1), act=ACT)
    assert MarkRule.SUSPENDED in against(asked(EventKind.SUSPENSION), case(halted))
    assert objections(asked(EventKind.SUSPENSION, area="甲市"), case(halted)) == ()


def test_a_first_day_is_recorded_once() -> None:
    assert MarkRule.COMMENCED in against(asked(EventKind.COMMENCEMENT), case())
    undated = Case(TITLE, (Event(EventKind.COMMENCEMENT, None),))
    assert objections(asked(EventKind.COMMENCEMENT), undated) == ()


def test_a_term_does_not_run_out_before_the_first_day() -> None:
    early = asked(EventKind.EXPIRY, date(2015, 4, 1), act=None)
    assert against(early, case())[MarkRule.EXPIRY].field == "through"
    # 有效期至4月1日 of a document that begins on that day is a term of one day.
    assert objections(asked(EventKind.EXPIRY, date(2015, 4, 2), act=None), case()) == ()


def test_an_area_is_for_suspensions_only() -> None:
    assert MarkRule.AREA in against(asked(area="甲市"), case())
    assert objections(asked(EventKind.SUSPENSION, area="甲市"), case()) == ()


def test_somebody_elses_deed_names_its_act() -> None:
    assert MarkRule.ACT in against(asked(act=Act("")), case())
    assert objections(asked(act=Act("", "澄环发〔2026〕1号")), case()) == ()


def test_nothing_ends_before_it_was_made() -> None:
    made = Case(TITLE, (), made_on=date(2015, 3, 2))
    assert MarkRule.MADE in against(asked(on=date(2015, 3, 1)), made)
    assert MarkRule.MADE not in against(asked(on=date(2015, 3, 2)), made)


def test_an_act_younger_than_its_effect_is_noted_not_refused() -> None:
    found = against(asked(), case(act_on=DAY + timedelta(days=1)))
    assert found[MarkRule.RETROACTIVE].gravity is Gravity.NOTED
    assert objections(asked(), case(act_on=DAY)) == ()


def test_an_end_is_told_with_its_act_and_day() -> None:
    assert told(Event(EventKind.LAPSE, date(2026, 1, 1))) == "自2026年1月1日起宣布失效"
    assert told(Event(EventKind.PARTIAL_REPEAL, None, ("art-2",), act=Act("决定"))) == (
        "依据《决定》（日期未定）部分废止"
    )


days = st.dates(date(2010, 1, 1), date(2035, 12, 31))
kinds = st.sampled_from(EventKind)
lives = st.lists(st.builds(Event, kinds, st.none() | days, act=st.just(ACT)), max_size=6)


@given(lives, kinds, st.none() | days)
def test_no_rule_fails_whatever_the_life(life: list[Event], kind: EventKind, on: date | None) -> None:
    found = objections(Event(kind, on, act=ACT), Case(TITLE, tuple(life)))
    assert all(objection.sentence for objection in found)
    assert len({objection.rule for objection in found}) == len(found)


@given(lives, days)
def test_a_repeal_that_is_not_objected_to_ends_the_document(life: list[Event], on: date) -> None:
    repeal = Event(EventKind.REPEAL, on, act=ACT)
    if not objections(repeal, Case(TITLE, tuple(life))):
        assert validity([*life, repeal], on).ended
        assert not validity(life, on).ended
