"""A mark is confirmed once, from what was previewed, and its receipt keeps what was seen."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import NotFound
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from registry import books
from registry.books import AlreadyRepealed, Order
from registry.importing.report import Report
from registry.law.events import Act
from registry.marking import receipts
from registry.marking.deeds import Deed, Mark, of_document
from registry.marking.looking import plain
from registry.marking.receipts import ChangedMeanwhile, Ticket
from registry.marking.sighting import Sighting
from registry.marking.tables import Receipt
from registry.tables import Document, EventRow
from registry.watch.tables import Task

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, 0, 1, tzinfo=UTC)
OLD, RESTING = "浙江省试验条例", "浙江省试验细则"
MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
OFFICER = Actor(1, "zhang", "张三", Role.LEGAL_OFFICER, address="10.0.0.1")


@pytest.fixture
def keys(
    bring_in: Callable[..., Report],
    write_law: Callable[..., str],
    database: Database,
    hold_clock: Callable[[date], None],
) -> dict[str, int]:
    """A regulation, and another that rests on it."""
    hold_clock(TODAY)
    rests = f"第一条 根据《{OLD}》，制定本细则。\n\n第二条 无。"
    bring_in(
        {
            "地方性法规/浙江/浙江省试验条例(2001-01-01).md": write_law(
                OLD, MADE, last="本条例自2001年5月1日起施行。"
            ),
            "地方性法规/浙江/浙江省试验细则(2001-01-01).md": write_law(
                RESTING, MADE, articles=rests, last="本细则自2001年5月1日起施行。"
            ),
        }
    )
    with database.reading() as session:
        return {row.title: row.id for row in session.scalars(select(Document))}


def repeal(on: date | None = TODAY) -> Mark:
    return Mark(Deed.REPEAL, Order(on, Act("决定", "浙发〔2026〕1号"), evidence="决定废止。"))


def confirmed(database: Database, key: int, mark: Mark) -> int:
    with database.transaction() as session:
        ticket = Ticket("t", frozenset(receipts.standing(session, key)))
        return receipts.confirm(session, key, mark, ticket, by=OFFICER).id


def test_the_deed_its_audit_its_task_and_its_receipt_stand_together(
    database: Database, keys: dict[str, int]
) -> None:
    number = confirmed(database, keys[OLD], repeal())
    with database.reading() as session:
        receipt = receipts.receipt(session, keys[OLD], number)
        event = session.get_one(EventRow, receipt.event_ids[0])
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "marking.repeal")).one()
        task = session.scalars(select(Task)).one()
        assert (event.kind, event.recorded_by, receipt.recorded_by) == ("repeal", "zhang", "zhang")
        assert (row.name, row.address, row.subject) == ("zhang", "10.0.0.1", f"document:{keys[OLD]}")
        assert row.after is not None
        assert (row.after["on"], row.after["act"]) == ("2026-11-23", receipt.order["act"])
        assert (task.document_id, OLD in task.title) == (keys[RESTING], True)
        assert len(receipt.surfaces) >= 12


def test_what_falls_leaves_nothing_of_it(database: Database, keys: dict[str, int]) -> None:
    confirmed(database, keys[OLD], repeal())
    with pytest.raises(AlreadyRepealed), database.transaction() as session:
        ticket = Ticket("other", frozenset(receipts.standing(session, keys[OLD])))
        receipts.confirm(session, keys[OLD], repeal(date(2026, 12, 1)), ticket, by=OFFICER)
    with database.reading() as session:
        assert len(session.scalars(select(Receipt)).all()) == 1
        assert len(session.scalars(select(AuditRow).where(AuditRow.deed == "marking.repeal")).all()) == 1


def test_a_token_marks_once_whatever_comes_with_it(database: Database, keys: dict[str, int]) -> None:
    first = confirmed(database, keys[OLD], repeal())
    with database.transaction() as session:
        late = Ticket("t", frozenset())
        assert receipts.confirm(session, keys[OLD], repeal(None), late, by=OFFICER).id == first


def test_a_record_that_changed_since_the_preview_is_previewed_again(
    database: Database, keys: dict[str, int]
) -> None:
    with database.reading() as session:
        known = frozenset(receipts.standing(session, keys[OLD]))
    with database.transaction() as session:
        made = books.amend(session, keys[OLD], Order(date(2026, 1, 1), Act("修改决定")), by="李四").id
    with pytest.raises(ChangedMeanwhile) as told, database.transaction() as session:
        receipts.confirm(session, keys[OLD], repeal(), Ticket("t", known), by=OFFICER)
    assert told.value.events == {made}
    # A record that was taken back meanwhile differs as much as one that was added.
    with database.transaction() as session:
        books.correct(session, made, by="李四", reason="误")
    assert confirmed(database, keys[OLD], repeal())


def test_a_receipt_is_of_its_own_document(database: Database, keys: dict[str, int]) -> None:
    number = confirmed(database, keys[OLD], repeal())
    with database.reading() as session:
        assert [row.id for row in receipts.receipts(session, keys[OLD])] == [number]
        assert receipts.receipts(session, keys[RESTING]) == ()
        with pytest.raises(NotFound):
            receipts.receipt(session, keys[RESTING], number)
        with pytest.raises(NotFound):
            of_document(session, keys[RESTING], receipts.standing(session, keys[OLD])[0])


def sighting(surface: str, *, agrees: bool = True) -> Sighting:
    return Sighting(surface, surface, "/", "应为", "见到", agrees, NOW)


def test_what_was_seen_is_written_beside_what_was_to_be_seen(
    database: Database, keys: dict[str, int]
) -> None:
    number = confirmed(database, keys[OLD], repeal())
    with database.transaction() as session:
        receipts.attest(session, number, [sighting("page"), sighting("title", agrees=False)])
    with database.transaction() as session:
        # A second check adds to the first; what nobody foresaw is listed as unchanged.
        receipts.attest(session, number, [sighting("pdf"), sighting("unforeseen")])
    with database.reading() as session:
        rows = {row["surface"]: row for row in receipts.receipt(session, keys[OLD], number).surfaces}
    assert [rows[name]["agrees"] for name in ("page", "title", "pdf")] == [True, False, True]
    assert rows["page"]["seen_at"] == "2026-11-23T04:00:01+00:00"
    assert rows["list"]["seen_at"] == ""
    assert (rows["unforeseen"]["since"], rows["unforeseen"]["before"]) == ("", "应为")


def test_what_is_to_change_later_is_not_attested_today(database: Database, keys: dict[str, int]) -> None:
    number = confirmed(database, keys[OLD], repeal(date(2027, 1, 1)))
    with database.transaction() as session:
        receipts.attest(session, number, [sighting("page"), sighting("title")])
    with database.reading() as session:
        rows = receipts.receipt(session, keys[OLD], number).surfaces
    page = {row["since"]: row["seen_at"] for row in rows if row["surface"] == "page"}
    assert page == {"2026-11-23": "2026-11-23T04:00:01+00:00", "2027-01-01": ""}
    assert [row["seen_at"] for row in rows if row["surface"] == "title"] == [""]


def test_the_words_of_a_page_are_what_is_read_not_what_is_run() -> None:
    assert (
        plain('<p title="a">自<b>2026年</b>\n起</p><script>废止</script><style>p{}</style>&lt;')
        == "自2026年起<"
    )
