from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from base.db import Database
from registry.law.terms import Validity
from registry.tables import Text
from search.answering import Answering
from search.engine import Facet, Numbered, Question, Sort
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


@pytest.mark.parametrize("wild", ["使用_绳牵领", "使用%牵领", "犬只_户", "百分_百"])
def test_a_sign_of_sql_stands_for_no_other_character(without_index: Answering, wild: str) -> None:
    assert ask(without_index, wild) == []


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


@pytest.mark.parametrize("text", ["养犬管理", "犬绳"])
def test_what_was_withdrawn_is_not_even_counted_by_the_database(
    without_index: Answering, shelf: Any, text: str
) -> None:
    assert without_index.search(Question(text, TODAY)).total == 1
    shelf.withdraw(1)
    assert without_index.search(Question(text, TODAY)).total == 0


def test_the_number_of_a_withdrawn_document_leads_nowhere(without_index: Answering, shelf: Any) -> None:
    shelf.withdraw(3)
    assert without_index.by_number("云环发〔2021〕16号") == Numbered()


def test_words_of_a_text_that_was_taken_back_are_not_found_by_the_database(
    without_index: Answering, database: Database
) -> None:
    with database.transaction() as session:
        (text,) = session.scalars(select(Text).where(Text.document_id == 1))
        text.withdrawn_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert without_index.search(Question("犬绳", TODAY)).total == 0


def test_the_database_gives_one_page_and_counts_all(without_index: Answering, shelf: Any) -> None:
    for place in range(5):
        shelf.put(f"第{place}号湿地公告", "湿地公园。")
    first = without_index.search(Question("湿地", TODAY, limit=2))
    last = without_index.search(Question("湿地", TODAY, offset=4, limit=2))
    assert (len(first.hits), first.total, len(last.hits)) == (2, 5, 1)
    assert not {hit.id for hit in first.hits} & {hit.id for hit in last.hits}


def published(shelf: Any, day: date) -> int:
    key: int = shelf.put(f"{day.year}年湿地公告", "湿地公园。")
    shelf.change(key, published_on=day, year=day.year)
    return key


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {1, 2, 3}),
        ({"filters": {Facet.YEAR: "2020"}}, {1}),
        ({"filters": {Facet.YEAR: "1999"}}, set()),
        ({"filters": {Facet.CONTENT: "question"}}, set()),
        ({"dated_from": date(2020, 6, 1), "dated_through": date(2021, 12, 31)}, {2}),
        ({"dated_from": date(2020, 6, 2)}, {2, 3}),
        ({"dated_through": date(2020, 5, 31)}, {1}),
        ({"on": date(2021, 1, 1)}, {1}),
    ],
)
def test_the_database_narrows_as_the_index_does(
    without_index: Answering, shelf: Any, asked: dict[str, Any], found: set[int]
) -> None:
    days = (date(2020, 5, 1), date(2021, 6, 1), date(2022, 7, 1))
    made = {published(shelf, day): place for place, day in enumerate(days, 1)}
    question = replace(Question("湿地", TODAY), **asked)
    assert {made[hit.id] for hit in without_index.search(question).hits} == found


@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.NEWEST, [2022, 2021, 2020]), (Sort.OLDEST, [2020, 2021, 2022])]
)
def test_the_database_sorts_as_asked(
    without_index: Answering, shelf: Any, sort: Sort, order: list[int]
) -> None:
    for year in (2021, 2022, 2020):
        published(shelf, date(year, 5, 1))
    found = without_index.search(Question("湿地", TODAY, sort=sort))
    assert [hit.dated_on.year for hit in found.hits if hit.dated_on] == order


def test_one_rebuilding_at_a_time(keeper: Keeper) -> None:
    engine = Answering(keeper)
    with keeper.index.writing():
        # The first thread waits for the lock; whoever asks meanwhile starts no other.
        ask(engine, "犬绳")
        first = engine.mending
        ask(engine, "转移联单")
        assert engine.mending is first
        assert first is not None
    first.join(60)
    assert engine.search(Question("犬绳", TODAY)).notices == ()


def test_a_rebuilding_that_fails_is_tried_again_by_the_next_question(keeper: Keeper) -> None:
    # A file stands where the folder of the index should be.
    keeper.index.folder.parent.mkdir(parents=True, exist_ok=True)
    keeper.index.folder.write_text("in the way")
    engine = Answering(keeper)
    assert ask(engine, "犬绳") == ["云岭省养犬管理规定"]
    assert engine.mending is not None
    engine.mending.join(60)
    assert engine.fault
    keeper.index.folder.unlink()
    assert ask(engine, "犬绳") == ["云岭省养犬管理规定"]
    engine.mending.join(60)
    assert engine.search(Question("犬绳", TODAY)).notices == ()
