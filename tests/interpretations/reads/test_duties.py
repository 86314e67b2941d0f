"""Rulings on how duties stand: whose interpretation counts, what settles a duty, and how it is counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from base.config import Explaining
from interpretations.publishing import delegating, plans, release
from interpretations.publishing.promise import policy
from interpretations.reads import duties
from interpretations.reads.duties import NO_UNIT, Line, Tally, sentence
from interpretations.reads.gaps import NOBODY, PAGE_SIZE, Wanted, chosen, gaps, unit_name
from interpretations.reads.hinting import never_explained
from interpretations.rules.duty import Duty
from interpretations.rules.terms import Capacity, DutyState, Origin
from interpretations.tables import Interpretation
from registry.cleanup import campaigns
from registry.cleanup.campaigns import Plan
from registry.cleanup.hints import HintCode
from registry.cleanup.scope import Scope
from registry.cleanup.tables import RollRow
from registry.law.terms import Kind
from registry.tables import Document

PROMISE = policy(Explaining(since=""))
TODAY, AFTER = date(2026, 11, 23), date(2026, 12, 1)


def line(home: Any, on: date = TODAY) -> Line:
    with home.database.reading() as session:
        found = duties.duty_of(session, PROMISE, home.document, on)
    assert found is not None
    return found


def change(home: Any, **values: Any) -> None:
    with home.database.transaction() as session:
        document = session.get_one(Document, home.document)
        for name, value in values.items():
            setattr(document, name, value)


def of_another(home: Any, key: int, unit: int, **values: Any) -> None:
    """Let an interpretation be another unit's, or of another origin."""
    with home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        row.unit_id = unit
        for name, value in values.items():
            setattr(row, name, value)


# Whose interpretation counts


def test_a_document_waits_for_its_unit_until_the_last_day_of_the_term(home: Any) -> None:
    found = line(home, date(2026, 11, 25))
    assert (found.state, found.unit, found.duty.due_on) == (
        DutyState.WAITING,
        "水生态环境处",
        date(2026, 11, 25),
    )
    assert line(home, date(2026, 11, 26)).state is DutyState.MISSING


def test_the_first_interpretation_of_the_drafting_unit_meets_it(home: Any) -> None:
    key = home.publish()
    home.publish(sent="t2")
    found = line(home)
    assert found.state is DutyState.MET
    assert found.first is not None
    assert (found.first.interpretation_id, found.first.on) == (key, TODAY)


def test_it_is_the_day_in_china_that_counts(home: Any) -> None:
    key = home.publish()
    # A quarter past midnight of the 26th in China, still the 25th in UTC.
    of_another(home, key, home.water, published_at=datetime(2026, 11, 25, 16, 15, tzinfo=UTC))
    assert line(home, AFTER).state is DutyState.LATE


@pytest.mark.parametrize("origin", [Origin.EXPERT, Origin.MEDIA, Origin.REPOST, Origin.LOWER])
def test_what_others_say_does_not_meet_it(home: Any, origin: Origin) -> None:
    home.publish(home.content(origin=origin))
    assert line(home).state is DutyState.WAITING


def test_another_units_own_interpretation_does_not_meet_it(home: Any) -> None:
    of_another(home, home.publish(), home.legal)
    assert line(home).state is DutyState.WAITING


def test_a_joint_drafters_or_delegates_meets_it_even_after_the_delegation_was_taken_back(home: Any) -> None:
    with home.database.transaction() as session:
        row = delegating.delegate(
            session, home.document, home.legal, Capacity.DELEGATE, "委托函", by=home.drafter
        )
        delegating.take_back(session, home.document, row.id, by=home.drafter)
    of_another(home, home.publish(), home.legal)
    assert line(home).state is DutyState.MET


def test_a_withdrawn_interpretation_leaves_the_duty_open_again(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "数字有误", by=home.reviewer)
    found = line(home)
    assert (found.state, found.first, found.turn) == (DutyState.WAITING, None, 1)


def test_a_working_copy_meets_nothing(home: Any) -> None:
    with home.database.transaction() as session:
        home.begin(session)
    assert line(home).first is None


# What is owed at all


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "local_regulation"},
        {"disclosure": "on_request"},
        {"published_on": None},
        {"publication": "withdrawn"},
    ],
)
def test_what_the_promise_does_not_cover_is_no_line(home: Any, values: dict[str, Any]) -> None:
    change(home, **values)
    with home.database.reading() as session:
        assert duties.duties(session, PROMISE, TODAY) == ()
        assert duties.duty_of(session, PROMISE, home.document, TODAY) is None


def test_documents_before_the_promise_are_no_lines(home: Any) -> None:
    later = policy(Explaining(since="2026-11-21"))
    with home.database.reading() as session:
        assert duties.duties(session, later, TODAY) == ()


def test_a_document_without_a_drafting_unit_is_told_so(home: Any) -> None:
    change(home, drafting_unit_id=None)
    assert (line(home).owner, line(home).state) == (NO_UNIT, DutyState.WAITING)


def test_what_needs_none_is_listed_with_its_reason(home: Any) -> None:
    with home.database.transaction() as session:
        plans.waive(session, home.document, "只涉及本厅内部事务", by=home.drafter)
    assert (line(home).state, line(home).waived) == (DutyState.NOT_OWED, "只涉及本厅内部事务")


# What the public is told beside the document


