from typing import Any

import pytest
from sqlalchemy import select

from base.db import Database
from search.keeping import Keeper
from search.lexicon import rounds, seeding, verbs
from search.lexicon.current import CurrentLexicon
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordState

SAID = "包括巡游出租汽车和网络预约出租汽车（以下简称网约出租车）。"


@pytest.fixture
def texts(keeper: Keeper, shelf: Any) -> Keeper:
    shelf.put("云岭省道路运输条例", SAID, "私人小客车合乘（也称顺风车），由乘客分摊费用。")
    hidden = shelf.put("云岭省内部规定", "包括中央储备粮食仓库（以下简称中储粮库）。")
    shelf.withdraw(hidden)
    keeper.catch_up()
    return keeper


def words(database: Database) -> dict[str, SearchWord]:
    with database.reading() as session:
        found = {row.word: row for row in session.scalars(select(SearchWord))}
        session.expunge_all()
        return found


def test_a_round_proposes_what_public_texts_say(texts: Keeper, database: Database, office: Any) -> None:
    assert rounds.learn(database, texts.index, by=office.by) == 2
    found = words(database)
    assert set(found) == {"网约出租车", "顺风车"}
    row = found["网约出租车"]
    assert (row.formal, row.sentence, row.state) == (["网络预约出租汽车"], SAID, WordState.PROPOSED)
    assert row.document_id is not None
    # Nothing holds before a person has confirmed it.
    assert "网络预约出租汽车" not in CurrentLexicon(database)().formal_words("网约出租车")


def test_a_second_round_proposes_nothing_again(texts: Keeper, database: Database, office: Any) -> None:
    rounds.learn(database, texts.index, by=office.by)
    with database.transaction() as session:
        picked = [(row.id, row.version) for row in session.scalars(select(SearchWord))]
        verbs.rule(session, picked[:1], WordState.REJECTED, "", by=office.by)
    assert rounds.learn(database, texts.index, by=office.by) == 0


def test_words_that_the_list_has_are_not_proposed(texts: Keeper, database: Database, office: Any) -> None:
    with database.transaction() as session:
        seeding.follow(session)
    office.add("顺风车", "合乘")
    assert rounds.learn(database, texts.index, by=office.by) == 1


def test_a_round_takes_what_was_searched_in_vain(texts: Keeper, database: Database) -> None:
    with database.reading() as session:
        gathering = rounds.gathered(session, texts.index.cut, [("云路条", 5)])
    (found,) = [one for one in gathering.proposals() if one.entry.word == "云路条"]
    assert found.entry.formal == ("云岭省道路运输条例",)


def test_a_round_that_takes_too_long_ends_with_what_it_has(
    texts: Keeper, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST", -1.0)
    with database.reading() as session:
        assert rounds.gathered(session, texts.index.cut, []).proposals() == []
