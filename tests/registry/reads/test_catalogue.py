"""The catalogue in columns says of every day what the rule of law says of each document."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from registry.law.events import Event
from registry.law.terms import EventKind, Kind, Validity
from registry.law.validity import spans, validity
from registry.reads.catalogue import VALIDITIES, Catalogue, Entry
from registry.reads.listing import Browser, Wanted

DAYS = st.dates(date(2000, 1, 1), date(2004, 12, 31))
KINDS = st.sampled_from(
    [
        EventKind.COMMENCEMENT,
        EventKind.AMENDMENT,
        EventKind.SUSPENSION,
        EventKind.RESUMPTION,
        EventKind.EXPIRY,
        EventKind.LAPSE,
        EventKind.REPEAL,
    ]
)
LIVES = st.lists(st.builds(Event, KINDS, st.none() | DAYS), max_size=6)
REGISTRIES = st.lists(st.tuples(LIVES, st.none() | DAYS), max_size=8)


def entry(key: int, life: list[Event], made_on: date | None, **changes: object) -> Entry:
    plain = {
        "kind": Kind.NORMATIVE_DOCUMENT,
        "region": "",
        "subject": "",
        "issuers": (),
        "title": f"第{key}号",
    }
    return Entry(
        id=key,
        address=f"normative-document/2000/{key}",
        year=made_on.year if made_on else None,
        number="",
        keys=(),
        made_on=made_on,
        dated_on=made_on,
        drafting_unit_id=None,
        spans=spans(life),
        **plain | changes,
    )


def catalogue(registry: list[tuple[list[Event], date | None]]) -> tuple[Catalogue, dict[int, list[Event]]]:
    entries = [entry(key, life, made_on) for key, (life, made_on) in enumerate(registry)]
    return Catalogue(entries), {key: life for key, (life, _) in enumerate(registry)}


def telling(registry: list[tuple[list[Event], date | None]]) -> list[date]:
    days = {event.on for life, _ in registry for event in life if event.on} | {
        made for _, made in registry if made
    }
    return sorted({day + timedelta(days=step) for day in days for step in (-1, 0, 1)} | {date(1990, 1, 1)})


@given(REGISTRIES)
def test_columns_and_spans_agree_with_the_rule_on_every_day(
    registry: list[tuple[list[Event], date | None]],
) -> None:
    held, lives = catalogue(registry)
    for day in telling(registry):
        codes = held.standings(day)
        for place, one in enumerate(held.entries):
            ruled = validity(lives[one.id], day)
            assert VALIDITIES[codes[place]] is ruled
            assert one.standing(day).validity is ruled


@given(REGISTRIES, st.sampled_from(Validity))
def test_what_begins_is_what_begins_on_that_day_by_the_rule(
    registry: list[tuple[list[Event], date | None]], wanted: Validity
) -> None:
    held, lives = catalogue(registry)
    places, days = held.begins([wanted])
    found = {(held.entries[place].id, date.fromordinal(day)) for place, day in zip(places, days, strict=True)}
    ruled = {
        (key, day)
        for key, life in lives.items()
        for day in telling([(life, None)])
        if validity(life, day) is wanted and validity(life, day - timedelta(days=1)) is not wanted
    }
    assert found == ruled


@given(REGISTRIES, DAYS)
def test_the_list_of_a_day_has_what_was_made_by_then_and_each_once(
    registry: list[tuple[list[Event], date | None]], day: date
) -> None:
    held, _ = catalogue(registry)
    listing = Browser(held).browse(Wanted(day))
    made = [key for key, (_, made_on) in enumerate(registry) if made_on is None or made_on <= day]
    assert sorted(row.entry.id for row in listing.rows) == made
    assert sum(count.number for count in listing.facets["status"]) == listing.total == len(made)


def test_the_newest_stands_first_and_what_has_no_day_last() -> None:
    held = Catalogue([entry(1, [], None), entry(2, [], date(2001, 1, 1)), entry(3, [], date(2002, 1, 1))])
    assert [one.id for one in held.entries] == [3, 2, 1]
    assert held.entry("normative-document/2000/2") is held.entries[1]
    assert held.entry("normative-document/2000/9") is None


def test_an_empty_registry_has_an_empty_list() -> None:
    held = Catalogue([])
    assert held.standings(date(2020, 1, 1)).tolist() == []
    listing = Browser(held).browse(Wanted(date(2020, 1, 1)))
    assert (listing.rows, listing.total, listing.page, listing.pages) == ((), 0, 1, 1)


def test_a_document_of_two_issuers_is_counted_for_each_and_listed_once() -> None:
    joint = entry(1, [], date(2001, 1, 1), issuers=("水利厅", "林业局"))
    browser = Browser(Catalogue([joint, entry(2, [], date(2001, 1, 2), issuers=("林业局",))]))
    listing = browser.browse(Wanted(date(2020, 1, 1)))
    assert {count.value: count.number for count in listing.facets["issuer"]} == {"林业局": 2, "水利厅": 1}
    assert listing.total == 2
    chosen = browser.browse(Wanted(date(2020, 1, 1), issuer="水利厅"))
    assert [row.entry.id for row in chosen.rows] == [1]


def test_two_filters_narrow_together_and_each_menu_leaves_its_own_filter_out() -> None:
    entries = [
        entry(1, [], date(2001, 1, 1), region="云岭", kind=Kind.PLAN),
        entry(2, [], date(2001, 1, 1), region="云岭"),
        entry(3, [], date(2001, 1, 1), region="澄江", kind=Kind.PLAN),
    ]
    listing = Browser(Catalogue(entries)).browse(Wanted(date(2020, 1, 1), region="云岭", kind="plan"))
    assert [row.entry.id for row in listing.rows] == [1]
    assert {count.value: count.number for count in listing.facets["region"]} == {"云岭": 1, "澄江": 1}
    assert {count.value: count.number for count in listing.facets["kind"]} == {
        "plan": 1,
        "normative_document": 1,
    }


def test_equal_ranks_keep_the_newest_first() -> None:
    held = Browser(Catalogue([entry(1, [], date(2001, 1, 1)), entry(2, [], date(2002, 1, 1))]))
    ranked = held.browse(Wanted(date(2020, 1, 1), sort="rank"))
    assert [row.entry.id for row in ranked.rows] == [2, 1]
    assert np.array_equal(held.orders["rank"], held.orders["newest"])
