"""What must be true of validity for any life of a document."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.law.events import Event, expires_after
from registry.law.terms import EventKind, Validity
from registry.law.validity import (
    ended_provisions,
    markers,
    next_change,
    next_event_on,
    spans,
    standing_sentence,
    suspended_provisions,
    validity,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2020, 1, 1), date(2020, 2, 10)
AROUND = [FIRST - DAY + DAY * count for count in range((LAST - FIRST).days + 3)]
DAYS = st.dates(FIRST, LAST)
EIDS = st.lists(
    st.sampled_from(["art-1", "art-1-p2", "art-1-1", "art-2", "annex-1"]), max_size=2, unique=True
)
AREAS = st.sampled_from(["", "", "", "上海市"])


def events(days: st.SearchStrategy[date | None]) -> st.SearchStrategy[Event]:
    return st.builds(
        lambda kind, on, eids, area: Event(kind, on, tuple(eids), area),
        st.sampled_from(EventKind),
        days,
        EIDS,
        AREAS,
    )


LIVES = st.lists(events(st.none() | DAYS), max_size=8)


def facts(life: list[Event], day: date) -> tuple[Validity, frozenset[str], frozenset[str]]:
    return validity(life, day), ended_provisions(life, day), suspended_provisions(life, day)


@given(LIVES)
def test_spans_agree_with_validity_on_every_day(life: list[Event]) -> None:
    for day in AROUND:
        holding = [
            s
            for s in spans(life)
            if (s.since is None or s.since <= day) and (s.until is None or day < s.until)
        ]
        assert [span.validity for span in holding] == [validity(life, day)]


@given(LIVES)
def test_spans_tile_all_days_and_neighbours_differ(life: list[Event]) -> None:
    tiles = spans(life)
    assert tiles[0].since is None
    assert tiles[-1].until is None
    for before, after in pairwise(tiles):
        assert before.until == after.since
        assert before.validity is not after.validity


@given(LIVES.flatmap(lambda life: st.tuples(st.just(life), st.permutations(life))))
def test_the_order_of_entry_does_not_matter(lives: tuple[list[Event], list[Event]]) -> None:
    entered, shuffled = lives
    assert spans(entered) == spans(shuffled)
    for day in AROUND:
        assert facts(entered, day) == facts(shuffled, day)
        assert standing_sentence(entered, day) == standing_sentence(shuffled, day)


@given(LIVES, DAYS)
def test_the_next_change_is_the_least_day_on_which_anything_changes(life: list[Event], today: date) -> None:
    now = facts(life, today)
    expected = next((day for day in AROUND if day > today and facts(life, day) != now), None)
    assert next_change(life, today) == expected


@given(LIVES, DAYS)
def test_no_mark_changes_its_wording_before_the_next_event(life: list[Event], today: date) -> None:
    upcoming = next_event_on(life, today) or AROUND[-1]
    for day in (day for day in AROUND if today <= day < upcoming):
        assert markers(life, day) == markers(life, today)


@given(st.lists(events(DAYS), max_size=6), st.lists(events(st.none()), max_size=4))
def test_an_event_without_a_day_never_changes_the_validity(life: list[Event], undated: list[Event]) -> None:
    assert spans(life + undated) == spans(life)


@given(LIVES)
def test_what_has_ended_never_returns(life: list[Event]) -> None:
    ended = [span.validity.ended for span in spans(life)]
    assert ended == sorted(ended)
    assert sum(ended) <= 1


@given(DAYS, DAYS)
def test_the_last_printed_day_is_in_and_the_next_is_out(begun: date, last: date) -> None:
    life = [Event(EventKind.COMMENCEMENT, min(begun, last)), expires_after(max(begun, last))]
    assert validity(life, max(begun, last)) is Validity.IN_FORCE
    assert validity(life, max(begun, last) + DAY) is Validity.EXPIRED


@given(DAYS)
def test_the_day_of_repeal_is_out_and_the_day_before_is_in(repealed: date) -> None:
    life = [Event(EventKind.COMMENCEMENT, FIRST - DAY * 9), Event(EventKind.REPEAL, repealed)]
    assert (validity(life, repealed - DAY), validity(life, repealed)) == (
        Validity.IN_FORCE,
        Validity.REPEALED,
    )


@given(LIVES, DAYS, DAYS)
def test_a_suspension_that_is_lifted_leaves_no_trace_afterwards(
    life: list[Event], one: date, other: date
) -> None:
    start, end = min(one, other), max(one, other)
    calm = [event for event in life if event.kind not in {EventKind.SUSPENSION, EventKind.RESUMPTION}]
    pause = [Event(EventKind.SUSPENSION, start), Event(EventKind.RESUMPTION, end + DAY)]
    for day in AROUND:
        if not start <= day <= end:
            assert validity(calm + pause, day) is validity(calm, day)


@given(LIVES)
def test_a_measure_for_an_area_never_changes_the_whole(life: list[Event]) -> None:
    assert spans(life) == spans([event for event in life if not event.area])


@given(LIVES, DAYS)
def test_every_standing_is_one_chinese_sentence(life: list[Event], day: date) -> None:
    sentence = standing_sentence(life, day)
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert "{" not in sentence
    assert "；；" not in sentence
