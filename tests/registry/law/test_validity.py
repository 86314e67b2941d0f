from datetime import date

import pytest

from registry.law.condition import covers
from registry.law.events import REVISED, Act, Event, expires_after
from registry.law.terms import EventKind, Validity
from registry.law.validity import (
    Span,
    ended_provisions,
    markers,
    next_change,
    next_event_on,
    spans,
    standing_sentence,
    suspended_provisions,
    validity,
)

BEGUN = Event(EventKind.COMMENCEMENT, date(2019, 10, 1))
DECISION = Act("关于废止《某某办法》的决定", "浙江省人民政府令第372号")
BEFORE, REPEAL_DAY, TODAY = date(2021, 7, 31), date(2021, 8, 1), date(2026, 11, 23)


def happening(kind: EventKind, on: date | None = REPEAL_DAY, *provisions: str, area: str = "") -> Event:
    return Event(kind, on, provisions, area)


def test_the_day_of_commencement_is_the_first_day_in_force() -> None:
    assert validity([BEGUN], date(2019, 9, 30)) is Validity.NOT_YET_IN_FORCE
    assert validity([BEGUN], date(2019, 10, 1)) is Validity.IN_FORCE


def test_the_day_of_repeal_is_outside_validity() -> None:
    life = [BEGUN, happening(EventKind.REPEAL)]
    assert (validity(life, BEFORE), validity(life, REPEAL_DAY)) == (Validity.IN_FORCE, Validity.REPEALED)


def test_holds_through_its_printed_last_day() -> None:
    life = [BEGUN, expires_after(BEFORE)]
    assert (validity(life, BEFORE), validity(life, REPEAL_DAY)) == (Validity.IN_FORCE, Validity.EXPIRED)


@pytest.mark.parametrize("kind", [EventKind.AMENDMENT, EventKind.CORRECTION, EventKind.RESUMPTION])
def test_only_a_commencement_proves_force(kind: EventKind) -> None:
    assert validity([happening(kind)], TODAY) is Validity.UNDATED


def test_without_any_event_the_document_is_undated() -> None:
    assert spans([]) == (Span(Validity.UNDATED, None, None),)


def test_a_document_known_only_by_its_repeal_is_undated_before_it() -> None:
    assert spans([happening(EventKind.REPEAL)]) == (
        Span(Validity.UNDATED, None, REPEAL_DAY),
        Span(Validity.REPEALED, REPEAL_DAY, None),
    )


def test_nothing_revives_what_was_repealed() -> None:
    life = [
        BEGUN,
        happening(EventKind.REPEAL),
        Event(EventKind.COMMENCEMENT, date(2022, 1, 1)),
        Event(EventKind.RESUMPTION, date(2022, 1, 1)),
        Event(EventKind.ANNULMENT, date(2023, 1, 1)),
    ]
    assert spans(life)[-1] == Span(Validity.REPEALED, REPEAL_DAY, None)


def test_begun_and_repealed_on_one_day_it_was_never_in_force() -> None:
    life = [Event(EventKind.COMMENCEMENT, REPEAL_DAY), happening(EventKind.REPEAL)]
    assert [span.validity for span in spans(life)] == [Validity.NOT_YET_IN_FORCE, Validity.REPEALED]


def test_repealed_before_it_began_it_never_begins() -> None:
    life = [Event(EventKind.COMMENCEMENT, date(2022, 1, 1)), happening(EventKind.REPEAL)]
    assert validity(life, TODAY) is Validity.REPEALED


def test_a_suspended_document_resumes() -> None:
    life = [BEGUN, happening(EventKind.SUSPENSION), Event(EventKind.RESUMPTION, date(2022, 8, 1))]
    assert [span.validity for span in spans(life)] == [
        Validity.NOT_YET_IN_FORCE,
        Validity.IN_FORCE,
        Validity.SUSPENDED,
        Validity.IN_FORCE,
    ]


def test_suspended_articles_do_not_suspend_the_whole() -> None:
    life = [BEGUN, happening(EventKind.SUSPENSION, REPEAL_DAY, "art-3", "art-4")]
    assert validity(life, TODAY) is Validity.IN_FORCE
    assert suspended_provisions(life, BEFORE) == frozenset()
    assert suspended_provisions(life, TODAY) == {"art-3", "art-4"}


