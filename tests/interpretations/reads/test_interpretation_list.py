"""Rulings on the list of interpretations: what is in it, its marks, its filters and their counts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from base import clock
from base.errors import BadInput
from interpretations.publishing import editing, release
from interpretations.reads.listing import Listed, Wanted, browse, read_listed, read_withdrawn
from interpretations.reads.marking import mark_word, titled
from interpretations.rules.terms import Form, Origin
from registry.law.terms import EventKind
from registry.reads.catalogue import read_catalogue
from registry.tables import Document

TODAY, DAY = date(2026, 11, 23), date(2027, 1, 1)
ADDRESS = "normative-document/2026/900001"


def listed(home: Any) -> tuple[Listed, ...]:
    with home.database.reading() as session:
        return read_listed(session, read_catalogue(session))


def gone(home: Any) -> tuple[Listed, ...]:
    with home.database.reading() as session:
        return read_withdrawn(session, read_catalogue(session))


def test_the_newest_comes_first(home: Any) -> None:
    first = home.publish(sent="t1")
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))
    second = home.publish(sent="t2")
    assert [row.id for row in listed(home)] == [second, first]


def test_a_row_says_what_it_is_by_whom_and_of_what(home: Any) -> None:
    home.publish(home.content(form=Form.FAQ))
    (row,) = listed(home)
    assert (row.form, row.origin, row.unit) == (Form.FAQ, Origin.OWN, "澄江省生态环境厅水生态环境处")
    assert [entry.address for entry in row.documents] == [ADDRESS]
    assert row.lead == "排污之前先领证，到期之前早延续。"


def test_an_ended_document_marks_its_interpretations_at_midnight(home: Any) -> None:
    home.publish()
    home.event(EventKind.REPEAL, DAY)
    (row,) = listed(home)
    assert row.titled(date(2026, 12, 31)) == "《澄江省排污许可管理办法》解读"
    assert row.titled(DAY) == "【已废止】《澄江省排污许可管理办法》解读"
    assert row.updated_at(date(2026, 12, 31)) == row.published_at
    assert row.updated_at(DAY) == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_a_working_copy_is_in_no_list(home: Any) -> None:
    with home.database.transaction() as session:
        home.begin(session)
    assert (listed(home), gone(home)) == ((), ())


def test_a_revision_that_nobody_has_reviewed_shows_nowhere(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        editing.save(session, key, 1, home.content(title="尚未审核的修订"), by=home.drafter)
    assert [row.title for row in listed(home)] == ["《澄江省排污许可管理办法》解读"]


def test_what_was_withdrawn_leaves_the_list_and_keeps_its_reason(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    assert listed(home) == ()
    (row,) = gone(home)
    assert (row.id, row.reason, row.titled(TODAY)[:5]) == (key, "引用数字有误", "【已撤回】")


def test_a_hidden_document_hides_its_interpretations_even_when_withdrawn(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "误发", by=home.officer)
        session.get_one(Document, home.document).publication = "withdrawn"
    assert (listed(home), gone(home)) == ((), ())


def test_each_filter_counts_what_the_others_let_through(home: Any) -> None:
    home.publish(home.content(form=Form.FAQ), "t1")
    home.publish(home.content(form=Form.TEXT), "t2")
    home.publish(home.content(form=Form.TEXT, origin=Origin.MEDIA), "t3")
    listing = browse(listed(home), Wanted(form="text"))
    assert listing.total == 2
    assert {each.value: each.number for each in listing.facets["form"]} == {"text": 2, "faq": 1}
    assert {each.value: each.number for each in listing.facets["origin"]} == {"own": 1, "media": 1}
    assert [(each.label, each.number) for each in listing.facets["year"]] == [("2026年", 2)]
    assert [each.label for each in listing.facets["document"]] == ["澄江省排污许可管理办法"]


@pytest.mark.parametrize("name", ["form", "origin", "unit", "year", "document"])
def test_every_filter_leads_to_what_it_counts(home: Any, name: str) -> None:
    home.publish(home.content(form=Form.FAQ), "t1")
    home.publish(home.content(form=Form.TEXT, origin=Origin.EXPERT), "t2")
    rows = listed(home)
    for count in browse(rows, Wanted()).facets[name]:
        assert browse(rows, Wanted(**{name: count.value})).total == count.number


def test_a_filter_in_use_stays_in_its_menu_though_nothing_has_it(home: Any) -> None:
    home.publish()
    listing = browse(listed(home), Wanted(form="video"))
    assert listing.total == 0
    assert ("video", 0) in [(each.value, each.number) for each in listing.facets["form"]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"form": "song"}, "参数 form：没有“song”"),
        ({"origin": "x"}, "参数 origin"),
        ({"unit": "水处"}, "参数 unit"),
        ({"unit": "1" * 10}, "参数 unit"),
        ({"year": "26"}, "参数 year"),
        ({"year": "２０２６"}, "参数 year"),
    ],
)
def test_a_filter_that_cannot_be_is_named(asked: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Wanted(**asked)


def test_a_page_beyond_the_last_is_the_last(home: Any) -> None:
    home.publish()
    listing = browse(listed(home), Wanted(page=40))
    assert (listing.page, listing.pages, len(listing.rows)) == (1, 1, 1)


def test_the_leading_documents_mark_comes_before_the_others() -> None:
    assert mark_word(["", "已失效"]) == "部分所解读文件已失效"
    assert mark_word(["已废止", ""]) == "已废止"
    assert mark_word([]) == ""
    assert titled("已废止", "解读") == "【已废止】解读"
