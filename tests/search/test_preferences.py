"""What is preferred beside the words, and how a setting that is wrong is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.config import Searching
from base.environment import from_environment
from base.errors import BadInput
from registry.law.terms import Kind, Validity
from search.index import Index
from search.preferences import STANDARD, Preferences, read
from search.ranking import with_company
from search.snapshot import Snapshot


def test_a_law_counts_more_than_what_is_made_under_it() -> None:
    law, interpretation, regulation = STANDARD.of_kinds(
        ["law", "judicial_interpretation", "local_regulation"]
    )
    assert law > interpretation > regulation
    assert set(STANDARD.kinds) | {"constitution", "law"} == {kind.value for kind in Kind}


def test_what_does_not_apply_yet_counts_a_little_less() -> None:
    waiting, held = STANDARD.of_statuses([Validity.NOT_YET_IN_FORCE, Validity.IN_FORCE])
    assert 0.9 <= waiting < held == 1


@given(st.lists(st.integers(1, 2000), min_size=2, max_size=9))
def test_the_broader_document_is_preferred_and_never_by_much(sizes: list[int]) -> None:
    factors = STANDARD.of_sizes(np.array(sorted(sizes)))
    assert (np.diff(factors) >= 0).all()
    assert 0.7 < factors[0] <= factors[-1] < 1.4


def test_an_office_can_prefer_otherwise(index: Index) -> None:
    records = Snapshot(index.current()).records
    lowest = {record["kind"]: 50 for record in records} | {records[0]["kind"]: 200}
    settings = Searching(kinds=",".join(f"{kind}={percent}" for kind, percent in lowest.items()), breadth=0)
    snapshot = Snapshot(index.current(), preferences=read(settings))
    ranked = with_company(snapshot, np.ones(snapshot.units, np.float32))
    assert np.allclose(np.unique(ranked[snapshot.document_unit]), [0.6, 2.4])
    assert Preferences().of_kinds(["law", "other"]).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("variable", "value", "part"),
    [
        ("SEARCH_KINDS", "law=100,laws=90", "laws=90"),
        ("SEARCH_KINDS", "law", "law"),
        ("SEARCH_STATUSES", "suspended=-5", "suspended=-5"),
        ("SEARCH_PLACES", "same=1000", "same=1000"),
        ("SEARCH_PLACES", "above=九十", "above=九十"),
        ("SEARCH_AT_HOME", "home=90", "home=90"),
        ("SEARCH_HOME", "浙江", "浙江"),
        ("SEARCH_HOME", "本省各地", "本省各地"),
    ],
)
def test_a_wrong_preference_is_named(variable: str, value: str, part: str) -> None:
    settings = from_environment({variable: value}).searching
    with pytest.raises(BadInput, match=f"{variable} 中的“{part}”"):
        read(settings)


def test_preferences_are_read_from_the_environment() -> None:
    settings = from_environment({"SEARCH_BREADTH": "0", "SEARCH_PLACES": "elsewhere=20"}).searching
    assert read(settings).breadth == 0
    assert read(settings).places == {"elsewhere": 0.2}
