"""Hints: what speaks for looking at a document again, and what only looks as if it did."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cleanup.hints import HintCode, core, period_end, term, trial
from registry.cleanup.scope import Scope, chosen, scope_of
from registry.law.abolished import ORGANS, REFORM_2018, former_organs
from registry.law.events import Event, expires_after
from registry.law.terms import EventKind, Kind, Validity
from registry.law.validity import Span
from registry.reads.catalogue import Catalogue, Entry

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last_day", "told"),
    [
        (date(2026, 12, 31), ["有效期至2026年12月31日，还有38天"]),
        (date(2027, 5, 21), ["有效期至2027年5月21日，还有179天"]),
        (date(2027, 5, 23), []),
        (date(2026, 11, 23), ["有效期至2026年11月23日，还有0天"]),
        (date(2026, 11, 22), ["有效期已于2026年11月22日届满"]),
    ],
)
def test_a_term_is_told_in_its_last_half_year(
    make_entry: Callable[..., Entry], last_day: date, told: list[str]
) -> None:
    found = term(make_entry(1, "甲办法"), (expires_after(last_day),), TODAY)
    assert [hint.sentence for hint in found] == told


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("澄江省生态环境保护“十三五”规划", 2020),
        ("大气污染防治三年行动计划（2018—2020年）", 2020),
        ("水污染防治行动方案（2024-2027年）", 2027),
        ("关于1998年和1999年经费的通知", None),
        ("澄江省水环境保护条例", None),
    ],
)
def test_the_period_of_a_plan_is_read_off_its_title(title: str, year: int | None) -> None:
    assert period_end(title) == year


def test_a_plan_is_told_only_when_its_last_year_is_over(make_entry: Callable[..., Entry]) -> None:
    (hint,) = term(make_entry(1, "生态环境保护“十四五”规划"), (), TODAY)
    assert hint.code is HintCode.TERM
    assert term(make_entry(1, "行动计划（2024—2026年）"), (), TODAY) == []


@pytest.mark.parametrize(
    ("title", "made_on", "told"),
    [
        ("甲办法（试行）", date(2023, 11, 23), ["试行已满 3 年"]),
        ("甲办法（试行）", date(2023, 11, 24), []),
        ("甲暂行办法", date(2010, 1, 1), ["暂行已满 16 年"]),
        ("甲办法", date(2010, 1, 1), []),
        ("甲暂行办法", None, []),
    ],
)
def test_a_document_on_trial_is_told_from_its_day_on(
    make_entry: Callable[..., Entry], title: str, made_on: date | None, told: list[str]
) -> None:
    found = trial(make_entry(1, title, dated_on=made_on), TODAY, 3)
    assert [hint.sentence for hint in found] == told


def test_titles_of_one_matter_have_one_core() -> None:
    assert core("澄江省排污权交易管理办法（试行）") == core("澄江省排污权交易管理规定")
    assert core("生态环境保护“十四五”规划") == core("生态环境保护“十五五”规划")
    assert core("澄江省排污权交易管理办法") != core("澄江省碳排放权交易管理办法")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("向省环境保护厅备案。", ["环境保护厅"]),
        ("由环境保护行政主管部门会同国土资源主管部门实施。", ["国土资源主管部门"]),
        ("依据《环境保护部门规章制定办法》办理。", []),
        ("由原环境保护厅颁发的证书继续有效。", []),
        ("由生态环境局负责。", []),
        ("工商行政管理部门、质量技术监督部门依法处理。", ["工商行政管理部门", "质量技术监督部门"]),
    ],
)
def test_an_organ_that_is_no_more_is_found_outside_quoted_titles(text: str, names: list[str]) -> None:
    assert [former.name for former in former_organs(text)] == names


def test_each_former_organ_has_its_successor_and_its_day() -> None:
    (former,) = former_organs("报环境保护厅")
    assert (former.successor, former.ended_on) == ("生态环境厅", REFORM_2018)


@given(st.text(st.sampled_from("".join(ORGANS) + "《》原生态向"), max_size=80))
def test_only_names_of_the_table_are_found_each_once(text: str) -> None:
    names = [former.name for former in former_organs(text)]
    assert len(names) == len(set(names))
    assert set(names) <= set(ORGANS)


ENDED = (Span(Validity.IN_FORCE, None, date(2020, 1, 1)), Span(Validity.REPEALED, date(2020, 1, 1), None))


def test_a_scope_lets_through_what_stands_and_fits(make_entry: Callable[..., Entry]) -> None:
    found = Catalogue(
        [
            make_entry(1, "甲管理办法"),
            make_entry(2, "乙管理办法", spans=ENDED),
            make_entry(3, "丙条例", kind=Kind.LOCAL_REGULATION),
            make_entry(4, "丁管理办法", issuers=("别处",)),
            make_entry(5, "戊管理办法", dated_on=date(2018, 1, 1)),
            make_entry(6, "己管理规定", subject="环境监测"),
        ]
    )

    def titles(**asked: object) -> str:
        return "".join(entry.title[0] for entry in chosen(Scope(**asked), found, TODAY))  # type: ignore[arg-type]

    assert titles() == "丁丙己甲戊"
    assert titles(kinds=(Kind.LOCAL_REGULATION,)) == "丙"
    assert titles(issuers=("别处",)) == "丁"
    assert titles(published_from=date(2018, 1, 1)) == "戊"
    assert titles(published_through=date(2013, 1, 1)) == "丁丙己甲"
    assert titles(words=("管理", "办法")) == "丁甲戊"
    assert titles(subjects=("环境监测",)) == "己"


def test_an_unknown_day_lies_in_no_range(make_entry: Callable[..., Entry]) -> None:
    undated = Catalogue([make_entry(1, "甲", dated_on=None)])
    assert chosen(Scope(), undated, TODAY)
    assert not chosen(Scope(published_through=TODAY), undated, TODAY)


@given(
    st.builds(
        Scope,
        organ=st.text(max_size=5),
        kinds=st.lists(st.sampled_from(Kind), unique=True).map(tuple),
        issuers=st.lists(st.text(max_size=5)).map(tuple),
        published_from=st.none() | st.dates(),
        published_through=st.none() | st.dates(),
        words=st.lists(st.text(max_size=5)).map(tuple),
        trial_years=st.integers(0, 99),
    )
)
def test_a_scope_comes_back_from_the_record_as_it_was(scope: Scope) -> None:
    assert scope_of(scope.record()) == scope


def test_an_expiry_without_a_day_is_no_hint(make_entry: Callable[..., Entry]) -> None:
    assert term(make_entry(1, "甲"), (Event(EventKind.EXPIRY, None),), TODAY) == []