def test_an_article_that_resumes_takes_its_paragraphs_along_but_not_its_neighbour() -> None:
    life = [
        BEGUN,
        happening(EventKind.SUSPENSION, REPEAL_DAY, "art-3-p2", "art-3-1"),
        Event(EventKind.RESUMPTION, date(2022, 8, 1), ("art-3",)),
    ]
    assert suspended_provisions(life, TODAY) == {"art-3-1"}


def test_a_repealed_article_is_no_longer_a_suspended_one() -> None:
    life = [
        BEGUN,
        happening(EventKind.SUSPENSION, REPEAL_DAY, "art-3"),
        Event(EventKind.PARTIAL_REPEAL, date(2022, 1, 1), ("art-3",)),
        Event(EventKind.SUSPENSION, date(2023, 1, 1), ("art-3-p1",)),
    ]
    assert ended_provisions(life, TODAY) == {"art-3"}
    assert suspended_provisions(life, TODAY) == frozenset()


def test_a_measure_for_one_area_leaves_the_whole_as_it_is() -> None:
    life = [BEGUN, happening(EventKind.SUSPENSION, REPEAL_DAY, "art-36", area="上海市浦东新区")]
    assert validity(life, TODAY) is Validity.IN_FORCE
    assert suspended_provisions(life, TODAY) == frozenset()
    assert [m.wording for m in markers(life, TODAY)] == ["第三十六条自2021年8月1日起在上海市浦东新区停止执行"]


def test_an_area_measure_ends_with_the_resumption_in_that_area_only() -> None:
    life = [
        BEGUN,
        happening(EventKind.SUSPENSION, REPEAL_DAY, "art-36", area="上海市"),
        happening(EventKind.SUSPENSION, REPEAL_DAY, "art-36", area="海南省"),
        Event(EventKind.RESUMPTION, date(2022, 1, 1), area="上海市"),
    ]
    assert [marker.area for marker in markers(life, TODAY)] == ["海南省"]


@pytest.mark.parametrize("kind", [EventKind.PARTIAL_REPEAL, EventKind.REPEAL, EventKind.LAPSE])
def test_when_only_some_articles_end_the_document_is_partly_repealed(kind: EventKind) -> None:
    life = [BEGUN, happening(kind, REPEAL_DAY, "art-12")]
    assert validity(life, BEFORE) is Validity.IN_FORCE
    assert validity(life, REPEAL_DAY) is Validity.PARTLY_REPEALED
    assert ended_provisions(life, REPEAL_DAY) == {"art-12"}


def test_a_second_partial_repeal_changes_the_provisions_though_not_the_validity() -> None:
    second = date(2023, 1, 1)
    life = [
        BEGUN,
        happening(EventKind.PARTIAL_REPEAL, REPEAL_DAY, "art-12"),
        Event(EventKind.PARTIAL_REPEAL, second, ("art-13",)),
    ]
    assert next_change(life, REPEAL_DAY) == second
    assert len(spans(life)) == 3
    assert next_change(life, second) is None


def test_single_articles_that_begin_on_their_own_day_do_not_begin_the_whole() -> None:
    life = [
        Event(EventKind.COMMENCEMENT, date(2020, 1, 1), ("art-5",)),
        Event(EventKind.COMMENCEMENT, REPEAL_DAY),
    ]
    assert validity(life, date(2020, 6, 1)) is Validity.NOT_YET_IN_FORCE


def test_a_page_may_not_be_kept_past_an_amendment_that_changes_no_validity() -> None:
    life = [BEGUN, happening(EventKind.AMENDMENT)]
    assert (next_change(life, BEFORE), next_event_on(life, BEFORE)) == (None, REPEAL_DAY)
    assert next_event_on(life, REPEAL_DAY) is None


