"""Rulings on what the index keeps of documents in mapped arrays: it says what a list in memory would say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from registry.law.terms import Validity
from registry.searchable import Searchable, Standing
from search.index import Index
from search.keyed import Keyed, Keys, written
from search.records import effective_on
from search.snapshot import Snapshot

PAIRS = st.lists(st.tuples(st.text(st.sampled_from("甲乙a\n\0\U0001f600"), max_size=3), st.integers(0, 5)))


def keys(pairs: list[tuple[str, int]], live: list[bool], base: int = 0) -> Keys:
    arrays = dict(written(set(pairs)))
    return Keys([Keyed(arrays.__getitem__)], [base], np.array(live, np.bool_))


@given(PAIRS, st.lists(st.booleans(), min_size=6, max_size=6), st.text(max_size=3))
def test_keys_lead_where_a_dictionary_would(
    pairs: list[tuple[str, int]], live: list[bool], other: str
) -> None:
    by_hand: dict[str, set[int]] = {}
    for key, document in pairs:
        if live[document]:
            by_hand.setdefault(key, set()).add(document)
    found = keys(pairs, live)
    assert {key: set(documents) for key, documents in found.items()} == by_hand
    assert set(found.get(other, ())) == by_hand.get(other, set())
    assert {(key, one) for key, ones in by_hand.items() for one in ones} == set(found.pairs())


def test_a_half_of_a_character_is_no_key() -> None:
    assert keys([("甲", 0)], [True]).get("\ud800") is None


def test_records_of_several_segments_are_numbered_through(
    index: Index, library: list[Searchable], make: Callable[..., Searchable]
) -> None:
    added = make(20, "云岭省湿地公园条例", "湿地公园禁止捕捞。", numbers=("云环发〔2026〕1号",), kind="law")
    index.update(frozenset({added.key, "document:2"}), lambda _keys: [added])
    snapshot = Snapshot(index.current())
    ids = [record["id"] for record in snapshot.records]
    assert ids == [one.id for one in library] + [20]
    assert snapshot.records.facts["id"].tolist() == ids
    assert snapshot.numbered["云环发〔2026〕1号"] == [9]
    assert "云岭省养犬管理条例" not in snapshot.titled
    kinds = snapshot.records.valued("kind")
    told = [kinds.values[code] for code in kinds.of_each(10).tolist()]
    assert told == [record["kind"] for record in snapshot.records]
    assert snapshot.unit_document[-1] == snapshot.wording_document[snapshot.unit_wording[-1]] == 9


def test_one_segment_is_mapped_and_copied_nowhere(index: Index) -> None:
    snapshot = Snapshot(index.current())
    (segment,) = snapshot.segments
    assert snapshot.unit_document is segment.columns.unit_document
    assert not snapshot.unit_wording.flags.writeable
    assert snapshot.records.facts["id"].base is not None


def test_a_document_applies_from_the_first_day_on_which_it_does() -> None:
    waits, holds = Standing(None, Validity.NOT_YET_IN_FORCE), Standing(date(2027, 1, 1), Validity.IN_FORCE)
    assert effective_on((waits, holds)) == date(2027, 1, 1)
    assert effective_on((waits,)) is None


def test_what_a_killed_writer_left_is_cleared_away_by_the_next(
    index: Index, make: Callable[..., Searchable]
) -> None:
    left = [index.folder / "CURRENT.99999", index.current() / "MAIN_zzzz.pst"]
    for path in left:
        path.write_bytes(b"half")
    other: Path = index.folder / "g-000000000000"
    other.mkdir()
    index.update(frozenset({"document:20"}), lambda _keys: [make(20, "云岭省湿地条例", "湿地。")])
    assert not any(path.exists() for path in (*left, other))
    index.verify()
