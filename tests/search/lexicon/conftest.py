"""A lexicon in a real database, and whoever keeps it."""

import pytest

from base.db import Database
from base.staff.roles import Actor, Role
from search.lexicon import verbs
from search.lexicon.entries import Entry
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordKind
from search.lexicon.verbs import Written

LIST = [Entry("年假", ("年休假", "带薪年休假")), Entry("社保", ("社会保险",))]


def keeper() -> Actor:
    """An officer of the legal division."""
    return Actor(1, "fa", "法规处", Role.LEGAL_OFFICER)


class Office:
    """Does what the desk does, each deed in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database, self.by = database, keeper()

    def of(self, word: str) -> SearchWord:
        with self.database.transaction() as session:
            row = verbs.with_word(session, word)
            assert row is not None
            return row

    def add(self, word: str, *formal: str, kind: WordKind = WordKind.LAY, note: str = "") -> SearchWord:
        with self.database.transaction() as session:
            return verbs.add(session, Written(Entry(word, formal, kind), note), by=self.by)

    def change(self, row: SearchWord, *formal: str, seen: int | None = None) -> SearchWord:
        made = Written(Entry(row.word, formal, WordKind(row.kind)))
        with self.database.transaction() as session:
            return verbs.change(session, row.id, made, row.version if seen is None else seen, by=self.by)

    def withdraw(self, row: SearchWord, reason: str = "不用了") -> SearchWord:
        with self.database.transaction() as session:
            return verbs.withdraw(session, row.id, reason, row.version, by=self.by)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def listed() -> list[Entry]:
    """A short list that comes with a version of the program."""
    return list(LIST)
