"""How legal texts count days: 自…起 includes its day, 有效期至 includes its day."""

from datetime import date

from registry.law.events import Event, expires_after
from registry.law.terms import EventKind, Validity
from registry.law.validity import standing_sentence, validity

BEGUN = Event(EventKind.COMMENCEMENT, date(2019, 10, 1))
LAST, NEXT = date(2021, 7, 31), date(2021, 8, 1)


def test_in_force_on_the_day_from_which_it_applies() -> None:
    assert validity([BEGUN], date(2019, 10, 1)) is Validity.IN_FORCE


def test_no_longer_in_force_on_the_day_from_which_it_is_repealed() -> None:
    life = [BEGUN, Event(EventKind.REPEAL, NEXT)]
    assert validity(life, LAST).holds
    assert not validity(life, NEXT).holds


def test_holds_through_its_printed_last_day_and_is_told_with_that_day() -> None:
    life = [BEGUN, expires_after(LAST)]
    assert validity(life, LAST).holds
    assert not validity(life, NEXT).holds
    assert standing_sentence(life, NEXT) == "有效期至2021年7月31日，已期满失效。"


def test_a_document_that_states_no_term_never_expires_by_itself() -> None:
    assert validity([BEGUN], date(2199, 1, 1)) is Validity.IN_FORCE
