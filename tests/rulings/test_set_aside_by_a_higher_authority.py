"""立法法 (2023) art. 107-108: a higher authority may annul a document; it does not come back."""

from datetime import date

from registry.law.events import Act, Event
from registry.law.terms import EventKind, Validity
from registry.law.validity import standing_sentence, validity

BEGUN = Event(EventKind.COMMENCEMENT, date(2010, 1, 1))
ANNULLED = Event(EventKind.ANNULMENT, date(2021, 8, 1), act=Act("关于撤销某办法的决定"))


def test_the_annulled_document_no_longer_holds_from_that_day() -> None:
    assert validity([BEGUN, ANNULLED], date(2021, 7, 31)) is Validity.IN_FORCE
    assert validity([BEGUN, ANNULLED], date(2021, 8, 1)) is Validity.ANNULLED


def test_a_later_repeal_adds_nothing() -> None:
    later = Event(EventKind.REPEAL, date(2022, 1, 1))
    assert standing_sentence([BEGUN, ANNULLED, later], date(2023, 1, 1)) == (
        "已于2021年8月1日被撤销，依据《关于撤销某办法的决定》。"
    )