def test_the_public_is_told_until_when_or_that_it_is_late_and_nothing_once_it_is_met(home: Any) -> None:
    assert sentence(line(home)) == "水生态环境处将于2026年11月25日前发布解读"
    assert "现已逾期" in sentence(line(home, AFTER))
    home.publish()
    assert sentence(line(home)) == ""


def test_a_foreseen_day_is_told_as_such(home: Any) -> None:
    change(home, published_on=date(2027, 12, 30))
    assert "预计于" in sentence(line(home, date(2027, 12, 30)))


# Counting


def made(state: DutyState, unit: int | None = 1, year: int = 2026, key: int = 1) -> Line:
    return Line(
        key,
        f"normative-document/{year}/{key}",
        "办法",
        "",
        Kind.NORMATIVE_DOCUMENT,
        date(year, 1, 5),
        unit,
        "水处" if unit else "",
        "",
        Duty(state),
    )


def test_the_rate_is_of_those_whose_term_is_over_or_that_are_explained() -> None:
    tally = duties.total(
        [
            made(DutyState.MET),
            made(DutyState.LATE),
            made(DutyState.MISSING),
            made(DutyState.WAITING),
            made(DutyState.NOT_OWED),
        ]
    )
    assert (tally.rate, tally.owed) == ("33.3%", 4)


def test_a_rate_of_nothing_is_none() -> None:
    assert duties.total([made(DutyState.WAITING)]).rate == "—"
    assert Tally(None, "").owed == 0


@given(st.lists(st.sampled_from(DutyState), max_size=60))
def test_a_hundred_percent_means_all_of_them(states: list[DutyState]) -> None:
    tally = duties.total([made(state) for state in states])
    whole = {DutyState.LATE, DutyState.MISSING}.isdisjoint(states) and DutyState.MET in states
    assert (tally.rate == "100.0%") is whole
    assert tally.owed == sum(state is not DutyState.NOT_OWED for state in states)


def test_units_are_counted_by_name_those_without_one_last() -> None:
    lines = [made(DutyState.MET, None), made(DutyState.MET, 1), made(DutyState.MISSING, 1)]
    assert [(tally.unit, tally.rate) for tally in duties.tallies(lines)] == [
        ("水处", "50.0%"),
        (NO_UNIT, "100.0%"),
    ]


# The list


def test_the_list_narrows_by_unit_state_and_year_and_counts_what_is_asked() -> None:
    lines = [
        made(DutyState.MET),
        made(DutyState.MISSING, None),
        made(DutyState.MISSING, 1, 2025),
        made(DutyState.MISSING),
    ]
    assert len(chosen(lines, Wanted(unit=NOBODY))) == 1
    found = gaps(lines, Wanted(unit="1", state=DutyState.MISSING, year=2026))
    assert (found.found, found.whole.rate, found.years) == (1, "50.0%", (2026, 2025))
    assert found.states == ((DutyState.MET, 1), (DutyState.MISSING, 1))
    assert [unit_name(found.units, unit) for unit in ("1", NOBODY, "7", "")] == ["水处", NO_UNIT, "", ""]


@given(st.integers(0, 3 * PAGE_SIZE), st.integers(1, 10))
def test_a_page_beyond_the_last_is_the_last_and_no_line_is_lost(count: int, page: int) -> None:
    lines = [made(DutyState.MET, key=key) for key in range(count)]
    found = gaps(lines, Wanted(page=page))
    assert found.wanted.page == min(page, found.pages)
    every = [each for n in range(1, found.pages + 1) for each in gaps(lines, Wanted(page=n)).lines]
    assert every == lines


def test_three_and_a_half_thousand_documents_are_read_in_seconds(
    home: Any, within: Callable[..., Any]
) -> None:
    home.publish()
    stamp = {
        "recorded_at": datetime(2026, 11, 23, tzinfo=UTC),
        "recorded_by": "tests",
        "kind": "normative_document",
    }
    rows = [
        {
            "address": f"normative-document/2020/{key}",
            "title": f"办法{key}",
            "title_key": f"办法{key}",
            "published_on": date(2017 + key % 9, 1 + key % 12, 1 + key % 28),
            **stamp,
        }
        for key in range(3_421)
    ]
    with home.database.transaction() as session:
        session.execute(insert(Document), rows)
    # Statements are prepared within it.
    with home.database.reading() as session, within(4):
        found = duties.duties(session, PROMISE, TODAY)
    assert len(found) == 3_422


# What the clean-up is told


def test_the_clean_up_hears_of_what_was_never_explained(home: Any) -> None:
    finder = never_explained(PROMISE)
    with home.database.reading() as session:
        assert finder(session, [home.document], TODAY) == {}
        assert finder(session, [], AFTER) == {}
        (hint,) = finder(session, [home.document], AFTER)[home.document]
    assert (hint.code, hint.sentence) == (HintCode.UNEXPLAINED, "应于2026年11月25日前解读，至今没有解读")
    home.publish()
    with home.database.reading() as session:
        assert finder(session, [home.document], AFTER) == {}


def test_the_hint_reaches_the_roll(home: Any, hold_clock: Callable[[date], None]) -> None:
    hold_clock(AFTER)
    with home.database.transaction() as session:
        plan = Plan("测试清理", Scope(organ="澄江省生态环境厅"), date(2026, 12, 31))
        finders = (never_explained(PROMISE),)
        campaigns.open_campaign(session, plan, by=home.officer, others=finders)
        (row,) = session.scalars(select(RollRow)).all()
        assert [hint["code"] for hint in row.hints] == ["unexplained"]
