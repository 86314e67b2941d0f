"""A preview is the deed itself, taken back; its picture of the text has a box for what can be repealed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from base import outbox
from base.db import Database
from registry import books
from registry.books import NotPublished, Order
from registry.importing.report import Report
from registry.law.events import Act
from registry.law.objections import MarkRule
from registry.marking.deeds import KINDS, Deed, Mark
from registry.marking.outcome import done, preview
from registry.marking.picking import branches
from registry.tables import Document, EventRow

TITLE, PATH = "浙江省试验条例", "地方性法规/浙江/浙江省试验条例(2001-01-01).md"
MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
TODAY = date(2026, 11, 23)
ARTICLES = (
    "## 第一章 总则\n\n第一条 为了试验。\n\n另一款。\n\n第二条 下列行为应当禁止：\n\n（一）甲；\n\n（二）乙。"
)
BY = "张三"


@pytest.fixture
def key(
    bring_in: Callable[..., Report],
    write_law: Callable[..., str],
    database: Database,
    hold_clock: Callable[[date], None],
) -> int:
    hold_clock(TODAY)
    bring_in({PATH: write_law(TITLE, MADE, articles=ARTICLES, last="本条例自2001年5月1日起施行。")})
    with database.transaction() as session:
        outbox.settle(session, outbox.pending(session, "document"))
        return session.execute(select(Document.id)).scalar_one()


def repeal(on: date | None, *eids: str, **more: object) -> Mark:
    return Mark(Deed.REPEAL, Order(on, Act("决定", "浙发〔2026〕1号"), eids, **more))  # type: ignore[arg-type]


def test_a_preview_leaves_no_trace(database: Database, key: int) -> None:
    with database.transaction() as session:
        outcome = preview(session, key, repeal(TODAY), by=BY)
        assert outcome.changes
        assert outbox.pending(session, "document") == ()
    with database.reading() as session:
        assert session.scalars(select(EventRow.kind)).all() == ["commencement"]


@pytest.mark.parametrize("on", [TODAY, date(2026, 1, 1), date(2027, 3, 1), None])
def test_a_preview_says_what_the_deed_then_does(database: Database, key: int, on: date | None) -> None:
    with database.transaction() as session:
        foretold = preview(session, key, repeal(on), by=BY).changes
    with database.transaction() as session:
        assert done(session, key, repeal(on), by=BY).changes == foretold


def test_a_change_of_today_begins_today_and_one_to_come_on_its_day(database: Database, key: int) -> None:
    with database.transaction() as session:
        changes = preview(session, key, repeal(date(2027, 3, 1)), by=BY).changes
    page = [(one.since, one.after[:5]) for one in changes if one.surface == "page"]
    assert page == [(TODAY, "现行有效，"), (date(2027, 3, 1), "【已废止】")]
    assert {one.since for one in changes if one.surface == "title"} == {date(2027, 3, 1)}
    # What a surface shows before its second change is what it shows after its first.
    first, second = (one for one in changes if one.surface == "page")
    assert second.before == first.after


def test_surfaces_that_stay_are_named_too(database: Database, key: int) -> None:
    with database.transaction() as session:
        outcome = preview(session, key, repeal(None), by=BY)
    assert "title" in {one.name for one in outcome.same}
    assert not {one.name for one in outcome.same} & {one.surface for one in outcome.changes}


def test_what_is_to_be_noted_comes_with_the_preview(database: Database, key: int) -> None:
    with database.transaction() as session:
        outcome = preview(session, key, repeal(TODAY, act_on=date(2026, 12, 1)), by=BY)
    assert [note.rule for note in outcome.notes] == [MarkRule.RETROACTIVE]


def test_what_is_not_public_is_not_marked(database: Database, key: int) -> None:
    with database.transaction() as session:
        session.get_one(Document, key).publication = "draft"
        session.flush()
        with pytest.raises(NotPublished):
            done(session, key, repeal(TODAY), by=BY)


def test_a_successor_gets_a_line_on_its_own_page(
    database: Database, key: int, bring_in: Callable[..., Report], write_law: Callable[..., str]
) -> None:
    bring_in(
        {
            "地方性法规/浙江/浙江省新条例(2026-01-01).md": write_law(
                "浙江省新条例", "2026年1月1日 浙江省人民代表大会常务委员会通过"
            )
        }
    )
    with database.transaction() as session:
        new = session.query(Document).filter_by(title="浙江省新条例").one()
        mark = repeal(TODAY, successor=Act(new.title, address=new.address))
        changes = preview(session, key, mark, by=BY).changes
    own = [one for one in changes if one.surface == f"related:{new.address}"]
    assert [(one.before, one.after) for one in own] == [("（不显示）", "已废止")]


def test_articles_paragraphs_and_items_can_be_ticked_chapters_not(database: Database, key: int) -> None:
    with database.reading() as session:
        tree = branches(session, session.get_one(Document, key), TODAY)
    ticked = {branch.eid: branch.name for branch in tree if branch.ticked}
    assert ticked["art-1"] == "第一条"
    assert ticked["art-1-p2"] == "第一条第二款"
    assert ticked["art-2-p1-i2"] == "第二条第一款第（二）项"
    assert [branch.heading for branch in tree if branch.eid == "chp-1"] == [True]


def test_what_has_ended_already_cannot_be_ticked_again(database: Database, key: int) -> None:
    with database.transaction() as session:
        books.repeal(session, key, Order(date(2026, 1, 1), Act("决定"), ("art-2",)), by=BY)
    with database.reading() as session:
        tree = {branch.eid: branch for branch in branches(session, session.get_one(Document, key), TODAY)}
    assert (tree["art-2"].ticked, tree["art-2"].ended) == (False, "已废止")
    assert tree["art-1"].ticked


def test_every_deed_but_taking_back_records_its_kind_of_event() -> None:
    assert set(KINDS) == set(Deed) - {Deed.TAKE_BACK}
    assert len(set(KINDS.values())) == len(KINDS)
