"""Which document a name means, and what a deed does to it: never a guess."""

from datetime import date

import pytest

from registry.law.terms import EventKind, RelationKind
from registry.works.linking import Answer, Catalogue, Claim, Entry, answer

MAKER = Entry(1, "监督条例", "浙江", first_on=date(2020, 5, 15), last_on=date(2020, 5, 15))
OLD = Entry(
    2, "试验办法", "浙江", years=frozenset({2005}), first_on=date(2005, 6, 1), last_on=date(2010, 1, 1)
)


def catalogue(*entries: Entry) -> Catalogue:
    known = Catalogue()
    for entry in (MAKER, *entries):
        known.put(entry)
    return known


def repeal(title: str = "试验办法", **more: object) -> Claim:
    return Claim(
        9,
        RelationKind.REPEALS,
        MAKER.id,
        title,
        **{"on": date(2020, 9, 1), "evidence": "《试验办法》同时废止。"} | more,
    )


def test_a_named_document_ends_on_the_day_of_the_repeal() -> None:
    found = answer(repeal(), catalogue(OLD))
    assert (found.target_id, found.event.kind, found.event.on) == (2, EventKind.REPEAL, date(2020, 9, 1))


def test_a_declared_lapse_is_no_repeal() -> None:
    found = answer(repeal(evidence="宣布《试验办法》失效。"), catalogue(OLD))
    assert found.event.kind is EventKind.LAPSE


def test_a_repeal_of_unknown_day_has_none() -> None:
    assert answer(repeal(on=None), catalogue(OLD)).event.on is None


def test_what_is_not_in_the_registry_stays_a_bare_title() -> None:
    assert answer(repeal("另一办法"), catalogue(OLD)) == Answer()


def test_a_document_never_repeals_itself() -> None:
    assert answer(repeal("监督条例"), catalogue()) == Answer()


def test_two_of_one_name_are_not_chosen_between() -> None:
    twin = Entry(3, "试验办法", "浙江", first_on=date(2004, 1, 1))
    assert answer(repeal(), catalogue(OLD, twin)) == Answer(doubt="ambiguous-target")


def test_the_own_province_is_nearer_than_another_and_the_nation_than_a_third() -> None:
    elsewhere, national = Entry(3, "试验办法", "山东"), Entry(4, "试验办法", "国家")
    assert answer(repeal(), catalogue(OLD, elsewhere, national)).target_id == 2
    assert answer(repeal(), catalogue(elsewhere, national)).target_id == 4


@pytest.mark.parametrize(
    ("claimed", "known", "target"),
    [
        ("浙政发〔2005〕1号", {"浙政发〔2005〕1号"}, 2),
        ("浙政发[2005]1号", {"浙政发〔2005〕1号"}, 2),
        ("浙政发〔1999〕8号", {"浙政发〔2005〕1号"}, None),
        ("浙政发〔1999〕8号", set(), 2),
    ],
)
def test_a_known_number_tells_namesakes_apart(claimed: str, known: set[str], target: int | None) -> None:
    entry = Entry(2, "试验办法", "浙江", numbers=frozenset(known), first_on=date(2005, 6, 1))
    assert answer(repeal(number=claimed), catalogue(entry)).target_id == target


def test_a_number_alone_finds_its_document() -> None:
    entry = Entry(
        2, "关于试验的办法", "浙江", numbers=frozenset({"浙政发〔2005〕1号"}), first_on=date(2005, 6, 1)
    )
    assert answer(repeal(number="浙政发〔2005〕1号"), catalogue(entry)).target_id == 2


@pytest.mark.parametrize(
    ("qualifier", "target"), [("2005年6月1日通过的", 2), ("1994年6月4日国务院发布的", None)]
)
def test_a_year_tells_namesakes_apart(qualifier: str, target: int | None) -> None:
    assert answer(repeal(qualifier=qualifier), catalogue(OLD)).target_id == target


def test_a_namesake_that_is_another_is_reported() -> None:
    assert answer(repeal(qualifier="1994年6月4日发布的"), catalogue(OLD)) == Answer(doubt="namesake-differs")


def test_a_document_made_after_the_repeal_is_not_the_one_meant() -> None:
    later = Entry(2, "试验办法", "浙江", first_on=date(2021, 1, 1), last_on=date(2021, 1, 1))
    assert answer(repeal(), catalogue(later)) == Answer(doubt="target-made-later")


def test_a_document_that_lived_on_is_linked_but_not_ended() -> None:
    alive = Entry(2, "试验办法", "浙江", first_on=date(2005, 1, 1), last_on=date(2022, 1, 1))
    assert answer(repeal(), catalogue(alive)) == Answer(2, doubt="target-lived-on")


def test_named_provisions_end_alone() -> None:
    found = answer(repeal(provisions=("art-5", "art-6-p2")), catalogue(OLD))
    assert (found.event.kind, found.event.provisions) == (EventKind.PARTIAL_REPEAL, ("art-5", "art-6-p2"))


def test_an_unnumbered_part_is_never_taken_for_the_whole() -> None:
    assert answer(repeal(provisions=("中有关看守所的规定",)), catalogue(OLD)) == Answer(
        2, doubt="provisions-unclear"
    )


def test_a_suspension_in_an_area_keeps_its_area() -> None:
    claim = Claim(9, RelationKind.SUSPENDS, 1, "试验办法", area="先行区", provisions=("art-36",))
    event = answer(claim, catalogue(OLD)).event
    assert (event.kind, event.area, event.provisions, event.on) == (
        EventKind.SUSPENSION,
        "先行区",
        ("art-36",),
        None,
    )


def test_a_citation_links_and_does_nothing() -> None:
    assert answer(Claim(9, RelationKind.CITES, 1, "试验办法"), catalogue(OLD)) == Answer(2)


def test_a_document_that_was_dropped_is_not_found_again() -> None:
    known = catalogue(OLD)
    known.drop(OLD.id)
    assert answer(repeal(), known) == Answer()
