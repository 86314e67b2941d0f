import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from registry.searchable import Searchable
from search.engine import Question
from search.finder import IndexEngine
from search.index import MOST_SEGMENTS, Index, IndexUnreadable
from search.segment import Cut, segmenter
from search.snapshot import Snapshot

TODAY = date(2026, 11, 23)


def titles(engine: IndexEngine, text: str) -> list[str]:
    return [hit.plain_title for hit in engine.search(Question(text, TODAY)).hits]


def fetching(*documents: Searchable) -> Callable[[frozenset[str]], Iterable[Searchable]]:
    return lambda ids: [one for one in documents if one.key in ids]


def test_a_new_document_is_found_after_an_update(
    index: Index, engine: IndexEngine, make: Callable[..., Searchable]
) -> None:
    assert titles(engine, "湿地公园") == []
    index.update(frozenset({"document:20"}), fetching(make(20, "云岭省湿地公园条例", "湿地公园禁止捕捞。")))
    assert titles(engine, "湿地公园") == ["云岭省湿地公园条例"]


def test_a_changed_document_is_found_by_its_new_words_only(
    index: Index, engine: IndexEngine, make: Callable[..., Searchable]
) -> None:
    index.update(frozenset({"document:2"}), fetching(make(2, "云岭省犬只管理条例", "携犬出户应当束绳。")))
    assert "云岭省养犬管理条例" not in titles(engine, "养犬管理条例")
    assert titles(engine, "束绳") == ["云岭省犬只管理条例"]


def test_a_withdrawn_document_is_not_found_any_more(index: Index, engine: IndexEngine) -> None:
    index.update(frozenset({"document:9"}), fetching())
    assert titles(engine, "增设电梯") == []
    assert Snapshot(index.current()).live_documents.sum() == 8


def test_what_is_large_is_not_written_again_for_many_small_changes(
    index: Index, make: Callable[..., Searchable], monkeypatch: pytest.MonkeyPatch
) -> None:
    (main,) = Snapshot(index.current()).segments
    monkeypatch.setattr("search.index.SIZES", (main.units, 1000))
    added = [make(30 + n, f"云岭省第{n}号流域条例", f"流域{n}保护。") for n in range(4 * MOST_SEGMENTS)]
    for found in added:
        index.update(frozenset({found.key}), fetching(*added))
    segments = Snapshot(index.current()).segments
    assert main.name in [segment.name for segment in segments]
    assert len(segments) < 2 * MOST_SEGMENTS
    assert sum(segment.units - len(segment.deleted) for segment in segments) == main.units + 2 * len(added)


