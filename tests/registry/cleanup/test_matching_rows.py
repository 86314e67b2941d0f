"""A row means a document only where its number, or its whole title, says so and nothing denies it."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.cleanup.columns import Listed
from registry.cleanup.matching import Agreement, Match, Names, RowFate, agreement, match, match_all, pairs
from registry.law.terms import Validity
from registry.law.titles import title_key
from registry.law.validity import Span
from registry.reads.catalogue import Catalogue, Entry

TODAY = date(2026, 11, 23)
TRADE, TRIAL, SMOKE, WATER = (
    ("澄江省排污权交易管理办法", "澄环发〔2021〕8号"),
    ("澄江省排污权交易管理办法（试行）", "澄环发〔2015〕3号"),
    ("澄江省燃煤锅炉改造验收办法", "澄环发〔2013〕30号"),
    ("澄江省水路运输环境管理办法", "澄环发〔2014〕11号"),
)


@pytest.fixture
def names(catalogue_of: Callable[..., Catalogue]) -> Names:
    return Names(catalogue_of(TRADE, TRIAL, SMOKE, WATER), TODAY)


def row(title: str, number: str = "", position: int = 1) -> Listed:
    return Listed(position, title, number, None, "", (title, number))


def meant(names: Names, title: str, number: str = "") -> tuple[RowFate, int | None]:
    found = match(row(title, number), names)
    return found.fate, found.entry.id if found.entry else None


@pytest.mark.parametrize(
    "printed",
    [
        "澄环发〔2013〕30号",
        "澄环发[2013]30号",
        "澄环发（2013）30号",
        "澄环发【2013】第30号",
        "澄环发 2013 30号",
        "澄环发〔２０１３〕３０号",
    ],
)
def test_a_number_is_one_number_in_every_bracket(names: Names, printed: str) -> None:
    assert meant(names, "燃煤锅炉改造验收办法", printed) == (RowFate.MATCHED, 3)


def test_a_misprinted_title_is_borne_out_by_its_number(names: Names) -> None:
    found = match(row("澄江省燃煤锅炉改照验收办法", "澄环发〔2013〕30号"), names)
    assert (found.fate, found.entry.id) == (RowFate.MATCHED, 3)
    assert found.evidence == "文号一致；标题相差1字"


def test_a_misprinted_title_alone_is_a_persons_to_rule_on(names: Names) -> None:
    found = match(row("澄江省燃煤锅炉改照验收办法"), names)
    assert (found.fate, found.entry) == (RowFate.DOUBTFUL, None)
    assert [one.entry.id for one in found.candidates] == [3]


def test_another_document_that_looks_like_a_misprint_is_not_taken_for_it(names: Names) -> None:
    assert meant(names, "澄江省公路运输环境管理办法", "澄环发〔2016〕2号")[0] is RowFate.DOUBTFUL


def test_a_whole_title_without_marks_is_enough(names: Names) -> None:
    assert meant(names, "澄江省排污权交易管理办法") == (RowFate.MATCHED, 1)
    assert meant(names, "《澄江省排污权交易管理办法（试行）》") == (RowFate.MATCHED, 2)


def test_the_wrong_year_is_never_passed_over(names: Names) -> None:
    found = match(row("澄江省燃煤锅炉改造验收办法", "澄环发〔2014〕30号"), names)
    assert (found.fate, found.entry) == (RowFate.DOUBTFUL, None)
    assert "文号相近（登记为澄环发〔2013〕30号）；标题一致" in found.evidence


def test_number_of_one_and_title_of_another_offers_both(names: Names) -> None:
    found = match(row(TRADE[0], TRIAL[1]), names)
    assert found.fate is RowFate.DOUBTFUL
    assert {one.entry.id for one in found.candidates} == {1, 2}


def test_a_number_alone_is_enough_where_the_list_has_no_title(names: Names) -> None:
    assert meant(names, "", "澄环发〔2021〕8号") == (RowFate.MATCHED, 1)


def test_the_notice_that_printed_a_document_is_the_document_by_its_number(names: Names) -> None:
    title = "澄江省环境保护厅关于印发《澄江省燃煤锅炉改造验收办法》的通知"
    assert meant(names, title, "澄环发〔2013〕30号") == (RowFate.MATCHED, 3)
    assert meant(names, title)[0] is not RowFate.MATCHED


def test_what_the_registry_has_not_is_missing(names: Names) -> None:
    assert meant(names, "关于做好会议服务工作的通知", "澄办发〔1999〕77号") == (RowFate.MISSING, None)


def test_namesakes_are_told_apart_by_number_or_by_a_person(catalogue_of: Callable[..., Catalogue]) -> None:
    title = "2013年工作要点"
    both = Names(catalogue_of((title, "甲发〔2013〕1号"), (title, "乙发〔2013〕1号")), TODAY)
    assert meant(both, title, "乙发〔2013〕1号") == (RowFate.MATCHED, 2)
    found = match(row(title), both)
    assert (found.fate, len(found.candidates)) == (RowFate.DOUBTFUL, 2)


def test_two_documents_of_one_number_are_told_apart_by_title(catalogue_of: Callable[..., Catalogue]) -> None:
    both = Names(catalogue_of(("甲管理办法", "甲发〔2013〕1号"), ("乙监督细则", "甲发〔2013〕1号")), TODAY)
    assert meant(both, "乙监督细则", "甲发〔2013〕1号") == (RowFate.MATCHED, 2)
    assert meant(both, "", "甲发〔2013〕1号")[0] is RowFate.DOUBTFUL


def test_a_number_the_registry_does_not_know_must_name_the_documents_year(
    make_entry: Callable[..., Entry],
) -> None:
    unnumbered = Names(Catalogue([make_entry(1, "澄江省某条例")]), TODAY)
    assert meant(unnumbered, "澄江省某条例", "澄环发〔2013〕9号") == (RowFate.MATCHED, 1)
    assert meant(unnumbered, "澄江省某条例", "澄环发〔2008〕9号")[0] is RowFate.DOUBTFUL


def test_what_has_ended_is_told_before_it_is_listed_again(make_entry: Callable[..., Entry]) -> None:
    spans = (Span(Validity.IN_FORCE, None, date(2020, 1, 1)), Span(Validity.REPEALED, date(2020, 1, 1), None))
    found = match(row("甲管理办法"), Names(Catalogue([make_entry(1, "甲管理办法", spans=spans)]), TODAY))
    assert found.fate is RowFate.DOUBTFUL
    assert "该文件已废止（自2020年1月1日起）" in found.evidence


def test_a_document_named_twice_is_ruled_on_the_second_time(names: Names) -> None:
    rows = [row(TRADE[0], TRADE[1], 1), row(TRADE[0], "", 2)]
    first, second = match_all(rows, names)
    assert (first.fate, second.fate) == (RowFate.MATCHED, RowFate.DOUBTFUL)
    assert "与第 1 行是同一文件" in second.evidence


TITLES = st.text(
    st.sampled_from("澄江省水气土管理办法条例规定试行监测（）0123456789"), min_size=1, max_size=24
)


# The fixture only makes values; one for all examples is as good as one for each.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TITLES, min_size=1, max_size=8, unique_by=title_key), st.data())
def test_the_title_of_one_document_never_means_another(
    make_entry: Callable[..., Entry], titles: list[str], data: st.DataObject
) -> None:
    entries = [make_entry(place, title) for place, title in enumerate(titles, 1)]
    wanted = data.draw(TITLES)
    found: Match = match(row(wanted), Names(Catalogue(entries), TODAY))
    if found.entry:
        assert title_key(found.entry.title) == title_key(wanted)


@given(TITLES, TITLES)
def test_titles_agree_both_ways(a: str, b: str) -> None:
    assert agreement(title_key(a), title_key(b))[0] is agreement(title_key(b), title_key(a))[0] or not (
        title_key(a) and title_key(b)
    )


def test_titles_of_one_length_are_no_part_of_each_other() -> None:
    one, other = map(title_key, ("污染源自动监控管理办法", "报废机动车回收管理办法"))
    assert agreement(one, other)[0] is Agreement.DIFFERS


@given(TITLES)
def test_a_title_agrees_with_itself(title: str) -> None:
    key = title_key(title)
    assert agreement(key, key)[0] is (Agreement.SAME if key else Agreement.UNKNOWN)
    assert len(pairs(key)) <= max(0, len(key) - 1)
