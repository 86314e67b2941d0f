"""The order in which events of one day take effect."""

from datetime import date
from itertools import permutations

import pytest

from registry.law.events import Act, Event, dated, in_effect_order
from registry.law.terms import EventKind, Validity
from registry.law.validity import validity

DAY = date(2021, 8, 1)


def kinds(*events: Event) -> list[EventKind]:
    return [event.kind for event in dated(events)]


def test_of_one_day_what_begins_comes_first_and_what_ends_last() -> None:
    order = [
        EventKind.COMMENCEMENT,
        EventKind.RESUMPTION,
        EventKind.AMENDMENT,
        EventKind.SUSPENSION,
        EventKind.PARTIAL_REPEAL,
        EventKind.EXPIRY,
        EventKind.LAPSE,
        EventKind.REPEAL,
        EventKind.ANNULMENT,
    ]
    assert kinds(*(Event(kind, DAY) for kind in reversed(order))) == order


@pytest.mark.parametrize("others", [(EventKind.REPEAL,), (EventKind.LAPSE, EventKind.REPEAL)])
def test_what_had_run_out_cannot_be_repealed_on_the_same_day(others: tuple[EventKind, ...]) -> None:
    life = [Event(EventKind.COMMENCEMENT, date(2018, 1, 1)), Event(EventKind.EXPIRY, DAY)]
    life += [Event(kind, DAY) for kind in others]
    assert all(validity(entered, DAY) is Validity.EXPIRED for entered in permutations(life))


def test_what_commences_and_is_repealed_on_one_day_was_never_in_force() -> None:
    life = [Event(EventKind.REPEAL, DAY), Event(EventKind.COMMENCEMENT, DAY)]
    assert kinds(*life) == [EventKind.COMMENCEMENT, EventKind.REPEAL]
    assert validity(life, DAY) is Validity.REPEALED
    assert validity(life, date(2021, 7, 31)) is Validity.NOT_YET_IN_FORCE


def test_of_two_records_of_one_event_the_one_that_knows_its_act_comes_first() -> None:
    known = Event(EventKind.REPEAL, DAY, act=Act("决定"))
    unknown = Event(EventKind.REPEAL, DAY)
    assert sorted([unknown, known], key=in_effect_order) == [known, unknown]


def test_what_has_no_day_stands_last_and_is_not_dated() -> None:
    undated, later = Event(EventKind.COMMENCEMENT, None), Event(EventKind.REPEAL, DAY)
    assert sorted([undated, later], key=in_effect_order) == [later, undated]
    assert dated([undated, later]) == [later]
