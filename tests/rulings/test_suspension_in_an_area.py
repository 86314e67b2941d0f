"""立法法 (2023) art. 16 and 79: provisions may be suspended in a given area, and may resume."""

from datetime import date

from registry.law.events import Event
from registry.law.terms import EventKind, Validity
from registry.law.validity import ended_provisions, markers, suspended_provisions, validity

BEGUN = Event(EventKind.COMMENCEMENT, date(2010, 1, 1))
TRIAL = Event(EventKind.SUSPENSION, date(2021, 8, 1), ("art-36",), area="自由贸易试验区")
DURING, AFTERWARDS = date(2022, 1, 1), date(2025, 1, 1)


def test_elsewhere_the_provision_applies_as_before() -> None:
    assert validity([BEGUN, TRIAL], DURING) is Validity.IN_FORCE
    assert suspended_provisions([BEGUN, TRIAL], DURING) == frozenset()


def test_it_is_neither_repeal_nor_amendment() -> None:
    assert ended_provisions([BEGUN, TRIAL], DURING) == frozenset()


def test_the_area_is_told() -> None:
    assert [mark.wording for mark in markers([BEGUN, TRIAL], DURING)] == [
        "第三十六条自2021年8月1日起在自由贸易试验区停止执行"
    ]


def test_once_resumed_nothing_is_told() -> None:
    resumed = Event(EventKind.RESUMPTION, date(2024, 8, 1), ("art-36",), area="自由贸易试验区")
    assert markers([BEGUN, TRIAL, resumed], AFTERWARDS) == ()