@pytest.mark.parametrize(
    ("life", "sentence"),
    [
        ([BEGUN], "现行有效，自2019年10月1日起施行。"),
        ([], "正文未载明施行日期，未见废止、失效的记载。"),
        ([Event(EventKind.COMMENCEMENT, None)], "施行日期未定。"),
        ([Event(EventKind.COMMENCEMENT, date(2027, 1, 1))], "尚未施行，自2027年1月1日起施行。"),
        ([BEGUN, expires_after(BEFORE)], "有效期至2021年7月31日，已期满失效。"),
        (
            [BEGUN, expires_after(date(2027, 7, 31))],
            "现行有效，自2019年10月1日起施行；有效期至2027年7月31日。",
        ),
        (
            [BEGUN, happening(EventKind.REPEAL, None)],
            "现行有效，自2019年10月1日起施行；已公布废止决定，施行日期未定。",
        ),
        (
            [BEGUN, happening(EventKind.REPEAL, date(2027, 8, 1))],
            "现行有效，自2019年10月1日起施行；将自2027年8月1日起废止。",
        ),
        (
            [BEGUN, happening(EventKind.PARTIAL_REPEAL, REPEAL_DAY, "art-12")],
            "部分废止，其余部分现行有效，自2019年10月1日起施行；第十二条已于2021年8月1日废止。",
        ),
        (
            [happening(EventKind.PARTIAL_REPEAL)],
            "部分废止；施行日期未载明；部分条文已于2021年8月1日废止。",
        ),
        ([BEGUN, happening(EventKind.SUSPENSION)], "自2021年8月1日起停止执行。"),
        (
            [BEGUN, happening(EventKind.SUSPENSION), happening(EventKind.RESUMPTION, date(2027, 1, 1))],
            "自2021年8月1日起停止执行；将自2027年1月1日起恢复执行。",
        ),
        ([BEGUN, happening(EventKind.LAPSE)], "已于2021年8月1日宣布失效。"),
        ([BEGUN, happening(EventKind.ANNULMENT)], "已于2021年8月1日被撤销。"),
    ],
)
def test_the_standing_is_told_in_one_plain_sentence(life: list[Event], sentence: str) -> None:
    assert standing_sentence(life, TODAY) == sentence


def test_the_sentence_names_the_act_and_what_replaces_the_document() -> None:
    life = [BEGUN, Event(EventKind.REPEAL, REPEAL_DAY, act=DECISION)]
    assert standing_sentence(life, TODAY, "某某条例") == (
        "已于2021年8月1日废止，依据《关于废止〈某某办法〉的决定》（浙江省人民政府令第372号），由《某某条例》代替。"
    )
    assert standing_sentence(life, BEFORE, "某某条例").startswith("现行有效")


def test_an_ended_document_bears_the_mark_of_its_end_alone() -> None:
    life = [
        BEGUN,
        happening(EventKind.SUSPENSION, REPEAL_DAY, "art-3"),
        happening(EventKind.REPEAL, date(2022, 1, 1)),
    ]
    assert [marker.kind for marker in markers(life, TODAY)] == [EventKind.REPEAL]


def test_what_is_to_come_is_marked_pending() -> None:
    life = [BEGUN, happening(EventKind.REPEAL), happening(EventKind.AMENDMENT, None)]
    assert [(m.kind, m.pending) for m in markers(life, BEFORE)] == [
        (EventKind.REPEAL, True),
        (EventKind.AMENDMENT, True),
    ]


def test_past_amendments_are_no_marks() -> None:
    assert markers([BEGUN, happening(EventKind.AMENDMENT)], TODAY) == ()


def test_of_two_records_of_one_repeal_the_one_that_knows_its_act_is_told() -> None:
    records = [happening(EventKind.REPEAL), Event(EventKind.REPEAL, REPEAL_DAY, act=DECISION)]
    for life in (records, records[::-1]):
        assert [marker.act for marker in markers(life, TODAY)] == [DECISION]
        assert [marker.act for marker in markers([BEGUN, *life], BEFORE)] == [DECISION]


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        ("art-10", "art-10", True),
        ("art-10", "art-10-p2-i3", True),
        ("art-10", "art-10-1", False),
        ("art-10", "art-100", False),
        ("annex-1", "annex-1-art-3", True),
        ("annex-1", "annex-1-h-2", True),
        ("annex-1", "annex-11", False),
        ("h-1", "h-1-2", True),
        ("annex-1-h-1", "annex-1-h-1-2", True),
        ("art-10-p2", "art-10", False),
    ],
)
def test_a_provision_covers_what_stands_inside_it(outer: str, inner: str, *, inside: bool) -> None:
    assert covers(outer, inner) is inside


def test_the_first_day_of_a_revised_text_says_nothing_of_the_days_before() -> None:
    life = [Event(EventKind.COMMENCEMENT, date(2019, 3, 1), rule=REVISED)]
    assert validity(life, date(2019, 2, 28)) is Validity.UNDATED
    assert validity(life, date(2019, 3, 1)) is Validity.IN_FORCE
    assert standing_sentence(life, date(2019, 2, 28)) == "修订文本自2019年3月1日起施行，此前的文本未收录。"
    assert standing_sentence(life, date(2019, 3, 1)) == "现行有效，修订文本自2019年3月1日起施行。"
