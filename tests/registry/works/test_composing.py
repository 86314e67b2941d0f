"""A work composed from its files: the same files, in whatever order, give the same work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from registry.intake.parsed import Parsed
from registry.law.statements import Amended, Effective, EffectRule, Expiry, Named, Statements
from registry.law.terms import EventKind, Kind
from registry.works.composing import compose, held
from registry.works.key import work_key
from registry.works.life import amendments, expiry
from registry.works.shapes import Description, Held
from registry.works.versions import applies_from, standing, versions

IN_2001, IN_2010, IN_2020 = date(2001, 1, 1), date(2010, 1, 1), date(2020, 1, 1)


def paper(path: str, dated_on: date | None = None, **changes: object) -> Parsed:
    base = Parsed(path, "", "湿地保护条例", (), Statements(), kind=Kind.LOCAL_REGULATION.value, region="云岭")
    return replace(base, dated_on=dated_on, fingerprint=path, **changes)


def wording(path: str, dated_on: date | None = None, **stated: object) -> Held:
    return Held(path, (paper(path, dated_on, statements=Statements(**stated)),))


def amended(on: date) -> Amended:
    return Amended(on, "修正", "云岭省人大常委会", f"{on.year}年修正", act="修改决定", number="公告第3号")


def effective(on: date | None) -> Effective:
    return Effective(on, EffectRule.FIXED, "本条例自……起施行。")


# Versions


def test_versions_stand_in_the_order_of_their_days() -> None:
    texts = [wording("c", IN_2020), wording("a", IN_2001), wording("b", IN_2010)]
    assert [one.fingerprint for one in standing(texts)] == ["a", "b", "c"]


def test_of_two_files_of_one_day_the_first_path_speaks_and_the_other_is_its_copy() -> None:
    found = versions([wording("b", IN_2001), wording("a", IN_2001)])
    assert [(one.fingerprint, one.copy_of) for one in found] == [("a", ""), ("b", "a")]


def test_a_file_without_a_day_is_a_copy_of_the_newest() -> None:
    found = versions([wording("z"), wording("a", IN_2001), wording("b", IN_2020)])
    assert [(one.fingerprint, one.copy_of) for one in found] == [("a", ""), ("b", ""), ("z", "b")]


def test_where_no_file_tells_a_day_one_stands() -> None:
    assert [one.fingerprint for one in standing([wording("b"), wording("a")])] == ["a"]


@pytest.mark.parametrize(
    ("dated_on", "effect", "revised", "since"),
    [
        # Never amended: it counts from the document's own first day.
        (IN_2001, date(2001, 5, 1), None, None),
        # Revised as a whole: its own clause tells from when.
        (IN_2010, date(2010, 9, 1), IN_2010, date(2010, 9, 1)),
        # Merely amended: the clause still states the original day, the history line tells when it changed.
        (IN_2010, date(2001, 5, 1), IN_2010, IN_2010),
        # The file is younger than the last change that its history tells: the rest was cut off.
        (IN_2020, date(2001, 5, 1), IN_2010, IN_2020),
        (None, None, IN_2010, IN_2010),
    ],
)
def test_from_when_a_wording_counts(
    dated_on: date | None, effect: date | None, revised: date | None, since: date | None
) -> None:
    history = (amended(revised),) if revised else ()
    assert applies_from(wording("a", dated_on, effective=effective(effect), history=history)) == since


def test_a_later_version_without_a_history_counts_from_its_own_first_day() -> None:
    first, later = wording("a", IN_2001), wording("b", IN_2010, effective=effective(date(2010, 5, 1)))
    assert [one.applies_from for one in versions([first, later])] == [None, date(2010, 5, 1)]


# Life


def test_an_amendment_is_told_once_though_every_later_version_repeats_it() -> None:
    first = wording("a", IN_2010, history=(amended(IN_2010),))
    later = wording("b", IN_2020, history=(amended(IN_2010), amended(IN_2020)))
    told = amendments([first, later])
    assert [(one.event.on, one.fingerprint) for one in told] == [(IN_2010, "a"), (IN_2020, "b")]
    assert told[0].event.act is not None
    assert (told[0].event.act.title, told[0].event.act.number) == ("修改决定", "公告第3号")


def test_a_wholesale_revision_is_an_amendment_on_the_day_from_which_it_counts() -> None:
    (told,) = amendments(
        [wording("a", IN_2010, history=(amended(IN_2010),), effective=effective(date(2010, 9, 1)))]
    )
    assert told.event.on == date(2010, 9, 1)


def test_the_newest_version_alone_says_until_when_the_work_holds() -> None:
    old = wording("a", IN_2001, expiry=Expiry(date(2005, 12, 31), "", "有效期至2005年12月31日"))
    extended = wording("b", IN_2010, expiry=Expiry(date(2030, 12, 31), "", "有效期至2030年12月31日"))
    (told,) = expiry([old, extended])
    assert (told.event.kind, told.event.on) == (EventKind.EXPIRY, date(2031, 1, 1))
    assert expiry([extended, wording("c", IN_2020)]) == ()


def test_a_term_whose_end_cannot_be_reckoned_ends_nothing() -> None:
    assert expiry([wording("a", IN_2001, expiry=Expiry(None, "五年", "有效期五年"))]) == ()


# Description


def described(*papers: Parsed) -> Description:
    return compose(held({one.fingerprint: [one] for one in papers})).description


def test_the_newest_version_describes_the_work_and_older_ones_fill_its_gaps() -> None:
    old = paper(
        "a", IN_2001, document_number="云政发〔2001〕1号", drafting_unit="湿地处", issuers=("云岭省",)
    )
    new = paper("b", IN_2020, document_number="云政发〔2020〕9号", signed_on=IN_2020)
    found = described(old, new)
    assert (found.document_number, found.drafting_unit, found.issuers) == (
        "云政发〔2020〕9号",
        "湿地处",
        ("云岭省",),
    )


def test_the_year_is_that_of_the_number_else_of_the_first_day_told() -> None:
    numbered = paper("a", IN_2020, document_number="云政发〔2001〕1号")
    bare = paper("a", IN_2020, statements=Statements(history=(amended(IN_2010),)))
    assert [described(one).year for one in (numbered, bare, paper("a"))] == [2001, 2010, None]


def test_of_two_kinds_the_higher_in_rank_is_taken() -> None:
    filed_low = paper("b", IN_2020, kind=Kind.NORMATIVE_DOCUMENT.value)
    assert described(paper("a", IN_2001), filed_low).kind is Kind.LOCAL_REGULATION


PAPERS = [
    paper("a", IN_2001, statements=Statements(effective=effective(date(2001, 5, 1)), cites=(Named("水法"),))),
    paper("b", IN_2010, statements=Statements(history=(amended(IN_2010),), basis=(Named("森林法"),))),
    paper("c", IN_2010, document_number="云政发〔2010〕2号"),
    paper("d", None, drafting_unit="湿地处"),
]


def test_the_order_of_arrival_does_not_matter() -> None:
    works = [compose(held(in_order(papers))) for papers in permutations(PAPERS)]
    assert all(work.versions == works[0].versions for work in works)
    assert all(
        (work.description, work.events, work.bonds) == (works[0].description, works[0].events, works[0].bonds)
        for work in works
    )


def in_order(papers: Sequence[Parsed]) -> dict[str, list[Parsed]]:
    return {one.fingerprint: [one] for one in papers}


def test_wordings_that_no_file_gives_any_more_are_left_out() -> None:
    assert [one.fingerprint for one in held({"gone": [], "a": [PAPERS[0]]})] == ["a"]


# Keys


def test_namesakes_of_two_departments_are_two_works_but_of_two_regions_too() -> None:
    plan = paper("a", title="2021年政务公开实施方案", kind=Kind.NORMATIVE_DOCUMENT.value, issuers=("水利厅",))
    other = replace(plan, issuers=("林业局",))
    elsewhere = replace(plan, region="浙江")
    assert len({work_key(plan), work_key(other), work_key(elsewhere)}) == 3


def test_a_law_is_one_work_whoever_is_named_as_its_issuer() -> None:
    law = paper("a", kind=Kind.LAW.value, issuers=("全国人民代表大会",))
    assert work_key(law) == work_key(replace(law, issuers=("全国人民代表大会常务委员会",)))


def test_what_an_order_promulgated_is_one_work_under_whatever_kind_it_was_filed() -> None:
    filed = paper("a", kind=Kind.NORMATIVE_DOCUMENT.value, issuers=("国务院",), order_number="国务院令第1号")
    assert work_key(filed) == work_key(replace(filed, kind=Kind.LAW.value, issuers=()))
