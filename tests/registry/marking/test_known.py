"""What the record said at a moment: events, relations and texts as they stood then."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import NotFound
from registry import books
from registry.books import Order
from registry.importing.report import Report
from registry.law.events import Act
from registry.law.terms import Validity
from registry.marking.known import known
from registry.reads.life import lives
from registry.tables import Document

TITLE, PATH = "浙江省试验条例", "地方性法规/浙江/浙江省试验条例(2001-01-01).md"
MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 11, 20)


@pytest.fixture
def key(
    bring_in: Callable[..., Report],
    write_law: Callable[..., str],
    database: Database,
    hold_clock: Callable[[datetime], None],
) -> int:
    """Entered at nine, repealed with a successor at ten, the repeal taken back at eleven."""
    hold_clock(NINE)
    bring_in({PATH: write_law(TITLE, MADE, last="本条例自2001年5月1日起施行。")})
    hold_clock(NINE + HOUR)
    with database.transaction() as session:
        found = session.execute(select(Document.id)).scalar_one()
        order = Order(DAY, Act("决定"), successor=Act("浙江省新条例"))
        wrong = books.repeal(session, found, order, by="张三").id
    hold_clock(NINE + 2 * HOUR)
    with database.transaction() as session:
        books.correct(session, wrong, by="张三", reason="误标")
    return found


@pytest.mark.parametrize(
    ("at", "standing", "replaced"),
    [
        (NINE, Validity.IN_FORCE, False),
        (NINE + HOUR - timedelta(microseconds=1), Validity.IN_FORCE, False),
        (NINE + HOUR, Validity.REPEALED, True),
        (NINE + 2 * HOUR - timedelta(microseconds=1), Validity.REPEALED, True),
        (NINE + 2 * HOUR, Validity.IN_FORCE, False),
    ],
)
def test_each_moment_has_its_own_answer(
    database: Database, key: int, at: datetime, standing: Validity, replaced: bool
) -> None:
    with database.reading() as session:
        said = known(session, key, at, DAY)
        assert (said.standing, bool(said.relations)) == (standing, replaced)
        assert ("代替" in said.sentence) is replaced
        assert said.shown


def test_the_day_of_the_law_and_the_moment_of_the_record_are_two_things(database: Database, key: int) -> None:
    with database.reading() as session:
        assert known(session, key, NINE + HOUR, date(2026, 11, 19)).standing is Validity.IN_FORCE
        assert known(session, key, NINE, date(2001, 4, 30)).standing is Validity.NOT_YET_IN_FORCE


def test_before_it_was_entered_there_was_nothing_to_say(database: Database, key: int) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        known(session, key, NINE - timedelta(microseconds=1), DAY)


def test_a_text_that_was_replaced_since_is_the_text_of_then(
    database: Database,
    key: int,
    bring_in: Callable[..., Report],
    write_law: Callable[..., str],
    hold_clock: Callable[[datetime], None],
) -> None:
    hold_clock(NINE + 3 * HOUR)
    words = write_law(
        TITLE, MADE, articles="第一条 改过的文字。\n\n第二条 无。", last="本条例自2001年5月1日起施行。"
    )
    bring_in({PATH: words})
    with database.reading() as session:
        then, now = (known(session, key, NINE + hours * HOUR, DAY).version for hours in (2, 3))
        assert then is not None
        assert now is not None
        assert then.id != now.id


def test_a_withdrawn_document_was_public_until_it_was_withdrawn(
    database: Database, key: int, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(NINE + 4 * HOUR)
    with database.transaction() as session:
        books.withdraw(session, key, "重复")
    with database.reading() as session:
        assert known(session, key, NINE + 3 * HOUR, DAY).shown
        assert not known(session, key, NINE + 4 * HOUR, DAY).shown


def test_the_lives_of_all_documents_can_be_asked_as_of_a_moment(database: Database, key: int) -> None:
    with database.reading() as session:
        assert len(lives(session, None, NINE + HOUR)[key]) == 2
        assert len(lives(session, [key], NINE + HOUR)[key]) == 2
        assert lives(session, None, NINE - HOUR) == {}
        assert len(lives(session)[key]) == 1
