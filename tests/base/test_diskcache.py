"""The bounded cache on disk."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from base.diskcache import DiskCache
from base.errors import BadInput


def key(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def held(folder: Path) -> int:
    return sum(place.stat().st_size for place in folder.glob("*/*"))


def test_is_made_once(tmp_path: Path) -> None:
    cache, made = DiskCache(tmp_path, 10_000), []

    def make() -> bytes:
        made.append(1)
        return b"print"

    assert [cache.get(key("a"), make) for _ in range(3)] == [b"print"] * 3
    assert len(made) == 1


def test_stands_after_a_restart(tmp_path: Path) -> None:
    DiskCache(tmp_path, 10_000).get(key("a"), lambda: b"first")
    assert DiskCache(tmp_path, 10_000).get(key("a"), lambda: b"second") == b"first"


def test_never_holds_more_than_its_room(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 10_000)
    for number in range(60):
        cache.get(key(str(number)), lambda: b"x" * 900)
        assert held(tmp_path) <= 10_000


def test_longest_unused_leaves_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 4_000)
    for age, name in enumerate("abcd"):
        cache.get(key(name), lambda: b"x" * 900)
        place = tmp_path / key(name)[:2] / key(name)
        os.utime(place, (1_000_000 + age, 1_000_000 + age))
    cache.get(key("a"), lambda: b"never")
    cache.get(key("e"), lambda: b"x" * 900)
    left = {name for name in "abcde" if (tmp_path / key(name)[:2] / key(name)).exists()}
    assert "a" in left
    assert "e" in left
    assert "b" not in left


def test_what_would_push_out_a_quarter_is_given_but_not_kept(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 4_000)
    assert cache.get(key("a"), lambda: b"x" * 1_001) == b"x" * 1_001
    assert held(tmp_path) == 0


def test_what_cannot_be_made_is_not_kept(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, 4_000)

    def fail() -> bytes:
        raise BadInput("不行")

    with pytest.raises(BadInput):
        cache.get(key("a"), fail)
    assert cache.get(key("a"), lambda: b"made") == b"made"


def test_full_disk_costs_the_cache_not_the_answer(tmp_path: Path) -> None:
    # A limit on the size of files is what a full disk looks like to who writes one (EFBIG, as ENOSPC).
    resource = pytest.importorskip("resource")
    cache = DiskCache(tmp_path, 10_000_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        assert cache.get(key("a"), lambda: b"x" * 100_000) == b"x" * 100_000
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert held(tmp_path) == 0


def test_threads_agree(tmp_path: Path) -> None:
    cache, answers = DiskCache(tmp_path, 5_000), []

    def ask(number: int) -> None:
        answers.append(cache.get(key(str(number % 7)), lambda: b"x" * 600))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"x" * 600] * 40
    assert held(tmp_path) <= 5_000


def half_written(folder: Path, age: float) -> Path:
    place = folder / "ab" / f".part-{age:g}"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"x" * 900)
    os.utime(place, (time.time() - age,) * 2)
    return place


def test_sweep_takes_no_file_from_its_writer_but_takes_what_a_killed_one_left(tmp_path: Path) -> None:
    # Threads and processes share the folder; a print swept while it was written became a page of a fault.
    writing, left = half_written(tmp_path, 60), half_written(tmp_path, 90_000)
    cache = DiskCache(tmp_path, 4_000)
    for number in range(6):
        assert cache.get(key(str(number)), lambda: b"x" * 900) == b"x" * 900
    assert writing.exists()
    assert not left.exists()


def test_threads_that_push_each_other_out_all_get_their_answer(tmp_path: Path) -> None:
    cache, together = DiskCache(tmp_path, 2_500), threading.Barrier(16)

    def ask(number: int) -> bytes:
        together.wait(60)
        return b"".join(cache.get(key(str((number + turn) % 9)), lambda: b"x" * 600) for turn in range(9))

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(16))) == [b"x" * 5_400] * 16
    cache.sweep()
    assert held(tmp_path) <= 2_500
    assert list(tmp_path.glob("*/.part-*")) == []


def test_key_that_is_no_digest_reaches_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        DiskCache(tmp_path, 10_000).get("../../secret-key", lambda: b"x")
