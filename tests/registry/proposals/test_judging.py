"""How sure a reading is, and why: number before title, title and year before title alone, never likeness."""

from datetime import date

import pytest

from registry.law.docnumber import key as number_key
from registry.law.statements import Effective, EffectRule, Expiry, Named, Statements
from registry.proposals.judging import judged
from registry.proposals.shapes import UNBORN, Judgement, Registry, Speaker
from registry.proposals.stating import Said, Value
from registry.proposals.tables import Matter, Sureness
from registry.works.linking import Catalogue, Entry

SURE, LIKELY, DOUBTFUL = Sureness.SURE, Sureness.LIKELY, Sureness.DOUBTFUL
SPEAKER = Entry(UNBORN, "监督条例", "浙江", first_on=date(2020, 5, 15))
OLD = Entry(
    2, "试验办法", "浙江", frozenset({number_key("甲发〔2005〕3号")}), frozenset({2005}), date(2005, 6, 1)
)
EVIDENCE = "《试验办法》同时废止。"


def judge(
    matter: Matter,
    value: Value,
    *entries: Entry,
    numbers: tuple[str, ...] = (),
    issuers: tuple[str, ...] = (),
) -> Judgement:
    catalogue = Catalogue()
    for entry in (SPEAKER, *entries):
        catalogue.put(entry)
    speaker = Speaker(SPEAKER, Statements(), "监督条例", numbers, issuers)
    return judged(Said(matter, value), speaker, Registry(catalogue, {2: ("试验办法", "甲发〔2005〕3号")}))


def repeal(*entries: Entry, **more: object) -> Judgement:
    named = Named(**{"title": "试验办法", "evidence": EVIDENCE, "on": date(2020, 9, 1)} | more)
    return judge(Matter.REPEAL, named, *entries)


def test_a_title_that_one_document_bears_is_sure() -> None:
    found = repeal(OLD)
    assert (found.sureness, [one.document_id for one in found.candidates]) == (SURE, [2])
    assert found.candidates[0].title == "试验办法"


def test_a_number_that_agrees_is_sure_and_one_that_differs_is_believed_to_nobody() -> None:
    right, wrong = repeal(OLD, number="甲发[2005]3号"), repeal(OLD, number="甲发〔2005〕4号")
    assert (right.sureness, right.candidates[0].why) == (SURE, "文号、标题均相同")
    assert (wrong.sureness, wrong.candidates[0].why) == (DOUBTFUL, "标题相同，文号不同")


def test_a_number_finds_a_document_of_another_name() -> None:
    found = repeal(OLD, title="关于试验的办法", number="甲发〔2005〕3号")
    assert (found.sureness, found.candidates[0].why) == (SURE, "文号相同，标题不同")


def test_what_the_registry_does_not_have_is_likely_and_offers_nothing() -> None:
    found = repeal()
    assert (found.sureness, found.candidates) == (LIKELY, ())
    assert "登记中没有" in found.grounds


def test_two_of_one_name_are_left_to_a_person_with_the_reasons() -> None:
    twin = Entry(3, "试验办法", "浙江", first_on=date(2004, 1, 1))
    found = repeal(OLD, twin)
    assert found.sureness is DOUBTFUL
    assert {one.document_id for one in found.candidates} == {2, 3}
    assert all(one.why for one in found.candidates)


def test_the_year_tells_namesakes_apart() -> None:
    twin = Entry(3, "试验办法", "浙江", years=frozenset({1999}), first_on=date(1999, 1, 1))
    found = repeal(OLD, twin, qualifier="2005年6月1日发布的")
    assert found.sureness is SURE
    assert [(one.document_id, one.why) for one in found.candidates] == [
        (2, "标题、年份相符"),
        (3, "标题相同，年份不符"),
    ]


def test_a_namesake_of_another_year_is_offered_but_not_believed() -> None:
    found = repeal(OLD, qualifier="1994年6月4日发布的")
    assert (found.sureness, found.candidates[0].why) == (DOUBTFUL, "标题相同，年份不符")


def test_a_document_made_later_cannot_be_meant() -> None:
    found = repeal(Entry(2, "试验办法", "浙江", first_on=date(2021, 1, 1)))
    assert (found.sureness, found.grounds) == (DOUBTFUL, "登记中的同名文件制定在后，不会是所指文件")


def test_a_namesake_elsewhere_says_where() -> None:
    found = repeal(Entry(2, "试验办法", "山东", first_on=date(2005, 1, 1)))
    assert found.candidates[0].why == "标题相同，属山东"


def test_the_old_text_of_the_same_name_is_succeeded_not_ended() -> None:
    found = repeal(title="监督条例")
    assert (found.sureness, found.grounds) == (LIKELY, "与本文件同名：旧文本由本文件接替")


def test_a_name_without_title_marks_is_never_sure() -> None:
    assert repeal(OLD, marked=False).sureness is LIKELY
    assert judge(Matter.BASIS, Named("试验办法", marked=False), OLD).sureness is LIKELY


def test_a_part_without_article_number_asks_for_it() -> None:
    found = judge(Matter.PARTIAL_REPEAL, Named("试验办法", part="中有关收费的规定", evidence=EVIDENCE), OLD)
    assert (found.sureness, found.grounds) == (DOUBTFUL, "所指条款没有条文序号，请写明条款")


@pytest.mark.parametrize("matter", [Matter.BASIS, Matter.CITATION])
def test_what_only_connects_is_sure_also_of_what_is_not_here(matter: Matter) -> None:
    assert judge(matter, Named("水法")).sureness is SURE


@pytest.mark.parametrize(
    ("stated", "sureness"),
    [
        (Effective(date(2021, 8, 1), EffectRule.FIXED, "自2021年8月1日起施行。"), SURE),
        (Effective(date(2021, 8, 1), EffectRule.PUBLICATION, "自公布之日起施行。"), LIKELY),
        (Effective(None, EffectRule.PUBLICATION, "自公布之日起施行。"), LIKELY),
        (Effective(None, EffectRule.ADOPTION, "自通过之日起施行。"), DOUBTFUL),
        (Expiry(date(2026, 7, 31), "", "有效期至2026年7月31日。"), SURE),
        (Expiry(date(2026, 7, 31), "P5Y", "有效期五年。"), LIKELY),
        (Expiry(None, "P5Y", "有效期五年。"), DOUBTFUL),
    ],
)
def test_days(stated: Effective | Expiry, sureness: Sureness) -> None:
    matter = Matter.EFFECTIVE if isinstance(stated, Effective) else Matter.EXPIRY
    assert judge(matter, stated).sureness is sureness


@pytest.mark.parametrize(
    ("stated", "entered", "sureness"),
    [
        ("浙环发〔2023〕12号", ("浙环发[2023]12号",), SURE),
        ("浙环发〔2023〕12号", ("浙环发〔2023〕13号",), DOUBTFUL),
        ("浙环发〔2023〕12号", (), SURE),
        ("第十二", (), DOUBTFUL),
    ],
)
def test_a_number_is_held_against_the_one_entered(
    stated: str, entered: tuple[str, ...], sureness: Sureness
) -> None:
    assert judge(Matter.NUMBER, stated, numbers=entered).sureness is sureness


def test_issuers_are_held_against_those_entered() -> None:
    stated = ("浙江省生态环境厅",)
    assert judge(Matter.ISSUER, stated, issuers=("浙江省生态环境厅",)).sureness is SURE
    assert judge(Matter.ISSUER, stated, issuers=("浙江省财政厅",)).sureness is DOUBTFUL
