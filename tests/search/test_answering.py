from datetime import date
from typing import Any

import pytest

from registry.law.terms import Validity
from search.answering import Answering
from search.engine import Question
from search.fallback import NOTICE
from search.keeping import Keeper

TODAY = date(2026, 11, 23)


@pytest.fixture
def without_index(keeper: Keeper) -> Answering:
    return Answering(keeper, mends=False)


def ask(engine: Answering, text: str, on: date = TODAY) -> list[str]:
    return [hit.plain_title for hit in engine.search(Question(text, on)).hits]


def test_the_database_answers_while_there_is_no_index_and_says_so(without_index: Answering) -> None:
    answer = without_index.search(Question("转移联单", TODAY))
    assert [hit.plain_title for hit in answer.hits] == ["关于危险废物转移的通知"]
    assert answer.notices == (NOTICE,)
    (passage,) = answer.hits[0].passages
    assert (passage.eid, [piece.text for piece in passage.pieces if piece.marked]) == ("art-1", ["转移联单"])


def test_the_database_knows_the_standing_of_the_day(without_index: Answering) -> None:
    def status(on: date) -> Validity:
        return without_index.search(Question("烟花爆竹", on)).hits[0].status

    assert (status(date(2024, 2, 29)), status(date(2024, 3, 1))) == (Validity.IN_FORCE, Validity.REPEALED)


def test_the_database_finds_a_number_in_any_bracket_form(without_index: Answering) -> None:
    found = without_index.by_number("云环发[2021]16号")
    assert found is not None
    assert len(found.exact) == 1


@pytest.mark.parametrize("wild", ["%", "_", "100%", "\\", "'; DROP TABLE document; --"])
def test_signs_of_sql_are_only_signs(without_index: Answering, wild: str) -> None:
    assert ask(without_index, wild) in ([], ["关于百分之百达标的通知"])
    assert ask(without_index, "犬绳") == ["云岭省养犬管理规定"]


def test_the_database_does_not_show_what_was_withdrawn(without_index: Answering, shelf: Any) -> None:
    shelf.withdraw(1)
    assert ask(without_index, "犬绳") == []


def test_a_missing_index_is_made_while_the_database_answers(keeper: Keeper) -> None:
    engine = Answering(keeper)
    assert engine.search(Question("犬绳", TODAY)).notices == (NOTICE,)
    assert engine.mending is not None
    engine.mending.join(60)
    assert engine.search(Question("犬绳", TODAY)).notices == ()
    assert engine.fault == ""


def test_a_damaged_index_is_made_anew(keeper: Keeper) -> None:
    keeper.catch_up()
    for path in keeper.index.current().glob("*.trm"):
        path.write_bytes(b"\0" * path.stat().st_size)
    engine = Answering(keeper)
    assert engine.search(Question("犬绳", TODAY)).notices == (NOTICE,)
    assert engine.mending is not None
    engine.mending.join(60)
    assert engine.search(Question("犬绳", TODAY)).notices == ()
