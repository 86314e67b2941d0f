"""A flood of enquiries: whoever opens the list of tasks does not wait for it, and nobody waits for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import event, insert, select

from interpretations.enquiries import watching
from interpretations.enquiries.tables import Enquiry, EnquiryStepRow
from registry.watch import rounds

LATER = date(2026, 12, 7)


def flood(desk: Any, count: int) -> None:
    """So many enquiries, routed to the water division and past their day."""
    key = desk.asked()
    table = Enquiry.__table__
    with desk.home.database.transaction() as session:
        row = dict(session.execute(select(table).where(table.c.id == key)).mappings().one())
        step = session.execute(
            select(EnquiryStepRow.__table__).where(EnquiryStepRow.__table__.c.enquiry_id == key)
        ).mappings()
        held = dict(step.first() or {})
        made = range(key + 1, key + count)
        session.execute(
            insert(Enquiry),
            [row | {"id": n, "token": f"{n:064d}", "code_hash": f"{n:064d}"} for n in made],
        )
        held.pop("id")
        session.execute(insert(EnquiryStepRow), [held | {"enquiry_id": n} for n in made])


def test_five_thousand_late_enquiries_are_looked_through_in_seconds_and_few_statements(
    desk: Any, within: Callable[..., Any]
) -> None:
    flood(desk, 5_000)
    watches = (watching.watch(desk.config.explaining),)
    with desk.home.database.transaction() as session:
        found = rounds.look(session, LATER, watches)
        # Each of them is to be answered, and reminded of.
        assert len(found.opened) == 9_999
    asked: list[str] = []
    engine = session.get_bind()
    with desk.home.database.reading() as session:
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        with within(8):
            rounds.look(session, LATER, watches)
    assert len(asked) < 25
    # While it writes, everybody else who writes waits; PostgreSQL takes three seconds, SQLite less.
    with desk.home.database.transaction() as session, within(30):
        rounds.go_round(session, LATER, watches)
    with desk.home.database.reading() as session:
        assert not rounds.look(session, LATER, watches)
