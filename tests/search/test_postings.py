"""Postings as they are written and read are what was given, in one segment or in many."""

from io import BytesIO
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.codec import ArrayPostingsWriter, part_of
from search.packing import Packer, unpacked
from search.postings import SHORT, Part, Posting

Told = dict[int, int]
UNITS = 60
LISTS = st.dictionaries(st.integers(0, UNITS - 1), st.integers(1, 255), min_size=1)


def written(told: Told, base: int = 0, before: int = 0) -> Part:
    """The list as the codec writes it behind `before` bytes of other lists, and as a segment reads it."""
    file = BytesIO(bytes(before))
    file.seek(before)
    ids = np.array(sorted(told), np.uint32)
    weights = np.array([told[unit] for unit in sorted(told)], np.uint8)
    info = ArrayPostingsWriter(file).write_list(ids, weights, int(weights.sum()), int(weights.max()))
    return part_of(np.frombuffer(file.getvalue(), np.uint8), info.extent()[0], info, base)


@given(LISTS, st.integers(0, 3).map(lambda words: 4 * words), st.integers(0, 5))
def test_a_list_is_read_as_it_was_written(told: Told, before: int, base: int) -> None:
    part = written(told, base, before)
    assert part.count == len(told)
    assert part.units().tolist() == [unit + base for unit in sorted(told)]
    every = np.arange(UNITS + 2 * base)
    assert part.at(every).tolist() == [told.get(unit - base, 0) for unit in every.tolist()]


@given(st.lists(LISTS | st.none(), min_size=1, max_size=4), st.sampled_from([0, 9, SHORT]))
def test_many_segments_are_as_one(lists: list[Told | None], short: int) -> None:
    bases = accumulate([UNITS] * len(lists), initial=0)
    parts = [written(told, base) for told, base in zip(lists, bases, strict=False) if told]
    assume(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.postings.SHORT", short)
        posting = Posting(parts)
    whole = [(told or {}).get(unit, 0) for told in lists for unit in range(UNITS)]
    every = np.arange(len(whole))
    assert posting.count == np.count_nonzero(whole)
    assert posting.units().tolist() == np.flatnonzero(whole).tolist()
    assert posting.at(every).tolist() == whole
    added, marked = (np.ones(len(whole), np.float32) for _ in range(2))
    posting.add(added, 2)
    posting.mark(marked, 3)
    assert added.tolist() == [1 + 2 * weight for weight in whole]
    assert marked.tolist() == [1 + 3 * (weight > 0) for weight in whole]


def test_what_is_nearly_everywhere_is_kept_as_a_row_and_what_is_seldom_as_ids() -> None:
    assert written(dict.fromkeys(range(0, 50, 2), 9)).ids is None
    assert written({3: 9}).ids is None
    assert written({0: 9, 50: 9}).ids is not None


def test_arrays_of_a_pack_are_what_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    arrays = {
        "none": np.empty((0, 3), np.int64),
        "bytes": np.frombuffer("条例".encode(), np.uint8),
        "rows": np.arange(6, dtype=np.int32).reshape(3, 2),
        "turned": np.arange(6, dtype=np.int64).reshape(2, 3).T,
    }
    with path.open("wb") as file:
        pack = Packer(file)
        for name, values in arrays.items():
            pack.add(name, values)
        pack.close()
    found = unpacked(path)
    assert found.keys() == arrays.keys()
    for name, values in arrays.items():
        assert found[name].dtype == values.dtype
        assert found[name].tolist() == values.tolist()


@pytest.mark.parametrize("damage", ["cut off", "empty", "turned over"])
def test_a_damaged_pack_is_not_read(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.bin"
    with path.open("wb") as file:
        pack = Packer(file)
        pack.add("rows", np.arange(600))
        pack.close()
    whole = path.read_bytes()
    path.write_bytes({"cut off": whole[:-9], "empty": b"", "turned over": whole[::-1]}[damage])
    with pytest.raises((OSError, ValueError, KeyError)):
        unpacked(path)
