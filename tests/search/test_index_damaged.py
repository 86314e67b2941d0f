"""Rulings on an index that rots or whose writer is killed: noticed, and made anew."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.searchable import Searchable
from search.answering import Answering
from search.engine import Question
from search.finder import IndexEngine
from search.index import Index, IndexUnreadable
from search.keeping import Keeper
from search.segment import segmenter

TODAY = date(2026, 11, 23)


def flip(path: Path, place: int) -> None:
    """Change one bit of a file; its size stays."""
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1
    path.write_bytes(content)


def titles(engine: IndexEngine, text: str) -> list[str]:
    return [hit.plain_title for hit in engine.search(Question(text, TODAY)).hits]


def test_a_flipped_bit_in_any_file_is_named(index: Index) -> None:
    place = index.current()
    for path in sorted(place.iterdir()):
        if not path.stat().st_size or path.name == "MAIN_WRITELOCK":
            continue
        for at in (0, path.stat().st_size // 2, path.stat().st_size - 1):
            flip(path, at)
            index.current()
            with pytest.raises(IndexUnreadable, match=path.name):
                index.verify()
            flip(path, at)
    index.verify()


def test_what_was_found_right_is_not_read_again(index: Index, make: Callable[..., Searchable]) -> None:
    known = index.verify()
    flip(next(index.current().glob("*.pst")), 5)
    assert index.verify(known) == known
    added = make(20, "云岭省湿地公园条例", "湿地公园禁止捕捞。")
    index.update(frozenset({added.key}), lambda _keys: [added])
    # The checksum announced at first still stands, though the file has changed since.
    with pytest.raises(IndexUnreadable):
        index.verify()


def test_a_rotten_index_is_made_anew_beside_the_requests(keeper: Keeper) -> None:
    keeper.catch_up()
    flip(next(keeper.index.current().glob("*.pst")), 3)
    answering = Answering(keeper)
    answering.search(Question("犬绳", TODAY))
    assert answering.verifying
    answering.verifying.join(30)
    assert "已损坏" in answering.fault
    assert answering.mending
    answering.mending.join(30)
    keeper.index.verify()
    assert [hit.plain_title for hit in answering.search(Question("犬绳", TODAY)).hits] == [
        "云岭省养犬管理规定"
    ]


def test_words_that_cannot_be_read_are_answered_by_the_database(keeper: Keeper) -> None:
    keeper.catch_up()
    for path in keeper.index.current().glob("*.text.bin"):
        path.write_bytes(b"\xff" * path.stat().st_size)
    answering = Answering(keeper, mends=False)
    answer = answering.search(Question("犬绳", TODAY))
    assert [hit.plain_title for hit in answer.hits] == ["云岭省养犬管理规定"]
    assert answer.notices


def test_the_check_tells_of_words_days_and_titles_that_differ(keeper: Keeper, shelf: Any) -> None:
    keeper.catch_up()
    assert keeper.check() == ()
    with keeper.database.transaction() as session:
        session.connection().exec_driver_sql(
            "update provision set body = '应当使用绳索。' where body = '携带犬只出户应当使用犬绳牵领。'"
        )
    assert [fault for fault in keeper.check() if "条文不一致" in fault and "养犬" in fault]
    with keeper.database.transaction() as session:
        session.connection().exec_driver_sql(
            "update event set effective_on = '2025-03-01' where kind = 'repeal'"
        )
    assert [fault for fault in keeper.check() if "时效或版本不一致" in fault and "烟花爆竹" in fault]


# Killed


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def write(folder: Path, documents: list[Searchable], moment: str, rebuilding: bool) -> None:
    """Write the index in a child, and be killed at the moment."""
    index = Index(folder, segmenter(folder))

    def coming() -> Iterator[Searchable]:
        for number, document in enumerate(documents):
            if moment == "while documents come" and number == len(documents) // 2:
                kill_myself()
            yield document

    if moment == "before it is announced":
        index._announce = lambda _place: kill_myself()  # type: ignore[method-assign]
    if moment == "while it is announced":
        Path.replace = lambda _self, _target: kill_myself()  # type: ignore[method-assign,assignment,return-value]
    with index.writing():
        if rebuilding:
            index.rebuild(coming())
        else:
            index.update(frozenset(one.key for one in documents), lambda _keys: coming())


@pytest.mark.parametrize("rebuilding", [True, False], ids=["rebuild", "update"])
@pytest.mark.parametrize(
    "moment", ["while documents come", "before it is announced", "while it is announced"]
)
def test_a_killed_writer_leaves_an_index_that_answers_and_can_be_written(
    index: Index,
    library: list[Searchable],
    make: Callable[..., Searchable],
    moment: str,
    rebuilding: bool,
) -> None:
    added = [
        *library,
        make(20, "云岭省湿地公园条例", "湿地公园禁止捕捞。"),
        make(21, "云岭省滨海条例", "滨海。"),
    ]
    child = multiprocessing.get_context("fork").Process(
        target=write, args=(index.folder, added, moment, rebuilding)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    if moment == "while documents come" or rebuilding:
        # Nothing of it was announced: what stood before answers, and is written on.
        index.verify()
        assert "云岭省养犬管理条例" in titles(IndexEngine(index), "养犬管理条例")
        with index.writing():
            index.update(frozenset(one.key for one in added), lambda _keys: added)
        assert titles(IndexEngine(index), "湿地公园") == ["云岭省湿地公园条例"]
    else:
        # Whoosh has taken away the contents that were announced: that is noticed, and all is made anew.
        with pytest.raises(IndexUnreadable, match="请重建索引"):
            index.current()
    with index.writing():
        index.rebuild(added)
    assert len(list(index.folder.glob("g-*"))) == 1
    index.verify()
    assert titles(IndexEngine(index), "湿地公园") == ["云岭省湿地公园条例"]
