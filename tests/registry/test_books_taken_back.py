"""What a person took back stays taken back, in whatever words a text is read again."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import BadInput, NotFound
from registry import books
from registry.books import AlreadyRepealed, NotSuspended, Objected, Order
from registry.importing.report import Report
from registry.law.events import Act, Event
from registry.law.objections import MarkRule
from registry.law.terms import EventKind, RelationKind
from registry.tables import Document, EventRow, RelationRow

OLD, NEW = "浙江省试验条例", "浙江省新试验条例"
OLD_PATH = "地方性法规/浙江/浙江省试验条例(2001-01-01).md"
NEW_PATH = "地方性法规/浙江/浙江省新试验条例(2020-01-01).md"
MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
REMADE = "2020年1月1日 浙江省人民代表大会常务委员会通过"
ENDS = f"本条例自2020年3月1日起施行。《{OLD}》同时废止。"
BY = "张三"
Bring = Callable[[Mapping[str, str]], Report]


@pytest.fixture
def brought(bring_in: Bring, write_law: Callable[..., str]) -> Callable[..., None]:
    """The old regulation and the new one that repeals it, imported; `more` changes the new one's words."""

    def bring(more: str = "") -> None:
        new = write_law(
            NEW, REMADE, articles=f"第一条 为了试验，制定本条例。{more}\n\n第二条 无。", last=ENDS
        )
        bring_in({OLD_PATH: write_law(OLD, MADE, last="本条例自2001年5月1日起施行。"), NEW_PATH: new})

    return bring


def repeal_of(database: Database, title: str) -> EventRow:
    with database.reading() as session:
        query = select(EventRow).join(Document, Document.id == EventRow.document_id)
        row = session.scalars(query.where(Document.title == title, EventRow.kind == "repeal")).one()
        session.expunge(row)
        return row


def relations_of(database: Database, key: int) -> list[tuple[str, bool]]:
    with database.reading() as session:
        query = select(RelationRow.kind, RelationRow.withdrawn_at.is_(None))
        return [
            (kind, bool(stands))
            for kind, stands in session.execute(query.where(RelationRow.target_id == key))
        ]


def test_a_reading_taken_back_stays_so_when_its_file_is_imported_again(
    database: Database, brought: Callable[..., None], life_of: Callable[[str], list[Event]]
) -> None:
    brought()
    wrong = repeal_of(database, OLD)
    assert wrong.relation_id is not None
    with database.transaction() as session:
        books.correct(session, wrong.id, by=BY, reason="同名的是另一份文件")
    for words in ("", "改动了文字。", "又改动了文字。"):
        brought(words)
        assert [event.kind for event in life_of(OLD)] == [EventKind.COMMENCEMENT]
        assert (RelationKind.REPEALS.value, True) not in relations_of(database, wrong.document_id)


def test_a_reading_put_right_stays_right_when_its_file_is_imported_again(
    database: Database, brought: Callable[..., None], life_of: Callable[[str], list[Event]]
) -> None:
    brought()
    wrong = repeal_of(database, OLD)
    right = Event(EventKind.REPEAL, date(2020, 6, 1))
    with database.transaction() as session:
        made = books.correct(session, wrong.id, by=BY, reason="另有决定推迟", instead=right)
        assert made is not None
        assert made.act_document_id == wrong.act_document_id
    brought("改动了文字。")
    assert [event.on for event in life_of(OLD)] == [date(2001, 5, 1), date(2020, 6, 1)]


def test_another_finding_of_another_day_is_a_new_one(
    database: Database,
    brought: Callable[..., None],
    bring_in: Bring,
    write_law: Callable[..., str],
    life_of: Callable[[str], list[Event]],
) -> None:
    brought()
    with database.transaction() as session:
        books.correct(session, repeal_of(database, OLD).id, by=BY, reason="日期读错")
    later = ENDS.replace("3月1日", "7月1日")
    bring_in({NEW_PATH: write_law(NEW, REMADE, articles="第一条 甲。\n\n第二条 乙。", last=later)})
    assert date(2020, 7, 1) in [event.on for event in life_of(OLD)]


def test_what_was_recorded_with_a_mark_goes_with_it(database: Database, brought: Callable[..., None]) -> None:
    brought()
    with database.transaction() as session:
        keys = {row.title: row.id for row in session.scalars(select(Document))}
        act = session.get_one(Document, keys[OLD])
        order = Order(date(2026, 1, 1), Act(OLD, address=act.address), successor=Act("浙江省更新条例"))
        made = books.repeal(session, keys[NEW], order, by=BY)
    assert sorted(relations_of(database, keys[NEW])) == [("repeals", True), ("replaces", True)]
    with database.transaction() as session:
        books.correct(session, made.id, by=BY, reason="误标")
    assert sorted(relations_of(database, keys[NEW])) == [("repeals", False), ("replaces", False)]


