from typing import Any

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import BadInput, NotFound
from base.forms import Faults
from base.outbox import generation
from base.staff.audit import AuditRow
from search.lexicon import limits, verbs
from search.lexicon.current import CurrentLexicon
from search.lexicon.tables import SearchWord, SearchWordChange
from search.lexicon.terms import WordDeed, WordKind, WordState
from search.lexicon.verbs import ChangedMeanwhile


def history(database: Database, row: SearchWord) -> list[tuple[str, list[str], str]]:
    query = select(SearchWordChange).where(SearchWordChange.word_id == row.id).order_by(SearchWordChange.id)
    with database.reading() as session:
        return [(change.deed, change.formal, change.state) for change in session.scalars(query)]


def test_an_entry_holds_with_the_next_question(database: Database, office: Any) -> None:
    # Two processes: each has made its lexicon of the list before.
    one, other = CurrentLexicon(database), CurrentLexicon(database)
    assert one().formal_words("吃席") == other().formal_words("吃席") == ()
    row = office.add("吃席", "宴请")
    assert one().formal_words("吃席") == other().formal_words("吃席") == ("宴请",)
    row = office.change(row, "宴请", "聚餐")
    assert other().formal_words("吃席") == ("宴请", "聚餐")
    office.withdraw(row)
    assert one().formal_words("吃席") == other().formal_words("吃席") == ()


def test_the_lexicon_is_made_once_for_many_questions(database: Database, office: Any) -> None:
    office.add("吃席", "宴请")
    current = CurrentLexicon(database)
    assert current() is current()


def test_pages_that_were_kept_are_old_with_a_change(database: Database, office: Any) -> None:
    with database.reading() as session:
        before = generation(session)
    office.add("吃席", "宴请")
    with database.reading() as session:
        assert generation(session) > before


def test_everything_that_was_done_stays(database: Database, office: Any) -> None:
    row = office.add("吃席", "宴请")
    office.change(office.withdraw(office.change(row, "聚餐")), "宴会")
    assert history(database, row) == [
        (WordDeed.ADD, ["宴请"], WordState.CONFIRMED),
        (WordDeed.CHANGE, ["聚餐"], WordState.CONFIRMED),
        (WordDeed.WITHDRAW, ["聚餐"], WordState.WITHDRAWN),
        (WordDeed.RESTORE, ["宴会"], WordState.CONFIRMED),
    ]
    with database.reading() as session:
        deeds = session.scalars(select(AuditRow.deed).order_by(AuditRow.id)).all()
    assert deeds == ["lexicon.add", "lexicon.change", "lexicon.withdraw", "lexicon.restore"]


def test_a_word_has_one_entry_in_whatever_writing_and_state(office: Any) -> None:
    row = office.add("賠償金Ｎ＋１", "经济补偿")
    with pytest.raises(Faults, match=r"“賠償金Ｎ＋１”已有词条（俗称，已生效）：经济补偿；请修改那个词条"):
        office.add("赔偿金N+1", "补偿")
    office.withdraw(row)
    with pytest.raises(Faults, match="已撤下"):
        office.add("赔偿金N+1", "补偿")


def test_an_entry_does_not_take_another_ones_word(office: Any) -> None:
    office.add("吃席", "宴请")
    other = office.add("喝酒", "宴请")
    with pytest.raises(Faults, match="“吃席”已有词条"):
        other.word = "吃席"
        office.change(other, "宴请")


def test_who_saves_over_anothers_change_is_told(office: Any) -> None:
    row = office.add("吃席", "宴请")
    office.change(row, "聚餐")
    with pytest.raises(ChangedMeanwhile, match=r"“吃席”刚刚已由 fa 改为“已生效”：聚餐"):
        office.change(row, "宴会", seen=1)


def test_only_what_holds_is_withdrawn(office: Any) -> None:
    row = office.withdraw(office.add("吃席", "宴请"))
    with pytest.raises(BadInput, match="现在是“已撤下”"):
        office.withdraw(row)


def test_an_entry_that_is_not_there_is_told(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="99"):
        verbs.find(session, 99)


def test_all_faults_are_told_at_once(office: Any) -> None:
    with pytest.raises(Faults) as wrong:
        office.add("席")
    assert set(wrong.value.fields) == {"word", "formal"}


def test_a_full_lexicon_says_so(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 1)
    first = office.add("吃席", "宴请")
    with pytest.raises(Faults, match="词表已有 1 条"):
        office.add("喝酒", "宴请")
    office.withdraw(first)
    office.add("喝酒", "宴请")
    with pytest.raises(Faults, match="词表已有 1 条"):
        office.change(first, "宴请", seen=2)


def test_a_stop_brings_nothing(database: Database, office: Any) -> None:
    office.add("开除", "解除劳动合同")
    office.add("开除公职", kind=WordKind.STOP)
    assert CurrentLexicon(database)().formal_words("开除公职") == ()
