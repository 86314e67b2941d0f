"""Embargo: of a notice that is not public nothing is told on any surface, and everything from its moment."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from base import clock, outbox
from registry.consultations import flow
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress
from registry.consultations.tables import Comment, Consultation, ConsultationEvent, Meeting
from registry.tables import Document

TITLE = "澄江省声环境功能区划分方案（征求意见稿）"
SECRET = ("声环境功能区", "交通干线两侧", "区划依据", "噪声听证会", "王某", "沈处长")
DRAFT = "# 澄江省声环境功能区划分方案（征求意见稿）\n\n第一条　交通干线两侧按四类区管理。\n"
NOTE = "一、区划依据\n\n按照国家标准重新划分声环境功能区。\n"
LISTS = ("/consultations", "/consultations.json", "/consultations/data.feed", "/consultations/calendar.ics")
OTHERS = ("/", "/sitemap", "/documents/normative-document/2024/900001")
OWN = ("", ".json", ".ics", "/drafts/1", "/compare/1/1", "/compare/in-force")
MINUTE = datetime(2026, 11, 23, 6, tzinfo=UTC)


def told(answer: Any) -> str:
    """What an answer says, JSON without its escapes, a calendar without its folds."""
    if answer.is_json:
        return json.dumps(answer.get_json(), ensure_ascii=False)
    # A line of a calendar is folded between octets; a feed reader joins them again.
    return bytes(answer.get_data()).replace(b"\r\n ", b"").decode()


@pytest.fixture
def prepared(forum: Any) -> Callable[..., int]:
    """A notice with all that could be told of it, at a stage before the public; gives its id."""

    def prepare(progress: NoticeProgress, **more: Any) -> int:
        key = int(
            forum.publish(
                title=TITLE,
                draft=DRAFT,
                note=NOTE,
                progress=progress.value,
                published_at=None,
                revises_id=forum.document,
                contact_person="沈处长",
                **more,
            )
        )
        with forum.database.transaction() as session:
            session.add(
                Meeting(
                    consultation_id=key,
                    kind="hearing",
                    title="噪声听证会",
                    held_at=datetime(2026, 12, 15, 1, 30, tzinfo=UTC),
                    place="厅三楼",
                    announced_at=clock.now(),
                    participants=[{"name": "王某", "as": "居民"}],
                    recorded_at=clock.now(),
                    recorded_by="tests",
                )
            )
        return key

    return prepare


def silent(client: FlaskClient, key: int) -> None:
    """Nothing of the notice is told anywhere, not even that it is there."""
    for form in (*OWN, "/files/1"):
        answer = client.get(f"/consultations/{key}{form}")
        assert answer.status_code == 404, form
        assert not [word for word in SECRET if word in told(answer)], form
    for path in (*LISTS, *(f"{each}?state=open" for each in LISTS[:3]), *OTHERS):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not [word for word in SECRET if word in told(answer)], path
    assert client.get("/consultations.json?words=声环境").get_json()["totalItems"] == 0
    asked = client.get(f"/follow?consultation={key}")
    assert asked.status_code == 404
    assert not [word for word in SECRET if word in told(asked)]


@pytest.mark.parametrize(
    "progress",
    [NoticeProgress.DRAFT, NoticeProgress.SUBMITTED, NoticeProgress.SCHEDULED, NoticeProgress.ABANDONED],
)
def test_nothing_is_told_of_what_was_never_published(
    client: FlaskClient, prepared: Callable[..., int], progress: NoticeProgress
) -> None:
    silent(client, prepared(progress))


def test_nothing_is_told_until_the_second_and_everything_from_it(
    forum: Any, client: FlaskClient, prepared: Callable[..., int]
) -> None:
    key = prepared(NoticeProgress.SCHEDULED, publish_at=MINUTE)
    with forum.database.transaction() as session:
        flow.expect_next(session)
    clock.set_moment(MINUTE - timedelta(seconds=1))
    silent(client, key)
    clock.set_moment(MINUTE)
    for form in OWN:
        assert client.get(f"/consultations/{key}{form}").status_code == 200, form
    for path in LISTS:
        assert "声环境功能区" in told(client.get(path)), path
    assert "噪声听证会" in told(client.get("/consultations/calendar.ics"))
    assert "声环境功能区" in told(client.get("/"))


def test_a_schedule_that_was_taken_back_publishes_nothing(
    forum: Any, client: FlaskClient, prepared: Callable[..., int]
) -> None:
    key = prepared(NoticeProgress.SCHEDULED, publish_at=MINUTE)
    with forum.database.transaction() as session:
        flow.expect_next(session)
    with forum.database.transaction() as session:
        flow.unschedule(session, key, by=forum.publisher)
    clock.set_moment(MINUTE + timedelta(hours=1))
    silent(client, key)


def test_a_withdrawn_one_is_in_no_list_and_its_own_page_tells_only_that(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish(title=TITLE, draft=DRAFT, note=NOTE, contact_person="沈处长")
    assert client.get(f"/consultations/{key}").status_code == 200
    with forum.database.transaction() as session:
        flow.withdraw(session, key, "区划图有误", by=forum.officer)
    for form in OWN:
        answer = client.get(f"/consultations/{key}{form}")
        assert answer.status_code == 410, form
        assert "区划图有误" in told(answer)
        assert not [word for word in SECRET[1:] if word in told(answer)], form
    for path in (*(each for each in LISTS if "feed" not in each), "/"):
        assert not [word for word in SECRET if word in told(client.get(path))], path
    assert "已撤回" in told(client.get("/consultations/data.feed"))
    assert not [word for word in SECRET[1:] if word in told(client.get("/consultations/data.feed"))]


def test_a_meeting_is_told_of_from_its_announcement_on(
    forum: Any, client: FlaskClient, prepared: Callable[..., int]
) -> None:
    key = prepared(NoticeProgress.PUBLISHED)
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).published_at = clock.now()
        session.query(Meeting).one().announced_at = None
        outbox.grow(session)
    surfaces = [f"/consultations/{key}{form}" for form in ("", ".json", ".ics")]
    for path in (*surfaces, *LISTS):
        assert not [word for word in SECRET[3:5] if word in told(client.get(path))], path
    with forum.database.transaction() as session:
        session.query(Meeting).one().announced_at = clock.now()
        outbox.grow(session)
    for path in (*surfaces, "/consultations/calendar.ics"):
        assert "噪声听证会" in told(client.get(path)), path


def test_comments_that_are_not_shown_count_nowhere(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        for number, state in enumerate(("received", "held", "taken_back")):
            session.add(
                Comment(
                    consultation_id=key,
                    token=f"c{number}",
                    state=state,
                    channel="online",
                    voice="public",
                    text_id=None,
                    eid="art-2",
                    words="没有公开的话",
                    received_at=clock.now(),
                    recorded_by="tests",
                )
            )
        outbox.grow(session)
    found = client.get(f"/consultations/{key}.json")
    assert found.get_json()["comments_shown"] == 0
    for path in (f"/consultations/{key}", f"/consultations/{key}.json", *LISTS):
        assert "没有公开的话" not in told(client.get(path)), path


def test_of_a_document_that_is_not_public_any_more_nothing_is_told(forum: Any, client: FlaskClient) -> None:
    key = forum.publish(title=TITLE, draft=DRAFT, revises_id=forum.document)
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).document_id = forum.document
        session.add(
            ConsultationEvent(
                consultation_id=key,
                deed=ConsultationDeed.ADOPT.value,
                at=clock.now(),
                by="tests",
                document_id=forum.document,
            )
        )
        session.get_one(Document, forum.document).publication = "withdrawn"
        outbox.grow(session)
    surfaces = [f"/consultations/{key}{form}" for form in ("", ".json", ".ics")]
    for path in (*surfaces, *LISTS, "/"):
        words = told(client.get(path))
        assert "排污许可管理办法" not in words, path
        assert "900001" not in words, path
