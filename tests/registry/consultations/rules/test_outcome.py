"""What stands in the way of publishing an outcome: one test for each rule, and what always holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules import outcome
from registry.consultations.rules.outcome import Answer, OutcomeRule, Said, Work, faults_of, hindrances
from registry.consultations.rules.terms import Verdict, Voice

GOOD = Answer(1, 1, "建议延长公告期限", Verdict.ADOPTED, "第九条已将公告期限由三日改为五日。", ("art-9",))
ANSWERED = Said(1, Voice.PUBLIC, True)


def rules(work: Work) -> list[str]:
    return [each.rule.id for each in hindrances(work)]


def test_answered_with_reasons_it_may_be_published() -> None:
    assert hindrances(Work((ANSWERED,), (GOOD,))) == ()


def test_no_comments_at_all_may_be_published_too() -> None:
    assert hindrances(Work()) == ()
    assert outcome.NO_COMMENTS == "征求意见期间未收到意见。"


def test_it_waits_for_the_end_of_the_period() -> None:
    work = Work((), (), ends_before=date(2026, 9, 1), as_of=date(2026, 8, 31))
    assert rules(work) == ["O01"]
    assert rules(replace(work, as_of=date(2026, 9, 1))) == []


@pytest.mark.parametrize(
    ("voice", "rule"),
    [
        (Voice.PUBLIC, outcome.EVERY_PUBLIC),
        (Voice.EXPERT, outcome.EVERY_EXPERT),
        (Voice.LEGALITY, outcome.EVERY_LEGALITY),
        (Voice.FAIR_COMPETITION, outcome.EVERY_COMPETITION),
    ],
)
def test_every_comment_of_every_voice_is_answered(voice: Voice, rule: OutcomeRule) -> None:
    found = hindrances(Work((ANSWERED, Said(2, voice, False), Said(3, voice, False)), (GOOD,)))
    assert [each.rule for each in found] == [rule]
    assert found[0].sentence == f"还有 2 条{voice.label}未答复"


def test_every_answer_has_a_verdict() -> None:
    assert rules(Work((), (replace(GOOD, verdict=None),))) == ["O06"]


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("reason", ["", "已采纳合理意见", "经研究，不予采纳。", "第九条"])
def test_a_reason_is_asked_for_whatever_the_verdict(verdict: Verdict, reason: str) -> None:
    assert rules(Work((), (replace(GOOD, verdict=verdict, reason=reason),))) == ["O07"]


@pytest.mark.parametrize("verdict", [Verdict.ADOPTED, Verdict.PARTLY])
def test_what_was_adopted_says_where_it_went(verdict: Verdict) -> None:
    placeless = replace(GOOD, verdict=verdict, reason="公告期限已由三日改为五日。", eids=())
    assert rules(Work((), (placeless,))) == ["O08"]
    assert rules(Work((), (replace(placeless, eids=("art-9",)),))) == []
    assert rules(Work((), (replace(placeless, reason="第九条的公告期限已改为五日。"),))) == []


def test_what_was_not_adopted_need_not_say_where() -> None:
    refused = replace(GOOD, verdict=Verdict.NOT_ADOPTED, reason="上位法对此已有明确规定，不再重复。", eids=())
    assert rules(Work((), (refused,))) == []


def test_every_answer_tells_what_was_said() -> None:
    assert rules(Work((), (replace(GOOD, summary="  "),))) == ["O09"]


@pytest.mark.parametrize("words", ["联系电话13800138000", "身份证11010519491231002X"])
def test_no_personal_data_is_published(words: str) -> None:
    assert rules(Work((), (replace(GOOD, summary=f"建议延长，{words}"),))) == ["O10"]
    assert rules(Work((), (replace(GOOD, reason=f"{GOOD.reason}{words}"),))) == ["O10"]
    assert rules(Work(overview=words)) == ["O10"]


def test_no_name_of_who_commented_is_published() -> None:
    assert rules(Work((), (replace(GOOD, names_person=True),))) == ["O10"]


def test_provisions_named_stand_in_the_draft() -> None:
    assert rules(Work((), (GOOD,), known=frozenset({"art-1"}))) == ["O11"]
    assert rules(Work((), (GOOD,), known=frozenset({"art-1", "art-9"}))) == []


def test_each_rule_has_an_id_of_its_own_with_words_and_source() -> None:
    assert len({each.id for each in outcome.RULES}) == len(outcome.RULES)
    assert all(each.words and each.source for each in outcome.RULES)


def test_a_row_is_judged_alone_as_it_is_judged_among_others() -> None:
    bad = replace(GOOD, reason="已采纳")
    assert [each.rule for each in faults_of(bad)] == [each.rule for each in hindrances(Work((), (bad,)))]


def test_many_rows_are_named_by_a_few_and_their_number() -> None:
    bad = tuple(replace(GOOD, id=n, position=n, reason="已采纳") for n in range(1, 9))
    found = hindrances(Work((), bad))
    assert found[0].sentence.startswith("第 1、2、3、4、5 条答复等 8 条的理由")
    assert found[0].rows == tuple(range(1, 9))


comments = st.lists(
    st.builds(Said, st.integers(1, 99), st.sampled_from(list(Voice)), st.booleans()), max_size=20
).map(tuple)
answers = st.lists(
    st.builds(
        Answer,
        st.integers(1, 99),
        st.integers(1, 99),
        st.sampled_from(["", "建议延长"]),
        st.sampled_from([None, *Verdict]),
        st.sampled_from(["", "已采纳", GOOD.reason, "上位法对此已有明确规定，不再重复。"]),
        st.sampled_from([(), ("art-9",)]),
    ),
    max_size=8,
).map(tuple)


@given(comments, answers)
def test_it_may_be_published_exactly_when_everything_is_answered(
    said: tuple[Said, ...], rows: tuple[Answer, ...]
) -> None:
    good = all(not faults_of(row) for row in rows)
    assert (hindrances(Work(said, rows)) == ()) == (good and all(each.answered for each in said))


@given(comments, answers, st.sampled_from(list(Voice)))
def test_one_more_comment_without_an_answer_always_stands_in_the_way(
    said: tuple[Said, ...], rows: tuple[Answer, ...], voice: Voice
) -> None:
    assert hindrances(Work((*said, Said(100, voice, False)), rows))


@given(comments, answers)
def test_the_order_of_comments_and_rows_does_not_matter(
    said: tuple[Said, ...], rows: tuple[Answer, ...]
) -> None:
    assert {each.rule.id for each in hindrances(Work(said, rows))} == {
        each.rule.id for each in hindrances(Work(said[::-1], rows[::-1]))
    }
