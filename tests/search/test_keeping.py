from datetime import date
from typing import Any

import pytest

from base import outbox
from base.db import Database
from search import keeping
from search.answering import Answering
from search.engine import Question
from search.index import IndexUnreadable
from search.keeping import Keeper

TODAY = date(2026, 11, 23)


def titles(keeper: Keeper, text: str) -> list[str]:
    engine = Answering(keeper, mends=False)
    return [hit.plain_title for hit in engine.index.search(Question(text, TODAY)).hits]


def pending(database: Database) -> int:
    with database.reading() as session:
        return len(outbox.pending(session, keeping.DOCUMENTS))


def test_catching_up_indexes_what_was_posted_and_settles_it(keeper: Keeper, database: Database) -> None:
    assert (pending(database), keeper.settled()) == (4, False)
    assert keeper.catch_up() == 4
    assert (pending(database), keeper.settled()) == (0, True)
    assert titles(keeper, "犬绳") == ["云岭省养犬管理规定"]


def test_catching_up_twice_does_nothing(keeper: Keeper) -> None:
    keeper.catch_up()
    stamp = keeper.index.stamp()
    assert keeper.catch_up() == 0
    assert keeper.index.stamp() == stamp


def test_one_change_is_added_to_the_standing_index(keeper: Keeper, shelf: Any) -> None:
    keeper.catch_up()
    generation = keeper.index.current()
    shelf.put("云岭省湿地公园管理规定", "湿地公园内禁止捕捞。")
    assert keeper.catch_up() == 1
    assert keeper.index.current() == generation
    assert titles(keeper, "湿地公园") == ["云岭省湿地公园管理规定"]


def test_a_withdrawn_document_leaves_the_index(keeper: Keeper, shelf: Any) -> None:
    keeper.catch_up()
    shelf.withdraw(1)
    assert keeper.catch_up() == 0
    assert titles(keeper, "犬绳") == []
    assert keeper.settled()


def test_a_crash_before_the_index_announces_forgets_nothing(
    keeper: Keeper, shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.catch_up()
    shelf.put("云岭省湿地公园管理规定", "湿地公园内禁止捕捞。")

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keeper.index, "_announce", crash)
        with pytest.raises(KeyboardInterrupt):
            keeper.catch_up()
    assert not keeper.settled()
    keeper.catch_up()
    assert keeper.check() == ()
    assert titles(keeper, "湿地公园") == ["云岭省湿地公园管理规定"]


def test_a_crash_after_indexing_indexes_again(
    keeper: Keeper, shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.catch_up()
    shelf.put("云岭省湿地公园管理规定", "湿地公园内禁止捕捞。")

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "settle", crash)
        with pytest.raises(KeyboardInterrupt):
            keeper.catch_up()
    assert not keeper.settled()
    assert keeper.catch_up() == 1
    assert titles(keeper, "湿地公园") == ["云岭省湿地公园管理规定"]
    assert keeper.check() == ()


def test_very_many_changes_rebuild_the_index(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.catch_up()
    generation = keeper.index.current()
    with keeper.database.transaction() as session:
        outbox.post(session, keeping.DOCUMENTS, [1, 2, 3, 4])
    monkeypatch.setattr(keeping, "MANY", 4)
    assert keeper.catch_up() == 4
    assert keeper.index.current() != generation


def test_a_missing_file_makes_catching_up_rebuild(keeper: Keeper) -> None:
    keeper.catch_up()
    next(keeper.index.current().glob("*.pst")).unlink()
    with pytest.raises(IndexUnreadable):
        keeper.index.current()
    assert keeper.catch_up() == 4
    assert keeper.check() == ()


def test_a_check_names_what_the_index_lacks_has_too_much_or_says_otherwise(
    keeper: Keeper, shelf: Any
) -> None:
    assert keeper.check() == ("还没有检索索引：请建立索引",)
    keeper.catch_up()
    shelf.withdraw(1)
    shelf.change(2, title="云岭省烟花爆竹燃放管理规定")
    shelf.put("云岭省湿地公园管理规定")
    assert keeper.check() == (
        "索引缺少：《云岭省湿地公园管理规定》",
        "索引多出：《云岭省养犬管理规定》",
        "索引与数据库的标题不一致：《云岭省烟花爆竹燃放管理规定》",
    )
    keeper.catch_up()
    assert keeper.check() == ()
