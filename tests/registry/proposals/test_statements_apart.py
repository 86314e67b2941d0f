"""Statements taken apart are put together again unchanged; what makes them equal is their words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.statements import Effective, EffectRule, Expiry, Named, Statements
from registry.proposals.corrections import Correction, articles_in, as_correction, corrected
from registry.proposals.stating import Said, key_of, restated, said, said_in_short, value_of
from registry.proposals.tables import Matter

TITLES = st.text(alphabet="甲乙丙办法条例（）", min_size=1, max_size=12)
NAMED = st.builds(
    Named,
    title=TITLES,
    number=st.sampled_from(["", "甲发〔2015〕21号"]),
    articles=st.sampled_from([(), ("第三条",), ("第三条", "第五条")]),
    on=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2050, 1, 1))),
    evidence=st.sampled_from(["《甲》同时废止。", "依据《甲》。"]),
    part=st.sampled_from(["", "附件2"]),
    marked=st.booleans(),
)
MANY = st.lists(NAMED, max_size=3).map(tuple)
STATEMENTS = st.builds(
    Statements,
    issuer=st.sampled_from([(), ("甲厅",), ("甲厅", "乙厅")]),
    number=st.sampled_from(["", "甲发〔2023〕1号"]),
    effective=st.one_of(
        st.none(),
        st.builds(Effective, st.just(date(2021, 8, 1)), st.sampled_from(EffectRule), st.just("自…起施行。")),
    ),
    expiry=st.one_of(st.none(), st.just(Expiry(None, "P5Y", "有效期五年。"))),
    amends=MANY,
    suspends=MANY,
    basis=MANY,
    cites=MANY,
    repeals=MANY.map(lambda many: tuple(sorted(many, key=lambda named: not named.whole))),
)


@given(STATEMENTS)
def test_what_is_taken_apart_is_put_together_again(statements: Statements) -> None:
    assert restated(statements, said(statements)) == statements
    assert restated(statements, ()).repeals == ()


@given(STATEMENTS)
def test_the_plain_form_gives_the_statement_back(statements: Statements) -> None:
    for one in said(statements):
        assert value_of(one.matter, one.stated) == one.value
        assert said_in_short(one.matter, one.stated)


@given(NAMED)
def test_the_form_shown_and_sent_unchanged_corrects_nothing(named: Named) -> None:
    one = Said(Matter.REPEAL if named.whole else Matter.PARTIAL_REPEAL, named)
    assert corrected(one, as_correction(one)) == one


def test_spaces_make_no_other_statement_and_other_words_do() -> None:
    stated = {"title": "甲", "evidence": "《甲》同时废止。"}
    assert key_of(Matter.REPEAL, stated) == key_of(
        Matter.REPEAL, stated | {"evidence": "《甲》\u3000同时 废止。"}
    )
    assert key_of(Matter.REPEAL, stated) != key_of(Matter.REPEAL, stated | {"title": "乙"})
    assert key_of(Matter.REPEAL, stated) != key_of(Matter.AMENDMENT, stated)


def test_a_day_reckoned_from_publication_makes_no_other_statement() -> None:
    # The same words before and after the day of publication is known: the ruling stands.
    before = Said(Matter.EFFECTIVE, Effective(None, EffectRule.PUBLICATION, "自公布之日起施行。"))
    after = Said(Matter.EFFECTIVE, Effective(date(2026, 1, 5), EffectRule.PUBLICATION, "自公布之日起施行。"))
    assert before.key == after.key


def test_a_printed_day_makes_another_statement() -> None:
    one, other = (
        Said(Matter.EFFECTIVE, Effective(day, EffectRule.FIXED, "自某日起施行。"))
        for day in (date(2026, 1, 5), date(2026, 1, 6))
    )
    assert one.key != other.key


@pytest.mark.parametrize(
    ("correction", "matter", "whole"),
    [
        (Correction("甲办法"), Matter.REPEAL, True),
        (Correction("甲办法", articles="第三条、第五条"), Matter.PARTIAL_REPEAL, False),
        (Correction("甲办法", part="附件2"), Matter.PARTIAL_REPEAL, False),
    ],
)
def test_provisions_make_a_repeal_partial(correction: Correction, matter: Matter, whole: bool) -> None:
    made = corrected(Said(Matter.REPEAL, Named("甲办法", evidence="废止《甲办法》。")), correction)
    assert made.matter is matter
    assert isinstance(made.value, Named)
    assert made.value.whole is whole


def test_a_last_day_given_by_hand_is_no_longer_reckoned() -> None:
    made = corrected(
        Said(Matter.EXPIRY, Expiry(None, "P5Y", "有效期五年。")), Correction(on=date(2028, 4, 30))
    )
    assert made.value == Expiry(date(2028, 4, 30), "", "有效期五年。")


def test_issuers_are_separated_by_any_mark() -> None:
    made = corrected(Said(Matter.ISSUER, ("甲厅",)), Correction("甲厅、乙厅 丙局"))
    assert made.value == ("甲厅", "乙厅", "丙局")


def test_articles_are_taken_as_printed_each_once() -> None:
    assert articles_in("第三条和第五条之一，第三条") == ("第三条", "第五条之一")
    assert articles_in("三到五") == ()
