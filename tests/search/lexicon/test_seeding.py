from typing import Any

from sqlalchemy import func, select

from base.db import Database
from search.lexicon import seeding
from search.lexicon.current import CurrentLexicon
from search.lexicon.entries import Entry
from search.lexicon.shipped import entries, shipped
from search.lexicon.tables import SearchWord, SearchWordChange
from search.lexicon.terms import WordState


def follow(database: Database, listed: list[Entry] | None = None) -> int:
    with database.transaction() as session:
        return seeding.follow(session, listed)


def states(database: Database) -> dict[str, tuple[list[str], str]]:
    with database.reading() as session:
        return {row.word: (row.formal, row.state) for row in session.scalars(select(SearchWord))}


def test_a_database_without_a_list_has_the_one_that_comes_with_the_program(database: Database) -> None:
    assert CurrentLexicon(database)() is shipped()


def test_an_entry_of_the_office_stands_beside_a_list_that_was_not_taken_in_yet(
    database: Database, office: Any
) -> None:
    office.add("铲屎官", "养犬人")
    assert CurrentLexicon(database)().formal_words("铲屎官的年假") == ("养犬人", "年休假", "带薪年休假")


def test_the_first_start_takes_the_list_in_and_the_second_does_nothing(database: Database) -> None:
    assert follow(database) == len(list(entries()))
    assert follow(database) == 0
    assert CurrentLexicon(database)() == shipped()
    with database.reading() as session:
        assert session.scalar(select(func.count(SearchWordChange.id))) == len(list(entries()))


def test_a_new_version_changes_adds_and_takes_back_what_nobody_touched(
    database: Database, listed: list[Entry]
) -> None:
    follow(database, listed)
    assert follow(database, [Entry("年假", ("年休假",)), Entry("酒驾", ("饮酒",))]) == 3
    assert states(database) == {
        "年假": (["年休假"], WordState.CONFIRMED),
        "社保": (["社会保险"], WordState.WITHDRAWN),
        "酒驾": (["饮酒"], WordState.CONFIRMED),
    }


def test_what_the_office_made_of_an_entry_is_not_written_over(
    database: Database, listed: list[Entry], office: Any
) -> None:
    follow(database, listed)
    office.change(office.of("年假"), "休假")
    office.withdraw(office.of("社保"))
    office.add("酒驾", "饮酒")
    anew = [Entry("年假", ("年休假",)), Entry("社保", ("社会保险费",)), Entry("酒驾", ("醉酒",))]
    assert follow(database, anew) == 0
    assert states(database) == {
        "年假": (["休假"], WordState.CONFIRMED),
        "社保": (["社会保险"], WordState.WITHDRAWN),
        "酒驾": (["饮酒"], WordState.CONFIRMED),
    }
    assert follow(database, anew[1:]) == 0
    assert states(database)["年假"] == (["休假"], WordState.CONFIRMED)