def test_a_collection_is_written_in_several_segments(
    index: Index, library: list[Searchable], engine: IndexEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = titles(engine, "应当")
    monkeypatch.setattr("search.index.FULL_UNITS", 7)
    assert index.rebuild(library) == len(library)
    assert len(Snapshot(index.current()).segments) == 3
    assert titles(engine, "应当") == whole != []


def test_many_small_segments_are_written_together_again(
    index: Index, engine: IndexEngine, library: list[Searchable], make: Callable[..., Searchable]
) -> None:
    added = [make(30 + n, f"云岭省第{n}号流域条例", f"流域{n}保护。") for n in range(MOST_SEGMENTS + 3)]
    for one in added:
        index.update(frozenset({one.key}), fetching(*library, *added))
    snapshot = Snapshot(index.current())
    assert len(snapshot.segments) < MOST_SEGMENTS
    assert len(engine.search(Question("流域条例", TODAY, limit=50)).hits) == len(added)
    assert snapshot.live_documents.sum() == len(library) + len(added)


def test_a_rebuild_answers_as_before_and_leaves_one_generation(
    index: Index, engine: IndexEngine, library: list[Searchable]
) -> None:
    before = titles(engine, "养犬管理")
    index.rebuild(library)
    assert titles(engine, "养犬管理") == before != []
    assert len(list(index.folder.glob("g-*"))) == 1


def test_a_rebuild_that_breaks_off_leaves_the_old_index(
    index: Index, engine: IndexEngine, library: list[Searchable]
) -> None:
    def broken() -> Iterator[Searchable]:
        yield library[0]
        raise RuntimeError("the database went away")

    before = titles(engine, "养犬管理")
    with pytest.raises(RuntimeError, match="went away"):
        index.rebuild(broken())
    assert titles(engine, "养犬管理") == before
    assert len(list(index.folder.glob("g-*"))) == 1


def test_an_update_that_breaks_off_changes_nothing_and_frees_the_lock(
    index: Index, engine: IndexEngine, make: Callable[..., Searchable]
) -> None:
    def broken(_ids: frozenset[str]) -> Iterator[Searchable]:
        yield make(20, "云岭省湿地公园条例", "湿地。")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        index.update(frozenset({"document:20", "document:2"}), broken)
    assert "云岭省养犬管理条例" in titles(engine, "养犬管理条例")
    index.update(frozenset({"document:20"}), fetching(make(20, "云岭省湿地公园条例", "湿地公园。")))
    assert titles(engine, "湿地公园") == ["云岭省湿地公园条例"]


def test_the_pointer_is_replaced_and_never_written_over(
    index: Index, make: Callable[..., Searchable]
) -> None:
    with (index.folder / "CURRENT").open(encoding="utf-8") as reading:
        before = (index.folder / "CURRENT").read_text("utf-8")
        index.update(frozenset({"document:20"}), fetching(make(20, "云岭省湿地公园条例", "湿地公园。")))
        # Whoever opened it in time reads the old state whole.
        assert reading.read() == before != (index.folder / "CURRENT").read_text("utf-8")
    assert [path.name for path in index.folder.glob("CURRENT*")] == ["CURRENT"]


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0c", "\n"])
def test_a_line_end_in_a_title_breaks_no_record(
    index: Index, engine: IndexEngine, make: Callable[..., Searchable], sign: str
) -> None:
    index.update(frozenset({"document:20"}), fetching(make(20, f"云岭省{sign}湿地公园条例", "湿地公园。")))
    assert titles(engine, "湿地公园") == [f"云岭省{sign}湿地公园条例"]


def test_no_index_is_said_so(tmp_path: Path, cut: Cut) -> None:
    with pytest.raises(IndexUnreadable, match="还没有检索索引"):
        Index(tmp_path / "none", cut).current()


def test_an_index_of_another_version_is_said_so(index: Index) -> None:
    pointer = json.loads((index.folder / "CURRENT").read_text("utf-8"))
    (index.folder / "CURRENT").write_text(json.dumps(pointer | {"version": "0-other"}), "utf-8")
    with pytest.raises(IndexUnreadable, match="0-other"):
        index.current()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null"])
def test_a_damaged_pointer_is_said_so(index: Index, content: str) -> None:
    (index.folder / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(IndexUnreadable, match="CURRENT"):
        index.current()


def test_every_file_of_the_index_is_missed_when_it_is_gone_or_cut_off(index: Index) -> None:
    place = index.current()
    names = json.loads((index.folder / "CURRENT").read_text("utf-8"))["files"]
    # Table of contents, terms, postings, columns, texts, and what Whoosh keeps of its own.
    assert len(names) >= 6
    for name in names:
        kept = (place / name).read_bytes()
        (place / name).write_bytes(kept[: len(kept) // 2])
        with pytest.raises(IndexUnreadable, match=name):
            index.current()
        (place / name).unlink()
        with pytest.raises(IndexUnreadable, match=name):
            index.current()
        (place / name).write_bytes(kept)
    index.current()


def test_damage_that_keeps_the_size_is_an_error_with_a_name(index: Index) -> None:
    place = index.current()
    for path in (*place.glob("*.columns.bin"), *place.glob("*.toc"), *place.glob("*.trm")):
        kept = path.read_bytes()
        path.write_bytes(b"\xff" * len(kept))
        with pytest.raises(IndexUnreadable, match="请重建索引"):
            Snapshot(place)
        path.write_bytes(kept)
    Snapshot(place)


def test_no_array_is_read_by_unpickling(index: Index) -> None:
    (place,) = index.current().glob("*.columns.bin")
    kept = place.read_bytes()
    assert kept.count(b'"<i4"')
    # Numbers declared to be objects would be addresses in memory.
    place.write_bytes(kept.replace(b'"<i4"', b'"|O8"'))
    with pytest.raises(IndexUnreadable, match="已损坏"):
        Snapshot(place.parent)


def hold(
    folder: Path, started: "multiprocessing.synchronize.Event", release: "multiprocessing.synchronize.Event"
) -> None:
    with Index(folder, segmenter(folder)).writing():
        started.set()
        release.wait(20)


def test_readers_answer_while_another_process_writes(index: Index, engine: IndexEngine) -> None:
    context = multiprocessing.get_context("spawn")
    started, release = context.Event(), context.Event()
    writer = context.Process(target=hold, args=(index.folder, started, release))
    writer.start()
    try:
        assert started.wait(30)
        assert titles(engine, "养犬管理条例")
    finally:
        release.set()
        writer.join(30)
    with index.writing():
        pass


def test_a_reader_keeps_answering_while_its_files_are_replaced(
    index: Index, library: list[Searchable]
) -> None:
    old = IndexEngine(index)
    snapshot = old.opened().snapshot
    place = index.current()
    index.rebuild(library)
    assert not place.exists()
    assert snapshot.posting("bigrams", "燃放") is not None
    assert old.opened().snapshot is not snapshot
