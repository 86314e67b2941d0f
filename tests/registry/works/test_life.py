"""A work's own life, read from what its versions say of themselves."""

from datetime import date

from registry.intake.parsed import Parsed
from registry.law.events import REVISED
from registry.law.statements import Amended, Effective, EffectRule, Statements
from registry.works.life import amendments, commencement
from registry.works.shapes import Held

ADOPTED = Amended(date(1995, 11, 30), "通过", "某市人大常委会", "1995年11月30日通过")
REVISION = Amended(date(2018, 11, 22), "修订", "某市人大常委会", "2018年11月22日修订")


def version(effective_on: date, *history: Amended) -> Held:
    effective = Effective(effective_on, EffectRule.FIXED, "本条例自……起施行。")
    stated = Statements(effective=effective, history=history)
    return Held("1", (Parsed("a.md", "", "某市宗教事务条例", (), stated),))


def test_the_day_of_a_wholesale_revision_is_marked_as_the_revision_s() -> None:
    (stated,) = commencement([version(date(2019, 3, 1), ADOPTED, REVISION)])
    assert (stated.event.on, stated.event.rule) == (date(2019, 3, 1), REVISED)


def test_a_day_older_than_the_last_amendment_is_the_document_s_own() -> None:
    (stated,) = commencement([version(date(1996, 3, 1), ADOPTED, REVISION)])
    assert (stated.event.on, stated.event.rule) == (date(1996, 3, 1), EffectRule.FIXED.value)


def test_the_day_of_a_text_never_revised_is_the_document_s_own() -> None:
    (stated,) = commencement([version(date(1996, 3, 1), ADOPTED)])
    assert stated.event.rule == EffectRule.FIXED.value


def test_a_revision_that_was_amended_later_still_gives_only_its_own_day() -> None:
    amended = Amended(date(2021, 9, 24), "修正", "某市人大常委会", "2021年9月24日修正")
    (stated,) = commencement([version(date(2019, 3, 1), ADOPTED, REVISION, amended)])
    assert stated.event.rule == REVISED


def test_a_text_adopted_again_by_the_same_body_is_a_revised_one() -> None:
    again = Amended(date(2021, 11, 24), "通过", "某市人大常委会", "2021年11月24日通过")
    (stated,) = commencement([version(date(2022, 1, 1), ADOPTED, again)])
    assert stated.event.rule == REVISED


def test_two_bodies_that_adopt_one_text_do_not_revise_it() -> None:
    other = Amended(date(1996, 1, 5), "通过", "某市人民检察院", "1996年1月5日通过")
    (stated,) = commencement([version(date(1996, 3, 1), ADOPTED, other)])
    assert stated.event.rule == EffectRule.FIXED.value


def test_the_day_of_a_later_version_is_not_the_first_day_of_the_document() -> None:
    bare = Held("0", (Parsed("a.md", "", "某市宗教事务条例", (), Statements(history=(ADOPTED,))),))
    (stated,) = commencement([bare, version(date(2022, 1, 1), ADOPTED)])
    assert stated.event.rule == REVISED


def amended_on(*stand: Held) -> list[date | None]:
    return [stated.event.on for stated in amendments(stand)]


def test_a_revision_counts_from_its_own_clause_and_later_amendments_from_their_lines() -> None:
    amended = Amended(date(2021, 9, 24), "修正", "某市人大常委会", "2021年9月24日修正")
    assert amended_on(version(date(2019, 3, 1), ADOPTED, REVISION, amended)) == [
        date(2019, 3, 1),
        date(2021, 9, 24),
    ]


def test_a_clause_years_after_the_last_change_belongs_to_a_revision_not_told_of() -> None:
    assert amended_on(version(date(2026, 11, 1), ADOPTED, REVISION)) == [REVISION.on]
