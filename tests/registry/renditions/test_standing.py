"""Rulings on the one mark that all renditions of a document show, and on the places that show it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.events import Act, Event, expires_after
from registry.law.terms import EventKind, Kind, RelationKind, Validity
from registry.law.wordings import Tile
from registry.reads.dossier import Dossier, FileLink, Link, Version
from registry.renditions.standing import FORMER, STAMPS, file_header, file_word, mark_of
from registry.renditions.surfaces import surfaces

BEGUN = Event(EventKind.COMMENCEMENT, date(2015, 4, 1))
REPEAL = Event(EventKind.REPEAL, date(2021, 8, 1), act=Act("关于废止部分文件的决定", "澄环发〔2021〕9号"))
LAST, FIRST = date(2021, 7, 31), date(2021, 8, 1)
FILE = FileLink(7, "原件", "办法.pdf", "application/pdf", 9, "0" * 64, 1)
KINDS = st.sampled_from(list(EventKind))
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
LIVES = st.lists(
    st.builds(Event, KINDS, st.one_of(st.none(), DAYS), st.sampled_from([(), ("art-1",)])), max_size=6
)


def dossier(*events: Event, **fields: Any) -> Dossier:
    plain: dict[str, Any] = dict.fromkeys(
        (
            *(
                "genre",
                "region",
                "order_number",
                "unified_number",
                "index_number",
                "drafting_unit",
                "subject",
            ),
            *("summary", "disclosure", "source_url", "status_in_source"),
        ),
        "",
    )
    plain |= dict.fromkeys(("adopted_on", "approved_on", "signed_on", "published_on", "web_posted_on"))
    plain |= {
        "id": 3,
        "address": "normative-document/2015/3",
        "title": "澄江省排污权交易管理办法",
        "kind": Kind.NORMATIVE_DOCUMENT,
        "document_number": "澄环发〔2015〕3号",
        "issuers": ("澄江省生态环境厅",),
        "posted_at": datetime(2026, 1, 1, tzinfo=UTC),
        "events": events,
        "versions": (Version(1, 0, "", "", None, None, Tile(None, None)),),
        "links": (),
        "files": (FILE,),
    }
    return Dossier(**plain | fields)


def test_the_last_day_of_force_bears_no_mark_and_the_next_one_does() -> None:
    document = dossier(BEGUN, REPEAL)
    assert (mark_of(document, LAST).word, mark_of(document, FIRST).word) == ("", "已废止")
    assert mark_of(document, LAST).changes_on == FIRST


@pytest.mark.parametrize(
    ("event", "word", "limit"),
    [
        (REPEAL, "已废止", "已废止"),
        (expires_after(LAST), "期满失效", "已失效"),
        (Event(EventKind.LAPSE, FIRST), "宣布失效", "已失效"),
        (Event(EventKind.ANNULMENT, FIRST), "被撤销", "被撤销"),
        (Event(EventKind.SUSPENSION, FIRST), "停止执行", "停止执行"),
        (Event(EventKind.PARTIAL_REPEAL, FIRST, ("art-2",)), "", "部分废止"),
        (Event(EventKind.SUSPENSION, FIRST, ("art-2",)), "", "部分停止执行"),
        (Event(EventKind.SUSPENSION, FIRST, area="云岭市"), "", "部分停止执行"),
        (Event(EventKind.AMENDMENT, FIRST), "", ""),
    ],
)
def test_each_event_has_its_word_for_pages_and_for_files(event: Event, word: str, limit: str) -> None:
    mark = mark_of(dossier(BEGUN, event), FIRST)
    assert (mark.word, mark.limit) == (word, limit)
    assert mark_of(dossier(BEGUN, event), LAST).limit == ""


def test_what_is_to_come_is_no_mark_yet() -> None:
    assert mark_of(dossier(BEGUN, Event(EventKind.SUSPENSION, FIRST, area="云岭市")), LAST).limit == ""
    assert mark_of(dossier(BEGUN, Event(EventKind.REPEAL, None)), FIRST).limit == ""


def test_what_has_not_begun_is_marked() -> None:
    assert mark_of(dossier(BEGUN), date(2015, 3, 31)).limit == "尚未施行"


def test_the_file_of_a_text_that_is_read_no_more_is_former() -> None:
    old = Version(1, 0, "", "", None, None, Tile(None, date(2018, 1, 1)))
    new = Version(2, 1, "", "", None, date(2018, 1, 1), Tile(date(2018, 1, 1), None))
    document = dossier(BEGUN, versions=(old, new))
    later = replace(FILE, text_id=2)
    assert [file_word(document, file, date(2017, 12, 31)) for file in (FILE, later)] == ["", FORMER]
    assert [file_word(document, file, date(2018, 1, 1)) for file in (FILE, later)] == [FORMER, ""]
    assert file_word(document, replace(FILE, text_id=None), date(2018, 1, 1)) == ""
    assert file_header(document, FILE, date(2018, 1, 1)).endswith("; text=former")


@given(LIVES, DAYS)
def test_whatever_does_not_hold_in_full_is_marked_on_its_files(events: list[Event], day: date) -> None:
    mark = mark_of(dossier(*events), day)
    if mark.state in STAMPS or mark.state is Validity.PARTLY_REPEALED or mark.struck:
        assert file_word(dossier(*events), FILE, day)
    assert bool(mark.word) == (mark.state in STAMPS)


@given(LIVES, DAYS)
def test_the_header_can_be_sent_and_read_back(events: list[Event], day: date) -> None:
    mark = mark_of(dossier(*events), day)
    state, on, label = mark.header.split("; ")
    assert mark.header.isascii()
    assert (Validity(state), on) == (mark.state, f"on={day.isoformat()}")
    assert unquote(label.removeprefix("label*=UTF-8''")) == (mark.limit or mark.state.label)


@given(LIVES, DAYS)
def test_surfaces_have_names_of_their_own_and_always_say_something(events: list[Event], day: date) -> None:
    found = surfaces(dossier(*events), day)
    assert len({surface.name for surface in found}) == len(found) >= 12
    assert all(surface.label and surface.words for surface in found)
    assert all(surface.address.startswith("/") and surface.address.isascii() for surface in found)


def test_a_repeal_changes_the_words_of_every_surface_but_the_single_provisions() -> None:
    linked = Link(RelationKind.REPLACES, False, "新办法", "", 4, "normative-document/2021/8", (), "", "")
    document = dossier(BEGUN, REPEAL, links=(linked,))
    before, after = ({one.name: one.words for one in surfaces(document, day)} for day in (LAST, FIRST))
    assert {name for name in before if before[name] == after[name]} == {"provisions"}
    assert {"file:7", "related:normative-document/2021/8", "embed", "in_force_list"} <= set(before)


def test_a_partial_repeal_names_the_provisions_that_are_struck() -> None:
    partial = Event(EventKind.PARTIAL_REPEAL, FIRST, ("art-10", "art-2"))
    words: Callable[[date], dict[str, str]] = lambda day: {  # noqa: E731  # asked twice
        one.name: one.words for one in surfaces(dossier(BEGUN, partial), day)
    }
    assert words(LAST)["provisions"] == "各条款照常显示"
    assert words(FIRST)["provisions"] == "第二条、第十条：已废止"
    assert words(FIRST)["file:7"] == "下载的副本标“部分废止”"
    assert words(FIRST)["json_ld"] == "PartiallyInForce"
