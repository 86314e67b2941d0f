"""The list of consultations: what is open first; filters, pages, feed with lasting ids, calendars."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from defusedxml import ElementTree
from flask.testing import FlaskClient
from icalendar import Calendar

from base import clock, outbox
from registry.consultations.reads.listing import PAGE_SIZE
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationEvent, Meeting

ATOM = "{http://www.w3.org/2005/Atom}"


def happen(forum: Any, key: int, deed: ConsultationDeed, **more: Any) -> int:
    with forum.database.transaction() as session:
        event = ConsultationEvent(consultation_id=key, deed=deed.value, at=clock.now(), by="tests", **more)
        session.add(event)
        session.flush()
        outbox.grow(session)
        return event.id


def titles(client: FlaskClient, query: str = "") -> list[str]:
    return [each["title"] for each in client.get(f"/consultations.json{query}").get_json()["member"]]


@pytest.fixture
def six(forum: Any, hold_clock: Callable[[date], None]) -> dict[str, int]:
    """Six consultations of every standing, seen on 1 December 2026."""
    hold_clock(date(2026, 10, 1))
    keys = {
        "late": forum.publish(title="逾期的", from_on=date(2026, 10, 1), through_on=date(2026, 10, 20)),
        "dropped": forum.publish(title="终止的", from_on=date(2026, 10, 1), through_on=date(2026, 10, 31)),
    }
    hold_clock(date(2026, 11, 20))
    happen(forum, keys["dropped"], ConsultationDeed.DROP, reason="国家已有规定")
    keys["closed"] = forum.publish(title="截止的", from_on=date(2026, 11, 20), through_on=date(2026, 11, 29))
    keys["slow"] = forum.publish(title="慢的", from_on=date(2026, 11, 21), through_on=date(2026, 12, 30))
    keys["soon"] = forum.publish(title="快截止的规划", matter="plan", through_on=date(2026, 12, 5))
    keys["ahead"] = forum.publish(title="没开始的", from_on=date(2026, 12, 3), through_on=date(2026, 12, 30))
    hold_clock(date(2026, 12, 1))
    return keys


def test_what_is_open_comes_first_and_what_closes_first_before_it(
    six: dict[str, int], client: FlaskClient
) -> None:
    assert titles(client) == ["快截止的规划", "慢的", "没开始的", "截止的", "逾期的", "终止的"]
    page = client.get("/consultations").get_data(as_text=True)
    assert "还有 <b>4</b> 天" in page
    assert "还有 2 天开始" in page
    places = [page.index(f'id="group-{name}"') for name in ("open", "announced", "closed", "settled")]
    assert places == sorted(places)
    assert len(six) == 6


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=open", ["快截止的规划", "慢的"]),
        ("?state=outcome_due", ["逾期的"]),
        ("?matter=plan", ["快截止的规划"]),
        ("?words=规划", ["快截止的规划"]),
        ("?words=水生态&state=dropped", ["终止的"]),
        ("?year=2025", []),
        ("?words=没有这样的词", []),
    ],
)
@pytest.mark.usefixtures("six")
def test_filters_let_through_what_they_name(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert titles(client, query) == expected
    assert client.get(f"/consultations{query}").status_code == 200


@pytest.mark.parametrize("query", ["?state=none", "?matter=none", "?unit=x", "?year=26", "?page=0"])
def test_a_wrong_parameter_is_named(forum: Any, client: FlaskClient, query: str) -> None:
    answer = client.get(f"/consultations{query}")
    assert answer.status_code == 400
    assert query[1:].partition("=")[0] in answer.get_data(as_text=True)
    assert forum


def test_an_empty_list_says_so_and_gives_what_it_has(forum: Any, client: FlaskClient) -> None:
    assert "目前没有征求意见" in client.get("/consultations").get_data(as_text=True)
    assert client.get("/consultations.json").get_json()["totalItems"] == 0
    assert client.get("/consultations/data.feed").status_code == 200
    assert client.get("/consultations/calendar.ics").status_code == 200
    assert forum


def test_a_long_list_is_paged(forum: Any, client: FlaskClient) -> None:
    for number in range(PAGE_SIZE + 1):
        forum.publish(title=f"第{number}项")
    assert len(titles(client)) == PAGE_SIZE
    assert titles(client, "?page=2") == [f"第{PAGE_SIZE}项"]
    assert titles(client, "?page=9") == titles(client, "?page=2")
    view = client.get("/consultations.json").get_json()["view"]
    assert view["next"].endswith("/consultations.json?page=2")
    assert 'rel="next"' in client.get("/consultations").get_data(as_text=True)


def test_the_midnight_moves_it_to_the_closed_with_nobody_awake(forum: Any, client: FlaskClient) -> None:
    forum.publish()
    clock.set_moment(datetime(2026, 12, 23, 15, 59, 59, tzinfo=UTC))
    assert "<b>今天</b>24时截止" in client.get("/consultations").get_data(as_text=True)
    clock.set_moment(datetime(2026, 12, 23, 16, 0, 0, tzinfo=UTC))
    assert 'id="group-closed"' in client.get("/consultations").get_data(as_text=True)


# The feed


def feed(client: FlaskClient, query: str = "") -> list[tuple[str, str, str]]:
    """Id, title, summary of every entry."""
    words = client.get(f"/consultations/data.feed{query}").get_data(as_text=True)
    return [
        tuple(str(entry.findtext(f"{ATOM}{name}")) for name in ("id", "title", "summary"))  # type: ignore[misc]
        for entry in ElementTree.fromstring(words).findall(f"{ATOM}entry")
    ]


def test_every_event_is_an_entry_with_a_lasting_id(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    here = f"http://localhost/consultations/{key}"
    assert [each[0] for each in feed(client)] == [f"{here}#published"]
    deeds = {}
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))
    deeds["延长至"] = happen(
        forum, key, ConsultationDeed.EXTEND, through_on=date(2026, 12, 31), reason="公众要求"
    )
    with forum.database.transaction() as session:
        text = forum.paper(session, key, TextRole.DRAFT, "第一条　新的一稿。", 2)
    deeds["更换"] = happen(forum, key, ConsultationDeed.REPLACE_TEXT, text_id=text, reason="吸收意见")
    clock.set_moment(datetime(2027, 1, 10, 4, tzinfo=UTC))
    deeds["采纳情况"] = happen(forum, key, ConsultationDeed.PUBLISH_OUTCOME)
    deeds["出台"] = happen(forum, key, ConsultationDeed.ADOPT, document_id=forum.document)
    entries = feed(client)
    assert [each[0] for each in entries] == [
        *(f"{here}#event-{number}" for number in reversed(deeds.values())),
        f"{here}#published",
    ]
    for words, (_, _, summary) in zip(reversed(deeds), entries, strict=False):
        assert words in summary
    assert entries[-1][1] == "征求意见：《澄江省排污许可管理办法（征求意见稿）》"
    assert len({each[0] for each in entries}) == 5


def test_of_a_withdrawn_one_the_feed_tells_only_that(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    happen(forum, key, ConsultationDeed.EXTEND, through_on=date(2026, 12, 31), reason="公众要求")
    with forum.database.transaction() as session:
        row = session.get_one(Consultation, key)
        row.progress, row.withdrawn_at = NoticeProgress.WITHDRAWN.value, clock.now()
        row.withdrawal_reason = "附件有误"
        outbox.grow(session)
    ((name, title, summary),) = feed(client)
    assert name.endswith(f"/consultations/{key}#withdrawn")
    assert title.startswith("已撤回：")
    assert "附件有误" in summary
    assert titles(client) == []


def test_a_filtered_feed_has_its_own_id(forum: Any, client: FlaskClient) -> None:
    forum.publish()
    forum.publish(title="规划", matter="plan")
    assert [title for _, title, _ in feed(client, "?matter=plan")] == ["征求意见：《规划》"]
    words = client.get("/consultations/data.feed?matter=plan").get_data(as_text=True)
    assert "<id>http://localhost/consultations/data.feed?matter=plan</id>" in words


# Calendars


def entries(client: FlaskClient, path: str) -> dict[str, Any]:
    """The entries of a calendar by the name in their UID."""
    answer = client.get(path)
    assert answer.mimetype == "text/calendar"
    found = Calendar.from_ical(answer.get_data(as_text=True)).walk("VEVENT")
    return {str(each["uid"]): each for each in found}


def test_the_calendar_has_the_period_the_meetings_and_when_the_outcome_is_due(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        row = Meeting(
            consultation_id=key,
            kind="hearing",
            title="听证会",
            held_at=datetime(2026, 12, 15, 1, 30, tzinfo=UTC),
            place="厅三楼",
            register_through=date(2026, 12, 5),
            announced_at=clock.now(),
            recorded_at=clock.now(),
            recorded_by="tests",
        )
        session.add(row)
        outbox.grow(session)
    found = entries(client, f"/consultations/{key}.ics")
    names = ("period", "meeting-1", "registration-1", "outcome")
    assert set(found) == {f"consultation-{key}-{name}@localhost" for name in names}
    period = found[f"consultation-{key}-period@localhost"]
    assert (period["dtstart"].dt, period["dtend"].dt) == (date(2026, 11, 23), date(2026, 12, 24))
    (reminder,) = period.walk("VALARM")
    assert reminder["trigger"].params["RELATED"] == "END"
    assert found[f"consultation-{key}-outcome@localhost"]["dtstart"].dt == date(2027, 1, 22)
    assert f"consultation-{key}-meeting-1@localhost" in entries(client, "/consultations/calendar.ics")


def test_an_extension_moves_the_same_entry(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    happen(forum, key, ConsultationDeed.EXTEND, through_on=date(2026, 12, 31), reason="公众要求")
    period = entries(client, f"/consultations/{key}.ics")[f"consultation-{key}-period@localhost"]
    assert period["dtend"].dt == date(2027, 1, 1)
    assert int(period["sequence"]) == 1


def test_a_dropped_one_is_cancelled_in_its_own_calendar_and_not_in_that_of_all(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish()
    happen(forum, key, ConsultationDeed.DROP, reason="国家已有规定")
    found = entries(client, f"/consultations/{key}.ics")
    assert set(found) == {f"consultation-{key}-period@localhost"}
    assert str(found[f"consultation-{key}-period@localhost"]["status"]) == "CANCELLED"
    assert entries(client, "/consultations/calendar.ics") == {}


@pytest.mark.usefixtures("six")
def test_the_calendar_of_all_has_what_is_open_and_what_is_announced(client: FlaskClient) -> None:
    found = entries(client, "/consultations/calendar.ics").values()
    assert sorted(str(each["summary"]) for each in found) == [
        "征求意见：《快截止的规划》",
        "征求意见：《慢的》",
        "征求意见：《没开始的》",
    ]


def test_programs_that_ask_again_are_told_that_nothing_changed(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    for path in ("/consultations/calendar.ics", f"/consultations/{key}.ics", "/consultations/data.feed"):
        tag = client.get(path).headers["ETag"]
        clock.set_moment(datetime(2026, 11, 23, 5, tzinfo=UTC))
        outcome = client.get(f"{path}?again", headers={"If-None-Match": tag})
        assert outcome.status_code == 304, path


def test_the_site_map_and_the_navigation_lead_here(forum: Any, client: FlaskClient) -> None:
    page = client.get("/sitemap").get_data(as_text=True)
    for way in ("/consultations", "/consultations/data.feed", "/consultations/calendar.ics"):
        assert f'<a href="{way}">' in page
        assert client.get(way).status_code == 200
    assert forum


@pytest.mark.usefixtures("six")
def test_the_home_page_leads_to_what_is_open(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    shown = page[page.index('id="asked"') : page.index("全部征求意见")]
    assert shown.index("快截止的规划") < shown.index("慢的")
    assert "还有 4 天" in shown
    assert "没开始的" not in shown


def test_the_home_page_says_nothing_where_nothing_is_open(forum: Any, client: FlaskClient) -> None:
    assert "正在征求意见" not in client.get("/").get_data(as_text=True)
    assert forum