def test_a_correction_needs_its_reason_and_an_event_that_stands(
    database: Database, brought: Callable[..., None]
) -> None:
    brought()
    wrong = repeal_of(database, OLD).id
    with database.transaction() as session, pytest.raises(BadInput, match="理由"):
        books.correct(session, wrong, by=BY, reason=" ")
    with database.transaction() as session:
        books.correct(session, wrong, by=BY, reason="误标")
    with database.transaction() as session, pytest.raises(NotFound, match="它已由张三更正"):
        books.correct(session, wrong, by="李四", reason="误标")
    with database.transaction() as session, pytest.raises(NotFound):
        books.correct(session, 987654, by=BY, reason="误标")


def test_what_stands_in_place_of_a_mark_is_held_against_the_rules(
    database: Database, brought: Callable[..., None]
) -> None:
    brought()
    wrong = repeal_of(database, OLD).id
    early = (EventKind.REPEAL, Order(date(2000, 1, 1), Act("决定")))
    with pytest.raises(Objected) as told, database.transaction() as session:
        books.correct(session, wrong, by=BY, reason="改日期", instead=early)
    assert MarkRule.MADE in {objection.rule for objection in told.value.objections}
    # The transaction fell as a whole: what was to be corrected stands.
    assert repeal_of(database, OLD).withdrawn_at is None


def test_a_replacement_that_leads_back_over_several_documents_is_found(
    database: Database, brought: Callable[..., None], bring_in: Bring, write_law: Callable[..., str]
) -> None:
    brought()
    third = write_law(
        "浙江省更新条例", "2022年1月1日 浙江省人民代表大会常务委员会通过", last="本条例自2022年3月1日起施行。"
    )
    bring_in({"地方性法规/浙江/浙江省更新条例(2022-01-01).md": third})
    with database.transaction() as session:
        named = {row.title: row for row in session.scalars(select(Document))}
        books.correct(session, repeal_of(database, OLD).id, by=BY, reason="改由手工记录")
        for title, successor in ((OLD, NEW), (NEW, "浙江省更新条例")):
            books.repeal(session, named[title].id, replacing(named[successor]), by=BY)
        with pytest.raises(Objected, match="代替循环"):
            books.repeal(session, named["浙江省更新条例"].id, replacing(named[OLD]), by=BY)
        # A bare title leads back as well as a link.
        bare = Order(date(2026, 1, 1), Act("决定"), successor=Act("浙江省更新条例"))
        with pytest.raises(Objected, match="由它自身代替"):
            books.repeal(session, named["浙江省更新条例"].id, bare, by=BY)


def replacing(successor: Document) -> Order:
    return Order(date(2026, 1, 1), Act("决定"), successor=Act(successor.title, address=successor.address))


def test_a_conflict_is_told_apart_from_a_fault(database: Database, brought: Callable[..., None]) -> None:
    brought()
    with database.reading() as session:
        keys = {row.title: row.id for row in session.scalars(select(Document))}
    with database.transaction() as session, pytest.raises(AlreadyRepealed, match=NEW):
        books.repeal(session, keys[OLD], Order(date(2026, 1, 1), Act("决定")), by=BY)
    with database.transaction() as session, pytest.raises(NotSuspended):
        books.resume(session, keys[NEW], Order(date(2026, 1, 1), Act("决定")), by=BY)
    with database.transaction() as session, pytest.raises(Objected, match="依据文件"):
        books.repeal(session, keys[NEW], Order(date(2026, 1, 1), Act("")), by=BY)


def test_an_undated_repeal_stands_in_the_record_and_is_dated_by_a_correction(
    database: Database, brought: Callable[..., None], life_of: Callable[[str], list[Event]]
) -> None:
    brought()
    with database.transaction() as session:
        key = session.execute(select(Document.id).where(Document.title == NEW)).scalar_one()
        undated = books.repeal(session, key, Order(None, Act("决定")), by=BY).id
    with database.transaction() as session:
        dated = (EventKind.REPEAL, Order(date(2027, 1, 1), Act("决定")))
        books.correct(session, undated, by=BY, reason="日期已定", instead=dated)
    assert [event.on for event in life_of(NEW)] == [date(2020, 3, 1), date(2027, 1, 1)]
