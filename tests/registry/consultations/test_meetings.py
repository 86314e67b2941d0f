"""Meetings: planned in silence, announced as the law asks, listed and recorded, called off openly."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from base.errors import BadInput, WrongStage
from base.staff.audit import AuditRow
from registry.consultations import meeting_papers, meetings
from registry.consultations.meeting_papers import Incoming
from registry.consultations.meetings import Plan
from registry.consultations.reads.gatherings import gatherings
from registry.consultations.rules.terms import Matter, MeetingKind
from registry.consultations.tables import Meeting
from registry.drafting.faults import NotReady, Stale
from registry.intake.uploads import ATTACHMENTS, accept

# Thirty-one days after the day of the tests.
HELD = datetime(2026, 12, 24, 1, 30, tzinfo=UTC)
HEARING = Plan(MeetingKind.HEARING, "罚款幅度听证会", HELD, "省厅一楼会议室", "罚款幅度", "<p>罚款幅度</p>")


@pytest.fixture
def key(forum: Any) -> int:
    return int(forum.publish())


def planned(forum: Any, key: int, told: Plan = HEARING) -> int:
    with forum.database.transaction() as session:
        return meetings.plan(session, key, "form", told, by=forum.drafter).id


def do(forum: Any, key: int, verb: Any, number: int, *words: Any, version: int | None = None) -> Meeting:
    with forum.database.transaction() as session:
        seen = (number, version or session.get_one(Meeting, number).version)
        made: Meeting = verb(session, key, seen, *words, by=forum.drafter)
        return made


def public(forum: Any, key: int) -> Any:
    with forum.database.reading() as session:
        return gatherings(session, key, ())


def test_a_planned_meeting_is_known_to_the_desk_only_until_it_is_announced(forum: Any, key: int) -> None:
    number = planned(forum, key)
    assert public(forum, key) == ()
    do(forum, key, meetings.announce, number, {})
    assert [(each.title, str(each.content)) for each in public(forum, key)] == [
        ("罚款幅度听证会", "<p>罚款幅度</p>")
    ]


def test_the_same_form_sent_twice_plans_once(forum: Any, key: int) -> None:
    assert planned(forum, key) == planned(forum, key)


def test_a_hearing_on_a_rule_is_not_announced_when_thirty_days_are_not_left(
    forum: Any, key: int, hold_clock: Callable[[date], None]
) -> None:
    number = planned(forum, key)
    hold_clock(date(2026, 11, 25))
    with pytest.raises(NotReady, match="三十日前"):
        do(forum, key, meetings.announce, number, {"H01": "来不及了"})
    assert public(forum, key) == ()


def test_another_time_counts_as_announced_anew(
    forum: Any, key: int, hold_clock: Callable[[date], None]
) -> None:
    number = planned(forum, key)
    do(forum, key, meetings.announce, number, {})
    hold_clock(date(2026, 12, 1))
    with pytest.raises(NotReady):
        do(
            forum,
            key,
            meetings.change,
            number,
            replace(HEARING, held_at=datetime(2026, 12, 25, 1, tzinfo=UTC)),
        )
    do(forum, key, meetings.change, number, replace(HEARING, place="省厅二楼会议室"))
    assert public(forum, key)[0].place == "省厅二楼会议室"


def test_where_the_law_is_only_the_model_a_reason_is_asked_for_and_kept(forum: Any) -> None:
    key = forum.publish(matter=Matter.NORMATIVE_DOCUMENT.value)
    number = planned(forum, key, replace(HEARING, register_through=date(2026, 12, 10)))
    with pytest.raises(NotReady, match="遴选办法"):
        do(forum, key, meetings.announce, number, {})
    made = do(forum, key, meetings.announce, number, {"H05": "报名的都参加"})
    assert made.reasons == {"H05": "报名的都参加"}


def test_a_seminar_is_announced_as_it_stands(forum: Any, key: int) -> None:
    held = datetime(2026, 11, 24, 1, tzinfo=UTC)
    number = planned(forum, key, replace(HEARING, kind=MeetingKind.SEMINAR, held_at=held, content=""))
    do(forum, key, meetings.announce, number, {})


def test_nothing_is_announced_before_the_notice_is_public(forum: Any) -> None:
    key = forum.publish(progress="draft", published_at=None)
    number = planned(forum, key)
    with pytest.raises(WrongStage, match="发布以后"):
        do(forum, key, meetings.announce, number, {})


def test_who_takes_part_is_listed_by_name_and_side_alone(forum: Any, key: int) -> None:
    number = planned(forum, key)
    do(forum, key, meetings.announce, number, {})
    listed = meeting_papers.participants("李雷，居民代表\n韩梅梅  企业代表")
    row = do(forum, key, meeting_papers.list_participants, number, listed)
    assert row.participants_at is not None
    with pytest.raises(BadInput, match="电话"):
        told = meeting_papers.participants("李雷，13800138000")
        do(forum, key, meeting_papers.list_participants, number, told)


def test_a_record_is_kept_after_the_meeting_and_public_then(
    forum: Any, key: int, hold_clock: Callable[[date], None]
) -> None:
    number = planned(forum, key)
    do(forum, key, meetings.announce, number, {})
    words = ("要点", "<p>要点</p>")
    with pytest.raises(WrongStage, match="还没有开"):
        do(forum, key, meeting_papers.record, number, words)
    hold_clock(date(2026, 12, 25))
    do(forum, key, meeting_papers.record, number, words)
    assert "要点" in public(forum, key)[0].record
    with pytest.raises(BadInput, match="个人信息"):
        do(forum, key, meeting_papers.record, number, ("电话13800138000", ""))


def test_the_signed_record_is_kept_and_not_public(forum: Any) -> None:
    key = forum.publish(matter=Matter.MAJOR_DECISION.value)
    number = planned(forum, key)
    upload = accept("签字".encode(), "签字记录.txt", ATTACHMENTS)
    with forum.database.transaction() as session:
        made = meeting_papers.attach(
            session, key, number, Incoming(upload, public=False), forum.config.files, by=forum.drafter
        )
        assert not made.public
        row, consultation = meetings.get(session, key, number), meetings.notices.get(session, key)
        found = {
            each.rule.id: each.keeping.value for each in meetings.findings_of(session, consultation, row)
        }
    assert found["H08"] == "kept"


def test_a_meeting_is_called_off_with_a_reason(forum: Any, key: int) -> None:
    number = planned(forum, key)
    with pytest.raises(BadInput):
        do(forum, key, meetings.call_off, number, " ")
    do(forum, key, meetings.announce, number, {})
    do(forum, key, meetings.call_off, number, "改为书面征求意见")
    assert [each.called_off for each in public(forum, key)] == ["改为书面征求意见"]
    with pytest.raises(WrongStage, match="已经取消"):
        do(forum, key, meetings.announce, number, {})


def test_of_two_at_once_the_second_is_told(forum: Any, key: int) -> None:
    number = planned(forum, key)
    do(forum, key, meetings.change, number, replace(HEARING, title="听证会"))
    with pytest.raises(Stale, match="第 1 版"):
        do(forum, key, meetings.change, number, HEARING, version=1)


@pytest.mark.parametrize(
    "wrong", [{"register_through": date(2026, 12, 24)}, {"papers_sent_on": date(2026, 11, 24)}]
)
def test_days_that_cannot_be_are_refused(forum: Any, key: int, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        planned(forum, key, replace(HEARING, **wrong))


def test_the_audit_tells_of_no_name_and_no_word(forum: Any, key: int) -> None:
    number = planned(forum, key)
    do(forum, key, meeting_papers.list_participants, number, meeting_papers.participants("李雷，居民代表"))
    with forum.database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.deed.startswith("meeting."))).all()
        told = json.dumps([[row.subject, row.before, row.after] for row in rows], ensure_ascii=False)
        deeds = [row.deed for row in rows]
    assert deeds == ["meeting.plan", "meeting.list"]
    assert "李雷" not in told
