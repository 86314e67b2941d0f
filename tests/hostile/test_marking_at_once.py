"""Many officers mark one document at once: exactly one wins, on SQLite and on PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import RegistryError
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from registry import books
from registry.books import AlreadyRepealed, Order
from registry.law.events import Act
from registry.law.terms import EventKind
from registry.marking import receipts
from registry.marking.deeds import Deed, Mark
from registry.marking.receipts import Ticket
from registry.marking.tables import Receipt
from registry.tables import Document, EventRow

ROUNDS, OFFICERS = 20, 50
DAY = date(2026, 12, 1)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
# Each round takes a document of its own, so that no round repairs what another broke.
AT_ONCE = 16


@pytest.fixture
def keys(database: Database) -> list[int]:
    """As many documents in force as there are rounds."""
    with database.transaction() as session:
        rows = [_document(number) for number in range(ROUNDS)]
        session.add_all(rows)
        session.flush()
        for row in rows:
            began = EventRow(document_id=row.id, kind="commencement", on=date(2020, 1, 1))
            began.recorded_at, began.recorded_by = RECORDED, "tests"
            session.add(began)
        return [row.id for row in rows]


def _document(number: int) -> Document:
    return Document(
        address=f"normative-document/2020/{number}",
        title=f"第{number}号试验办法",
        title_key=f"第{number}号试验办法",
        kind="normative_document",
        published_at=RECORDED,
        recorded_at=RECORDED,
        recorded_by="tests",
    )


def officer(number: int) -> Actor:
    return Actor(number, f"officer-{number}", f"第{number}位", Role.LEGAL_OFFICER)


def order(number: int) -> Order:
    return Order(DAY, Act(f"第{number}位的决定", f"澄环发〔2026〕{number}号"), evidence="废止。")


def at_once(deed: Callable[[int], str]) -> Counter[str]:
    """How each of the officers fared, all of them beginning together."""
    gate = Barrier(AT_ONCE)

    def run(number: int) -> str:
        if number < AT_ONCE:
            gate.wait(30)
        return deed(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(run, range(OFFICERS)))


def test_of_fifty_who_repeal_at_once_one_wins_and_the_others_are_told(
    database: Database, keys: list[int]
) -> None:
    for key in keys:

        def repeal(number: int, key: int = key) -> str:
            try:
                with database.transaction() as session:
                    books.repeal(session, key, order(number), by=f"officer-{number}")
            except AlreadyRepealed as told:
                return "told when" if "自2026年12月1日起已废止" in told.sentence else told.sentence
            return "won"

        assert at_once(repeal) == {"won": 1, "told when": OFFICERS - 1}
    with database.reading() as session:
        kinds = session.scalars(select(EventRow.kind).where(EventRow.kind == EventKind.REPEAL.value)).all()
    assert len(kinds) == ROUNDS


def test_one_form_sent_by_many_at_once_marks_once(database: Database, keys: list[int]) -> None:
    key = keys[0]
    with database.reading() as session:
        known = frozenset(receipts.standing(session, key))

    def confirm(number: int) -> str:
        with database.transaction() as session:
            ticket = Ticket("one-and-the-same", known)
            return str(
                receipts.confirm(session, key, Mark(Deed.REPEAL, order(1)), ticket, by=officer(number)).id
            )

    assert len(at_once(confirm)) == 1
    with database.reading() as session:
        assert len(session.scalars(select(Receipt)).all()) == 1
        assert len(session.scalars(select(AuditRow).where(AuditRow.deed == "marking.repeal")).all()) == 1


def test_of_many_who_confirm_their_own_previews_one_wins(database: Database, keys: list[int]) -> None:
    key = keys[1]
    with database.reading() as session:
        known = frozenset(receipts.standing(session, key))

    def confirm(number: int) -> str:
        try:
            with database.transaction() as session:
                mark = Mark(Deed.REPEAL, order(number))
                receipts.confirm(session, key, mark, Ticket(f"own-{number}", known), by=officer(number))
        except RegistryError as told:
            return told.code
        return "won"

    assert at_once(confirm) == {"won": 1, "already-repealed": OFFICERS - 1}


def test_of_many_who_correct_one_event_one_does(database: Database, keys: list[int]) -> None:
    key = keys[2]
    with database.transaction() as session:
        wrong = books.repeal(session, key, order(0), by="officer-0").id

    def correct(number: int) -> str:
        try:
            with database.transaction() as session:
                books.correct(session, wrong, by=f"officer-{number}", reason="选错了文件")
        except RegistryError as told:
            return told.code
        return "won"

    assert at_once(correct) == {"won": 1, "not-found": OFFICERS - 1}


def test_of_two_who_replace_each_other_at_once_the_second_is_refused(
    database: Database, keys: list[int]
) -> None:
    with database.reading() as session:
        known = {key: frozenset(receipts.standing(session, key)) for key in keys}
        addresses = {row.id: (row.title, row.address) for row in session.scalars(select(Document))}
    for place in range(0, ROUNDS, 2):
        pair = keys[place : place + 2]

        def replace_other(number: int, pair: list[int] = pair) -> str:
            own, other = pair[number % 2], pair[1 - number % 2]
            title, address = addresses[other]
            order = Order(
                DAY, Act("决定", f"澄环发〔2026〕{number}号"), successor=Act(title, address=address)
            )
            try:
                with database.transaction() as session:
                    ticket = Ticket(f"{own}-{number}", known[own])
                    receipts.confirm(session, own, Mark(Deed.REPEAL, order), ticket, by=officer(number))
            except RegistryError as told:
                return told.code
            return "won"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(replace_other, range(2))) == ["objected", "won"]
