"""What stands on a print: which text, which sentences, which stamp."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from registry.law.events import Act, Event
from registry.law.terms import EventKind, Kind, RelationKind, Validity
from registry.law.wordings import tiles
from registry.reads.dossier import Dossier, Link, Version
from registry.renditions.sheet import STAMPS, Place, Sheet, sheet

TODAY = date(2026, 11, 23)
BEGAN = Event(EventKind.COMMENCEMENT, date(2012, 9, 1))
PLACE = Place("政策文件库", "https://registry.example/documents/local-regulation/2012/1")


@pytest.fixture
def dossier() -> Callable[..., Dossier]:
    """A document with these events and with texts of these days."""

    def make(
        *events: Event, days: tuple[date, ...] = (date(2012, 5, 30),), links: tuple[Link, ...] = ()
    ) -> Dossier:
        laid = tiles([None, *days[1:]] if days else [])
        versions = tuple(
            Version(place, place, f"第{place}版标题", "题注一\n\n题注二", day, day, tile)
            for place, (day, tile) in enumerate(zip(days, laid, strict=True))
        )
        nothing = dict.fromkeys(
            ("genre", "region", "unified_number", "index_number", "drafting_unit", "subject", "summary",
             "disclosure", "source_url", "status_in_source"), "",
        )  # fmt: skip
        undated = dict.fromkeys(("adopted_on", "approved_on", "signed_on", "web_posted_on", "posted_at"))
        return Dossier(
            id=1, address="local-regulation/2012/1", title="澄江省水环境保护条例", kind=Kind.LOCAL_REGULATION,
            document_number="", order_number="公告第48号", issuers=("澄江省人民代表大会常务委员会",),
            published_on=date(2012, 6, 1), events=events, versions=versions, links=links, files=(),
            **nothing, **undated,
        )  # fmt: skip

    return make


Make = Callable[..., Dossier]


def of(dossier: Dossier, day: date = TODAY) -> Sheet:
    return sheet(dossier, (), day, TODAY, PLACE)


def test_in_force_has_its_sentence_with_its_day_and_no_stamp(dossier: Make) -> None:
    found = of(dossier(BEGAN))
    assert [standing.words for standing in found.standings] == [
        "截至2026年11月23日：现行有效，自2012年9月1日起施行。"
    ]
    assert (found.stamp, found.running, found.marked_title) == ("", "", "第0版标题")


def test_repeal_stamps_from_its_own_day_and_not_the_day_before(dossier: Make) -> None:
    repealed = dossier(BEGAN, Event(EventKind.REPEAL, date(2021, 8, 1), act=Act("新条例")))
    assert of(repealed, date(2021, 7, 31)).stamp == ""
    assert of(repealed, date(2021, 8, 1)).stamp == "已废止"
    assert of(repealed).marked_title.startswith("【已废止】")


def test_print_of_a_past_day_also_says_how_it_stands_today(dossier: Make) -> None:
    repealed = dossier(BEGAN, Event(EventKind.REPEAL, date(2021, 8, 1), act=Act("新条例")))
    found = of(repealed, date(2020, 1, 1))
    assert [standing.day for standing in found.standings] == [date(2020, 1, 1), TODAY]
    assert [standing.marked for standing in found.standings] == [False, True]
    assert found.running.startswith("【注意】截至2026年11月23日：已于2021年8月1日废止")


def test_successor_is_named(dossier: Make) -> None:
    link = Link(RelationKind.REPLACES, False, "新条例", "", None, "", (), "", "")
    repealed = dossier(BEGAN, Event(EventKind.REPEAL, date(2021, 8, 1)), links=(link,))
    assert of(repealed).standings[0].words.endswith("由《新条例》代替。")


@pytest.mark.parametrize(
    ("event", "stamp"),
    [
        (Event(EventKind.EXPIRY, date(2021, 8, 1)), "已失效"),
        (Event(EventKind.LAPSE, date(2021, 8, 1)), "已失效"),
        (Event(EventKind.ANNULMENT, date(2021, 8, 1)), "被撤销"),
        (Event(EventKind.SUSPENSION, date(2021, 8, 1)), "停止执行"),
        (Event(EventKind.PARTIAL_REPEAL, date(2021, 8, 1), ("art-2",)), ""),
        (Event(EventKind.AMENDMENT, date(2021, 8, 1)), ""),
    ],
)
def test_stamp_is_for_what_may_not_be_relied_upon(dossier: Make, event: Event, stamp: str) -> None:
    assert of(dossier(BEGAN, event)).stamp == stamp


def test_text_that_has_not_begun_is_stamped(dossier: Make) -> None:
    assert of(dossier(Event(EventKind.COMMENCEMENT, date(2027, 1, 1)))).stamp == "尚未施行"


def test_unknown_commencement_is_said_and_not_stamped(dossier: Make) -> None:
    found = of(dossier())
    assert found.stamp == ""
    assert "未载明施行日期" in found.standings[0].words


def test_every_stamp_belongs_to_a_state_that_ended_or_has_not_begun() -> None:
    assert not {Validity.IN_FORCE, Validity.PARTLY_REPEALED, Validity.UNDATED} & set(STAMPS)
    assert {state for state in Validity if state.ended} <= set(STAMPS)


def test_partial_repeal_strikes_its_article_and_heads_the_pages(dossier: Make) -> None:
    found = of(dossier(BEGAN, Event(EventKind.PARTIAL_REPEAL, date(2021, 8, 1), ("art-2",))))
    assert found.ended == {"art-2": "已废止"}
    assert "部分条文" in found.running


def test_day_chooses_the_text_and_the_print_says_which_it_is(dossier: Make) -> None:
    amended = dossier(BEGAN, days=(date(2012, 5, 30), date(2018, 1, 1)))
    then, now = of(amended, date(2015, 1, 1)), of(amended)
    assert (then.title, now.title) == ("第0版标题", "第1版标题")
    assert then.edition == "2012年5月30日文本（历史文本，不是今日适用的文本）"
    assert now.edition == "2018年1月1日文本"
    assert then.running == f"【历史文本】{then.edition}"
    assert now.running == ""
    assert (then.dated_on, now.dated_on) == (date(2012, 5, 30), date(2018, 1, 1))


def test_a_day_older_than_the_oldest_text_gets_that_text_and_a_warning(dossier: Make) -> None:
    early = of(dossier(BEGAN), date(2012, 5, 29))
    assert early.edition == "本库未收录2012年5月29日的文本，所列是自2012年5月30日起适用的文本"
    assert early.running.startswith("【尚未施行】")
    assert of(dossier(), date(2012, 5, 29)).running == f"【注意】{early.edition}"
    assert of(dossier(BEGAN), date(2012, 5, 30)).edition == ""


def test_document_of_one_text_says_nothing_of_editions(dossier: Make) -> None:
    assert of(dossier(BEGAN)).edition == ""


def test_document_without_any_text_still_has_a_print(dossier: Make) -> None:
    found = of(dossier(BEGAN, days=()))
    assert found.title == "澄江省水环境保护条例"
    assert found.dated_on == date(2012, 6, 1)


def test_note_is_printed_line_by_line_without_empty_ones(dossier: Make) -> None:
    assert of(dossier(BEGAN)).note == ("题注一", "题注二")


def test_longer_sentences_are_set_smaller_to_keep_their_place(dossier: Make) -> None:
    sizes = []
    for times in (0, 4, 8, 12, 16):
        act = Act("关于废止和修改部分地方性法规的决定" * times)
        sizes.append(of(dossier(BEGAN, Event(EventKind.REPEAL, date(2021, 8, 1), act=act))).standing_size)
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (10, 6)


def test_history_of_long_lines_is_set_as_a_list(dossier: Make) -> None:
    short = of(dossier(BEGAN))
    assert not short.has_history
    assert replace(short, note=("2015年5月11日某某人民代表大会常务委员会第三十次会议通过",)).has_history
