"""What a work's versions say about others, once for the work."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.parsed import Parsed
from registry.law.statements import Effective, EffectRule, Named, Statements
from registry.law.terms import RelationKind
from registry.works.bonds import bonds, replaces, touched
from registry.works.key import serial
from registry.works.shapes import Held

MAY = Effective(date(2020, 5, 1), EffectRule.FIXED, "自2020年5月1日起施行")


def version(fingerprint: str, **stated: object) -> Held:
    statements = Statements(**{"effective": MAY} | stated)
    return Held(fingerprint, (Parsed("a.md", "", "试验条例", (), statements),))


def test_a_repeal_without_its_own_day_takes_effect_with_the_text() -> None:
    (bond,) = bonds([version("1", repeals=(Named("检验办法"),))], "试验条例")
    assert (bond.kind, bond.on) == (RelationKind.REPEALS, date(2020, 5, 1))


def test_a_deed_repeated_by_later_versions_is_told_once_by_the_first() -> None:
    repealed = (Named("检验办法"),)
    (bond,) = bonds([version("1", repeals=repealed), version("2", repeals=repealed)], "试验条例")
    assert bond.fingerprint == "1"


def test_what_a_work_rests_on_is_what_its_newest_version_says() -> None:
    old, new = version("1", basis=(Named("旧法"),)), version("2", basis=(Named("新法"),))
    assert [(bond.kind, bond.title) for bond in bonds([old, new], "试验条例")] == [
        (RelationKind.BASIS, "新法")
    ]


def test_an_instrument_of_the_same_name_but_for_its_form_is_replaced_too() -> None:
    kinds = [bond.kind for bond in bonds([version("1", repeals=(Named("试验办法（试行）"),))], "试验条例")]
    assert kinds == [RelationKind.REPEALS, RelationKind.REPLACES]


def test_the_old_law_of_the_same_name_is_replaced_and_not_repealed_as_a_victim() -> None:
    (bond,) = bonds([version("1", repeals=(Named("《试验条例》"),))], "试验条例")
    assert (bond.kind, bond.on) == (RelationKind.REPLACES, date(2020, 5, 1))


def test_articles_of_the_old_law_of_the_same_name_are_repealed_by_number() -> None:
    (bond,) = bonds([version("1", repeals=(Named("试验条例", articles=("第三条",)),))], "试验条例")
    assert (bond.kind, bond.provisions) == (RelationKind.REPEALS, ("art-3",))


def test_a_work_does_not_amend_itself() -> None:
    amends = (Named("试验条例"), Named("检验办法"))
    assert [bond.title for bond in bonds([version("1", amends=amends)], "试验条例")] == ["检验办法"]


def test_what_is_repealed_or_rested_on_is_not_cited_as_well() -> None:
    named = (Named("检验办法"),)
    kinds = [bond.kind for bond in bonds([version("1", repeals=named, cites=named)], "试验条例")]
    assert kinds == [RelationKind.REPEALS]


def test_citations_of_one_instrument_are_one_relation_with_all_its_articles() -> None:
    cites = (Named("水法", articles=("第三条",)), Named("《水法》", articles=("第五条",)), Named("试验条例"))
    (bond,) = bonds([version("1", cites=cites)], "试验条例")
    assert (bond.kind, bond.provisions) == (RelationKind.CITES, ("art-3", "art-5"))


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("排污权交易管理办法", "排污权交易管理办法(试行)", True),
        ("水资源条例", "水资源管理办法", True),
        ("水法", "渔业法", False),
        ("条例", "办法", False),
    ],
)
def test_replacing_is_read_off_the_names(new: str, old: str, expected: bool) -> None:
    assert replaces(new, old) is expected


@pytest.mark.parametrize(
    ("articles", "behind", "eids"),
    [
        (("第五条",), "第五条", ("art-5",)),
        (
            ("第一条", "第二条"),
            "第一条第一款第（一）项、第二款和第二条第二款",
            ("art-1-p1-i1", "art-1-p2", "art-2-p2"),
        ),
        ((), "全部", ()),
    ],
)
def test_provisions_are_as_fine_as_they_are_named(
    articles: tuple[str, ...], behind: str, eids: tuple[str, ...]
) -> None:
    assert touched(Named("甲办法", articles=articles, evidence=f"《甲办法》{behind}不再适用")) == eids


@given(st.text(min_size=1, max_size=40), st.integers(0, 5))
def test_the_number_of_an_address_depends_on_the_work_alone(key: str, attempt: int) -> None:
    assert serial(key, attempt) == serial(key, attempt) < 1_000_000
