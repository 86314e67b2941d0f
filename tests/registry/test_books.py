"""What the legal division does with a document, and what it may not."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import outbox
from base.db import Database
from base.errors import BadInput, NotFound, RegistryError, Withdrawn
from registry import books
from registry.books import AlreadyRepealed, NotSuspended, Order
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.law.events import Act, Event
from registry.law.terms import EventKind, Validity
from registry.law.validity import validity
from registry.reads.life import lives
from registry.tables import EventRow, Text
from registry.works.shapes import Fate

MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
PATH = "地方性法规/浙江/浙江省试验条例(2001-01-01).md"
BY = "张三"


@pytest.fixture
def read(write_law: Callable[..., str]) -> Callable[..., Parsed]:
    """One regulation as it was read, in force since May 2001."""

    def parsed(path: str = PATH, title: str = "浙江省试验条例", **more: str) -> Parsed:
        source = write_law(title, MADE, **{"last": "本条例自2001年5月1日起施行。"} | more)
        return open_paper(Paper(path, source.encode(), Row(0)))

    return parsed


@pytest.fixture
def key(database: Database, read: Callable[..., Parsed]) -> int:
    """The regulation, entered."""
    with database.transaction() as session:
        return books.enter(session, read(), by=BY).document_id


def order(on: date | None = date(2020, 1, 1), *provisions: str, area: str = "") -> Order:
    return Order(on, Act("浙江省人民代表大会常务委员会关于废止的决定"), provisions, area, "决定废止。")


def standing(database: Database, key: int, on: date) -> Validity:
    with database.reading() as session:
        return validity(lives(session, [key]).get(key, ()), on)


def test_entering_records_the_document_with_its_text_and_life(database: Database, key: int) -> None:
    assert standing(database, key, date(2001, 4, 30)) is Validity.NOT_YET_IN_FORCE
    assert standing(database, key, date(2001, 5, 1)) is Validity.IN_FORCE


def test_a_file_is_entered_once(database: Database, key: int, read: Callable[..., Parsed]) -> None:
    with database.transaction() as session, pytest.raises(BadInput, match="已登记"):
        books.enter(session, read(), by=BY)
    assert key


def test_another_version_joins_its_own_document_only(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    later = read(PATH.replace("2001", "2011"), articles="第一条 修改后的文字。\n\n第二条 无。")
    with database.transaction() as session:
        placed = books.join_version(session, key, later, by=BY)
    assert (placed.document_id, placed.fate) == (key, Fate.JOINED)
    with database.transaction() as session, pytest.raises(BadInput, match="标题不同"):
        books.join_version(session, key, read("b.md", "浙江省检验条例"), by=BY)


def test_an_update_keeps_the_former_wording_as_a_record(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    with database.transaction() as session:
        placed = books.update(session, read(articles="第一条 更正后的文字。\n\n第二条 无。"), by=BY)
    assert (placed.document_id, placed.fate) == (key, Fate.UPDATED)
    with database.reading() as session:
        texts = session.execute(select(Text.withdrawn_at).where(Text.document_id == key)).scalars().all()
    assert [moment is None for moment in sorted(texts, key=bool)] == [True, False]


def test_an_update_that_corrects_the_title_keeps_the_address(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    with database.reading() as session:
        address = books.get(session, key).address
    with database.transaction() as session:
        books.update(session, read(title="浙江省实验条例"), by=BY)
    with database.reading() as session:
        document = books.get(session, key)
        assert (document.title, document.address) == ("浙江省实验条例", address)


def test_what_was_never_entered_cannot_be_updated(database: Database, read: Callable[..., Parsed]) -> None:
    with database.transaction() as session, pytest.raises(NotFound, match="尚未登记"):
        books.update(session, read(), by=BY)


def test_a_repeal_ends_the_document_on_its_day(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.repeal(session, key, order(), by=BY)
    assert standing(database, key, date(2019, 12, 31)) is Validity.IN_FORCE
    assert standing(database, key, date(2020, 1, 1)) is Validity.REPEALED


@pytest.mark.parametrize("verb", [books.repeal, books.lapse, books.amend, books.suspend])
def test_nothing_more_happens_to_what_has_ended(
    database: Database, key: int, verb: Callable[..., EventRow]
) -> None:
    with database.transaction() as session:
        books.repeal(session, key, order(), by=BY)
    with database.transaction() as session, pytest.raises(AlreadyRepealed) as fault:
        verb(session, key, order(date(2021, 1, 1)), by="李四")
    assert (fault.value.status, "先更正" in fault.value.sentence) == (409, True)


def test_a_partial_repeal_names_provisions_that_exist(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.repeal(session, key, order(date(2020, 1, 1), "art-2"), by=BY)
    assert standing(database, key, date(2020, 1, 1)) is Validity.PARTLY_REPEALED
    with database.transaction() as session, pytest.raises(BadInput, match="art-99"):
        books.repeal(session, key, order(date(2020, 1, 1), "art-99"), by=BY)


def test_a_lapse_and_an_expiry_are_told_apart(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.expire(session, key, date(2030, 7, 31), "有效期至2030年7月31日。", by=BY)
        books.lapse(session, key, order(), by=BY)
    assert standing(database, key, date(2020, 1, 1)) is Validity.LAPSED


def test_an_expiry_holds_through_its_printed_last_day(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.expire(session, key, date(2030, 7, 31), "有效期至2030年7月31日。", by=BY)
    assert standing(database, key, date(2030, 7, 31)) is Validity.IN_FORCE
    assert standing(database, key, date(2030, 8, 1)) is Validity.EXPIRED


def test_what_was_suspended_is_resumed_in_the_same_scope(database: Database, key: int) -> None:
    with database.transaction() as session, pytest.raises(NotSuspended):
        books.resume(session, key, order(), by=BY)
    with database.transaction() as session:
        books.suspend(session, key, order(), by=BY)
        books.resume(session, key, order(date(2021, 1, 1)), by=BY)
    assert standing(database, key, date(2020, 6, 1)) is Validity.SUSPENDED
    assert standing(database, key, date(2021, 1, 1)) is Validity.IN_FORCE


def test_a_commencement_the_text_does_not_state_is_recorded(
    database: Database, read: Callable[..., Parsed]
) -> None:
    with database.transaction() as session:
        key = books.enter(session, read(last="本条例由省人民政府解释。"), by=BY).document_id
        books.commence(session, key, order(date(2001, 3, 1)), by=BY)
    assert standing(database, key, date(2001, 3, 1)) is Validity.IN_FORCE


def test_a_correction_leaves_what_the_record_said(database: Database, key: int) -> None:
    with database.transaction() as session:
        wrong = books.repeal(session, key, order(), by=BY).id
        right = Event(EventKind.REPEAL, date(2022, 1, 1))
        books.correct(session, wrong, by="李四", reason="日期录错", instead=right)
    assert standing(database, key, date(2021, 12, 31)) is Validity.IN_FORCE
    with database.reading() as session:
        row = session.get(EventRow, wrong)
        assert (row.on, row.withdrawn_by, row.withdrawn_at is not None) == (date(2020, 1, 1), "李四", True)
    with database.transaction() as session, pytest.raises(NotFound):
        books.correct(session, wrong, by=BY, reason="再次更正")


def test_what_a_person_recorded_outlives_another_reading(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    with database.transaction() as session:
        books.repeal(session, key, order(), by=BY)
        books.update(session, read(articles="第一条 更正后的文字。\n\n第二条 无。"), by=BY)
    assert standing(database, key, date(2020, 1, 1)) is Validity.REPEALED


def test_what_a_person_withdrew_is_not_read_into_the_record_again(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    with database.transaction() as session:
        read_event = session.execute(select(EventRow.id).where(EventRow.document_id == key)).scalar_one()
        books.correct(session, read_event, by=BY, reason="并非本文件的施行日期")
        later = read(PATH.replace("2001", "2011"), articles="第一条 修改后的文字。\n\n第二条 无。")
        books.join_version(session, key, later, by=BY)
    assert standing(database, key, date(2020, 1, 1)) is Validity.UNDATED


def test_a_withdrawn_document_says_so_to_every_verb(database: Database, key: int) -> None:
    with database.transaction() as session, pytest.raises(BadInput, match="reason"):
        books.withdraw(session, key, "  ")
    with database.transaction() as session:
        books.withdraw(session, key, "重复登记")
    with database.transaction() as session, pytest.raises(Withdrawn, match="重复登记"):
        books.repeal(session, key, order(), by=BY)


def test_an_act_is_linked_by_its_address_or_refused(
    database: Database, key: int, read: Callable[..., Parsed]
) -> None:
    with database.transaction() as session:
        act = books.enter(session, read("决定.md", "浙江省试验决定"), by=BY).document_id
        address = books.get(session, act).address
        row = books.amend(session, key, Order(date(2020, 1, 1), Act("决定", address=address)), by=BY)
        assert row.act_document_id == act
    with database.transaction() as session, pytest.raises(NotFound, match="no/such/1"):
        books.amend(session, key, Order(date(2020, 1, 1), Act("决定", address="no/such/1")), by=BY)


def test_every_verb_tells_the_outbox_in_its_own_transaction(database: Database, key: int) -> None:
    def failing(session: Session) -> None:
        books.repeal(session, key, order(), by=BY)
        raise RegistryError("人为中断")

    with database.transaction() as session:
        outbox.settle(session, outbox.pending(session, "document"))
    with pytest.raises(RegistryError), database.transaction() as session:
        failing(session)
    with database.reading() as session:
        assert outbox.pending(session, "document") == ()
    assert standing(database, key, date(2020, 1, 1)) is Validity.IN_FORCE
    with database.transaction() as session:
        books.repeal(session, key, order(), by=BY)
    with database.reading() as session:
        assert [message.key for message in outbox.pending(session, "document")] == [key]


VERBS: dict[str, Callable[[Session, int], object]] = {
    "commence": lambda session, key: books.commence(session, key, order(date(2001, 6, 1), "art-3"), by=BY),
    "annul": lambda session, key: books.annul(session, key, order(), by=BY),
    "note": lambda session, key: books.note(session, key, order(), by=BY),
    "amend": lambda session, key: books.amend(session, key, order(), by=BY),
    "repeal": lambda session, key: books.repeal(session, key, order(), by=BY),
    "repeal in part": lambda session, key: books.repeal(session, key, order(None, "art-1"), by=BY),
    "lapse": lambda session, key: books.lapse(session, key, order(), by=BY),
    "expire": lambda session, key: books.expire(session, key, date(2020, 12, 31), "有效期至", by=BY),
    "suspend": lambda session, key: books.suspend(session, key, order(), by=BY),
    "withdraw": lambda session, key: books.withdraw(session, key, "重复登记"),
}


def told(database: Database, deed: Callable[[Session, int], object], key: int) -> list[int]:
    with database.transaction() as session:
        outbox.settle(session, outbox.pending(session, "document"))
        deed(session, key)
    with database.reading() as session:
        return sorted({message.key for message in outbox.pending(session, "document")})


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_names_its_document_to_the_outbox(database: Database, key: int, verb: str) -> None:
    assert told(database, VERBS[verb], key) == [key]


@pytest.mark.parametrize("instead", [None, Event(EventKind.LAPSE, date(2021, 1, 1))])
def test_a_correction_names_its_document_to_the_outbox(
    database: Database, key: int, instead: Event | None
) -> None:
    with database.transaction() as session:
        wrong = books.repeal(session, key, order(), by=BY).id
    assert told(
        database, lambda session, _: books.correct(session, wrong, by=BY, reason="录错", instead=instead), key
    ) == [key]


def test_a_resumption_names_its_document_to_the_outbox(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.suspend(session, key, order(), by=BY)
    later = order(date(2020, 6, 1))
    assert told(database, lambda session, _: books.resume(session, key, later, by=BY), key) == [key]
