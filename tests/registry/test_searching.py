"""What search is handed: passages with their trail, wordings that tile all days, standings."""

from collections.abc import Callable
from datetime import date

import pytest

from base.db import Database
from registry import books
from registry.law.terms import Validity
from registry.searchable import Passage
from registry.searching import passages, searchables

MADE = "2001年1月1日 浙江省人民代表大会常务委员会通过"
REVISED = "2011年1月1日 浙江省人民代表大会常务委员会修订"
TITLE = "浙江省试验条例"


def test_an_article_is_one_passage_with_its_items_and_headings() -> None:
    rows = [
        (0, "chapter", "chp-1", "第一章", "总则", ""),
        (1, "section", "sec-1-1", "第一节", "一般", ""),
        (2, "article", "art-1", "第一条", "", ""),
        (3, "paragraph", "art-1-p1", "", "", "下列事项："),
        (4, "item", "art-1-p1-i1", "（一）", "", "甲；"),
        (0, "chapter", "chp-2", "第二章", "附则", ""),
        (1, "article", "art-2", "第二条", "", "施行。"),
        (0, "signature", "sig", "", "", "某厅"),
    ]
    assert passages(rows) == (
        Passage("art-1", "第一条", "第一章 总则 第一节 一般", "下列事项：\n（一） 甲；"),
        Passage("art-2", "第二条", "第二章 附则", "施行。"),
    )


def test_a_heading_that_goes_on_as_text_is_a_passage_itself() -> None:
    rows = [
        (0, "paragraph", "para-1", "", "", "各市："),
        (0, "heading", "h-1", "一、", "目标", "到2025年。"),
        (1, "paragraph", "h-1-p1", "", "", "具体如下。"),
    ]
    assert [(passage.eid, passage.trail) for passage in passages(rows)] == [
        ("para-1", ""),
        ("h-1", ""),
        ("h-1-p1", "一、 目标"),
    ]


@pytest.fixture
def two_wordings(bring_in: Callable, write_law: Callable[..., str]) -> None:
    """One regulation in two versions, and another document."""
    new = "第一条 修订后的文字。\n\n第二条 无。"
    bring_in(
        {
            f"地方性法规/浙江/{TITLE}(2001-01-01).md": write_law(
                TITLE, MADE, last="本条例自2001年5月1日起施行。"
            ),
            f"地方性法规/浙江/{TITLE}(2011-01-01).md": write_law(
                TITLE, MADE, REVISED, articles=new, last="本条例自2011年5月1日起施行。"
            ),
            "法律/试验法(2001-01-01).md": write_law("试验法", MADE),
        }
    )


@pytest.mark.usefixtures("two_wordings")
def test_wordings_tile_all_days_and_standings_follow_the_events(database: Database) -> None:
    with database.reading() as session:
        found = next(one for one in searchables(session) if one.title == TITLE)
    assert [(wording.since, wording.until) for wording in found.wordings] == [
        (None, date(2011, 5, 1)),
        (date(2011, 5, 1), None),
    ]
    assert [(standing.since, standing.validity) for standing in found.standings] == [
        (None, Validity.NOT_YET_IN_FORCE),
        (date(2001, 5, 1), Validity.IN_FORCE),
    ]
    assert (found.region, found.year, found.dated_on) == ("浙江", 2001, date(2011, 1, 1))
    assert found.wordings[1].passages[0] == Passage("art-1", "第一条", "", "修订后的文字。")


@pytest.mark.usefixtures("two_wordings")
def test_what_is_withdrawn_is_left_out_and_ids_that_are_not_there_too(database: Database) -> None:
    with database.transaction() as session:
        keys = [one.id for one in searchables(session)]
        books.withdraw(session, keys[0], "重复登记")
    with database.reading() as session:
        assert [one.id for one in searchables(session, [*keys, 999_999])] == keys[1:]
        assert list(searchables(session, [])) == []


@pytest.mark.usefixtures("two_wordings")
def test_a_wording_that_was_taken_back_is_not_handed_on(
    bring_in: Callable, write_law: Callable[..., str], database: Database
) -> None:
    again = write_law(TITLE, MADE, articles="第一条 更正后的文字。", last="本条例自2001年5月1日起施行。")
    bring_in({f"地方性法规/浙江/{TITLE}(2001-01-01).md": again})
    with database.reading() as session:
        found = next(one for one in searchables(session) if one.title == TITLE)
    assert [wording.passages[0].words for wording in found.wordings] == ["更正后的文字。", "修订后的文字。"]
