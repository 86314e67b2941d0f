"""The way of a notice: submitted, sent back, published by other eyes, at its minute, withdrawn."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from base import clock, outbox
from base.config import Consulting
from base.errors import BadInput, WrongStage
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.consultations import attaching, due, flow, notices, writing
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress
from registry.consultations.tables import ConsultationEvent
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.intake.uploads import ATTACHMENTS, accept
from registry.watch.tables import LIVE, Task, TaskCode
from tests.registry.consultations.conftest import NOON, Forum

RULES = Consulting()
Hold = Callable[[date | datetime], None]


def submitted(forum: Forum, **more: object) -> int:
    key = forum.begin(**more)
    with forum.database.transaction() as session:
        flow.submit(session, key, 1, RULES, by=forum.drafter)
    return key


def progress(forum: Forum, key: int) -> str:
    with forum.database.reading() as session:
        return notices.get(session, key).progress


def waiting(forum: Forum) -> list[tuple[str, int | None]]:
    query = select(Task.code, Task.unit_id).where(Task.state.in_(LIVE)).order_by(Task.id)
    with forum.database.reading() as session:
        return [(code, unit) for code, unit in session.execute(query)]


def test_a_notice_goes_from_its_unit_by_the_office_to_the_public(forum: Forum) -> None:
    forum.open_office()
    key = submitted(forum)
    assert waiting(forum) == [(TaskCode.CONSULTATION_REVIEW.value, forum.office)]
    with forum.database.transaction() as session:
        row = flow.publish(session, key, 1, "同意发布", RULES, by=forum.publisher)
        assert (row.progress, row.published_at) == (NoticeProgress.PUBLISHED.value, NOON)
    assert waiting(forum) == []
    with forum.database.reading() as session:
        (event,) = session.scalars(select(ConsultationEvent)).all()
        assert (event.deed, event.at) == (ConsultationDeed.PUBLISH.value, NOON)


def test_publishing_lets_every_cached_page_grow_old(forum: Forum) -> None:
    key = submitted(forum)
    with forum.database.reading() as session:
        before = outbox.generation(session)
    with forum.database.transaction() as session:
        flow.publish(session, key, 1, "同意", RULES, by=forum.publisher)
    with forum.database.reading() as session:
        assert outbox.generation(session) > before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"draft": ""}, "没有征求意见稿"),
        ({"note": ""}, "没有起草说明"),
        ({"through_on": date(2026, 12, 1)}, "少于 30 日"),
        ({"phone": "", "postal_address": "", "postcode": ""}, "至少还要有"),
        ({"deciding_body": ""}, "哪个机关决定"),
    ],
)
def test_a_notice_that_breaks_a_rule_is_not_submitted(
    forum: Forum, more: dict[str, object], why: str
) -> None:
    key = forum.begin(**more)
    with pytest.raises(NotReady, match=why), forum.database.transaction() as session:
        flow.submit(session, key, 1, RULES, by=forum.drafter)
    assert progress(forum, key) == NoticeProgress.DRAFT.value


def test_a_shorter_period_is_submitted_with_its_reason(forum: Forum) -> None:
    key = submitted(forum, through_on=date(2026, 12, 1), short_reason="汛期将至，须尽快施行应急措施。")
    assert progress(forum, key) == NoticeProgress.SUBMITTED.value


def test_what_was_changed_meanwhile_is_not_submitted_unseen(forum: Forum) -> None:
    key = forum.begin()
    with forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(forum.notice(phone="1")), by=forum.colleague)
    with pytest.raises(Stale), forum.database.transaction() as session:
        flow.submit(session, key, 1, RULES, by=forum.drafter)


def test_what_is_sent_back_is_a_task_of_its_unit_until_it_comes_again(forum: Forum) -> None:
    forum.open_office()
    key = submitted(forum)
    with pytest.raises(BadInput, match="理由"), forum.database.transaction() as session:
        flow.send_back(session, key, 1, " ", by=forum.publisher)
    with forum.database.transaction() as session:
        flow.send_back(session, key, 1, "请补充背景", by=forum.publisher)
    assert waiting(forum) == [(TaskCode.CONSULTATION_RETURNED.value, forum.water)]
    clock.set_moment(NOON + timedelta(minutes=5))
    with forum.database.transaction() as session:
        flow.submit(session, key, 1, RULES, by=forum.drafter)
    assert waiting(forum) == [(TaskCode.CONSULTATION_REVIEW.value, forum.office)]


def test_what_is_taken_back_waits_for_nobody(forum: Forum) -> None:
    key = submitted(forum)
    with forum.database.transaction() as session:
        flow.recall(session, key, by=forum.drafter)
    assert waiting(forum) == []
    assert progress(forum, key) == NoticeProgress.DRAFT.value


@pytest.mark.parametrize("hand", ["begin", "save", "attach", "submit"])
def test_nobody_publishes_what_they_had_a_hand_in(forum: Forum, hand: str) -> None:
    writer = forum.actor(Role.PUBLISHER, forum.office, "both")
    with forum.database.transaction() as session:
        by = writer if hand == "begin" else forum.drafter
        key = writing.begin(session, "t1", writing.prepared(forum.notice()), by=by).id
    with forum.database.transaction() as session:
        version = 1
        if hand == "save":
            made = writing.prepared(forum.notice(phone="1"))
            version = writing.save(session, key, 1, made, by=writer).version
        if hand == "attach":
            upload = accept("依据\n".encode(), "依据.txt", ATTACHMENTS)
            attaching.attach(session, key, 1, upload, forum.config.files, by=writer)
            version = 2
        flow.submit(session, key, version, RULES, by=writer if hand == "submit" else forum.drafter)
    with pytest.raises(FourEyes), forum.database.transaction() as session:
        flow.publish(session, key, version, "同意", RULES, by=writer)
    with forum.database.transaction() as session:
        flow.publish(session, key, version, "同意", RULES, by=forum.publisher)


def test_the_office_says_why_it_publishes(forum: Forum) -> None:
    key = submitted(forum)
    with pytest.raises(BadInput, match="意见"), forum.database.transaction() as session:
        flow.publish(session, key, 1, " ", RULES, by=forum.publisher)


def test_what_comes_out_late_needs_the_reason_for_the_shorter_period(forum: Forum, hold_clock: Hold) -> None:
    key = submitted(forum)
    hold_clock(date(2026, 11, 30))
    late = "自实际发布之日起的期限为 23 日"
    with pytest.raises(NotReady, match=late), forum.database.transaction() as session:
        flow.publish(session, key, 1, "同意", RULES, by=forum.publisher)


def test_what_is_over_before_it_is_told_of_is_not_published(forum: Forum, hold_clock: Hold) -> None:
    key = submitted(forum, short_reason="汛期将至，须尽快施行应急措施。")
    hold_clock(date(2026, 12, 23))
    with pytest.raises(NotReady, match="来不及"), forum.database.transaction() as session:
        flow.publish(session, key, 1, "同意", RULES, by=forum.publisher)


def scheduled(forum: Forum, moment: datetime) -> int:
    key = submitted(forum)
    with forum.database.transaction() as session:
        flow.schedule(session, key, 1, "同意", (moment, RULES), by=forum.publisher)
    return key


def test_is_published_at_its_minute_by_whoever_is_asked_first_once(forum: Forum) -> None:
    minute = NOON + timedelta(hours=2)
    key = scheduled(forum, minute)
    clock.set_moment(minute - timedelta(seconds=1))
    assert due.publish_due(forum.database, RULES) == 0
    assert progress(forum, key) == NoticeProgress.SCHEDULED.value
    clock.set_moment(minute + timedelta(seconds=3))
    assert [due.publish_due(forum.database, RULES) for _ in range(2)] == [1, 0]
    with forum.database.reading() as session:
        row = notices.get(session, key)
        assert (row.published_at, row.publish_at) == (minute, None)
        names = session.scalars(select(AuditRow.name).where(AuditRow.deed == "consultation.publish"))
        assert list(names) == [forum.publisher.name]


def test_counts_from_the_day_on_which_it_really_came_out(forum: Forum, hold_clock: Hold) -> None:
    key = scheduled(forum, NOON + timedelta(hours=2))
    hold_clock(date(2026, 11, 24))
    # Published a day late it would fall short, and says so instead.
    assert due.publish_due(forum.database, RULES) == 0
    assert progress(forum, key) == NoticeProgress.SUBMITTED.value


def test_what_cannot_be_published_any_more_says_so_to_the_office(forum: Forum, hold_clock: Hold) -> None:
    forum.open_office()
    key = scheduled(forum, NOON + timedelta(hours=2))
    hold_clock(date(2026, 12, 20))
    due.publish_due(forum.database, RULES)
    with forum.database.reading() as session:
        (task,) = session.scalars(select(Task).where(Task.state.in_(LIVE))).all()
        assert "未成功" in task.title
        assert "少于 30 日" in str(task.details["why"])
        assert not outbox.is_due(session)
    with forum.database.transaction() as session:
        flow.send_back(session, key, 1, "请改期限", by=forum.publisher)


def test_a_minute_that_has_passed_is_refused(forum: Forum) -> None:
    key = submitted(forum)
    with pytest.raises(BadInput, match="晚于现在"), forum.database.transaction() as session:
        flow.schedule(session, key, 1, "同意", (NOON, RULES), by=forum.publisher)


def test_a_schedule_that_is_taken_back_waits_for_the_office_again(forum: Forum) -> None:
    key = scheduled(forum, NOON + timedelta(hours=2))
    clock.set_moment(NOON + timedelta(minutes=5))
    with forum.database.transaction() as session:
        flow.unschedule(session, key, by=forum.publisher)
    clock.set_moment(NOON + timedelta(hours=3))
    assert due.publish_due(forum.database, RULES) == 0
    assert [code for code, _ in waiting(forum)] == [TaskCode.CONSULTATION_REVIEW.value]
    assert progress(forum, key) == NoticeProgress.SUBMITTED.value


def test_a_withdrawn_notice_leaves_its_trace(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match="理由"), forum.database.transaction() as session:
        flow.withdraw(session, key, "", by=forum.officer)
    with forum.database.transaction() as session:
        row = flow.withdraw(session, key, "发布有误", by=forum.officer)
        assert (row.progress, row.withdrawn_at) == (NoticeProgress.WITHDRAWN.value, NOON)
    with forum.database.reading() as session:
        deeds = list(session.scalars(select(ConsultationEvent.deed).order_by(ConsultationEvent.id)))
    assert deeds == [ConsultationDeed.PUBLISH.value, ConsultationDeed.WITHDRAW.value]
    with pytest.raises(WrongStage), forum.database.transaction() as session:
        flow.withdraw(session, key, "再撤一次", by=forum.officer)


@pytest.mark.parametrize("deed", ["submit", "recall", "send_back", "publish", "unschedule"])
def test_nothing_goes_on_from_a_stage_where_it_is_not(forum: Forum, deed: str) -> None:
    key = forum.publish()
    verbs = {
        "submit": lambda session: flow.submit(session, key, 1, RULES, by=forum.drafter),
        "recall": lambda session: flow.recall(session, key, by=forum.drafter),
        "send_back": lambda session: flow.send_back(session, key, 1, "否", by=forum.publisher),
        "publish": lambda session: flow.publish(session, key, 1, "是", RULES, by=forum.publisher),
        "unschedule": lambda session: flow.unschedule(session, key, by=forum.publisher),
    }
    with pytest.raises(WrongStage, match="已发布"), forum.database.transaction() as session:
        verbs[deed](session)


def test_two_who_publish_at_once_publish_it_once(forum: Forum) -> None:
    key = submitted(forum)
    by, said = forum.publisher, list[str]()

    def publish() -> None:
        try:
            with forum.database.transaction() as session:
                flow.publish(session, key, 1, "同意", RULES, by=by)
                said.append("published")
        except WrongStage:
            said.append("too late")

    both = [Thread(target=publish) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == ["published", "too late"]
    with forum.database.reading() as session:
        assert len(notices.events_of(session, [key])) == 1
