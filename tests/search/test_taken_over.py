"""What a reader of the index has read once is not read again, and nothing shows that it was not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.searchable import Searchable, key_of
from search.index import MOST_SEGMENTS, Index
from search.segment import Cut
from search.snapshot import Snapshot

KEYS = range(1, 6)
# Which documents change, and to which wording each; 0 takes one out.
CHANGES = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 9), min_size=1, max_size=3)
STEPS = st.lists(st.one_of(CHANGES, st.just({})), min_size=1, max_size=MOST_SEGMENTS + 2)


def same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots hold the same."""
    arrays = ("unit_wording", "since", "until", "live", "live_documents", "unit_document", "heads")
    return (
        list(one.records) == list(other.records)
        and [segment.name for segment in one.segments] == [segment.name for segment in other.segments]
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    )


@contextmanager
def an_index(cut: Cut, *documents: Searchable) -> Iterator[Index]:
    with TemporaryDirectory() as place:
        index = Index(Path(place) / "index", cut)
        index.rebuild(documents)
        yield index


@given(STEPS)
@settings(max_examples=15, deadline=None)
def test_a_snapshot_that_takes_over_holds_what_one_read_anew_holds(
    cut: Cut, make: Callable[..., Searchable], steps: list[dict[int, int]]
) -> None:
    standing = {key: make(key, f"第{key}号条例", "原来的规定。") for key in KEYS}
    with an_index(cut, *standing.values()) as index:
        held = Snapshot(index.current())
        for step in steps:
            for key, wording in step.items():
                standing.pop(key, None)
                if wording:
                    standing[key] = make(key, f"第{key}号条例", f"第{wording}次的规定。")
            if step:
                changed = frozenset(key_of("document", key) for key in step)
                index.update(changed, lambda keys: [one for one in standing.values() if one.key in keys])
            else:
                index.rebuild(standing.values())
            held = Snapshot(index.current(), held)
            assert same(held, Snapshot(index.current()))


def test_the_records_of_a_segment_that_stays_are_not_read_again(
    index: Index, library: list[Searchable]
) -> None:
    before = Snapshot(index.current())
    changed = frozenset({library[0].key})
    index.update(changed, lambda _ids: library[:1])
    after = Snapshot(index.current(), before)
    assert after.segments[0].columns is before.segments[0].columns
    assert len(after.segments) == len(before.segments) + 1
    # Which of its units are gone is told by the table of contents, and read each time.
    assert after.live_documents.sum() == before.live_documents.sum() == len(library)
